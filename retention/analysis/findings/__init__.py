"""What stands out in a shop: looked for over everything that is counted, held to all looks, ranked by money."""

from retention.analysis.findings.finding import Counted, Finding, Findings
from retention.analysis.findings.search import findings

__all__ = ["Counted", "Finding", "Findings", "findings"]
