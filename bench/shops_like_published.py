"""Shops as published data sets have them: followed cohorts, a panel of households, a supplier of offices, gifts.

    python -m bench.shops_like_published [KIND …] [--shops 4] [--since 0] [--stretches]

Unlike `shops_like_real`, most of these are seen from a narrow window: customers of one quarter and nobody after them,
households that joined a panel in its first months, offices each of which was a customer all along. For each shop, by
month: the share of months whose returning buyers lay in the 90% band of the back-test, and its miss beside those of the
naive forecasts, over all tests and over those in which the year before is known. `--stretches` also tells the miss that
came on hidden stretches as a multiple of the one shown, and how far apart the flag of slipping away told customers.
Seeds below 1,000 were looked at.
"""

import argparse
from collections.abc import Callable, Mapping
from dataclasses import dataclass

import numpy as np
import pandas as pd

from bench.shops_like_real import of_stretches
from retention.periods import Calendar
from retention.whatif.backtest import back_test
from retention.whatif.history import history

BEGIN = np.datetime64("2019-01-01")
SHOP_WEEK = (0.9, 0.9, 0.9, 1.0, 1.2, 1.4, 0.7)
OFFICE_WEEK = (1.0, 1.0, 0.8, 1.0, 1.1, 0.5, 0.5)
FOOD_YEAR = (0.98, 0.97, 1.01, 1.01, 1.0, 0.98, 0.95, 0.96, 1.0, 1.02, 1.04, 1.08)
CLOTHES_YEAR = (0.9, 0.75, 0.9, 1.05, 1.05, 0.95, 1.05, 0.85, 1.0, 1.05, 1.25, 1.35)
OFFICE_YEAR = (0.55, 0.5, 1.0, 0.95, 1.0, 1.0, 0.95, 0.95, 1.5, 0.9, 1.65, 1.7)
GIFT_YEAR = (0.85, 0.8, 1.0, 0.9, 1.0, 1.0, 0.95, 0.95, 1.2, 1.35, 1.6, 0.9)


@dataclass(frozen=True, kw_only=True, eq=False)
class Customers:
    """One entry each: day of the first order (from `BEGIN` on), day of leaving, orders per day; `stages` of a wait.

    `days` there are in all, the first `hidden` of which lie before the data; `year` and `week`: how busy months and
    weekdays are, `growth` of everybody's pace a year, `shaken`: spread of a week's luck; `basket`: spread of amounts.
    """

    born: np.ndarray
    gone: np.ndarray
    rate: np.ndarray
    days: int
    year: tuple[float, ...]
    week: tuple[float, ...] = SHOP_WEEK
    stages: int = 1
    hidden: int = 0
    growth: float = 0.0
    shaken: float = 0.06
    basket: float = 0.7


