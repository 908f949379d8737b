"""Raw tables and their mappings → one canonical table of orders, with an account of every row.

What `clean` does, in this order:

1. Read the mapped columns of every file: dates, money, customers, states; nothing is dropped yet (lines).
2. Complete lines of one order from its first line, leave out its earlier states and versions (order_versions), and
   number the orders (order_grouping).
3. Set aside rows that are no orders, copies, and what the rules leave out, each for one reason (set_aside); the account
   is kept in the ledger, with notes about how cells were read (ledger).
4. Bring all money into one currency, count totals once, add up lines (amounts).
5. One row per order, refunds taken off the order they belong to, once (order_table, refunds).
"""

from retention.ingest.clean.clean import clean

__all__ = ["clean"]
