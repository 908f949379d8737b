"""What reading one file may cost, in one place, each limit with its reason."""

GIB = 1 << 30
MIB = 1 << 20

# A full Excel sheet (1,048,576 rows x 8 columns) needs 0.8 GiB in the parser; a crafted 1 KB .xls asks for more than 4.
MEMORY_BYTES = 2 * GIB

# The same full sheet takes 5 seconds on a small machine; a shared one may be ten times slower.
SECONDS = 90.0

# How often the parent looks: a parser fills at most about 2 GB per second, 40 MB between two looks, more on a busy
# machine. So it is stopped a little below the limit.
POLL_SECONDS = 0.02
STOPPED_AT = 0.95

# Allocators reserve address space they never touch (1.5 GiB measured for a 0.36 GiB read); the hard stop allows that.
RESERVED_BYTES = 3 * GIB

# Files beyond this are not spreadsheets people export; reading them would pass the memory limit anyway.
FILE_BYTES = 1 * GIB

# A full sheet of 8 columns inflates to about 0.5 GiB of XML.
INFLATED_BYTES = 2 * GIB

# Real sheets deflate 5 to 25 times because row numbers and values differ; bombs reach 300 to 1000 times.
INFLATED_RATIO = 100
RATIO_APPLIES_FROM_BYTES = 32 * MIB

# Archives inside archives: a zip with a gz inside happens, more than that is a trick.
NESTING = 3

# Files in one archive: five years of months, with room to spare.
MEMBERS = 100

# A sheet of Excel has no more rows, and none of its columns is further right.
SHEET_ROWS = 1_048_576
SHEET_COLUMNS = 16_384

# A few bytes can say "repeat this a million times". A table has no more cells than a full sheet of 16 columns, and no
# more letters than its page so many times over: tables inside tables are told once for each.
TABLE_CELLS = 16 * SHEET_ROWS
TIMES_TOLD = 20

# Merged cells and formulas are looked for in the sheet's XML only up to this size: beyond it nobody formatted by hand.
SHEET_XML_BYTES = 48 * MIB

# The rows among which the header is looked for: 1C and banks write up to about 20 lines above it.
HEADER_SEARCH_ROWS = 60

# The part of a text that holds those rows; a row of a description of several pages is read in full.
TOP_CHARACTERS = 4 * MIB

# What is looked at to find the separator: enough records to see a pattern, few enough to try every candidate.
SAMPLE_CHARACTERS = 64 * 1024
SAMPLE_RECORDS = 400


def readable(size: int) -> str:
    """A size for people: `2 GB`, `48 MB`."""
    return f"{size // GIB} GB" if size >= GIB else f"{size // MIB} MB"
