"""How the running period stands beside a target: who is back so far, who usually comes yet, and the chance."""

from retention.analysis.pace.pace import Pace, pace

__all__ = ["Pace", "pace"]
