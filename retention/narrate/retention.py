"""The retention rate of a period in sentences: the answer, what to beware of, and how it was worked out. Markdown."""

import datetime as dt
from collections.abc import Iterable

import pandas as pd

from retention.activity import AnyOrders, FilteredTable, portion, without_customer
from retention.analysis.rates.bridge import Bridge
from retention.narrate import filters, periods
from retention.narrate.numbers import date, during, money, number, of_hundred, on_days, percent
from retention.narrate.texts import Markup, _, fill, markdown_table, ngettext, plain
from retention.orders import Orders
from retention.settings import Days


def when(days: Days, grain: str | None) -> str:
    """A stretch of time inside a sentence: a period of a grain, or just its days."""
    return during(days[0], grain) if grain else on_days(*days)


def when_active(found: Bridge) -> str:
    """The period inside a sentence."""
    return when((found.start, found.end), found.grain)


def when_at_start(found: Bridge) -> str:
    """The time in which the customers at the start bought, inside a sentence."""
    if found.base == "ever":
        return _("at any time before")
    if found.base_months:
        months = ngettext("in the {n} month before", "in the {n} months before", found.base_months)
        return fill(months, n=found.base_months)
    return when(found.base_days or (found.start, found.end), found.base_grain)


def start_label(found: Bridge) -> str:
    """The customers at the start as the label of a bar: the time in which they bought."""
    if found.base == "ever":
        return _("Everyone before")
    if found.base_months:
        months = ngettext("The {n} month before", "The {n} months before", found.base_months)
        return fill(months, n=found.base_months)
    return periods.name(found.base_days or (found.start, found.end), found.base_grain)


def end_label(found: Bridge) -> str:
    """The customers in the period as the label of a bar: the period."""
    return periods.name((found.start, found.end), found.grain)


def no_rate(found: Bridge, *, ever: bool) -> Markup:
    """Why there is no rate: nobody was there at the start, and what to do about it.

    `ever` says whether any period has customers at its start.
    """
    if found.base_days is None:
        return Markup(_("The days of the customers at the start must be over before the period begins. Choose others."))
    nobody_bought = fill(
        _("There was nobody to come back: no customer in your data bought {base}."), base=when_at_start(found)
    )
    what_to_do = _("Choose a later period.") if ever else not_far_enough_back()
    return Markup(f"{nobody_bought} {what_to_do}")


def not_far_enough_back() -> str:
    """What to do where no period has customers at its start."""
    return _("Your data do not reach back far enough: choose shorter periods or other customers at the start.")


def headline(found: Bridge) -> Markup:
    """How many customers came back, of every hundred; of all there were when they are few."""
    return _few_headline(found) if found.few else _per_hundred(found)


def _per_hundred(found: Bridge) -> Markup:
    back = of_hundred(found.crr)
    template = ngettext(
        "Of every 100 customers who bought {base}, {n} came back {period} ({low} to {high}).",
        "Of every 100 customers who bought {base}, {n} came back {period} ({low} to {high}).",
        back,
    )
    return fill(
        template,
        base=when_at_start(found),
        n=back,
        period=when_active(found),
        low=of_hundred(found.crr_low),
        high=of_hundred(found.crr_high),
    )


def _few_headline(found: Bridge) -> Markup:
    bought = ngettext("{n} customer bought {base}.", "{n} customers bought {base}.", found.customers_at_start)
    start = fill(bought, n=number(found.customers_at_start), base=when_at_start(found))
    return Markup(f"{start} {came_back(found.retained, when_active(found))}")


def came_back(count: int, period: str) -> Markup:
    """How many of the customers just named came back in a period."""
    back = ngettext("{n} of them came back {period}.", "{n} of them came back {period}.", count)
    return fill(back, n=number(count), period=period)


