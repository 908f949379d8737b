"""A question only a person can answer, with the flags that answer it."""

import json

from retention.errors import Question
from retention.narrate import problems


def question_lines(question: Question) -> list[str]:
    """The question, then a line per answer: the flag to give, and what helps to recognise the answer."""
    flag = f"--{question.code.replace('_', '-')}"
    lines = [str(problems.question(question))]
    for option in question.options:
        hint = problems.hint(question, option)
        lines.append(f"  {flag} {json.dumps(option, ensure_ascii=False)}" + (f"  ({hint})" if hint else ""))
    return lines
