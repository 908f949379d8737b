"""How values are written: dates, money, identifiers and words of a whole column at a time.

A column's texts are grouped by digit pattern first (texts): every digit becomes 0, so that `05.01.2025` is
`00.00.0000` and a million cells cost as little as a handful of patterns. A pattern's layout tells where its parts are
(date_layouts, money); then the column as a whole, never the single cell, decides what is open: the order of day and
month (dates, calendar_days), the decimal mark (money). Customers and order numbers get one spelling each (identifiers,
phones), words a meaning (cell_words). What a spreadsheet would run as a formula, and characters that show nothing, are
made harmless (texts).
"""
