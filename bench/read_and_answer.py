"""How long, and with how much memory, `summary` answers a file, against a parser alone.

    python bench/read_and_answer.py [FILE.xlsx | FILE.csv] [--rounds 5]

The parser is fastexcel for a workbook and pandas.read_csv for a text. Both run in processes of their own, in turn,
in the same minutes, so the ratios hold on a noisy machine; processor seconds are those of all processes together.
Memory is the peak of the whole process tree, sampled in a run of its own, because watching costs time. Without a FILE
a workbook and a text of 1,000,000 lines and 8 columns are written and measured.
"""

import argparse
import csv
import datetime as dt
import os
import random
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator
from pathlib import Path

import psutil

PARSER_ALONE = {
    ".xlsx": "import sys, fastexcel; fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_arrow()",
    ".csv": "import sys, pandas; pandas.read_csv(sys.argv[1])",
}
SAMPLE_SECONDS = 0.01


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and processor seconds (process and children together) of one command, left alone."""
    began, before = time.perf_counter(), os.times()
    subprocess.run(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent, check=True)
    seconds, after = time.perf_counter() - began, os.times()
    used = after.children_user + after.children_system - before.children_user - before.children_system
    return seconds, used


def peak_megabytes(command: list[str]) -> float:
    """Peak memory of one command, process and children together; watching takes time, so nothing is timed here."""
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    watched = psutil.Process(process.pid)
    peak = 0
    while process.poll() is None:
        peak = max(peak, tree_bytes(watched))
        time.sleep(SAMPLE_SECONDS)
    if process.returncode:
        raise SystemExit(f"{command[:3]} ended with {process.returncode}")
    return peak / 1e6


def tree_bytes(process: psutil.Process) -> int:
    """Resident bytes of a process and its children; those that end meanwhile count as nothing."""
    total = 0
    try:
        members = [process, *process.children(recursive=True)]
    except psutil.NoSuchProcess:
        return 0
    for member in members:
        try:
            total += member.memory_info().rss
        except psutil.NoSuchProcess:
            continue
    return total


def write_samples(folder: Path, rows: int = 1_000_000) -> list[Path]:
    """A made-up export of invoice lines as a workbook and as a text, large enough to measure."""
    from openpyxl import Workbook

    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    paths = [folder / "orders.xlsx", folder / "orders.csv"]
    with paths[1].open("w", encoding="utf-8", newline="") as text:
        writer = csv.writer(text)
        for row in invoice_lines(rows):
            sheet.append(row)
            writer.writerow(row)
    book.save(paths[0])
    return paths


def invoice_lines(rows: int) -> Iterator[list[object]]:
    """A header and lines of invoices of 20 lines each."""
    draw = random.Random(1)
    begin = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - a till's local time
    yield ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
    for line in range(rows):
        invoice = line // 20
        article = draw.randrange(4000)
        moment = begin + dt.timedelta(minutes=20 * invoice)
        customer = 12346 + (invoice * 7919) % 4300
        yield [536365 + invoice, f"S{article}", f"Article {article}", draw.randint(1, 11), moment,
               draw.randrange(1, 999) / 100, customer, "United Kingdom"]  # fmt: skip


def measure(path: Path, rounds: int) -> None:
    """Print medians and ratios of one file."""
    alone = [sys.executable, "-c", PARSER_ALONE[path.suffix.lower()], str(path)]
    answer = [sys.executable, "-m", "retention", "summary", str(path), "--json"]
    run(alone), run(answer)  # warm the disk cache
    pairs = [(run(alone), run(answer)) for _ in range(rounds)]
    print(f"{path.name}, {rounds} rounds")
    for index, name in enumerate(("seconds", "processor seconds")):
        parser = statistics.median(a[index] for a, _ in pairs)
        ours = statistics.median(b[index] for _, b in pairs)
        ratio = statistics.median(b[index] / a[index] for a, b in pairs)
        print(f"  {name:<18} parser alone {parser:8.2f}   summary {ours:8.2f}   ratio {ratio:.2f}")
    parser, ours = peak_megabytes(alone), peak_megabytes(answer)
    print(f"  {'megabytes':<18} parser alone {parser:8.2f}   summary {ours:8.2f}   ratio {ours / parser:.2f}")


def main() -> None:
    """Measure the file named, or samples."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("file", nargs="?", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)  # else every start would compile the project again
    with tempfile.TemporaryDirectory() as folder:
        for path in [options.file.resolve()] if options.file else write_samples(Path(folder)):
            measure(path, options.rounds)


if __name__ == "__main__":
    main()
