"""Which orders count, in words: before every answer about a part of them. Markdown."""

from dataclasses import replace

import pandas as pd

from retention.activity import Portion
from retention.filters import EVER, FIRST, ORDER, Condition, Filter
from retention.narrate import periods
from retention.narrate.numbers import money, number
from retention.narrate.reader import reader, reading_as
from retention.narrate.texts import N_, Markup, _, fill, ngettext, plain

COLUMNS = {
    "product": N_("Product"),
    "sku": N_("Code of the product"),
    "category": N_("Category"),
    "channel": N_("Channel"),
    "country": N_("Country"),
    "city": N_("City"),
    "code": N_("Discount code"),
    "campaign": N_("Campaign"),
    "payment": N_("Payment"),
    "branch": N_("Place of sale"),
    "source": N_("File"),
    "staff": N_("Served by"),
    "status": N_("State of the order"),
}
"""What columns are called that orders keep under names of ours."""
SENTENCES = {
    (ORDER, False): N_("Only {what}."),
    (ORDER, True): N_("Without {what}."),
    (FIRST, False): N_("Only customers whose first order was {what}."),
    (FIRST, True): N_("Without customers whose first order was {what}."),
    (EVER, False): N_("Only customers who ever ordered {what}."),
    (EVER, True): N_("Without customers who ever ordered {what}."),
}
"""What is said of a condition: of what it is asked, and whether it leaves out."""
FILTER = "filter"
"""The column of a file that says which orders it is about."""
MOST_VALUES = 3
"""Values of a condition that are named."""


def column(name: str) -> str:
    """What a column is called: in the reader's language, or as the file calls it."""
    return _(COLUMNS[name]) if name in COLUMNS else name


def value(name: str) -> str:
    """What a value is called; "" is a cell that says nothing."""
    return periods.group(name or None, rest=False)


def _values(found: Condition) -> Markup:
    """The values one after the other; of many the first ones, and how many others there are."""
    shown = Markup(", ".join(plain(value(each)) for each in found.any_of[:MOST_VALUES]))
    others = len(found.any_of) - MOST_VALUES
    if others <= 0:
        return shown
    template = ngettext("{values} and {n} other", "{values} and {n} others", others)
    return fill(template, values=shown, n=number(others))


def condition(found: Condition) -> Markup:
    """One condition as a sentence."""
    title = column(found.column)
    inside = f"{title[:1].lower()}{title[1:]}" if found.column in COLUMNS else title
    what = Markup(f"{plain(inside)}: {_values(found)}")
    return fill(_(SENTENCES[found.scope, found.leave_out]), what=what)


def sentences(by: Filter) -> Markup:
    """Every condition, a sentence each; nothing where all orders count."""
    return Markup(" ".join(map(condition, by.conditions)))


def bare(by: Filter) -> str:
    """Every condition, a sentence each, without Markdown: for files."""
    with reading_as(replace(reader(), markdown=False)):
        return str(sentences(by))


def headline(by: Filter, text: str) -> Markup:
    """An answer behind the conditions of the orders it is about."""
    return Markup(f"{sentences(by)} {text}") if by else Markup(text)


def in_file(table: pd.DataFrame, by: Filter) -> pd.DataFrame:
    """A table to be handed on, whose first column says on every row which orders it is about, if not about all.

    A table without rows says it in the heading of that column.
    """
    if not by:
        return table
    name = next(name for name in (FILTER, f"{FILTER}_") if name not in table)
    said = bare(by)
    found = table.copy(deep=False)
    found.insert(0, name if len(table) else f"{name}: {said}", said)
    return found


def file_name(name: str, by: Filter) -> str:
    """What a file is called that such a table goes into, without its ending; the words of a filter stay inside it."""
    return f"{name}_filtered" if by else name


def counted(found: Portion, by: Filter, currency: str | None) -> Markup:
    """How many of all orders count, and whom that makes new."""
    counts = {
        "n": number(found.orders),
        "all": number(found.all_orders),
        "customers": number(found.customers),
        "all_customers": number(found.all_customers),
    }
    if found.revenue == found.revenue:
        template = _(
            "Orders that count: {n} of {all}; customers: {customers} of {all_customers}; revenue: {money} of "
            "{all_money}. The filter leaves out the others, not the counting rules."
        )
        sums = {"money": money(found.revenue, currency), "all_money": money(found.all_revenue, currency)}
        said = fill(template, **counts, **sums)
    else:
        template = _(
            "Orders that count: {n} of {all}; customers: {customers} of {all_customers}. The filter leaves out the "
            "others, not the counting rules."
        )
        said = fill(template, **counts)
    if all(each.of_customers for each in by.conditions):
        return said
    new = _("New is who orders for the first time among these orders; all figures are about them alone.")
    return Markup(f"{said} {new}")
