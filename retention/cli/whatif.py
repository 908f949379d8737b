"""`whatif`: what a rise of retention would be worth, how sure that is, and what it may cost."""

from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, currency_of, ends_properly, order_options
from retention.defaults import EXTRA_RETENTION
from retention.errors import RequestError, RetentionError, refusal

if TYPE_CHECKING:
    from retention.whatif import Baseline, BreakEven, Comparison, Scenario, Trade

USUAL_POINTS = 100 * EXTRA_RETENTION
# Every number of a `Scenario` but the change of retention, whose flags are --points and --relative. Limits are told
# by `whatif.FIELDS` when a question is asked, so that --help does not wait for pandas.
NUMBERS = {
    "margin": "Share of the price left after the goods, 0 to 1. Without it: revenue.",
    "acquisition_cost": "What winning a customer costs.",
    "new_customers": "New customers expected in a usual period.  [default: as lately]",
    "discount_rate": "Interest a year, as a share: what later money is worth less.  [default: 0.1]",
    "programme_cost": "What getting there costs, once.",
    "programme_cost_per_customer": "What getting there costs, per customer and period.",
    "order_value_change": "Change of what an order is worth, as a share: 0.1 is a tenth more.",
    "order_frequency_change": "Change of orders per buying customer, as a share.",
    "new_customers_change": "Change of the number of new customers, as a share.",
    "margin_change": "Change of the margin: 0.02 turns 0.40 into 0.42.",
    "discount": "Share of the price given away on orders of returning customers.",
    "acquisition_cost_change": "Change of what winning a customer costs, as a share.",
}
# Moved, they are the question: no points are added unless asked for.
LEVERS = tuple(name for name in NUMBERS if name.endswith("_change") or name == "discount")
MEASURES = ("buyers", "new", "returning", "orders", "revenue", "revenue_total", "profit", "npv")
"""Measures of `Comparison.totals` that are told in JSON."""
BANDED = ("today", "scenario", "difference")
COLUMNS = (*(f"{name}{end}" for name in BANDED for end in ("", "_low", "_high")), "relative")


def _numbers(command: Callable[..., None]) -> Callable[..., None]:
    """Add a flag for each of `NUMBERS`."""
    for name, meaning in reversed(NUMBERS.items()):
        command = click.option(_flag(name), f"scenario_{name}", type=float, help=meaning)(command)
    return command


def _flag(name: str) -> str:
    return "--discount-given" if name == "discount" else "--" + name.replace("_", "-")  # --discount names a column


