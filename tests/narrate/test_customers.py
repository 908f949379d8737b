"""The answer about the customers: what it says of the best who are slipping away or gone, and when it says nothing."""

from dataclasses import replace

import pytest

from retention.analysis.customers import Customers, customers
from retention.analysis.customers.briefing import Briefing, briefing
from retention.analysis.customers.proof import Proof
from retention.narrate import customers as said
from retention.narrate import slipping
from tests.buyers import busy_shop


@pytest.fixture(scope="module")
def found() -> Customers:
    return customers(busy_shop(3))


def believed(found: Customers, p_alive: float) -> tuple[Customers, Briefing]:
    """As if everybody were still a customer with this chance."""
    shop = replace(found, table=found.table.assign(p_alive=p_alive))
    return shop, briefing(shop)


def test_the_best_who_are_gone_stand_in_the_headline(found: Customers) -> None:
    shop, brief = believed(found, 0.1)
    assert said.headline(shop, brief).endswith(f"{brief.vips_gone} of these have probably left already.")
    assert said.at_stake(brief, "EUR") == ""
    first = slipping_names(brief)
    assert str(said.today(shop, brief)[0]).count("`") == 2 * len(first)


def slipping_names(brief: Briefing) -> list[str]:
    return brief.slipping["customer"].head(said.NAMED).tolist()


def test_where_the_model_takes_nobody_for_gone_nothing_is_at_stake(found: Customers) -> None:
    shop, brief = believed(found, 0.9)
    assert said.at_stake(brief, "EUR") == ""
    assert "slipping away." in said.headline(shop, brief)


def test_without_proof_nobody_is_said_to_slip_away(found: Customers) -> None:
    shop = replace(found, proof=Proof(tests=(), no_test=customers(busy_shop(3, 5)).proof.no_test))
    brief = briefing(shop)
    assert said.headline(shop, brief).endswith("of the revenue.")
    assert slipping.proven(shop.proof).startswith("**Who is slipping away is not shown here.**")
    assert "not shown here" in slipping.working(shop, brief)


def test_the_proof_is_told_with_both_shares(found: Customers) -> None:
    test = found.proof.told
    assert test is not None
    told = slipping.proven(found.proof)
    assert f"{test.flagged_share:.0%} came back within {test.days} days; of the others {test.others_share:.0%}." in told
