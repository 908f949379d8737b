"""The counting rules, in the order in which they apply."""

import datetime as dt
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence

import numpy as np
import pandas as pd

from retention.errors import NoOrdersError
from retention.ingest.clean.amounts import order_amounts, settle_currency, total_repeats
from retention.ingest.clean.contacts import phone_country
from retention.ingest.clean.ledger import NOTE_CODES, Ledger, cell_notes, reading_issues
from retention.ingest.clean.lines import Lines, file_names, read_lines
from retention.ingest.clean.order_grouping import fill_from_order, first_dated, number_orders
from retention.ingest.clean.order_lines import LineCells
from retention.ingest.clean.order_table import fully_refunded, order_table, values_of_orders, without_refunds
from retention.ingest.clean.order_versions import last_versions
from retention.ingest.clean.persons import Persons, persons, tell_persons
from retention.ingest.clean.renewals import come_by_contract, say_renewal
from retention.ingest.clean.set_aside import set_aside_by_cells, set_aside_by_rules, set_aside_copies
from retention.ingest.clean.state_account import account_of_states, note_unknown_states
from retention.ingest.mapping import Mapping
from retention.ingest.read.raw import RawTable
from retention.ingest.rules import Rules
from retention.ingest.values.ahead import working_ahead
from retention.orders import Orders, Source, Unidentified

# One "customer" with this share of all orders, and at least so many, is pointed out: often the till's default.
_CONSPICUOUS_SHARE = 0.25
_CONSPICUOUS_ORDERS = 20
# A ledger writes sales below 0; in a list of orders no more rows than this give money back.
_MOSTLY_BELOW_ZERO, _ENOUGH_AMOUNTS = 0.6, 10
# Of so many customers somebody comes back in most shops; where nobody does, it may be the file that names each anew.
_ENOUGH_TO_COME_BACK = 20


@working_ahead()
def clean(
    files: Sequence[tuple[RawTable, Mapping]],
    *,
    rules: Rules | None = None,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
    currency: str | None = None,
) -> Orders:
    """One table of orders from the records of one or several files.

    Every record ends in an order, in a refund, or in `set_aside` under one reason. `as_of` is the last day
    the data covers (default: the last order's); later rows are set aside, and so are those after `today`, the day the
    files are read (None: any day may be). `currency` chooses one of several; orders in the others then count as
    activity with unknown money.
    Raises `Undecided` when several currencies are in use and none is chosen, `ColumnError("dates_in_no_year")` when
    all dates are of years in which no till wrote orders, and `NoOrdersError` `only_negative` (`column`) when all
    amounts are below 0, `no_orders` when no order is left.
    """
    rules = rules or Rules()
    sources = _read(files, rules)
    lines, ledger, found = _told_last(sources, rules)
    set_aside_by_cells(ledger, lines, sources, rules, as_of=as_of, today=today)
    payments = np.repeat([source.mapping.payments for source in sources], [len(source.frame) for source in sources])
    order_ids = number_orders(lines, rules, payments=payments)
    set_aside_copies(ledger, lines, sources, rules, order_ids)
    nobody = set_aside_by_rules(ledger, lines, order_ids, rules)
    _mention_notes(ledger, sources)
    lines = _payments_together(ledger, lines, order_ids, payments)
    note_unknown_states(ledger, sources)
    lines, settled, rates = settle_currency(lines, ledger, currency, rules.exchange)
    dimensions = _dimensions(sources, lines["file"], found)
    repeated = _repeated(sources, rules.lines)
    unidentified = _unidentified(files, lines, order_ids, nobody, dimensions)
    if not rules.returned:
        refunded = fully_refunded(lines, ledger, order_ids, repeated=repeated)
        ledger.set_aside(refunded, "given_back", values=lines["order"])
    if not rules.refunds:
        lines = without_refunds(lines, ledger, order_ids)
    parts = _in_currency(pd.concat([source.parts for source in sources], ignore_index=True), rates)
    frame, places, repeated = order_table(
        lines, parts, dimensions, ledger, order_ids, repeated=repeated, refund_days=rules.refund_days
    )
    _refuse_without_orders(frame, lines, ledger, sources)
    _point_out(ledger, lines, frame, [raw for raw, _ in files])
    last = frame.loc[frame["purchase"], "date"].max().date()
    cells = unidentified.line_cells
    if not isinstance(cells, LineCells):
        cells = LineCells.of(files, places, rates, repeated=repeated)
    return Orders(
        frame=frame,
        as_of=as_of or last,
        currency=settled,
        rows_read=len(lines),
        issues=reading_issues([raw for raw, _ in files]) + ledger.issues,
        set_aside=ledger.set_aside_rows,
        unidentified=unidentified,
        states=account_of_states(sources, lines["amount"].to_numpy()),
        sources=tuple(Source(name=raw.name, layout=raw.layout, mapping=mapping) for raw, mapping in files),
        line_cells=cells.at(places, rates, repeated=repeated),
    )


