"""The sheet of all periods, whose rates are formulas over counts, and the bridge of a period to choose."""

import pandas as pd

from retention.analysis.rates.figures import settled
from retention.intervals import Z_95 as Z
from retention.narrate import metrics, periods
from retention.narrate.numbers import period_name
from retention.narrate.texts import _
from retention.report.look import QUIET
from retention.report.material import Material
from retention.report.workbook.book import COUNT, DAY, SHARE, Book, Sheet, cell

COUNTS = ("customers_at_start", "retained", "lost", "reactivated", "new", "active")
FIRST = 4
"""Row of the first period, counted from 0."""
START, KEPT, LOST, BACK, NEW, ALL, RATE, LOW, HIGH, TEXTBOOK, ORDERS, REVENUE, NOTE = range(3, 16)
"""Columns of the table of periods."""


def write_rates(book: Book, found: Material) -> None:
    """All periods, newest last, with a chart of the rate; counts are numbers, everything else follows from them."""
    sheet = book.add(_("All periods"), _("All periods"))
    note = _("Counts are numbers; rates, intervals and sums are formulas: change a count, and they follow.")
    sheet.put(1, 0, note, book.style(font_color=QUIET))
    columns = ("customers_at_start", "retained", "lost", "reactivated", "new", "active")
    named = [_("Came back") if name == "retained" else periods.column(name) for name in columns]
    tail = [periods.column("orders"), periods.column("revenue"), periods.column("note")]
    rates = [metrics.title("crr"), periods.column("crr_low"), periods.column("crr_high"), metrics.title("textbook")]
    sheet.heads(FIRST - 1, (_("Period"), _("First day"), _("Last day"), *named, *rates, *tail), height=46)
    sure = settled(found.figures)
    notes = periods.notes(found.figures)
    for place, (_index, row) in enumerate(found.figures.iterrows()):
        _write_period(sheet, FIRST + place, row, found, pale=not sure.iloc[place], note=notes[place])
    sheet.at.set_column(0, 0, 14)
    sheet.at.set_column(1, NOTE - 2, 11)
    sheet.at.set_column(REVENUE, REVENUE, 17)
    sheet.at.set_column(NOTE, NOTE, 34)
    sheet.at.freeze_panes(FIRST, 1)
    _draw(sheet, found)
    _write_bridge(book, sheet, found)


def _write_period(sheet: Sheet, at: int, row: pd.Series, found: Material, *, pale: bool, note: str) -> None:
    book = sheet.book
    ink = {"font_color": "#8A939C"} if pale else {}
    count, share = book.style(num_format=COUNT, **ink), book.style(num_format=SHARE, **ink)
    sheet.put(at, 0, period_name(row["start"], found.grain), book.style(**ink))
    sheet.put(at, 1, row["start"], book.style(num_format=DAY, **ink))
    sheet.put(at, 2, row["end"], book.style(num_format=DAY, **ink))
    for column, name in ((START, "customers_at_start"), (KEPT, "retained"), (BACK, "reactivated"), (NEW, "new")):
        sheet.put(at, column, int(row[name]), count)
    start, kept, back, new, every = (cell(at, column) for column in (START, KEPT, BACK, NEW, ALL))
    sheet.formula(at, LOST, f"={start}-{kept}", int(row["lost"]), count)
    sheet.formula(at, ALL, f"={kept}+{back}+{new}", int(row["active"]), count)
    sheet.formula(at, RATE, f'=IF({start}=0,"",{kept}/{start})', row["crr"], share)
    rate = cell(at, RATE)
    for column, sign, name in ((LOW, "-", "crr_low"), (HIGH, "+", "crr_high")):
        middle = f"{rate}+{Z}^2/(2*{start})"
        spread = f"{Z}*SQRT({rate}*(1-{rate})/{start}+{Z}^2/(4*{start}^2))"
        wilson = f'=IF({start}=0,"",({middle}{sign}{spread})/(1+{Z}^2/{start}))'
        sheet.formula(at, column, wilson, row[name], share)
    sheet.formula(at, TEXTBOOK, f'=IF({start}=0,"",({every}-{new})/{start})', row["textbook"], share)
    sheet.put(at, ORDERS, int(row["orders"]), count)
    if found.has_money:
        sheet.put(at, REVENUE, float(row["revenue"]), book.style(num_format=book.money, **ink))
    sheet.put(at, NOTE, note, book.style(**ink))


