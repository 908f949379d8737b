"""Which column of a raw table is what.

The way from a header to its role, `Total` to `amount`, each step in the file named behind it:

1. `map_columns` takes a raw table and what a person has chosen; a known platform's export is read by its description
   (column_mapping).
2. `profile_columns` looks at each column: its header's words give a strength per role (`retention.ingest.headers`), a
   sample of its cells what they look like: dates, numbers, e-mails, yes and no (column_profile).
3. `assign_roles` gives columns to roles, one after the other; a column that has a role is taken (column_mapping).
4. `ranked` lists the columns that could play a role, the strongest header first, and only those whose cells agree
   (ranking). For three roles more is asked: the date (order_date), the customer (customer_column), and money
   (amount_column): of several amounts the one after discount and with tax. States of orders and events of a log are
   known by their cells too (state_column, event_log). What stays open becomes a question.
5. The rest of the mapping: the order of day and month and the decimal mark as all cells prove them, reports in groups
   (report_groups), what goes together, what figures can be broken down by.

Before, the rows of further tables below the first one come under its columns (tables_below), and a date written in
columns of year, month and day gets a column of its own (order_date): `as_one_table`.
`map_files` does this for several files of one shop, which prove to each other how they are written
(file_mapping); a list of customers beside their orders is refused (customer_lists).
Column names are looked up in English, Russian, Ukrainian, Romanian and others: a word that is missing belongs into
`headers.json`.
"""

from retention.ingest.columns.column_mapping import map_columns
from retention.ingest.columns.file_mapping import map_files
from retention.ingest.columns.order_date import with_joined_date
from retention.ingest.columns.tables_below import as_one_table

__all__ = ["as_one_table", "map_columns", "map_files", "with_joined_date"]