def _refuse_without_orders(frame: pd.DataFrame, lines: pd.DataFrame, ledger: Ledger, sources: Sequence[Lines]) -> None:
    """Refuse a table of which no order is left, and say of most amounts below 0 that they look like a ledger's."""
    below = _below_zero(lines, ledger)
    if not frame["purchase"].any():
        column = next((each.mapping.amount for each in sources if each.mapping.amount), None)
        if below == 1 and column is not None:
            raise NoOrdersError("only_negative", column=column)
        raise NoOrdersError("no_orders", reasons={issue.code: issue.rows for issue in ledger.issues})
    if below > _MOSTLY_BELOW_ZERO:
        ledger.note(ledger.kept & (lines["amount"] < 0).to_numpy(), "mostly_negative")


def _below_zero(lines: pd.DataFrame, ledger: Ledger) -> float:
    """The share of amounts below 0 among rows that no word calls money given back; 0 where there are few rows."""
    plain = ledger.kept & ~((lines["event"] == "refund") | (lines["state"] == "refund")).to_numpy()
    amounts = lines["amount"].to_numpy()[plain]
    amounts = amounts[~np.isnan(amounts) & (amounts != 0)]
    return float((amounts < 0).mean()) if len(amounts) >= _ENOUGH_AMOUNTS else 0.0


def _read(files: Sequence[tuple[RawTable, Mapping]], rules: Rules) -> list[Lines]:
    """The lines of each file, its phones read as those of another file's country where it names none."""
    names = file_names([raw for raw, _ in files])
    country = phone_country([(raw.frame, mapping) for raw, mapping in files]) if len(files) > 1 else None
    return [
        read_lines(raw, mapping, name, rules=rules, country=country)
        for (raw, mapping), name in zip(files, names, strict=True)
    ]


def _persons(sources: Sequence[Lines], written: pd.DataFrame, rules: Rules) -> Persons:
    """Who bought on each of the lines `written`."""
    return persons(
        [(source.raw.frame, source.mapping) for source in sources],
        written["customer"],
        rules,
        days=written["date"].to_numpy("datetime64[D]").astype("int64"),
        names=file_names([source.raw for source in sources]),
        filled=lambda customer: fill_from_order(written.assign(customer=customer))["customer"],
    )


def _told_last(sources: Sequence[Lines], rules: Rules) -> tuple[pd.DataFrame, Ledger, Persons]:
    """The lines of all files, of persons under the names they count as, orders as they were told last."""
    written = fill_from_order(_joined(sources))
    found = _persons(sources, written, rules)
    lines = _renamed(written.assign(customer=found.customer.array), found.renamed)
    ledger = Ledger(lines)
    tell_persons(ledger, found)
    if not rules.versions and rules.lines != "apart":
        lines = last_versions(ledger, lines, sources)
    return lines, ledger, found


def _payments_together(
    ledger: Ledger, lines: pd.DataFrame, order_ids: np.ndarray, payments: np.ndarray
) -> pd.DataFrame:
    """The lines, payments of one order on the day of the first; those of several are mentioned."""
    kept = payments & ledger.kept
    counts = np.bincount(order_ids[kept], minlength=int(order_ids.max(initial=-1)) + 1)
    ledger.note(kept & (counts > 1)[order_ids], "payments", values=lines["order"])
    return first_dated(lines, order_ids, kept)


def _repeated(sources: Sequence[Lines], chosen: str | None) -> bool | None:
    """Whether the order's total stands on its lines, as chosen or as a known platform does; None: the cells tell.

    With parcels the total is a parcel's, counted once by then, so that an order is the sum of its lines.
    """
    if chosen is not None:
        return chosen == "total"
    rules = {"line" if mapping.parcel else mapping.totals for mapping in (source.mapping for source in sources)}
    return rules.pop() == "order" if len(rules) == 1 and None not in rules else None


def _joined(sources: Sequence[Lines]) -> pd.DataFrame:
    """The lines of all files one after the other, categories united."""
    if len(sources) == 1:
        return sources[0].frame
    columns: dict[str, object] = {}
    for name in sources[0].frame.columns:
        parts = [source.frame[name] for source in sources]
        if isinstance(parts[0].dtype, pd.CategoricalDtype):
            columns[name] = pd.api.types.union_categoricals(parts)
        else:
            columns[name] = pd.concat(parts, ignore_index=True).array
    return pd.DataFrame(columns)


