"""What each refusal says, in English, by its code: what happened, and what to do about it.

`retention.narrate` translates these templates and fills in the details afterwards; `N_` marks them for extraction.
"""

from collections.abc import Mapping

from retention.file_refusals import COLUMNS, FILE, ORDERS, SOURCES, Message
from retention.messages import N_

HISTORY: Mapping[str, Message] = {
    "history_too_short": Message(
        N_("A test of the forecast needs {needed} days of orders; these cover {have}."), N_("Bring a longer export.")
    ),
    "too_few_days": Message(
        N_("A forecast needs at least {needed} days of orders; these cover {have}."), N_("Bring a longer export.")
    ),
    "nothing_to_compare": Message(
        N_("Nobody who had bought by {cut} bought again after it, so there is nothing to test the forecast on.")
    ),
    "too_few_flagged": Message(
        N_(
            "This cannot be tested on your own past yet: it takes {needed} customers who would have been flagged then, "
            "and {needed} others."
        )
    ),
    "too_few_repeaters": Message(
        N_("This needs at least {needed} customers who bought again; there are {have}."), N_("Bring a longer export.")
    ),
    "too_few_paying": Message(
        N_("This needs at least {needed} customers who paid for a second order; there are {have}.")
    ),
    "no_repeat_buyers": Message(
        N_("None of the {customers} customers has bought again yet, so nothing can be said about coming back.")
    ),
    "too_little_history": Message(
        N_("A forecast needs at least {needed} complete periods; there are {periods}."),
        N_("Choose shorter periods or bring a longer export."),
    ),
    "nobody_lately": Message(
        N_("Nobody bought in the last finished period ({period}), so there is nobody to come back."),
        N_("Choose longer periods."),
    ),
    "spend_all_alike": Message(N_("Every customer spends {value} per order: there are no differences to learn from.")),
    "spend_without_mean": Message(
        N_("The amounts are spread too widely for an average customer to exist."), N_("Look for typing errors.")
    ),
    "model_not_converged": Message(
        N_("The model {model} found no stable answer for these orders."), N_("Bring a longer export.")
    ),
    "horizon_beyond_evidence": Message(
        N_("The orders support a forecast of {longest} periods, not {horizon}."), N_("Choose a nearer end.")
    ),
}
"""Orders that do not carry what is asked of them."""

WORKSPACES: Mapping[str, Message] = {
    "workspace_unknown": Message(
        N_("This is no workspace kept by this app."), N_("Files with orders are opened on the Data page.")
    ),
    "workspace_newer": Message(
        N_("This workspace was kept by a newer version (its format is {version}, known up to {known})."),
        N_("Update the app."),
    ),
    "workspace_damaged": Message(
        N_("This workspace is damaged: its part “{part}” does not hold what it must. Nothing was changed.")
    ),
}
"""Workspaces that cannot be opened."""

UNDECIDED: Mapping[str, Message] = {
    "undecided": Message(N_("The file can be read in more than one way, and only you can tell which is right.")),
}
"""Files that can be read in more than one way."""

