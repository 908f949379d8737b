"""Results as sentences: words, numbers, money, dates and plurals in the reader's language. Counts nothing."""