def _in_currency(parts: pd.DataFrame, rates: np.ndarray | None) -> pd.DataFrame:
    """Money of each line in the currency that counts."""
    return parts if rates is None else parts.mul(rates, axis=0)


def _dimensions(sources: Sequence[Lines], file: pd.Series, found: Persons) -> pd.DataFrame:
    """The cells of each dimension on each line.

    With them the `source` of the line, its file, where there are several, and who the customer is `apart` from those
    they were joined with, where any were.
    """
    cells = pd.concat([source.dimensions for source in sources], ignore_index=True)
    if found.apart is not found.customer:
        cells = cells.assign(apart=found.apart.array)
    return cells.assign(source=file) if len(sources) > 1 and "source" not in cells else cells


def _renamed(lines: pd.DataFrame, names: ReadOnly[str, str | None]) -> pd.DataFrame:
    """The lines with customers under the name they are to be counted as; None: as no customer."""
    if not names:
        return lines
    customer = lines["customer"].cat
    codes, kept = pd.factorize(np.array([names.get(name, name) for name in customer.categories], dtype=object))
    united = np.append(codes, -1)[customer.codes.to_numpy()]
    return lines.assign(customer=pd.Categorical.from_codes(united, categories=pd.Index(kept, dtype="str")))


def _mention_notes(ledger: Ledger, sources: Sequence[Lines]) -> None:
    """Say how cells were read where that deserves it."""
    found = [cell_notes(source) for source in sources]
    for code in NOTE_CODES:
        if not any(code in of_file for of_file in found):
            continue
        masks, cells = [], []
        for source, of_file in zip(sources, found, strict=True):
            column, rows = of_file.get(code, (source.mapping.customer, np.zeros(len(source.frame), dtype=bool)))
            masks.append(rows)
            cells.append(source.raw.frame[column].astype("str"))
        where = np.concatenate(masks)
        ledger.note(where if code == "ids_damaged" else where & ledger.kept, code, values=pd.concat(cells))


def _unidentified(
    files: Sequence[tuple[RawTable, Mapping]],
    lines: pd.DataFrame,
    order_ids: np.ndarray,
    nobody: np.ndarray,
    dimensions: pd.DataFrame,
) -> Unidentified:
    """The orders whose lines (`nobody`) name no customer."""
    where = np.flatnonzero(nobody)
    if not len(where):
        return Unidentified()
    order_ids = pd.factorize(order_ids[where])[0]
    theirs = lines.iloc[where]
    repeated = total_repeats(theirs, order_ids)
    frame = pd.DataFrame(
        {
            "rows": np.bincount(order_ids),
            "date": theirs["date"].groupby(order_ids).first().to_numpy(),
            "amount": order_amounts(theirs["amount"].to_numpy(), order_ids, repeated=repeated),
            **values_of_orders(dimensions.drop(columns="apart", errors="ignore"), where, order_ids),
        }
    )
    places = np.full(len(lines), -1, dtype="int32")
    places[where] = order_ids
    return Unidentified.of(frame, LineCells.of(files, places, None, repeated=repeated))


def _point_out(ledger: Ledger, lines: pd.DataFrame, frame: pd.DataFrame, raws: Sequence[RawTable]) -> None:
    """Mention what stays in and yet deserves a look: unknown or no money, renewals, one name on very many orders."""
    bought = frame[frame["purchase"]]
    unknown = bought["amount"].isna()
    if unknown.all():
        ledger.note(ledger.kept, "no_amounts")
    elif unknown.any():
        ledger.note(_lines_of(bought[unknown], lines) & ledger.kept, "amount_unknown", values=lines["unparsed"])
    ledger.note(ledger.kept & (lines["amount"] == 0).to_numpy(), "amount_zero")
    ledger.note(ledger.kept if come_by_contract(frame, raws) else ledger.kept & say_renewal(raws), "renewals")
    counts = bought["customer"].value_counts()
    most, name = int(counts.iloc[0]), counts.index[0]
    if most == 1 and len(counts) >= _ENOUGH_TO_COME_BACK:
        ledger.note(ledger.kept, "each_once", details={"customers": len(counts)})
    if most >= _CONSPICUOUS_ORDERS and most >= _CONSPICUOUS_SHARE * len(bought) and len(counts) > 1:
        theirs = ledger.kept & (lines["customer"] == name).to_numpy()
        details = {"customer": str(name), "orders": most, "share": most / len(bought)}
        ledger.note(theirs, "one_customer_dominates", values=lines["customer"], details=details)


def _lines_of(orders: pd.DataFrame, lines: pd.DataFrame) -> np.ndarray:
    """Lines with the number of one of these orders, or, where orders have no number, its row."""
    numbers = lines["order"].astype("str").fillna(lines["row"].astype("str"))
    return numbers.isin(orders["order"]).to_numpy()
