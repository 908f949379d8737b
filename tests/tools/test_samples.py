"""The samples on disk are what the generator writes, and each still tells its story."""

import io
import zipfile
from pathlib import Path
from xml.etree.ElementTree import canonicalize

import fastexcel
import pandas as pd
import pytest

from pages.data import samples
from tools.samples.writing import content

PRICE_RISE = pd.Period("2025Q2")
SALE_MONTH = pd.Period("2024-11")


def crr(orders: pd.DataFrame) -> pd.DataFrame:
    """Quarter by quarter, with sets and nothing clever: customers at the start, how many came back, the share."""
    buyers = orders.groupby(orders["date"].dt.to_period("Q"))["customer"].agg(set)
    pairs = zip(buyers.iloc[:-1], buyers.iloc[1:], strict=True)
    counts = [(len(before), len(before & after)) for before, after in pairs]
    table = pd.DataFrame(counts, index=buyers.index[1:], columns=["start", "retained"])
    return table.assign(crr=table["retained"] / table["start"])


def pooled(table: pd.DataFrame) -> float:
    return float(table["retained"].sum() / table["start"].sum())


def standard_error(table: pd.DataFrame) -> float:
    share = pooled(table)
    return float((share * (1 - share) / table["start"].sum()) ** 0.5)


@pytest.fixture(scope="module")
def roastery() -> pd.DataFrame:
    frame = fastexcel.read_excel(samples.path("roastery")).load_sheet(0).to_pandas()
    return frame.rename(columns={"Customer ID": "customer", "Order date": "date"})


@pytest.fixture(scope="module")
def webshop() -> pd.DataFrame:
    frame = pd.read_csv(samples.path("webshop"), sep=";", encoding="cp1251", decimal=",", dtype={"Номер заказа": str})
    frame["date"] = pd.to_datetime(frame["Дата заказа"], format="%d.%m.%Y")
    return frame.assign(customer=frame["E-mail"].str.lower())


@pytest.fixture(scope="module")
def salon() -> pd.DataFrame:
    frame = fastexcel.read_excel(samples.path("salon")).load_sheet(0, header_row=2).to_pandas()
    return frame.assign(customer=frame["Telefon"].str.replace(r"\D", "", regex=True), date=frame["Data"])


@pytest.fixture(scope="module")
def shopify() -> pd.DataFrame:
    frame = pd.read_csv(samples.path("shopify"), dtype=str)
    local = pd.to_datetime(frame["Created at"].str[:19])  # the shop's own date, whatever the offset
    return frame.assign(customer=frame["Email"], date=local)


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.key)
def test_file_on_disk_is_what_the_generator_writes(sample: samples.Sample) -> None:
    on_disk, generated = samples.path(sample.key).read_bytes(), content(sample.key)
    if sample.file.endswith(".xlsx"):
        # Compressors differ between systems, and openpyxl spells tags otherwise where lxml is missing.
        new, old = members(generated), members(on_disk)
        assert new == old or canonical(new) == canonical(old)
    else:
        assert generated == on_disk


def members(workbook: bytes) -> list[tuple[str, tuple[int, ...], bytes]]:
    with zipfile.ZipFile(io.BytesIO(workbook)) as archive:
        return [(info.filename, info.date_time, archive.read(info)) for info in archive.infolist()]


def canonical(parts: list[tuple[str, tuple[int, ...], bytes]]) -> list[tuple[str, tuple[int, ...], str]]:
    return [(name, moment, canonicalize(xml.decode())) for name, moment, xml in parts]


def test_generator_writes_the_same_workbook_twice() -> None:
    assert content("salon") == content("salon")