@click.command()
@order_options
@click.option(
    "--points",
    type=float,
    help="Points of retention to add: 5 turns 30% into 35%.  [default: 5, or 0 when something else changes]",
)
@click.option("--relative", type=float, help="Percent of retention to add: 5 turns 30% into 31.5%.")
@click.option(
    "--reading",
    type=click.Choice(["everyone", "just_bought", "fewer_leave"]),
    default="everyone",
    show_default=True,
    help="Who comes back more often.",
)
@_numbers
@click.option(
    "--horizon",
    type=int,
    help="Periods to look ahead.  [default: 26 weeks, 12 months, 8 quarters, 3 years, or what the data support]",
)
@ends_properly
def whatif(
    files: tuple[str, ...],
    grain: str,
    points: float | None,
    relative: float | None,
    horizon: int | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """What a rise of retention would be worth to the shop in FILES or a source.

    Tells first how well such forecasts would have done on this shop's own past. Bands hold 90%.
    """
    if points is not None and relative is not None:
        raise RequestError("two_changes")
    given = {name: options.pop(f"scenario_{name}") for name in NUMBERS} | {"horizon": horizon}
    settings = {name: value for name, value in given.items() if value is not None}
    scenario = _scenario(points, relative, settings | {"reading": options.pop("reading")})
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    from retention.whatif import Shop, compare, estimate

    orders = bring(files, options)
    base = estimate(orders, as_of=as_of, **calendar)
    if horizon is None:
        from retention.defaults import HORIZONS

        scenario = replace(scenario, horizon=min(HORIZONS[grain], base.longest))
    found = compare(base, scenario)

    def in_words() -> str:
        from retention.narrate.terminal import whatif as words

        shop = Shop(base=base, grain=grain, currency=currency_of(orders))
        return words.text(found, shop, base, _money(base, scenario))

    answer(lambda: {"grain": grain, **_in_json(base, found)}, in_words, of=orders, as_of=as_of, as_json=as_json)


def _scenario(points: float | None, relative: float | None, settings: dict[str, Any]) -> "Scenario":
    """The question in numbers. Raises RetentionError as `Scenario`, the field under its flag and in the flag's unit."""
    from retention.whatif import ChangeUnit, Scenario

    usual = 0.0 if any(name in settings for name in LEVERS) else USUAL_POINTS
    change = relative if relative is not None else usual if points is None else points
    unit = ChangeUnit.POINTS if relative is None else ChangeUnit.RELATIVE
    try:
        return Scenario(crr_change=change / 100, crr_unit=unit, **settings)
    except RetentionError as wrong:
        details: dict[str, Any] = dict(wrong.details)
        field = details.pop("field")
        if field != "crr_change":
            raise refusal(wrong.code, field=_flag(field), **details) from None
        percent = {name: 100 * value for name, value in details.items()}
        raise refusal(wrong.code, field=f"--{unit}", **percent) from None


def _in_json(base: "Baseline", found: "Comparison") -> dict[str, Any]:
    from retention.cli.plain import plain, records
    from retention.whatif import cautions

    scenario = found.scenario
    totals = found.totals.set_index("measure").to_dict("index")
    return {
        "question": {name: plain(value) for name, value in scenario.settings().items()} | {"horizon": scenario.horizon},
        "retention": {
            "today": _interval(found.crr),
            "target": _interval(found.target),
            "last_period": _last_period(base),
            **_readings(found),
        },
        "totals": [
            {"measure": name} | {column: plain(totals[name][column]) for column in COLUMNS} for name in MEASURES
        ],
        "back_test": records(base.tests.misses()),
        "back_test_over_horizon": records(base.tests.over_horizon(scenario.horizon)),
        "cautions": [
            {"code": one.code} | {name: plain(value) for name, value in one.details.items()} for one in cautions(base)
        ],
        "costs_not_entered": list(found.missing),
        **_money_in_json(_money(base, scenario)),
    }


def _last_period(base: "Baseline") -> dict[str, Any]:
    """The rate that the Retention page shows for the last finished period, beside which `today` is what to expect."""
    from retention.cli.plain import plain

    return {"period": base.history.calendar.period(base.history.last).label, "seen": plain(base.observed.last)}


def _readings(found: "Comparison") -> dict[str, dict[str, Any]]:
    """What the change was taken to mean, and what it would be in the other unit; a rate of 0 to 1 each."""
    from retention.whatif import ChangeUnit, readings

    scenario = found.scenario
    both = readings(found.base, scenario.crr_change).set_index("unit").to_dict("index")
    other = ChangeUnit.RELATIVE if scenario.crr_unit is ChangeUnit.POINTS else ChangeUnit.POINTS

    def told(unit: ChangeUnit) -> dict[str, Any]:
        target, points = (round(float(both[unit.value][name]), 6) for name in ("target", "points"))
        return {"unit": unit.value, "change": scenario.crr_change, "target": target, "points": points}

    return {
        "reading": {"who": scenario.reading.value, **told(scenario.crr_unit)},
        "other_reading": {"who": scenario.reading.value, **told(other)},
    }


def _interval(of: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("expected", "low", "high"), (round(value, 6) for value in of), strict=True))


def _money(base: "Baseline", scenario: "Scenario") -> "tuple[BreakEven, Trade] | None":
    """Break-even and trade; None until margin and amounts are known."""
    from retention.whatif import break_even, equal_profit_trade

    try:
        return break_even(base, scenario), equal_profit_trade(base, scenario)
    except RetentionError as unknown:
        if unknown.code not in {"margin_needed", "no_amounts"}:
            raise
        return None


def _money_in_json(money: "tuple[BreakEven, Trade] | None") -> dict[str, Any]:
    from retention.cli.plain import plain

    if money is None:
        return {"break_even": None, "trade": None}
    found = {"break_even": asdict(money[0]), "trade": asdict(money[1])}
    return {name: {key: plain(value) for key, value in values.items()} for name, values in found.items()}
