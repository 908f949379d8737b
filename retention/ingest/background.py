"""Reading files in a thread of its own, so that the page stays alive meanwhile. Knows no Streamlit.

The holder of a `BackgroundImport` sees how far it is and can stop it; it stops by itself when it is no longer
referenced, or when `wanted` says that the visitor has left.
"""

import dataclasses
import time
import weakref
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor, wait

from retention.ingest.read.process import Progress, always
from retention.ingest.session import ImportedFile, ImportSession, Remembered


class BackgroundImport:
    """Files on their way to orders.

    `arrived` is the session as it was before, `files` are those that have to be read, `size` is their bytes, `progress`
    counts over all of them. `wanted` tells, from any thread, whether the visitor is still there.
    """

    def __init__(self, arrived: ImportSession, remembered: Remembered, *, wanted: Callable[[], bool] = always) -> None:
        self.arrived = arrived
        self.files = tuple(document for document in arrived.documents if document.raw is None)
        self.size = sum(len(document.content) for document in self.files)
        self.progress = Progress(wanted=wanted)
        self._finished: list[ImportedFile] = []
        self._started = time.monotonic()
        with_thread = ThreadPoolExecutor(1)
        self._session = with_thread.submit(_session, arrived, remembered, self.progress, self._finished)
        with_thread.shutdown(wait=False)
        weakref.finalize(self, self.progress.stop)

    @property
    def seconds(self) -> float:
        """Time since the start."""
        return time.monotonic() - self._started

    @property
    def place(self) -> int:
        """Position among `files` of the one being read; past the last one, the orders are being counted."""
        return len(self._finished)

    @property
    def share(self) -> float:
        """The share of the files that have been read, 0..1."""
        return self.place / len(self.files)

    @property
    def done(self) -> bool:
        """Whether the session is ready."""
        return self._session.done()

    def wait(self, seconds: float) -> None:
        """Wait for the end, until so many seconds after the start."""
        wait([self._session], timeout=max(0.0, seconds - self.seconds))

    def imported(self) -> ImportSession:
        """The files read and joined; waits for the end."""
        return self._session.result()


def _session(
    arrived: ImportSession, remembered: Remembered, progress: Progress, finished: list[ImportedFile]
) -> ImportSession:
    """The session with everything read; the one that `arrived` where the import was stopped."""
    documents = []
    for document in arrived.documents:
        documents.append(document if document.raw is not None else document.opened(remembered, progress))
        if document.raw is None:
            finished.append(document)
        if progress.stopped:
            return arrived
    imported = dataclasses.replace(arrived, documents=tuple(documents), orders=None).joined(progress)
    return arrived if progress.stopped else imported
