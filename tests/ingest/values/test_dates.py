"""Dates as shops write them, each read back to the day that was meant, or asked about."""

import numpy as np
import pandas as pd
import pytest
from hypothesis import given
from hypothesis import strategies as st

from retention.errors import Undecided
from retention.ingest.values import dates

FIFTH_OF_JANUARY = pd.Timestamp(2025, 1, 5)
HALF_PAST_TEN = pd.Timestamp(2025, 1, 5, 10, 30)


def column(*cells: object, name: str = "Date") -> pd.Series:
    return pd.Series(list(cells), name=name, dtype="str")


def read(*cells: object, order: str | None = "dmy") -> list[object]:
    return [None if pd.isna(moment) else moment for moment in dates.parse(column(*cells), order)]


@pytest.mark.parametrize(
    "written",
    [
        "2025-01-05",
        "2025/1/5",
        "05.01.2025",
        "5.1.25",
        "05/01/2025",
        "05-01-25",
        "20250105",
        "45662",
        "1736035200",
        "1736035200000",
        "5 января 2025",
        "5 янв. 2025 г.",
        "05 Января 2025 года",
        "5 січня 2025 р.",
        "5 ianuarie 2025",
        "5 ian 2025",
        "January 5, 2025",
        "5th January 2025",
        "Jan-05-25",
        "5-Jan-25",
        "Sun, 5 Jan 2025",
        "  05.01.2025 ",
        "воскресенье, 5 января 2025 г.",
        "неділя, 5 січня 2025 р.",
        "duminică, 5 ianuarie 2025",
        "2025. 01. 05.",
        "2025-01-05+02:00",
        '="05.01.2025"',
        "5\u00a0января\u00a02025",
        "٢٠٢٥-٠١-٠٥",
        "\u200f٠٥/٠١/٢٠٢٥",
        "۲۰۲۵/۰۱/۰۵",
        "०५.०१.२०२५",
        "２０２５-０１-０５",
    ],
)
def test_one_day_many_hands(written: str) -> None:
    assert read(written) == [FIFTH_OF_JANUARY]


@pytest.mark.parametrize(
    "written",
    [
        "2025-01-05 10:30:00",
        "2025-01-05T10:30:00.000+02:00",
        "2025-01-05 10:30:00 -0500",
        "2025-01-05T10:30Z",
        "Sun Jan  5 10:30:00 2025",
        "05.01.2025 10:30 (МСК)",
        "05.01.2025, 10:30",
        "5.01.25 10:30:00",
        "10:30 05.01.2025",
        "05/01/2025 10:30 AM",
        "5 января 2025 г., 10:30",
        "5 ianuarie 2025 la 10:30",
        "20250105T103000",
        "202501051030",
        "1736073000000000",
        "/Date(1736073000000)/",
        "45662.4375",
        "45662,4375",
        "Sun Jan 05 2025 10:30:00 GMT+0200 (Eastern European Standard Time)",
    ],
)
def test_the_shops_own_clock_counts_and_offsets_are_dropped(written: str) -> None:
    assert read(written) == [HALF_PAST_TEN]


def test_afternoon_is_read_from_the_half_of_the_day() -> None:
    assert read("05/01/2025 1:05 pm", "05/01/2025 12:00 AM") == [pd.Timestamp(2025, 1, 5, 13, 5), FIFTH_OF_JANUARY]


@pytest.mark.parametrize(
    "written",
    [
        "3 mars 2025", "03-Mrz-25", "3 de marzo de 2025", "3 marzo 2025", "3 marca 2025", "3 Mart 2025",
        "3. März 2025", "«03» марта 2025 года", "3. 3. 2025",
    ],
)  # fmt: skip
def test_neighbours_write_their_months_too(written: str) -> None:
    assert dates.parse(column(written), "dmy").tolist() == [pd.Timestamp("2025-03-03")]


