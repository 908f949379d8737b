"""What a column's cells look like, from a sample of rows: evidence beside its header."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property

import numpy as np
import pandas as pd
import pyarrow.compute as pc

from retention.ingest.headers import DECOYS, strengths, tokens
from retention.ingest.values import cell_words, dates, identifiers, money
from retention.ingest.values.texts import to_arrow

# Rows looked at, in equal parts from the beginning, the end and all over the table.
_SAMPLE_ROWS = 2001
# Distinct cells whose form is looked at; the form of the others is the same or does not matter.
_SAMPLE_CELLS = 300
# How strongly a header has to mean something to be considered at all, and to need no further evidence.
WEAKEST_HEADER = 0.2
SURE_HEADER = 0.8
# Headers whose strengths differ by less mean a role equally well.
TIE = 0.05
# From this share of cells on, a column is taken for what they look like.
LIKELY = 0.5
_NO_ACCIDENT = 0.1
_NEARLY_ALL = 0.8
# Ways to say yes and no in one column.
_FEW_WORDS = 6

# Units of what is neither money nor anybody's number.
_UNITS = frozenset(
    [
        *("h", "hr", "hrs", "hour", "hours", "min", "mins", "minutes", "km", "kg", "g", "ml", "l", "cm", "m2", "sqm"),
        *("kwh", "lat", "lon", "lng", "latitude", "longitude", "ч", "час", "часа", "часов", "мин", "минут", "км", "кг"),
        *("год", "годин", "хв", "ore", "stunden", "std", "duration", "длительность", "тривалість", "durata"),
    ]
)


@dataclass(frozen=True, kw_only=True, eq=False)
class Profile:
    """A column's header and the look of its sampled cells; shares are of filled cells, 0..1.

    `cell_ids` numbers the distinct cells of the sample's rows (-1: empty). `dates` counts text and real
    dates, `bare_dates` numbers that could be dates. `decimals` are numbers with a decimal mark.
    """

    name: str
    means: Mapping[str, float]
    cell_ids: np.ndarray
    cells: pd.Series
    filled: float
    dates: float
    bare_dates: float
    times: float
    numbers: float
    decimals: float
    emails: float
    phones: float
    words: float
    length: float

    @property
    def distinct(self) -> int:
        """How many different cells the sample has."""
        return int(self.cell_ids.max()) + 1 if len(self.cell_ids) else 0

    @property
    def is_date(self) -> bool:
        """Whether the cells are dates, written as such."""
        return self.dates >= LIKELY

    @property
    def is_number(self) -> bool:
        """Whether the cells are numbers."""
        return self.numbers >= LIKELY

    @property
    def is_decimal(self) -> bool:
        """Whether the cells are numbers some of which have decimals: amounts, hardly ids."""
        return self.is_number and self.decimals > _NO_ACCIDENT

    @property
    def is_unique(self) -> bool:
        """Whether no cell occurs twice in the sample."""
        filled = int((self.cell_ids >= 0).sum())
        return filled > 0 and self.distinct == filled

    @property
    def is_constant(self) -> bool:
        """Whether all cells of several rows are the same."""
        return self.distinct == 1 and int((self.cell_ids >= 0).sum()) > 1

    @cached_property
    def is_whole(self) -> bool:
        """Whether nearly all cells are whole numbers, `1001.0` or `1,00E+11` among them: ids rather than amounts."""
        texts = identifiers.as_text(self.cells).dropna()
        return bool((texts.str.isdigit() | identifiers.damaged(to_arrow(texts))).mean() >= _NEARLY_ALL)

    @cached_property
    def amounts(self) -> np.ndarray:
        """The cells as money, NaN where they are none; worked out once, because columns are compared with another."""
        return money.parse(self.cells, money.decimal_evidence(self.cells).decimal or ".").to_numpy()

    @cached_property
    def is_percentage(self) -> bool:
        """Whether most filled cells carry a percent sign."""
        return bool(money.percents(self.cells[self.cell_ids >= 0]).notna().mean() >= LIKELY)

    @cached_property
    def is_flag(self) -> bool:
        """Whether the cells say yes or no and nothing else."""
        return self.distinct <= _FEW_WORDS and cell_words.say_yes_or_no(self.cells)

    @cached_property
    def identified(self) -> float:
        """Share of the sample's rows that name a customer: neither empty nor a stand-in such as Guest."""
        if identifiers.ids_destroyed(self.cells):
            return 0.0
        return float(identifiers.customers(self.cells).notna().mean())

    @cached_property
    def masked(self) -> float:
        """Share of the sample's different cells that are hidden in part: `A*** B***`."""
        texts = self.cells.drop_duplicates().dropna()
        return float(cell_words.masked(to_arrow(texts)).mean()) if len(texts) and self.distinct else 0.0

    @property
    def examples(self) -> tuple[str, ...]:
        """The first few different cells, as text: what helps a person to choose between columns."""
        return tuple(str(cell) for cell in self.cells.dropna().drop_duplicates().head(3))

    @property
    def is_measured(self) -> bool:
        """Whether the cells are numbers and the header names the unit of a length, a weight, a time."""
        return self.is_number and not _UNITS.isdisjoint(tokens(self.name))

    @property
    def is_unexplained(self) -> bool:
        """Whether the dictionary knows nothing about the header, or one word of a longer one at most."""
        return max(self.means.values(), default=0.0) < WEAKEST_HEADER

    @property
    def is_decoy(self) -> bool:
        """Whether the header names somebody or something that is no part of an order's record."""
        return any(role in DECOYS for role in self.means)


