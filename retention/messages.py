"""The sentence that belongs to each code, in English: what happened, where, and what to do.

What results come to in words is said by `retention.narrate`, which also translates these templates and fills in the
details afterwards; `N_` marks them for extraction.
"""

from collections.abc import Mapping, Sequence


def N_(template: str) -> str:  # noqa: N802 - gettext's customary name
    """Mark a template for translation without translating it here."""
    return template


FILE: Mapping[str, str] = {
    "empty_file": N_("The file “{name}” is empty. Export it again and check that it holds orders."),
    "header_only": N_(
        "“{name}” has column names but no rows below them. Choose a longer period in the export and try again."
    ),
    "password": N_(
        "“{name}” is protected by a password. Open it in Excel, save a copy without the password, and bring that copy."
    ),
    "damaged": N_(
        "“{name}” is damaged and cannot be read. Export it again; or, if Excel opens it, save it there as .xlsx and "
        "try that copy."
    ),
    "not_a_table": N_("“{name}” is no table but another kind of file ({found}). Bring the export as Excel or CSV."),
    "too_big": N_(
        "“{name}” unpacks to more than can be read safely (limit: {limit}). Export a shorter period, or save it as CSV."
    ),
    "too_many_columns": N_(
        "“{name}” has {columns} columns, more than a list of orders can have ({limit}). Check that the right file or "
        "sheet was chosen, or keep only customer, order number, date, amount and what you compare by in a copy."
    ),
    "too_much_work": N_(
        "“{name}” takes far more work than files of its size usually do, so reading stopped after {limit} seconds of "
        "computing. Open it in Excel, save the table with the orders as CSV, and try that copy."
    ),
    "table_too_large": N_(
        "“{name}” describes a table far larger than any sheet (limit: {limit} cells). Open it in Excel, save the part "
        "with the orders as .xlsx, and try that copy."
    ),
    "took_too_long": N_(
        "Reading “{name}” took longer than {limit} seconds and was stopped. Save it again as .xlsx or CSV and try that."
    ),
    "ended_outside": N_(
        "Reading “{name}” was ended from outside; perhaps this computer is short of memory. Close what you do not need "
        "and try again."
    ),
    "stopped": N_("Reading “{name}” was stopped. Nothing has changed."),
    "formulas_never_calculated": N_(
        "“{name}” holds formulas whose results were never calculated. Open it in Excel, save it, and try again."
    ),
    "no_such_file": N_("There is no file “{name}”. Check the path."),
    "no_such_sheet": N_("There is no sheet “{sheet}” in “{name}”. It has: {sheets}."),
    "several_files": N_("“{name}” holds several files: {names}. Unpack it and bring the one with the orders."),
    "unknown_encoding": N_("There is no text encoding “{encoding}”. Usual ones are utf-8, cp1251 and cp1252."),
}
"""A file that cannot be read."""

COLUMNS: Mapping[str, str] = {
    "no_customer_column": N_(
        "No column says who bought. Retention needs a customer number, e-mail, phone or name on every order. "
        "The file has: {columns}. Choose an export with customers, or point to the column."
    ),
    "no_date_column": N_(
        "No column says when the order was placed. The file has: {columns}. "
        "Choose an export with order dates, or point to the column."
    ),
    "days_missing": N_(
        "Column “{column}” says in which month an order was placed, but not on which day. "
        "Export again with full dates, or point to a column that has them."
    ),
    "customer_column_taken": N_(
        "Column “{column}” is the only one that says who bought, and you chose it for something else. "
        "Take that choice back, or point to another column with the customers."
    ),
    "date_column_taken": N_(
        "Column “{column}” is the only one that says when the order was placed, and you chose it for something else. "
        "Take that choice back, or point to another column with the dates."
    ),
    "no_such_column": N_("There is no column “{column}”. There are: {columns}."),
    "ids_destroyed": N_(
        "The customer numbers in column “{column}” were cut short by Excel (like 7.9E+10), so different customers look "
        "the same. Export again as CSV and bring that file without opening it in Excel first."
    ),
    "missing_columns": N_("The table lacks what orders need: {columns}. It has: {present}."),
    "not_a_date": N_("Column “{column}” holds no dates but {type}. Point to the column with the order date."),
    "not_a_number": N_("Column “{column}” holds no numbers. Point to the column with the amounts."),
    "too_many_groups": N_(
        "Column “{column}” has {values} different values, too many to compare. Choose one with {limit} at most."
    ),
    "columns_repeated": N_("More than one column is named {columns}. Give each a name of its own in the query (AS)."),
    "no_amounts": N_("The orders have no amounts, so nothing can be said about money."),
}
"""Columns that do not say what is needed."""