@pytest.mark.parametrize("sample", samples.SAMPLES, ids=lambda sample: sample.key)
def test_path_works_from_any_directory(sample: samples.Sample, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert 0 < samples.path(sample.key).stat().st_size < 700_000


def test_unknown_key_has_no_path() -> None:
    with pytest.raises(KeyError):
        samples.path("bakery")


@pytest.mark.parametrize("key", ["webshop", "shopify"])
def test_every_address_is_an_example(key: str, request: pytest.FixtureRequest) -> None:
    addresses = request.getfixturevalue(key)["customer"].dropna()
    assert addresses.str.lower().str.endswith("@example.com").all()


def test_roastery_has_line_items_of_fifteen_hundred_customers(roastery: pd.DataFrame) -> None:
    assert roastery["customer"].nunique() == 1_500
    assert 10_000 <= len(roastery) <= 15_000
    assert 1.5 < len(roastery) / roastery["Order no."].nunique() < 2.5


def test_roastery_returns_belong_to_an_earlier_order(roastery: pd.DataFrame) -> None:
    returns = roastery[roastery["Quantity"] < 0]
    bought = roastery[roastery["Quantity"] > 0].groupby("Order no.")["date"].min()
    assert len(returns) > 80
    assert (returns["date"] > returns["Order no."].map(bought)).all()


def test_roastery_loses_nearly_a_third_of_its_retention_to_the_price_rise(roastery: pd.DataFrame) -> None:
    table = crr(roastery[roastery["Quantity"] > 0]).loc[:"2025Q4"]
    before, after = table[table.index < PRICE_RISE], table[table.index >= PRICE_RISE]
    assert before["crr"].min() > after["crr"].max() - 0.01
    fall = pooled(before) - pooled(after)
    assert 0.14 < fall < 0.24
    assert fall > 5 * (standard_error(before) + standard_error(after)) / 2**0.5


def test_roastery_falls_against_the_same_quarters_a_year_before(roastery: pd.DataFrame) -> None:
    rates = crr(roastery[roastery["Quantity"] > 0])["crr"]
    for quarter in ("2025Q2", "2025Q3", "2025Q4"):
        assert rates[quarter] < rates[quarter.replace("2025", "2024")] - 0.1


def test_roastery_peaks_before_christmas_and_rests_in_summer(roastery: pd.DataFrame) -> None:
    orders = roastery.drop_duplicates("Order no.")
    months = orders.groupby(orders["date"].dt.to_period("M")).size()
    for year in (2024, 2025):
        of_year = months.loc[f"{year}-01" : f"{year}-12"]
        assert of_year.idxmax() == pd.Period(f"{year}-12")
        assert of_year.idxmin() in pd.period_range(f"{year}-06", f"{year}-08", freq="M")


def test_roastery_ends_in_the_middle_of_a_period(roastery: pd.DataFrame) -> None:
    assert roastery["date"].max() == pd.Timestamp(2026, 2, 14)


def test_webshop_holds_what_exports_hold(webshop: pd.DataFrame) -> None:
    assert webshop.duplicated().sum() == 7
    assert (webshop["Клиент"] == "Гость").sum() == 34
    assert set(webshop["Статус"]) == {"Выполнен", "Отменён", "Не оплачен"}
    assert webshop["Сумма, руб."].dtype == "float64"
    assert webshop["date"].max() == pd.Timestamp(2025, 12, 31)


def test_webshop_sale_brought_buyers_who_do_not_return(webshop: pd.DataFrame) -> None:
    done = webshop[(webshop["Статус"] == "Выполнен") & webshop["customer"].notna()].drop_duplicates()
    first = done.groupby("customer")["date"].transform("min")
    again = done[(done["date"] > first) & (done["date"] <= first + pd.Timedelta(days=365))]
    cohort = first.groupby(done["customer"]).first().dt.to_period("M")
    returned = pd.Series(cohort.index.isin(again["customer"]), index=cohort.index)
    observed = cohort <= pd.Period("2024-12")
    sale = cohort == SALE_MONTH
    assert sale.sum() > 5 * (observed & ~sale).sum() / 11
    assert returned[sale].mean() < 0.2
    assert returned[observed & ~sale].mean() > 0.55
    rates = crr(done)["crr"]
    assert rates.idxmin() == pd.Period("2025Q1")
    assert rates.min() < rates.drop(pd.Period("2025Q1")).min() - 0.1


def test_salon_is_small(salon: pd.DataFrame) -> None:
    assert 60 <= salon["customer"].nunique() <= 90
    assert (salon["Client"] == "Client ocazional").any()
    assert salon["Stilist"].nunique() == 4
    assert salon["Stilist"].notna().all()
    assert salon["date"].max() == pd.Timestamp(2025, 12, 31)


def test_salon_is_closed_on_sundays_and_mondays(salon: pd.DataFrame) -> None:
    assert set(salon["date"].dt.day_of_week) == {1, 2, 3, 4, 5}


def test_salon_regulars_are_slipping_away_at_the_end(salon: pd.DataFrame) -> None:
    visits = salon.dropna(subset="customer").drop_duplicates(["customer", "date"]).sort_values("date")
    visits["gap"] = visits.groupby("customer")["date"].diff().dt.days
    clients = visits.groupby("customer").agg(visits=("date", "size"), last=("date", "max"), gap=("gap", "median"))
    regulars = clients[(clients["visits"] >= 10) & (clients["gap"] <= 50)]
    silent = (salon["date"].max() - regulars["last"]).dt.days > 2 * regulars["gap"]
    assert 10 <= silent.sum() <= 15
    assert (~silent).sum() >= 20
    rates = crr(visits)["crr"]
    assert rates["2025Q4"] < 0.7
    assert rates.drop(pd.Period("2025Q4")).min() > 0.8


def test_shopify_order_cells_stand_on_its_first_line_only(shopify: pd.DataFrame) -> None:
    further = shopify.duplicated("Name")
    assert further.sum() > 300
    assert shopify.loc[further, ["Total", "Source", "Financial Status"]].isna().all(axis=None)
    assert shopify.loc[~further, ["Total", "Source", "Financial Status"]].notna().all(axis=None)


def test_shopify_offsets_follow_new_york(shopify: pd.DataFrame) -> None:
    offset = shopify["Created at"].str[-5:]
    assert set(offset[shopify["date"].dt.month.isin([4, 5, 6, 7, 8, 9, 10])]) == {"-0400"}
    assert set(offset[shopify["date"].dt.month.isin([12, 1, 2])]) == {"-0500"}
    assert set(offset[shopify["date"].between("2025-03-05", "2025-03-08 23:59:59")]) == {"-0500"}
    assert set(offset[shopify["date"].between("2025-03-09", "2025-03-13 23:59:59")]) == {"-0400"}


def test_shopify_has_cancellations_refunds_guests_and_codes(shopify: pd.DataFrame) -> None:
    orders = shopify.drop_duplicates("Name")
    assert set(orders["Financial Status"]) == {"paid", "refunded", "partially_refunded", "voided"}
    assert orders.loc[orders["Financial Status"] == "voided", "Cancelled at"].notna().all()
    assert orders["customer"].isna().sum() == 30
    assert set(orders["Discount Code"].dropna()) == {"WELCOME10", "THANKYOU15"}
    refunded = orders[orders["Financial Status"] == "refunded"]
    assert (refunded["Refunded Amount"] == refunded["Total"]).all()


def test_shopify_web_customers_return_several_times_as_often_as_instagram_ones(shopify: pd.DataFrame) -> None:
    kept = shopify[shopify["Cancelled at"].isna() & shopify["customer"].notna()]
    orders = kept.drop_duplicates("Name").sort_values("date")
    channel = orders.groupby("customer")["Source"].transform("first")
    rates = {name: pooled(crr(orders[channel == name])) for name in ("web", "pos", "instagram")}
    assert rates["web"] > 0.45
    assert rates["web"] > 3 * rates["instagram"]
    assert rates["instagram"] < rates["pos"] < rates["web"]
