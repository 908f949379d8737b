"""The customer-base audit: tenths of customers, the next-order ladder, and five lenses on all of it."""

from retention.analysis.audit.deciles import DecileMoves, decile_moves, deciles
from retention.analysis.audit.ladder import Ladder, next_order_ladder
from retention.analysis.audit.lenses import Audit, audit

__all__ = ["Audit", "DecileMoves", "Ladder", "audit", "decile_moves", "deciles", "next_order_ladder"]