ORDERS: Mapping[str, str] = {
    "no_orders": N_(
        "No order is left after the counting rules. Rows left out: {reasons}. "
        "Check that the right columns were chosen, or change what counts."
    ),
    "no_such_currency": N_("No amount is in {currency}. The file has: {currencies}."),
    "no_purchases": N_("There is no order: no row has a customer, a date and an amount that is not negative."),
    "nothing_bought": N_("There is no order up to the day chosen as the last one ({as_of}). Choose a later day."),
}
"""Tables of which no order is left to count."""

SOURCES: Mapping[str, str] = {
    "unknown_source": N_(
        "“{address}” is no source of orders. It can be duckdb:FILES, spark:TABLE, spark:sc://HOST:PORT/TABLE, "
        "or a database address with a query."
    ),
    "package_missing": N_("This source needs the package “{package}”. Install it, or run “start.py test --all” once."),
    "files_not_found": N_("No files match “{pattern}”. Check the path."),
    "driver_missing": N_(
        "“{address}” needs the driver “{driver}”, which is not installed. Install it with pip, or name another driver "
        "in the address."
    ),
    "no_connection": N_(
        "“{address}” cannot be reached ({reason}). Check host, database, user name and password; an @ inside these is "
        "written %40."
    ),
    "source_failed": N_("“{address}” answered with an error: {reason}"),
    "query_not_reading": N_(
        "“{address}” is only read. Give one statement as the query, which begins with SELECT or WITH and changes "
        "nothing."
    ),
    "query_beyond_source": N_(
        "The query asks for more than “{address}” holds. It can read only the files that the address names: name all "
        "it needs there."
    ),
    "csv_not_plain": N_(
        "“{address}” cannot be read where it is: that takes text in UTF-8 with the column names in its first row. Give "
        "the file itself instead, and its layout is found out."
    ),
    "source_elsewhere": N_(
        "“{address}” is on another computer, and nothing is fetched from there. Download the files and name their "
        "folder."
    ),
    "database_unfinished": N_(
        "Another program left “{address}” in the midst of a change. Open it with that program once and close it there, "
        "then try again."
    ),
    "query_missing": N_("A database needs a query that returns the orders. Give one beside “{address}”."),
}
"""Sources of orders that cannot be asked."""

HISTORY: Mapping[str, str] = {
    "history_too_short": N_(
        "A test of the forecast needs {needed} days of orders; these cover {have}. Bring a longer export."
    ),
    "too_few_days": N_("A forecast needs at least {needed} days of orders; these cover {have}. Bring a longer export."),
    "nothing_to_compare": N_(
        "Nobody who had bought by {cut} bought again after it, so there is nothing to test the forecast on."
    ),
    "too_few_repeaters": N_(
        "This needs at least {needed} customers who bought again; there are {have}. Bring a longer export."
    ),
    "too_few_paying": N_("This needs at least {needed} customers who paid for a second order; there are {have}."),
    "no_repeat_buyers": N_(
        "None of the {customers} customers has bought again yet, so nothing can be said about coming back."
    ),
    "too_little_history": N_(
        "A forecast needs at least {needed} complete periods; there are {periods}. "
        "Choose shorter periods or bring a longer export."
    ),
    "nobody_lately": N_(
        "Nobody bought in the last finished period ({period}), so there is nobody to come back. Choose longer periods."
    ),
    "spend_all_alike": N_("Every customer spends {value} per order: there are no differences to learn from."),
    "spend_without_mean": N_(
        "The amounts are spread too widely for an average customer to exist. Look for typing errors."
    ),
    "model_not_converged": N_("The model {model} found no stable answer for these orders. Bring a longer export."),
    "horizon_beyond_evidence": N_(
        "The orders support a forecast of {longest} periods, not {horizon}. Choose a nearer end."
    ),
}
"""Orders that do not carry what is asked of them."""

WORKSPACES: Mapping[str, str] = {
    "workspace_unknown": N_("This is no workspace kept by this app. Files with orders are opened on the Data page."),
    "workspace_newer": N_(
        "This workspace was kept by a newer version (its format is {version}, known up to {known}). Update the app."
    ),
    "workspace_damaged": N_(
        "This workspace is damaged: its part “{part}” does not hold what it must. Nothing was changed."
    ),
}
"""Workspaces that cannot be opened."""

UNDECIDED: Mapping[str, str] = {
    "undecided": N_("The file can be read in more than one way, and only you can tell which is right."),
}
"""Files that can be read in more than one way."""

