"""Published figures in words, each beside the shop's own figure of the same meaning, never as a promise."""

from retention.analysis.beside_published import BesidePublished, LaterSpend, OwnShare
from retention.benchmarks.published import Published, by_key, comparable
from retention.intervals import verdict
from retention.metrics import BENCHMARKS
from retention.narrate.metrics import AVERAGE, TRUST, niche, source
from retention.narrate.numbers import between, from_to, money, percent
from retention.narrate.texts import Markup, _, fill

RATES = ("yearly_crr", "lifetime_repeat_rate")
SAYINGS = ("chance_to_sell", "existing_against_new", "new_against_keeping")
"""Definitions of published rates, and of what is said of keeping customers, in the order in which they are told."""


def niches() -> dict[str, str]:
    """Kinds of shops with a published repeat rate, by group: the average of all first, the others by the alphabet."""
    found = {each.group or AVERAGE: niche(each) for each in comparable("lifetime_repeat_rate")}
    others = sorted((words, group) for group, words in found.items() if group != AVERAGE)
    return {AVERAGE: found[AVERAGE], **{group: words for words, group in others}}


def yearly(found: BesidePublished) -> Markup:
    """The yearly rate beside the classes of businesses by it."""
    published = comparable(BENCHMARKS["yearly_crr"].definition)[0]
    told = fill(
        _("Under {low} is a business of acquisition, up to {high} hybrid, above one of retention ({origin})."),
        low=percent(published.low),
        high=percent(published.high),
        origin=_origin(published),
    )
    own = _("**{own}** of the customers of the year before bought in the last 12 months.")
    if found.yearly is None:
        return Markup(f"{_two_years()} {told}")
    return Markup(f"{_own(own, found.yearly)} {told}")


def repeat_rate(found: BesidePublished, group: str) -> Markup:
    """The share of all customers who ever ordered twice beside that of online shops of one kind."""
    published = by_key("repeat_rate_niche", group)
    beside = fill(_("{niche}: {figure}."), niche=niche(published), figure=source(published))
    own = _("**{own}** of all customers have ordered twice or more.")
    return Markup(f"{_own(own, found.lifetime)} {beside}")


def sayings(found: BesidePublished, currency: str | None) -> list[Markup]:
    """What is said of keeping customers, each beside the shop's own figure of that meaning, or why there is none."""
    return [_chance_to_sell(found), _spend_more(found, currency), _cost()]


def _chance_to_sell(found: BesidePublished) -> Markup:
    old, new = (by_key("chance_to_sell", group) for group in ("existing", "new"))
    said = fill(
        _("“An existing customer buys in {old} of cases, a new one in {new}” ({origin})."),
        old=between(old.low, old.high),
        new=between(new.low, new.high),
        origin=_origin(old),
    )
    own = _("Yours: **{own}** of the customers of the year before bought again; who never bought no file tells.")
    return Markup(f"{said} {_two_years() if found.yearly is None else _own(own, found.yearly)}")


def _spend_more(found: BesidePublished, currency: str | None) -> Markup:
    published = by_key("existing_spend_more")
    said = fill(
        _("“Existing customers spend {more} more” ({origin})."),
        more=percent(published.value),
        origin=_origin(published),
    )
    if found.later_spend is None:
        unknown = _("Yours takes amounts of first and of later orders.")
        return Markup(f"{said} {unknown}")
    return Markup(f"{said} {_own_spend(found.later_spend, currency)}")


def _own_spend(found: LaterSpend, currency: str | None) -> Markup:
    templates = {
        "up": _("Yours: a later order brings {later}, a first one {first}: **{more} more** ({range})."),
        "down": _("Yours: a later order brings {later}, a first one {first}: **{more} less** ({range})."),
    }
    alike = _("Yours: a later order brings {later}, a first one {first}: **no clear difference** ({range}).")
    template = templates.get(verdict(found.low, found.high) or "", alike)
    told = fill(
        template,
        later=money(found.later, currency),
        first=money(found.first, currency),
        more=percent(abs(found.more)),
        range=from_to(_signed(found.low), _signed(found.high)),
    )
    return Markup(f"{told} {_few()}") if found.few else told


def _signed(change: float) -> str:
    return f"{'−' if change < 0 else '+'}{percent(abs(change))}"


def _cost() -> Markup:
    published = by_key("acquisition_ratio")
    said = fill(
        _("“Winning a customer costs {ratio} times as much as keeping one” ({origin})."),
        ratio=f"{published.value:g}",
        origin=_origin(published),
    )
    wanted = _("Yours no order file tells: type both costs in on the page What if.")
    return Markup(f"{said} {wanted}")


def _own(template: str, share: OwnShare) -> Markup:
    told = fill(template, own=fill("{value} ({range})", value=percent(share.value), range=between(*share.interval)))
    return Markup(f"{told} {_few()}") if share.few else told


def _two_years() -> str:
    return _("Yours is known from two years of orders on.")


def _few() -> str:
    return _("Few customers: it says little.")


def _origin(published: Published) -> Markup:
    """Who published it, when, and how far to trust it."""
    return fill(
        "{source}, {year}, {trust}",
        source=published.source,
        year=published.year or _("undated"),
        trust=_(TRUST[published.trust]),
    )
