"""Work on the cells of a file, in a limited process wherever a file could make it take long.

Mapping columns, cleaning and finding look-alikes give the answers of `columns`, `clean` and `lookalikes`. Small tables
are worked on in this process, because starting another takes half a second. All functions also raise what reading a
file raises at its limits: RetentionError `too_big`, `too_much_work`, `took_too_long`, `ended_outside` and `stopped`,
with the `name` of the files.
"""

import datetime as dt
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from retention.errors import RetentionError, Undecided
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read import limits
from retention.ingest.rules import Rules

if TYPE_CHECKING:
    import pyarrow as pa

    from retention.ingest.lookalikes import LookAlike
    from retention.ingest.read.process import Progress
    from retention.ingest.read.raw import RawTable
    from retention.orders import Orders

WORKER = "retention.ingest.limited.worker"


def map_columns(raw: "RawTable", choices: Choices = Choices(), *, progress: "Progress | None" = None) -> Mapping:  # noqa: B008
    """Which column means what; see `retention.ingest.columns.map_columns`."""
    from retention.ingest import columns
    from retention.ingest.limited import wire

    if _few_columns([raw]):
        return columns.map_columns(raw, choices)
    message, _ = _run_task("map_columns", [raw], {"choices": [wire.plain(choices)]}, progress)
    return wire.mapping(message["mapping"])


def map_files(
    files: "Sequence[tuple[RawTable, Choices]]", *, progress: "Progress | None" = None
) -> list[Mapping | Undecided]:
    """Mapping of each of several files, or what stays open about it; see `retention.ingest.columns.map_files`."""
    from retention.ingest import columns
    from retention.ingest.limited import wire

    raws = [raw for raw, _ in files]
    if _few_columns(raws):
        return columns.map_files(files)
    message, _ = _run_task("map_files", raws, {"choices": [wire.plain(choices) for _, choices in files]}, progress)
    return [wire.mapping_or_questions(each) for each in message["found"]]


def clean(
    files: "Sequence[tuple[RawTable, Mapping]]",
    *,
    rules: Rules | None = None,
    as_of: dt.date | None = None,
    today: dt.date | None = None,
    currency: str | None = None,
    progress: "Progress | None" = None,
) -> "Orders":
    """One table of orders, made within limits; see `retention.ingest.clean.clean`."""
    from retention.ingest import clean as cleaning
    from retention.ingest.limited import wire

    raws = [raw for raw, _ in files]
    if _few_rows(raws):
        return cleaning.clean(files, rules=rules, as_of=as_of, today=today, currency=currency)
    days = {name: day and day.isoformat() for name, day in (("as_of", as_of), ("today", today))}
    task_input = {"rules": wire.plain(rules or Rules()), "currency": currency, **days}
    message, tables = _run_task("clean", raws, task_input | _mappings(files), progress)
    return wire.orders(message, tables, files)


def look_alikes(
    files: "Sequence[tuple[RawTable, Mapping]]", rules: Rules | None = None, *, progress: "Progress | None" = None
) -> "tuple[LookAlike, ...]":
    """Customers who may be one person, found within limits; see `retention.ingest.lookalikes.look_alikes`."""
    from retention.ingest import lookalikes
    from retention.ingest.limited import wire

    raws = [raw for raw, _ in files]
    if _few_rows(raws):
        return lookalikes.look_alikes(files, rules)
    message, _ = _run_task("look_alikes", raws, {"rules": wire.plain(rules or Rules())} | _mappings(files), progress)
    return tuple(wire.look_alike(each) for each in message["found"])


def _mappings(files: "Sequence[tuple[RawTable, Mapping]]") -> dict[str, Any]:
    from retention.ingest.limited import wire

    return {"mappings": [wire.plain(mapping) for _, mapping in files]}


def _run_task(
    task: str, raws: "Sequence[RawTable]", task_input: ReadOnly[str, Any], progress: "Progress | None"
) -> "tuple[ReadOnly[str, Any], list[pa.Table]]":
    """What a limited process answers to a task of `retention.ingest.limited.worker` about some tables."""
    from retention.ingest.limited import wire
    from retention.ingest.read.process import limited

    tables = [wire.table(raw) for raw in raws]
    request = {"task": task, "raws": [wire.described(raw) for raw in raws], **task_input}
    cpu = limits.cpu_seconds(sum(table.nbytes for table in tables), columns=sum(table.num_columns for table in tables))
    try:
        with limited(request, lambda pipe: wire.send(pipe, tables), cpu=cpu, worker=WORKER, progress=progress) as child:
            return child.answer()
    except RetentionError as error:
        error.details.setdefault("name", ", ".join(raw.name for raw in raws))
        raise


def _few_columns(raws: "Sequence[RawTable]") -> bool:
    """Whether looking at all columns takes a fraction of a second."""
    from retention.ingest.columns.column_profile import sampled_letters

    widths = [raw.frame.shape[1] for raw in raws]
    if max(widths, default=0) > limits.INLINE_COLUMNS or sum(widths) > limits.INLINE_COLUMNS_OF_ALL:
        return False
    return sum(sampled_letters(raw.frame) for raw in raws) <= limits.INLINE_SAMPLED_LETTERS * len(raws)


def _few_rows(raws: "Sequence[RawTable]") -> bool:
    """Whether going through all rows takes a fraction of a second."""
    if sum(len(raw.frame) for raw in raws) > limits.INLINE_ROWS:
        return False
    return sum(int(raw.frame.memory_usage(index=False).sum()) for raw in raws) <= limits.INLINE_CELL_BYTES
