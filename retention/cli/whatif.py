"""`whatif`: what a rise of retention would be worth, how sure that is, and what it may cost."""

import json
from collections.abc import Callable
from dataclasses import asdict, replace
from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import bring, ends_properly, order_options
from retention.defaults import EXTRA_RETENTION
from retention.errors import RetentionError, refusal
from retention.narrate.terminal.layout import shown

if TYPE_CHECKING:
    from retention.whatif import Baseline, Comparison, Scenario

USUAL_POINTS = 100 * EXTRA_RETENTION
# Every number of a `Scenario` but the change of retention, whose flags are --points and --relative. Limits are told
# by `whatif.FIELDS` when a question is asked, so that --help does not wait for pandas.
NUMBERS = {
    "margin": "Share of the price left after the goods, 0 to 1. Without it: revenue.",
    "acquisition_cost": "What winning a customer costs.",
    "new_customers": "New customers expected in a usual period.  [default: as lately]",
    "discount_rate": "Interest a year, as a share: what later money is worth less.  [default: 0.1]",
    "programme_cost": "What getting there costs, once.",
    "programme_cost_per_customer": "The same per customer and period.",
    "order_value_change": "Change of what an order is worth, as a share: 0.1 is a tenth more.",
    "order_frequency_change": "Change of orders per buying customer, as a share.",
    "new_customers_change": "Change of the number of new customers, as a share.",
    "margin_change": "Change of the margin: 0.02 turns 0.40 into 0.42.",
    "discount": "Share of the price given away on orders of returning customers.",
    "acquisition_cost_change": "Change of what winning a customer costs, as a share.",
}
# Moved, they are the question: no points are added unless asked for.
LEVERS = tuple(name for name in NUMBERS if name.endswith("_change") or name == "discount")
# Measures of `Comparison.totals` that are printed, with what people call them.
MEASURES = {
    "buyers": "buyers",
    "returning": "returning buyers",
    "orders": "orders",
    "revenue": "revenue",
    "revenue_total": "revenue in today's money",
    "profit": "profit",
    "npv": "profit in today's money",
}
NAIVE = {"last": "the same as the period before", "naive_last_year": "the same as a year before"}
# What each caution of `whatif.cautions` says.
CAUTIONS = {
    "worse_than_naive": "a simpler forecast did better: “{naive}” missed by {naive_miss:.1%}, this one by {miss:.1%}",
    "changing": "the shop is changing: lately {size:.0%} {more} customers came back than forecast",
    "short_history": "{periods} finished periods are a short past: {tests} tests",
    "season_unknown": "a season cannot be told from chance yet; that takes {needed} periods",
    "seasonal": "strong season: from {lowest:.0%} to {highest:.0%} of a usual period's returning buyers",
    "few_buyers": "few customers bought in the last period ({buyers:.0f}), so chance weighs heavily",
    "burst": "in {period} {new} new customers came where {usual:.0f} are usual",
}
COLUMNS = ("today", "scenario", "difference", "difference_low", "difference_high", "relative")


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
@click.option("--horizon", type=int, help="Periods to look ahead.  [default: 12, or what the data support]")
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
        raise click.UsageError("Give --points or --relative, not both.")
    given = {name: options.pop(f"scenario_{name}") for name in NUMBERS} | {"horizon": horizon}
    settings = {name: value for name, value in given.items() if value is not None}
    asked = _scenario(points, relative, settings | {"reading": options.pop("reading")})
    as_of = options["as_of"] and options["as_of"].date()
    from retention.whatif import compare, estimate

    base = estimate(bring(files, options), grain=grain, as_of=as_of)
    if horizon is None:
        asked = replace(asked, horizon=min(asked.horizon, base.longest))
    answer = {"grain": grain, **_answer(base, compare(base, asked))}
    click.echo(json.dumps(answer, ensure_ascii=False, allow_nan=False) if as_json else shown(_as_text(answer)))


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


