"""Hostile and awkward files through the public entry: each must end in orders, a question or a refusal, and soon.

    python bench/hostile.py 300 [--seed 0] [--only KIND]

Prints by kind how the files ended, and the most processor time and memory of the parsing process and of the caller.
Ends with 1 when one ended in anything else, or cost more than the limits below. Linux and macOS only.
"""

import argparse
import multiprocessing
import resource
import sys
import tempfile
import warnings
from collections import defaultdict
from dataclasses import dataclass
from multiprocessing.connection import Connection
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from retention.errors import RetentionError, Undecided
from tests.hostile_files import KINDS, hostile

SECONDS = 10.0  # of processor time, the child's and the caller's each
MEGABYTES = 2 << 10
LOADED_FIRST = [
    "retention.ingest.loading",
    "retention.ingest.clean",
    "retention.ingest.columns",
    "retention.ingest.read.raw",
]
# Words of programs that no visitor should meet.
NO_WORDS = ("Error", "panicked", "Traceback", "None", "0x", "::")


@dataclass(frozen=True)
class Ending:
    """How one file ended: `orders`, `question …` or `refusal …`; seconds of a processor and peak megabytes."""

    outcome: str
    child_seconds: float
    caller_seconds: float
    child_megabytes: float = 0.0
    caller_megabytes: float = 0.0

    @property
    def fault(self) -> str | None:
        """What is wrong about it, None if nothing is."""
        if self.outcome.startswith("FOUND"):
            return self.outcome
        if max(self.child_seconds, self.caller_seconds) > SECONDS:
            return f"took {self.child_seconds:.1f} s in the child, {self.caller_seconds:.1f} s in the caller"
        if max(self.child_megabytes, self.caller_megabytes) > MEGABYTES:
            return f"took {self.child_megabytes:,.0f} MB in the child, {self.caller_megabytes:,.0f} MB in the caller"
        return None


def outcome(path: Path) -> str:
    """How reading a file ends."""
    from retention.errors import RetentionWarning
    from retention.ingest.loading import load

    try:
        with warnings.catch_warnings(action="ignore", category=RetentionWarning):
            orders = load(path)
    except Undecided as undecided:
        return "question " + "+".join(sorted(question.code for question in undecided.questions))
    except RetentionError as refusal:
        refusal.details.setdefault("name", path.name)
        sentence = str(refusal)
        said = next(
            (word for word in NO_WORDS if word in sentence.replace(str(refusal.details.get("columns")), "")), None
        )
        return f"refusal {refusal.code}" if said is None else f"FOUND words of a program: {sentence[:200]}"
    except Exception as error:  # noqa: BLE001 - anything else is what this program looks for
        return f"FOUND {type(error).__name__} {error}"[:300]
    if orders.rows_read != orders.rows_used + orders.rows_set_aside:
        return "FOUND rows read are not rows used and rows set aside"
    return "orders"


def ending(path: Path) -> Ending:
    """How a file ends, and the processor time it takes this process and its children."""
    caller, child = _seconds(resource.RUSAGE_SELF), _seconds(resource.RUSAGE_CHILDREN)
    found = outcome(path)
    return Ending(found, _seconds(resource.RUSAGE_CHILDREN) - child, _seconds(resource.RUSAGE_SELF) - caller)


def _seconds(who: int) -> float:
    used = resource.getrusage(who)
    return used.ru_utime + used.ru_stime


def _megabytes(who: int) -> float:
    return resource.getrusage(who).ru_maxrss / (1 << 20 if sys.platform == "darwin" else 1 << 10)


def _alone(path: Path, told: Connection) -> None:
    found = ending(path)
    told.send(
        Ending(
            found.outcome, found.child_seconds, found.caller_seconds,
            _megabytes(resource.RUSAGE_CHILDREN), _megabytes(resource.RUSAGE_SELF),
        )
    )  # fmt: skip


def in_a_process_of_its_own(path: Path) -> Ending:
    """How a file ends, with the peak memory of the two processes that read it."""
    context = multiprocessing.get_context("forkserver")
    context.set_forkserver_preload(LOADED_FIRST)
    here, there = context.Pipe()
    process = context.Process(target=_alone, args=(path, there))
    process.start()
    there.close()
    try:
        found: Ending = here.recv()
    except EOFError:
        found = Ending("FOUND the caller itself died", 0.0, 0.0)
    process.join()
    return found


def main() -> None:
    """Read the files of the seeds asked for, and print how they ended."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("files", type=int, nargs="?", default=300)
    arguments.add_argument("--seed", type=int, default=0, help="number of the first file")
    arguments.add_argument("--only", choices=list(KINDS))
    options = arguments.parse_args()
    seeds = range(options.seed, sys.maxsize)
    chosen = (seed for seed in seeds if options.only in (None, list(KINDS)[seed % len(KINDS)]))
    endings: dict[str, list[Ending]] = defaultdict(list)
    faults = 0
    with tempfile.TemporaryDirectory() as folder:
        for seed, _ in zip(chosen, range(options.files), strict=False):
            kind, data = hostile(seed)
            path = Path(folder) / "file"
            path.write_bytes(data)
            found = in_a_process_of_its_own(path)
            endings[kind].append(found)
            if found.fault:
                faults += 1
                print(f"{kind} {seed}: {found.fault}", flush=True)
    print(f"{'kind':<26}{'child s':>9}{'caller s':>9}{'child MB':>9}{'caller MB':>10}  endings")
    for kind, each in endings.items():
        peaks = [max(getattr(found, name) for found in each) for name in
                 ("child_seconds", "caller_seconds", "child_megabytes", "caller_megabytes")]  # fmt: skip
        told = ", ".join(sorted({found.outcome.partition("\n")[0][:60] for found in each}))
        print(f"{kind:<26}{peaks[0]:>9.1f}{peaks[1]:>9.1f}{peaks[2]:>9.0f}{peaks[3]:>10.0f}  {told}")
    sys.exit(min(faults, 1))


if __name__ == "__main__":
    main()