def test_a_month_cut_so_short_that_it_could_be_two_is_none() -> None:
    assert dates.parse(column("3 jui 2025")).isna().all()
    assert dates.parse(column("3 juin 2025", "3 juil. 2025", "3 août 2025")).dt.month.tolist() == [6, 7, 8]


def test_months_of_ebay_in_two_languages() -> None:
    assert read("Jul-21-25", "10-Dez-25", "3-Mär-25") == [
        pd.Timestamp(2025, 7, 21),
        pd.Timestamp(2025, 12, 10),
        pd.Timestamp(2025, 3, 3),
    ]


@pytest.mark.parametrize(
    "written",
    ["31.02.2025", "29.02.2025", "00.01.2025", "n/a", "#N/A", "-", "", "не закрыта", "1 234,50", "12345", "25:10"],
)
def test_what_is_no_date_is_missing(written: str) -> None:
    assert read(written) == [None]


def test_one_column_may_mix_real_dates_text_and_serials() -> None:
    mixed = column("05.01.2025", "2025-01-10", "45677", "2025-02-03 10:30:00", None)
    assert dates.date_order(mixed) == "dmy"
    assert list(dates.parse(mixed).dt.strftime("%m-%d %H:%M")[:4]) == [
        "01-05 00:00",
        "01-10 00:00",
        "01-20 00:00",
        "02-03 10:30",
    ]


def test_one_cell_that_needs_day_first_makes_all_day_first() -> None:
    assert dates.date_order(column("03/04/2025", "13/04/2025")) == "dmy"
    assert dates.date_order(column("03/04/2025", "04/13/2025")) == "mdy"
    assert dates.parse(column("03/04/2025", "04/13/2025")).iloc[0] == pd.Timestamp(2025, 3, 4)


def test_dots_are_day_first_even_where_nothing_else_decides() -> None:
    assert dates.date_order(column("03.04.2025", "01.02.2025")) == "dmy"


def test_iso_needs_no_order() -> None:
    assert dates.date_order(column("2025-04-03", "2025-01-02")) is None
    assert dates.date_order(column("04/04/2025")) is None


def test_contradictions_go_with_the_majority_and_the_rest_is_unreadable() -> None:
    written = column("13/01/2025", "14/01/2025", "01/15/2025")
    assert dates.date_order(written) == "dmy"
    assert dates.parse(written).isna().tolist() == [False, False, True]


def test_rows_in_sequence_decide_when_only_one_order_makes_them_so() -> None:
    in_order = ["01/02/2025", "02/02/2025", "05/02/2025", "01/03/2025", "03/03/2025", "01/04/2025"]
    assert dates.date_order(column(*in_order)) == "dmy"
    assert dates.date_order(column(*reversed(in_order))) == "dmy"


def test_nothing_decides_so_both_readings_are_shown() -> None:
    with pytest.raises(Undecided) as asked:
        dates.date_order(column("03/04/2025", "01/02/2025", name="Ordered"))
    (question,) = asked.value.questions
    assert question.code == "date_order"
    assert question.options == ("dmy", "mdy")
    assert question.details == {
        "column": "Ordered",
        "value": "03/04/2025",
        "readings": {"dmy": "2025-04-03", "mdy": "2025-03-04"},
    }


def test_the_answer_settles_it() -> None:
    assert read("03/04/2025", order="dmy") == [pd.Timestamp(2025, 4, 3)]
    assert read("03/04/2025", order="mdy") == [pd.Timestamp(2025, 3, 4)]


def test_numbers_and_real_dates_pass_without_text() -> None:
    assert dates.parse(pd.Series([45662.4375, np.nan])).tolist()[0] == HALF_PAST_TEN
    real = pd.Series(pd.to_datetime(["2025-01-05 10:30"]))
    assert dates.parse(real).tolist() == [HALF_PAST_TEN]
    assert dates.parse(real.dt.tz_localize("Europe/Kyiv")).tolist() == [HALF_PAST_TEN]


