"""What a specification of Vega-Lite leaves to the data, so that it would depend on what was drawn before."""

from collections.abc import Iterator
from typing import Any

POSITIONS = ("x", "y", "xOffset", "yOffset")
LOOKS = ("color", "fill", "stroke", "opacity", "fillOpacity", "strokeOpacity", "strokeDash", "strokeWidth")
SCALED = frozenset((*POSITIONS, *LOOKS, "shape", "size"))
DISCRETE = ("nominal", "ordinal")
LINES = ("line", "area", "trail")
TEXTS = ("description", "title", "domain", "labelExpr", "text", "name", "format")
"""Where a specification holds whatever words, or numbers, the call brings."""
Spec = dict[str, Any]


def left_to_the_data(spec: Spec) -> list[str]:
    """What has no order of its own: discrete scales and lines told apart by `detail`; and pointers that leave marks."""
    found = [
        f"{channel} {encoding[channel]['field']}"
        for _mark, encoding in marks(spec)
        for channel in SCALED & encoding.keys()
        if encoding[channel].get("type") in DISCRETE and not _is_ordered(encoding[channel])
    ]
    detailed = any(mark in LINES and "detail" in encoding for mark, encoding in marks(spec))
    found += ["detail"] if detailed and "series" not in spec.get("usermeta", {}) else []
    return found + [param["name"] for param in spec.get("params", ()) if _stays(param.get("select"))]


def kind(spec: Any, name: str = "") -> Any:
    """A specification without what the schema of Vega-Lite says nothing of: rows, figures, and texts that are free.

    Two pictures of one kind are both right, or both wrong, by that schema.
    """
    if name in ("datasets", "usermeta"):
        return None
    if isinstance(spec, dict):
        return {key: kind(value, key) for key, value in spec.items()}
    if isinstance(spec, list):
        return sorted({repr(kind(each, name)) for each in spec}) if name in TEXTS else [kind(each) for each in spec]
    if isinstance(spec, str) and name not in TEXTS:
        return spec
    return type(spec).__name__


def marks(spec: Spec, above: Spec | None = None) -> Iterator[tuple[str, Spec]]:
    """Every mark of a picture with all its channels, those of the layers around it too."""
    encoding = (above or {}) | spec.get("encoding", {})
    for layer in spec.get("layer", ()):
        yield from marks(layer, encoding)
    if "mark" in spec:
        mark = spec["mark"]
        yield (mark["type"] if isinstance(mark, dict) else mark), encoding


def _is_ordered(channel: Spec) -> bool:
    return bool(channel.get("scale", {}).get("domain")) and "sort" in channel and channel["sort"] is None


def _stays(select: Any) -> bool:
    return isinstance(select, dict) and select.get("on") == "pointerover" and "clear" not in select