def busy(rng: np.random.Generator, of: Customers) -> np.ndarray:
    """How busy each day is."""
    date = BEGIN + np.arange(of.days)
    month, weekday = date.astype("datetime64[M]").astype(int) % 12, (date.astype(int) + 3) % 7
    luck = np.repeat(np.exp(of.shaken * rng.standard_normal(of.days // 7 + 1)), 7)[: of.days]
    paces: np.ndarray = np.array(of.year)[month] * np.array(of.week)[weekday] * luck
    return paces * (1 + of.growth) ** (np.arange(of.days) / 365)


def orders_of(rng: np.random.Generator, of: Customers) -> pd.DataFrame:
    """Their orders in the data: `customer`, `date`, `amount`."""
    clock = np.r_[0.0, np.cumsum(busy(rng, of))]
    own, reading = np.arange(len(of.born)), clock[of.born]
    when = [(own, of.born)]
    while len(own):
        reading = reading + rng.gamma(of.stages, 1 / of.stages, len(own)) / of.rate[own]
        day = np.searchsorted(clock, reading) - 1
        stays = (reading < clock[-1]) & (day < np.minimum(of.gone[own], of.days))
        own, reading, day = own[stays], reading[stays], day[stays]
        when.append((own, day))
    customer, day = (np.concatenate(each) for each in zip(*when, strict=True))
    usual = 40 * np.exp(0.4 * rng.standard_normal(len(of.born)))
    amount = (usual[customer] * np.exp(of.basket * rng.standard_normal(len(customer)))).round(2)
    table = pd.DataFrame({"customer": customer, "date": BEGIN + day, "amount": amount})
    return table[day >= of.hidden].sort_values("date", ignore_index=True)


def _left(rng: np.random.Generator, born: np.ndarray, stay: float, once: float) -> np.ndarray:
    """Days of leaving; a share `once` never comes again."""
    gone = born + rng.exponential(stay, len(born)) * rng.gamma(2, 0.5, len(born))
    gone[rng.random(len(born)) < once] = -1
    return gone


def _arriving(rng: np.random.Generator, days: int, a_day: float, year: tuple[float, ...]) -> np.ndarray:
    month = (BEGIN + np.arange(days)).astype("datetime64[M]").astype(int) % 12
    return np.repeat(np.arange(days), rng.poisson(a_day * np.array(year)[month]))


def followed_grocery(rng: np.random.Generator) -> Customers:
    """Whoever began in one quarter, followed for two years; many came once, the others in a rhythm."""
    born = rng.integers(0, 90, rng.integers(900, 2200))
    rate = rng.gamma(rng.uniform(0.6, 1.4), 1, len(born))
    gone = _left(rng, born, rng.uniform(300, 900), rng.uniform(0.15, 0.4))
    rate = rate / rate.mean() / rng.uniform(45, 90)
    return Customers(born=born, gone=gone, rate=rate, days=730, year=FOOD_YEAR, stages=int(rng.integers(1, 4)))


def household_panel(rng: np.random.Generator) -> Customers:
    """Households that joined within months and hardly ever leave."""
    born = (rng.beta(1, 2.5, rng.integers(800, 2500)) * 130).astype(int)
    rate = np.exp(rng.standard_normal(len(born)) - 0.5) / 9
    gone = born + rng.exponential(3000, len(born))
    return Customers(born=born, gone=gone, rate=rate, days=711, year=FOOD_YEAR, stages=2, basket=0.8)


def corner_grocery(rng: np.random.Generator) -> Customers:
    """Begun years before the data, newcomers as ever, habits that differ widely."""
    days = 900 + int(rng.integers(540, 1150))
    born = _arriving(rng, days, rng.uniform(0.6, 2.5), FOOD_YEAR)
    rate = np.exp(rng.uniform(0.8, 1.3) * rng.standard_normal(len(born))) / 25
    gone = _left(rng, born, rng.uniform(250, 700), 0.25)
    return Customers(
        born=born, gone=gone, rate=rate, days=days, year=FOOD_YEAR, stages=int(rng.integers(1, 4)), hidden=900
    )


def clothes_cohort(rng: np.random.Generator) -> Customers:
    """Customers of one month, followed for one and a half to six years."""
    born = rng.integers(0, rng.choice([1, 30]), rng.integers(250, 700))
    rate = rng.gamma(rng.uniform(0.8, 1.8), 1, len(born))
    rate, days = rate / rate.mean() * rng.uniform(3, 8) / 365, int(rng.choice([560, 1100, 1800, 2180]))
    gone = _left(rng, born, rng.uniform(700, 2000), 0.0)
    return Customers(
        born=born, gone=gone, rate=rate, days=days, year=CLOTHES_YEAR, growth=rng.uniform(-0.05, 0.05), shaken=0.1
    )


def clothes_shop(rng: np.random.Generator) -> Customers:
    """Sparse orders, sales, newcomers with the season, begun two years before the data."""
    days = 700 + int(rng.integers(730, 1250))
    born = _arriving(rng, days, rng.uniform(1, 4), CLOTHES_YEAR)
    rate = rng.gamma(0.9, 1 / 0.9, len(born)) / rng.uniform(110, 200)
    gone = _left(rng, born, rng.uniform(500, 900), 0.4)
    return Customers(born=born, gone=gone, rate=rate, days=days, year=CLOTHES_YEAR, hidden=700, shaken=0.12)


def office_supplier(rng: np.random.Generator) -> Customers:
    """Offices that were customers all along, each seen for the first time at its first order; growing, seasonal."""
    days, offices = 365 * int(rng.integers(3, 5)), rng.integers(500, 1000)
    rate = rng.gamma(rng.uniform(4, 9), 1, offices)
    rate = rate / rate.mean() * rng.uniform(1.1, 1.7) / 365
    born = (rng.exponential(1, offices) / rate).astype(int)
    rate, born = rate[born < days], born[born < days]
    return Customers(
        born=born,
        gone=np.full(len(born), np.inf),
        rate=rate,
        days=days,
        year=OFFICE_YEAR,
        week=OFFICE_WEEK,
        growth=rng.uniform(0.08, 0.28),
        shaken=0.12,
        basket=1.3,
    )


def gift_trade(rng: np.random.Generator) -> Customers:
    """Retailers and private customers of gifts, busy in autumn, known for one to two years of a longer life."""
    days = 500 + int(rng.integers(480, 800))
    born = _arriving(rng, days, rng.uniform(2, 5), GIFT_YEAR)
    rate = np.exp(1.1 * rng.standard_normal(len(born))) / 180
    return Customers(
        born=born, gone=_left(rng, born, 700, 0.2), rate=rate, days=days, year=GIFT_YEAR, hidden=500, basket=1.1
    )


KINDS: Mapping[str, Callable[[np.random.Generator], Customers]] = {
    kind.__name__: kind
    for kind in (
        followed_grocery,
        household_panel,
        corner_grocery,
        clothes_cohort,
        clothes_shop,
        office_supplier,
        gift_trade,
    )
}


def shop(kind: str, seed: int) -> pd.DataFrame:
    """Orders of one shop."""
    rng = np.random.default_rng((seed, sorted(KINDS).index(kind)))
    return orders_of(rng, KINDS[kind](rng))


def of_months(orders: pd.DataFrame) -> dict[str, float]:
    """`within` its band; `miss` and `last` over all tests, `… later` where the `year` before is known."""
    table = back_test(history(orders, calendar=Calendar.of("month"))).table
    found: dict[str, float] = {"within": float(table["actual"].between(table["low"], table["high"]).mean())}
    tests = table[table["actual"] > 0]
    later = tests[tests["naive_last_year"].notna()]
    for name, column in {"miss": "forecast", "last": "last", "year": "naive_last_year"}.items():
        for when, rows in {"": tests, " later": later}.items():
            found[name + when] = float((rows[column] / rows["actual"] - 1).abs().mean())
    del found["year"]
    return found


def main() -> None:
    """A line per kind: means over shops, and in how many the chosen forecast was no worse than the naive ones."""
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("kinds", nargs="*", default=list(KINDS))
    parser.add_argument("--shops", type=int, default=4)
    parser.add_argument("--since", type=int, default=0)
    parser.add_argument("--stretches", action="store_true")
    asked = parser.parse_args()
    for kind in asked.kinds:
        shops = [shop(kind, seed) for seed in range(asked.since, asked.since + asked.shops)]
        table = pd.DataFrame([of_months(orders) for orders in shops])
        well = (table["miss"] <= table["last"]).sum()
        later = (table["miss later"] <= table[["last later", "year later"]].min(axis=1)).sum()
        means = ", ".join(f"{name} {share:.1%}" for name, share in table.mean().items())
        print(f"{kind}: {means}; least within {table['within'].min():.0%}; no worse: {well}, later {later}", flush=True)
        if asked.stretches:
            rows = pd.DataFrame([row for orders in shops for row in of_stretches(orders)])
            apart = rows["flag"].dropna()
            print(f"  miss at most {rows['times'].max():.2f} times that shown; flag shown {len(apart)} of {len(rows)},")
            print(f"  at least {apart.min():.2f} apart", flush=True)


if __name__ == "__main__":
    main()