def test_evidence_tells_dates_from_amounts_and_ids() -> None:
    assert dates.evidence(column("05.01.2025", "06.01.2025")).readable == 2
    assert dates.evidence(column("12,50", "1001", "SO-05")).readable == 0
    assert dates.evidence(pd.Series([45662.0, 45663.0])).numbers == 2


def test_times_of_day_stand_in_their_own_column() -> None:
    times = dates.parse_times(column("9:05", "09:05:30", "1:05 pm", None, "2025-01-05 10:30"))
    assert times[:3].tolist() == [
        pd.Timedelta(hours=9, minutes=5),
        pd.Timedelta(hours=9, minutes=5, seconds=30),
        pd.Timedelta(hours=13, minutes=5),
    ]
    assert dates.parse_times(pd.Series([0.5])).tolist() == [pd.Timedelta(hours=12)]


STYLES = (
    "%Y-%m-%d", "%d.%m.%Y", "%d.%m.%y", "%d/%m/%Y", "%m/%d/%Y", "%d-%m-%Y %H:%M", "%Y-%m-%dT%H:%M:%S+03:00",
    "%d %B %Y", "%b %d, %Y", "%d %b %Y %I:%M %p", "%Y%m%d", "%m/%d/%y %H:%M:%S",
)  # fmt: skip


@given(
    seconds=st.lists(st.integers(1_100_000_000, 2_080_000_000), min_size=1, max_size=12), style=st.sampled_from(STYLES)
)
def test_what_is_written_in_one_style_is_read_back_or_asked(seconds: list[int], style: str) -> None:
    days = pd.to_datetime(pd.Series(seconds), unit="s")
    written = column(*days.dt.strftime(style))
    try:
        found = dates.parse(written, dates.date_order(written))
    except Undecided:
        assert (days.dt.day <= 12).all()
        return
    assert found.dt.strftime(style).tolist() == written.tolist()
    assert found.dt.date.tolist() == days.dt.date.tolist()


def test_short_dates_begin_with_the_year_where_that_keeps_the_days_together() -> None:
    cells = column("24-01-01", "24-02-08", "24-03-15", "24-04-22", "25-10-31", "25-12-30")
    assert dates.date_order(cells) == "ymd"
    assert list(dates.parse(cells).dt.strftime("%Y-%m-%d")) == [f"20{cell}" for cell in cells]


def test_short_dates_end_with_the_year_where_that_keeps_the_days_together() -> None:
    assert dates.date_order(column("01-02-24", "08-02-24", "15-03-24", "22-04-25", "31-10-25", "30-12-25")) == "dmy"
    assert dates.date_order(column("02/01/24", "02/08/24", "03/15/24", "04/22/25", "10/31/25", "12/30/25")) == "mdy"


def test_a_person_may_say_that_the_year_comes_first() -> None:
    assert read("24-01-02", order="ymd") == [pd.Timestamp(2024, 1, 2)]
    assert read("02.01.2024", order="ymd") == [pd.Timestamp(2024, 1, 2)]


def test_a_few_days_close_together_do_not_prove_that_the_year_comes_first() -> None:
    assert dates.date_order(column("25-01-29", "25-01-30", "25-01-31", "25-02-01")) == "dmy"
    assert dates.date_order(column(*(f"25-01-{day}" for day in range(25, 32)))) == "ymd"


def test_years_no_day_could_be_are_dates_too() -> None:
    assert dates.evidence(column("95-03-12", "96-04-13")).readable == 2


def spoiled(first: str, last: str, written: str, *, by: str) -> pd.Series:
    """Days written in one order, as a spreadsheet set to the other (`by`) saves them: dates where it could."""
    texts = pd.date_range(first, last, freq="D").strftime(written)
    opened = [pd.to_datetime(text, format=by, errors="coerce") for text in texts]
    return column(*(text if pd.isna(date) else str(date) for text, date in zip(texts, opened, strict=True)))


