"""A file's records read with its mapping: the same few columns whatever the export."""

import re
from collections.abc import Iterable, Sequence
from collections.abc import Mapping as ReadOnly
from dataclasses import dataclass

import numpy as np
import pandas as pd

from retention.ingest.clean.further_money import repeats, with_pieces_given_back
from retention.ingest.mapping import BEFORE, Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules
from retention.ingest.values import dates, identifiers, money
from retention.ingest.values.cell_words import yes_or_no
from retention.ingest.values.order_states import MINUS, STATES, meanings, words_of
from retention.ingest.values.phone_countries import with_prefix
from retention.ingest.values.texts import Texts, to_arrow

_HUNDRED = 100
# Details of money that every record may have.
PARTS = ("shipping", "tax", "line_amount")
_HEADER_CURRENCY = re.compile(r"[(\[,]\s*([^()\[\],]+)|\b([A-Z]{3})$")


@dataclass(frozen=True, kw_only=True)
class Lines:
    """One row per record of one file.

    `frame`: `file` and `row` (where the user finds it); `customer` and `order` (category); `date` (datetime64, the
    shop's local time); `amount`, `quantity`, `extended` (quantity × price) and `returned` (money given back,
    written on the order), all float64; `unparsed` (category): a cell of money in which no number was found; `state`
    and `event` (category of `STATES`); `currency` (category). What is blank or unreadable is missing. `parts` has
    the same rows and, as far as the file has them, `discount`, `shipping`, `tax` and `line_amount` (float64, money
    as written on each row), and `full`, quantity × price before the discount. `dimensions` has the same rows and one
    column of untouched cells per dimension; `respelled` tells on which rows a customer is written otherwise than on
    the first; `words` holds the cells of each column of states, by its name, `events` those of the column of events;
    `raw` is the table the lines came from.
    """

    frame: pd.DataFrame
    parts: pd.DataFrame
    dimensions: pd.DataFrame
    respelled: np.ndarray
    words: ReadOnly[str, pd.Categorical]
    events: ReadOnly[str, pd.Categorical]
    raw: RawTable
    mapping: Mapping


def read_lines(
    raw: RawTable,
    mapping: Mapping,
    name: str | None = None,
    *,
    rules: Rules | None = None,
    country: str | None = None,
) -> Lines:
    """Read every mapped column of a file (`name`: what to call it, else its own); nothing is dropped yet.

    `country` is the code of the country whose phones are meant where the file names none.
    """
    table = raw.frame.assign(**{name: raw.frame[name].ffill() for name in mapping.fill_down})
    cells = _customer_cells(table, mapping)
    customer = _customers(cells, rules, country)
    money_columns, parts, unparsed_cells = read_money(table, mapping)
    events = {mapping.kind: words_of(_with_minus(table[mapping.kind], mapping))} if mapping.kind else {}
    money_columns["amount"] = _with_credit_notes(table, mapping, events, money_columns["amount"])
    words = {name: words_of(table[name]) for name in (mapping.status, *mapping.status_also) if name}
    columns: dict[str, object] = {
        "file": file_labels(raw, name or raw.name),
        "row": raw.rows,
        "customer": customer.array,
        "order": _orders(table, mapping.order),
        "date": dates_of(table, mapping).array,
        **money_columns,
        "unparsed": unparsed_cells,
        "state": _state(table, mapping, words),
        "event": _events(table, mapping, events, money_columns["amount"]),
        "currency": _currency(table, mapping),
    }
    dimensions = table[list(mapping.dimensions.values())].set_axis(list(mapping.dimensions), axis=1)
    frame = pd.DataFrame(columns, copy=False)
    respelled = identifiers.respelled(cells, customer)
    return Lines(
        frame=frame,
        parts=parts,
        dimensions=dimensions,
        respelled=respelled,
        words=words,
        events=events,
        raw=raw,
        mapping=mapping,
    )


def file_names(raws: Sequence[RawTable]) -> list[str]:
    """What to call each of several files: its name, numbered where an earlier one has the same (`orders.csv (2)`)."""
    names = [raw.name for raw in raws]
    return [
        f"{name} ({names[: place + 1].count(name)})" if name in names[:place] else name
        for place, name in enumerate(names)
    ]


def file_labels(raw: RawTable, name: str) -> pd.Categorical:
    """The file of each record, called `name`; `name · sheet` where sheets were joined."""
    parts = raw.parts or (("", len(raw.frame)),)
    labels = pd.Index([f"{name} · {part}" if part else name for part, _ in parts], dtype="str")
    codes = np.repeat(np.arange(len(parts)), [count for _, count in parts])
    return pd.Categorical.from_codes(codes, categories=labels)


