"""The closer looks of the Retention page: each is computed when opened, and answers in words."""

import datetime as dt
import math
import re

import pandas as pd
import pytest
from streamlit.testing.v1 import AppTest

from retention.orders import Orders
from tests.pages import screen
from tests.pages.conftest import Visit
from tests.pages.screen import as_orders, headline, words
from tests.shops import END_OF_2024, worked_example

SECTIONS = ("definitions", "side-by-side", "groups", "members", "period-length")


def opened(app: AppTest, *sections: str) -> AppTest:
    return screen.opened(app, *(f"retention-{section}" for section in sections))


def table(app: AppTest, column: str) -> pd.DataFrame:
    """The one table on the page that has this column."""
    return next(found.value for found in app.dataframe if column in found.value)


@pytest.fixture(scope="module")
def chain(shop: Orders) -> Orders:
    """The shop with a channel, a discount code, an empty column, and an e-mail address that looks like markup."""
    numbers = shop.frame["customer"].astype("str").str[1:].astype(int)
    channel = numbers.map(lambda n: "web" if n % 3 else "*shop*")
    code = pd.Series(["SPRING" if n % 4 == 0 else None for n in numbers], dtype="str")
    names = shop.frame["customer"].astype("str").replace("c1", "=cmd|' /C calc'!A0")
    frame = shop.frame.drop(columns=["gross", "purchase"])
    return as_orders(
        frame.assign(customer=names, channel=channel.astype("category"), code=code.astype("category")),
        as_of=shop.as_of,
    )


@pytest.mark.parametrize("section", SECTIONS)
def test_nothing_is_computed_before_it_is_opened(visit: Visit, shop: Orders, section: str) -> None:
    closed = visit("retention", orders=shop, grain="quarter")
    before = words(closed)
    after = words(opened(closed, section))
    assert not closed.exception
    assert len(after) > len(before)


@pytest.mark.parametrize("lang", ["ru", "uk", "ro"])
def test_every_section_speaks_every_language(visit: Visit, chain: Orders, lang: str) -> None:
    app = opened(visit("retention", orders=chain, grain="quarter", lang=lang), *SECTIONS)
    assert not app.exception
    read = words(app)
    assert "nan" not in read.lower().split()
    for english in ("Of every 100", "No group", "Bought", "A customer's next order"):
        assert english not in read


class TestFamily:
    def test_each_figure_has_its_counts_and_its_reason(self, visit: Visit, shop: Orders) -> None:
        read = words(opened(visit("retention", orders=shop, grain="quarter"), "definitions"))
        assert "| Customer retention rate (CRR): **50.0%** (43.1% to 56.9%) |" in read
        assert "Bought in Q1 2025: 200. Of these, bought again in Q2 2025: 100." in read
        assert "| Churn: **50.0%** (43.1% to 56.9%) |" in read
        assert "| Returning share: **71.4%**" in read
        assert "Bought in Q2 2025: 140. Of these, had bought at any time before: 100." in read
        assert "| Net revenue retention: **50.0%** (" in read
        assert "| Average order value: **€10** | Revenue in Q2 2025: €1,400; orders: 140." in read

    def test_the_worked_example(self, visit: Visit) -> None:
        orders = as_orders(worked_example(), as_of=END_OF_2024)
        app = visit("retention", orders=orders, grain="quarter", period="2024Q3")
        read = words(opened(app, "definitions"))
        assert "| Textbook retention: **100.0%** | Bought in Q3 2024: 5; less first-time buyers: 2; " in read
        assert "Also counts those back after a break (1)" in read
        assert "| Returning share: **60.0%**" in read

    def test_lifetime_value_needs_two_years(self, visit: Visit, shop: Orders) -> None:
        assert "Needs two years of orders" in words(opened(visit("retention", orders=shop), "definitions"))

    def test_margin_turns_revenue_into_profit(self, visit: Visit) -> None:
        days = pd.to_datetime([f"{year}-{month:02}-15" for year in (2022, 2023, 2024) for month in range(1, 13)])
        rows = [(f"c{n}", day) for day in days for n in range(40 if day.year < 2024 else 20)]
        frame = pd.DataFrame(rows, columns=["customer", "date"])
        frame = frame.assign(order=[str(n) for n in range(len(rows))], amount=10.0)
        orders = as_orders(frame, as_of=dt.date(2024, 12, 31))
        app = opened(visit("retention", orders=orders), "definitions")
        assert "**€240**" in words(app)
        assert "€10 an order × 12.00 orders a year × 2.00 years (1 ÷ (1 − 50.0% kept from year to year))" in words(app)
        assert "This is revenue, not profit" in words(app)
        app.number_input(key="retention-margin").set_value(25.0).run()
        assert "**€60**" in words(app)
        assert "Of that, 25% margin." in words(app)

    def test_without_amounts_no_money_is_shown(self, visit: Visit, shop: Orders) -> None:
        orders = as_orders(shop.frame[["customer", "order", "date"]].assign(amount=math.nan), as_of=shop.as_of)
        read = words(opened(visit("retention", orders=orders, grain="quarter"), "definitions"))
        assert "Orders per customer" in read
        assert "revenue" not in read.lower()


