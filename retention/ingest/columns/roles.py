"""Which column plays each role: the one a person chose, else what headers say and cells agree to."""

from collections.abc import Mapping, Sequence, Set

from retention.errors import ColumnError, Question, RetentionError, refusal
from retention.ingest.columns.amount_column import money_columns
from retention.ingest.columns.column_profile import Profile, constant_within
from retention.ingest.columns.customer_column import customer_candidates, customer_column, is_order, name_parts
from retention.ingest.columns.order_date import date_column, month_column, time_column
from retention.ingest.columns.ranking import ask_which, best, ranked
from retention.ingest.columns.report_groups import heading_column

# A header that says nothing else.
_SURE = 0.8
MONEY = ("amount", "quantity", "price", "discount", "refund")
_MARKS = ("cancelled", "paid", "returned")
_WITH_ALTERNATIVES = ("order", "date", "time", *MONEY, "status", "kind", "cancelled", "currency")

Roles = dict[str, str | None]
"""The column of each role; None where the file has none."""


def assign_roles(
    profiles: Sequence[Profile], chosen: Mapping[str, str], *, without: Set[str]
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
    order = best(free, "order", taken=taken) or _order_by_cells(free, date, customer)
    taken += [order] if order else []
    marks = {role: best(free, role, taken=taken) for role in _MARKS}
    taken += [column for column in marks.values() if column is not None]
    money, which_amount = money_columns(free, taken)
    found = {"date": date, "customer": customer, "order": order, **marks, **vars(money)}
    found |= {role: best(free, role, taken=taken) for role in ("status", "kind", "currency")}
    found["time"] = time_column(free, date) if date is not None else None
    roles = {role: None if column is None else column.name for role, column in found.items()}
    questions = [each for each in (found_date, found_customer) if isinstance(each, Question)]
    if which_amount is not None and "amount" not in chosen:
        questions.append(which_amount)
    return roles | {role: column or None for role, column in chosen.items()}, questions


def _date(
    free: Sequence[Profile], named: Mapping[str, Profile], chosen: Mapping[str, str]
) -> Profile | Question | None:
    """The column of the order's date: chosen, found, or asked for. Refuses one that tells but the month."""
    if "date" not in chosen:
        return date_column(free)
    own = named.get(chosen["date"])
    if own is not None and not own.is_date and month_column([own]) is not None:
        raise ColumnError("days_missing", column=own.name)
    return own


def _customer(
    free: Sequence[Profile], named: Mapping[str, Profile], chosen: Mapping[str, str], date: Profile | None
) -> Profile | Question | None:
    """The column of customers; of a report in groups without one, a person tells whether the headings are."""
    if "customer" in chosen:
        return named.get(chosen["customer"])
    found = customer_column(free, date)
    heading = heading_column(free, date) if found is None else None
    return ask_which("customer", [heading], or_none=True) if heading is not None and heading.is_unexplained else found


def _order_by_cells(free: Sequence[Profile], date: Profile | None, customer: Profile | None) -> Profile | None:
    """Order numbers where no header says so: values on one day and of one customer each."""
    if customer is None:
        return None
    unknown = [column for column in free if column.is_unexplained and column not in (date, customer)]
    return next((c for c in unknown if is_order(c, date) and constant_within(customer, c) == 1), None)


def missing(role: str, profiles: Sequence[Profile], given: Set[str], platform: str | None) -> RetentionError:
    """Why no column says who bought or when: the file has none, or a person gave the only one to another role."""
    found = date_column(profiles) if role == "date" else customer_column(profiles, None)
    if isinstance(found, Profile) and found.name in given:
        return refusal(f"{role}_column_taken", column=found.name)
    month = month_column([column for column in profiles if column.name not in given]) if role == "date" else None
    if month is not None:
        return ColumnError("days_missing", column=month)
    return refusal(f"no_{role}_column", columns=[column.name for column in profiles], platform=platform)


def companions(profiles: Sequence[Profile], roles: Roles, chosen: Set[str]) -> dict[str, tuple[str, ...]]:
    """Columns that go with the one found for a role: the rest of a name, a second column of states."""
    taken = set(roles.values())
    first, *others = name_parts(profiles) or (None,)
    whole = first is not None and roles["customer"] == first.name and "customer" not in chosen
    states = [column for column in ranked(profiles, "status") if column.means["status"] >= _SURE]
    return {
        "customer_also": tuple(column.name for column in others if column.name not in taken) if whole else (),
        "status_also": tuple(
            column.name for column in states if roles["status"] and "status" not in chosen and column.name not in taken
        ),
    }


def alternatives(profiles: Sequence[Profile], roles: Roles) -> dict[str, tuple[str, ...]]:
    """Other columns that could have been meant, by role, best first."""
    candidates = {role: ranked(profiles, role) for role in _WITH_ALTERNATIVES}
    candidates["customer"] = [column for _, column in customer_candidates(profiles)]
    found = {
        role: tuple(column.name for column in columns if column.name != roles[role])
        for role, columns in candidates.items()
    }
    return {role: names for role, names in found.items() if names}