USAGE: Mapping[str, Message] = {
    "files_or_source": Message(N_("Name one or more FILES, or a --source.")),
    "query_of_files": Message(N_("--query asks a --source; FILES are read whole.")),
    "rules_of_source": Message(
        N_("Counting rules are for FILES; a source is counted as it is."),
        N_("Of a source, --count future-dates counts days after today, too."),
    ),
    "flags_of_source": Message(
        N_("{flags}: for FILES only."), N_("Of a source, name --customer, --order, --date, --amount and --timezone.")
    ),
    "days_without_time": Message(
        N_("The column “{column}” holds days without a time of day, which no time zone can move."),
        N_("Leave out --timezone, or name a column with the time."),
    ),
    "filter_unclear": Message(
        N_("“{text}” says no column and value to choose orders by."),
        N_("Write channel=online; first:channel=online asks the customer's first order, ever:product=Tea any order."),
    ),
    "no_exchange_rate": Message(N_("“{value}” is no rate such as EUR=19.5.")),
    "merges_unreadable": Message(
        N_("Row {row} of “{path}” does not say who is counted as whom."),
        N_("It takes a table in UTF-8 with the columns customer and counted_as, as lookalikes --save writes it."),
    ),
    "merged_nobody": Message(
        N_("None of the customers in “{path}” is a customer of these files."),
        N_("Write them as these orders have them; lookalikes --save does."),
    ),
    "claim_unclear": Message(
        N_("“{text}” holds no share to look for."),
        N_("Write what the other tool shows, such as 38% or Shopify: 38.4%."),
    ),
    "no_target": Message(
        N_("“{target}” cannot be a target for the retention rate: it lies above 0% and up to 100%."),
        N_("Write it as 35% or as 0.35."),
    ),
    "no_note": Message(
        N_("“{note}” is no note: it takes a day and up to {longest} characters of text."),
        N_("Write it as 2025-03-01=Price rise."),
    ),
    "too_many_notes": Message(N_("There are more than {most} notes."), N_("Leave out some.")),
    "half_a_range": Message(N_("--from and --to belong together.")),
    "two_changes": Message(N_("Give --points or --relative, not both.")),
    "report_nowhere": Message(N_("Say where to write: --xlsx, --pptx or --html, or several of them.")),
    "report_of_source": Message(N_("A report is made of FILES."), N_("Export the orders of the source to a file.")),
    "not_a_colour": Message(N_("“{value}” is no colour."), N_("Write it like #0B6E75.")),
    "not_a_logo": Message(N_("The logo is no PNG or JPEG, or larger than 2 MB."), N_("Choose another picture.")),
    "logo_unreadable": Message(N_("The logo “{path}” cannot be read."), N_("Name a PNG or JPEG file.")),
    "output_made_meanwhile": Message(
        N_("A file “{path}” has been made meanwhile."), N_("Name another, or replace it with --force.")
    ),
    "output_link": Message(N_("“{path}” is a link, and links are not written through."), N_("Name the file itself.")),
    "output_folder": Message(N_("“{path}” is a folder."), N_("Name a file in it.")),
    "output_nowhere": Message(N_("There is no folder “{path}”."), N_("Make it first, or name another.")),
    "output_folder_closed": Message(
        N_("Nothing can be written in the folder “{path}”."), N_("Name another, or give yourself the right.")
    ),
    "output_device": Message(N_("“{path}” is a device or a pipe."), N_("Name a file.")),
    "output_is_input": Message(N_("“{path}” holds the orders this command reads."), N_("Name another file.")),
    "output_exists": Message(N_("There is a file “{path}” already."), N_("Name another, or replace it with --force.")),
    "output_closed": Message(N_("“{path}” may not be changed."), N_("Name another file, or give yourself the right.")),
    "output_failed": Message(N_("“{path}” cannot be written: {reason}.")),
}
"""Commands called in a way they cannot follow."""

