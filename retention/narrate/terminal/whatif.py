"""The answer of `whatif`: how far to believe it, what the change would add, and what it may cost."""

import math

from retention.narrate import numbers, whatif_answer, whatif_costs, whatif_forecast
from retention.narrate import whatif as words
from retention.narrate.terminal.layout import aligned, paragraphs
from retention.narrate.texts import _
from retention.whatif import Baseline, BreakEven, Comparison, Shop, Trade

COUNTS = ("buyers", "new", "returning", "orders")


def text(found: Comparison, shop: Shop, base: Baseline, money: tuple[BreakEven, Trade] | None) -> str:
    """The whole answer; `base` is the forecast of the shop, `money` is None until margin and amounts are known."""
    return paragraphs(
        [
            whatif_forecast.missed(base),
            whatif_forecast.missed_over_horizon(base, shop.grain, found.scenario.horizon),
            *aligned(whatif_forecast.misses(base, digits=1)),
        ],
        whatif_forecast.all_cautions(base),
        [
            whatif_answer.headline(shop, found),
            whatif_answer.both_readings(found),
            _retention(found, shop),
            whatif_answer.starting_rate(base, shop.grain),
        ],
        _totals(found, shop.currency),
        [] if money is None else _costs(*money, found, shop),
        whatif_answer.unknown_costs(shop, found),
    )


def _retention(found: Comparison, shop: Shop) -> str:
    """The rate today with its interval, and what it becomes."""
    (now, low, high), target = found.crr, found.target[0]
    today = f"{numbers.percent(now, digits=1)} ({numbers.between(low, high, digits=1)})"
    over = words.over(found.scenario.horizon, shop.grain, shop.base.per_year)
    return f"{words.field('crr')}: {today} → {numbers.percent(target, digits=1)}, {over}"


def _totals(found: Comparison, currency: str | None) -> list[str]:
    """Both courses over the whole horizon."""
    totals = {name: found.over_horizon(name) for name in words.MEASURES}
    head = ("", *map(words.column, ("today", "band", "scenario", "difference", "band", "relative")))
    rows = [
        (
            _title(name, currency),
            numbers.number(row["today"]),
            _band(row, "today"),
            *(numbers.number(row[column]) for column in ("scenario", "difference")),
            _band(row, "difference"),
            numbers.MISSING if math.isnan(row["relative"]) else words.percent_change(row["relative"]),
        )
        for name, row in totals.items()
        if not math.isnan(row["today"])
    ]
    return aligned([head, *rows])


def _band(row: dict[str, float], column: str) -> str:
    return numbers.from_to(*(numbers.number(row[f"{column}_{end}"]) for end in ("low", "high")))


def _title(measure: str, currency: str | None) -> str:
    title = _(words.MEASURES[measure])
    return f"{title}, {currency}" if currency and measure not in COUNTS else title


def _costs(even: BreakEven, trade: Trade, found: Comparison, shop: Shop) -> list[str]:
    sentences = whatif_costs.break_even(shop, found.scenario, even)
    if trade.comparable:
        sentences += whatif_costs.trade(shop, found.scenario, trade)
    return [str(sentence) for sentence in sentences]
