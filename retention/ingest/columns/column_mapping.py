"""From a raw table to its mapping: headers first, cells beside them, a person's choices above both."""

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.errors import ColumnError, FileError, Question, RequestError, Undecided, refusal
from retention.ingest.columns.amount_column import discount_as, total_on_lines
from retention.ingest.columns.column_profile import Profile, profile_columns
from retention.ingest.columns.order_date import written_order
from retention.ingest.columns.presets import preset_dimensions, preset_roles, preset_rules
from retention.ingest.columns.ranking import DIMENSIONS, best
from retention.ingest.columns.report_groups import found_groups, groups_as_chosen
from retention.ingest.columns.roles import MONEY, Roles, alternatives, assign_roles, companions, missing
from retention.ingest.mapping import DISCOUNTS, GROUPS, Choices, Mapping
from retention.ingest.platforms import Platform, recognise
from retention.ingest.values import dates, money, total_words
from retention.orders import OWN

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable

_FIRST_ROWS = 100
_NOTATIONS = {"date_order": dates.ORDERS, "decimal": money.MARKS, "discount_as": DISCOUNTS, "groups": GROUPS}


def map_columns(raw: "RawTable", choices: Choices = Choices()) -> Mapping:  # noqa: B008 - frozen
    """Which column of a raw table means what, and how its dates and numbers are written.

    A known platform's export is read by its description; else headers in four languages and the look of
    the cells decide. `choices` overrule all ("" means there is no such column). What stays open is asked
    at once.
    Raises `Undecided` with the questions, and `RetentionError` with code `no_customer_column`,
    `no_date_column` (details: `columns`, `platform`), `days_missing` (`column`, which tells but the month),
    `header_only` (all rows are totals), `customer_column_taken` or `date_column_taken` (`column`, which
    a person chose for something else), `no_such_column` (`column`, `columns`), `ids_destroyed` (`column`) or
    `unknown_choice` (`field`, `value`, `options`).
    """
    _check_notations(choices)
    names = [str(name) for name in raw.frame.columns]
    chosen = _chosen(names, choices)
    platform = recognise(names)
    profiles = profile_columns(raw.frame)
    described = preset_roles(platform, profiles) if platform else {}
    given = {*chosen.values(), *(column for columns in choices.companions.values() for column in columns)}
    roles, questions = assign_roles(profiles, described | chosen, without=given)
    asked = {question.code for question in questions}
    lacking = next((role for role in ("date", "customer") if roles[role] is None and role not in asked), None)
    if lacking is not None:
        if _all_totals(raw.frame):
            raise FileError("header_only", name=raw.name, columns=names)
        raise missing(lacking, profiles, given, platform.name if platform else None)
    notations, unclear = _notations(raw.frame, roles, profiles, choices)
    if questions or unclear:
        raise Undecided((*questions, *unclear))
    if platform is None:
        found = _as_cells_show(profiles, roles, chosen.keys())
    else:
        kept = {role for role, column in described.items() if roles[role] == column}
        found = preset_rules(platform, names, kept=kept)
    fields = {**roles, **notations, **found, **_as_chosen(profiles, roles, choices)}
    used = {*roles.values(), *fields.get("customer_also", ()), *fields.get("status_also", ())}
    fields |= _dimensions(profiles, used, platform, choices.further or ())
    return Mapping(**fields, alternatives=alternatives(profiles, roles))


def _as_cells_show(profiles: Sequence[Profile], roles: Roles, chosen: Set[str]) -> dict[str, Any]:
    """What the mapping says of an export from nowhere known, beside its roles: `chosen` ones were told by a person."""
    named = {column.name: column for column in profiles}
    found: dict[str, Any] = companions(profiles, roles, chosen) | found_groups(profiles, roles)
    found["totals"] = total_on_lines(named.get(roles["amount"] or ""), named.get(roles["order"] or ""))
    return found


def _as_chosen(profiles: Sequence[Profile], roles: Roles, choices: Choices) -> dict[str, Any]:
    """What a person has told about groups and columns that go together, and how discounts are to be taken off."""
    own = set(roles.values())
    groups = {} if choices.groups is None else groups_as_chosen(choices.groups, profiles, roles)
    together = {role: tuple(c for c in columns if c not in own) for role, columns in choices.companions.items()}
    return {**groups, **together, "discount_as": _discount_as(profiles, roles, choices)}


def _all_totals(table: pd.DataFrame) -> bool:
    """Whether no row is anything but a total; in most tables the first rows tell."""
    return bool(total_words.total_rows(table.head(_FIRST_ROWS)).all() and total_words.total_rows(table).all())


def _check_notations(choices: Choices) -> None:
    """Refuse a way of writing that there is not."""
    for name, options in _NOTATIONS.items():
        value = getattr(choices, name)
        if value is not None and value not in options:
            raise RequestError("unknown_choice", field=name, value=value, options=options)


def _chosen(columns: list[str], choices: Choices) -> dict[str, str]:
    """Columns a person chose, by role; all of them exist."""
    chosen = dict(choices.columns)
    for column in (*chosen.values(), *(each for several in choices.several.values() for each in several)):
        if column and column not in columns:
            raise ColumnError("no_such_column", column=column, columns=columns)
    for role in ("customer", "date"):
        if chosen.get(role) == "":
            raise refusal(f"no_{role}_column", columns=columns)
    return chosen


def _dimensions(
    profiles: Sequence[Profile], used: Set[str | None], platform: Platform | None, chosen: Sequence[str]
) -> dict[str, Any]:
    """What figures can be broken down by: the dimensions found beside the columns `used`, and those chosen."""
    left = [column for column in profiles if column.name not in used]
    if platform:
        found = preset_dimensions(platform, left)
    else:
        found = {name: column.name for name in DIMENSIONS if (column := best(left, name)) is not None}
    further = tuple(column for column in chosen if column not in {*OWN, *found})
    return {"dimensions": found | {column: column for column in further}, "further": further}


def _notations(
    table: pd.DataFrame, roles: Roles, profiles: Sequence[Profile], choices: Choices
) -> tuple[dict[str, str | None], list[Question]]:
    """Order of day and month, and decimal mark, as all cells of the chosen columns prove them; what they leave open."""
    order, decimal = choices.date_order, choices.decimal
    questions: list[Question] = []
    if order is None and roles["date"] is not None:
        found = written_order(table, roles["date"], profiles)
        if isinstance(found, Question):
            questions.append(found)
        else:
            order = found
    if decimal is None:
        try:
            decimal = money.decimal_mark(*(table[roles[role]] for role in MONEY if roles[role] is not None))
        except Undecided as undecided:
            questions.extend(undecided.questions)
    return {"date_order": order, "decimal": decimal}, questions


def _discount_as(profiles: Sequence[Profile], roles: Roles, choices: Choices) -> str | None:
    """How to take a discount off, as chosen or as its cells show."""
    if choices.discount_as is not None:
        return None if choices.discount_as == "line" else choices.discount_as
    named = {column.name: column for column in profiles}
    discount, price, order = (named.get(roles[role] or "") for role in ("discount", "price", "order"))
    return discount_as(discount, price, order)
