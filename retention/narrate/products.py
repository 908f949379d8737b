"""Products in words: what customers begin with, what it leads to, and after how long each is bought again."""

from collections.abc import Hashable
from typing import Any

import pandas as pd

from retention.analysis.products import FirstProducts
from retention.defaults import FEW_CUSTOMERS
from retention.narrate.numbers import MISSING, between, customers, from_to, money, number, of_hundred, percent
from retention.narrate.periods import cohort_note
from retention.narrate.texts import N_, Markup, _, fill, ngettext, plain, quoted

FEW_MARK = "*"
PRODUCTS_SHOWN = 12
"""Products with a row of their own, those most customers began with: a screen's height."""
APART = {
    ("comes_back", "more"): N_("After {product} more come back: {here} of 100, against {there} after others."),
    ("comes_back", "less"): N_("After {product} fewer come back: {here} of 100, against {there} after others."),
    ("brings", "more"): N_("After {product} more is spent later: {here} each, against {there} after others."),
    ("brings", "less"): N_("After {product} less is spent later: {here} each, against {there} after others."),
}
"""What is clearly different after a first product."""
FIGURES = {"comes_back": ("returned_share", "others_share"), "brings": ("later", "others_later")}


def beginnings(found: FirstProducts) -> Markup:
    """What most customers begin with, and how many of all come back."""
    top = found.table.iloc[0]
    began = fill(
        _("Most begin with {product}: {share} of {customers}."),
        product=quoted(top["product"]),
        share=percent(top["share"]),
        customers=customers(found.customers),
    )
    if not found.followed:
        return began
    back = fill(
        _("Of all, {n} of 100 order again within {days} days."),
        n=of_hundred(found.returned_share),
        days=number(found.within),
    )
    return Markup(f"{began} {back}")


def apart(found: FirstProducts, currency: str | None) -> list[Markup]:
    """Each clear difference in a sentence, or that there is none."""
    said = [
        _difference(row, figure, currency)
        for row in found.apart.to_dict("records")
        for figure in FIGURES
        if row[figure] != "alike"
    ]
    if said:
        return said
    if not found.compared:
        return [Markup(_("Too few customers began with each product to compare them."))]
    return [Markup(_("No first product stands out: the differences below are within chance."))]


def _difference(row: dict[Hashable, Any], figure: str, currency: str | None) -> Markup:
    here, there = (row[name] for name in FIGURES[figure])
    shown = [of_hundred(each) if figure == "comes_back" else money(round(each), currency) for each in (here, there)]
    template = APART[figure, row[figure]]
    return fill(_(template), product=quoted(row["product"]), here=shown[0], there=shown[1])


def drawn(found: FirstProducts) -> pd.DataFrame:
    """The share that comes back by first product, as `charts.ranges` takes it; products nobody is followed of aside."""
    table = found.table.head(PRODUCTS_SHOWN)
    table = table[table["followed"] > 0]
    return pd.DataFrame(
        {
            "name": table["product"],
            "value": table["returned_share"],
            "low": table["low"],
            "high": table["high"],
            "text": [percent(share) for share in table["returned_share"]],
            "range": [between(low, high) for low, high in zip(table["low"], table["high"], strict=True)],
            "note": [cohort_note(few, sure=True) for few in table["few"]],
            "small": table["few"],
        }
    )


def first_columns(found: FirstProducts, currency: str | None) -> dict[str, list[str]]:
    """What first products lead to, as columns of a table, those that most began with first."""
    table = found.table.head(PRODUCTS_SHOWN)
    columns = {
        _("Began with"): [str(each) for each in table["product"]],
        _("Customers"): [number(each) for each in table["customers"]],
        _("Came back"): [
            percent(share) + few_mark(few) for share, few in zip(table["returned_share"], table["few"], strict=True)
        ],
    }
    if found.money:
        columns[_("Brought")] = [money(value, currency) for value in table["value"].round()]
        columns[_("Of that later")] = [money(value, currency) for value in table["later"].round()]
    return columns | {_("Then most often"): [_following(row) for row in table.to_dict("records")]}


def _following(row: dict[Hashable, Any]) -> str:
    if pd.isna(row["next_product"]) or row["next_few"]:
        return MISSING
    return f"{row['next_product']} ({percent(row['next_share'])})"


def first_note(found: FirstProducts) -> Markup:
    """Who is counted, how often was compared, and who is left out."""
    counted = fill(
        ngettext(
            "Counted within {n} day of the first order, of customers who can be followed so long.",
            "Counted within {n} days of the first order, of customers who can be followed so long.",
            found.within,
        ),
        n=number(found.within),
    )
    compared = fill(
        ngettext(
            "{n} comparison, corrected for its number.", "{n} comparisons, corrected for their number.", found.compared
        ),
        n=number(found.compared),
    )
    unsure = ""
    if found.unsure:
        left_out = ngettext(
            "{n} customer who may have bought before the data begin is left out.",
            "{n} customers who may have bought before the data begin are left out.",
            found.unsure,
        )
        unsure = fill(left_out, n=number(found.unsure))
    return Markup(" ".join(filter(None, [counted, compared if found.compared else "", unsure])))


def few_mark(few: bool) -> str:
    """The mark of a figure that rests on few customers."""
    return FEW_MARK if few else ""


def few_note(*tables: dict[str, list[str]]) -> str:
    """What the mark in the columns of tables stands for; "" where no figure bears it."""
    if not any(cell.endswith(FEW_MARK) for table in tables for cells in table.values() for cell in cells):
        return ""
    told = _("{mark}: fewer than {n} customers to go by, so the figure says little.")
    return fill(told, mark=plain(FEW_MARK), n=FEW_CUSTOMERS)


def refill(table: pd.DataFrame) -> Markup:
    """After how long the product most customers buy again is bought again; that none is, where there is none."""
    known = table[table["typical"].notna()]
    if known.empty:
        return Markup(_("Too few customers have bought the same product again to tell a usual time."))
    first = known.iloc[0]
    return fill(
        _(
            "Half of those who buy {product} again do so within {days} days, the middle half after {range}: write to "
            "them before."
        ),
        product=quoted(first["product"]),
        days=number(first["typical"]),
        range=from_to(number(first["lower"]), number(first["upper"])),
    )


def refill_columns(table: pd.DataFrame) -> dict[str, list[str]]:
    """Usual refill times, as columns of a table, products most customers buy again first."""
    shown = table[table["typical"].notna()].head(PRODUCTS_SHOWN)
    ends = zip(shown["lower"], shown["upper"], strict=True)
    return {
        _("Product"): [str(each) for each in shown["product"]],
        _("Bought again"): [
            number(each) + few_mark(few) for each, few in zip(shown["repeaters"], shown["few"], strict=True)
        ],
        _("Usual days"): [number(each) for each in shown["typical"]],
        _("Middle half"): [from_to(number(low), number(high)) for low, high in ends],
    }
