"""Write a made-up file (`python -m tests.made_up KIND SEED [FOLDER]`), or judge many (`--score SEEDS [KIND …]`).

Kinds that are held back are judged only when they are named, or with `--held-back`, which judges those alone.
"""

import sys
from collections import Counter
from pathlib import Path

from tests.made_up.every_kind import KINDS
from tests.made_up.held_back import is_held_back
from tests.made_up.rights import make
from tests.made_up.verdict import GOOD, judge


def write(name: str, seed: int, folder: str | None) -> None:
    """The files of a kind into a folder, or a single one to standard output; what is right of them to the side."""
    made = make(name, seed)
    for file in made.files:
        if folder:
            (Path(folder) / file.name).write_bytes(file.data)
        elif len(made.files) == 1:
            sys.stdout.buffer.write(file.data)
    sys.stderr.write(f"{[file.name for file in made.files]} {KINDS[name].text}\n{made.right}\n")


def score(seeds: range, names: list[str]) -> None:
    """A line per kind with its outcomes, and below it the text of each that is not good."""
    everything: Counter[str] = Counter()
    for name in names:
        found = [(seed, judge(make(name, seed))) for seed in seeds]
        counts = Counter(verdict.word for _, verdict in found)
        everything += counts
        sys.stdout.write(f"{name}: {', '.join(f'{word} {count}' for word, count in counts.items())}\n")
        for seed, verdict in found:
            if verdict.word not in GOOD:
                sys.stdout.write(f"    {seed} {verdict.word}: {verdict.text}\n")
        sys.stdout.flush()
    sys.stdout.write(f"{len(names)} kinds, {everything.total()} files: {dict(everything)}\n")


def main(arguments: list[str]) -> None:
    """Do what the command line says."""
    if arguments[0] != "--score":
        write(arguments[0], int(arguments[1]), arguments[2] if len(arguments) > 2 else None)
        return
    only_held_back = "--held-back" in arguments
    named = [argument for argument in arguments[2:] if not argument.startswith("--")]
    names = named or [name for name in sorted(KINDS) if is_held_back(name) == only_held_back]
    score(range(int(arguments[1])), names)


if __name__ == "__main__":
    main(sys.argv[1:])
