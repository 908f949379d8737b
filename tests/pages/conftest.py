"""The app as a visitor meets it, without a browser: files dropped, choices made, words read."""

import datetime as dt
import json
from collections.abc import Callable, Iterator
from functools import cache
from pathlib import Path
from typing import Any

import altair as alt
import numpy as np
import pandas as pd
import pytest
from streamlit.components.v2 import manifest_scanner
from streamlit.testing.v1 import AppTest, local_script_runner

from pages.shared import session
from retention.charts.layers import Layers
from retention.orders import Orders
from tests.charts.specs import kind, left_to_the_data
from tests.pages.screen import PATIENCE, as_orders

ROOT = Path(__file__).parent.parent.parent
Visit = Callable[..., AppTest]


@pytest.fixture(autouse=True)
def own_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where this computer would keep what a visitor allows to be remembered; it does not exist yet."""
    folder = tmp_path / "remembered here"
    monkeypatch.setattr("retention.ingest.memory.folder", lambda: folder)
    return folder


@pytest.fixture(autouse=True)
def no_browser(monkeypatch: pytest.MonkeyPatch) -> None:
    """Nobody's page: what is in hand outlives no test (those who come back do so in `test_returning`)."""
    monkeypatch.setattr("pages.shared.server.browsers.current", lambda: None)


@pytest.fixture(scope="session", autouse=True)
def one_scan() -> Iterator[None]:
    """Each app looks through all installed packages for components, once a server, and here there is one a test."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(manifest_scanner, "scan_component_manifests", cache(manifest_scanner.scan_component_manifests))
        yield


def ended(runner: local_script_runner.LocalScriptRunner, timeout: float) -> None:
    """Wait until a run has ended; Streamlit looks a thousand times a second, and each look halts the page."""
    thread = runner._script_thread
    assert thread is not None
    thread.join(timeout)
    if not runner.script_stopped():
        runner.request_stop()
        thread.join()
        raise RuntimeError(f"the page ran for more than {timeout} s")


@pytest.fixture(scope="session", autouse=True)
def one_look() -> Iterator[None]:
    """A run is waited for by one look."""
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(local_script_runner, "require_widgets_deltas", ended)
        yield


@pytest.fixture(scope="session")
def right_kinds() -> set[str]:
    """The kinds of pictures that the schema of Vega-Lite was seen to allow."""
    return set()


@pytest.fixture(autouse=True)
def checked_charts(monkeypatch: pytest.MonkeyPatch, right_kinds: set[str]) -> None:
    """What pages draw is held to an order, and each kind of picture once against the schema of Vega-Lite.

    Visitors do without the schema, because it costs more time than the rest of a page.
    """
    drawn = Layers.to_dict

    def checked(chart: Layers, *given: Any, **options: Any) -> dict[str, Any]:
        spec = drawn(chart, *given, **options)
        assert not left_to_the_data(spec)
        looks = json.dumps(kind(spec), sort_keys=True, default=str)
        if looks not in right_kinds:
            alt.LayerChart.to_dict(chart, *given, **options)
            right_kinds.add(looks)
        return spec

    monkeypatch.setattr(Layers, "to_dict", checked)


@pytest.fixture
def visit() -> Visit:
    """Open the app by a link with settings, with orders in hand if given, and go to a page.

    The visitor has been here before: the first orders of a session lead on to the Overview (`test_overview_page`).
    """

    def open_page(page: str | None = None, *, orders: Orders | None = None, **settings: str) -> AppTest:
        app = AppTest.from_file(ROOT / "app.py", default_timeout=PATIENCE)
        for name, value in ({"lang": "en"} | settings).items():
            app.query_params[name] = value
        app.session_state[session.SEEN] = True
        if orders is not None:
            app.session_state["orders"] = orders
        app.run()
        return app.switch_page(f"pages/{page}_page.py").run() if page else app

    return open_page


@pytest.fixture(scope="session")
def shop() -> Orders:
    """200 customers in the first quarter of 2025; every second one is back in the second, the third has just begun."""
    first = [(f"c{n}", "2025-02-03") for n in range(200)]
    back = [(f"c{n}", "2025-05-05") for n in range(0, 200, 2)]
    new = [(f"n{n}", "2025-06-30") for n in range(40)]
    begun = [(f"c{n}", "2025-07-02") for n in range(20)]
    rows = [*first, *back, *new, *begun]
    frame = pd.DataFrame(rows, columns=["customer", "date"])
    frame["date"] = pd.to_datetime(frame["date"])
    frame.insert(1, "order", [str(n) for n in range(len(rows))])
    return as_orders(frame.assign(amount=np.float64(10)), as_of=dt.date(2025, 7, 3))
