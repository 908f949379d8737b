"""Every example of a report's modules gives what it says."""

import doctest
from types import ModuleType

import pandas as pd
import pytest

import retention as rt
from retention.report import facts, look, material, page, slides, story
from retention.report.workbook import book, writing


@pytest.mark.parametrize("module", [facts, look, material, page, slides, story, book, writing])
def test_examples_give_what_they_say(module: ModuleType) -> None:
    found = doctest.testmod(module, extraglobs={"rt": rt, "pd": pd})
    assert found.failed == 0
