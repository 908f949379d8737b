"""From raw tables to their mappings: what a person or a platform's description says, else headers and cells."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence, Set
from typing import TYPE_CHECKING, Any

import pandas as pd

from retention.errors import ColumnError, FileError, Question, RequestError, Undecided
from retention.ingest import other_exports
from retention.ingest.columns.amount_column import currency_column, money_columns, total_on_lines
from retention.ingest.columns.amount_holds import amount_holds
from retention.ingest.columns.column_profile import Profile, constant_within, profile_columns
from retention.ingest.columns.contact_columns import contact_columns
from retention.ingest.columns.customer_column import (
    customer_candidates,
    customer_column,
    is_order,
    merged_into,
    name_parts,
)
from retention.ingest.columns.detail_columns import detail_columns
from retention.ingest.columns.event_log import event_column, known_states
from retention.ingest.columns.missing_column import NO_COLUMN, missing_column, refuse_unreadable
from retention.ingest.columns.money_notation import money_fields
from retention.ingest.columns.order_date import date_column, month_column, time_column, written_order
from retention.ingest.columns.payments import (
    are_payments,
    copied_by,
    order_column,
    paid_for_several_lines,
    paid_in_parts,
    payment_number,
)
from retention.ingest.columns.platform_rules import preset_dimensions, preset_roles, preset_rules
from retention.ingest.columns.ranking import DIMENSIONS, ask_which, best, ranked, with_meaning
from retention.ingest.columns.report_groups import found_groups, groups_as_chosen, heading_column
from retention.ingest.columns.settlements import settlement_column
from retention.ingest.columns.state_column import check_states, kind_column, status_columns, unknown_states
from retention.ingest.columns.table_kind import refuse_other_tables
from retention.ingest.columns.time_zone import times_in_utc
from retention.ingest.currencies import of_number_formats, shown_with
from retention.ingest.headers import CUSTOMER_ROLES, caseless, strengths
from retention.ingest.mapping import MONEY, NOTATIONS, TIME_ZONE, Choices, Mapping
from retention.ingest.platforms import Platform, recognise
from retention.ingest.values import cell_words, money
from retention.orders import OWN

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable

_FLAGS = ("cancelled", "paid", "returned")
_WITH_ALTERNATIVES = ("order", "date", "time", *MONEY, "status", "kind", "cancelled", "changed", "currency")

Roles = dict[str, str | None]
"""The column of each role; None where the file has none."""


# Of more columns, headers have to say who bought and when: looking at the cells of all takes minutes, and naming them
# helps nobody.
_MOST_COLUMNS = 300

# So many rows tell, in most tables, that not all of them are totals.
_FIRST_ROWS = 100


def map_columns(raw: "RawTable", choices: Choices = Choices()) -> Mapping:  # noqa: B008 - frozen
    """Which column of a raw table means what, and how its dates and numbers are written.

    A known platform's export is read by its description; else headers in the languages of `headers.json` and the
    look of the cells decide. `choices` overrule all ("" means there is no such column). What stays open is asked at
    once.
    Raises `Undecided` with the questions, and `RetentionError` with code `no_customer_column`,
    `no_date_column` (details: `columns`, `platform`) or what `missing_column` finds instead, `other_export` for a known
    export without orders, `days_missing` (`column`, which tells but the month), `amounts_unreadable` (`column`,
    `cell`), `header_only` (all rows are totals),
    `too_many_columns` (`columns`, `limit`), `customer_column_taken` or `date_column_taken` (`column`, which a person
    chose for something else), `no_such_column` (`column`, `columns`), `ids_destroyed` (`column`), `unknown_choice`
    (`field`, `value`, `options`), `unknown_timezone` (`value`), `events_without_purchases` (`column`, `events`), or
    one of `file_refusals.TABLES` for what is no list of orders.
    """
    _check_notations(choices)
    names = [str(name) for name in raw.frame.columns]
    chosen = _chosen(names, choices)
    other = other_exports.recognise(names, refuse="customer" not in chosen and choices.table is None)
    platform = recognise(names)
    if platform is None and len(names) > _MOST_COLUMNS and not _names_orders(names, chosen):
        raise FileError("too_many_columns", name=raw.name, columns=len(names), limit=_MOST_COLUMNS)
    profiles = profile_columns(raw.frame.drop(columns=of_number_formats(names)))
    described = preset_roles(platform, profiles) if platform else {}
    given = {*chosen.values(), *(column for columns in choices.companions.values() for column in columns)}
    roles, questions = assign_roles(profiles, described | chosen, without=given)
    if roles["currency"] is None and "currency" not in chosen:
        roles["currency"] = shown_with(roles["amount"] or roles["price"], names)
    lacking = _lacking(raw, roles, questions)
    if platform is None:
        questions += refuse_other_tables(profiles, roles, choices)
    if lacking is not None:
        raise missing_column(lacking, raw.frame, profiles, given, platform=platform, export=other)
    known = {*chosen, *(question.code for question in questions)}
    refuse_unreadable(raw.frame, roles, profiles, platform=platform, known=known)
    fields, unclear = _fields(raw.frame, roles, profiles, choices, platform=platform, described=described)
    if questions or unclear:
        raise Undecided(tuple(with_meaning(raw.frame, question) for question in (*questions, *unclear)))
    fields["utc"] = times_in_utc(raw.frame, str(roles["date"]), roles["time"], profiles)
    fields["timezone"] = choices.timezone if fields["utc"] else None
    used = {*roles.values(), *fields.get("customer_also", ()), *fields.get("status_also", ())} - {roles["sku"]}
    fields |= _dimensions(profiles, used, platform, choices.further or ())
    used |= set(fields["dimensions"].values())
    contacts = contact_columns(profiles, roles["customer"], used)
    return Mapping(**fields, contacts=contacts, alternatives=_alternatives(profiles, roles))


def _lacking(raw: "RawTable", roles: Roles, questions: Sequence[Question]) -> str | None:
    """The role without which nothing can be counted, where no column has it and none is asked for.

    Raises FileError `header_only` or `too_many_columns` for a table that could not have one.
    """
    open_roles = {question.code for question in questions}
    lacking = next((role for role in ("date", "customer") if roles[role] is None and role not in open_roles), None)
    names = [str(name) for name in raw.frame.columns]
    if lacking is not None and _all_totals(raw.frame):
        raise FileError("header_only", name=raw.name, columns=names)
    if lacking is not None and len(names) > _MOST_COLUMNS:
        raise FileError("too_many_columns", name=raw.name, columns=len(names), limit=_MOST_COLUMNS)
    return lacking


def _fields(
    table: pd.DataFrame,
    roles: Roles,
    profiles: Sequence[Profile],
    choices: Choices,
    *,
    platform: Platform | None,
    described: ReadOnly[str, str],
) -> tuple[dict[str, Any], list[Question]]:
    """How the columns in their roles are written and counted, by field of the mapping; and what stays open of it."""
    notations, unclear = _notations(table, roles, profiles, choices)
    written, about_money = money_fields(profiles, roles, choices, described=platform is not None)
    if platform is None:
        found = _as_cells_show(profiles, roles, choices.columns.keys())
    else:
        kept = {role for role, column in described.items() if roles[role] == column}
        found = preset_rules(platform, [profile.name for profile in profiles], kept=kept)
    fields = {**roles, **notations, **found, **_as_chosen(profiles, roles, choices), **written}
    described_amount = platform.holds.get(caseless(roles["amount"] or "")) if platform else None
    fields |= amount_holds(profiles, roles, described_amount)
    fields["states"] = known_states(table, fields, profiles, choices)
    about_order = [column for column in (fields["status"], *fields.get("status_also", ())) if column]
    types = fields["kind"] if platform is None else None
    about_states = unknown_states(table, about_order, fields["states"], date=roles["date"], events=types)
    return fields, [*unclear, *about_money, *about_states]


def _check_notations(choices: Choices) -> None:
    """Refuse a notation that does not exist."""
    for name, options in NOTATIONS.items():
        value = getattr(choices, name)
        if value is not None and value not in options:
            raise RequestError("unknown_choice", field=name, value=value, options=options)
    check_states(choices)
    if choices.timezone is not None and TIME_ZONE.read(choices.timezone) is None:
        raise RequestError("unknown_timezone", value=choices.timezone)


def _chosen(columns: list[str], choices: Choices) -> dict[str, str]:
    """Columns a person chose, by role; all of them exist."""
    chosen = dict(choices.columns)
    for column in (*chosen.values(), *(each for several in choices.several.values() for each in several)):
        if column and column not in columns:
            raise ColumnError("no_such_column", column=column, columns=columns)
    for role in ("customer", "date"):
        if chosen.get(role) == "":
            raise ColumnError(NO_COLUMN[role], columns=columns)
    return chosen


def _names_orders(headers: Sequence[str], chosen: ReadOnly[str, str]) -> bool:
    """Whether headers, or a person, say which columns hold a day and a customer."""
    means = [strengths(header) for header in headers]
    dated = "date" in chosen or any("date" in roles for roles in means)
    return dated and ("customer" in chosen or any(not CUSTOMER_ROLES.isdisjoint(roles) for roles in means))


def _all_totals(table: pd.DataFrame) -> bool:
    """Whether every row is a total."""
    return bool(cell_words.total_rows(table.head(_FIRST_ROWS)).all() and cell_words.total_rows(table).all())


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


def _as_cells_show(profiles: Sequence[Profile], roles: Roles, chosen: Set[str]) -> dict[str, Any]:
    """What the cells of an unknown export show beside its roles; `chosen` are the roles a person has chosen."""
    named = {column.name: column for column in profiles}
    found: dict[str, Any] = _companions(profiles, roles, chosen) | found_groups(profiles, roles)
    pieces = best(profiles, "returned_quantity", taken=[named.get(name or "") for name in roles.values()])
    found["returned_quantity"] = None if pieces is None else pieces.name
    accounts = merged_into(profiles, named.get(roles["customer"] or ""))
    found["merged_into"] = None if accounts is None else accounts.name
    found["totals"] = total_on_lines(named.get(roles["amount"] or ""), named.get(roles["order"] or ""))
    joined = paid_for_several_lines(profiles, roles)
    if joined is not None:
        return found | {"totals": "line", "parcel": joined.name}
    copies = copied_by(profiles, roles)
    if copies is not None:
        found["copied_by"] = copies.name
    in_parts = paid_in_parts(profiles, roles)
    if in_parts or are_payments(profiles, roles):
        number = payment_number(profiles, roles)
        found |= {"totals": "order" if in_parts else "line", "payments": True}
        found["payment_number"] = None if number is None else number.name
    return found


def _as_chosen(profiles: Sequence[Profile], roles: Roles, choices: Choices) -> dict[str, Any]:
    """Groups and columns that go together, as a person has chosen, and how discounts are to be taken off."""
    own = set(roles.values())
    groups = {} if choices.groups is None else groups_as_chosen(choices.groups, profiles, roles)
    together = {role: tuple(c for c in columns if c not in own) for role, columns in choices.companions.items()}
    return {**groups, **together}


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


def assign_roles(
    profiles: Sequence[Profile], chosen: ReadOnly[str, str], *, without: Set[str]
) -> tuple[Roles, list[Question]]:
    """The column of each role, and what only a person can tell.

    `chosen` are columns by role that stand as they are ("": none); `without` names columns that no other role may take.
    Date and customer come first, then the order, marks of what happened to it, money, and the rest: a column that has
    a role is taken.
    """
    free = [column for column in profiles if column.name not in {*without, *chosen.values()}]
    named = {column.name: column for column in profiles}
    found_date = _date(free, named, chosen)
    date = found_date if isinstance(found_date, Profile) else None
    found_customer = _customer([column for column in free if column is not date], named, chosen, date)
    customer = found_customer if isinstance(found_customer, Profile) else None
    taken = [column for column in (date, customer) if column is not None]
    numbers = [column for column in ranked(free, "order") if column not in taken]
    order = order_column(numbers) or _order_by_cells(free, date, customer)
    taken += [order] if order else []
    flags = {role: best(free, role, taken=taken) for role in _FLAGS}
    taken += [column for column in flags.values() if column is not None]
    money, which_amount = money_columns(free, taken)
    found = {"date": date, "customer": customer, "order": order, **flags, **vars(money)}
    used, amount = [*taken, *found.values()], named.get(chosen.get("amount", ""), money.amount)
    found["kind"] = event_column(free, used) or kind_column(free, taken) or settlement_column(free, used, amount)
    found["changed"] = best(free, "changed", taken=[*taken, *found.values()])
    found["currency"] = currency_column(free, [*taken, *found.values()])
    found["status"] = next(iter(status_columns(free, [*taken, *found.values()], customer)), None)
    found["time"] = time_column(free, date) if date is not None else None
    roles = {role: None if column is None else column.name for role, column in found.items()}
    questions = [each for each in (found_date, found_customer) if isinstance(each, Question)]
    if which_amount is not None and "amount" not in chosen:
        questions.append(which_amount)
    roles |= {role: column or None for role, column in chosen.items()}
    details = detail_columns(profiles, {*without, *roles.values()})
    return details | roles, questions


def _date(
    free: Sequence[Profile], named: ReadOnly[str, Profile], chosen: ReadOnly[str, str]
) -> Profile | Question | None:
    """The column of the order's date: chosen, found, or a question. Refuses a column of months without days."""
    if "date" not in chosen:
        return date_column(free)
    own = named.get(chosen["date"])
    if own is not None and not own.is_date and month_column([own]) is not None:
        raise ColumnError("days_missing", column=own.name)
    return own