def customers_of(
    table: pd.DataFrame, mapping: Mapping, rules: Rules | None = None, country: str | None = None
) -> pd.Series:
    """What the customer's column says on each record, a category; missing where it names nobody."""
    return _customers(_customer_cells(table, mapping), rules, country)


def _customers(cells: pd.Series, rules: Rules | None, country: str | None) -> pd.Series:
    counting = rules or Rules()
    return identifiers.customers(cells, stand_ins=counting.stand_ins, spellings=counting.spellings, country=country)


def _empty(size: int, categories: Sequence[str] = ()) -> pd.Categorical:
    """A category without a value on any row."""
    none = np.full(size, -1, dtype="int8")
    return pd.Categorical.from_codes(none, categories=pd.Index(list(categories), dtype="str"))


def _category(table: pd.DataFrame, column: str | None) -> pd.Categorical:
    if column is None:
        return _empty(len(table))
    return pd.Categorical(identifiers.as_category(table[column]))


def _orders(table: pd.DataFrame, column: str | None) -> pd.Categorical:
    """Order numbers; one that Excel cut short could be any of several and is missing."""
    numbers = _category(table, column)
    cut = identifiers.damaged(to_arrow(numbers.categories.to_series()))
    return numbers.remove_categories(numbers.categories[cut]) if cut.any() else numbers


def _customer_cells(table: pd.DataFrame, mapping: Mapping) -> pd.Series:
    cells = table[mapping.customer]
    if mapping.customer_above:
        cells = cells.where(dates_of(table, mapping).isna()).ffill()
    if mapping.customer_also:
        first, *others = (identifiers.as_text(table[name]).fillna("") for name in (cells.name, *mapping.customer_also))
        cells = first.str.cat(pd.concat(others, axis=1), sep=" ").rename(mapping.customer)
    if mapping.merged_into is not None:
        merged = identifiers.as_text(table[mapping.merged_into])
        cells = identifiers.as_text(cells).where(merged.isna(), merged).rename(mapping.customer)
    if mapping.customer_before is None:
        return phone_cells(table, mapping, cells) if _are_phones(mapping) else cells
    return identifiers.as_text(cells).str.split(mapping.customer_before, n=1, regex=False).str[0]


def _are_phones(mapping: Mapping) -> bool:
    return mapping.contacts.get("phone", ())[:1] == (mapping.customer,)


def phone_cells(table: pd.DataFrame, mapping: Mapping, cells: pd.Series) -> pd.Series:
    """Cells of a column of phones, with the prefix of the country that another column names."""
    country = mapping.dimensions.get("country")
    if country is None or cells.dtype.kind in "biufM":
        return cells
    return with_prefix(cells, table[country])


def dates_of(table: pd.DataFrame, mapping: Mapping) -> pd.Series:
    """Moment of each record, on the shop's clock where it is known; a time of day of its own is added to the day."""
    timestamps = dates.parse(table[mapping.date], mapping.date_order)
    if mapping.time is not None:
        timestamps = timestamps.dt.normalize() + dates.parse_times(table[mapping.time]).fillna(pd.Timedelta(0))
    if mapping.utc and mapping.timezone is not None:
        timestamps = on_clock_of(timestamps, mapping.timezone)
    return timestamps


def on_clock_of(timestamps: pd.Series, timezone: str) -> pd.Series:
    """Moments told in UTC, as a clock in some time zone shows them."""
    local: pd.Series = timestamps.dt.tz_localize("UTC").dt.tz_convert(timezone).dt.tz_localize(None)
    return local


def read_money(table: pd.DataFrame, mapping: Mapping) -> tuple[dict[str, np.ndarray], pd.DataFrame, pd.Categorical]:
    """The numbers of each record, its `parts`, and the cells that make its money but hold no number."""
    read: dict[str | None, np.ndarray] = {}

    def amounts(column: str | None) -> np.ndarray:
        if column is None:
            return np.full(len(table), np.nan)
        numbers = money.parse(table[column], mapping.decimal).to_numpy("float64", na_value=np.nan)
        read[column] = mapping.in_units(numbers, column)
        return read[column]

    quantity, price = amounts(mapping.quantity), amounts(mapping.price)
    full = quantity * price if mapping.quantity else price
    discount = amounts(mapping.discount)
    extended = _reduced(full, discount, table, mapping)
    amount = extended if mapping.amount is None else amounts(mapping.amount)
    whole, left = full, extended
    if mapping.amount_is == BEFORE:
        whole, left = amount, _reduced(amount, discount, table, mapping)
        amount = left
    parts = {role: amounts(column) for role in PARTS if (column := getattr(mapping, role)) is not None}
    if mapping.discount:
        beside = _beside(amount, discount, table, mapping)
        off = beside if mapping.discount_is_orders else np.where(np.isnan(whole), beside, np.abs(whole - left))
        parts |= {"discount": np.where(table[mapping.discount].isna(), np.nan, off), "full": full}
    returned = amounts(mapping.refund)
    if mapping.net:
        left = _adjusted(amounts(mapping.net))
        returned = np.where(np.isnan(left), returned, amount - left)
    returned = with_pieces_given_back(table, mapping, returned, amount, quantity)
    if mapping.parcel or mapping.copied_by:
        again = repeats(table, mapping)
        amount, returned = np.where(again, np.nan, amount), np.where(again, np.nan, returned)
    unparsed_cells = _unparsed(len(table), [(table[name], read[name]) for name in _made_of(mapping)])
    numbers = {"amount": amount, "quantity": quantity, "extended": extended, "returned": returned}
    return numbers, pd.DataFrame(parts, index=table.index), unparsed_cells


