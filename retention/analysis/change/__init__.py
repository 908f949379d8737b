"""Why a retention rate changed: rate and mix, with a verdict about what customers do."""

from retention.analysis.change.change import Change, change, changes

__all__ = ["Change", "change", "changes"]
