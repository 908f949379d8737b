"""From a raw table to its mapping: headers first, cells beside them, a person's choices above both."""

from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.errors import ColumnError, FileError, Question, RequestError, RetentionError, Undecided, refusal
from retention.ingest.columns.amount_column import discount_as, sum_columns, totals_of
from retention.ingest.columns.column_profile import Facts, constant_within, gather
from retention.ingest.columns.customer_column import customer_candidates, customer_column, is_order, name_parts
from retention.ingest.columns.order_date import date_column, month_column, time_column, written_order
from retention.ingest.columns.presets import preset_dimensions, preset_roles, preset_rules
from retention.ingest.columns.ranking import DIMENSIONS, best, ranked, which
from retention.ingest.columns.report_groups import filled_once, heading_column
from retention.ingest.mapping import DISCOUNTS, GROUPS, Choices, Mapping
from retention.ingest.platforms import Platform, recognise
from retention.ingest.values import cell_words, dates, money
from retention.orders import OWN

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable

# A header that says nothing else.
_SURE = 0.8
_FIRST_ROWS = 100
_NOTATIONS = {"date_order": dates.ORDERS, "decimal": money.MARKS, "discount_as": DISCOUNTS, "groups": GROUPS}
_SUMS = ("amount", "quantity", "price", "discount", "refund")
_MARKS = ("cancelled", "paid", "returned")
_ROLES = ("order", "date", "time", *_SUMS, "status", "kind", "cancelled", "currency")


def guess(raw: "RawTable", choices: Choices = Choices()) -> Mapping:  # noqa: B008 - frozen
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
    facts = gather(raw.frame)
    questions: list[Question] = []
    preset = preset_roles(platform, facts) if platform else {}
    given = {*chosen.values(), *(column for columns in choices.companions.values() for column in columns)}
    roles = _roles(facts, preset | chosen, questions, without=given)
    for role in ("date", "customer"):
        if roles[role] is None and not any(question.code == role for question in questions):
            if _all_totals(raw.frame):
                raise FileError("header_only", name=raw.name, columns=names)
            raise _missing(role, facts, given, platform.name if platform else None)
    written = _written(raw.frame, roles, facts, choices, questions)
    if questions:
        raise Undecided(tuple(questions))
    found: dict[str, Any] = {**roles, **written, "discount_as": _discount_as(facts, roles, choices)}
    if platform is None:
        named = {column.name: column for column in facts}
        found |= _further(facts, roles, chosen) | _groups(facts, roles)
        found["totals"] = totals_of(named.get(roles["amount"] or ""), named.get(roles["order"] or ""))
    else:
        found |= preset_rules(platform, names, kept={role for role, column in preset.items() if roles[role] == column})
    if choices.groups is not None:
        found |= _in_groups(choices.groups, facts, roles)
    own = set(roles.values())
    found |= {role: tuple(c for c in columns if c not in own) for role, columns in choices.companions.items()}
    used = {*roles.values(), *found.get("customer_also", ()), *found.get("status_also", ())}
    found |= _dimensions(facts, used, platform, choices.further or ())
    return Mapping(**found, alternatives=_alternatives(facts, roles))


def _all_totals(table: pd.DataFrame) -> bool:
    """Whether no row is anything but a total; in most tables the first rows tell."""
    return bool(cell_words.total_rows(table.head(_FIRST_ROWS)).all() and cell_words.total_rows(table).all())


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


def _missing(role: str, facts: Sequence[Facts], given: Set[str], platform: str | None) -> RetentionError:
    """Why no column says who bought or when: the file has none, or a person gave the only one to another role."""
    found = date_column(facts) if role == "date" else customer_column(facts, None)
    if isinstance(found, Facts) and found.name in given:
        return refusal(f"{role}_column_taken", column=found.name)
    month = month_column([column for column in facts if column.name not in given]) if role == "date" else None
    if month is not None:
        return ColumnError("days_missing", column=month)
    return refusal(f"no_{role}_column", columns=[column.name for column in facts], platform=platform)


def _further(
    facts: Sequence[Facts], roles: dict[str, str | None], chosen: dict[str, str]
) -> dict[str, tuple[str, ...]]:
    """Columns that go with the one found for a role: the rest of a name, a second column of states."""
    taken = set(roles.values())
    first, *others = name_parts(facts) or (None,)
    whole = first is not None and roles["customer"] == first.name and "customer" not in chosen
    states = [column for column in ranked(facts, "status") if column.means["status"] >= _SURE]
    return {
        "customer_also": tuple(column.name for column in others if column.name not in taken) if whole else (),
        "status_also": tuple(
            column.name for column in states if roles["status"] and "status" not in chosen and column.name not in taken
        ),
    }


def _dimensions(
    facts: Sequence[Facts], used: Set[str | None], platform: Platform | None, chosen: Sequence[str]
) -> dict[str, Any]:
    """What figures can be broken down by: the dimensions found beside the columns `used`, and those chosen."""
    left = [column for column in facts if column.name not in used]
    if platform:
        found = preset_dimensions(platform, left)
    else:
        found = {name: column.name for name in DIMENSIONS if (column := best(left, name)) is not None}
    further = tuple(column for column in chosen if column not in {*OWN, *found})
    return {"dimensions": found | {column: column for column in further}, "further": further}


