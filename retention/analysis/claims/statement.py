"""What somebody types: “38%”, “Shopify: 38,4 %”, “0.38”; the share it states, how exactly, and whose it is."""

import re
from dataclasses import dataclass

from retention.errors import RequestError

USUAL = {
    "shopify": ("shopify_returning_rate", "returning_share"),
    "metrilo": ("lifetime_repeat_rate",),
    "stripe": ("net_revenue_retention", "gross_revenue_retention", "churn"),
    "chartmogul": ("net_revenue_retention", "gross_revenue_retention", "churn"),
    "baremetrics": ("net_revenue_retention", "gross_revenue_retention", "churn"),
    "profitwell": ("net_revenue_retention", "gross_revenue_retention", "churn"),
    "recurly": ("churn", "net_revenue_retention"),
    "hubspot": ("textbook", "crr"),
    "excel": ("textbook", "crr"),
}
"""The figures each tool shows as its rate, by their names in the catalogue, its first one first.

Source: documentation of Shopify (“returning customer rate”), Metrilo, and subscription tools; HubSpot's guide and most
calculators in spreadsheets use the textbook formula.
"""
STATED = re.compile(r"([-−]?\d+(?:[.,]\d+)?)[\s\u00a0\u202f]*(%|percent\b|per cent\b|процент|відсот|la sut[ăa])?")
LARGEST_FRACTION = 1.5
"""A number without a percent sign up to here is a fraction where it has decimals: 0.38; larger ones are percent."""
LONGEST = 80
"""Characters of a claim."""
HIGHEST = 100.0
"""Times: shares of money can pass 1, nothing people call a rate passes this."""


@dataclass(frozen=True, kw_only=True)
class Claim:
    """A share somebody states: `value` (a fraction), the `step` of its last digit, the `tool` (None: unknown)."""

    value: float
    step: float
    tool: str | None

    @classmethod
    def of(cls, text: str, tool: str | None = None) -> "Claim":
        """The claim a text makes; `tool` says whose it is where the text does not.

        RequestError `claim_unclear` (text) where it holds no share.

        >>> Claim.of("Shopify: 38,4 %")
        Claim(value=0.384, step=0.001, tool='shopify')
        >>> Claim.of("0.38").value
        0.38
        """
        told = text[:LONGEST].casefold()
        found = next((each for each in STATED.finditer(told) if each[2]), None) or STATED.search(told)
        if found is None:
            raise RequestError("claim_unclear", text=text[:LONGEST])
        digits = found[1].replace(",", ".").replace("−", "-")
        decimals = len(digits.partition(".")[2])
        number = float(digits)
        is_fraction = not found[2] and decimals > 0 and abs(number) <= LARGEST_FRACTION
        unit = 1.0 if is_fraction else 0.01
        if not 0 <= number * unit <= HIGHEST:
            raise RequestError("claim_unclear", text=text[:LONGEST])
        named = tool.strip().casefold() if tool else next((name for name in USUAL if name in told), None)
        return cls(value=round(number * unit, 12), step=round(unit * 10.0**-decimals, 12), tool=named or None)

    @property
    def usual(self) -> tuple[str, ...]:
        """The figures that its tool usually shows; none where the tool is unknown."""
        return USUAL.get(self.tool or "", ())

    @property
    def ends(self) -> tuple[float, float]:
        """The lowest and highest share that is written like this.

        >>> Claim.of("38%").ends
        (0.375, 0.385)
        """
        return round(self.value - self.step / 2, 12), round(self.value + self.step / 2, 12)