class TestOwnDays:
    def test_any_days_are_a_period(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, period="days", **{"period-days": "2025-05-01..2025-05-31"}, base="ever")
        assert headline(app) == (
            "Of every 100 customers who bought at any time before, 50 came back from May 1, 2025 to May 31, 2025 "
            "(43 to 57)."
        )

    def test_any_days_are_a_base(self, visit: Visit, shop: Orders) -> None:
        link = {"grain": "quarter", "base": "days", "base-days": "2025-02-01..2025-02-28"}
        app = visit("retention", orders=shop, **link)
        assert "who bought from February 1, 2025 to February 28, 2025, 50 came back in Q2 2025" in headline(app)

    def test_both_days_are_picked_in_the_sidebar(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="quarter")
        app.selectbox(key="setting-period").select("days").run()
        app.date_input(key="setting-period-days").set_value((dt.date(2025, 5, 5), dt.date(2025, 5, 5))).run()
        app.selectbox(key="setting-base").select("ever").run()
        assert "50 came back on May 5, 2025" in headline(app)
        assert app.query_params["period-days"] in ("2025-05-05..2025-05-05", ["2025-05-05..2025-05-05"])

    def test_a_base_that_is_not_over_is_explained(self, visit: Visit, shop: Orders) -> None:
        app = visit(
            "retention",
            orders=shop,
            grain="quarter",
            base="days",
            period="2025Q2",
            **{"base-days": "2025-02-01..2025-05-31"},
        )
        assert "must be over before the period begins" in app.info[0].value
        assert not app.exception

    def test_a_base_before_the_data_is_explained(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="quarter", base="last_year", period="2025Q2")
        assert "no customer in your data bought in Q2 2024" in app.info[0].value.replace("\\", "")
        assert not opened(app, *[section for section in SECTIONS if section != "members"]).exception

    @pytest.mark.parametrize(
        "days", ["2025-05-31..2025-05-01", "1999-01-01..1999-02-01", "2025-02-30..2025-03-01", "x"]
    )
    def test_a_link_with_impossible_days_is_ignored(self, visit: Visit, shop: Orders, days: str) -> None:
        app = visit("retention", orders=shop, grain="quarter", period="days", **{"period-days": days})
        assert not app.exception
        assert app.date_input(key="setting-period-days").value == (dt.date(2025, 4, 1), dt.date(2025, 6, 30))

    def test_so_many_months_before(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="quarter", base="window", months="3")
        assert "who bought in the 3 months before, 50 came back" in headline(app)
        app.number_input(key="setting-months").set_value(2).run()
        assert "There was nobody" not in words(app) or "in the 2 months before" in words(app)

    @pytest.mark.parametrize("section", SECTIONS)
    def test_every_section_takes_any_days(self, visit: Visit, chain: Orders, section: str) -> None:
        link = {"period": "days", "period-days": "2025-05-01..2025-05-31", "base": "ever"}
        app = visit("retention", orders=chain, **link)
        closed = words(app)
        assert len(words(opened(app, section))) > len(closed)
        assert not app.exception


