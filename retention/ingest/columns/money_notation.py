"""How the money of a file is written: discounts beside or in it, cents, two sides of an account."""

from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from typing import Any

from retention.errors import Question
from retention.ingest.columns.amount_column import discount_as, discount_off_amount
from retention.ingest.columns.column_profile import Profile
from retention.ingest.columns.discounted_amount import ask_what_discount_is, could_be_percent, read_amount
from retention.ingest.columns.money_units import in_hundredths, in_thousands
from retention.ingest.columns.two_sides import two_sides
from retention.ingest.mapping import AFTER, BEFORE, MONEY, Choices


def money_fields(
    profiles: Sequence[Profile], roles: ReadOnly[str, str | None], choices: Choices, *, described: bool
) -> tuple[dict[str, Any], list[Question]]:
    """How the money of a file is to be read, as chosen or as its cells and headers show, and what they leave open.

    Fields of a mapping. In an export `described` by a platform the amount is what was paid.
    """
    named = {column.name: column for column in profiles}
    columns = {role: named.get(roles[role] or "") for role in ("order", *MONEY)}
    amount, discount = columns["amount"], columns["discount"]
    amount_is = choices.amount_is
    questions: list[Question] = []
    if amount_is is None and described:
        amount_is = AFTER
    elif amount_is is None and amount is not None and discount is not None:
        reading = read_amount(amount, discount, profiles, quantity=columns["quantity"], price=columns["price"])
        amount_is, questions = (None, [reading]) if isinstance(reading, Question) else (reading, [])
    sides = two_sides(profiles) if amount is not None else None
    found = {
        "amount_is": amount_is,
        "discount_as": choices.discount_as,
        **_units(columns, choices.money_in),
        "other_side": sides and sides.other(roles["amount"]),
    }
    if choices.discount_as is None and amount_is == BEFORE and amount is not None and discount is not None:
        found["discount_as"] = discount_off_amount(discount, amount, columns["order"])
        if found["discount_as"] is None and could_be_percent(discount, amount):
            questions.append(ask_what_discount_is(discount))
    elif choices.discount_as is None:
        found["discount_as"] = discount_as(discount, columns["price"], columns["order"])
    return found | ({"discount_as": None} if found["discount_as"] == "line" else {}), questions


def _units(columns: ReadOnly[str, Profile | None], chosen: str | None) -> dict[str, tuple[str, ...]]:
    """The columns of money that are written in hundredths and in thousands, as chosen or as their headers say."""
    written = [column for role, column in columns.items() if role not in ("order", "quantity")]
    if chosen is None:
        return {"hundredths": in_hundredths(written), "thousands": in_thousands(written)}
    every = tuple(column.name for column in written if column is not None)
    return {unit: every if unit == chosen else () for unit in ("hundredths", "thousands")}
