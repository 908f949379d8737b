"""The command line: one module per command, sharing how orders are named and how answers end.

Exit codes are part of the contract: 0 answered, 2 wrong usage, 3 the file is refused, 4 only a person can
decide.
"""

from collections import UserDict
from importlib import import_module

import click


class _Commands(UserDict[str, click.Command | str]):
    """Commands by name, each known by its module until it is looked up: no command waits for the others' imports."""

    def __getitem__(self, name: str) -> click.Command:
        """The command. Raises KeyError for an unknown name."""
        held = self.data[name]
        command: click.Command = getattr(import_module(held), name) if isinstance(held, str) else held
        return command


COMMANDS = _Commands(
    {
        "summary": "retention.cli.summary",
        "claim": "retention.cli.claim",
        "cohorts": "retention.cli.cohorts",
        "audit": "retention.cli.audit",
        "customers": "retention.cli.customers",
        "model": "retention.cli.customers",
        "findings": "retention.cli.findings",
        "lookalikes": "retention.cli.lookalikes",
        "products": "retention.cli.products",
        "pace": "retention.cli.pace",
        "whatif": "retention.cli.whatif",
        "report": "retention.cli.report",
        "facts": "retention.cli.facts",
    }
)


@click.group(commands=COMMANDS, context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Customer retention from order exports."""
