"""Write the references that are made from the code: docs/metrics.md from the catalogue, docs/commands.md from click.

python tools/write_docs.py

A test fails when a reference no longer says what the code says.
"""

import sys
from pathlib import Path

import click

ROOT = Path(__file__).resolve().parent.parent
sys.path.insert(0, str(ROOT))

from retention.benchmarks.published import comparable  # noqa: E402 - the project is not installed
from retention.cli import main as command_line  # noqa: E402
from retention.defaults import FEW_CUSTOMERS  # noqa: E402
from retention.metrics import (  # noqa: E402
    AUDIT,
    AUDIT_SOURCE,
    BENCHMARKS,
    COHORT_MEASURES,
    FINDINGS,
    METRICS,
    PRODUCTS,
    Metric,
)

MADE = "<!-- Written by tools/write_docs.py: change the code it is made from, then run it again. -->"
WIDTH = 100


def metrics() -> str:
    """The reference of metrics."""
    parts = [
        MADE,
        "# Metrics",
        (
            "Every figure of a period and of a cohort, as `retention/metrics.py` defines it. Rates are fractions in "
            "the package and in JSON, percent on screen. S are the customers at the start (those who bought in the "
            "base), E the customers of the period, N the new ones among them."
        ),
        "## Of a period",
        "Columns of `retention.figures`, of `summary --json`, and the rows of “Why do these numbers disagree?”.",
        *map(_metric, METRICS.values()),
        "## Of a cohort",
        (
            "Columns of `retention.cohorts`; `cohorts --measure` takes the name in the second column. An average over "
            "cohorts divides their totals; of a total it is the mean per cohort."
        ),
        "\n".join(
            [
                "| column | `--measure` | what it is called | unit | how it is worked out |",
                "|---|---|---|---|---|",
                *(
                    f"| `{name}` | `{measure.flag}` | {measure.title} | {measure.unit} | {measure.formula} |"
                    for name, measure in COHORT_MEASURES.items()
                ),
            ]
        ),
    ]
    parts += [
        "## Of an audit",
        f"What `retention.audit` and `audit --json` hold, money in the orders' currency. Source: {AUDIT_SOURCE}.",
        "\n".join(
            [
                "| part | name | how it is worked out |",
                "|---|---|---|",
                *(
                    f"| `{part}` | `{name}` | {formula} |"
                    for part, figures in AUDIT.items()
                    for name, formula in figures.items()
                ),
            ]
        ),
    ]
    parts += [
        "## Of products",
        "Columns of `retention.first_products` and `retention.refills`, and of `products --json`.",
        "\n".join(
            [
                "| name | how it is worked out |",
                "|---|---|",
                *(f"| `{name}` | {how} |" for name, how in PRODUCTS.items()),
            ]
        ),
        "## Beside published figures",
        (
            "Only these figures of a shop stand beside published ones, because they are defined alike; sources, years "
            "and trust are in `retention/benchmarks/published.csv`."
        ),
        "\n".join(
            [
                "| published | the shop's own | shown on | not the same because |",
                "|---|---|---|---|",
                *(f"| `{name}` | {each.own} | {each.shown} | {each.cautions} |" for name, each in BENCHMARKS.items()),
            ]
        ),
    ]
    parts += [
        "## Of what stands out",
        (
            "What `retention.findings` and `findings --json` look at, all chances of a search held to Holm's "
            "correction together. From `mix` on it is counted, not tested. Groups are those with 30 customers or more."
        ),
        "\n".join(
            [
                "| kind | what is compared | money a year |",
                "|---|---|---|",
                *(f"| `{kind}` | {compared} | {money} |" for kind, (compared, money) in FINDINGS.items()),
            ]
        ),
    ]
    return "\n\n".join(parts) + "\n"


def _interval(metric: Metric) -> str:
    if metric.squares is not None:
        return "; with a 95% interval of a quotient of two sums over customers (delta method)"
    return "; with a 95% Wilson interval" if metric.interval else ""


def _metric(metric: Metric) -> str:
    facts = [
        f"- name: `{metric.name}`; unit: {metric.unit}" + _interval(metric),
        f"- formula: {metric.formula}",
        f"- counted from: `{metric.part}` / `{metric.whole}`; few below {FEW_CUSTOMERS} in `{metric.at_risk}`",
        f"- source: {metric.source}",
    ]
    if metric.needs_amounts:
        facts.append("- needs amounts")
    beside = comparable(metric.benchmark) if metric.benchmark else ()
    if beside:
        sources = ", ".join(dict.fromkeys(f"{figure.source} ({figure.year or 'undated'})" for figure in beside))
        facts.append(f"- published figures of the same definition: {sources}")
    return "\n".join([f"### {metric.title}", "", *facts])


def commands() -> str:
    """The reference of commands, as `--help` prints them."""
    parts = [
        MADE,
        "# Commands",
        (
            "`python -m retention COMMAND FILE…`, with the Python of `.venv`. Exit status: 0 answered, 2 wrong usage, "
            "3 the file is refused, 4 only a person can decide."
        ),
    ]
    for name, command in sorted(command_line.commands.items()):
        context = click.Context(
            command,
            info_name=f"python -m retention {name}",
            max_content_width=WIDTH,
            help_option_names=command_line.context_settings["help_option_names"],
        )
        context.terminal_width = WIDTH
        parts.append(f"## {name}\n\n```\n{command.get_help(context)}\n```")
    return "\n\n".join(parts) + "\n"


WRITTEN = {"metrics.md": metrics, "commands.md": commands}


if __name__ == "__main__":
    for name, made in WRITTEN.items():
        (ROOT / "docs" / name).write_text(made(), encoding="utf-8")
        print(f"docs/{name}")
