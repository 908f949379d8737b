"""The catalogue in words: what each figure means, how it is worked out, from what, and what is published of it."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

import pandas as pd

from retention import defaults
from retention.analysis.cohorts.table import overall
from retention.analysis.rates.bridge import Bridge
from retention.benchmarks.published import Measure, Published, comparable, figures
from retention.ingest.rules import SWITCHES, Rules
from retention.metrics import AUDIT, AUDIT_SOURCE, COHORT_MEASURES, METRICS, CohortMeasure, Metric, Unit
from retention.narrate import audit, cohort_measures, metrics
from retention.narrate.numbers import MISSING, decimal, from_to, number, percent
from retention.narrate.texts import N_, Markup, _, bare, fill, markdown_table, plain

UNITS = {
    Unit.SHARE: N_("share, in percent"),
    Unit.COUNT: N_("whole number"),
    Unit.NUMBER: N_("number"),
    Unit.MONEY: N_("money"),
}
OF_AUDIT = {
    **audit.STEPS,
    "revenue_0": N_("Revenue of the earlier period"),
    "revenue_1": N_("Revenue of the later period"),
    "revenue_share": N_("Share of the revenue"),
    "customers": N_("Customers by their tenth"),
    "value": N_("Value of a customer so far"),
    "payback": N_("Pay-back"),
    "revenue": N_("Revenue by cohort"),
    "share": N_("Chance of the next order"),
}
CLAIMS = {
    "ecommerce_crr": N_("Average retention rate of online shops"),
    "five_points_profit": N_("Profit gained when five points fewer customers are lost"),
    "five_percent_profit": N_("Profit gained when five percent more customers stay"),
    "retention_firm_value": N_("Value of a company gained by 1% better retention"),
    "acquisition_ratio": N_("Cost of a new customer against keeping one"),
    "acquisition_ratio_range": N_("Cost of a new customer against keeping one"),
    "one_percent_new": N_("Profit gained by 1% more new customers"),
    "one_percent_existing": N_("Profit gained by 1% more of existing customers"),
    "chance_to_sell": N_("Chance to sell"),
    "existing_spend_more": N_("How much more existing customers spend"),
    "repeat_rate_niche": N_("Lifetime repeat rate"),
    "crr_industry": N_("Retention rate by industry"),
    "next_order_ladder": N_("Chance of the next order within a year"),
    "hybrid_business": N_("Share of a year's buyers who buy the next year"),
}
GROUPS = {
    **metrics.NICHES,
    "auto_service": N_("car service"),
    "branch_deposits": N_("bank deposits"),
    "insurance_brokerage": N_("insurance brokerage"),
    "existing": N_("existing customers"),
    "new": N_("new customers"),
    "media": N_("media"),
    "hospitality": N_("hotels and restaurants"),
    "hybrid": N_("a hybrid business"),
    "1": N_("after the first order"),
    "2": N_("after the second order"),
    "3": N_("after the third order"),
}
SOURCES = (
    N_("Technical Assistance Research Programs (TARP), late 1980s"),
    N_("marketing lore without known origin"),
    N_("credited to Marketing Metrics, no study named"),
    N_("infographic without method"),
    N_("Metrilo, survey of its customers"),
    N_("circulating table without primary source"),
)
"""Sources in `published.csv` that are descriptions and no citations."""
SIGNS = N_("S: customers at the start, who bought in the base. E: customers of the period. N: the new ones among them.")


@dataclass(frozen=True, kw_only=True)
class Method:
    """One figure: its `title`, its `value` in this shop (empty where it has none), and what is told of it by label."""

    title: str
    value: str
    told: Mapping[str, Markup]

    @property
    def heading(self) -> Markup:
        """The title with this shop's own value."""
        title = fill("**{title}**", title=self.title)
        return fill("{title} · {value}", title=title, value=self.value) if self.value else title

    @property
    def paragraphs(self) -> str:
        """All that is told of it, a paragraph each. Markdown."""
        return "\n\n".join(fill("**{label}:** {text}", label=label, text=text) for label, text in self.told.items())

    @property
    def paragraph(self) -> Markup:
        """All that is told of it in one paragraph below its heading, for a list of them. Markdown."""
        told = " · ".join(fill("{label}: {text}", label=label, text=text) for label, text in self.told.items())
        return Markup(f"{self.heading}  \n{told}")

    def speaks_of(self, words: str) -> bool:
        """Whether all words stand in it, whatever their case.

        >>> Method(title="Churn", value="", told={"Formula": Markup("1 − CRR")}).speaks_of("crr churn")
        True
        """
        text = bare(" ".join([self.title, *self.told, *self.told.values()])).casefold()
        return all(word in text for word in words.casefold().split())


