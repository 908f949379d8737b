"""The sheet of the money bridge: from one period's revenue to another's, step by step, adding up to the cent."""

from retention.narrate import audit, overview, periods
from retention.narrate.texts import _
from retention.report.look import QUIET
from retention.report.material import Material
from retention.report.workbook.book import COUNT, Book, cell

FIRST = 4


def write_money(book: Book, found: Material) -> None:
    """Each step with its customers; the later revenue is the sum of what stands above it. Nothing without money."""
    moved = found.money
    if moved is None:
        return
    sheet = book.add(_("Money"), _("What moved the money"), landscape=False)
    sheet.put(1, 0, audit.change(moved, found.grain, found.orders.currency), book.style(font_color=QUIET))
    sheet.heads(FIRST - 1, (_("Step"), _("Revenue"), _("Customers")))
    money, count = book.style(num_format=book.money), book.style(num_format=COUNT)
    steps = list(moved.steps.items())
    for place, (key, size) in enumerate(steps[:-1]):
        at = FIRST + place
        name = periods.name(moved.first, found.grain) if place == 0 else _(overview.STEPS[key])
        sheet.put(at, 0, name)
        sheet.put(at, 1, float(size), money)
        group = "both" if key in ("how_often", "how_much") else key
        sheet.put(at, 2, moved.customers.get(group), count)
    end = FIRST + len(steps) - 1
    sheet.put(end, 0, periods.name(moved.second, found.grain), book.style(bold=True, top=1))
    total = f"=SUM({cell(FIRST, 1)}:{cell(end - 1, 1)})"
    sheet.formula(end, 1, total, float(steps[-1][1]), book.style(bold=True, num_format=book.money, top=1))
    sheet.at.set_column(0, 0, 44)
    sheet.at.set_column(1, 2, 16)
    chart = book.made.add_chart({"type": "bar"})
    colours = {"up": book.look.palette[3], "down": book.look.palette[1], "end": book.look.colour}
    chart.add_series(
        {
            "name": [sheet.at.get_name(), FIRST - 1, 1],
            "categories": [sheet.at.get_name(), FIRST + 1, 0, end - 1, 0],
            "values": [sheet.at.get_name(), FIRST + 1, 1, end - 1, 1],
            "data_labels": {"value": True, "num_format": "#,##0"},
            "points": [{"fill": {"color": colours["down" if size < 0 else "up"]}} for _key, size in steps[1:-1]],
            "gap": 45,
        }
    )
    chart.set_y_axis({"reverse": True, "label_position": "low"})
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}})
    chart.set_legend({"none": True})
    chart.set_title({"name": _("What moved the money"), "name_font": {"size": 12}})
    chart.set_size({"width": 640, "height": 300})
    sheet.at.insert_chart(end + 2, 0, chart)
