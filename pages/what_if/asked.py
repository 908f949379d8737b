"""The question asked: what the visitor set, what the link said, and how the link says it again."""

from collections.abc import Mapping
from dataclasses import fields
from typing import Any
from urllib.parse import parse_qsl, urlencode

import streamlit as st

from pages.shared import margin
from pages.what_if.ground import Ground
from retention.defaults import EXTRA_RETENTION, HORIZON
from retention.errors import RetentionError
from retention.whatif import FIELDS, ChangeUnit, Reading, Scenario

STORE = "what-if"
KEPT = "what-if-scenarios"
LINK = "if-"
"""What the page's settings begin with in a link."""
SCENARIO = "scenario"
HORIZONS = {"week": 26, "month": HORIZON, "quarter": 8, "year": 3}
"""Periods to look ahead until the visitor says otherwise."""
PER_PERIOD = ("horizon", "new_customers", "programme_cost_per_customer")
"""Settings that mean something else when a period has another length."""
MOST_KEPT = 6
NAMES = tuple(field.name for field in fields(Scenario))
LINKED = tuple(name for name in NAMES if name != margin.NAME)
"""What only this page asks; the margin is a setting of all pages."""
Settings = dict[str, Any]


def scenario(ground: Ground) -> Scenario:
    """The question as it stands. Never fails: a setting that cannot be is left out."""
    settings = _settings(ground)
    defaults = {"crr_change": EXTRA_RETENTION, "horizon": min(HORIZONS[ground.grain], ground.base.longest)}
    wish = defaults | settings
    wish["horizon"] = min(int(wish["horizon"]), ground.base.longest)
    asked = possible(wish)
    _write(ground, asked, defaults)
    return asked


def choose(name: str, value: object) -> None:
    """Remember one setting; None takes it back."""
    if name == margin.NAME:
        margin.choose(None if value is None else float(str(value)))
    else:
        held()[name] = value


def ask(settings: Settings) -> None:
    """Put a kept scenario's question again, in place of the present one."""
    grain = held().get("grain")
    held().clear()
    held().update({"grain": grain, "crr_change": 0.0, "horizon": HORIZON} | settings)
    margin.choose(held().pop(margin.NAME, None))


def held() -> Settings:
    """What was set of the open question, else what the link said; always the same object, changed in place."""
    if STORE not in st.session_state:
        linked = {name: st.query_params[key] for name in LINKED if (key := _key(name)) in st.query_params}
        st.session_state[STORE] = _parsed(linked)
    found: Settings = st.session_state[STORE]
    return found


def as_texts(settings: Settings) -> dict[str, str]:
    """A question or kept scenario as a file or a link writes it."""
    return {name: str(value) for name, value in settings.items() if value is not None}


def bring(question: Mapping[str, str], scenarios: Mapping[str, Mapping[str, str]]) -> None:
    """Take over a question and kept scenarios as `as_texts` wrote them; what cannot be is left out."""
    held().clear()
    held().update(_parsed(question) | ({"grain": question["grain"]} if question.get("grain") in HORIZONS else {}))
    kept().clear()
    kept().update({name: _parsed(levers) for name, levers in list(scenarios.items())[:MOST_KEPT]})


def is_shared(setting: str) -> bool:
    """Whether a setting of a link is one of all pages, not of this one."""
    return setting != SCENARIO and not setting.startswith(LINK)


def kept() -> dict[str, Settings]:
    """The scenarios kept by name, in order."""
    if KEPT not in st.session_state:
        pairs = (_read(text) for text in st.query_params.get_all(SCENARIO)[:MOST_KEPT])
        st.session_state[KEPT] = {name: settings for name, settings in pairs if name}
    found: dict[str, Settings] = st.session_state[KEPT]
    return found


def keep(name: str, asked: Scenario) -> None:
    """Keep the question under a name; the same name is written over."""
    kept()[name] = asked.settings()


def forget(name: str) -> None:
    """Let a kept scenario go."""
    kept().pop(name, None)


def _settings(ground: Ground) -> Settings:
    """What differs from a fresh question: chosen, else linked.

    A link may be opened before there are orders: what it says for the orders' own periods waits for them.
    """
    found = held()
    if ground.orders is not None:
        if found.setdefault("grain", ground.grain) != ground.grain:
            for name in PER_PERIOD:
                found.pop(name, None)
        found["grain"] = ground.grain
    return {name: value for name, value in (found | {margin.NAME: margin.given()}).items() if _is_said(name, value)}


def _is_said(name: str, value: object) -> bool:
    return name in NAMES and value is not None


def _parsed(texts: Mapping[str, str]) -> Settings:
    """A link's words as values; what is no number of this field is left out."""
    found: Settings = {}
    for name, text in texts.items():
        if name not in FIELDS:
            found |= {name: text} if text in (*ChangeUnit, *Reading) else {}
            continue
        number = _number(text)
        if number is not None and FIELDS[name].minimum <= number <= FIELDS[name].maximum:
            found[name] = int(number) if name == "horizon" else number
    return found


def _number(text: str) -> float | None:
    try:
        return float(text)
    except ValueError:
        return None


def possible(settings: Settings) -> Scenario:
    """The scenario of these settings, without the one the core refuses."""
    try:
        return Scenario.from_settings(settings)
    except RetentionError as refusal:
        return possible({name: value for name, value in settings.items() if name != refusal.details["field"]})


def _write(ground: Ground, asked: Scenario, defaults: Settings) -> None:
    """Say the question and the kept scenarios in the address, so that it can be sent: settings only, never data."""
    usual = {name: getattr(Scenario(), name) for name in LINKED} | defaults
    for name in LINKED:
        value = getattr(asked, name)
        _put(_key(name), None if value == usual[name] else str(value))
    texts = [urlencode({"name": name, **found}) for name, found in kept().items()]
    if texts != st.query_params.get_all(SCENARIO):
        st.query_params[SCENARIO] = texts


def _put(key: str, text: str | None) -> None:
    if text is None:
        if key in st.query_params:
            del st.query_params[key]
    elif st.query_params.get(key) != text:
        st.query_params[key] = text


def _read(text: str) -> tuple[str, Settings]:
    """A kept scenario as a link writes it."""
    words = dict(parse_qsl(text))
    return words.pop("name", "").strip(), _parsed({name: word for name, word in words.items() if name in NAMES})


def _key(name: str) -> str:
    return LINK + name.replace("_", "-")
