"""The pages of the app, each declared once: its address, its name and question, and where it leads next."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Literal

from retention.messages import N_

Controls = Literal["none", "calendar", "period"]


@dataclass(frozen=True, kw_only=True)
class Entry:
    """One page.

    `address` ends its link and differs from the file's stem: else a link opened right after a start runs the page
    without its frame. `title` stands in the list of pages and in the browser's tab, `question` is its heading; `icon`
    is a Material symbol. `controls` says which chips act on it: none, those that cut time into periods, or these and
    the ones about the period in question. `next_page` is the page its last button leads to, and `next_step` what that
    button says.
    """

    address: str
    title: str
    question: str
    icon: str
    controls: Controls = "calendar"
    next_page: str
    next_step: str

    @property
    def symbol(self) -> str:
        """The icon as Streamlit writes it."""
        return f":material/{self.icon}:"


PAGES: Mapping[str, Entry] = {
    "overview": Entry(
        address="overview",
        title=N_("Overview"),
        question=N_("How are we doing?"),
        icon="dashboard",
        controls="period",
        next_page="retention",
        next_step=N_("Next: who came back, and who did not"),
    ),
    "data": Entry(
        address="data",
        title=N_("Data"),
        question=N_("What did I bring?"),
        icon="upload_file",
        controls="period",
        next_page="overview",
        next_step=N_("Next: how the shop is doing"),
    ),
    "retention": Entry(
        address="retention",
        title=N_("Retention"),
        question=N_("Do they come back?"),
        icon="cycle",
        controls="period",
        next_page="cohorts",
        next_step=N_("Next: do newer customers come back more often?"),
    ),
    "cohorts": Entry(
        address="cohorts",
        title=N_("Cohorts"),
        question=N_("Is it getting better?"),
        icon="grid_on",
        next_page="customers",
        next_step=N_("Next: whom to write to today"),
    ),
    "customers": Entry(
        address="customers",
        title=N_("Customers"),
        question=N_("Who are they?"),
        icon="group",
        next_page="what_if",
        next_step=N_("Next: what more returning customers would be worth"),
    ),
    "what_if": Entry(
        address="what-if",
        title=N_("What if"),
        question=N_("What is +5% worth?"),
        icon="tune",
        next_page="report",
        next_step=N_("Next: a report to hand over"),
    ),
    "report": Entry(
        address="pack",
        title=N_("Report"),
        question=N_("What do I hand over?"),
        icon="description",
        controls="period",
        next_page="methods",
        next_step=N_("Next: how every figure is made"),
    ),
    "methods": Entry(
        address="methods",
        title=N_("Methods"),
        question=N_("Can I trust this?"),
        icon="functions",
        controls="period",
        next_page="overview",
        next_step=N_("Back to the overview"),
    ),
}
"""Every page by the stem of its file, `pages/<stem>_page.py`, in the order of the list."""


def file(stem: str) -> str:
    """The script of a page, from the app's folder."""
    return f"pages/{stem}_page.py"