def _customer(
    free: Sequence[Profile], named: ReadOnly[str, Profile], chosen: ReadOnly[str, str], date: Profile | None
) -> Profile | Question | None:
    """The column of customers, or a question: a report in groups without one may have them as headings."""
    if "customer" in chosen:
        return named.get(chosen["customer"])
    found = customer_column(free, date)
    unsure = isinstance(found, Question) and "" in found.options
    heading = heading_column(free, date) if found is None or unsure else None
    if heading is None or not heading.is_unexplained:
        return found
    others = [named[option] for option in found.options if option in named] if isinstance(found, Question) else []
    return ask_which("customer", [heading, *(each for each in others if each is not heading)], or_none=True)


def _order_by_cells(free: Sequence[Profile], date: Profile | None, customer: Profile | None) -> Profile | None:
    """Order numbers where no header says so: values on one day and of one customer each."""
    if customer is None:
        return None
    unknown = [column for column in free if column.is_unexplained and column not in (date, customer)]
    return next((c for c in unknown if is_order(c, date) and constant_within(customer, c) == 1), None)


def _companions(profiles: Sequence[Profile], roles: Roles, chosen: Set[str]) -> dict[str, tuple[str, ...]]:
    """Columns that go with the one found for a role: the rest of a name, a second column of states."""
    taken = set(roles.values())
    first, *others = name_parts(profiles) or (None,)
    whole = first is not None and roles["customer"] == first.name and "customer" not in chosen
    named = {column.name: column for column in profiles}
    states = status_columns(profiles, [named.get(name or "") for name in taken], named.get(roles["customer"] or ""))
    return {
        "customer_also": tuple(column.name for column in others if column.name not in taken) if whole else (),
        "status_also": tuple(column.name for column in states if roles["status"] and "status" not in chosen),
    }


def _alternatives(profiles: Sequence[Profile], roles: Roles) -> dict[str, tuple[str, ...]]:
    """Other columns that could have been meant, by role, best first."""
    candidates = {role: ranked(profiles, role) for role in _WITH_ALTERNATIVES}
    candidates["date"] += ranked(profiles, "service_date")
    candidates["customer"] = [column for _, column in customer_candidates(profiles)]
    found = {
        role: tuple(column.name for column in columns if column.name != roles[role])
        for role, columns in candidates.items()
    }
    return {role: names for role, names in found.items() if names}
