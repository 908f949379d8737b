"""Our own parsers beside well-known libraries, on material made here: right answers, and processor time.

    python bench/libraries.py [encodings] [dialects] [phones] [names] [tables]

chardet and phonenumberslite are part of the program; clevercsv, rapidfuzz and rich are not, and charset-normalizer only
by chance: `pip install --target FOLDER clevercsv rapidfuzz rich`, and PYTHONPATH=FOLDER. The tables of
docs/decisions.md are what this prints.
"""

import csv
import io
import sys
import time
from collections import Counter, defaultdict
from collections.abc import Callable, Iterable, Sequence
from pathlib import Path
from unittest.mock import patch

sys.path.insert(0, str(Path(__file__).parent.parent))

import library_cases as cases
import pollution
import pyarrow as pa
from polluted_files import published

from retention.ingest.lookalikes import near_names
from retention.ingest.read import encoding, records
from retention.ingest.values import phones

# Pollution: every so manieth file of the large families, all of the small ones.
EVERY = 40
LARGE = frozenset({"extra delimiter", "extra quote", "missing delimiter", "row's own delimiter"})


class Tally:
    """Right answers of how many, by kind of case and contestant, and what each contestant took."""

    def __init__(self) -> None:
        self.right: dict[str, Counter[str]] = defaultdict(Counter)
        self.cases: Counter[str] = Counter()
        self.seconds: Counter[str] = Counter()

    def ask(self, who: str, answer: Callable[[], object]) -> object:
        """An answer, its processor time counted."""
        started = time.process_time()
        given = answer()
        self.seconds[who] += time.process_time() - started
        return given

    def show(self, title: str) -> None:
        """Print the table."""
        names = list(self.seconds)
        print(f"\n| {title} | of | " + " | ".join(names) + " |")
        print("|---" * (len(names) + 2) + "|")
        for kind, count in self.cases.items():
            print(f"| {kind} | {count:,} | " + " | ".join(f"{self.right[kind][name]:,}" for name in names) + " |")
        print("| processor time, s | | " + " | ".join(f"{self.seconds[name]:.2f}" for name in names) + " |")


def encodings() -> None:
    """Texts in old encodings and in Unicode without a mark: right when the whole text comes back."""
    import chardet
    import charset_normalizer

    def by_chardet(data: bytes) -> str:
        return data.decode(chardet.detect(data)["encoding"] or "utf-8", errors="replace")

    def letters_alone(data: bytes) -> str:
        with patch.object(encoding, "_detected", return_value=None):
            return encoding.decode(data).text

    contestants = {
        "letters alone": letters_alone,
        "chardet": by_chardet,
        "charset-normalizer": lambda data: str(charset_normalizer.from_bytes(data).best()),
        "both (in use)": lambda data: encoding.decode(data).text,
    }
    tally = Tally()
    for kind, data, text in (*cases.encoded(), *cases.in_unicode()):
        tally.cases[kind] += 1
        for who, decode in contestants.items():
            tally.right[kind][who] += tally.ask(who, lambda decode=decode, data=data: decode(data)) == text
    tally.show("text comes back as written")


def dialects() -> None:
    """The pollution suite (points of 10) by our reader, by ours with clevercsv's dialect, and by clevercsv alone."""
    import clevercsv

    def clever(text: str, *, separator: str | None = None) -> records.Dialect:
        found = clevercsv.Detector().detect(text[:65536])
        return records.Dialect(found.delimiter or ",", found.quotechar, found.escapechar or None)

    def alone(data: bytes) -> tuple[list[str], list[list[str]]]:
        text = data.decode()
        found = clevercsv.Detector().detect(text)
        rows = [list(row) for row in clevercsv.reader(io.StringIO(text, newline=""), found)] if found else []
        return (rows[0], rows[1:]) if rows else ([], [])

    files = [file for place, file in enumerate(published()) if file.family not in LARGE or place % EVERY == 0]
    print(f"\n| {len(files)} polluted files | points of 10 | dialects | extra quotes | processor time, s |")
    print("|---|---|---|---|---|")
    for who, change in (
        ("ours", patch.object(records, "SINGLE", records.SINGLE)),
        ("ours with clevercsv's dialect", patch.object(records, "detect", clever)),
        ("clevercsv alone", patch.object(pollution, "loaded", alone)),
    ):
        started = time.process_time()
        with change:
            scores = [(file.family, pollution.measured(file)) for file in files]
        points = [
            pollution.score([score for family, score in scores if wanted in ("all", family)])
            for wanted in ("all", "dialect", "extra quote")
        ]
        print(
            f"| {who} | " + " | ".join(f"{each:.2f}" for each in points) + f" | {time.process_time() - started:.1f} |"
        )
    _separators(clever)


def _separators(clever: Callable[[str], records.Dialect]) -> None:
    """Order exports of every language, with each separator: right when it is found."""
    tally = Tally()
    for separator, name in ((";", "semicolon"), (",", "comma"), ("\t", "tab"), ("|", "bar")):
        for language in cases.LANGUAGES:
            for rows in (2, 40):
                text = _rewritten(cases.export(language, rows, 0), separator)
                tally.cases[name] += 1
                for who, detect in (("ours", records.detect), ("clevercsv", clever)):
                    found = tally.ask(who, lambda detect=detect, text=text: detect(text).separator)
                    tally.right[name][who] += found == separator
    tally.show("separator of an order export")


