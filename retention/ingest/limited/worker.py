"""The child of `retention.ingest.limited`: finds columns, cleans or looks for look-alikes in the tables it was sent."""

from collections.abc import Callable, Mapping
from typing import Any, BinaryIO

from retention.ingest.limited import wire
from retention.ingest.read.raw import RawTable
from retention.ingest.read.worker import serve, write_line, write_table

Request = Mapping[str, Any]


def main(cpu: float) -> None:
    """Do one task, within so many seconds of a processor."""
    serve(answer, cpu=cpu)


def answer(out: BinaryIO, request: Request, tables: BinaryIO) -> None:
    """What a task finds in the tables that were sent along."""
    raws = [wire.received(tables, sent) for sent in request["raws"]]
    TASKS[request["task"]](out, raws, request)


def _map_columns(out: BinaryIO, raws: list[RawTable], request: Request) -> None:
    from retention.ingest.columns import map_columns

    (raw,), (sent,) = raws, request["choices"]
    write_line(out, {"tables": 0, "mapping": wire.plain(map_columns(raw, wire.choices(sent)))})


def _map_files(out: BinaryIO, raws: list[RawTable], request: Request) -> None:
    from retention.ingest.columns import map_files

    choices = map(wire.choices, request["choices"])
    found = map_files(list(zip(raws, choices, strict=True)))
    write_line(out, {"tables": 0, "found": [wire.plain_answer(each) for each in found]})


def _clean(out: BinaryIO, raws: list[RawTable], request: Request) -> None:
    import datetime as dt

    from retention.ingest.clean import clean

    days = {name: request[name] and dt.date.fromisoformat(request[name]) for name in ("as_of", "today")}
    files = list(zip(raws, map(wire.mapping, request["mappings"]), strict=True))
    found = clean(files, rules=wire.rules(request["rules"]), currency=request["currency"], **days)
    message, tables = wire.plain_orders(found)
    write_line(out, message)
    for table in tables:
        write_table(out, table)


def _look_alikes(out: BinaryIO, raws: list[RawTable], request: Request) -> None:
    from retention.ingest.lookalikes import look_alikes

    files = list(zip(raws, map(wire.mapping, request["mappings"]), strict=True))
    found = look_alikes(files, wire.rules(request["rules"]))
    write_line(out, {"tables": 0, "found": [wire.plain(each) for each in found]})


TASKS: Mapping[str, Callable[[BinaryIO, list[RawTable], Request], None]] = {
    "map_columns": _map_columns,
    "map_files": _map_files,
    "clean": _clean,
    "look_alikes": _look_alikes,
}
