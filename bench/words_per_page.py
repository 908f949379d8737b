"""How many words a visitor sees on each page of each sample shop: `python bench/words_per_page.py [BEFORE]`.

In English, everything folded up left folded: headings, sentences, figures, labels and chosen values, buttons, names of
sections, the sidebar too; not what pictures and tables hold, nor the list of pages. BEFORE is another checkout, counted
the same way in the same run.
"""

import json
import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path
from typing import Any

ROOT = Path(__file__).resolve().parent.parent
HERE = "--here"
WORD, ICON = re.compile(r"[^\W_]"), re.compile(r":material/\w+:")
COLLAPSED = 2
"""How Streamlit's messages say that a label is not shown."""
UNSEEN = ("html", "arrow_data_frame", "dataframe", "vega_lite_chart", "empty")
PATIENCE = 300


def shown(block: Any) -> Iterator[str]:  # noqa: ANN401 - elements of Streamlit's tests share no class with these parts
    """The texts of a part of the page, from top to bottom."""
    tabs = [child for child in block.children.values() if child.type == "tab"]
    for child in block.children.values():
        if child.type == "expander" and not child.proto.expanded:
            yield child.label
        elif child.type == "popover":
            yield child.proto.popover.label
        elif child in tabs[1:]:
            yield child.label
        elif hasattr(child, "children"):
            yield from [child.label] if child.type in ("expander", "tab") else []
            yield from shown(child)
        elif child.type not in UNSEEN:
            yield from texts(child)


def texts(element: Any) -> Iterator[str]:  # noqa: ANN401 - as above
    """What one element says."""
    hidden = getattr(getattr(element.proto, "label_visibility", None), "value", None) == COLLAPSED
    names = ("value", "delta") if hidden else ("label", "value", "delta")
    found = [*(getattr(element, name, None) for name in names), getattr(element.proto, "delta_description", None)]
    if element.type == "selectbox":
        chosen = None if element.index is None else element.options[element.index]
        found = [None if hidden else element.label, chosen]
    yield from (text for text in found if isinstance(text, str))
    yield from getattr(element, "options", ()) if element.type in ("radio", "button_group") else ()


def words(seen: Iterator[str]) -> int:
    """How many words there are; numbers are words, signs are not."""
    return sum(bool(WORD.search(word)) for text in seen for word in ICON.sub("", text).split())


def count() -> dict[str, dict[str, int]]:
    """The words of this checkout, by page and shop."""
    from streamlit.logger import set_log_level
    from streamlit.testing.v1 import AppTest

    from pages.data.samples import SAMPLES, path
    from retention.ingest.loading import load

    set_log_level("CRITICAL")
    with suppress(ImportError):  # which browser asks: here none does
        from pages.shared.server import browsers

        browsers.current = lambda: None
    found: dict[str, dict[str, int]] = {}
    for sample in SAMPLES:
        app = AppTest.from_file(Path("app.py").resolve(), default_timeout=PATIENCE)
        app.query_params["lang"] = "en"
        app.session_state["orders"] = load(path(sample.key), currency=sample.currency)
        app.session_state["overview-seen"] = True
        app.run()
        for page in sorted(Path("pages").glob("*_page.py")):
            app.switch_page(page.as_posix()).run()
            if app.exception:
                raise RuntimeError(app.exception[0].message)
            found.setdefault(page.stem.removesuffix("_page"), {})[sample.key] = words(shown(app._tree))
    return found


def counted_in(tree: Path) -> dict[str, dict[str, int]]:
    """The words of a checkout."""
    here = {**os.environ, "PYTHONPATH": str(tree)}
    done = subprocess.run([sys.executable, __file__, HERE], cwd=tree, env=here, stdout=subprocess.PIPE, check=True)
    found: dict[str, dict[str, int]] = json.loads(done.stdout.splitlines()[-1])
    return found


def main() -> None:
    """Print the table."""
    if sys.argv[1:] == [HERE]:
        print(json.dumps(count()))
        return
    trees = [counted_in(Path(each).resolve()) for each in (*sys.argv[1:], ROOT)]
    shops = list(next(iter(trees[-1].values())))
    print(f"{'page':<12}" + "".join(f"{shop:>22}" for shop in shops))
    for page in trees[-1]:
        told = [[tree.get(page, {}).get(shop) for tree in trees] for shop in shops]
        print(f"{page:<12}" + "".join(f"{line(each):>22}" for each in told))


def line(counts: list[int | None]) -> str:
    """The words before and now, and what is left of them."""
    *before, now = counts
    if not before or not before[0] or not now:
        return str(now)
    return f"{before[0]} → {now} ({now / before[0]:.0%})"


if __name__ == "__main__":
    main()