REQUESTS: Mapping[str, Message] = {
    **USAGE,
    "date_out_of_reach": Message(
        N_("The day {date} lies too far away: the years {earliest} to {latest} can be counted.")
    ),
    "unknown_grain": Message(N_("A period cannot be “{grain}”."), N_("It can be: {options}.")),
    "unknown_year_start": Message(N_("A year cannot begin in month {month}."), N_("Months are 1 to 12.")),
    "unknown_week_start": Message(N_("A week cannot begin on “{day}”."), N_("It can on: {options}.")),
    "unknown_calendar": Message(N_("A calendar cannot be “{calendar}”."), N_("It can be: {options}.")),
    "too_many_periods": Message(
        N_("These orders span {periods} periods of this length, more than can be followed at once ({limit})."),
        N_("Choose longer periods."),
    ),
    "empty_range": Message(
        N_("A period from {start} to {end} holds no day."), N_("Let it end on or after its first day.")
    ),
    "periods_overlap": Message(
        N_("Two periods to be compared have a day in common, or the second comes first."),
        N_("Choose one that ends before the other begins."),
    ),
    "not_begun": Message(
        N_("The period begins on {start}, but the data end on {as_of}."), N_("Choose an earlier period.")
    ),
    "unknown_base": Message(N_("Customers at the start cannot be taken from “{base}”."), N_("It can be: {options}.")),
    "unknown_comparison": Message(
        N_("A period cannot be compared with “{against}”."), N_("It can be with: {options}, or the day of another one.")
    ),
    "no_such_period": Message(
        N_("The day {day} is in none of the periods of these orders."),
        N_("Choose a day between the first and the last."),
    ),
    "unknown_age": Message(N_("Ages cannot be counted in “{age}”."), N_("It can be: {options}.")),
    "unknown_mode": Message(N_("Customers cannot be counted as “{mode}”."), N_("It can be: {options}.")),
    "unknown_order_number": Message(N_("There is no time to order number {number}: it has to be 2 or more.")),
    "totals_negative": Message(N_("A number of customers cannot be below 0.")),
    "totals_nobody_at_start": Message(
        N_("With nobody at the start there is no rate."), N_("Enter the customers at the start.")
    ),
    "totals_more_new_than_active": Message(
        N_("There cannot be more new customers ({new}) than customers in the period ({active})."), N_("Check both.")
    ),
    "totals_more_retained_than_at_start": Message(
        N_(
            "Customers in the period less the new ones are {retained}, more than the {at_start} at the start: "
            "some came back after a break, which totals cannot tell apart."
        ),
        N_("Bring the list of orders instead."),
    ),
    "cohort_not_falling": Message(N_("Customers still there cannot become more: {alive}."), N_("Check the counts.")),
    "bad_groups": Message(
        N_("{rows} groups of customers hold counts that cannot be."), N_("Check how they were made.")
    ),
    "no_such_state": Message(N_("No order in these files is in the state “{state}”."), N_("The states are: {states}.")),
    "no_such_customer": Message(N_("There is no customer “{customer}”.")),
    "share_out_of_range": Message(N_("A share of customers lies between 0 and 1; {share} does not.")),
    "margin_out_of_range": Message(N_("A margin lies between 0 and 1; {margin} does not.")),
    "discount_out_of_range": Message(N_("A yearly discount factor lies between 0 and 1; {discount} does not.")),
    "out_of_range": Message(N_("{field} has to lie between {minimum} and {maximum}; {value} does not.")),
    "unknown_choice": Message(N_("{field} cannot be “{value}”."), N_("It can be: {options}.")),
    "unknown_timezone": Message(
        N_("“{value}” is no time zone."), N_("Name one as Europe/Chisinau or America/New_York.")
    ),
    "unknown_field": Message(N_("There is no setting “{field}”."), N_("There are: {options}.")),
    "margin_needed": Message(N_("Profit needs your margin: the share of the price that is left after the goods.")),
    "target_out_of_range": Message(
        N_("Retention cannot become {target}: from {crr} today it can only move between 0% and 100%.")
    ),
    "target_above_ceiling": Message(
        N_(
            "If fewer customers left for good, the rate could reach {ceiling} at most, not {target}: most of "
            "those who stay away do so because they buy rarely, not because they are gone. They would have to buy "
            "more often."
        )
    ),
    "target_beyond_habits": Message(
        N_(
            "Even if everyone who has not left for good bought in every period, retention could reach {ceiling} "
            "at most, not {target}: the others are gone."
        )
    ),
    "cannot_fall": Message(
        N_("This way of reading the change knows no fall."), N_("Choose “everyone comes back more often”.")
    ),
}
"""Questions that cannot be answered as they are asked."""

ERRORS: Mapping[str, Message] = {
    **FILE,
    **COLUMNS,
    **ORDERS,
    **SOURCES,
    **HISTORY,
    **WORKSPACES,
    **UNDECIDED,
    **REQUESTS,
}
"""Every refusal, by its code."""