def caution(found: Bridge) -> Markup | None:
    """What to keep in mind before quoting the rate: an unfinished period, a base cut off, a small sample; or None."""
    sentences = []
    if not found.complete:
        unfinished = _("This period is not over in your data, so more of them may still come back. Final after {day}.")
        sentences.append(fill(unfinished, day=date(found.end)))
    if not found.base_complete:
        sentences.append(
            fill(_("Your data begin in the time that decides who was there at the start, so some of them are missing."))
        )
    if found.few:
        sentences.append(
            fill(
                _(
                    "That is {rate}, but so few customers say little: "
                    "the true rate may lie anywhere between {low} and {high}."
                ),
                rate=percent(found.crr),
                low=percent(found.crr_low),
                high=percent(found.crr_high),
            )
        )
    return Markup(" ".join(sentences)) if sentences else None


def flow(found: Bridge) -> Markup:
    """The bridge in words: who stayed, who was lost, who came back after a break, who is new."""
    steps = (
        (
            ngettext("{n} customer at the start", "{n} customers at the start", found.customers_at_start),
            found.customers_at_start,
        ),
        (ngettext("{n} lost", "{n} lost", found.lost), found.lost),
        (
            ngettext("{n} back again after a break", "{n} back again after a break", found.reactivated),
            found.reactivated,
        ),
        (ngettext("{n} new", "{n} new", found.new), found.new),
        (ngettext("{n} customer in the period", "{n} customers in the period", found.active), found.active),
    )
    start, lost, back, new, end = (fill(step, n=number(count)) for step, count in steps)
    return Markup(f"{start} − {lost} + {back} + {new} = {end}")


def steps(found: Bridge) -> pd.DataFrame:
    """The bridge as a waterfall from the customers at the start to those in the period.

    One row per step: `key` (the count's name), `label`, `change` (customers; 0 in the last row, which stands on the
    ground), `total` (whether it does), `role` (its colour) and `text` (the count as shown).
    """
    counts = found.steps
    rows = [
        ("start", start_label(found), counts["start"], True, "kept", ""),
        ("lost", _("Lost"), counts["lost"], False, "lost", "−"),
        ("reactivated", _("Back again"), counts["reactivated"], False, "reactivated", "+"),
        ("new", _("New"), counts["new"], False, "new", "+"),
        ("end", end_label(found), counts["end"], True, "kept", ""),
    ]
    table = pd.DataFrame(rows, columns=["key", "label", "count", "total", "role", "sign"])
    table["text"] = [f"{sign}{number(abs(count))}" for sign, count in zip(table["sign"], table["count"], strict=True)]
    table["change"] = table["count"].where(table["key"] != "end", 0)
    return table


def members_table(customers: pd.DataFrame, currency: str | None, *, has_money: bool) -> pd.DataFrame:
    """Customers behind a count with headings as shown: columns that say nothing left out, money to the cent."""
    names = {
        "customer": _("Customer"),
        "orders": _("Orders"),
        "revenue": _("Revenue"),
        "base_orders": _("Orders before"),
        "base_revenue": _("Revenue before"),
    }
    unit = f" ({currency})" if currency else ""
    titles = {
        name: f"{title}{unit if 'revenue' in name else ''}"
        for name, title in names.items()
        if name == "customer" or ((has_money or "revenue" not in name) and customers[name].any())
    }
    return customers[list(titles)].astype({"customer": "str"}).round(2).rename(columns=titles)


def working(found: Bridge, orders: Orders) -> tuple[str, ...]:
    """How the rate was worked out, paragraph by paragraph: counts, formula, textbook formula, who is counted."""
    return _counts(found), _rate(found), _textbook(found), _counted(orders)


def _counts(found: Bridge) -> str:
    base, period = when_at_start(found), when_active(found)
    bought = _("customers who bought {period}")
    counts = (
        ("S", fill(bought, period=base), found.customers_at_start),
        ("E", fill(bought, period=period), found.active),
        ("N", fill(_("of these, first-time buyers")), found.new),
        ("S ∩ E", fill(_("customers who bought in both")), found.retained),
    )
    rows = [(f"**{letter}**", who, plain(number(count))) for letter, who, count in counts]
    return markdown_table(("", _("Who"), _("Customers")), rows, right=(2,))


