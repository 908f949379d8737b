"""The English of questions, issues and look-alikes, by their codes, and how long a list in a sentence may be.

What results come to in words is said by `retention.narrate`, which also translates these templates and fills in the
details afterwards; `N_` marks them for extraction.
"""

from collections.abc import Iterable, Mapping, Sequence
from itertools import islice


def N_(template: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a template for translation without translating it here."""
    return template


LONGEST_NAME, LONGEST_LIST, LONGEST_TEXT = 60, 240, 300
"""Letters of a name among others, of all of them, and of a name alone that a sentence shows: enough to know them by."""
MOST_COMPARED = 2_000
"""Names of a list that are compared with one that is not there."""
ALIKE = 0.5
"""From which likeness on, 0 to 1, a name may be the one that was meant."""
LONGEST_REFUSAL = 600
LENGTHS = (LONGEST_TEXT, 150, 75, 30, 10, 3)
"""Letters of a refusal; and of each text and each list in it, shorter and shorter until it is no longer than that."""
SHARES = frozenset({"crr", "target", "ceiling"})
"""Details that are shares of customers, which people read in percent."""

QUESTIONS: Mapping[str, str] = {
    "date_order": N_("Is {value} in column “{column}” the {dmy} or the {mdy}?"),
    "decimal": N_("Is {value} in column “{column}” the amount {point} or {comma}?"),
    "customer": N_("Which column says who bought?"),
    "order": N_("Which column holds the order number?"),
    "date": N_("Which column is the date of the order?"),
    "amount": N_("Which column is the money the customer paid?"),
    "amount_is": N_("Is the discount in column “{discount}” taken off the amounts in column “{column}” already?"),
    "discount_as": N_("Is {value} in column “{column}” percent or money?"),
    "sheet": N_("Which sheet holds the orders?"),
    "state": N_("Column “{column}” says of orders: {states}. What do they count as?"),
    "table": N_("What is each row of this table? Columns such as {columns} leave that open."),
    "currency": N_("The amounts are in several currencies. Which one should be counted?"),
}

TABLES: Mapping[str, str] = {
    "orders": N_("an order, or a line of one"),
    "totals": N_("a day, week or month in all"),
    "customers": N_("a customer, with all they bought"),
    "products": N_("a product"),
    "measurements": N_("a measurement"),
    "contracts": N_("a contract"),
    "account": N_("a movement on an account"),
    "subscriptions": N_("a subscription"),
    "calls": N_("a telephone call"),
    "carts": N_("a wish, or something put into a cart"),
    "messages": N_("an answer, a request or a message"),
    "periods_across": N_("a total, with periods as columns"),
}
"""What a row of a table can be."""
ORDERS_EXPORT = N_("an export with a row for each order")

ISSUES: Mapping[str, str] = {
    "total_row": N_("Totals below the table"),
    "repeated_header": N_("Column names repeated between the rows"),
    "one_column_split": N_("Everything stood in one column and was split"),
    "unreadable_characters": N_("Characters that the text encoding cannot hold"),
    "formulas_never_calculated": N_("Formulas without a calculated result"),
    "hidden_rows": N_("Rows hidden in the workbook, by a filter or by hand, and counted like all others"),
    "struck_rows": N_("Rows struck through in the workbook, and counted like all others"),
    "hidden_columns": N_("Columns hidden in the workbook, and read like all others"),
    "marks_unseen": N_(
        "Rows of an .xls in which hidden rows and currencies of number formats could not be looked for: save it as "
        ".xlsx if it may have any"
    ),
    "numbers_joined": N_("Numbers that commas between cells had cut in two, put together"),
    "export_limit": N_(
        "Exactly as many rows as exports are cut at, so later orders may be missing: export shorter periods and bring "
        "all of them"
    ),
    "renewals": N_("Renewals at equal steps come by contract; the models here are for customers who choose each time"),
    "table_below": N_("Rows of a further table below the first one, read by its own column names"),
    "ragged": N_("Rows with more or fewer cells than the header"),
    "date_missing": N_("No date"),
    "date_unreadable": N_("Date that cannot be read"),
    "date_out_of_range": N_("Year far away from all others"),
    "date_too_far": N_("Year so far away that the time between cannot be counted"),
    "after_today": N_("After the day on which the file was read"),
    "after_as_of": N_("After the last day you chose"),
    "group_heading": N_("Headings of groups: the customer of the rows below"),
    "cancelled": N_("Cancelled, failed or unpaid orders"),
    "draft": N_("Drafts, quotes and carts that became no order"),
    "no_purchase": N_("Events that are no purchases: views, carts, searches"),
    "state_unknown": N_("States of orders that are unknown words, counted as orders"),
    "not_a_sale": N_("Withdrawals, fees, transfers and payments for earlier sales"),
    "free": N_("Orders of amount 0, left out as you chose"),
    "hidden": N_("Rows hidden in the workbook, left out as you chose"),
    "unpriced": N_("Orders without a readable amount, left out as you chose"),
    "earlier_state": N_("Earlier states of orders whose history the file tells: the last one counts"),
    "earlier_version": N_("Earlier versions of orders that were edited: the last one counts"),
    "payments": N_("Several payments of one order, added up"),
    "duplicate": N_("Rows repeated word for word"),
    "overlap": N_("Orders that another file holds too, counted once in their later state"),
    "unidentified": N_("Orders without a customer"),
    "lines_differ": N_("Orders that cost something else than their lines together, shipping, tax and discount aside"),
    "total_repeated": N_("Order totals repeated on every line, counted once"),
    "refunded": N_("Orders whose money was given back, in whole or in part"),
    "refund": N_("Refunds taken off their order"),
    "refund_told_twice": N_("Refunds told twice, by the order itself and by a row: taken off once"),
    "refund_beyond_order": N_("Refunds of more than their order came to: no more than that is taken off"),
    "refund_on_its_day": N_("Refunds on the day they were made, as you chose"),
    "refund_ignored": N_("Refunds not taken off, as you chose"),
    "given_back": N_("Orders whose money was given back in full, left out as you chose"),
    "refund_unmatched": N_("Refunds without their order, taken off the customer on that day"),
    "amount_unknown": N_("Orders whose amount is missing or cannot be read"),
    "amount_partly_unknown": N_(
        "Amounts that cannot be read on a line, discount or refund: the money of their orders is known only in part"
    ),
    "amount_zero": N_("Rows with amount 0, counted as orders"),
    "no_amounts": N_("No amounts in the file: rates only, no money"),
    "other_currency": N_("Amounts in another currency, counted as orders without money"),
    "exchanged": N_("Amounts in another currency, counted at your rate of exchange"),
    "one_customer_dominates": N_("One customer holds a large share of all orders: perhaps a stand-in for walk-ins"),
    "customer_respelled": N_("Customers written in several ways, counted as one"),
    "filled_down": N_("Cells left blank below the first row of their group, read as that row's"),
    "ids_damaged": N_("Numbers that Excel cut short (like 7.9E+10), which could be anybody's"),
    "customers_masked": N_(
        "Customers hidden in part (A***): those whose visible letters agree count as one, so rates come out too high"
    ),
    "accounts_merged": N_("Accounts that the file says were merged into another one, counted as that customer"),
    "dates_buddhist": N_("Dates in years of the Buddhist calendar, read as the year 543 before"),
    "times_in_utc": N_("Times in UTC: near midnight the shop’s own day may be another. Name its time zone"),
    "zone_applied": N_("Times in UTC that fall on another day on the shop’s clock, counted on that day"),
    "dates_swapped": N_("Dates in which Excel had exchanged day and month, put right"),
    "discount_percent": N_("Discounts in percent, taken off their lines"),
    "discount_taken_off": N_("Amounts before their discount, which was taken off"),
    "discount_beside": N_("Discounts beside amounts, taken for what was paid after them: nothing in the file tells"),
    "hundredths": N_("Amounts in hundredths (cents, kopecks, bani) by their column’s name, counted in whole units"),
    "millions": N_("Amounts in millions by their column’s name, counted in whole units"),
    "thousands": N_("Amounts in thousands by their column’s name, counted in whole units"),
    "discount_once": N_("Order discounts repeated on every line, taken off once"),
    "merged": N_("Customers counted as one, as you accepted"),
    "joined": N_("Customers with the same e-mail or phone, counted as one person"),
    "known_by_contact": N_("No customer in its column, but an e-mail, a phone or a number that tells who it was"),
    "contact_shared": N_(
        "An e-mail, phone or number that several persons share, such as the shop's own or a marketplace's: it makes "
        "nobody one person"
    ),
    "tied_once": N_(
        "The only row that puts the e-mail, phone or number of two customers side by side who otherwise buy apart: "
        "they are counted as two; merge them if they are one"
    ),
    "mostly_negative": N_(
        "Most amounts are below 0 and count as money given back: perhaps a ledger, which writes its sales that way "
        "round"
    ),
    "numbers_of_two_systems": N_(
        "Customer numbers that another file gives to other people, by their names, e-mails or phones: the customers "
        "of this file are counted on their own"
    ),
    "each_once": N_(
        "Nobody occurs twice: either nobody ever came back, or the file names each customer anew at each order, and "
        "then it cannot tell who came back"
    ),
    "unpacked": N_("Taken out of an archive"),
}

LOOK_ALIKES: Mapping[str, str] = {
    "same_email": N_("Same e-mail, written differently"),
    "same_phone": N_("Same phone number"),
    "same_name": N_("Same name in the same place"),
    "similar_name": N_("Names one letter apart in the same place"),
}


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters, an ellipsis for the rest."""
    return text if len(text) <= most else f"{text[:most]}…"


def enumerated(names: Sequence[str], most: int = LONGEST_LIST) -> str:
    """Names with commas between, as many as a sentence can bear; an ellipsis stands for the rest."""
    shown: list[str] = []
    for name in names:
        shown.append(shortened(name, min(LONGEST_NAME, most)))
        if sum(map(len, shown)) > min(LONGEST_LIST, most):
            return ", ".join([*shown, "…"] if len(shown) < len(names) else shown)
    return ", ".join(shown)


NEAREST = 5
"""Names that are proposed in place of one that is not there."""


def nearest(name: str, known: Iterable[str]) -> list[str]:
    """The names most like one that is not there, first those that differ in case only; some of them all if none is.

    >>> nearest("onlin", ["shop", "Online", "phone"])
    ['Online', 'phone']
    """
    from difflib import SequenceMatcher  # here, because few ever need it

    folded = shortened(name.casefold(), LONGEST_NAME)

    def likeness(other: str) -> float:
        text = shortened(other.casefold(), LONGEST_NAME)
        return 1.0 if text == folded else SequenceMatcher(None, folded, text).ratio()

    ranked = sorted(((likeness(other), other) for other in islice(known, MOST_COMPARED)), key=lambda one: -one[0])
    alike = [other for share, other in ranked if share > ALIKE]
    return (alike or [other for _, other in ranked])[:NEAREST]
