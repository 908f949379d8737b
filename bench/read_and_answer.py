"""How long, and with how much memory, `summary` answers a workbook, against the parser alone.

    python bench/read_and_answer.py [WORKBOOK] [--rounds 5]

Both run in processes of their own, in turn, in the same minutes, so the ratios hold on a noisy machine.
Memory is the peak of the whole process tree, sampled. Without a WORKBOOK one of 500,000 lines is written.
"""

import argparse
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

PARSER_ALONE = "import sys, fastexcel; fastexcel.read_excel(sys.argv[1]).load_sheet(0).to_arrow()"
SAMPLE_SECONDS = 0.01


def run(command: list[str]) -> tuple[float, float]:
    """Seconds and peak megabytes (process and children together) of one command."""
    began = time.perf_counter()
    process = subprocess.Popen(command, stdout=subprocess.DEVNULL, cwd=Path(__file__).parent.parent)
    watched = psutil.Process(process.pid)
    peak = 0
    while process.poll() is None:
        peak = max(peak, tree_bytes(watched))
        time.sleep(SAMPLE_SECONDS)
    seconds = time.perf_counter() - began
    if process.returncode:
        raise SystemExit(f"{command[:3]} ended with {process.returncode}")
    return seconds, peak / 1e6


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


def write_workbook(path: Path, rows: int = 500_000) -> None:
    """A made-up export of invoice lines, large enough to measure."""
    import datetime as dt

    import numpy as np
    from openpyxl import Workbook

    draw = np.random.default_rng(1)
    book = Workbook(write_only=True)
    sheet = book.create_sheet("Orders")
    sheet.append(
        ["InvoiceNo", "StockCode", "Description", "Quantity", "InvoiceDate", "UnitPrice", "CustomerID", "Country"]
    )
    begin = dt.datetime(2024, 1, 1)  # noqa: DTZ001 - a till's local time
    for line in range(rows):
        invoice = line // 20
        sheet.append(
            [536365 + invoice, f"S{draw.integers(4000)}", f"Article {draw.integers(4000)}", int(draw.integers(1, 12)),
             begin + dt.timedelta(minutes=20 * invoice), float(draw.integers(1, 999)) / 100,
             12346 + (invoice * 7919) % 4300, "United Kingdom"]
        )  # fmt: skip
    book.save(path)


def main() -> None:
    """Measure and print medians and ratios."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("workbook", nargs="?", type=Path)
    arguments.add_argument("--rounds", type=int, default=5)
    options = arguments.parse_args()
    with tempfile.TemporaryDirectory() as folder:
        path = options.workbook
        if path is None:
            path = Path(folder) / "orders.xlsx"
            write_workbook(path)
        path = path.resolve()
        alone = [sys.executable, "-c", PARSER_ALONE, str(path)]
        answer = [sys.executable, "-m", "retention", "summary", str(path), "--json"]
        run(alone), run(answer)  # warm the disk cache
        pairs = [(run(alone), run(answer)) for _ in range(options.rounds)]
    for name, index in (("seconds", 0), ("megabytes", 1)):
        parser = statistics.median(a[index] for a, _ in pairs)
        ours = statistics.median(b[index] for _, b in pairs)
        ratio = statistics.median(b[index] / a[index] for a, b in pairs)
        print(f"{name:<10} parser alone {parser:8.2f}   summary {ours:8.2f}   ratio {ratio:.2f}")


if __name__ == "__main__":
    main()
