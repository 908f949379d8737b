"""What a refusal is told by in tests: its code, not the sentence that people read."""

from collections.abc import Callable

from retention.errors import RetentionError


def code(*wanted: str) -> Callable[[RetentionError], bool]:
    """For `pytest.raises(…, check=code("empty_file"))`: whether a refusal has one of these codes."""
    return lambda error: error.code in wanted
