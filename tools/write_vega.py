"""Write `retention/report/vega.js`, the libraries that draw the charts of a report's page.

    python -m tools.write_vega

A page to hand over brings them along, so that it opens offline. They are kept in the project because putting them
together takes seconds, which nobody should wait for at every report. Vega, Vega-Lite and vega-embed: BSD-3-Clause.
"""

from importlib.metadata import version
from pathlib import Path

import vl_convert

TARGET = Path(__file__).parent.parent / "retention" / "report" / "vega.js"
PACKAGE = "vl-convert-python"


def head() -> str:
    """The first line of the file: where it comes from."""
    return f"/* Vega, Vega-Lite and vega-embed (BSD-3-Clause), as bundled by {PACKAGE} {version(PACKAGE)} */\n"


def bundle() -> str:
    """The libraries as one script that can stand inside a page."""
    script: str = vl_convert.javascript_bundle()  # type: ignore[call-arg]  # its types ask for a snippet, it does not
    return script.replace("</script", "<\\/script")


if __name__ == "__main__":
    TARGET.write_text(head() + bundle(), encoding="utf-8")