USAGE: Mapping[str, str] = {
    "files_or_source": N_("Name one or more FILES, or a --source."),
    "query_of_files": N_("--query asks a --source; FILES are read whole."),
    "rules_of_source": N_("Counting rules are for FILES; a source is counted as it is."),
    "flags_of_source": N_("{flags}: for FILES only. Of a source, name --customer, --order, --date and --amount."),
    "no_exchange_rate": N_("“{value}” is no rate such as EUR=19.5."),
    "half_a_range": N_("--from and --to belong together."),
    "two_changes": N_("Give --points or --relative, not both."),
    "output_made_meanwhile": N_("A file “{path}” has been made meanwhile. Name another, or replace it with --force."),
    "output_link": N_("“{path}” is a link, and links are not written through. Name the file itself."),
    "output_folder": N_("“{path}” is a folder. Name a file in it."),
    "output_nowhere": N_("There is no folder “{path}”. Make it first, or name another."),
    "output_folder_closed": N_(
        "Nothing can be written in the folder “{path}”. Name another, or give yourself the right."
    ),
    "output_device": N_("“{path}” is a device or a pipe. Name a file."),
    "output_is_input": N_("“{path}” holds the orders this command reads. Name another file."),
    "output_exists": N_("There is a file “{path}” already. Name another, or replace it with --force."),
    "output_closed": N_("“{path}” may not be changed. Name another file, or give yourself the right."),
    "output_failed": N_("“{path}” cannot be written: {reason}."),
}
"""Commands called in a way they cannot follow."""

REQUESTS: Mapping[str, str] = {
    **USAGE,
    "date_out_of_reach": N_("The day {date} lies too far away: the years {earliest} to {latest} can be counted."),
    "unknown_grain": N_("A period cannot be “{grain}”. It can be: {options}."),
    "unknown_year_start": N_("A year cannot begin in month {month}. Months are 1 to 12."),
    "too_many_periods": N_(
        "These orders span {periods} periods of this length, more than can be followed at once ({limit}). "
        "Choose longer periods."
    ),
    "empty_range": N_("A period from {start} to {end} holds no day. Let it end on or after its first day."),
    "not_begun": N_("The period begins on {start}, but the data end on {as_of}. Choose an earlier period."),
    "unknown_base": N_("Customers at the start cannot be taken from “{base}”. It can be: {options}."),
    "unknown_age": N_("Ages cannot be counted in “{age}”. It can be: {options}."),
    "unknown_mode": N_("Customers cannot be counted as “{mode}”. It can be: {options}."),
    "unknown_order_number": N_("There is no time to order number {number}: it has to be 2 or more."),
    "totals_negative": N_("A number of customers cannot be below 0."),
    "totals_nobody_at_start": N_("With nobody at the start there is no rate. Enter the customers at the start."),
    "totals_more_new_than_active": N_(
        "There cannot be more new customers ({new}) than customers in the period ({active}). Check both."
    ),
    "totals_more_retained_than_at_start": N_(
        "Customers in the period less the new ones are {retained}, more than the {at_start} at the start: some came "
        "back after a break, which totals cannot tell apart. Bring the list of orders instead."
    ),
    "cohort_not_falling": N_("Customers still there cannot become more: {alive}. Check the counts."),
    "bad_groups": N_("{rows} groups of customers hold counts that cannot be. Check how they were made."),
    "no_such_customer": N_("There is no customer “{customer}”."),
    "share_out_of_range": N_("A share of customers lies between 0 and 1; {share} does not."),
    "margin_out_of_range": N_("A margin lies between 0 and 1; {margin} does not."),
    "discount_out_of_range": N_("A yearly discount factor lies between 0 and 1; {discount} does not."),
    "out_of_range": N_("{field} has to lie between {minimum} and {maximum}; {value} does not."),
    "unknown_choice": N_("{field} cannot be “{value}”. It can be: {options}."),
    "unknown_field": N_("There is no setting “{field}”. There are: {options}."),
    "margin_needed": N_("Profit needs your margin: the share of the price that is left after the goods."),
    "target_out_of_range": N_(
        "Retention cannot become {target}: from {crr} today it can only move between 0% and 100%."
    ),
    "target_above_ceiling": N_(
        "If fewer customers left for good, the rate could reach {ceiling} at most, not {target}: most of those who "
        "stay away do so because they buy rarely, not because they are gone. They would have to buy more often."
    ),
    "target_beyond_habits": N_(
        "Even if everyone who has not left for good bought in every period, retention could reach {ceiling} at most, "
        "not {target}: the others are gone."
    ),
    "cannot_fall": N_("This way of reading the change knows no fall. Choose “everyone comes back more often”."),
}
"""Questions that cannot be answered as they are asked."""

ERRORS: Mapping[str, str] = {**FILE, **COLUMNS, **ORDERS, **SOURCES, **HISTORY, **WORKSPACES, **UNDECIDED, **REQUESTS}
"""Every refusal, by its code."""