def _draw(sheet: Sheet, found: Material) -> None:
    """The rate over time with both ends of its interval, of the periods that are over, below the table."""
    known = (settled(found.figures) & found.figures["crr"].notna()).to_numpy().nonzero()[0]
    if len(known) < 2:
        return
    first, last = FIRST + int(known[0]), FIRST + int(known[-1])
    chart = sheet.book.made.add_chart({"type": "line"})
    for column, colour, width in ((RATE, sheet.book.look.colour, 2.5), (LOW, "#9AA3AD", 0.75), (HIGH, "#9AA3AD", 0.75)):
        chart.add_series(
            {
                "name": [sheet.at.get_name(), FIRST - 1, column],
                "categories": [sheet.at.get_name(), first, 0, last, 0],
                "values": [sheet.at.get_name(), first, column, last, column],
                "line": {"color": colour, "width": width},
            }
        )
    chart.set_y_axis({"num_format": "0%", "min": 0, "major_gridlines": {"visible": True, "line": {"color": "#E5E1D8"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_title({"name": metrics.title("crr"), "name_font": {"size": 12}})
    chart.set_size({"width": 900, "height": 320})
    sheet.at.insert_chart(FIRST + len(found.figures) + 1, 0, chart)


def _write_bridge(book: Book, source: Sheet, found: Material) -> None:
    """A period to choose from a list, and the bridge of its customers, read from the sheet of all periods."""
    sheet = book.add(_("Bridge"), _("Where the customers went"), landscape=False)
    last = FIRST + len(found.figures) - 1
    names = f"{source.name}!{cell(FIRST, 0, fixed=True)}:{cell(last, 0, fixed=True)}"
    sheet.put(2, 0, _("Period"), book.style(bold=True))
    sheet.put(2, 1, period_name(found.bridge.start, found.grain), book.entered("@"))
    sheet.at.data_validation(2, 1, 2, 1, {"validate": "list", "source": f"={names}"})
    sheet.put(3, 0, _("Choose a period in the yellow cell."), book.style(font_color=QUIET))
    sheet.heads(4, ("", _("Customers")))
    counts = found.bridge
    steps = (
        (periods.column("customers_at_start"), START, counts.customers_at_start, 1),
        (periods.column("lost"), LOST, -counts.lost, -1),
        (periods.column("reactivated"), BACK, counts.reactivated, 1),
        (periods.column("new"), NEW, counts.new, 1),
    )
    for place, (title, column, value, sign) in enumerate(steps):
        held = f"{source.name}!{cell(FIRST, column, fixed=True)}:{cell(last, column, fixed=True)}"
        text = f"={'-' if sign < 0 else ''}INDEX({held},MATCH($B$3,{names},0))"
        sheet.put(5 + place, 0, title)
        sheet.formula(5 + place, 1, text, value, book.style(num_format="#,##0;−#,##0"))
    bold = book.style(bold=True, num_format=COUNT, top=1)
    sheet.put(9, 0, periods.column("active"), book.style(bold=True, top=1))
    sheet.formula(9, 1, "=SUM(B6:B9)", counts.active, bold)
    sheet.put(11, 0, metrics.title("crr"), book.style(bold=True))
    rate = counts.crr if counts.has_rate else None
    sheet.formula(11, 1, '=IF(B6=0,"",(B6+B7)/B6)', rate, book.style(bold=True, num_format=SHARE))
    sheet.put(12, 0, metrics.title("textbook"))
    textbook = counts.textbook if counts.has_rate else None
    sheet.formula(12, 1, '=IF(B6=0,"",(B10-B9)/B6)', textbook, book.style(num_format=SHARE))
    sheet.at.set_column(0, 0, 38)
    sheet.at.set_column(1, 1, 16)
