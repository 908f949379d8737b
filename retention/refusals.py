"""What each refusal says, in English, by its code: what happened, and what to do about it.

`retention.narrate` translates these templates and fills in the details afterwards; `N_` marks them for extraction.
"""

from collections.abc import Mapping
from typing import NamedTuple

from retention.messages import N_


class Message(NamedTuple):
    """What happened, and what can be done about it or chosen instead: "" where the first sentence says that too."""

    sentence: str
    hint: str = ""


FILE: Mapping[str, Message] = {
    "empty_file": Message(N_("The file “{name}” is empty."), N_("Export it again and check that it holds orders.")),
    "header_only": Message(
        N_("“{name}” has column names but no rows below them."),
        N_("Choose a longer period in the export and try again."),
    ),
    "password": Message(
        N_("“{name}” is protected by a password."),
        N_("Open it in Excel, save a copy without the password, and bring that copy."),
    ),
    "damaged": Message(
        N_("“{name}” is damaged and cannot be read."),
        N_("Export it again; or, if Excel opens it, save it there as .xlsx and try that copy."),
    ),
    "not_a_table": Message(
        N_("“{name}” is no table but another kind of file ({found})."), N_("Bring the export as Excel or CSV.")
    ),
    "other_archive": Message(
        N_("“{name}” is an archive of a kind that is not unpacked here ({found})."),
        N_("Unpack it and bring the file with the orders, or pack that as .zip."),
    ),
    "too_big": Message(
        N_("“{name}” unpacks to more than can be read safely (limit: {limit})."),
        N_("Export a shorter period, or save it as CSV."),
    ),
    "too_many_columns": Message(
        N_("“{name}” has {columns} columns, more than a list of orders can have ({limit})."),
        N_(
            "Check that the right file or sheet was chosen, or keep only customer, order number, date, amount and "
            "what you compare by in a copy."
        ),
    ),
    "too_much_work": Message(
        N_(
            "“{name}” takes far more work than files of its size usually do, so reading stopped after {limit} "
            "seconds of computing."
        ),
        N_("Open it in Excel, save the table with the orders as CSV, and try that copy."),
    ),
    "table_too_large": Message(
        N_("“{name}” describes a table far larger than any sheet (limit: {limit} cells)."),
        N_("Open it in Excel, save the part with the orders as .xlsx, and try that copy."),
    ),
    "took_too_long": Message(
        N_("Reading “{name}” took longer than {limit} seconds and was stopped."),
        N_("Save it again as .xlsx or CSV and try that."),
    ),
    "ended_outside": Message(
        N_("Reading “{name}” was ended from outside; perhaps this computer is short of memory."),
        N_("Close what you do not need and try again."),
    ),
    "stopped": Message(N_("Reading “{name}” was stopped. Nothing has changed.")),
    "formulas_never_calculated": Message(
        N_("“{name}” holds formulas whose results were never calculated."),
        N_("Open it in Excel, save it, and try again."),
    ),
    "no_such_file": Message(N_("There is no file “{name}”."), N_("Check the path.")),
    "no_such_sheet": Message(N_("There is no sheet “{sheet}” in “{name}”."), N_("It has: {sheets}.")),
    "numbers_cut": Message(
        N_(
            "In row {row} of “{name}” a comma stands between cells and inside numbers, and it cannot be told where "
            "which is meant: {cells}"
        ),
        N_("Export again with semicolons or tabs between the cells, or as .xlsx."),
    ),
    "several_files": Message(
        N_("“{name}” holds several files: {names}."), N_("Unpack it and bring the one with the orders.")
    ),
    "unknown_encoding": Message(
        N_("There is no text encoding “{encoding}”."), N_("Usual ones are utf-8, cp1251 and cp1252.")
    ),
}
"""A file that cannot be read."""

