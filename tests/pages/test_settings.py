"""No link and no workspace breaks a page, whatever they say: every setting at its edges, beyond them, and nonsense."""

import dataclasses
import datetime as dt
import functools
import os
import random
from collections.abc import Iterator
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest

from pages.shared import cached, settings
from pages.shared.whatif import asked
from retention.orders import Orders
from retention.settings import Kind
from retention.whatif import Baseline
from retention.whatif.baseline import of_history
from retention.whatif.scenario import KINDS
from tests import awkward
from tests.bg_bb_shop import simulate
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders

BATCHES = int(os.environ.get("SETTINGS_BATCHES", "2"))
"""Links tried on each page, and workspaces; a night's work may try thousands."""
PAGES = ("data", "retention", "cohorts", "customers", "what_if")
LINKED: dict[str, Kind[object]] = {name: each.kind for name, each in settings.SETTINGS.items()} | {
    f"if-{name.replace('_', '-')}": kind for name, kind in KINDS.items() if name in asked.LINKED
}


@pytest.fixture(scope="module")
def steady() -> Orders:
    """Fourteen months of a shop that behaves as the model says."""
    table = simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=20)
    numbered = table.assign(order=[str(n) for n in range(len(table))], customer=table["customer"].astype(str))
    return as_orders(numbered, as_of=dt.date(2021, 2, 28))


@pytest.fixture(autouse=True)
def fitted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit is another visitor; the fit is the same for all of them."""
    monkeypatch.setattr(cached, "of_history", _fit)


_KNOWN: dict[tuple[int, float, str], Baseline] = {}


def _fit(past: object) -> Baseline:
    key = (len(past.sums), float(past.sums.to_numpy().sum()), str(past.calendar))
    if key not in _KNOWN:
        _KNOWN[key] = functools.partial(of_history, draws=40)(past)
    return _KNOWN[key]


def link(rng: random.Random) -> dict[str, str | list[str]]:
    """Some settings at once, among them up to three kept scenarios."""
    said: dict[str, str | list[str]] = {
        name: awkward.texts(kind, rng) for name, kind in LINKED.items() if rng.random() < 0.6
    }
    if rng.random() < 0.5:
        said["margin"] = rng.choice(("0", "1", "0.4", "1e-9"))  # without one half of What if is not there
    if rng.random() < 0.5:
        said["if-crr-change"] = rng.choice(("0", "0.05", "0.01", "-0.05"))  # the others are refused as a whole
    said["lang"] = rng.choice(("en", *awkward.NONSENSE))  # a test reads controls outside a run, where all is English
    said["scenario"] = [urlencode({"name": f"S{n}"} | levers(rng)) for n in range(rng.randrange(3))]
    return said


def levers(rng: random.Random) -> dict[str, str]:
    return {name: awkward.texts(kind, rng) for name, kind in KINDS.items() if rng.random() < 0.5}


def sound(app: AppTest) -> AppTest:
    assert not app.exception, [each.message for each in app.exception]
    return app


def touched(app: AppTest, rng: random.Random) -> AppTest:
    """The page with everything on it opened, and its controls set to their edges or anywhere between."""
    app.session_state["what-if-more"] = True
    app.session_state["customers-tab"] = rng.choice(("Worth", "Groups"))
    sound(app.run())
    for typed in app.number_input:
        if rng.random() < 0.5:
            between = rng.uniform(typed.min, typed.max)
            typed.set_value(rng.choice((typed.min, typed.max, typed.min + typed.step, between)))
    for listed in app.main.selectbox:
        if listed.options and rng.random() < 0.3:
            listed.select_index(rng.randrange(len(listed.options)))
    return sound(app.run())


def shops(steady: Orders, shop: Orders) -> Iterator[Orders | None]:
    """What a link may meet: a long history, a short one, orders without money, nobody's orders."""
    moneyless = dataclasses.replace(steady, frame=steady.frame.assign(amount=float("nan")))
    while True:
        yield from (steady, shop, moneyless, None)


@pytest.mark.parametrize("page", PAGES)
def test_no_link_breaks_a_page(visit: Visit, steady: Orders, shop: Orders, page: str) -> None:
    hands = shops(steady, shop)
    for batch in range(BATCHES):
        rng = random.Random(f"{page} {batch}")
        said = link(rng)
        try:
            touched(sound(visit(page, orders=next(hands), **said)), rng)
        except AssertionError as broken:
            short = {name: str(text)[:99] for name, text in said.items()}
            raise AssertionError(f"{page}, link {batch}: {short}") from broken