class TestSideBySide:
    def test_the_answer_is_a_sentence_with_a_verdict(self, visit: Visit) -> None:
        months = pd.date_range("2023-01-01", periods=26, freq="MS") + pd.Timedelta(days=9)
        counts = [100, 90] * 12 + [100, 27]
        rows = [(f"c{n}", day) for day, count in zip(months, counts, strict=True) for n in range(count)]
        frame = pd.DataFrame(rows, columns=["customer", "date"])
        frame = frame.assign(order=[str(n) for n in range(len(rows))], amount=1.0)
        orders = as_orders(frame, as_of=dt.date(2025, 2, 28))
        app = opened(visit("retention", orders=orders, grain="month"), "side-by-side")
        assert "90 came back in February 2024 and 27 in February 2025. **Customers alike come back less" in words(app)
        shown = table(app, "verdict").set_index("name")
        assert shown.loc["Customer retention rate (CRR)", ["first", "second", "change", "verdict"]].tolist() == [
            "90.0%",
            "27.0%",
            "−63.0 pts",
            "went down",
        ]
        assert shown.loc["Churn", "verdict"] == "went up"

    def test_any_other_period_can_be_chosen(self, visit: Visit, chain: Orders) -> None:
        app = opened(visit("retention", orders=chain, grain="quarter"), "side-by-side")
        app.main.selectbox(key="setting-beside").select("2025Q3").run()
        assert "no verdict while one of the two is not over" in words(app)
        app.main.selectbox(key="setting-beside").select("2025Q2").run()
        assert "Both are the same time" in words(app)
        app.main.selectbox(key="setting-beside").select("days").run()
        assert not app.exception

    def test_no_rate_is_no_verdict(self, visit: Visit, shop: Orders) -> None:
        app = opened(visit("retention", orders=shop, grain="quarter"), "side-by-side")
        app.main.selectbox(key="setting-beside").select("2025Q1").run()
        assert "nobody was there to come back in Q1 2025" in words(app)


class TestGroups:
    def test_groups_are_compared(self, visit: Visit, chain: Orders) -> None:
        read = words(opened(visit("retention", orders=chain, grain="quarter"), "groups"))
        assert "No group clearly stands out: among 2," in read

    def test_markup_in_a_group_stays_text(self, visit: Visit, chain: Orders) -> None:
        app = opened(visit("retention", orders=chain, grain="quarter", compared="purchase_frequency"), "groups")
        assert any(r"\*shop\*" in found.value for found in app.markdown)

    def test_with_and_without_a_discount(self, visit: Visit, chain: Orders) -> None:
        app = opened(visit("retention", orders=chain, grain="quarter"), "groups")
        options = app.main.selectbox(key="setting-grouped").options
        assert options == ["Channel", "Discount used or not"]
        app.main.selectbox(key="setting-grouped").select_index(1).run()
        assert "**With a discount** (100.0%) clearly above **Without a discount** (33.3%): chance" in words(app)

    def test_days_of_ones_own_are_counted_as_they_are(self, visit: Visit, chain: Orders) -> None:
        link = {"period": "days", "period-days": "2025-04-01..2025-05-31", "base": "ever"}
        read = words(opened(visit("retention", orders=chain, **link), "groups"))
        assert "No group clearly stands out" in read

    def test_every_figure_can_be_broken_down(self, visit: Visit, chain: Orders) -> None:
        app = opened(visit("retention", orders=chain, grain="quarter"), "groups")
        shown = set()
        figures = app.main.selectbox(key="setting-compared").options
        for figure in figures:
            app.main.selectbox(key="setting-compared").select(figure).run()
            assert not app.exception, figure
            groups = table(app, "range")
            assert set(groups["name"]) == {"*shop*", "web"}, figure
            shown.add(tuple(groups["text"]))
        assert len(shown) > len(figures) / 2

    def test_without_columns_it_says_so(self, visit: Visit, shop: Orders) -> None:
        assert "No column is kept yet to group customers by" in words(opened(visit("retention", orders=shop), "groups"))

    def test_small_groups_hold_no_comparison(self, visit: Visit) -> None:
        orders = as_orders(worked_example().assign(channel=["a", "b", *"ababababababa"]), as_of=END_OF_2024)
        read = words(opened(visit("retention", orders=orders, grain="quarter"), "groups"))
        assert "Too few groups have 30 customers" in read

    def test_small_groups_are_grey(self, visit: Visit, shop: Orders) -> None:
        rare = shop.frame["customer"].isin(["c0", "c2"])
        mixed = shop.frame.assign(channel=rare.map({True: "rare", False: "usual"}).astype("category"))
        app = opened(visit("retention", orders=as_orders(mixed, as_of=shop.as_of), grain="quarter"), "groups")
        groups = next(shown for shown in app.dataframe if "customers" in shown.value)
        assert groups.value["name"].tolist() == ["rare", "usual"]
        grey = re.findall(r"row(\d)_col0\b.*\{ color: gray", groups.proto.arrow_data.styler.styles)
        assert grey == ["0"]