_BRING_ORDERS = N_(
    "Retention needs every order with its customer and its day: bring {export}. If each row is an order after all, say "
    "so (on the command line: --table orders)."
)
OTHER_TABLE = "table_is_"
"""How the codes of refusals begin that name a kind of table without orders; the kind follows."""
TABLES: Mapping[str, Message] = {
    "table_is_totals": Message(
        N_("Each row holds the totals of a day, week or month ({columns}); nothing tells who bought."),
        _BRING_ORDERS,
    ),
    "table_is_customers": Message(
        N_("Each row is a customer with all they bought ({columns}); single orders are not there."),
        _BRING_ORDERS,
    ),
    "table_is_products": Message(N_("Each row is a product ({columns}), not an order."), _BRING_ORDERS),
    "table_is_measurements": Message(N_("Each row is a measurement ({columns}), not an order."), _BRING_ORDERS),
    "table_is_contracts": Message(N_("Each row is a contract ({columns}), not an order."), _BRING_ORDERS),
    "table_is_account": Message(N_("Each row is a movement on an account ({columns}), not an order."), _BRING_ORDERS),
    "table_is_subscriptions": Message(
        N_(
            "Each row is a subscription ({columns}). Renewals come by contract; the models here are for customers who "
            "choose each time."
        ),
        _BRING_ORDERS,
    ),
    "table_is_periods_across": Message(
        N_("The columns are periods ({columns}) and the cells their totals; no row is an order."), _BRING_ORDERS
    ),
}
"""Tables that are no lists of orders."""

COLUMNS: Mapping[str, Message] = {
    **TABLES,
    "events_without_purchases": Message(
        N_("This is a log of events without purchases: column “{column}” holds {events}."),
        N_("Export the orders, or a log in which purchases are."),
    ),
    "no_customer_column": Message(
        N_("No column says who bought. Retention needs a customer number, e-mail, phone or name on every order."),
        N_("The file has: {columns}. Choose an export with customers, or point to the column."),
    ),
    "no_date_column": Message(
        N_("No column says when the order was placed."),
        N_("The file has: {columns}. Choose an export with order dates, or point to the column."),
    ),
    "days_missing": Message(
        N_("Column “{column}” says in which month an order was placed, but not on which day."),
        N_("Export again with full dates, or point to a column that has them."),
    ),
    "dates_in_no_year": Message(
        N_("Column “{column}” holds dates of years in which no shop took orders, such as {value}."),
        N_("Export again with years such as 2025, or point to another column with the order date."),
    ),
    "customer_column_taken": Message(
        N_("Column “{column}” is the only one that says who bought, and you chose it for something else."),
        N_("Take that choice back, or point to another column with the customers."),
    ),
    "date_column_taken": Message(
        N_(
            "Column “{column}” is the only one that says when the order was placed, and you chose it for "
            "something else."
        ),
        N_("Take that choice back, or point to another column with the dates."),
    ),
    "no_such_column": Message(N_("There is no column “{column}”."), N_("There are: {columns}.")),
    "ids_destroyed": Message(
        N_(
            "The customer numbers in column “{column}” were cut short by Excel (such as {value}), so different "
            "customers look the same."
        ),
        N_("Export again as CSV and bring that file without opening it in Excel first."),
    ),
    "missing_columns": Message(N_("The table lacks what orders need: {columns}."), N_("It has: {present}.")),
    "not_a_date": Message(
        N_("Column “{column}” holds no dates but {type}."), N_("Point to the column with the order date.")
    ),
    "not_a_number": Message(N_("Column “{column}” holds no numbers."), N_("Point to the column with the amounts.")),
    "too_many_groups": Message(
        N_("Column “{column}” has {values} different values, too many to compare."),
        N_("Choose one with {limit} at most."),
    ),
    "columns_repeated": Message(
        N_("More than one column is named {columns}."), N_("Give each a name of its own in the query (AS).")
    ),
    "filter_column_unknown": Message(
        N_("There is no column “{column}” to choose orders by."), N_("Those most like it: {columns}.")
    ),
    "filter_no_columns": Message(
        N_("There is no column “{column}” to choose orders by: these orders keep none beside customer, date and money.")
    ),
    "filter_value_unknown": Message(
        N_("“{value}” stands nowhere in column “{column}”."), N_("Those most like it: {values}.")
    ),
    "filter_column_empty": Message(
        N_("“{value}” stands nowhere in column “{column}”, which says nothing on any order.")
    ),
    "no_amounts": Message(N_("The orders have no amounts, so nothing can be said about money.")),
}
"""Columns that do not say what is needed."""

