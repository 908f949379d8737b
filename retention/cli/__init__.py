"""The command line: one module per command, sharing how orders are named and how answers end.

Exit codes are part of the contract: 0 answered, 2 wrong usage, 3 the file is refused, 4 only a person can
decide.
"""

import click

from retention.cli.audit import audit
from retention.cli.cohorts import cohorts
from retention.cli.customers import customers, model
from retention.cli.findings import findings
from retention.cli.lookalikes import lookalikes
from retention.cli.pace import pace
from retention.cli.summary import summary
from retention.cli.whatif import whatif


@click.group(context_settings={"help_option_names": ["-h", "--help"]})
def main() -> None:
    """Customer retention from order exports."""


main.add_command(summary)
main.add_command(cohorts)
main.add_command(audit)
main.add_command(customers)
main.add_command(model)
main.add_command(findings)
main.add_command(lookalikes)
main.add_command(whatif)
main.add_command(pace)