def of_periods(row: pd.Series | None, found: Bridge | None, *, has_money: bool, currency: str | None) -> list[Method]:
    """The family of figures of a period, with those of the period `row` is about where there are orders."""
    known: dict[str, metrics.MetricInWords] = {}
    if row is not None and found is not None:
        known = metrics.definitions(row, found, has_money=has_money, currency=currency)
    return [_of_period(metric, known.get(name)) for name, metric in METRICS.items()]


def _of_period(metric: Metric, mine: metrics.MetricInWords | None) -> Method:
    told = {
        _("Meaning"): mine.reason if mine else fill(_(metric.differs), back="…"),
        _("Formula"): plain(_(metric.formula)),
        **({_("Here"): mine.counts} if mine else {}),
        _("Unit"): _unit(metric.unit, _interval(metric)),
        _("Needs"): _needs(metric.needs_amounts),
        _("Source"): plain(_(metric.source)),
        _("Published"): _beside(metric),
    }
    value = ""
    if mine:
        value = f"{mine.value} ({mine.interval})" if mine.interval not in ("", MISSING) else mine.value
    return Method(title=_(metric.title), value=value, told=told)


def _unit(unit: Unit, interval: str) -> Markup:
    return Markup("; ".join(filter(None, (_(UNITS[unit]), interval))))


def _interval(metric: Metric) -> str:
    if metric.squares is not None:
        return _("with a 95% interval of a quotient of two sums over customers")
    return _("with a 95% Wilson interval") if metric.interval else ""


def _needs(amounts: bool) -> Markup:
    needed = _("customer, date and amount of each order") if amounts else _("customer and date of each order")
    return Markup(f"{needed}.")


def _beside(metric: Metric) -> Markup:
    found = comparable(metric.benchmark) if metric.benchmark else ()
    if not found:
        return Markup(_("No published figure is defined like this one, so none stands beside it."))
    ends = from_to(percent(min(each.low for each in found)), percent(max(each.high for each in found)))
    sources = "; ".join(dict.fromkeys(_(each.source) for each in found))
    return fill("{ends} ({sources})", ends=ends, sources=sources)


def of_cohorts(average: pd.DataFrame | None, currency: str | None) -> list[Method]:
    """What can be shown of a cohort at an age, with the value of all cohorts a period after the first order.

    `average` are all cohorts together by age, as `retention.average` gives them; None without orders.
    """
    return [_of_cohort(measure, average, currency) for measure in COHORT_MEASURES.values()]


def _of_cohort(measure: CohortMeasure, average: pd.DataFrame | None, currency: str | None) -> Method:
    told = {
        _("Formula"): plain(_(measure.formula)),
        _("Unit"): _unit(measure.unit, ""),
        _("Needs"): _needs(measure.needs_amounts),
        _("Several cohorts together"): Markup(_("mean") if measure.is_total else _("quotient of their totals")),
    }
    return Method(title=_(measure.title), value=_at_age_one(measure, average, currency), told=told)


def _at_age_one(measure: CohortMeasure, average: pd.DataFrame | None, currency: str | None) -> str:
    at_one = None if average is None else overall(average, measure.name)[average["age"] == 1].dropna()
    if at_one is None or at_one.empty:
        return ""
    value = cohort_measures.full(float(at_one.iloc[0]), measure.name, currency)
    return ", ".join((value, _("age {n}").format(n=1)))


def of_audit() -> list[Method]:
    """The five lenses on the customer base, the bridge of money and the ladder of next orders; see `audit_source`."""
    return [
        Method(title=_(OF_AUDIT[name]), value="", told={_("Formula"): plain(_(formula))})
        for found in AUDIT.values()
        for name, formula in found.items()
    ]


