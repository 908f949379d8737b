"""How well polluted CSV files are read: the scores of "Pollock: A Data Loading Benchmark" on files made here.

    python bench/pollution.py [--worst 20]

Score (theirs, "simple"): means over all files of success and of precision, recall and F1 of header, records and
cells, added up: 0 to 10. A header is a bag of names, the cells are a bag of texts, a record is its cells' text put
together in order. "File is empty" and "nothing but column names" are right answers to such files.
"""

import argparse
import statistics
import sys
from collections import Counter, defaultdict
from collections.abc import Hashable, Iterable
from pathlib import Path

sys.path.insert(0, str(Path(__file__).parent.parent))

from polluted_files import Polluted, Row, published

from retention.errors import RetentionError
from retention.ingest.read import formats

MEASURES = ("success", *(f"{what} {how}" for what in ("header", "record", "cell") for how in ("P", "R", "F1")))


def loaded(data: bytes) -> tuple[Row | None, list[Row]]:
    """Header (None: found to have none) and records as the reader gives them."""
    try:
        cells = formats.read(data, formats.Request()).cells
    except RetentionError as refusal:
        if refusal.code == "empty_file":
            return [], []
        if refusal.code == "header_only":
            return list(refusal.details["columns"]), []
        raise
    columns = [[value or "" for value in column.to_pylist()] for column in cells.table.columns]
    header = list(cells.table.column_names) if cells.header_row else None
    return header, [list(row) for row in zip(*columns, strict=True)]


def measured(file: Polluted) -> list[float]:
    """The ten measures of one file."""
    try:
        header, records = loaded(file.data)
    except RetentionError:
        return [0.0] * len(MEASURES)
    heads = agreement(file.header, header or []) if file.header is not None else (1.0, 1.0, 1.0)
    return [
        1.0,
        *heads,
        *agreement(map("".join, file.records), map("".join, records)),
        *agreement(bag(file.header, file.records), bag(header, records)),
    ]


def bag(header: Row | None, records: list[Row]) -> list[str]:
    """All cells of a table."""
    return [text for row in (header or [], *records) for text in row]


def agreement(wanted: Iterable[Hashable], found: Iterable[Hashable]) -> tuple[float, float, float]:
    """Precision, recall and F1 of two bags; 1 where nothing was wanted."""
    source, target = Counter(wanted), Counter(found)
    common = (source & target).total()
    if not source:
        return 1.0, 1.0, 1.0
    if not common:
        return 0.0, 0.0, 0.0
    precision, recall = common / target.total(), common / source.total()
    return precision, recall, 2 * precision * recall / (precision + recall)


def main() -> None:
    """Print the score of each family and of all files, and the files read worst."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("--worst", type=int, default=10, help="how many files to list")
    options = arguments.parse_args()
    scores: dict[str, list[list[float]]] = defaultdict(list)
    worst = []
    for file in published():
        scores[file.family].append(measured(file))
        worst.append((sum(scores[file.family][-1]), file.name))
    for family, rows in scores.items():
        print(f"{family:<22}{len(rows):>6} files {score(rows):8.4f}")
    every = [row for rows in scores.values() for row in rows]
    print(f"{'all':<22}{len(every):>6} files {score(every):8.4f}")
    print("  ".join(f"{name} {statistics.fmean(row[i] for row in every):.4f}" for i, name in enumerate(MEASURES)))
    for points, name in sorted(worst)[: options.worst]:
        print(f"{points:8.3f}  {name}")


def score(rows: list[list[float]]) -> float:
    """Sum over the measures of their means over files: 0 to 10."""
    return sum(map(statistics.fmean, zip(*rows, strict=True)))


if __name__ == "__main__":
    main()
