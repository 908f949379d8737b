"""One running app for all tests of the server."""

from collections.abc import Iterator

import pytest

from tests.server.running import Served, free_port, running


@pytest.fixture(scope="session")
def served() -> Iterator[Served]:
    with running(free_port()) as app:
        yield app