def _answer(base: "Baseline", found: "Comparison") -> dict[str, Any]:
    from retention.cli.plain import plain, records
    from retention.whatif import cautions

    asked = found.scenario
    totals = found.totals.set_index("measure").to_dict("index")
    return {
        "question": {name: plain(value) for name, value in asked.settings().items()} | {"horizon": asked.horizon},
        "retention": {"today": _interval(found.crr), "target": _interval(found.target)},
        "totals": [
            {"measure": name} | {column: plain(totals[name][column]) for column in COLUMNS} for name in MEASURES
        ],
        "back_test": records(base.tests.misses()),
        "cautions": [
            {"code": one.code} | {name: plain(value) for name, value in one.details.items()} for one in cautions(base)
        ],
        "costs_not_entered": list(found.missing),
        **_money(base, asked),
    }


def _interval(of: tuple[float, float, float]) -> dict[str, float]:
    return dict(zip(("expected", "low", "high"), (round(value, 6) for value in of), strict=True))


def _money(base: "Baseline", asked: "Scenario") -> dict[str, Any]:
    """Break-even and trade; None until margin and amounts are known."""
    from retention.cli.plain import plain
    from retention.whatif import break_even, equal_profit_trade

    try:
        answers = {"break_even": asdict(break_even(base, asked)), "trade": asdict(equal_profit_trade(base, asked))}
    except RetentionError as unknown:
        if unknown.code not in {"margin_needed", "no_amounts"}:
            raise
        return {"break_even": None, "trade": None}
    return {name: {key: plain(value) for key, value in found.items()} for name, found in answers.items()}


def _as_text(answer: dict[str, Any]) -> str:
    now, then = answer["retention"]["today"], answer["retention"]["target"]
    lines = ["back-test: returning buyers missed by, on average"]
    lines += [
        "  {forecast:<18}{miss:>8.1%}  ({tests} tests)".format_map(row) for row in answer["back_test"] if row["tests"]
    ]
    lines += [f"beware: {_caution(one)}" for one in answer["cautions"]]
    interval = "{expected:.1%} ({low:.1%} to {high:.1%})".format_map(now)
    horizon = answer["question"]["horizon"]
    lines += [
        "",
        f"retention by {answer['grain']}: {interval} → {then['expected']:.1%}, {horizon} periods ahead",
        f"{'':<26}{'today':>14}{'scenario':>14}{'difference':>14}  90% band",
        *(_total_line(row) for row in answer["totals"] if row["today"] is not None),
        "",
    ]
    return "\n".join([*lines, *_money_lines(answer)])


def _caution(found: dict[str, Any]) -> str:
    signed = found.get("signed", 0.0)
    said = {
        "naive": NAIVE.get(found.get("naive", ""), ""),
        "size": abs(signed),
        "more": "more" if signed > 0 else "fewer",
    }
    return CAUTIONS[found["code"]].format_map(found | said)


def _total_line(row: dict[str, Any]) -> str:
    line = f"{MEASURES[row['measure']]:<26}{row['today']:>14,.0f}{row['scenario']:>14,.0f}{row['difference']:>14,.0f}"
    share = "" if row["relative"] is None else f", {row['relative']:+.1%}"
    return f"{line}  {row['difference_low']:,.0f} to {row['difference_high']:,.0f}{share}"


def _money_lines(answer: dict[str, Any]) -> list[str]:
    lines = []
    even, trade = answer["break_even"], answer["trade"]
    if even is not None and even["cost_per_extra"] is not None:
        each, extra = _said(even["cost_per_extra"]), _said(even["extra_returning"], 0)
        left = f"programme {_said(even['programme'])}, left {_said(even['result'])}"
        lines.append(f"break-even: up to {each} for each of {extra} more returning buyers; {left}")
    if trade is not None and (trade["extra_new"] or 0) > 0:
        lines.append(
            f"same profit from new customers: {_said(trade['extra_new'], 0)} more"
            + ("" if trade["acquisition"] is None else f", costing {_said(trade['acquisition'])}")
            + ("" if trade["ratio"] is None else f"; winning costs {_said(trade['ratio'])} times keeping")
        )
    if next(row for row in answer["totals"] if row["measure"] == "revenue")["today"] is None:
        lines.append("the orders have no amounts: nothing can be said about money")
    if answer["costs_not_entered"]:
        lines.append(f"not entered: {', '.join(answer['costs_not_entered'])}")
    return lines


def _said(value: float | None, digits: int = 2) -> str:
    return "–" if value is None else f"{value:,.{digits}f}"
