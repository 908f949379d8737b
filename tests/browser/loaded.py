"""Start the app with orders in hand: `python -m tests.browser.loaded PORT`, then `/retention?sample=salon`.

What a walk over the controls needs again and again costs next to nothing: a sample is read once for all sessions, and
sessions share what was worked out. Everything a browser is sent stays as it is.
"""

import functools
import sys
from pathlib import Path
from typing import Any

import streamlit as st
from streamlit.logger import set_log_level
from streamlit.web import cli

import start
from pages.data import samples
from retention.ingest.loading import load
from retention.orders import Orders

ROOT = Path(__file__).parent.parent.parent


def main(port: int) -> None:
    """Serve the app until the process is stopped."""
    set_log_level("ERROR")  # until the server's own settings count: caches complain that there is no server yet
    st.cache_data, st.cache_resource = (_shared(cache) for cache in (st.cache_data, st.cache_resource))
    from pages.data import intake
    from pages.shared import session

    def hand_over() -> None:
        if session.orders() is None:
            session.keep(orders_of(st.query_params.get("sample", "roastery")))

    intake.read_arrivals = hand_over
    arguments = start.app_command(Path(sys.executable), ROOT, port)
    cli.main(arguments[arguments.index("run") :])


def _shared(cache: Any) -> Any:
    """The same cache for all sessions instead of one for each."""

    def decorate(**options: Any) -> Any:
        return cache(**options | {"scope": "global"})

    return functools.wraps(cache)(decorate)


@functools.cache
def orders_of(sample: str) -> Orders:
    """The orders of a sample shop as the app reads them."""
    [currency] = [known.currency for known in samples.SAMPLES if known.key == sample]
    return load(samples.path(sample), currency=currency)


if __name__ == "__main__":
    main(int(sys.argv[1]))
