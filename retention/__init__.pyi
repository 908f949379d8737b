"""The public names, each once. Checkers of types read them here, Python imports each from here on its first use."""

from . import whatif as whatif
from .activity import FilteredTable as FilteredTable, filtered as filtered
from .analysis.audit import (
    Audit as Audit,
    DecileMoves as DecileMoves,
    Ladder as Ladder,
    audit as audit,
    decile_moves as decile_moves,
    deciles as deciles,
    next_order_ladder as next_order_ladder,
)
from .analysis.change import Change as Change, change as change, changes as changes
from .analysis.claims import Claim as Claim, ClaimCheck as ClaimCheck, claim_check as claim_check
from .analysis.cohorts import (
    Drift as Drift,
    average as average,
    cohort_members as cohort_members,
    cohorts as cohorts,
    drift as drift,
    every_mode as every_mode,
    triangle as triangle,
)
from .analysis.customers import (
    Customers as Customers,
    customers as customers,
    history as history,
    lorenz as lorenz,
    slipping as slipping,
    vip_moves as vip_moves,
)
from .analysis.findings import Finding as Finding, Findings as Findings, findings as findings
from .analysis.left_edge import LeftEdge as LeftEdge, left_edge as left_edge
from .analysis.money import (
    CohortValue as CohortValue,
    MoneyBridge as MoneyBridge,
    cohort_value as cohort_value,
    money_bridge as money_bridge,
    stacked_revenue as stacked_revenue,
)
from .analysis.products import (
    FirstProducts as FirstProducts,
    first_products as first_products,
    refills as refills,
)
from .analysis.pace import Pace as Pace, pace as pace
from .analysis.rates import (
    breakdown as breakdown,
    compare as compare,
    figures as figures,
    figures_of as figures_of,
    members as members,
    rates as rates,
    simple_lifetime_value as simple_lifetime_value,
    trend as trend,
)
from .analysis.timing import gaps as gaps, suggest_grain as suggest_grain, time_to_order as time_to_order
from .analysis.totals import from_totals as from_totals
from .errors import (
    Example as Example,
    Issue as Issue,
    Question as Question,
    RetentionError as RetentionError,
    RetentionWarning as RetentionWarning,
    Undecided as Undecided,
)
from .filters import Condition as Condition, Filter as Filter
from .ingest.loading import load as load
from .ingest.rules import Rules as Rules
from .ingest.session import ImportSession as ImportSession
from .ingest.sources.source import open_source as open_source
from .orders import Orders as Orders
