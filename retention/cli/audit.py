"""`audit`: where revenue went, who differs, what cohorts bring, and who orders again."""

from typing import TYPE_CHECKING, Any

import click

from retention.cli.inputs import answer, bring, calendar_options, currency_of, ends_properly, order_options

if TYPE_CHECKING:
    from retention.analysis.audit import Audit, DecileMoves
    from retention.analysis.money import CohortValue, MoneyBridge


@click.command()
@order_options
@click.option("--margin", type=float, help="Share of the price left after the goods, 0 to 1. Without it: revenue.")
@click.option("--acquisition-cost", type=float, help="What winning a customer costs: tells when it is back.")
@ends_properly
def audit(
    files: tuple[str, ...],
    grain: str,
    margin: float | None,
    acquisition_cost: float | None,
    as_json: bool,
    **options: Any,  # noqa: ANN401 - click's own types, checked by click
) -> None:
    """The customer base of FILES or a source through five lenses, with its money bridge and next-order ladder.

    Looks at the last period that is over, against the same one a year before where the data hold it, else the one
    before: where revenue went; customers by tenths of revenue; who moved between them; what cohorts have brought by
    each age, and when what a customer costs is back; revenue by the cohort that brought it; the chance of the next
    order. Orders without amounts tell all that is not money. --json holds all periods, cohorts and ages.
    """
    as_of, calendar = options["as_of"], calendar_options(grain, options)
    orders = bring(files, options)
    from retention.analysis.audit import audit as of_orders

    found = of_orders(orders, margin=margin, acquisition_cost=acquisition_cost, as_of=as_of, **calendar)

    def in_words() -> str:
        from retention.narrate.terminal import audit as words

        return words.text(found, currency_of(orders))

    answer(lambda: _in_json(found), in_words, of=orders, as_of=as_of, as_json=as_json)


def _in_json(found: "Audit") -> dict[str, Any]:
    from retention.cli.plain import records

    return {
        "grain": found.grain,
        "period": _days(found.period),
        "compared_with": None if found.earlier is None else _days(found.earlier),
        "complete": found.complete,
        "money": found.money,
        "bridge": None if found.bridge is None else _bridge(found.bridge),
        "deciles": records(found.deciles),
        "moves": None if found.moves is None else _moves(found.moves),
        "value": _value(found.value),
        "cohort_grain": found.cohort_grain,
        "stacked": records(found.stacked),
        "ladder": records(found.ladder.table),
    }


def _days(days: tuple[Any, Any]) -> dict[str, str]:
    return {"start": days[0].isoformat(), "end": days[1].isoformat()}


def _bridge(found: "MoneyBridge") -> dict[str, Any]:
    names = (
        "revenue_0",
        "revenue_1",
        "change",
        "new",
        "since",
        "back",
        "lost",
        "both",
        "other",
        "how_often",
        "how_much",
    )
    return {
        **{name: getattr(found, name) for name in names},
        "basket": None if found.basket is None else found.basket.parts,
        "customers": found.customers,
        "orders_of_both": [found.orders_0, found.orders_1],
        "few": found.few,
        "surely_new": found.surely_new,
    }


def _moves(found: "DecileMoves") -> dict[str, Any]:
    from retention.cli.plain import records

    return {
        "moves": records(found.moves.reset_index()),
        "best": {name: int(count) for name, count in found.best().items()},
        "table": records(found.table),
    }


def _value(found: "CohortValue") -> dict[str, Any]:
    from retention.cli.plain import records

    return {
        "of": found.of,
        "margin": found.margin,
        "acquisition_cost": found.acquisition_cost,
        "payback": None
        if found.payback is None
        else dict(zip(("age", "soonest", "latest"), found.payback, strict=True)),
        "average": records(found.average),
        "cohorts": records(found.cells),
        "paybacks": records(found.paybacks()),
    }
