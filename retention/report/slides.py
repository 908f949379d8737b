"""A report as slides: one message each, with native charts and tables that a client can edit, and notes beneath."""

import io
import math
from collections.abc import Sequence

from pptx import Presentation
from pptx.chart.chart import Chart
from pptx.chart.data import CategoryChartData
from pptx.dml.color import RGBColor
from pptx.enum.chart import XL_CHART_TYPE, XL_LABEL_POSITION, XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION
from pptx.enum.text import MSO_ANCHOR, PP_ALIGN
from pptx.presentation import Presentation as Deck
from pptx.slide import Slide
from pptx.table import _Cell as Cell
from pptx.text.text import TextFrame
from pptx.util import Emu, Inches, Pt

from retention.narrate.texts import _
from retention.report.look import INK, QUIET, Look
from retention.report.story import Message, Picture, Story, Table

WIDTH, HEIGHT = Inches(13.333), Inches(7.5)
LEFT, TOP, FULL = Inches(0.6), Inches(0.45), Inches(12.13)
BODY_TOP, BODY_HEIGHT = Inches(1.85), Inches(5.0)
HALF, GAP = Inches(5.0), Inches(0.35)
"""What text takes where a chart or table stands beside it, and the space between the two."""
BLANK = 6
"""Place of the layout without placeholders in the usual template."""
MOST_ROWS = 11
"""Rows of a table that can be read on a slide."""
Room = tuple[int, int, int, int]
"""Left, top, width and height of a part of a slide."""
ROLES = ("kept", "lost", "reactivated", "new")
"""What the colours of a palette stand for, as in charts; written here too, because the command line draws none."""


def written(story: Story, look: Look) -> bytes:
    """The slides: a title, one for each message, and one for the figures with how each is counted.

    >>> from pptx import Presentation
    >>> from retention.report.look import Look
    >>> from retention.report.slides import written
    >>> from retention.report.story import Message, Story, Table
    >>> told = Message(key="rate", title="47 of 100 came back", basis=("Few customers.",))
    >>> story = Story(title="Bean & Co", about=(), messages=(told,), figures=Table(head=(), rows=()), method=())
    >>> slides = Presentation(io.BytesIO(written(story, Look()))).slides
    >>> [slide.shapes[0].text_frame.text for slide in slides], slides[1].notes_slide.notes_text_frame.text
    (['Bean & Co', '47 of 100 came back'], 'Few customers.')
    """
    deck = Presentation()
    deck.slide_width, deck.slide_height = WIDTH, HEIGHT
    _render_title(deck, story, look)
    for message in story.messages:
        _render_message(deck, message, look)
    for part in _pages(story.figures):
        _render_message(deck, Message(key="figures", title=_("How each figure is counted"), table=part), look)
    if story.method:
        title = _("What became of the rows, and how far to believe the forecasts")
        _render_message(deck, Message(key="method", title=title, said=story.method), look)
    stream = io.BytesIO()
    deck.save(stream)
    return stream.getvalue()


def _pages(table: Table) -> list[Table]:
    """A long table in parts that each fit a slide."""
    size = 6  # what is counted takes two lines
    starts = range(0, len(table.rows), size)
    return [Table(head=table.head, rows=table.rows[start : start + size], right=table.right) for start in starts]


def _colour(name: str) -> RGBColor:
    return RGBColor.from_string(name.removeprefix("#"))


def _new(deck: Deck) -> Slide:
    return deck.slides.add_slide(deck.slide_layouts[BLANK])


def _text(
    slide: Slide, place: tuple[int, int, int, int], lines: Sequence[str], *, size: float, colour: str
) -> TextFrame:
    """Lines of text in a box, one paragraph each."""
    frame = slide.shapes.add_textbox(*map(Emu, place)).text_frame
    frame.word_wrap = True
    for number, line in enumerate(lines):
        paragraph = frame.paragraphs[0] if number == 0 else frame.add_paragraph()
        paragraph.text = line
        paragraph.space_after = Pt(size / 2)
        paragraph.font.size, paragraph.font.color.rgb = Pt(size), _colour(colour)
    return frame