def _rate(found: Bridge) -> str:
    named = _("**Customer retention rate (CRR)** = customers who bought in both ÷ customers at the start")
    formula = fill(
        "S ∩ E ÷ S = {both} ÷ {start} = **{rate}**",
        both=number(found.retained),
        start=number(found.customers_at_start),
        rate=percent(found.crr, digits=1),
    )
    band = fill(
        _("With {n} customers at the start, chance alone moves it between {low} and {high} (95% Wilson interval)."),
        n=number(found.customers_at_start),
        low=percent(found.crr_low, digits=1),
        high=percent(found.crr_high, digits=1),
    )
    return f"{named}  \n{formula}  \n{band}"


def _textbook(found: Bridge) -> str:
    named = _("**The textbook formula**, (E − N) ÷ S, stands beside it for comparison")
    formula = fill(
        "({end} − {new}) ÷ {start} = **{rate}**",
        end=number(found.active),
        new=number(found.new),
        start=number(found.customers_at_start),
        rate=percent(found.textbook, digits=1),
    )
    return f"{named}  \n{formula}  \n{_difference(found)}"


def _difference(found: Bridge) -> str:
    if not found.reactivated:
        return _("Here both agree, because nobody came back after a break.")
    return fill(
        ngettext(
            "It is higher because it also counts {n} customer who did not buy {base} but came back from earlier.",
            "It is higher because it also counts {n} customers who did not buy {base} but came back from earlier.",
            found.reactivated,
        ),
        n=number(found.reactivated),
        base=when_at_start(found),
    )


def _counted(orders: Orders) -> str:
    lines = [
        _("A customer counts in a period with at least one order in it. Refunds take money off, never an order."),
        fill(_rows(orders.rows_set_aside), read=number(orders.rows_read), n=number(orders.rows_set_aside)),
    ]
    if orders.filter:
        lines.append(filters.sentences(orders.filter))
        lines.append(filters.counted(portion(orders), orders.filter, orders.currency))
    return who_is_counted([*lines, *unidentified(orders)])


def who_is_counted(lines: Iterable[str]) -> str:
    """The paragraph of a working that says which customers and rows take part."""
    return _("**Who is counted**") + "  \n" + " ".join(lines)


def _rows(left_out: int) -> str:
    if not left_out:
        return _("All {read} rows of your data take part.")
    return ngettext(
        "Of {read} rows in your data, {n} was left out; the Data page names it with the reason.",
        "Of {read} rows in your data, {n} were left out; the Data page names each with the reason.",
        left_out,
    )


def unidentified(orders: AnyOrders, *, as_of: dt.date | None = None) -> list[Markup]:
    """Orders without a customer among those that count: outside the rate, their money known; nothing without any.

    Where the filter asks about customers, none of them can count, which is said.
    """
    currency = orders.currency if isinstance(orders, Orders) else None
    nobody = without_customer(orders, as_of=as_of)
    if nobody.orders:
        template = ngettext(
            "{n} order names no customer ({money}); it cannot take part in any customer figure.",
            "{n} orders name no customer ({money}); they cannot take part in any customer figure.",
            nobody.orders,
        )
        return [fill(template, n=number(nobody.orders), money=money(nobody.revenue, currency))]
    if not isinstance(orders, Orders | FilteredTable) or not any(c.of_customers for c in orders.filter.conditions):
        return []
    of_all = without_customer(orders.whole, as_of=as_of)
    template = ngettext(
        "{n} order names no customer ({money}); a filter that asks about customers leaves it out.",
        "{n} orders name no customer ({money}); a filter that asks about customers leaves them out.",
        of_all.orders,
    )
    said = fill(template, n=number(of_all.orders), money=money(of_all.revenue, currency))
    return [said] if of_all.orders else []


def members(status: str, found: Bridge) -> Markup:
    """Who the customers behind a count of the bridge are; `status` is a member status, `start` or `end`."""
    meanings = {
        "lost": _("Bought {base}, but not {period}."),
        "retained": _("Bought {base} and again {period}."),
        "reactivated": _("Bought {period} and at some time before, but not {base}."),
        "new": _("Bought for the first time {period}."),
        "start": _("Bought {base}."),
        "end": _("Bought {period}."),
    }
    return fill(meanings[status], base=when_at_start(found), period=when_active(found))