ORDERS: Mapping[str, Message] = {
    "no_orders": Message(
        N_("No order is left after the counting rules. Rows left out: {reasons}."),
        N_("Check that the right columns were chosen, or change what counts."),
    ),
    "no_such_currency": Message(N_("No amount is in {currency}."), N_("The file has: {currencies}.")),
    "no_purchases": Message(N_("There is no order: no row has a customer, a date and an amount that is not negative.")),
    "filter_leaves_nothing": Message(
        N_("No order is left: none fulfils all conditions ({conditions})."), N_("Take one of them back.")
    ),
    "nothing_bought": Message(
        N_("There is no order up to the day chosen as the last one ({as_of})."), N_("Choose a later day.")
    ),
}
"""Tables of which no order is left to count."""

SOURCES: Mapping[str, Message] = {
    "unknown_source": Message(
        N_("“{address}” is no source of orders."),
        N_("It can be duckdb:FILES, spark:TABLE, spark:sc://HOST:PORT/TABLE, or a database address with a query."),
    ),
    "package_missing": Message(
        N_("This source needs the package “{package}”."), N_("Install it, or run “start.py test --all” once.")
    ),
    "files_not_found": Message(N_("No files match “{pattern}”."), N_("Check the path.")),
    "driver_missing": Message(
        N_("“{address}” needs the driver “{driver}”, which is not installed."),
        N_("Install it with pip, or name another driver in the address."),
    ),
    "no_connection": Message(
        N_("“{address}” cannot be reached ({reason})."),
        N_("Check host, database, user name and password; an @ inside these is written %40."),
    ),
    "source_failed": Message(N_("“{address}” answered with an error: {reason}")),
    "query_not_reading": Message(
        N_("“{address}” is only read."),
        N_("Give one statement as the query, which begins with SELECT or WITH and changes nothing."),
    ),
    "query_beyond_source": Message(
        N_("The query asks for more than “{address}” holds."),
        N_("It can read only the files that the address names: name all it needs there."),
    ),
    "csv_not_plain": Message(
        N_("“{address}” cannot be read where it is: that takes text in UTF-8 with the column names in its first row."),
        N_("Give the file itself instead, and its layout is found out."),
    ),
    "source_elsewhere": Message(
        N_("“{address}” is on another computer, and nothing is fetched from there."),
        N_("Download the files and name their folder."),
    ),
    "database_unfinished": Message(
        N_("Another program left “{address}” in the midst of a change."),
        N_("Open it with that program once and close it there, then try again."),
    ),
    "query_missing": Message(
        N_("A database needs a query that returns the orders."), N_("Give one beside “{address}”.")
    ),
}
"""Sources of orders that cannot be asked."""

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
    "rules_of_source": Message(N_("Counting rules are for FILES; a source is counted as it is.")),
    "flags_of_source": Message(
        N_("{flags}: for FILES only."), N_("Of a source, name --customer, --order, --date and --amount.")
    ),
    "filter_unclear": Message(
        N_("“{text}” says no column and value to choose orders by."),
        N_("Write channel=online; first:channel=online asks the customer's first order, ever:product=Tea any order."),
    ),
    "no_exchange_rate": Message(N_("“{value}” is no rate such as EUR=19.5.")),
    "half_a_range": Message(N_("--from and --to belong together.")),
    "two_changes": Message(N_("Give --points or --relative, not both.")),
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
    "too_many_periods": Message(
        N_("These orders span {periods} periods of this length, more than can be followed at once ({limit})."),
        N_("Choose longer periods."),
    ),
    "empty_range": Message(
        N_("A period from {start} to {end} holds no day."), N_("Let it end on or after its first day.")
    ),
    "not_begun": Message(
        N_("The period begins on {start}, but the data end on {as_of}."), N_("Choose an earlier period.")
    ),
    "unknown_base": Message(N_("Customers at the start cannot be taken from “{base}”."), N_("It can be: {options}.")),
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
