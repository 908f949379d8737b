"""What is so without a test: who slips away, on how few customers the revenue rests, what the file does not tell."""

import datetime as dt

import narwhals as nw

from retention.activity import fetch, without_customer
from retention.analysis.customers import Customers
from retention.analysis.customers.briefing import briefing
from retention.analysis.findings.finding import UNKNOWN, Counted, Finding
from retention.analysis.findings.known import Known
from retention.analysis.rates.compare import INSIDE, within
from retention.defaults import CARRIED_BY, CARRIES, FEW_CUSTOMERS, NOTABLE_SHARE
from retention.orders import Orders
from retention.periods import Window
from retention.settings import Days

DAYS_OF_A_YEAR = 365


def slipping_value(customers: Customers) -> list[Finding]:
    """The best customers who are slipping away and worth a call, with what is at stake as the Customers page has it."""
    brief = briefing(customers)
    waiting, best = brief.vips_worth_calling, brief.vips
    if not customers.proof.holds or waiting.empty:
        return []
    return [
        Finding(
            kind="slipping",
            here=Counted(part=len(waiting), whole=len(best)),
            money=-brief.at_stake if customers.sees_leaving else UNKNOWN,
            page="customers",
            numbers={"all": len(brief.worth_calling)},
        )
    ]


def concentration(known: Known) -> list[Finding]:
    """A handful of customers who bring half of a year's revenue; nothing where it takes more of them."""
    if not known.done.money:
        return []
    days = _last_year(known)
    done = within(known.orders, Window(*days), known.as_of)
    mine = done.table.filter(nw.col("period") == INSIDE, nw.col("revenue") > 0)
    everybody = fetch(mine.select(customers=nw.len(), revenue=nw.col("revenue").sum())).iloc[0]
    best = fetch(mine.sort("revenue", descending=True).head(CARRIED_BY).select("revenue"))["revenue"]
    carried = best.cumsum() >= CARRIES * float(everybody["revenue"])
    if int(everybody["customers"]) < FEW_CUSTOMERS or not carried.any():
        return []
    many = int(carried.to_numpy().argmax()) + 1
    return [
        Finding(
            kind="concentration",
            here=Counted(part=float(best.head(many).sum()), whole=float(everybody["revenue"]), days=days),
            money=-float(best.head(many).sum()),
            page="customers",
            numbers={"customers": many, "all": int(everybody["customers"])},
        )
    ]


def data_quality(known: Known) -> list[Finding]:
    """Orders that name no customer, and orders without an amount, each where they are a notable share."""
    found = []
    nobody = without_customer(known.orders, as_of=known.as_of)
    placed, unknown = _placed(known)
    years = ((known.done.as_of - known.done.first_day).days + 1) / DAYS_OF_A_YEAR
    if nobody.orders >= NOTABLE_SHARE * (nobody.orders + placed):
        found.append(
            Finding(
                kind="unidentified",
                here=Counted(part=nobody.orders, whole=nobody.orders + placed),
                money=-nobody.revenue / max(years, 1.0) if known.done.money else UNKNOWN,
                page="data",
                numbers={"revenue": nobody.revenue, "years": years},
            )
        )
    if known.done.money and unknown >= NOTABLE_SHARE * placed:
        found.append(Finding(kind="unknown_amounts", here=Counted(part=unknown, whole=placed), page="data"))
    return found


def _placed(known: Known) -> tuple[int, int]:
    """How many orders there are, and how many of them have no amount (only of `Orders`, which tell)."""
    if isinstance(known.orders, Orders):
        frame = known.orders.purchases
        return len(frame), int(frame["amount"].isna().sum())
    return int(fetch(known.done.table.select(nw.col("orders").sum()))["orders"].iloc[0]), 0


def _last_year(known: Known) -> Days:
    """The last 365 days of the data, or all of them."""
    last = known.done.as_of
    return max(last - dt.timedelta(days=DAYS_OF_A_YEAR - 1), known.done.first_day), last
