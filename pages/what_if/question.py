"""The question asked: what the visitor set, what the link said, and how the link says it again."""

from collections.abc import Mapping
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.shared import address, margin
from retention.defaults import EXTRA_RETENTION, HORIZON, HORIZONS
from retention.errors import RetentionError
from retention.settings import Choice, Kind, read_all
from retention.whatif import Scenario, Shop
from retention.whatif.scenario import KINDS
from retention.workspace.workspace import NAME

STORE = "what-if"
KEPT = "what-if-scenarios"
LINK = "if-"
"""What the page's settings begin with in a link."""
SCENARIO = "scenario"
PER_PERIOD = ("horizon", "new_customers", "programme_cost_per_customer")
"""Settings that mean something else when a period has another length."""
MOST_KEPT = 6
QUESTION: Mapping[str, Kind[Any]] = {**KINDS, "grain": Choice(tuple(HORIZONS))}
"""What the open question can be set to: its levers, and the length of the periods it was asked for."""
LINKED = tuple(name for name in KINDS if name != margin.NAME)
"""What only this page asks; the margin is a setting of all pages."""
Settings = dict[str, Any]


def scenario(shop: Shop) -> Scenario:
    """The question as it stands. Never fails: a setting that cannot be is left out."""
    settings = _settings(shop)
    defaults = {"crr_change": EXTRA_RETENTION, "horizon": shop.horizon(HORIZONS[shop.grain])}
    settings_wanted = defaults | settings
    settings_wanted["horizon"] = shop.horizon(int(settings_wanted["horizon"]))
    question = possible(settings_wanted)
    _write(question, defaults)
    return question


def choose(name: str, value: object) -> None:
    """Remember one setting; None, or what it cannot be, takes it back."""
    if name == margin.NAME:
        margin.choose(None if value is None else float(str(value)))
    else:
        held()[name] = KINDS[name].read(value)


def ask(settings: Settings) -> None:
    """Put a kept scenario's question again, in place of the present one."""
    grain = held().get("grain")
    held().clear()
    held().update({"grain": grain, "crr_change": 0.0, "horizon": HORIZON} | settings)
    margin.choose(held().pop(margin.NAME, None))


def held() -> Settings:
    """What was set of the open question, else what the link said; always the same object, changed in place."""
    found: Settings = st.session_state.setdefault(STORE, {})
    return found


def take_link(undone: frozenset[str] | None) -> None:
    """Take over the question of the address where it tells what to show (`address.undone`), without what it undoes.

    A link may be opened before there are orders: what it says waits for them.
    """
    if undone is None:
        return
    said = address.texts()
    linked = read_all(KINDS, {name: said[key] for name in LINKED if (key := _key(name)) in said})[0]
    pairs = [_read(text) for text in address.every(SCENARIO)[:MOST_KEPT]]
    for name in LINKED:
        if _key(name) in undone:
            held().pop(name, None)
    if SCENARIO in undone:
        kept().clear()
    held().update(linked)
    kept().update({name: settings for name, settings in pairs if name})


def as_texts(settings: Settings) -> dict[str, str]:
    """A question or kept scenario as a file or a link writes it."""
    return {name: str(value) for name, value in settings.items() if value is not None}


def bring(question: Mapping[str, str], scenarios: Mapping[str, Mapping[str, str]]) -> None:
    """Take over a question and kept scenarios as `as_texts` wrote them; what cannot be is left out."""
    held().clear()
    held().update(read_all(QUESTION, question)[0])
    kept().clear()
    kept().update({name: read_all(KINDS, levers)[0] for name, levers in list(scenarios.items())[:MOST_KEPT]})
    _mirror(as_texts(held()))


def kept() -> dict[str, Settings]:
    """The scenarios kept by name, in order; always the same object, changed in place."""
    found: dict[str, Settings] = st.session_state.setdefault(KEPT, {})
    return found


def keep(name: str, question: Scenario) -> None:
    """Keep the question under a name; the same name is written over."""
    kept()[name] = question.settings()


def forget(name: str) -> None:
    """Let a kept scenario go."""
    kept().pop(name, None)


def _settings(shop: Shop) -> Settings:
    """What differs from a fresh question: chosen, else linked.

    A link may be opened before there are orders: what it says for the orders' own periods waits for them.
    """
    found = held()
    if shop.customers is not None:
        if found.setdefault("grain", shop.grain) != shop.grain:
            for name in PER_PERIOD:
                found.pop(name, None)
        found["grain"] = shop.grain
    return {name: value for name, value in (found | {margin.NAME: margin.given()}).items() if _is_set(name, value)}


def _is_set(name: str, value: object) -> bool:
    return name in KINDS and value is not None


def possible(settings: Settings) -> Scenario:
    """The scenario of these settings, without the one the core refuses."""
    try:
        return Scenario.from_settings(settings)
    except RetentionError as refusal:
        return possible({name: value for name, value in settings.items() if name != refusal.details["field"]})


def _write(question: Scenario, defaults: Settings) -> None:
    """Say the question and the kept scenarios in the address, so that it can be sent: settings only, never data."""
    usual = {name: getattr(Scenario(), name) for name in LINKED} | defaults
    found = {name: getattr(question, name) for name in LINKED}
    _mirror({name: str(value) for name, value in found.items() if value is not None and value != usual[name]})


def _mirror(levers: Mapping[str, str]) -> None:
    """Let the address say these levers and the kept scenarios."""
    scenarios = [urlencode({"name": name, **found}) for name, found in kept().items()]
    address.mirror({_key(name): levers.get(name, "") for name in LINKED} | {SCENARIO: scenarios})


def _read(text: str) -> tuple[str, Settings]:
    """A kept scenario as a link writes it; without a name that one can have it is none."""
    words = dict(parse_qsl(text))
    return NAME.read(words.pop("name", "").strip()) or "", read_all(KINDS, words)[0]


def _key(name: str) -> str:
    return f"{LINK}{name.replace('_', '-')}"
