"""No link, no workspace and no control breaks a page: every setting at its edges, beyond them, and nonsense."""

import ast
import dataclasses
import datetime as dt
import functools
import itertools
import json
import random
import re
from collections.abc import Mapping
from urllib.parse import urlencode

import pytest
from streamlit.testing.v1 import AppTest
from streamlit.testing.v1.element_tree import NumberInput

from pages.cohorts import choices, curves
from pages.data import corrections
from pages.data import rules as rule_words
from pages.shared import cached, chips, settings
from pages.what_if import question
from retention.ingest import mapping, rules
from retention.metrics import COHORT_MEASURES
from retention.narrate import cohort_measures
from retention.narrate import whatif as words
from retention.orders import Orders
from retention.settings import Kind
from retention.whatif import FIELDS, Baseline, Unit
from retention.whatif.baseline import of_history
from retention.whatif.history import History
from retention.whatif.scenario import KINDS
from retention.workspace.workspace import KIND
from tests import awkward
from tests.bg_bb_shop import simulate
from tests.pages import screen
from tests.pages.conftest import ROOT, Visit
from tests.pages.screen import as_orders, settled

BATCHES, BATCHES_OF_DEEP = 2, 100
"""Links tried on each page, and workspaces, in a normal run and with `--deep`."""
PAGES = tuple(path.stem.removesuffix("_page") for path in sorted((ROOT / "pages").glob("*_page.py")))
LEVERS = {f"if-{name.replace('_', '-')}": kind for name, kind in KINDS.items() if name in question.LINKED}
LINKED: dict[str, Kind[object]] = {name: each.kind for name, each in settings.SETTINGS.items()} | LEVERS
HEADER = ["Customer", "Order", "Date", "Amount", "Channel"]
NO_FIGURE = re.compile(r"(?<!\w)(?:nan|inf)(?!\w)", re.IGNORECASE)
LIMITS = re.compile(r"\blimits\(|\.longest")


@pytest.fixture(scope="module")
def steady() -> Orders:
    """Fourteen months of a shop that behaves as the model says."""
    table = simulate(3, parameters=(1.2, 3.0, 0.6, 6.0), months=14, new_per_month=20)
    numbered = table.assign(order=[str(n) for n in range(len(table))], customer=table["customer"].astype(str))
    return as_orders(numbered, as_of=dt.date(2021, 2, 28))


@pytest.fixture
def batches(deep: bool) -> range:
    """The number of each batch of links to try on a page, or of each workspace."""
    return range(BATCHES_OF_DEEP if deep else BATCHES)


@pytest.fixture(autouse=True)
def fitted_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Every visit is another visitor's; the fit is the same for all of them."""
    monkeypatch.setattr(cached, "of_history", _fit)


_KNOWN: dict[tuple[int, float, str], Baseline] = {}


def _fit(past: History) -> Baseline:
    key = (len(past.by_period), float(past.by_period.to_numpy().sum()), str(past.calendar))
    if key not in _KNOWN:
        _KNOWN[key] = functools.partial(of_history, draws=40)(past)
    return _KNOWN[key]


def link(rng: random.Random) -> dict[str, str | list[str]]:
    """Some settings at once, among them up to two kept scenarios."""
    said: dict[str, str | list[str]] = {
        name: awkward.texts(kind, rng) for name, kind in LINKED.items() if rng.random() < 0.6
    }
    if rng.random() < 0.5:
        said["margin"] = rng.choice(("0", "1", "0.4", "1e-9"))  # without one half of What if is not there
    if rng.random() < 0.5:
        said["if-crr-change"] = rng.choice(("0", "0.05", "0.01", "-0.05"))  # most others are refused as a whole
    said["lang"] = rng.choice(("en", *awkward.NONSENSE))  # a test reads controls outside a run, where all is English
    said["scenario"] = [urlencode({"name": f"S{n}"} | levers(rng)) for n in range(rng.randrange(3))]
    return said


def levers(rng: random.Random) -> dict[str, str]:
    return {name: awkward.texts(kind, rng) for name, kind in KINDS.items() if rng.random() < 0.5}


