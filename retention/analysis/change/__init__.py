"""Why a retention rate changed: rate and mix, with a verdict about what customers do."""

from retention.analysis.change.change import Change, History, change, changes, changes_of

__all__ = ["Change", "History", "change", "changes", "changes_of"]
