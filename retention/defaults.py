"""Every number that is a convention, once, with its reason. What a caller may choose has its default here.

Limits of a method (steps of a search, sizes of a table) are no conventions: they stand where the method does.
"""

# --- how sure a figure is

CONFIDENCE = 0.95
"""Of the intervals of shares and of their changes: what nearly every published study states."""

BAND = 0.90
"""Of the bands of forecasts: one in twenty ends above and one below. The few dozen forecasts that a shop's own past
allows to test say little about rarer surprises."""

FEW_CUSTOMERS = 30
"""Customers below which a share is shown pale and starts no comparison: at 30 the 95% interval of a rate of one half
already spans 34 points. The customary least size of a sample."""

REPEATERS_NEEDED = 30
"""Customers with a second order below which no model of order times or of spending is fitted: three or four parameters
cannot be told apart from less."""

SMALL_SHOP = 60
"""Customers below which there are three segments instead of eleven: fifths of scores would hold fewer than twelve."""

NOTABLE_SHARE = 0.05
"""Share of the rows of a file from which `load` warns that they could not be used. A rate of 400 customers is itself
known to 5 points only, so that less hardly shows."""

# --- who is among the best, and who is away

TOP_SHARE = 0.15
"""Share of customers who are called the best (VIPs). Between the fifth of the 80/20 rule and the tenth that
ABC lists begin with; every page shows what share of revenue they bring, and lets it be changed."""

OWN_GAPS = 2
"""Waits between orders from which a customer has a rhythm of their own: a single one may be chance."""

USUAL_WAITS = 0.90
"""Share of waits that ended sooner than the one from which a customer counts as slipping away: one false alarm in ten,
which a friendly letter can afford."""

ENOUGH_WAITING = 0.10
"""Share of waits that must have come so far for a curve of waits to be read: behind, single customers move it. The
lower of the two limits of Pocock, Clayton & Altman (Lancet 359, 2002), since shops follow many."""


SEVERAL_ORDERS = 3
"""Orders from which a customer is called somebody who comes back often, however seldom the others do: a second order
may be chance, with a third there are two waits to compare."""

MANY_ORDERS = 10
"""Orders from which nobody is called a rare buyer, however often the others come."""


FLAG_APART = 0.15
"""Points by which the share of flagged customers who came back has to lie below that of the others, on the last hidden
stretch and on all together, before the flag is shown: with less, a list of the flagged is hardly better than any."""

FEWEST_FLAGGED = 10
"""Flagged customers and others from which the two are compared, when the interval of their difference leaves no doubt:
fewer than `FEW_CUSTOMERS`, since shares as far apart as 5 of 13 and 47 of 48 need no more."""

ENOUGH_WAITING = 0.10
"""Share of waits that must have come so far for a curve of waits to be read: behind, single customers move it. The
lower of the two limits of Pocock, Clayton & Altman (Lancet 359, 2002), since shops follow many."""

LIKELY_ALIVE = 0.5
"""Probability from which somebody is more likely still a customer than gone."""

OLD_DATA_DAYS = 14
"""Days after the last one of the data from which nothing is said of today: by then many on a list of calls have been
here, and the reminders of a week are over."""

DUE_DAYS = 7
"""Days ahead in which customers are due: a week's work for whoever writes to them."""

LINES_NEEDED = 0.95
"""Share of a period's revenue that orders with telling lines must hold for a change of order value to be split into
units, prices and assortment: what the others hide then moves it by less than prices usually move in a year."""

LADDER_STEPS = 8
"""Orders up to which the chance of the next one is told: beyond, few customers are left in most shops."""

LADDER_DAYS = (90, 180, 365)
"""Days within which the next order is asked for: a quarter, half a year and a year."""

# --- how far to look, and from what

HORIZON = 12
"""Periods a scenario looks ahead by default; a year of months, in which every season occurs once."""
HORIZONS = {"week": 26, "month": HORIZON, "quarter": 8, "year": 3}
"""Periods a what-if question looks ahead unless told otherwise, by grain: half a year of weeks, which say little beyond
it, two years of quarters, three years."""