def _render_title(deck: Deck, story: Story, look: Look) -> None:
    slide = _new(deck)
    title = _text(slide, (LEFT, Inches(2.4), FULL, Inches(1.2)), [story.title], size=40, colour=look.colour)
    title.paragraphs[0].font.bold = True
    _text(slide, (LEFT, Inches(3.7), FULL, Inches(2)), story.about, size=18, colour=QUIET)
    if look.logo is not None:
        slide.shapes.add_picture(io.BytesIO(look.logo), LEFT, Inches(0.8), height=Inches(1.0))


def _render_message(deck: Deck, message: Message, look: Look) -> None:
    """The message as title, its text, and a chart or a table beside it; where it comes from in the notes."""
    slide = _new(deck)
    size = 26 if len(message.title) <= 110 else 21 if len(message.title) <= 160 else 18
    title = _text(slide, (LEFT, TOP, FULL, Inches(1.3)), [message.title], size=size, colour=look.colour)
    title.vertical_anchor = MSO_ANCHOR.MIDDLE
    title.paragraphs[0].font.bold = True
    beside = message.picture is not None or message.table is not None
    width = HALF if beside and message.said else FULL
    if message.said:
        lines = message.said if beside else (*message.said, *message.basis)
        _text(slide, (LEFT, BODY_TOP, width, BODY_HEIGHT), lines, size=_readable(lines, width), colour=INK)
    left = LEFT + (HALF + GAP if message.said else 0)
    room = (left, BODY_TOP, WIDTH - left - LEFT, BODY_HEIGHT)
    if message.picture is not None:
        _render_chart(slide, message.picture, room, look)
    elif message.table is not None:
        _render_table(slide, message.table, room, look)
    if message.basis:
        notes = slide.notes_slide.notes_text_frame
        assert notes is not None  # every notes page made by this library has one
        notes.text = "\n".join(message.basis)


def _readable(lines: Sequence[str], width: int) -> float:
    """The largest size of type, in points, in which these lines fit the body of a slide."""
    for size in (20.0, 18.0, 16.0, 14.0, 12.0):
        letters_a_line = width / Pt(1) / (0.55 * size)
        needed = sum(math.ceil(len(line) / letters_a_line) * 1.25 + 0.5 for line in lines)
        if needed * Pt(size) <= BODY_HEIGHT:
            return size
    return 11.0


def _render_chart(slide: Slide, picture: Picture, room: Room, look: Look) -> None:
    """A chart of PowerPoint's own, its numbers in a sheet behind it."""
    if picture.kind == "waterfall":
        _render_waterfall(slide, picture, room, look)
        return
    rows = picture.rows
    data = CategoryChartData(number_format=picture.number_format)
    data.categories = list(rows["name"])
    data.add_series(picture.title, rows["value"].tolist())
    for end in ("low", "high"):
        title = f"{picture.band}: {_('from') if end == 'low' else _('to')}"
        data.add_series(title, rows[end].tolist())
    chart = _placed(slide, XL_CHART_TYPE.LINE_MARKERS, room, data)
    for number, series in enumerate(chart.plots[0].series):
        line = series.format.line
        line.color.rgb = _colour(look.colour if number == 0 else QUIET)
        line.width = Pt(2.5 if number == 0 else 0.75)
        series.smooth = False
        series.marker.format.fill.solid()
        series.marker.format.fill.fore_color.rgb = _colour(look.colour if number == 0 else QUIET)
        series.marker.size = 7 if number == 0 else 2
    chart.has_legend = True
    chart.legend.position = XL_LEGEND_POSITION.BOTTOM
    chart.legend.include_in_layout = False
    chart.legend.font.size = Pt(11)
    chart.value_axis.tick_labels.number_format = picture.number_format
    chart.value_axis.tick_labels.number_format_is_linked = False
    chart.value_axis.minimum_scale = min(0.0, float(rows["low"].min()))


