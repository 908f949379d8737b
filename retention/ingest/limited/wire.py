"""Tables, decisions and answers on their way to and from a limited process: JSON and Arrow, nothing that could run."""

import dataclasses
import datetime as dt
from collections.abc import Mapping as ReadOnly
from collections.abc import Sequence
from typing import Any, BinaryIO

import numpy as np
import pandas as pd
import pyarrow as pa

from retention.errors import Example, Issue, Question, Undecided
from retention.ingest.clean.order_lines import LineCells
from retention.ingest.lookalikes import LookAlike
from retention.ingest.mapping import Choices, Mapping
from retention.ingest.read.raw import TEXT, RawTable, raw_table
from retention.ingest.read.worker import ROWS, write_table
from retention.ingest.rules import Rules
from retention.orders import Orders, Source, Unidentified


def plain(value: object) -> Any:  # noqa: ANN401 - JSON
    """A dataclass, or anything in one, as what JSON can hold."""
    if dataclasses.is_dataclass(value):
        return {each.name: plain(getattr(value, each.name)) for each in dataclasses.fields(value)}
    if isinstance(value, ReadOnly):
        return {str(name): plain(each) for name, each in value.items()}
    if isinstance(value, list | tuple):
        return [plain(each) for each in value]
    return value.item() if isinstance(value, np.generic) else value


def _tuples(value: Any) -> Any:  # noqa: ANN401 - JSON
    """A value of JSON with tuples for lists, as frozen dataclasses hold them."""
    if isinstance(value, dict):
        return {name: _tuples(each) for name, each in value.items()}
    return tuple(_tuples(each) for each in value) if isinstance(value, list) else value


def choices(sent: ReadOnly[str, Any]) -> Choices:
    """Choices from what `plain` made of them."""
    return Choices(**_tuples(sent))


def rules(sent: ReadOnly[str, Any]) -> Rules:
    """Rules from what `plain` made of them."""
    return Rules(**_tuples(sent))


def mapping(sent: ReadOnly[str, Any]) -> Mapping:
    """A mapping from what `plain` made of it."""
    return Mapping(**_tuples(sent))


def mapping_or_questions(sent: ReadOnly[str, Any]) -> Mapping | Undecided:
    """One answer of `map_files` from what `plain_answer` made of it."""
    if "mapping" in sent:
        return mapping(sent["mapping"])
    return Undecided(tuple(Question(q["code"], tuple(q["options"]), q["details"]) for q in sent["questions"]))


def plain_answer(found: Mapping | Undecided) -> dict[str, Any]:
    """One answer of `map_files` as JSON can hold it."""
    return {"questions": plain(found.questions)} if isinstance(found, Undecided) else {"mapping": plain(found)}


def look_alike(sent: ReadOnly[str, Any]) -> LookAlike:
    """Look-alikes from what `plain` made of them."""
    examples = tuple(Example(**example) for example in sent["examples"])
    return LookAlike(**{**_tuples({**sent, "examples": []}), "examples": examples})


def table(raw: RawTable) -> pa.Table:
    """The cells of a raw table, its row numbers in the last column."""
    cells = pa.Table.from_pandas(raw.frame, preserve_index=False)
    return cells.append_column(ROWS, pa.array(raw.rows)).replace_schema_metadata()


def described(raw: RawTable) -> dict[str, Any]:
    """What is known of a raw table beside its cells."""
    return {"name": raw.name, **plain({"layout": raw.layout, "issues": raw.issues, "parts": raw.parts})}


def send(pipe: BinaryIO, tables: Sequence[pa.Table]) -> None:
    """Write tables one after the other."""
    for each in tables:
        write_table(pipe, each)


def received(pipe: BinaryIO, sent: ReadOnly[str, Any]) -> RawTable:
    """The next raw table that was sent."""
    with pa.ipc.open_stream(pa.PythonFile(pipe, mode="r")) as stream:
        return raw_table(sent["name"], sent, stream.read_all())


def plain_orders(found: Orders) -> tuple[dict[str, Any], tuple[pa.Table | pa.RecordBatch, ...]]:
    """Orders without their sources, which the other side knows: a message and five tables."""
    cells = found.line_cells
    if not isinstance(cells, LineCells):
        raise TypeError("orders made of files have the cells of their lines")
    nobody = found.unidentified
    message = {
        "tables": 5,
        "repeated": cells.repeated,
        "as_of": found.as_of.isoformat(),
        "currency": found.currency,
        "rows_read": found.rows_read,
        "issues": [plain(issue) for issue in found.issues],
        "nobody_repeated": isinstance(nobody.line_cells, LineCells) and nobody.line_cells.repeated,
    }
    frame = pa.Table.from_pandas(found.frame, preserve_index=False)
    # A batch keeps its categories where it has no row, which a table does not.
    set_aside = pa.RecordBatch.from_pandas(found.set_aside, preserve_index=False)
    of_lines = {"place": cells.places} | ({} if cells.rates is None else {"rate": cells.rates})
    if isinstance(nobody.line_cells, LineCells):
        of_lines["nobody"] = nobody.line_cells.places
    states = pa.Table.from_pandas(found.states, preserve_index=False)
    unnamed = pa.Table.from_pandas(pd.DataFrame() if nobody.frame is None else nobody.frame, preserve_index=False)
    return message, (frame, set_aside, pa.table(of_lines), states, unnamed)


def orders(
    message: ReadOnly[str, Any], tables: Sequence[pa.Table], files: Sequence[tuple[RawTable, Mapping]]
) -> Orders:
    """Orders from what `plain_orders` made of them, and the files they came from."""
    frame, set_aside, of_lines, states, unnamed = (_to_pandas(each) for each in tables)
    rates = of_lines["rate"].to_numpy() if "rate" in of_lines else None
    return Orders(
        frame=frame,
        as_of=dt.date.fromisoformat(message["as_of"]),
        currency=message["currency"],
        rows_read=message["rows_read"],
        issues=tuple(_issue(issue) for issue in message["issues"]),
        set_aside=set_aside,
        unidentified=_unidentified(unnamed, of_lines, files, repeated=message["nobody_repeated"]),
        sources=tuple(Source(name=raw.name, layout=raw.layout, mapping=mapping) for raw, mapping in files),
        states=states,
        line_cells=LineCells.of(files, of_lines["place"].to_numpy(), rates, repeated=message["repeated"], alone=False),
    )


def _unidentified(
    frame: pd.DataFrame, of_lines: pd.DataFrame, files: Sequence[tuple[RawTable, Mapping]], *, repeated: bool
) -> Unidentified:
    if frame.empty:
        return Unidentified()
    places = of_lines["nobody"].to_numpy()
    return Unidentified.of(frame, LineCells.of(files, places, None, repeated=repeated, alone=False))


def _to_pandas(cells: pa.Table) -> pd.DataFrame:
    frame: pd.DataFrame = cells.to_pandas(types_mapper=TEXT.get)
    for name in frame.columns:
        if isinstance(frame[name].dtype, pd.CategoricalDtype) and not len(frame[name].cat.categories):
            frame[name] = pd.Categorical([None] * len(frame), categories=pd.Index([], dtype="str"))
    return frame


def _issue(sent: ReadOnly[str, Any]) -> Issue:
    examples = tuple(Example(**example) for example in sent["examples"])
    return Issue(**{**sent, "examples": examples, "details": _tuples(sent["details"])})
