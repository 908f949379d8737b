"""Whether what a forecast of customers says of itself holds on the next stretch, and whether flags of slipping do.

    python bench/next_stretch.py FILE...

Each FILE is an export of a shop. Its history is cut at several days; by what was known then, the miss that would have
been shown, and the flag “slipping away” where it would have been. Beside it what then came: the miss should be at most
1.5 times what was shown, and flagged customers should come back at least 15 points less often.
"""

import argparse
import sys
from pathlib import Path

import numpy as np

sys.path.insert(0, str(Path(__file__).parent.parent))

import retention as rt
from retention.analysis.customers.forecast import forecast
from retention.analysis.customers.proof import flag_test, proof
from retention.errors import RetentionError
from retention.models.purchase_days import PurchaseDays, purchase_days
from retention.models.stretches import DAYS_PER_YEAR, Stretch

CUTS = (0.0, 0.25, 0.5)  # stretches before the last one


def missed(days: PurchaseDays, stretch: Stretch) -> str:
    """The miss shown at the cut and the one that came, of orders foreseen of the customers known then."""
    known = days.until(stretch.cut)
    found = forecast(known)
    if found.lead is None:
        return "no test"
    foreseen = found.expected_orders(known).sum() * stretch.days / DAYS_PER_YEAR
    came = int(
        ((days.day > stretch.cut) & (days.day <= stretch.until) & (days.first <= stretch.cut)[days.customer]).sum()
    )
    miss = foreseen / came - 1
    return (
        f"{found.lead.method:14} shown {found.lead.off_by:.2f}, came {miss:+.2f}: {abs(miss) / found.lead.off_by:.2f}"
    )


def flagged(days: PurchaseDays, stretch: Stretch) -> str:
    """Whether the flag would have been shown at the cut, and who came back after it."""
    shown = proof(days.until(stretch.cut)).holds
    test = flag_test(days, stretch)
    return f"{'shown' if shown else 'not shown'}: flagged {test.flagged_share:.0%}, others {test.others_share:.0%} back"


def main() -> None:
    """Print a line per file and cut."""
    arguments = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawTextHelpFormatter)
    arguments.add_argument("files", nargs="+")
    for file in arguments.parse_args().files:
        days = purchase_days(rt.load(file))
        hidden = min(DAYS_PER_YEAR, days.span // 3)
        for back in CUTS:
            cut = days.as_of - hidden - int(back * hidden)
            stretch = Stretch(cut=cut, until=cut + hidden)
            try:
                print(
                    f"{Path(file).name[:20]:20} {stretch.cut_date} {missed(days, stretch)}   {flagged(days, stretch)}"
                )
            except RetentionError as refusal:
                print(f"{Path(file).name[:20]:20} {stretch.cut_date} {refusal}")


if __name__ == "__main__":
    np.seterr(all="raise", under="ignore")
    main()
