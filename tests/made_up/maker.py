"""What kinds are written with: a shop, its rows in some layout, and a file of them in some dialect."""

import datetime as dt
import random
from collections.abc import Mapping, Sequence
from dataclasses import replace

from tests.made_up.dialects import Cell, Dialect, Money, random_dialect
from tests.made_up.rights import File, Right
from tests.made_up.truth import Order, Person, Reading, Shop, random_shop
from tests.made_up.words import COMMENTS, LANGUAGES, PAYMENTS, TITLES, WORDS

Row = Mapping[str, Cell]
# Which columns name the customer: a shop writes one or several.
IDENTITIES = (
    ("number",),
    ("email",),
    ("phone",),
    ("number", "name"),
    ("email", "name"),
    ("phone", "name"),
    ("number", "email", "phone", "name"),
    ("name", "phone", "email"),
)
NOISE = ("comment", "manager", "payment", "warehouse", "weight", "channel", "city")


class Maker:
    """One made-up file in the making: everything about it is drawn from one seed.

    A kind changes what it must (`dialect`, `titles`, `noise`, `total`, `shuffled`, `identity`) and leaves the rest to
    chance.
    """

    def __init__(self, draw: random.Random) -> None:
        self.draw = draw
        self.language = draw.choice(LANGUAGES)
        self.words = WORDS[self.language]
        self.dialect = random_dialect(draw, self.language)
        self.titles = draw.choice((0, 0, 0, 1, 2, 3))
        self.total = draw.random() < 0.25
        self.shuffled = draw.random() < 0.5
        self.noise = draw.sample(NOISE, draw.choice((0, 0, 1, 2, 3)))
        self.identity: tuple[str, ...] = draw.choice(IDENTITIES)
        self.staff = [
            f"{first} {last[0]}."
            for first, last in zip(self.words.first_names[:3], self.words.last_names[:3], strict=True)
        ]
        self.variants = {role: draw.choice(names) for role, names in self.words.headers.items()}

    def write_as(self, container: str, **changes: str | bool) -> Dialect:
        """Have the file written in a container, and otherwise as `changes` say."""
        self.dialect = replace(self.dialect, container=container, **changes)  # type: ignore[arg-type]
        return self.dialect

    def plainly(self) -> None:
        """No titles, no totals, no further columns, the columns as the kind has them."""
        self.titles, self.total, self.shuffled, self.noise = 0, False, False, []

    def say(self, en: str, ru: str, uk: str, ro: str) -> str:
        """The wording in the file's language."""
        return {"en": en, "ru": ru, "uk": uk, "ro": ro}[self.language]

    def shop(self, *, orders: int | None = None, lines: int = 1, cancelled: float = 0.0, refunds: float = 0.0) -> Shop:
        """A random shop."""
        return random_shop(
            self.draw, self.language, orders=orders, most_lines=lines, cancelled=cancelled, refunds=refunds
        )

    def who(self, person: Person) -> dict[str, Cell]:
        """The cells that name a customer."""
        return {role: getattr(person, role) for role in self.identity}

    def about(self, order: Order) -> dict[str, Cell]:
        """The cells of an order that stand on each of its rows: number, date, customer."""
        return {"order": order.number, "date": order.moment, **self.who(order.person)}

    def whole(self, order: Order) -> dict[str, Cell]:
        """An order in one row."""
        return {**self.about(order), "amount": Money(order.total)}

    def rows(
        self, rows: Sequence[Row], names: Mapping[str, str] | None = None, *, sums: str = "amount"
    ) -> list[list[Cell]]:
        """The rows of a table under its header, in this file's layout: titles, totals, further columns.

        Columns are roles, named as the language does, or texts, which are their own names; `names` names further ones.
        `sums` is the column that a total adds up.
        """
        names = {**self.variants, **(names or {})}
        columns = list(dict.fromkeys(column for row in rows for column in row))
        extra = [column for column in self.noise if column not in columns]
        filled = [{**row, **{column: self._noise(column, row) for column in extra}} for row in rows]
        columns += extra
        if self.shuffled:
            self.draw.shuffle(columns)
        head: list[list[Cell]] = [[title] for title in TITLES[self.language][: self.titles]]
        head += [[]] if self.titles and self.draw.random() < 0.5 else []
        body = [[row.get(column) for column in columns] for row in filled]
        foot = self._total(columns, filled, sums) if self.total else []
        return [*head, [names.get(column, column) for column in columns], *body, *foot]

    def _total(self, columns: Sequence[str], rows: Sequence[Row], sums: str) -> list[list[Cell]]:
        if sums not in columns or columns[0] == sums:
            return []
        cents = [cell.cents for row in rows if isinstance(cell := row.get(sums), Money)]
        line: list[Cell] = [None] * len(columns)
        line[0], line[columns.index(sums)] = self.words.totals[0], Money(sum(cents))
        return [line]

    def _noise(self, column: str, row: Row) -> Cell:
        """A cell of a column that matters to nobody, the same on all rows of an order."""
        draw = random.Random(f"{column} {row.get('order') or row.get('date')}")
        choices: Sequence[Cell] = {
            "comment": COMMENTS[self.language],
            "manager": self.staff,
            "payment": PAYMENTS[self.language],
            "warehouse": [self.words.cities[0], self.words.cities[1]],
            "weight": [Money(draw.randrange(10, 900))],
            "channel": self.words.channels,
            "city": self.words.cities,
        }[column]
        return draw.choice(choices)

    def file(self, rows: Sequence[Row], names: Mapping[str, str] | None = None, *, name: str = "export") -> File:
        """A file of one table."""
        return self.bare(self.rows(rows, names), name=name)

    def bare(self, rows: Sequence[Sequence[Cell]], *, name: str = "export") -> File:
        """A file of rows as they are."""
        ending = {"csv": "csv", "xlsx": "xlsx", "html": "xls"}[self.dialect.container]
        return File(f"{name}.{ending}", self.dialect.write(rows))

    def right(self, *readings: Reading | Shop, plain: bool = False, told: Sequence[str] = (), others=()) -> Right:
        """What is right of the file, with what is known of how it is written."""
        numbers = tuple(each.reading if isinstance(each, Shop) else each for each in readings)
        other = tuple(each.reading if isinstance(each, Shop) else each for each in others)
        return Right(numbers, plain, other, tuple(told), {**self.dialect.answers, "sheet": "*"})

    def some(self, orders: Sequence[Order], share: float) -> set[str]:
        """Numbers of some of the orders, at least two."""
        return {each.number for each in self.draw.sample(list(orders), max(2, round(len(orders) * share)))}

    def day_after(self, moment: dt.datetime, least: int = 1, most: int = 20) -> dt.datetime:
        """A moment some days later."""
        return moment + dt.timedelta(days=self.draw.randint(least, most), minutes=self.draw.randrange(60))


NOTHING = Right()
"""No numbers are right: a question or a refusal."""