def audit_source() -> Markup:
    """Where the methods of `of_audit` come from."""
    return fill("{label}: {text}", label=_("Source"), text=AUDIT_SOURCE)


def published(row: pd.Series | None) -> list[Method]:
    """Published figures claim by claim, with source, year and trust; this shop's own one where the definition is it."""
    claims: dict[str, list[Published]] = {}
    for each in figures():
        claims.setdefault(each.key, []).append(each)
    return [_claim(_(CLAIMS[key]), found, row) for key, found in claims.items()]


def _claim(title: str, found: list[Published], row: pd.Series | None) -> Method:
    mine = next((name for name, metric in METRICS.items() if metric.benchmark == found[0].definition), None)
    told = {_(GROUPS[each.group]) if each.group else _("In all"): Markup(_published(each)) for each in found}
    told = told if len(found) > 1 else {}
    first = found[0]
    sources = "; ".join(dict.fromkeys(_(each.source) for each in found))
    told[_("Source")] = plain(sources)
    told[_("Year")] = plain(first.year or _("undated"))
    told[_("Trust")] = Markup(_(metrics.TRUST[first.trust]))
    if mine is not None and row is not None:
        told[_("Yours")] = plain(metrics.value(mine, row[mine], None))
    shown = sorted((each.low, each.high) for each in found)
    ends = from_to(_amount(shown[0][0], first), _amount(max(high for _low, high in shown), first))
    value = _published(first) if len(found) == 1 else ends
    return Method(title=title, value=value, told=told)


def _published(figure: Published) -> str:
    low, high = _amount(figure.low, figure), _amount(figure.high, figure)
    return low if low == high else from_to(low, high)


def _amount(value: float, figure: Published) -> str:
    if figure.measure is Measure.COST_RATIO:
        return f"{number(value)}×"
    return percent(value, digits=int(round(1000 * value) % 10 > 0))


def rules(labels: Mapping[str, str], chosen: Rules) -> str:
    """The counting rules that can be switched, what is usual and what is chosen here, as a table in Markdown."""
    usual = Rules()
    words = {True: _("yes"), False: _("no")}
    rows = [
        (plain(_(labels[name])), words[getattr(usual, name)], _chosen(words, name, chosen, usual)) for name in SWITCHES
    ]
    return markdown_table((_("Rule"), _("Usual"), _("Here")), rows)


def _chosen(words: Mapping[bool, str], name: str, chosen: Rules, usual: Rules) -> str:
    word = words[getattr(chosen, name)]
    return word if getattr(chosen, name) == getattr(usual, name) else f"**{word}**"


def conventions() -> list[Markup]:
    """The numbers that are conventions, each with what it is for."""
    told: Iterable[tuple[str, Mapping[str, str]]] = (
        (
            _("Fewer than {n} customers: shown pale and compared with nothing; chance alone moves their rate widely."),
            {"n": number(defaults.FEW_CUSTOMERS)},
        ),
        (
            _("Intervals of shares hold the truth in {share} of cases, bands of forecasts in {band}."),
            {"share": percent(defaults.CONFIDENCE), "band": percent(defaults.BAND)},
        ),
        (
            _("The best customers are the top {share} by revenue, unless you choose another share."),
            {"share": percent(defaults.TOP_SHARE)},
        ),
        (
            _("Slipping away: {share} of waits like theirs have ended sooner."),
            {"share": percent(defaults.USUAL_WAITS)},
        ),
        (
            _("A period is over when your data reach its end, or miss no more days than {share} of your quiet times."),
            {"share": percent(defaults.QUIET_STRETCHES)},
        ),
        (
            _("Surely new: who begins later than {share} of waits between orders after the first day of your data."),
            {"share": percent(defaults.LOOK_BACK_WAITS)},
        ),
        (
            _("Later money counts less by {share} a year, unless you choose another rate."),
            {"share": percent(defaults.DISCOUNT_RATE)},
        ),
        (
            _(
                "Order value is split into prices and units where lines hold {share} of the revenue; a forecast needs "
                "{days} days of data."
            ),
            {"share": percent(defaults.LINES_NEEDED), "days": decimal(defaults.DAYS_TO_FORECAST, digits=0)},
        ),
    )
    return [fill(template, **values) for template, values in told]
