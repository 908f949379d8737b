"""What the reader made of a file, judged against what is right of it."""

import datetime as dt
import io
import json
import tempfile
import traceback
import warnings
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from pathlib import Path

import pyarrow as pa

from retention.errors import RetentionError, Undecided
from retention.ingest.clean import clean
from retention.ingest.mapping import Choices
from retention.ingest.read import formats
from retention.ingest.read.raw import RawTable, raw_table
from retention.ingest.read.worker import write_answer
from retention.ingest.session import ImportSession
from retention.orders import Orders
from tests.made_up.rights import File, MadeUp, Right
from tests.made_up.truth import Reading

LONGEST_REFUSAL = 600
TODAY = dt.date(2026, 1, 15)
"""The day on which all made-up files are read; their shops end before it."""
GOOD = frozenset({"right", "asked", "refused", "told"})
NEEDLESS = frozenset({"needless question", "needless refusal"})
"""What is no silence, but a careful person would not have needed."""

Load = Callable[[MadeUp, Mapping[str, str]], Orders]


@dataclass(frozen=True)
class Verdict:
    """`word`: right, asked, refused, told, needless question or refusal, WRONG IN SILENCE, crash. `text`: why."""

    word: str
    text: str = ""


def read_here(file: File, choices: Choices) -> RawTable:
    """A file's cells as the limited process gives them, without the process: starting it takes longer than reading."""
    request = formats.Request(**{**dict.fromkeys(("sheet", "header_row", "encoding", "separator")), **choices.layout})
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / file.name
        path.write_bytes(file.data)
        try:
            found = formats.read(file.data, request, path=str(path))
        except RetentionError as error:
            error.details["name"] = file.name
            raise
    answer = io.BytesIO()
    write_answer(answer, found)
    answer.seek(0)
    message = json.loads(answer.readline())
    with pa.ipc.open_stream(answer) as stream:
        return raw_table(file.name, message, stream.read_all())


def load_here(made: MadeUp, choices: Mapping[str, str]) -> Orders:
    """The orders of a made-up file's files, as `retention.load` makes them, in this process."""
    chosen = Choices(**choices)
    raws = [read_here(file, chosen) for file in made.files]
    return clean(ImportSession.of(raws, chosen).tables, today=TODAY)


def judge(made: MadeUp, load: Load = load_here) -> Verdict:
    """What became of a file, and whether that is right."""
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        try:
            return _judged(made, load, {})
        except Exception:  # noqa: BLE001 - whatever it is, it is a crash to be told of
            return Verdict("crash", traceback.format_exc(limit=-3))


def _judged(made: MadeUp, load: Load, choices: Mapping[str, str]) -> Verdict:
    try:
        orders = load(made, choices)
    except Undecided as undecided:
        return _judged_question(made, load, choices, undecided)
    except RetentionError as error:
        if len(str(error)) > LONGEST_REFUSAL:
            return Verdict("crash", f"a refusal of {len(str(error))} letters: {error}")
        return Verdict("needless refusal" if made.right.plain else "refused", f"{error.code}: {error}")
    verdict = judged_numbers(orders, made.right)
    asked = " ".join(choices)
    return Verdict("asked", asked) if choices and verdict.word == "right" and not made.right.plain else verdict


def _judged_question(made: MadeUp, load: Load, choices: Mapping[str, str], undecided: Undecided) -> Verdict:
    """A question is answered where it is known how the file was written, and what comes out then is judged."""
    text = "; ".join(f"{question.code} {question.options}" for question in undecided.questions)
    if made.right.plain:
        return Verdict("needless question", text)
    codes = {question.code for question in undecided.questions}
    if codes <= set(made.right.answers) and not codes <= set(choices):
        return _judged(made, load, {**choices, **{code: made.right.answers[code] for code in codes}})
    return Verdict("asked", text)


def judged_numbers(orders: Orders, right: Right) -> Verdict:
    """Numbers are right, or another documented reading that a remark goes with, or wrong."""
    codes = [issue.code for issue in orders.issues]
    got = f"{orders.customers} customers, {len(orders.purchases)} orders, {orders.revenue:.2f}"
    got += f", last {orders.last_date}" if len(orders.purchases) else ""
    text = f"got {got} {codes}; right {right.readings}; others {right.others} with {right.told}"
    if orders.rows_read != orders.rows_used + orders.rows_set_aside:
        return Verdict("WRONG IN SILENCE", f"rows read are not used or set aside; {text}")
    if any(_equal(orders, each) for each in right.readings):
        return Verdict("right", got)
    is_told = any(word in code for word in right.told for code in codes)
    if is_told and (not right.others or any(_equal(orders, each) for each in right.others)):
        return Verdict("told", text)
    return Verdict("WRONG IN SILENCE", text)


def _equal(orders: Orders, reading: Reading) -> bool:
    pairs: list[tuple[object, object]] = [
        (reading.customers, orders.customers),
        (reading.orders, len(orders.purchases)),
        (reading.last, orders.last_date if len(orders.purchases) else None),
    ]
    if any(wanted is not None and wanted != got for wanted, got in pairs):
        return False
    return reading.revenue is None or abs(reading.revenue - orders.revenue) < 0.006