class TestPeople:
    def test_the_customers_behind_each_count(self, visit: Visit, shop: Orders) -> None:
        app = opened(visit("retention", orders=shop, grain="quarter"), "members")
        sizes = {}
        for count in ("lost", "retained", "reactivated", "new", "start", "end"):
            app.segmented_control(key="members-count").set_value(count).run()
            assert not app.exception
            sizes[count] = len(table(app, "Customer")) if count != "reactivated" else 0
        assert sizes == {"lost": 100, "retained": 100, "reactivated": 0, "new": 40, "start": 200, "end": 140}

    def test_names_stand_as_they_are(self, visit: Visit, chain: Orders) -> None:
        app = opened(visit("retention", orders=chain, grain="quarter"), "members")
        assert "=cmd|' /C calc'!A0" in table(app, "Customer")["Customer"].tolist()


class TestRhythm:
    def test_the_fitting_grain_is_one_click_away(self, visit: Visit, shop: Orders) -> None:
        app = opened(visit("retention", orders=shop, grain="week"), "period-length")
        read = words(app)
        assert "typically follows after 91 days" in read
        app.button(key="use-grain").click().run()
        assert app.selectbox(key="setting-grain").value != "week"
        assert "This is the length in use." in words(app)

    def test_without_any_return_it_says_so(self, visit: Visit) -> None:
        frame = worked_example().drop_duplicates("customer")
        app = opened(visit("retention", orders=as_orders(frame, as_of=END_OF_2024)), "period-length")
        assert "Nobody has ordered on a second day yet" in words(app)


class TestOverTime:
    def test_a_published_figure_only_of_the_same_definition(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="quarter")
        assert "No published figure is defined like this one" in words(app)
        app.main.selectbox(key="setting-figure").select("lifetime_repeat_rate").run()
        assert "Dashed: Average of online shops, 28.0% (Metrilo" in words(app)
        app.main.selectbox(key="setting-published").select("coffee").run()
        assert "Dashed: Coffee, 30.0% (Metrilo" in words(app)

    def test_few_customers_make_no_extreme(self, visit: Visit) -> None:
        buyers = {"2025-01-05": 100, "2025-02-05": 50, "2025-03-05": 2, "2025-04-05": 2}
        rows = [(f"c{n}", day, 5.0) for day, count in buyers.items() for n in range(count)]
        frame = pd.DataFrame(rows, columns=["customer", "date", "amount"]).astype({"date": "datetime64[us]"})
        read = words(visit("retention", orders=as_orders(frame, as_of=dt.date(2025, 4, 30)), grain="month"))
        assert "Between 4% (Mar 2025) and 50% (Feb 2025); most recently 100% (Apr 2025)." in read

    def test_every_figure_can_be_followed(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="month")
        for figure in app.main.selectbox(key="setting-figure").options:
            app.main.selectbox(key="setting-figure").select(figure).run()
            assert not app.exception, figure
            assert re.search(r"[Mm]ost recently .*\d", words(app)), figure


class TestYearStart:
    def test_years_can_begin_in_any_month(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="quarter", year="2", base="ever", period="2025/26Q2")
        assert "55 came back in Q2 2025/26" in headline(app)
        app.selectbox(key="setting-year").select("1").run()
        assert "in Q2 2025/26" not in words(app)

    def test_it_is_asked_only_where_it_matters(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="month")
        assert "setting-year" not in [box.key for box in app.sidebar.selectbox]
        assert "setting-week" not in [box.key for box in app.sidebar.selectbox]

    def test_months_may_be_whole_weeks(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="month", period="2025-04", base="ever")
        app.selectbox(key="setting-calendar").select("4-5-4").run()
        assert not app.exception
        assert "April 2025" in headline(app)
        assert app.selectbox(key="setting-year").value == "2"
        assert app.selectbox(key="setting-week").value == "sunday"
        assert app.session_state["view"].days == (dt.date(2025, 4, 6), dt.date(2025, 5, 3))
        for page in ("cohorts", "customers", "what_if"):
            app.switch_page(f"pages/{page}_page.py").run()
            assert not app.exception, page

    def test_weeks_may_begin_on_sunday(self, visit: Visit, shop: Orders) -> None:
        app = visit("retention", orders=shop, grain="week", week="sunday")
        assert app.selectbox(key="setting-week").value == "sunday"
        assert {day.weekday() for day in app.session_state["view"].rates["start"]} == {6}
