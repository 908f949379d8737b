"""A figure of another tool in words: what it most likely is, how many figures were tried, and for whom they differ."""

import pandas as pd

from retention.analysis.claims import ClaimCheck
from retention.metrics import METRICS
from retention.narrate import columns, metrics, periods
from retention.narrate.numbers import dates, decimal, money, number, percent
from retention.narrate.texts import N_, Markup, _, fill
from retention.settings import Days
from retention.sheets import Sheet

BASES = {
    "previous": N_("of the period before"),
    "last_year": N_("of a year before"),
    "window:12M": N_("of the 12 months before"),
    "ever": N_("everyone before"),
}
COUNTINGS = {
    "as_chosen": N_("as chosen here"),
    "unfiltered": N_("all, without the filter"),
    "kept_apart": N_("customers with the same e-mail or phone apart"),
    "with_unidentified": N_("also those without a customer"),
    "without_returned": N_("without orders given back in full"),
    "without_free": N_("without orders of amount 0"),
}
ROLES = {
    "counted": N_("counted"),
    "asked": N_("looked at, not counted"),
    "absent": N_("not looked at"),
}
STRETCHES = (30, 90, 365)


def stated(found: ClaimCheck) -> str:
    """The claim as it was typed, as a percentage with as many digits."""
    return percent(found.claim.value, digits=_digits(found.claim.step))


def _digits(step: float) -> int:
    """Decimals of a percentage whose last digit is worth so much."""
    return max(0, len(f"{100 * step:.9f}".rstrip("0").partition(".")[2]))


def headline(found: ClaimCheck, currency: str | None) -> Markup:
    """What the claim most plausibly is, or what comes nearest to it."""
    row = found.shown.iloc[0]
    if not row["agrees"]:
        template = _(
            "Nothing counted here gives **{claim}**. Nearest: **{figure}**, {period}: {part} of {whole}, {value}."
        )
    elif found.convincing:
        template = _("**{claim}** is most plausibly **{figure}**, {period}: {part} of {whole}, {value}.")
    else:
        template = _(
            "**{claim}** could be **{figure}**, {period}: {part} of {whole}, {value}. That may well be chance: of "
            "figures no less plausible about {chance} would agree anyway."
        )
    chance = _rough(found.as_plausible_by_chance)
    return fill(template, claim=stated(found), chance=chance, **_told(row, currency, found))


def _rough(count: float) -> str:
    return decimal(count, digits=0 if count >= 1 else 1)


def _told(row: pd.Series, currency: str | None, found: ClaimCheck) -> dict[str, str]:
    metric = METRICS[row["definition"]]
    return {
        "figure": metrics.title(row["definition"]),
        "period": period(row),
        "part": _count(metric.part, row["part"], currency),
        "whole": _count(metric.whole, row["whole"], currency),
        "value": percent(row["value"], digits=max(1, _digits(found.claim.step))),
    }


def _count(column: str, amount: float, currency: str | None) -> str:
    return money(amount, currency) if "revenue" in column else number(amount)


def period(row: pd.Series) -> str:
    """The period of a way to count: its name, so many days up to the last, or its days."""
    first, last = row["start"], row["end"]
    if isinstance(row["grain"], str):
        return periods.name((first, last), row["grain"])
    length = (last - first).days + 1
    return str(fill(_("the last {n} days"), n=length)) if length in STRETCHES else dates(first, last)


def tried(found: ClaimCheck) -> Markup:
    """How many figures were tried, how many agree, and how many would by chance."""
    return fill(
        _(
            "Figures tried: {n}. Written {claim}: {matches}; by chance alone about {chance} would be. With so many to "
            "choose from, take the first as a hint and compare the customers below."
        ),
        n=number(len(found.tried)),
        claim=stated(found),
        matches=number(len(found.matches)),
        chance=_rough(found.by_chance),
    )


def here(found: ClaimCheck) -> Markup:
    """The rate that the person looks at, and what the tool usually shows of the same period, beside the claim."""
    sides = {
        _("You look at: {figure}, {period}, {value}."): found.own,
        _("What this tool usually shows would be here: {figure}, {period}, {value}."): found.usual,
    }
    said = [
        fill(
            template, figure=metrics.title(row["definition"]), period=period(row), value=percent(row["value"], digits=1)
        )
        for template, row in sides.items()
        if row is not None
    ]
    return Markup(" ".join(said))


def titles() -> tuple[str, ...]:
    """The headings of the table of ways to count."""
    names = (_("Value"), _("Figure"), _("Period"), _("Customers at the start"), _("Orders that count"))
    return (*names, _("Counted"), _("of"))


def rows(found: ClaimCheck, currency: str | None) -> pd.DataFrame:
    """The ways worth telling, the most plausible first, under `titles`."""
    written = []
    for _place, row in found.shown.iterrows():
        told, counting = _told(row, currency, found), COUNTINGS[row["counting"]]
        written.append(
            (
                *(told["value"], told["figure"], told["period"]),
                *(_base(row["base"]), _(counting), told["part"], told["whole"]),
            )
        )
    return pd.DataFrame(written, columns=list(titles()))


def _base(base: str | Days | None) -> str:
    if isinstance(base, tuple):
        return dates(*base)
    return _(BASES[base]) if base in BASES else ("" if base is None else _("as chosen here"))


def sheet(_tried: pd.DataFrame, *, found: ClaimCheck, currency: str | None) -> Sheet:
    """Every way to count that was told, with its figure, as a table for a file."""
    return columns.texts(titles(), rows(found, currency))


def choices(found: ClaimCheck, currency: str | None) -> list[str]:
    """What the ways worth telling are called in a list."""
    words = [_told(row, currency, found) for _place, row in found.shown.iterrows()]
    return [f"{place}. {one['figure']}, {one['period']}: {one['value']}" for place, one in enumerate(words, start=1)]


def who_differs(customers: pd.DataFrame) -> Markup:
    """How many customers the other figure takes otherwise than the rate here."""
    there, here_ = (customers[side] == "counted" for side in ("there", "here"))
    return fill(
        _("Counted there and not here: {there}. Counted here and not there: {here}. In another part only: {others}."),
        there=number(int((there & ~here_).sum())),
        here=number(int((here_ & ~there).sum())),
        others=number(int((~here_ & ~there).sum())),
    )


def difference_sheet(customers: pd.DataFrame) -> Sheet:
    """The customers who differ, in words, for the screen and for a file."""
    heads = (_("Customer"), _("In the other figure"), _("In the rate here"))
    words = {role: _(word) for role, word in ROLES.items()}
    names = customers["customer"].astype("str")
    written = pd.DataFrame({0: names, 1: customers["there"].map(words), 2: customers["here"].map(words)})
    return columns.texts(heads, written)
