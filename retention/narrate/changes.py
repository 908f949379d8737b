"""How the retention rate moved against an earlier period, and why, in sentences. Markdown."""

from retention.analysis.change import Change
from retention.narrate.numbers import decimal, during, number, of_hundred, percent, points
from retention.narrate.texts import Markup, _, fill, markdown_table, ngettext

UNTOLD = {"unfinished", "few"}
"""Doubts that the caution of the page already tells: nothing is compared."""


def compared(found: Change | None, grain: str) -> Markup:
    """The rate against that of the earlier period, and the verdict on customers who are alike; "" where none is due."""
    if found is None or UNTOLD.intersection(found.doubts):
        return Markup("")
    return Markup(f"{moved(found, grain)} {verdict(found)}")


def moved(found: Change, grain: str) -> Markup:
    """The rate against that of the earlier period, without a verdict."""
    before, now = of_hundred(found.before), of_hundred(found.now)
    return fill(
        _direction(now - before), before=before, n=abs(now - before), period=during(found.days_before[0], grain)
    )


def _direction(change: int) -> str:
    if change > 0:
        return ngettext("It was {before} {period}, now {n} more.", "It was {before} {period}, now {n} more.", change)
    if change < 0:
        return ngettext("It was {before} {period}, now {n} fewer.", "It was {before} {period}, now {n} fewer.", -change)
    return _("It was as many {period}.")


def verdict(found: Change) -> Markup:
    """What became of customers who are alike, as far as the data tell; in bold what is beyond doubt."""
    if UNTOLD.intersection(found.doubts):
        return Markup("")
    if "left_edge" in found.doubts:
        return fill(_("No verdict: your data begin too shortly before to tell new customers from old ones."))
    if "short" in found.doubts:
        return fill(_("No verdict: your data are too short to tell a change from this shop's usual ups and downs."))
    if found.leaning == "no_clear_change":
        return fill(_("Between customers alike: no clear change."))
    size = number(max(round(100 * abs(found.rate_effect)), 1))
    return fill(_called(found), n=size, low=_points(found, 0), high=_points(found, 1))


def called(*, firm: bool, leaning: str | None) -> str:
    """What becomes of a change, in a word or two beside its figure: of one beyond doubt, or of one that leans."""
    if firm:
        return _("more than chance")
    if leaning == "no_clear_change":
        return _("no clear change")
    return _("no verdict") if leaning is None else _("may be the season")


def in_short(found: Change | None) -> Markup:
    """The verdict where a figure beside it tells the change already; "" where none is due."""
    if found is None:
        return Markup("")
    if not found.firm:
        return verdict(found)
    template = (
        _("**Customers alike come back more often**: {n} more of every 100 ({low} to {high}).")
        if found.verdict == "up"
        else _("**Customers alike come back less often**: {n} fewer of every 100 ({low} to {high}).")
    )
    size = number(max(round(100 * abs(found.rate_effect)), 1))
    return fill(template, n=size, low=_points(found, 0), high=_points(found, 1))


def _called(found: Change) -> str:
    if found.firm and found.verdict == "up":
        return _(
            "**Customers alike come back more often**: {n} more of every 100 ({low} to {high}), and chance alone "
            "would not explain it."
        )
    if found.firm:
        return _(
            "**Customers alike come back less often**: {n} fewer of every 100 ({low} to {high}), and chance alone "
            "would not explain it."
        )
    if found.leaning == "up":
        return _(
            "Of customers alike, {n} more of every 100 came back ({low} to {high}): more than chance would do, but it "
            "may be the season."
        )
    return _(
        "Of customers alike, {n} fewer of every 100 came back ({low} to {high}): more than chance would do, but it may "
        "be the season."
    )


def _points(found: Change, end: int) -> str:
    """The smaller (0) or the larger (1) end of the interval, without its sign; no end of a clear change is 0."""
    return number(max(round(100 * sorted((abs(found.low), abs(found.high)))[end]), 1))


def why(found: Change, grain: str) -> Markup:
    """The change split into who the customers at the start were and what they did."""
    return fill(
        _(
            "From {before} ({period}) to {now}: {change}. Of that, {mix} come from **who** the customers at the start "
            "were, and {rate} from **what they did**; allowing for chance, the latter lies between {low} and {high}."
        ),
        before=percent(found.before, digits=1),
        period=during(found.days_before[0], grain),
        now=percent(found.now, digits=1),
        change=points(found.change),
        mix=points(found.mix_effect),
        rate=points(found.rate_effect),
        low=points(found.low),
        high=points(found.high),
    )


def classes(found: Change) -> str:
    """The classes of tenure side by side, as a table short enough for a phone: see `class_rows`."""
    return markdown_table(class_heads(), class_rows(found), right=(1, 2, 3))


def class_heads() -> tuple[str, str, str, str]:
    """What the columns of `class_rows` are called."""
    return _("Orders so far"), _("At the start"), _("Came back"), _("What they do")


def class_rows(found: Change) -> list[tuple[str, str, str, str]]:
    """Each class of tenure: its share of the customers at the start, who came back, and the points that adds."""
    return [
        (
            _tenure(row["tenure"]),
            f"{of_hundred(row['share_before'])}→{percent(row['share'])}",
            f"{of_hundred(row['rate_before'])}→{percent(row['rate'])}",
            _signed(row["rate_effect"]),
        )
        for _place, row in found.classes.iterrows()
    ]


def _signed(change: float) -> str:
    """A difference of two shares in percentage points, without the unit."""
    return f"{'−' if change < 0 else '+'}{decimal(abs(100 * change), digits=1)}"


def _tenure(tenure: str) -> str:
    if tenure == "1+":
        return _("any")
    return _("the first") if tenure == "1" else tenure.replace("-", "–")


def how(found: Change) -> tuple[str, ...]:
    """How the split was worked out, and what its interval allows for."""
    lines = [
        _(
            "A class with a larger share than before moves the rate without anybody behaving differently. Both parts "
            "add up to the change (Kitagawa 1955)."
        ),
        _(
            "The interval also holds the change between customers who began equally long ago, looking back equally far "
            "from both periods: orders from before your data are missing, and that must not look like a change."
        ),
    ]
    if "season" in found.doubts:
        lines.append(
            _("The two periods are different seasons. The interval allows for this shop's ups and downs so far.")
        )
    else:
        lines.append(
            _(
                "What is usual comes from the year around the earlier period, not from that period alone, so chance "
                "weighs less. The more this shop changes with the seasons, the more the same season counts."
            )
        )
    return tuple(lines)