def workspace(rng: random.Random) -> bytes:
    """A workspace about files with this header, each of its settings drawn anew."""
    linked = {name: awkward.texts(each.kind, rng) for name, each in settings.SETTINGS.items() if rng.random() < 0.6}
    names = rng.choices(("Bold", "Смелый", "\ud800", "a" * 99, ""), k=3)
    decided = {name: awkward.anything(kind, rng) for name, kind in mapping.KINDS.items() if rng.random() < 0.3}
    content = {
        "kind": KIND,
        "version": 1,
        "settings": linked | {"lang": "en"},
        "question": levers(rng) | {"grain": rng.choice(("month", "week", "", "٣"))},
        "scenarios": [{"name": name, "levers": levers(rng)} for name in names],
        "files": [
            {"columns": HEADER, "choices": decided | rng.choice(({"date": "Date"}, {"date": rng.choice(HEADER)}))}
        ],
        "rules": {name: awkward.anything(kind, rng) for name, kind in rules.KINDS.items() if rng.random() < 0.5},
    }
    return json.dumps(content, default=str).replace("Infinity", "1e9").encode()


def sound(app: AppTest) -> AppTest:
    """The page as it is: nothing broke, and no figure is missing its number."""
    assert not app.exception, [each.message for each in app.exception]
    assert not NO_FIGURE.search(screen.words(app)), screen.words(app)
    return app


def touched(app: AppTest, rng: random.Random) -> AppTest:
    """The page with more of it opened, and its controls set to their edges or anywhere between."""
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


@pytest.mark.parametrize("page", PAGES)
def test_no_link_breaks_a_page(visit: Visit, steady: Orders, shop: Orders, page: str, batches: range) -> None:
    moneyless = dataclasses.replace(steady, frame=steady.frame.assign(amount=float("nan")))
    hands = itertools.cycle((steady, None, shop, moneyless))
    for batch, orders in zip(batches, hands, strict=False):
        rng = random.Random(f"{page} {batch}")
        said = link(rng)
        try:
            touched(sound(visit(page, orders=orders, **said)), rng)
        except AssertionError as broken:
            short = {name: str(text)[:99] for name, text in said.items()}
            raise AssertionError(f"{page}, link {batch}: {short}") from broken


def test_no_workspace_breaks_a_page(visit: Visit, batches: range) -> None:
    lines = [f"c{n % 40},{n},2025-{n % 7 + 1:02}-15,{n % 5},{'shop' if n % 3 else 'web'}" for n in range(120)]
    for batch in batches:
        rng = random.Random(f"workspace {batch}")
        app = visit()
        app.file_uploader(key="uploads").upload("orders.csv", "\n".join([",".join(HEADER), *lines]).encode())
        app.session_state["workspace"] = True
        settled(app.run())
        app.sidebar.file_uploader(key="workspace-upload").upload("kept.json", workspace(rng))
        sound(settled(app.run()))
        assert not app.sidebar.error
        for page in PAGES:
            touched(app.switch_page(f"pages/{page}_page.py").run(), rng)


@pytest.mark.parametrize(
    "said",
    [
        {"if-order-value-change": "1"},
        {"if-order-frequency-change": "-0.5"},
        {"if-new-customers-change": "2.65"},
        {"if-discount-rate": "1e-17"},
        {"margin": "1e-300", "if-margin-change": "0.4"},
        {"if-crr-unit": "relative", "if-crr-change": "0.1", "if-programme-cost": "1000000000000.0"},
    ],
    ids=str,
)
def test_a_question_within_the_limits_is_answered(visit: Visit, steady: Orders, said: dict[str, str]) -> None:
    app = sound(visit("what_if", orders=steady, grain="month", **{"margin": "0.4"} | said))
    assert app.metric