def _placed(slide: Slide, kind: XL_CHART_TYPE, room: Room, data: CategoryChartData) -> Chart:
    frame = slide.shapes.add_chart(kind, *map(Emu, room), data)
    chart: Chart = frame.chart
    chart.font.size = Pt(11)
    chart.font.color.rgb = _colour(INK)
    chart.has_title = False
    chart.category_axis.tick_label_position = XL_TICK_LABEL_POSITION.LOW
    chart.value_axis.major_gridlines.format.line.color.rgb = _colour("#E5E1D8")
    chart.value_axis.format.line.fill.background()
    return chart


def _render_waterfall(slide: Slide, picture: Picture, room: Room, look: Look) -> None:
    """Bars on invisible ones: what every version of PowerPoint can show and edit."""
    ground, parts = stacked(picture)
    data = CategoryChartData(number_format=picture.number_format)
    data.categories = list(picture.rows["name"])
    data.add_series(" ", ground)
    data.add_series(picture.title, parts)
    data.add_series("  ", [max(map(sum, zip(ground, parts, strict=True))) / 4] * len(parts))  # room for the figures
    chart = _placed(slide, XL_CHART_TYPE.BAR_STACKED, room, data)
    chart.has_legend = False
    chart.category_axis.reverse_order = True
    chart.value_axis.visible = False
    chart.value_axis.has_major_gridlines = False
    plot = chart.plots[0]
    plot.gap_width, plot.overlap = 45, 100
    hidden, shown, beside = plot.series
    hidden.format.fill.background()
    beside.format.fill.background()
    for place, (role, text) in enumerate(zip(picture.rows["role"], picture.rows["text"], strict=True)):
        point = shown.points[place]
        point.format.fill.solid()
        point.format.fill.fore_color.rgb = _colour(look.palette[ROLES.index(role)])
        label = beside.points[place].data_label
        label.has_text_frame = True
        label.text_frame.text = text
        label.text_frame.paragraphs[0].runs[0].font.size = Pt(11)
        label.position = XL_LABEL_POSITION.INSIDE_BASE


def stacked(picture: Picture) -> tuple[list[float], list[float]]:
    """The bars of a waterfall: where each begins, and how long it is.

    >>> rows = pd.DataFrame({"name": list("abc"), "value": [100.0, -30.0, 70.0], "total": [True, False, True]})
    >>> stacked(Picture(kind="waterfall", rows=rows, title="Revenue"))
    ([0.0, 70.0, 0.0], [100.0, 30.0, 70.0])
    """
    ground, parts, level = [], [], 0.0
    for value, total in zip(picture.rows["value"], picture.rows["total"], strict=True):
        before, level = (0.0, value) if total else (level, level + value)
        ground.append(min(before, level))
        parts.append(abs(level - before))
    return ground, parts


def _render_table(slide: Slide, table: Table, room: Room, look: Look) -> None:
    left, top, width, _height = room
    rows = table.rows[:MOST_ROWS]
    shape = slide.shapes.add_table(len(rows) + 1, len(table.head), left, top, width, Inches(0.36) * (len(rows) + 1))
    held = shape.table
    held.horz_banding = False
    widest = [max(len(row[place]) for row in (table.head, *rows)) for place in range(len(table.head))]
    shares = [min(max(size, 12), 60) for size in widest]
    for place, share in enumerate(shares):
        held.columns[place].width = Emu(int(width * share / sum(shares)))
    for line, cells in enumerate((table.head, *rows)):
        for place, text in enumerate(cells):
            _fill_cell(held.cell(line, place), text, heading=line == 0, right=place in table.right, look=look)


def _fill_cell(cell: Cell, text: str, *, heading: bool, right: bool, look: Look) -> None:
    cell.text = text
    cell.margin_top = cell.margin_bottom = Inches(0.03)
    cell.fill.solid()
    cell.fill.fore_color.rgb = _colour(look.colour if heading else "#FFFFFF")
    paragraph = cell.text_frame.paragraphs[0]
    paragraph.font.size = Pt(11)
    paragraph.font.bold = heading
    paragraph.font.color.rgb = _colour("#FFFFFF" if heading else INK)
    paragraph.alignment = PP_ALIGN.RIGHT if right else PP_ALIGN.LEFT
