"""The answer of `summary` as people read it in a terminal."""

from typing import Any

from retention.messages import ISSUES
from retention.metrics import METRICS, Unit

MOST_PERIODS = 6
"""Periods that stand side by side within the width of a terminal."""
FORMS = {Unit.SHARE: ".1%", Unit.NUMBER: ",.2f", Unit.MONEY: ",.2f"}
VERDICTS = {"up": "up", "down": "down", "no_clear_change": "no clear change"}


def as_text(answer: dict[str, Any]) -> str:
    """What was read, the bridge and rate of every period or group, and the further figures of the latest periods."""
    groups = answer.get("groups", [answer])
    lines = [*_head(answer), *_bridges(answer, groups), *_remarks(answer, groups)]
    return "\n".join(line.rstrip() for line in (lines if "groups" in answer else lines + _family(answer["periods"])))


def _head(answer: dict[str, Any]) -> list[str]:
    lines = []
    if "rows_read" in answer:
        rows = f"{_many(answer['rows_read'], 'row')} read, {{rows_used:,}} used, {{rows_set_aside:,}} set aside"
        lines.append(f"{answer['source']['name']}: {rows.format_map(answer)}")
    held = f"{_many(answer['customers'], 'customer')}, {_many(answer['orders'], 'order')}"
    money = "" if answer["revenue"] is None else f", revenue {answer['revenue']:,.2f} {answer['currency'] or ''}"
    lines.append(f"{held}, {answer['first_date']} to {answer['last_date']}{money}")
    return lines + [f"  {issue['rows']:>9,}  {ISSUES[issue['code']]}" for issue in answer["issues"]]


def _many(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"


def _bridges(answer: dict[str, Any], groups: list[dict[str, Any]]) -> list[str]:
    width = max(10, *(len(period["period"]) + 2 for group in groups for period in group["periods"]))
    counts = "".join(f"{name:>8}" for name in ("start", "lost", "back", "new", "end"))
    lines = []
    for group in groups:
        lines += [""] if group is answer else ["", f"{answer['by']}: {_group_name(group)}"]
        lines += [f"{'period':<{width}}{counts}  retention (95% interval)"]
        lines += [_period_line(period, width) for period in group["periods"]]
    return lines


def _group_name(group: dict[str, Any]) -> str:
    return "all others" if group["rest"] else "none" if group["group"] is None else str(group["group"])


def _period_line(period: dict[str, Any], width: int) -> str:
    names = ("customers_at_start", "lost", "reactivated", "new", "active")
    counts = "".join(f"{period[name]:>8,}" for name in names)
    rate = "–" if period["crr"] is None else "{crr:.1%} ({crr_low:.1%} to {crr_high:.1%})".format_map(period)
    verdict = VERDICTS.get(period.get("crr_change", {}).get("verdict"), "")
    remarks = ("", verdict, "few" if _says_little(period) else "", "" if period["complete"] else "unfinished")
    return f"{period['period']:<{width}}{counts}  {rate}" + "".join(f"  {remark}" for remark in remarks if remark)


def _says_little(period: dict[str, Any]) -> bool:
    return period["small"] and period["crr"] is not None


def _remarks(answer: dict[str, Any], groups: list[dict[str, Any]]) -> list[str]:
    """What the words and signs beside the rates mean, as far as any stands there."""
    from retention.defaults import FEW_CUSTOMERS

    periods = [period for group in groups for period in group["periods"]]
    nobody = [period["crr"] is None for period in periods]
    lines = []
    if all(nobody):
        lines.append(
            "There is no rate: nobody had bought in the days that make a customer of the start. "
            f"The data begin on {answer['first_date']}."
        )
    elif any(nobody):
        lines.append("–: nobody was a customer at the start, so that there is no rate.")
    if any(period.get("crr_change", {}).get("verdict") for period in periods):
        lines.append("up, down, no clear change: against the period before, and whether chance alone would explain it.")
    if any(map(_says_little, periods)):
        lines.append(f"few: fewer than {FEW_CUSTOMERS} customers at the start, so that the rate says little.")
    return ["", *lines] if lines else []


def _family(periods: list[dict[str, Any]]) -> list[str]:
    latest = periods[-MOST_PERIODS:]
    written = {
        metric.title: ["–" if period[name] is None else format(period[name], FORMS[metric.unit]) for period in latest]
        for name, metric in METRICS.items()
        if name != "crr"
    }
    told = {title: texts for title, texts in written.items() if set(texts) != {"–"}}
    if not told:
        return []
    label = max(map(len, told)) + 2
    heads = [period["period"] for period in latest]
    width = max(len(text) for texts in (heads, *told.values()) for text in texts) + 2
    lines = [f"{title:<{label}}" + "".join(f"{text:>{width}}" for text in texts) for title, texts in told.items()]
    return ["", f"{'':<{label}}" + "".join(f"{head:>{width}}" for head in heads), *lines]
