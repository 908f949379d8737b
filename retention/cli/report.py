"""`report`: the pack to hand over, as a workbook, slides and a page, in one line for a scheduler."""

from collections.abc import Callable
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import bring, calendar_options, ends_properly, inputs, order_options
from retention.cli.output import check_output, output
from retention.cli.pace import as_target
from retention.errors import RequestError

if TYPE_CHECKING:
    from retention.report.material import Material

OUTPUTS = ("xlsx", "pptx", "html")
SECTIONS = ("rate", "why", "findings", "customers", "money", "forecast", "target", "what_if", "next")
"""As `retention.report.story.SECTIONS`, here so that --help does not wait for pandas; a test holds them together."""


@click.command()
@order_options
@click.option("--force", is_flag=True, help="Replace files that are there already.")
@click.option("--colour", metavar="#RRGGBB", help="The client's colour, for titles and charts.")
@click.option("--logo", type=click.Path(dir_okay=False), help="The client's logo, a PNG or JPEG.")
@click.option("--client", metavar="NAME", default="", help="Whose report it is.")
@click.option("--mask", is_flag=True, help="Customers under invented names.")
@click.option("--margin", type=click.FloatRange(0, 1, min_open=True), help="Share of revenue left, 0.4 for 40%.")
@click.option("--target", metavar="SHARE", help="The retention rate to reach, such as 35%.")
@click.option("--base", default="previous", show_default=True, help="Also: last_year, ever, window:12M, window:90D.")
@click.option("--section", "sections", type=click.Choice(SECTIONS), multiple=True, help="Only these; repeatable.")
@click.option("--html", type=click.Path(dir_okay=False), help="Where to write the page; it opens offline.")
@click.option("--pptx", type=click.Path(dir_okay=False), help="Where to write the slides.")
@click.option("--xlsx", type=click.Path(dir_okay=False), help="Where to write the workbook.")
@ends_properly
def report(
    files: tuple[str, ...],
    grain: str,
    base: str,
    sections: tuple[str, ...],
    margin: float | None,
    target: str | None,
    mask: bool,
    client: str,
    logo: str | None,
    colour: str | None,
    force: bool,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """The latest whole period of FILES as a pack to hand over: workbook, slides and page tell the same story.

    Name at least one of --xlsx, --pptx and --html. With --json the paths that were written are printed.
    """
    wanted = {kind: Path(path) for kind in OUTPUTS if (path := options.pop(kind))}
    if not wanted:
        raise RequestError("report_nowhere")
    read = [*inputs(files, options["source"]), *filter(None, [logo])]
    for path in wanted.values():
        check_output(path, read, force=force)
    look, aim = _look(client, colour, logo), None if target is None else as_target(target)
    chosen = sections or SECTIONS
    calendar = calendar_options(grain, options)
    orders = bring(files, options)
    made = _documents(orders, look, calendar, mask=mask, base=base, margin=margin, target=aim, sections=chosen)
    for kind, path in wanted.items():
        with output(path, force=force) as file:
            file.write(made[kind]())
    _say({kind: str(path) for kind, path in wanted.items()}, as_json=as_json)


def _look(client: str, colour: str | None, logo: str | None) -> Any:  # noqa: ANN401 - a Look, imported late
    """What the report looks like; RequestError where the logo cannot be read."""
    from retention.report.look import PALETTE, Look

    try:
        picture = None if logo is None else Path(logo).read_bytes()
    except OSError:
        raise RequestError("logo_unreadable", path=click.format_filename(str(logo))) from None
    return Look(client=client, colour=colour or PALETTE[0], logo=picture)


def _documents(
    orders: Any,  # noqa: ANN401 - Orders, imported late
    look: Any,  # noqa: ANN401 - a Look, imported late
    calendar: dict[str, Any],
    *,
    mask: bool,
    base: str,
    margin: float | None,
    target: float | None,
    sections: tuple[str, ...],
) -> dict[str, Callable[[], bytes]]:
    """Each document, made when asked for."""
    from retention.report import page, slides, workbook
    from retention.report.story import tell

    found = results(orders, calendar, mask=mask, base=base, margin=margin, target=target)
    story = tell(found, client=look.client, sections=sections)
    return {
        "xlsx": lambda: workbook.written(found, story, look),
        "pptx": lambda: slides.written(story, look),
        "html": lambda: page.written(story, look),
    }


def results(
    orders: Any,  # noqa: ANN401 - Orders or a table of a source
    calendar: dict[str, Any],
    *,
    mask: bool,
    base: str,
    margin: float | None,
    target: float | None = None,
) -> "Material":
    """What is told of the latest whole period; RequestError `report_of_source` for a table that is no file."""
    from retention.analysis.customers.contacts import pseudonymised
    from retention.orders import Orders
    from retention.periods import Calendar
    from retention.report.material import gather

    if not isinstance(orders, Orders):
        raise RequestError("report_of_source")
    shown = pseudonymised(orders) if mask else orders
    return gather(shown, calendar=Calendar.of(**calendar), base=base, margin=margin, target=target)


def _say(written: dict[str, str], *, as_json: bool) -> None:
    """The paths that were written."""
    import json

    if as_json:
        click.echo(json.dumps({"written": written}, ensure_ascii=False))
    else:
        for path in written.values():
            click.echo(click.format_filename(path))
