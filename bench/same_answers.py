"""Whether two versions of the project give the same answers, to the last digit: every command, on the same files.

    python bench/same_answers.py BEFORE FILE [FILE ...]

BEFORE is the folder of a checkout of the earlier version; the later one is the project this script lies in. Both run
with this Python. Every sample of the later version is asked as well. Prints each answer that differs, with the places
in it that do, and how many were compared; exit status 1 when any differs.
"""

import json
import subprocess
import sys
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import NamedTuple

HOME = Path(__file__).resolve().parent.parent
QUESTIONS = (
    ("summary", "--grain", "month"),
    ("summary", "--grain", "quarter", "--base", "last_year"),
    ("summary", "--grain", "week", "--base", "window:12M"),
    ("summary", "--grain", "year", "--base", "ever"),
    ("cohorts", "--grain", "quarter"),
    ("cohorts", "--grain", "month", "--measure", "cumulative_revenue_per_customer"),
    ("cohorts", "--grain", "month", "--mode", "on_or_after", "--ages", "elapsed"),
    ("customers",),
    ("model",),
    ("whatif",),
    ("whatif", "--grain", "quarter", "--relative", "5", "--margin", "0.4", "--reading", "just_bought"),
)
SHOWN = 8
"""Places told of one answer that differs."""


class Answer(NamedTuple):
    """What a command printed, and how it ended."""

    status: int
    out: str
    err: str


def ask(tree: Path, question: tuple[str, ...], file: Path) -> Answer:
    """The answer of the version in `tree`."""
    command = [sys.executable, "-m", "retention", *question, "--json", str(file)]
    done = subprocess.run(command, cwd=tree, capture_output=True, text=True, check=False)
    return Answer(done.returncode, done.stdout, done.stderr)


def differences(before: object, after: object, place: str = "") -> Iterator[str]:
    """The places in which two JSON values differ, each with both."""
    if isinstance(before, dict) and isinstance(after, dict):
        for key in [*before, *(key for key in after if key not in before)]:
            yield from differences(before.get(key), after.get(key), f"{place}.{key}")
    elif isinstance(before, list) and isinstance(after, list) and len(before) == len(after):
        for number, (one, other) in enumerate(zip(before, after, strict=True)):
            yield from differences(one, other, f"{place}[{number}]")
    elif before != after:
        yield f"{place}: {str(before)[:80]} -> {str(after)[:80]}"


def compare(before: Answer, after: Answer) -> list[str]:
    """What differs between two answers, in words; empty when nothing does."""
    if before == after:
        return []
    try:
        found = list(differences(json.loads(before.out), json.loads(after.out)))
    except ValueError:
        found = [f"printed: {before.out[:80]!r} -> {after.out[:80]!r}"]
    if before.status != after.status:
        found.append(f"exit status: {before.status} -> {after.status}")
    if before.err != after.err:
        found.append(f"said: {before.err[:200]!r} -> {after.err[:200]!r}")
    return found or ["the same values, written differently"]


def main(words: list[str]) -> int:
    """Ask every question of both versions; 1 when any answer differs."""
    if len(words) < 1:
        print(__doc__)
        return 2
    tree, files = Path(words[0]).resolve(), [Path(word).resolve() for word in words[1:]]
    files += sorted(path for path in (HOME / "sample_data").iterdir() if path.suffix in {".csv", ".xlsx"})
    cases = [(question, file) for file in files for question in QUESTIONS]
    with ThreadPoolExecutor(max_workers=2) as both:
        before = both.map(lambda case: ask(tree, *case), cases)
        after = both.map(lambda case: ask(HOME, *case), cases)
        different = 0
        for (question, file), one, other in zip(cases, before, after, strict=True):
            found = compare(one, other)
            different += bool(found)
            if found:
                print(f"{file.name}: {' '.join(question)}")
                for line in found[:SHOWN]:
                    print(f"    {line}")
    print(f"{len(cases)} answers compared, {different} differ")
    return 1 if different else 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
