"""The sheet to play with: what more retention, margin and a programme's cost make of today's course."""

from retention.narrate import whatif as words
from retention.narrate import whatif_answer
from retention.narrate.numbers import period_name
from retention.narrate.texts import _
from retention.report.look import QUIET
from retention.report.material import Material
from retention.report.workbook.book import COUNT, SHARE, Book, Sheet, cell
from retention.whatif import Comparison, Reading, Shop

FIRST = 13
POINTS, MARGIN, COST, DISCOUNT = (f"$B${row}" for row in (4, 5, 6, 7))
"""Where the entries stand."""
AHEAD, TODAY, CHANGED, EXTRA, WORTH, REVENUE, PROFIT, NOW = range(8)
"""Columns: periods ahead and customers today are given, the others follow."""


def write_what_if(book: Book, found: Material) -> None:
    """The cautious reading as formulas: more of those who bought in a period come back in the next, nobody else does.

    buyers'(t + 1) = buyers(t + 1) + points × buyers'(t); nothing without a forecast of money.
    """
    shop, answer = found.shop, found.cautious
    if shop is None or answer is None or not shop.has_money:
        return
    sheet = book.add(_("What if"), _("What more retention is worth"))
    sheet.put(
        1,
        0,
        f"{whatif_answer.reading(Reading.JUST_BOUGHT)}. {whatif_answer.assumption(Reading.JUST_BOUGHT)}",
        book.style(font_color=QUIET),
    )
    _write_entries(sheet, answer)
    _write_periods(sheet, shop, answer)
    _write_result(sheet, found, answer)
    sheet.at.set_column(0, 0, 34)
    sheet.at.set_column(1, NOW, 15)


def _write_entries(sheet: Sheet, answer: Comparison) -> None:
    book, asked = sheet.book, answer.scenario
    margin = 1.0 if asked.margin is None else asked.margin
    entries = (
        (_("Points of retention more"), answer.points, SHARE),
        (words.field("margin"), margin, "0%"),
        (words.field("programme_cost"), 0.0, book.money),
        (words.field("discount_rate"), asked.discount_rate, "0%"),
    )
    for place, (title, value, shown) in enumerate(entries):
        sheet.put(3 + place, 0, title)
        sheet.put(3 + place, 1, value, book.entered(shown))
    told = _("Change the yellow cells. A margin of 100% means that revenue is shown.")
    sheet.put(7, 0, told, book.style(font_color=QUIET))


def _write_periods(sheet: Sheet, shop: Shop, answer: Comparison) -> None:
    heads = (
        _("Period"),
        _("Buyers today"),
        _("Buyers then"),
        _("More buyers"),
        _("Revenue of one more buyer"),
        _("More revenue"),
        _("More profit"),
        _("In today's money"),
    )
    sheet.heads(FIRST - 1, heads, height=46)
    ahead, book = answer.periods, sheet.book
    count, money = book.style(num_format="#,##0.0"), book.style(num_format=book.money)
    margin = 1.0 if answer.scenario.margin is None else answer.scenario.margin
    growth = (1 + answer.scenario.discount_rate) ** (1 / shop.base.per_year)
    for place, (_index, row) in enumerate(ahead.iterrows()):
        at = FIRST + place
        more, revenue = row["buyers_difference"], row["revenue_difference"]
        named = str(row["ahead"]) if shop.forecast is None else period_name(row["start"], shop.grain)
        before = str(float(answer.base.buyers)) if place == 0 else cell(at - 1, CHANGED)
        sheet.put(at, AHEAD, named)
        sheet.put(at, TODAY, float(row["buyers_today"]), count)
        sheet.formula(at, CHANGED, f"={cell(at, TODAY)}+{POINTS}*{before}", row["buyers_scenario"], count)
        sheet.formula(at, EXTRA, f"={cell(at, CHANGED)}-{cell(at, TODAY)}", more, count)
        sheet.put(at, WORTH, float(revenue / more) if more else 0.0, book.style(num_format=book.money))
        sheet.formula(at, REVENUE, f"={cell(at, EXTRA)}*{cell(at, WORTH)}", revenue, money)
        sheet.formula(at, PROFIT, f"={cell(at, REVENUE)}*{MARGIN}", revenue * margin, money)
        worth_now = f"={cell(at, PROFIT)}/(1+{DISCOUNT})^({place + 1}/{shop.base.per_year})"
        sheet.formula(at, NOW, worth_now, revenue * margin / growth ** (place + 1), money)


def _write_result(sheet: Sheet, found: Material, answer: Comparison) -> None:
    """The sum of all periods, less the programme's cost, and what the page says of the other reading."""
    book, last = sheet.book, FIRST + len(answer.periods) - 1
    measure = "npv" if answer.scenario.margin is not None else "revenue_total"
    bold = book.style(bold=True, num_format=book.money)
    sheet.put(9, 0, _("Adds, all periods together"), book.style(bold=True))
    text = f"=SUM({cell(FIRST, NOW)}:{cell(last, NOW)})-{COST}"
    sheet.formula(9, 1, text, answer.total(measure, "difference"), bold)
    if found.answer is not None:
        other = whatif_answer.reading(Reading.EVERYONE)
        sheet.put(10, 0, other)
        sheet.put(10, 1, found.answer.total(measure, "difference"), book.style(num_format=book.money))
    chart = book.made.add_chart({"type": "line"})
    for column, colour in ((TODAY, QUIET), (CHANGED, book.look.colour)):
        chart.add_series(
            {
                "name": [sheet.at.get_name(), FIRST - 1, column],
                "categories": [sheet.at.get_name(), FIRST, 0, last, 0],
                "values": [sheet.at.get_name(), FIRST, column, last, column],
                "line": {"color": colour, "width": 2.25},
            }
        )
    chart.set_y_axis({"num_format": COUNT, "major_gridlines": {"visible": True, "line": {"color": "#E5E1D8"}}})
    chart.set_legend({"position": "bottom"})
    chart.set_size({"width": 820, "height": 300})
    sheet.at.insert_chart(last + 2, 0, chart)
