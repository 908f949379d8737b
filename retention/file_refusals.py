"""What the refusals of files, tables and sources say, in English, by their code (see `retention.refusals`)."""

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
    "table_is_calls": Message(N_("Each row is a telephone call ({columns}), not an order."), _BRING_ORDERS),
    "table_is_messages": Message(
        N_("Each row is an answer, a request or a message ({columns}), not an order."), _BRING_ORDERS
    ),
    "table_is_carts": Message(
        N_("Each row is a wish, or something put into a cart ({columns}), not an order."), _BRING_ORDERS
    ),
    "table_is_periods_across": Message(
        N_("The columns are periods ({columns}) and the cells their totals; no row is an order."), _BRING_ORDERS
    ),
}
"""Tables that are no lists of orders."""

_BRING_CUSTOMERS = N_(
    "Export again with a customer number, e-mail, phone or name on every order, or point to the column that has one."
)
_BRING_DATES = N_("Export again with dates such as 2025-03-31, or point to another column that has them.")
OF_PLATFORM = N_("The columns are those of an export from {platform}.")
"""Said beside what is missing of an export that is recognised."""

IN_FILE = "“{of_file}”: "
"""Stands before what is wrong with one of several files, where the sentence does not name it."""

COLUMNS: Mapping[str, Message] = {
    **TABLES,
    "events_without_purchases": Message(
        N_("This is a log of events without purchases: column “{column}” holds {events}."),
        N_("Export the orders, or a log in which purchases are."),
    ),
    "customers_beside_orders": Message(
        N_("Each row is a customer of the other file ({columns}), not an order."),
        N_(
            "Leave this file out: the other one has the orders. If each row is an order after all, say so (on the "
            "command line: --table orders)."
        ),
    ),
    "no_customer_column": Message(
        N_("No column says who bought. Retention needs a customer number, e-mail, phone or name on every order."),
        N_("The file has: {columns}. Choose an export with customers, or point to the column."),
    ),
    "no_date_column": Message(
        N_("No column says when the order was placed."),
        N_("The file has: {columns}. Choose an export with order dates, or point to the column."),
    ),
    "customers_unreadable": Message(
        N_("Column “{column}” should say who bought, but its cells name no customer, for example “{cell}”."),
        _BRING_CUSTOMERS,
    ),
    "customers_empty": Message(N_("Column “{column}” should say who bought, but it is empty."), _BRING_CUSTOMERS),
    "dates_unreadable": Message(
        N_("Column “{column}” should hold the order dates, but they cannot be read, for example “{cell}”."),
        _BRING_DATES,
    ),
    "amounts_unreadable": Message(
        N_("Column “{column}” should hold the amounts, but no number can be read in it, for example “{cell}”."),
        N_(
            "Export again with plain numbers such as 1234.50, point to another column, or say that there are no "
            'amounts (on the command line: --amount "").'
        ),
    ),
    "dates_empty": Message(N_("Column “{column}” should hold the order dates, but it is empty."), _BRING_DATES),
    "other_export": Message(
        N_("This is the export “{what}” of {platform}; it holds no orders with their customers."),
        N_("Choose instead {platform}: {instead}."),
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
    "no_products": Message(
        N_("These orders name no products."), N_("Bring an export with the lines of the orders, or choose the column.")
    ),
}
"""Columns that do not say what is needed."""

ORDERS: Mapping[str, Message] = {
    "no_orders": Message(
        N_("No order is left after the counting rules. Rows left out: {reasons}."),
        N_("Check that the right columns were chosen, or change what counts."),
    ),
    "only_negative": Message(
        N_("All amounts in column “{column}” are below 0, so each row would be money given back."),
        N_("A ledger writes its sales that way round: export the orders or invoices themselves, or turn the signs."),
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