def _made_of(mapping: Mapping) -> list[str]:
    """The columns that the money of orders is made of."""
    goods = (mapping.amount,) if mapping.amount else (mapping.quantity, mapping.price)
    off = mapping.discount if mapping.amount is None or mapping.amount_is == BEFORE else None
    return [name for name in (*goods, off, mapping.refund, mapping.net) if name]


def _beside(amount: np.ndarray, written: np.ndarray, table: pd.DataFrame, mapping: Mapping) -> np.ndarray:
    """Each record's discount in money where it stands beside an amount that is what was left."""
    share, size = _shares(written, table, mapping)
    size = np.where(np.isnan(written), np.nan, size)
    whole = np.abs(amount) / np.where(share < 1, 1 - share, np.nan)
    return np.asarray(np.where(np.isnan(share), size, whole * share))


def _shares(written: np.ndarray, table: pd.DataFrame, mapping: Mapping) -> tuple[np.ndarray, np.ndarray]:
    """Each record's discount as a share of its line, NaN where it is money, and as money; `written` are its numbers."""
    share = np.asarray(money.percents(table[str(mapping.discount)]).to_numpy() / _HUNDRED)
    size = np.abs(np.nan_to_num(written))
    if mapping.discount_as in ("percent", "share"):
        share = np.where(np.isnan(share), size / (_HUNDRED if mapping.discount_as == "percent" else 1), share)
    return np.asarray(share), size


def _adjusted(left: np.ndarray) -> np.ndarray:
    """What is left of amounts after refunds; missing where nothing was refunded, be it written blank or 0.00.

    Where most orders are at 0 that says "not adjusted": no shop gives nearly all of its money back.
    """
    known = ~np.isnan(left)
    return np.where(left == 0, np.nan, left) if (left == 0).sum() > known.sum() / 2 else left


def _state(table: pd.DataFrame, mapping: Mapping, words: ReadOnly[str, pd.Categorical]) -> pd.Categorical:
    """What all columns about the order's state say together: void before draft before refund before sale."""
    read = [meanings(column, known=mapping.states).codes for column in words.values()]
    codes = read[0].copy() if read else np.full(len(table), -1, dtype="int8")
    for state in ("sale", "refund", "draft", "void") if len(read) > 1 else ():
        codes[np.any([one == STATES.index(state) for one in read], axis=0)] = STATES.index(state)
    for column, answer, state in (
        (mapping.returned, True, "refund"),
        (mapping.paid, False, "void"),
        (mapping.cancelled, True, "void"),
    ):
        if column is not None:
            applies = (yes_or_no(table[column]) == answer).fillna(False).to_numpy("bool")
            codes[applies & (codes != STATES.index("void"))] = STATES.index(state)
    return pd.Categorical.from_codes(codes, categories=pd.Index(STATES, dtype="str"))


def _with_minus(kinds: pd.Series, mapping: Mapping) -> pd.Series:
    """The types of records, where a dash is a sign of money and not "no value" as elsewhere."""
    return kinds.where(kinds != "-", MINUS) if MINUS in mapping.states else kinds


def _with_credit_notes(
    table: pd.DataFrame, mapping: Mapping, events: ReadOnly[str, pd.Categorical], amount: np.ndarray
) -> np.ndarray:
    """The amounts, with what a credit note gives back, which stands on the other side of the account."""
    refunds = np.asarray(_kinds(len(table), mapping, events) == "refund")
    if mapping.other_side is None or not refunds.any():
        return amount
    other = money.parse(table[mapping.other_side], mapping.decimal).to_numpy("float64", na_value=np.nan)
    across = refunds & (np.nan_to_num(amount) == 0) & (np.nan_to_num(other) != 0)
    return np.where(across, -np.abs(other), amount)