@pytest.mark.parametrize(
    ("totals", "said"),
    [
        ({"S": 10, "E": 10, "N": 0}, {"if-crr-change": "-0.05"}),
        ({"S": 10, "E": 10, "N": 0}, {"if-crr-change": "0", "if-discount-rate": "0.05"}),
        ({"S": 10, "E": 0, "N": 0}, {"if-crr-unit": "relative"}),
        ({"S": 10, "E": 0, "N": 0}, {}),
        ({"S": 10**9, "E": 10**9, "N": 1, "value": 1e12, "orders": 1e4}, {"if-crr-change": "0"}),
    ],
    ids=str,
)
def test_totals_at_their_edges_have_an_answer(visit: Visit, totals: dict[str, float], said: dict[str, str]) -> None:
    app = visit("what_if", margin="0.4", **said)
    for name, number in ({"value": 50.0} | totals).items():
        app.number_input(key=f"total-{name}").set_value(number)
    assert sound(app.run()).metric


@pytest.mark.few(8)
@pytest.mark.parametrize("name", KINDS)
def test_a_control_of_what_if_shows_whatever_a_link_can_say(visit: Visit, steady: Orders, name: str) -> None:
    """Both have the limits that are declared: at each of them, the control stands where the link says."""
    scale = 100 if name in FIELDS and FIELDS[name].unit in (Unit.SHARE, Unit.PER_YEAR) else 1
    for end in _ends(KINDS[name]):
        said = {"margin": "0.5", "if-acquisition-cost": "3", "if-crr-change": "0"}
        said |= {"margin" if name == "margin" else f"if-{name.replace('_', '-')}": str(end)}
        app = visit("what_if", orders=steady, grain="month", **said)
        app.session_state["what-if-more"] = True
        control = _control(sound(app.run()), f"what-if-{name}")
        within = min(end, 14) if name == "horizon" else end  # as far as this shop's past
        typed = isinstance(control, NumberInput)
        assert control.value == (within * scale if typed else within)
        if typed:
            assert (control.min, control.max) == tuple(limit * scale for limit in _ends(KINDS[name]))


def _ends(kind: Kind[object]) -> tuple[object, ...]:
    return getattr(kind, "options", None) or (kind.minimum, kind.maximum)


def _control(app: AppTest, key: str) -> object:
    kinds = (app.number_input, app.select_slider, app.selectbox, app.segmented_control)
    (found,) = [each for controls in kinds for each in controls if each.key == key]
    return found


@pytest.mark.parametrize(
    ("kind", "shown"),
    [
        (settings.SETTINGS["grain"].kind, chips.GRAINS),
        (settings.SETTINGS["base"].kind, chips.BASES),
        (settings.SETTINGS["mode"].kind, cohort_measures.MODES),
        (settings.SETTINGS["ages"].kind, choices.AGES),
        (settings.SETTINGS["colours"].kind, choices.COLOURS),
        (settings.SETTINGS["measure"].kind, COHORT_MEASURES),
        (settings.SETTINGS["order"].kind, curves.ORDERS),
        *((mapping.KINDS[name], answers) for name, (_label, answers) in corrections.NOTATIONS.items()),
    ],
)
def test_whatever_a_choice_can_be_has_words(kind: Kind[object], shown: Mapping[str, str]) -> None:
    assert set(kind.options) == set(shown)


def test_whatever_a_workspace_may_leave_out_has_a_name() -> None:
    assert set(corrections.LABELS) == set(mapping.KINDS)
    assert set(rule_words.LABELS) == set(rules.KINDS)
    assert set(KINDS) <= {*words.FIELD_NAMES, "crr_unit", "reading"}


def test_whatever_is_typed_in_has_limits() -> None:
    """A number without them is as large as a browser sends it, and beyond 2**53 that would end the page."""
    unlimited = [
        f"{path.relative_to(ROOT)}:{call.lineno}"
        for path in (ROOT / "pages").rglob("*.py")
        for call in ast.walk(ast.parse(path.read_text(encoding="utf-8")))
        if isinstance(call, ast.Call) and ast.unparse(call.func) in {"st.number_input", "st.slider", "st.text_input"}
        if not any(LIMITS.search(ast.unparse(given.value)) for given in call.keywords)
    ]
    assert not unlimited
