"""How every command takes its files, and how it ends when they cannot be read."""

import json
from collections.abc import Callable
from functools import wraps
from typing import ParamSpec

import click

from retention.errors import Question, RetentionError, Undecided
from retention.mapping import ROLES
from retention.messages import QUESTIONS, error_sentence

REFUSED = 3
UNDECIDED = 4
# Choices a person can make about a file's columns, as fields of `Choices` and as flags.
COLUMN_ROLES = tuple("currency-column" if role == "currency" else role for role in ROLES)
P = ParamSpec("P")


def file_options(command: Callable[P, None]) -> Callable[P, None]:
    """Add FILE... and the flags that answer every question a file can raise."""
    for role in reversed(COLUMN_ROLES):
        command = click.option(f"--{role}", metavar="COLUMN", help=f"Column to use as {role.split('-')[0]}.")(command)
    for option in (
        click.option("--decimal", type=click.Choice([".", ","]), help="Decimal mark of the amounts."),
        click.option("--date-order", type=click.Choice(["dmy", "mdy", "ymd"]), help="Order of day, month, year."),
        click.option("--currency", metavar="CODE", help="Which currency to count when there are several."),
        click.option("--sheet", metavar="NAME", help="Sheet of the workbook; * joins all sheets."),
        click.argument("files", nargs=-1, required=True, type=click.Path()),
    ):
        command = option(command)
    return command


def ends_properly(command: Callable[P, None]) -> Callable[P, None]:
    """Turn refusals and questions into their exit codes, as JSON (`as_json`) or as sentences on stderr."""

    @wraps(command)
    def run(*args: P.args, **kwargs: P.kwargs) -> None:
        as_json = bool(kwargs["as_json"])
        try:
            command(*args, **kwargs)
        except Undecided as undecided:
            _say_questions(undecided.questions, as_json=as_json)
            raise SystemExit(UNDECIDED) from None
        except RetentionError as error:
            message = error_sentence(error)
            if as_json:
                click.echo(json.dumps({"error": {"code": error.code, "message": message}}, ensure_ascii=False))
            else:
                click.echo(message, err=True)
            raise SystemExit(REFUSED) from None

    return run


def _say_questions(questions: tuple[Question, ...], *, as_json: bool) -> None:
    if as_json:
        asked = [{"code": question.code, "options": list(question.options)} for question in questions]
        click.echo(json.dumps({"questions": asked}, ensure_ascii=False))
        return
    for question in questions:
        click.echo(QUESTIONS[question.code].format(**question_details(question)), err=True)
        flag = "--" + question.code.replace("_", "-")
        for option in question.options:
            click.echo(f"  {flag} {json.dumps(option, ensure_ascii=False)}", err=True)


def question_details(question: Question) -> dict[str, object]:
    """The details of a question under the names its sentence uses, readings spelled out."""
    details = dict(question.details)
    readings = details.pop("readings", {})
    if isinstance(readings, dict):
        names = {".": "point", ",": "comma"}
        details |= {names.get(str(key), str(key)): value for key, value in readings.items()}
    return details