EXTRA_RETENTION = 0.05
"""Points of retention a scenario adds by default: the "5%" of Reichheld & Sasser (1990) that people ask about."""

DISCOUNT_RATE = 0.10
"""A year, at which later money counts less when nobody states a rate: a round number within the 8 to 16% that Gupta,
Lehmann & Stuart, Valuing Customers, Journal of Marketing Research 41(1), 2004, take for companies of this kind."""

DAYS_TO_FORECAST = 28
"""Days of history below which a year ahead would be made up: four of each weekday tell no rhythm yet."""

FAR_OFF = 1.0
"""Share by which a total may be off before a forecast is shown with a warning instead of a remark: beyond, it could as
well be half or double."""

DAYS_TO_BACKTEST = 56
"""Days of history needed to hide half of it and still have `DAYS_TO_FORECAST` to fit on."""

FEWEST_PERIODS = 4
"""Periods of a grain below which there is hardly a trend to see, so that a shorter grain is suggested."""

QUIET_STRETCHES = 0.95
"""Share of a shop's stretches without sales that are usual: a last period that misses no more days is complete."""

COHORTS_TO_SPARE = 4
"""Cohorts from which on the first, which holds customers from before the data too, is left out of comparisons."""

LOOK_BACK_WAITS = 0.90
"""Share of waits between orders that have ended by the look-back: nine in ten old customers have shown themselves by
then, so that who has not is new."""

MOST_LOOK_BACK = 0.5
"""Share of the data that the look-back takes at most: some of it must be left to look at."""

WAITS_NEEDED = 30
"""Waits between orders below which no look-back is known: the 90th percentile would rest on three of them."""

CLOSED_LIST = 0.01
"""Share of customers who begin after the look-back below which the data are a closed list of customers (CDNOW: all of
them first bought in one quarter), in which everybody is new by definition."""

SWINGS_NEEDED = 6
"""Other changes from which a shop's usual swings are known: with fewer, Student's t asks for two and a half times the
spread that chance makes, and one of them decides."""

# --- what stands out

NOTABLE_MIX = 0.03
"""Points by which the rate must move because other customers were at the start, before that is told as a finding:
three more or fewer of every hundred, about what the interval of a rate of 1,000 customers spans to either side."""

CARRIES = 0.5
"""Share of a year's revenue that a handful of customers must bring before a shop is said to rest on them: half."""

CARRIED_BY = 10
"""Customers who are a handful: as many as an owner can know by name and look after in person."""

# --- how much is shown

GROUPS_TOLD_APART = 12
"""Groups of a breakdown with a row of their own, the largest; the others are one row. A screen's height."""

MOST_GROUPS = 200
"""Values a column may have to be offered as groups of customers: more are names or numbers."""

MOST_PERIODS = 600
"""Periods that cohorts and forecasts follow at once: fifty years of months, eleven of weeks. A table of cohorts by age
grows with their square: this many take 0.3 GB, a century of weeks would take all memory there is."""

MOST_COHORTS = 1000
"""Values a column may have to make cohorts by, when somebody insists; more are no groups."""

TABLE_ROWS = 1000
"""Rows of a long table on a page; the download holds all. More make a browser slow to scroll."""

LISTED_CUSTOMERS = 200
"""Customers of a list on a page; the downloads hold all. Nobody reads on, and each row has a link."""

# --- how long a visit is kept in the app's memory

KEPT_HOURS = 1
"""Hours for which what a browser has in hand outlives its last connection: a lunch, a call, a phone in a pocket. Who is
away for longer seldom comes back that day, and on a shared computer somebody else may sit there."""

NAMED_HOURS = 12
"""Hours for which the names of forgotten files, and nothing else of them, are known to their browser, so that it can be
told what to bring again: a working day."""

KEPT_BYTES = 2_000_000_000
"""Bytes kept at most for all tabs without a connection together; the longest away are forgotten first. About fifteen
visitors with half a million order lines each, and a fraction of a computer on which ten of them work at once."""