LONGEST_NAME, LONGEST_LIST, LONGEST_TEXT = 60, 240, 300
"""Letters of a name among others, of all of them, and of a name alone that a sentence shows: enough to know them by."""
SHARES = frozenset({"crr", "target", "ceiling"})
"""Details that are shares of customers, which people read in percent."""

QUESTIONS: Mapping[str, str] = {
    "date_order": N_("Is {value} in column “{column}” the {dmy} or the {mdy}?"),
    "decimal": N_("Is {value} in column “{column}” the amount {point} or {comma}?"),
    "customer": N_("Which column says who bought?"),
    "order": N_("Which column holds the order number?"),
    "date": N_("Which column is the date of the order?"),
    "amount": N_("Which column is the money the customer paid?"),
    "sheet": N_("Which sheet holds the orders?"),
    "currency": N_("The amounts are in several currencies. Which one should be counted?"),
}

ISSUES: Mapping[str, str] = {
    "total_row": N_("Totals below the table"),
    "repeated_header": N_("Column names repeated between the rows"),
    "one_column_split": N_("Everything stood in one column and was split"),
    "unreadable_characters": N_("Characters that the text encoding cannot hold"),
    "formulas_never_calculated": N_("Formulas without a calculated result"),
    "ragged": N_("Rows with more or fewer cells than the header"),
    "date_missing": N_("No date"),
    "date_unreadable": N_("Date that cannot be read"),
    "date_out_of_range": N_("Year far away from all others"),
    "date_too_far": N_("Year so far away that the time between cannot be counted"),
    "after_as_of": N_("After the last day you chose"),
    "group_heading": N_("Headings of groups: the customer of the rows below"),
    "cancelled": N_("Cancelled, failed or unpaid orders"),
    "not_a_sale": N_("Withdrawals, fees and transfers"),
    "free": N_("Orders of amount 0, left out as you chose"),
    "unpriced": N_("Orders without a readable amount, left out as you chose"),
    "duplicate": N_("Rows repeated word for word"),
    "overlap": N_("Orders already in an earlier file"),
    "unidentified": N_("Orders without a customer"),
    "total_repeated": N_("Order totals repeated on every line, counted once"),
    "refunded": N_("Orders whose money was given back, in whole or in part"),
    "refund": N_("Refunds taken off their order"),
    "refund_ignored": N_("Refunds not taken off, as you chose"),
    "given_back": N_("Orders whose money was given back in full, left out as you chose"),
    "refund_unmatched": N_("Refunds without their order, taken off the customer on that day"),
    "amount_unknown": N_("Orders whose amount is missing or cannot be read"),
    "amount_partly_unknown": N_(
        "Amounts that cannot be read on a line, discount or refund: the money of their orders is known only in part"
    ),
    "amount_zero": N_("Rows with amount 0, counted as orders"),
    "no_amounts": N_("No amounts in the file: rates only, no money"),
    "other_currency": N_("Amounts in another currency, counted as orders without money"),
    "exchanged": N_("Amounts in another currency, counted at your rate of exchange"),
    "one_customer_dominates": N_("One customer holds a large share of all orders: perhaps a stand-in for walk-ins"),
    "customer_respelled": N_("Customers written in several ways, counted as one"),
    "filled_down": N_("Cells left blank below the first row of their group, read as that row's"),
    "ids_damaged": N_("Numbers that Excel cut short (like 7.9E+10), which could be anybody's"),
    "dates_swapped": N_("Dates in which Excel had exchanged day and month, put right"),
    "discount_percent": N_("Discounts in percent, taken off their lines"),
    "discount_once": N_("Order discounts repeated on every line, taken off once"),
    "merged": N_("Customers counted as one, as you accepted"),
    "unpacked": N_("Taken out of an archive"),
}

LOOK_ALIKES: Mapping[str, str] = {
    "same_email": N_("Same e-mail, written differently"),
    "same_phone": N_("Same phone number"),
    "same_name": N_("Same name in the same place"),
    "similar_name": N_("Names one letter apart in the same place"),
}


def shortened(text: str, most: int) -> str:
    """A text of at most so many letters, an ellipsis for the rest."""
    return text if len(text) <= most else f"{text[:most]}…"


def enumerated(names: Sequence[str]) -> str:
    """Names with commas between, as many as a sentence can bear; an ellipsis stands for the rest."""
    shown: list[str] = []
    for name in names:
        shown.append(shortened(name, LONGEST_NAME))
        if sum(map(len, shown)) > LONGEST_LIST:
            return ", ".join([*shown, "…"] if len(shown) < len(names) else shown)
    return ", ".join(shown)