def _roles(
    facts: Sequence[Facts], chosen: dict[str, str], questions: list[Question], *, without: Set[str]
) -> dict[str, str | None]:
    """Column of each role: the chosen one ("": none), else what headers and cells say, `without` these columns."""
    free = [column for column in facts if column.name not in {*without, *chosen.values()}]
    date = _settled(free, facts, chosen, "date", questions)
    customer = _settled([c for c in free if c is not date], facts, chosen, "customer", questions, date=date)
    taken = [column for column in (date, customer) if column is not None]
    order = best(free, "order", taken=taken) or _order_by_cells(free, date, customer)
    taken += [order] if order else []
    marks = {role: best(free, role, taken=taken) for role in _MARKS}
    taken += [column for column in marks.values() if column is not None]
    sums, question = sum_columns(free, taken)
    if question is not None and "amount" not in chosen:
        questions.append(question)
    roles = {role: _name(best(free, role, taken=taken)) for role in ("status", "kind")}
    roles |= {role: _name(column) for role, column in marks.items()}
    roles |= {role: _name(getattr(sums, role)) for role in _SUMS}
    roles |= {"order": _name(order), "currency": _name(best(free, "currency", taken=taken))}
    roles |= {"time": _name(time_column(free, date)) if date is not None else None}
    roles |= {"date": _name(date), "customer": _name(customer)}
    return roles | {role: column or None for role, column in chosen.items()}


def _order_by_cells(free: Sequence[Facts], date: Facts | None, customer: Facts | None) -> Facts | None:
    """Order numbers where no header says so: values on one day and of one customer each."""
    if customer is None:
        return None
    unknown = [column for column in free if column.is_unexplained and column not in (date, customer)]
    return next((c for c in unknown if is_order(c, date) and constant_within(customer, c) == 1), None)


def _settled(
    free: Sequence[Facts],
    facts: Sequence[Facts],
    chosen: dict[str, str],
    role: str,
    questions: list[Question],
    *,
    date: Facts | None = None,
) -> Facts | None:
    """The column of the date or of the customer: chosen, found, or (None) asked for."""
    if role in chosen:
        own = next((column for column in facts if column.name == chosen[role]), None)
        if role == "date" and own is not None and not own.is_date and month_column([own]) is not None:
            raise ColumnError("days_missing", column=own.name)
        return own
    found = date_column(free) if role == "date" else _customer(free, date)
    if isinstance(found, Question):
        questions.append(found)
        return None
    return found


def _customer(free: Sequence[Facts], date: Facts | None) -> Facts | Question | None:
    """The column of customers; of a report in groups without one, a person tells whether the headings are."""
    found = customer_column(free, date)
    heading = heading_column(free, date) if found is None else None
    return which("customer", [heading], or_none=True) if heading is not None and heading.is_unexplained else found


def _groups(facts: Sequence[Facts], roles: dict[str, str | None]) -> dict[str, Any]:
    """What else the mapping of a report in groups says."""
    named = {column.name: column for column in facts}
    customer, date = named.get(roles["customer"] or ""), named.get(roles["date"] or "")
    if customer is None or date is None:
        return {}
    if heading_column(facts, date) is customer:
        return _in_groups("above", facts, roles)
    return {"fill_down": filled_once(customer, date)}


def _in_groups(once: str, facts: Sequence[Facts], roles: dict[str, str | None]) -> dict[str, Any]:
    """What the mapping says of a report in which something stands once for several rows."""
    if once != "above":
        return {"customer_above": False, "fill_down": (roles[once],) if once in roles else ()}
    named = {column.name: column for column in facts}
    customer, date = named[roles["customer"] or ""], named[roles["date"] or ""]
    return {"customer_above": True, "fill_down": (), "order": roles["order"] or _document(customer, date)}


def _document(customer: Facts, date: Facts) -> str | None:
    """The column of headings itself, where it names the document on the rows between."""
    orders = date.cells.notna().to_numpy() & (customer.codes >= 0)
    return customer.name if orders.any() else None


def _written(
    table: pd.DataFrame,
    roles: dict[str, str | None],
    facts: Sequence[Facts],
    choices: Choices,
    questions: list[Question],
) -> dict[str, str | None]:
    """Order of day and month, and decimal mark, as all cells of the chosen columns prove them."""
    order, decimal = choices.date_order, choices.decimal
    if order is None and roles["date"] is not None:
        found = written_order(table, roles["date"], facts)
        if isinstance(found, Question):
            questions.append(found)
        else:
            order = found
    if decimal is None:
        try:
            decimal = money.decimal_mark(*(table[roles[role]] for role in _SUMS if roles[role] is not None))
        except Undecided as undecided:
            questions.extend(undecided.questions)
    return {"date_order": order, "decimal": decimal}


def _discount_as(facts: Sequence[Facts], roles: dict[str, str | None], choices: Choices) -> str | None:
    if choices.discount_as is not None:
        return None if choices.discount_as == "line" else choices.discount_as
    named = {column.name: column for column in facts}
    discount, price, order = (named.get(roles[role] or "") for role in ("discount", "price", "order"))
    return discount_as(discount, price, order)


def _alternatives(facts: Sequence[Facts], roles: dict[str, str | None]) -> dict[str, tuple[str, ...]]:
    """Other columns that could have been meant, by role, best first."""
    candidates = {role: ranked(facts, role) for role in _ROLES}
    candidates["customer"] = [column for _, column in customer_candidates(facts)]
    found = {
        role: tuple(column.name for column in columns if column.name != roles[role])
        for role, columns in candidates.items()
    }
    return {role: names for role, names in found.items() if names}


def _name(column: Facts | None) -> str | None:
    return None if column is None else column.name
