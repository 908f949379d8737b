"""Four invented shops to try the product on, each with a story in its numbers.

The files in `sample_data/` are written by `python -m tools.samples` from fixed seeds; nobody in them exists.
"""

from dataclasses import dataclass
from pathlib import Path

FOLDER = Path(__file__).resolve().parents[2].joinpath("sample_data")


@dataclass(frozen=True, kw_only=True)
class Sample:
    """One sample file: its stable `key`, its name in `sample_data/`, and the currency of its amounts (ISO 4217)."""

    key: str
    file: str
    currency: str


SAMPLES = (
    Sample(key="roastery", file="roastery_lines.xlsx", currency="GBP"),
    Sample(key="webshop", file="webshop_orders.csv", currency="RUB"),
    Sample(key="salon", file="salon_visits.xlsx", currency="RON"),
    Sample(key="shopify", file="shopify_orders_export.csv", currency="USD"),
)


def path(key: str) -> Path:
    """Where the sample's file is, from any working directory. KeyError for an unknown key."""
    return FOLDER.joinpath({sample.key: sample.file for sample in SAMPLES}[key])
