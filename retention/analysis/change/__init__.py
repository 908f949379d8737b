"""Why a retention rate changed: rate and mix, with a verdict about what customers do."""

from retention.analysis.change.change import change, changes, changes_of
from retention.analysis.change.history import Change, History

__all__ = ["Change", "History", "change", "changes", "changes_of"]
