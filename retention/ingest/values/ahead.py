"""Work on whole columns that is begun ahead, in other threads, and done once however many steps ask for it.

Several steps look at all texts of a column: the order of its dates is found, then they are read; a customer's
spellings are united, then compared. Of a million rows each look costs as much as parsing them did. Arrow works outside
of Python's lock, so other processors do that work while this one goes on.
"""

from collections.abc import Callable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from typing import Any

import pandas as pd
import pyarrow as pa

# A column of fewer rows costs less than a thread.
_WORTH_A_THREAD = 50_000


@dataclass(frozen=True, eq=False)
class _Begun:
    """Results by the identity of a column's cells; the cells are held, so that no others take their place."""

    pool: ThreadPoolExecutor
    results: dict[int, tuple[pa.ChunkedArray, Future[Any]]] = field(default_factory=dict)


_BEGUN: ContextVar[_Begun | None] = ContextVar("begun", default=None)


@contextmanager
def working_ahead() -> Iterator[None]:
    """While open, what is begun is done once, and kept until the end; within another one that is open, nothing new."""
    if _BEGUN.get() is not None:
        yield
        return
    with ThreadPoolExecutor(pa.cpu_count()) as pool:
        token = _BEGUN.set(_Begun(pool))
        try:
            yield
        finally:
            _BEGUN.reset(token)
            pool.shutdown(cancel_futures=True)


def begin(column: pd.Series, work: Callable[[pa.ChunkedArray], object]) -> None:
    """Begin with some work on the cells of a long column of texts, unless it was begun, or nobody waits for it."""
    begun, cells = _BEGUN.get(), _cells(column)
    if begun is not None and cells is not None and id(cells) not in begun.results:
        begun.results[id(cells)] = cells, begun.pool.submit(work, cells)


def result(column: pd.Series) -> Any:  # noqa: ANN401 - of any work
    """What the work on a column found, waited for; None where none was begun."""
    begun, cells = _BEGUN.get(), _cells(column)
    if begun is None or id(cells) not in begun.results:
        return None
    return begun.results[id(cells)][1].result()


def _cells(column: pd.Series) -> pa.ChunkedArray | None:
    """The cells of a long column of texts, the same object whichever table shows them; else None."""
    if len(column) < _WORTH_A_THREAD or not isinstance(column.dtype, pd.StringDtype):
        return None
    cells = column.array.__arrow_array__()
    return cells if isinstance(cells, pa.ChunkedArray) else None
