"""Every command speaks the reader's language throughout, numbers and dates included."""

import re
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from click.testing import CliRunner

from retention import whatif
from retention.analysis import customers
from retention.analysis.customers import forecast
from retention.cli import main
from tests.bg_bb_shop import simulate

COMMANDS = {
    "summary": ("--by", "channel"),
    "cohorts": ("--measure", "revenue_per_customer", "--grain", "quarter"),
    "customers": ("--top", "3"),
    "audit": ("--margin", ".4", "--acquisition-cost", "2"),
    "model": (),
    "whatif": ("--margin", ".4", "--acquisition-cost", "2", "--programme-cost", "50"),
}
HEAVY = ((customers, "customers"), (forecast, "forecast"), (whatif, "estimate"), (whatif, "compare"))
"""Functions that fit models."""
NAMES = {"csv", "segment", "shop", "web", "log", "amount"} | {
    *("alpha", "beta", "Pareto", "NBD", "MBG", "CNBD", "Gamma", "Shopify", "RJMetrics", "NRR", "GRR", "CRR"),
    *("champions", "loyal", "cannot_lose", "at_risk", "big_newcomers", "promising", "new", "needs_attention"),
    *("about_to_sleep", "sleeping_spenders", "lost", "channel"),
}
"""Words that are the same everywhere: of the file, of the command line, and proper names."""
COGNATES = {
    "model",
    "are",
    "interval",
    "Verdict",
    "Segment",
    "Profit",
    "Test",
    "Client",
    "beta",
    "newsletter",
    "simple",
    "date",
    "profit",
}
"""Romanian words that English has too."""


@pytest.fixture(scope="module")
def shop(tmp_path_factory: pytest.TempPathFactory) -> str:
    """Orders of ten months, by two channels."""
    path = tmp_path_factory.mktemp("shop") / "shop.csv"
    orders = simulate(5, parameters=(1.2, 3.0, 0.6, 6.0), months=10, new_per_month=40)
    orders.assign(channel=["web" if row % 3 else "shop" for row in range(len(orders))]).to_csv(path, index=False)
    return str(path)


@pytest.fixture(scope="module", autouse=True)
def worked_out_once() -> Iterator[None]:
    """What takes long is the same in every language."""
    with pytest.MonkeyPatch.context() as patch:
        for module, name in HEAVY:
            patch.setattr(module, name, once(getattr(module, name)))
        yield


def once(function: Callable[..., object]) -> Callable[..., object]:
    """The function with its first answer for good."""
    answers: list[object] = []

    def first(*given: object, **options: object) -> object:
        if not answers:
            answers.append(function(*given, **options))
        return answers[0]

    return first


def told(shop: str, command: str, language: str) -> str:
    always = [command, shop, "--as-of", "2020-10-31", "--lang", language]
    result = CliRunner().invoke(main, [*always, *COMMANDS[command]], catch_exceptions=False)
    assert result.exit_code == 0, result.output
    return result.stdout.replace(Path(shop).name, "")


def words(text: str) -> set[str]:
    """The words of three Latin letters or more."""
    return set(re.findall(r"(?<![\w])[A-Za-z_]{3,}(?![\w])", text))


@pytest.fixture(scope="module")
def english(shop: str) -> dict[str, str]:
    return {command: told(shop, command, "en") for command in COMMANDS}


@pytest.mark.parametrize("language", ["ru", "uk", "ro"])
@pytest.mark.parametrize("command", COMMANDS)
def test_nothing_english_is_left(shop: str, english: dict[str, str], command: str, language: str) -> None:
    said = told(shop, command, language)
    allowed = NAMES | COGNATES if language == "ro" else NAMES
    assert words(said) & words(english[command]) <= allowed
    assert len(words(english[command])) > 10
    assert re.search(r"\d,\d", said), "a decimal comma"
    assert not re.search(r"\d\.\d+\s?%", said), "a percentage with a point"


@pytest.mark.parametrize(
    ("language", "day"), [("ru", "31 октября 2020"), ("uk", "31 жовтня 2020"), ("ro", "31 octombrie 2020")]
)
def test_a_day_is_written_as_the_language_does(shop: str, language: str, day: str) -> None:
    assert day in told(shop, "customers", language)