def _rewritten(text: str, separator: str) -> str:
    written = io.StringIO()
    csv.writer(written, delimiter=separator).writerows(csv.reader(io.StringIO(text), delimiter=";"))
    return written.getvalue()


def _by_tables(column: Sequence[str]) -> list[str]:
    found: list[str] = phones.normalised(pa.array(column, pa.large_string())).to_pylist()
    return found


def phone_numbers() -> None:
    """Columns of phones: right when both writings of a person are one key, E.164 where any number names a country."""
    tally = Tally()
    contestants = {"phonenumbers.parse": _parsed, "its tables (in use)": _by_tables}
    for share, kind in ((0.5, "half international"), (0.1, "one in ten international"), (0.0, "none international")):
        for country in cases.PHONES:
            for seed in range(3):
                column = cases.phone_column(country, seed, share)
                written = [text for text, _ in column]
                tally.cases[kind] += len(column) // 2
                for who, normalise in contestants.items():
                    keys = tally.ask(who, lambda normalise=normalise, written=written: normalise(written))
                    tally.right[kind][who] += sum(
                        one == other and (not share or one == truth)
                        for one, other, (_, truth) in zip(keys[::2], keys[1::2], column[::2], strict=True)
                    )
    tally.show("persons recognised by phone")


def _parsed(written: Sequence[str]) -> list[str]:
    """The library's own parser, told the country most of the column's international numbers are of."""
    import phonenumbers

    def parse(text: str, region: str | None) -> phonenumbers.PhoneNumber | None:
        try:
            return phonenumbers.parse(text, region)
        except phonenumbers.NumberParseException:
            return None

    found = [parse(text, None) for text in written]
    regions = Counter(phonenumbers.region_code_for_number(number) for number in found if number)
    regions.pop(None, None)
    region = regions.most_common(1)[0][0] if regions else None
    numbers = [parse(text, region) for text in written]
    return [
        phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.E164)[1:]
        if number
        else "".join(filter(str.isdigit, text.split(" x")[0].split(" ext")[0].split(" доб")[0]))
        for number, text in zip(numbers, written, strict=True)
    ]


def similar_names() -> None:
    """Pairs of names one slip apart: right when found, and as many wrong ones; rapidfuzz compares all with all."""
    import numpy as np
    from rapidfuzz import fuzz, process
    from rapidfuzz.distance import OSA

    def by(scorer: object, cutoff: float, least: float, most: float) -> Callable[[Sequence[str]], set[tuple[int, int]]]:
        def pairs(found: Sequence[str]) -> set[tuple[int, int]]:
            near = process.cdist(found, found, scorer=scorer, score_cutoff=cutoff)
            near = (near >= least) & (near <= most)
            return {(int(one), int(other)) for one, other in np.argwhere(near) if one < other}

        return pairs

    contestants = {
        "ours": lambda found: set(near_names(found, ["Omsk"] * len(found))),
        "rapidfuzz OSA": by(OSA.distance, 1, 1, 1),
        "rapidfuzz ratio ≥ 90": by(fuzz.ratio, 90, 90, 100),
    }
    print("\n| names | who | right pairs | of | wrong pairs | processor time, s |\n|---|---|---|---|---|---|")
    for count in (2_000, 8_000):
        found, wanted = cases.names(count)
        for who, pairs in contestants.items():
            started = time.process_time()
            given = pairs(found)
            took = time.process_time() - started
            print(f"| {count:,} | {who} | {len(given & wanted)} | {len(wanted)} | {len(given - wanted)} | {took:.3f} |")


def tables() -> None:
    """A table of customers of each language: right when the column after the names stands straight on a terminal."""
    from rich.cells import cell_len
    from rich.console import Console
    from rich.table import Table

    from retention.narrate.terminal.layout import padded

    def by_rich(people: Iterable[str]) -> list[str]:
        table = Table(box=None, show_header=False, padding=(0, 2, 0, 0))
        for name in people:
            table.add_row(name, "#12.50")
        written = io.StringIO()
        Console(file=written, width=200).print(table)
        return written.getvalue().splitlines()

    contestants = {
        "str.format": lambda people: [f"{name:<32}#12.50" for name in people],
        "rich": by_rich,
        "ours": lambda people: [f"{padded(name, 32)}#12.50" for name in people],
    }
    tally = Tally()
    for language in cases.LANGUAGES:
        tally.cases["languages"] += 1
        for who, write in contestants.items():
            lines = tally.ask(who, lambda write=write, language=language: write(language.people))
            tally.right["languages"][who] += len({cell_len(line.partition("#")[0]) for line in lines}) == 1
    tally.show("columns stand straight")


PARTS = {
    "encodings": encodings,
    "dialects": dialects,
    "phones": phone_numbers,
    "names": similar_names,
    "tables": tables,
}


if __name__ == "__main__":
    for part in sys.argv[1:] or PARTS:
        PARTS[part]()