def _events(
    table: pd.DataFrame, mapping: Mapping, events: ReadOnly[str, pd.Categorical], amount: np.ndarray
) -> pd.Categorical:
    """What kind of event each record is; one on the other side of an account than the sales is a transfer."""
    found = _kinds(len(table), mapping, events)
    if mapping.other_side is None:
        return found
    other = money.parse(table[mapping.other_side], mapping.decimal).to_numpy("float64", na_value=np.nan)
    across = (np.nan_to_num(amount) == 0) & (np.nan_to_num(other) != 0)
    across &= found.codes != STATES.index("refund")  # a credit note: its money stands across
    return pd.Categorical.from_codes(
        np.where(across, STATES.index("transfer"), found.codes), categories=found.categories
    )


def _kinds(rows: int, mapping: Mapping, events: ReadOnly[str, pd.Categorical]) -> pd.Categorical:
    """What the type of an event says about each record."""
    for words in events.values():
        return meanings(words, events=True, known=mapping.states)
    return _empty(rows, STATES)


def _currency(table: pd.DataFrame, mapping: Mapping) -> pd.Categorical:
    """Currency of each record: from its own column, from signs beside the amounts, or from the header.

    A header names it in brackets, after a comma or as a code in capitals: `Price (GBP)`, `Сумма, руб.`.
    """
    column = mapping.currency or mapping.amount or mapping.price
    if column is None:
        return _category(table, None)
    cells = table[column]
    written = (
        _category(table, None) if pd.api.types.is_numeric_dtype(cells) else pd.Categorical(money.currencies(cells))
    )
    if mapping.currency is not None:
        written = _by_any_name(written, cells)
    named = [part for found in _HEADER_CURRENCY.findall(column) for part in found if part]
    codes = money.currencies(pd.Series([f"1 {part}" for part in named], dtype="str")).dropna()
    if len(written.categories) or codes.empty:
        return written
    return pd.Categorical.from_codes(
        np.zeros(len(table), dtype="int8"), categories=pd.Index(codes.iloc[:1], dtype="str")
    )


def _by_any_name(written: pd.Categorical, cells: pd.Series) -> pd.Categorical:
    """The currencies in a column of currencies; unknown ones keep the file's word, where the column has several."""
    words = identifiers.as_text(cells)
    known = pd.Series(written, index=cells.index).astype("object")
    named = pd.Categorical(known.where(known.notna(), words.astype("object")))
    return named if len(named.categories) > 1 else written


def _reduced(extended: np.ndarray, written: np.ndarray, table: pd.DataFrame, mapping: Mapping) -> np.ndarray:
    """What lines come to after their discounts: `extended` is quantity × price, `written` the discounts' numbers.

    A discount is written with or without its minus sign; a blank one is none. Returned goods (negative lines)
    give back what was paid for them.
    """
    if mapping.discount is None:
        return extended
    share, size = _shares(written, table, mapping)
    if mapping.discount_as == "order" and mapping.order:
        size = _shared_out(size, extended, table[mapping.order])
    left = np.sign(extended) * (np.abs(extended) - size)
    return np.asarray(np.where(np.isnan(share), left, extended * (1 - share)))


def _shared_out(size: np.ndarray, extended: np.ndarray, orders: pd.Series) -> np.ndarray:
    """A discount that stands on each line of its order, shared out by what the lines are extended."""
    order_ids = pd.factorize(orders, use_na_sentinel=False)[0]
    weight = np.abs(np.nan_to_num(extended))
    total = np.bincount(order_ids, weights=weight)[order_ids]
    alone = orders.isna().to_numpy() | (total == 0)
    return np.where(alone, size, size * weight / np.where(alone, 1, total))


def _unparsed(size: int, columns: Iterable[tuple[pd.Series, np.ndarray]]) -> pd.Categorical:
    """By row (`size` of them), what stands in the first of its cells that was read as no number, a category.

    Each column comes with the numbers it was read as, NaN where it was not. Missing where nothing was lost:
    blank cells, words for "no value" and percentages say no amount.
    """
    found = np.full(size, None, dtype=object)
    for cells, numbers in columns:
        rows = np.flatnonzero(np.isnan(numbers) & cells.notna().to_numpy() & pd.isna(found))
        odd = cells.iloc[rows].astype("str")
        texts = Texts.of(odd)
        says = texts.spread(texts.cells.is_valid().to_numpy(zero_copy_only=False), False)
        says = says & money.percents(odd).isna().to_numpy()
        found[rows[says]] = odd[says].to_numpy(dtype=object)
    codes, words = pd.factorize(found)
    return pd.Categorical.from_codes(codes, categories=pd.Index(words, dtype="str"))