def profile_columns(table: pd.DataFrame) -> tuple[Profile, ...]:
    """Profile about every column that has at least one filled cell in the sample, in file order."""
    rows = sample_rows(len(table))
    found = (_profile(str(name), table[name].take(rows)) for name in table.columns)
    return tuple(profiles for profiles in found if profiles is not None)


def sample_rows(size: int) -> np.ndarray:
    """Positions of the rows looked at, in file order: all of a short table."""
    if size <= _SAMPLE_ROWS:
        return np.arange(size)
    part = _SAMPLE_ROWS // 3
    spread = np.linspace(part, size - part - 1, part).astype("int64")
    return np.concatenate([np.arange(part), spread, np.arange(size - part, size)])


def sampled_letters(table: pd.DataFrame) -> int:
    """Bytes of text in the rows looked at: what looking at them costs."""
    rows = sample_rows(len(table))
    texts = [table[name].take(rows) for name in table.columns if isinstance(table[name].dtype, pd.StringDtype)]
    return sum(int(pc.sum(pc.binary_length(to_arrow(cells))).as_py() or 0) for cells in texts)


def first_rows(sampled: int) -> int:
    """How many rows of a sample are the table's first ones, without gaps."""
    return sampled if sampled < _SAMPLE_ROWS else _SAMPLE_ROWS // 3


def _profile(name: str, cells: pd.Series) -> Profile | None:
    if cells.dtype.kind == "b":
        cells = cells.astype("str")
    if isinstance(cells.dtype, pd.StringDtype):
        cells = cells.str.strip()
        cells = cells.mask(cells == "")
    cell_ids, distinct = pd.factorize(cells)
    if not len(distinct):
        return None
    few = pd.Series(distinct[:_SAMPLE_CELLS], name=name)
    reading, numbers = dates.evidence(few), money.decimal_evidence(few)
    is_text = isinstance(few.dtype, pd.StringDtype)
    texts = [str(text) for text in few] if is_text else []
    shares = identifiers.shares_of_id_types(texts)
    total = len(few)
    marked = numbers.point + numbers.comma + numbers.ambiguous
    if few.dtype.kind == "f":
        marked = int((few % 1 != 0).sum())
    return Profile(
        name=name,
        means=strengths(name),
        cell_ids=cell_ids,
        cells=cells.reset_index(drop=True),
        filled=float((cell_ids >= 0).mean()),
        dates=(reading.readable - reading.numbers) / total,
        bare_dates=reading.numbers / total,
        times=float(dates.parse_times(few).notna().mean()) if is_text and reading.readable < total / 2 else 0.0,
        numbers=numbers.readable / total,
        decimals=marked / total,
        emails=shares["email"],
        phones=shares["phone"],
        words=shares["name"],
        length=float(np.mean([len(text) for text in texts])) if texts else 0.0,
    )


def mostly_explained(profiles: Sequence[Profile]) -> bool:
    """Whether the dictionary knows the headers of most columns, so that a further one is hardly an important one."""
    return sum(not column.is_unexplained for column in profiles) > len(profiles) / 2


def one_to_one(left: Profile, right: Profile) -> bool:
    """Whether two columns distinguish the same rows: each value of one goes with one value of the other."""
    known = (left.cell_ids >= 0) & (right.cell_ids >= 0)
    if not known.any():
        return False
    pairs = np.unique(np.stack([left.cell_ids[known], right.cell_ids[known]]), axis=1)
    return bool(len(np.unique(pairs[0])) == pairs.shape[1] == len(np.unique(pairs[1])))


def constant_within(inner: Profile, outer: Profile) -> float:
    """Share of `outer`'s values whose rows all have the same value of `inner`."""
    known = (inner.cell_ids >= 0) & (outer.cell_ids >= 0)
    if not known.any():
        return 0.0
    pairs = np.unique(np.stack([outer.cell_ids[known], inner.cell_ids[known]]), axis=1)
    _, counts = np.unique(pairs[0], return_counts=True)
    return float((counts == 1).mean())
