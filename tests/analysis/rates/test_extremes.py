"""The highest and the lowest of a figure: few customers and unfinished periods make none while there are others."""

import pandas as pd

from retention.analysis.rates.breakdown import few_at_risk, group_contrast, ranked_groups, trend_range


def periods(*rows: tuple[float, int, bool]) -> pd.DataFrame:
    """Periods with a rate, customers at the start, and whether they are over."""
    return pd.DataFrame(rows, columns=["crr", "customers_at_start", "complete"])


def test_thirty_customers_are_not_few() -> None:
    assert few_at_risk(periods((0.5, 29, True), (0.5, 30, True)), "crr").tolist() == [True, False]


def test_a_trend_runs_between_periods_with_enough_customers_that_are_over() -> None:
    found = trend_range(
        periods((0.4, 50, True), (0.9, 5, True), (0.6, 50, True), (0.5, 50, True), (0.1, 50, False)), "crr"
    )
    assert found is not None
    assert (found.lowest["crr"], found.highest["crr"], found.latest["crr"]) == (0.4, 0.6, 0.5)


def test_few_customers_make_the_extremes_where_there_are_no_others() -> None:
    found = trend_range(periods((0.4, 5, True), (0.9, 5, True)), "crr")
    assert found is not None
    assert (found.lowest["crr"], found.highest["crr"]) == (0.4, 0.9)


def test_without_a_period_that_is_over_there_is_no_trend() -> None:
    assert trend_range(periods((0.4, 50, False)), "crr") is None


def groups(*rows: tuple[str, int, int], complete: bool = True) -> pd.DataFrame:
    """Groups of one period with customers at the start and retained ones."""
    table = pd.DataFrame(rows, columns=["group", "customers_at_start", "retained"])
    parts = ("active", "returning", "repeaters", "customers_to_date", "repeaters_to_date", "ever_repeaters", "lost")
    figures = ("churn", "returning_share", "repeat_purchase_rate", "lifetime_repeat_rate", "shopify_returning_rate")
    ratios = ("textbook", "net_revenue_retention", "gross_revenue_retention", "returning_revenue_share")
    more = ("purchase_frequency", "average_order_value")
    return table.assign(
        crr=table["retained"] / table["customers_at_start"],
        start="2025Q1",
        complete=complete,
        **dict.fromkeys(parts, 1),
        **dict.fromkeys((*figures, *ratios, *more), 0.5),
    )


def test_groups_come_highest_first_and_those_of_other_periods_not_at_all() -> None:
    table = pd.concat([groups(("web", 100, 20), ("shop", 100, 60)), groups(("old", 100, 90)).assign(start="2024Q4")])
    assert ranked_groups(table, "2025Q1", "crr")["group"].tolist() == ["shop", "web"]


def test_groups_that_differ_are_named_few_ones_aside() -> None:
    found = group_contrast(
        ranked_groups(groups(("web", 100, 20), ("shop", 100, 60), ("fax", 3, 3)), "2025Q1", "crr"), "crr"
    )
    assert found is not None
    assert (found.highest["group"], found.lowest["group"], found.verdict) == ("shop", "web", "differ")
    assert found.pairs == ((0, 1),)


def test_the_clearest_pair_need_not_be_the_ends() -> None:
    table = groups(("tiny", 31, 20), ("big", 2000, 1200), ("large", 2000, 800), ("low", 40, 15))
    found = group_contrast(ranked_groups(table, "2025Q1", "crr"), "crr")
    assert found is not None
    assert (found.highest["group"], found.lowest["group"]) in {("big", "large"), ("big", "low"), ("tiny", "large")}
    assert ("tiny", "low") not in {tuple(found.groups["group"].iloc[[*pair]]) for pair in found.pairs}


def test_no_group_is_named_where_chance_would_do() -> None:
    table = groups(*((f"g{n}", 100, 25 + n) for n in range(12)))
    found = group_contrast(ranked_groups(table, "2025Q1", "crr"), "crr")
    assert found is not None
    assert (found.verdict, found.pairs) == ("no_clear_difference", ())


def test_a_contrast_needs_two_groups_and_a_verdict_a_period_that_is_over() -> None:
    assert group_contrast(ranked_groups(groups(("web", 100, 20), ("fax", 3, 3)), "2025Q1", "crr"), "crr") is None
    begun = ranked_groups(groups(("web", 100, 20), ("shop", 100, 60), complete=False), "2025Q1", "crr")
    found = group_contrast(begun, "crr")
    assert found is not None
    assert found.testable
    assert found.verdict is None


def test_figures_that_are_no_share_of_customers_have_no_verdict() -> None:
    table = ranked_groups(groups(("web", 100, 20), ("shop", 100, 60)), "2025Q1", "purchase_frequency").assign(few=False)
    found = group_contrast(table, "purchase_frequency")
    assert found is not None
    assert not found.testable
