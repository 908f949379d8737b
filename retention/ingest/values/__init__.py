"""How values are written: dates, money and identifiers of a whole column at a time."""