@pytest.mark.parametrize(
    ("written", "by", "order"),
    [("%d.%m.%Y", "%m.%d.%Y", "dmy_swapped"), ("%m/%d/%Y", "%d/%m/%Y", "mdy_swapped")],
)
@pytest.mark.parametrize(("first", "last"), [("2024-01-01", "2024-01-31"), ("2023-03-05", "2024-11-20")])
def test_days_and_months_that_a_spreadsheet_exchanged_are_exchanged_back(
    written: str, by: str, order: str, first: str, last: str
) -> None:
    cells = spoiled(first, last, written, by=by)
    assert dates.date_order(cells) == order
    assert (dates.parse(cells) == pd.date_range(first, last, freq="D")).all()


def test_a_shop_that_changed_its_way_of_writing_dates_is_left_alone() -> None:
    iso = pd.date_range("2024-03-01", "2024-03-12").strftime("%Y-%m-%d")
    dotted = pd.date_range("2024-03-13", "2024-03-31").strftime("%d.%m.%Y")
    cells = column(*iso, *dotted)
    assert dates.date_order(cells) == "dmy"
    assert (dates.parse(cells) == pd.date_range("2024-03-01", "2024-03-31")).all()


def test_one_late_day_among_dates_written_year_first_excludes_an_exchange() -> None:
    cells = pd.concat([spoiled("2024-01-01", "2024-03-31", "%d.%m.%Y", by="%m.%d.%Y"), column("2024-01-13 00:00:00")])
    assert dates.date_order(cells) == "dmy"


@pytest.mark.parametrize(
    "zone",
    [
        *("Z", " UTC", " GMT", "+02:00", " +0200", "+02", " GMT+3", " UTC+03:00", " UTC +3", " (UTC+02:00)"),
        *(" PST", " pdt", " EST", " ET", " CET", " CEST", " EET", " EEST", " BST", " MSK", " MSD", " МСК", " AEDT"),
        *(" Europe/Chisinau", "+01:00[Europe/Berlin]", " +0300 (MSK)", " GMT+0200 (Eastern European Standard Time)"),
    ],
)
def test_a_zone_after_the_time_leaves_the_shops_own_time(zone: str) -> None:
    assert read(f"2025-01-05 10:30{zone}", f"05.01.2025 10:30:00{zone}") == [HALF_PAST_TEN] * 2
    assert dates.parse_times(column(f"10:30{zone}")).iloc[0] == pd.Timedelta(hours=10, minutes=30)


@pytest.mark.parametrize("behind", [" pcs", " kg", " -5", "+3", " abc", " Total"])
def test_what_is_no_zone_makes_no_date(behind: str) -> None:
    assert read(f"2025-01-05 10:30{behind}") == [None]


def test_years_of_the_buddhist_calendar_are_read_where_all_are() -> None:
    assert read("5/1/2568", "29/2/2567")[:1] == [FIFTH_OF_JANUARY]
    assert read("2568-01-05", "2567-02-29")[1] == pd.Timestamp(2024, 2, 29)
    assert read("5/1/2568", "5/1/2025")[1] == FIFTH_OF_JANUARY
    assert read("5/1/2568", "5/1/2025")[0] == pd.Timestamp(2568, 1, 5)
    assert dates.is_buddhist(column("5/1/2568", "x"))
    assert not dates.is_buddhist(column("5/1/2568", "5/1/2025"))


@pytest.mark.parametrize(
    "cell",
    ["5 mars 2024 à 14:05", "5 de marzo de 2024 14:05 hs.", "5. März 2024 um 14:05 Uhr", "5 mars 2024, 14h05"],
)
def test_the_words_around_a_time_of_day(cell: str) -> None:
    assert dates.parse(pd.Series([cell], dtype="str"), "dmy").tolist() == [pd.Timestamp(2024, 3, 5, 14, 5)]
