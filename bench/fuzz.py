"""Damaged files by the thousand: each must end in orders, a question or a refusal, and within the memory limit.

    python bench/fuzz.py 10 [--seed 0] [--workers 2]

Takes minutes. Most files are read by workers that stay alive, because starting a process for each takes longer than
reading it; what kills a worker, and every fiftieth file anyway, is read again the way the product does it. Ends with 1
if anything else happened; the files are then in fuzz_findings/. Linux and macOS only: workers are stopped by alarms.
"""

import argparse
import io
import json
import resource
import signal
import subprocess
import sys
import threading
import time
import traceback
from collections import Counter
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

sys.path.insert(0, str(Path(__file__).parent.parent))

from mutations import mutated

from retention.errors import RetentionError, Undecided
from retention.ingest.read import limits

if TYPE_CHECKING:
    from retention.ingest.read.raw import RawTable

FINDINGS = Path("fuzz_findings")
# A worker reads one small file in well under a second; the product's own limit is tried on what takes longer.
ALARM_SECONDS = 10
THE_WHOLE_WAY_EACH = 50


def understood(raw: "RawTable") -> str:
    """How a raw table ends: `orders`, or whatever is raised. The account of rows must close."""
    from retention.ingest.clean import clean
    from retention.ingest.session import ImportSession

    orders = clean(ImportSession.of([raw]).tables)
    assert orders.rows_read == orders.rows_used + orders.rows_set_aside
    assert len(orders.frame) <= orders.rows_read
    assert orders.fingerprint
    return "orders"


def outcome(data: bytes, *, alone: bool) -> str:
    """How reading some bytes ends; `alone` in a process of its own, as the product does it."""
    from retention.ingest.read import read

    try:
        return understood(read(data, name="file") if alone else _read_here(data))
    except Undecided as undecided:
        return "question " + "+".join(sorted(question.code for question in undecided.questions))
    except RetentionError as refusal:
        refusal.details.setdefault("name", "file")
        return f"refusal {refusal.code}" if str(refusal) else "FOUND no sentence"
    except Exception:  # noqa: BLE001 - anything else is what this program looks for
        return "FOUND " + traceback.format_exc()


def _read_here(data: bytes) -> "RawTable":
    import pyarrow as pa

    from retention.ingest.read import formats
    from retention.ingest.read.raw import raw_table
    from retention.ingest.read.worker import write_answer

    buffer = io.BytesIO()
    write_answer(buffer, formats.read(data, formats.Request()))
    buffer.seek(0)
    message = json.loads(buffer.readline())
    with pa.ipc.open_stream(buffer) as stream:
        return raw_table("file", message, stream.read_all())


def work() -> None:
    """Read the file of each seed on standard input, one a line, until there are no more; `alone` may follow it."""
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    resource.setrlimit(resource.RLIMIT_AS, (limits.MEMORY_BYTES + limits.RESERVED_BYTES, hard))
    for line in sys.stdin:
        seed, *alone = line.split()
        data = mutated(int(seed))
        signal.alarm(0 if alone else ALARM_SECONDS)
        found = outcome(data, alone=bool(alone))
        signal.alarm(0)
        print(json.dumps([found, resource.getrusage(resource.RUSAGE_CHILDREN).ru_maxrss]), flush=True)


class Fuzzing:
    """Several workers taking seeds from one sequence; `outcomes` counts how their files ended."""

    def __init__(self, first: int, minutes: float) -> None:
        self.outcomes: Counter[str] = Counter()
        self.alone: Counter[str] = Counter()
        self.peak = 0
        self._ends = time.monotonic() + 60 * minutes
        self._seeds: Iterator[int] = iter(range(first, sys.maxsize))
        self._lock = threading.Lock()

    def run(self) -> None:
        """Feed a worker until the time is over, a new one whenever it dies."""
        deadly: int | None = None
        while time.monotonic() < self._ends or deadly is not None:
            with subprocess.Popen(
                [sys.executable, __file__, "--worker"],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=subprocess.DEVNULL,
                text=True,
            ) as worker:
                if deadly is not None:
                    self._read(worker, deadly, alone=True)
                deadly = self._feed(worker)
                worker.kill()

    def _feed(self, worker: "subprocess.Popen[str]") -> int | None:
        """The seed of the file that killed the worker, None when the time is over."""
        while time.monotonic() < self._ends:
            with self._lock:
                seed = next(self._seeds)
            if not self._read(worker, seed, alone=False):
                return seed
            if seed % THE_WHOLE_WAY_EACH == 0:
                self._read(worker, seed, alone=True)
        return None

    def _read(self, worker: "subprocess.Popen[str]", seed: int, *, alone: bool) -> bool:
        """Whether the worker lived to tell how a file ended."""
        assert worker.stdin is not None
        assert worker.stdout is not None
        worker.stdin.write(f"{seed} alone\n" if alone else f"{seed}\n")
        worker.stdin.flush()
        line = worker.stdout.readline()
        if line or alone:
            found, peak = json.loads(line) if line else ("FOUND the product itself died", 0)
            self._count(seed, self.alone if alone else self.outcomes, found, peak)
        return bool(line)

    def _count(self, seed: int, counts: "Counter[str]", found: str, peak: int) -> None:
        with self._lock:
            self.peak = max(self.peak, peak * (1 if sys.platform == "darwin" else 1024))
            counts[found.partition("\n")[0]] += 1
            if found.startswith("FOUND"):
                FINDINGS.mkdir(exist_ok=True)
                (FINDINGS / f"{seed}.bin").write_bytes(mutated(seed))
                (FINDINGS / f"{seed}.txt").write_text(found, encoding="utf-8")


def main() -> None:
    """Fuzz for some minutes and print what became of the files."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("minutes", type=float, nargs="?", default=10)
    arguments.add_argument("--seed", type=int, default=0, help="number of the first file")
    arguments.add_argument("--workers", type=int, default=2)
    arguments.add_argument("--worker", action="store_true", help=argparse.SUPPRESS)
    options = arguments.parse_args()
    if options.worker:
        work()
        return
    fuzzing = Fuzzing(options.seed, options.minutes)
    threads = [threading.Thread(target=fuzzing.run) for _ in range(options.workers)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    for name, counts in (("by workers", fuzzing.outcomes), ("each in its own process", fuzzing.alone)):
        print(f"{counts.total():>7,} files {name}")
        for found, count in counts.most_common():
            print(f"{count:>9,} {found}")
    peak, limit = fuzzing.peak / limits.MIB, limits.MEMORY_BYTES / limits.MIB
    print(f"peak memory of a reading process: {peak:,.0f} MiB of {limit:,.0f}")
    sys.exit(int(any(found.startswith("FOUND") for found in fuzzing.outcomes + fuzzing.alone)))


if __name__ == "__main__":
    main()
