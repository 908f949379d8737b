"""How the rate was worked out: the formula, the same with this period's counts, who is counted, what was left out."""

import streamlit as st

from pages.shared.answers import Bridge, unidentified
from retention.narrate.numbers import number, percent
from retention.narrate.texts import _, fill, ngettext
from retention.orders import Orders


def show(found: Bridge, orders: Orders) -> None:
    """The whole working."""
    st.markdown(_counts(found))
    st.markdown(_rate(found))
    st.markdown(_textbook(found))
    st.markdown(_counted(orders))


def _counts(found: Bridge) -> str:
    base, period = found.when_before, found.when
    rows = (
        ("S", fill(_("customers who bought {period}"), period=base), found.at_start),
        ("E", fill(_("customers who bought {period}"), period=period), found.active),
        ("N", fill(_("of these, first-time buyers")), found.new),
        ("S ∩ E", fill(_("customers who bought in both")), found.retained),
    )
    head = ["| | " + _("Who") + " | " + _("Customers") + " |", "|---|---|---:|"]
    return "\n".join(head + [f"| **{letter}** | {who} | {fill('{n}', n=number(n))} |" for letter, who, n in rows])


def _rate(found: Bridge) -> str:
    name = _("**Customer retention rate (CRR)** = customers who bought in both ÷ customers at the start")
    formula = fill(
        "S ∩ E ÷ S = {both} ÷ {start} = **{rate}**",
        both=number(found.retained),
        start=number(found.at_start),
        rate=percent(found.crr, digits=1),
    )
    band = fill(
        _("With {n} customers at the start, chance alone moves it between {low} and {high} (95% Wilson interval)."),
        n=number(found.at_start),
        low=percent(found.low, digits=1),
        high=percent(found.high, digits=1),
    )
    return f"{name}  \n{formula}  \n{band}"


def _textbook(found: Bridge) -> str:
    name = _("**The textbook formula**, (E − N) ÷ S, stands beside it for comparison")
    formula = fill(
        "({end} − {new}) ÷ {start} = **{rate}**",
        end=number(found.active),
        new=number(found.new),
        start=number(found.at_start),
        rate=percent(found.textbook, digits=1),
    )
    return f"{name}  \n{formula}  \n{_difference(found)}"


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
        base=found.when_before,
    )


def _counted(orders: Orders) -> str:
    lines = [
        _("A customer counts in a period with at least one order in it. Refunds take money off, never an order."),
        fill(_rows(orders.rows_set_aside), read=number(orders.rows_read), n=number(orders.rows_set_aside)),
    ]
    nobody = orders.unidentified
    if nobody.orders:
        lines.append(unidentified(nobody.orders, nobody.revenue, orders.currency))
    return _("**Who is counted**") + "  \n" + " ".join(lines)


def _rows(left_out: int) -> str:
    if not left_out:
        return _("All {read} rows of your data take part.")
    return ngettext(
        "Of {read} rows in your data, {n} was left out; the Data page names it with the reason.",
        "Of {read} rows in your data, {n} were left out; the Data page names each with the reason.",
        left_out,
    )
