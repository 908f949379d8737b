"""A figure another tool tells: which definition, period, base and counting gives it, and for whom they differ."""

from retention.analysis.claims.check import ClaimCheck, checked, claim_check
from retention.analysis.claims.difference import difference
from retention.analysis.claims.statement import Claim
from retention.analysis.claims.ways import Choice, Way, counted, countings, recounted, steps, ways

__all__ = [
    "Choice",
    "Claim",
    "ClaimCheck",
    "Way",
    "checked",
    "claim_check",
    "counted",
    "countings",
    "difference",
    "recounted",
    "steps",
    "ways",
]
