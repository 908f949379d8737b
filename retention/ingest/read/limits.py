"""What reading one file may cost, in one place, each limit with its reason."""

GIB = 1 << 30
MIB = 1 << 20

# A full Excel sheet (1,048,576 rows x 8 columns) needs 0.8 GiB in the parser; a crafted 1 KB .xls asks for more than 4.
MEMORY_BYTES = 2 * GIB

# Parsers at the same time for the whole server: together they hold 4 GiB at most, whoever else is waiting.
PARSERS = 2

# What a file may cost in processor time: every small one ends within 10 seconds. Of the packed formats, a full sheet of
# repeated values is the densest (20 MiB, 3 seconds), plain text takes 0.02 seconds per MiB: a machine ten times slower
# still reads the former in 30 seconds. Guessing adds 4 milliseconds for each column.
CPU_SECONDS = 10.0
CPU_SECONDS_PER_MIB = 1.0
CPU_SECONDS_PER_COLUMN = 0.01

# A back stop for what waits instead of working. Two parsers and the pages may share one core, hence three times the
# processor time; a disk that has to be woken takes no more than the minute.
WAITING_SECONDS = 60.0
SECONDS_PER_CPU_SECOND = 3.0

# How long a child that broke off in the middle of its answer may take to end and say why.
EXIT_SECONDS = 5.0

# Below the pages: on an idle machine this costs nothing, on a busy one other visitors come first.
NICENESS = 5

# Wider than any list of orders, whose exports have up to a few hundred columns; looking at so many takes 8 seconds.
COLUMNS = 2000

# Combining marks in a row, as Unicode's stream-safe text format has it; no language needs more than a few.
MARKS = 30

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
# more letters than its page so many times over: the text of tables inside tables is repeated in each of them.
TABLE_CELLS = 16 * SHEET_ROWS
TEXT_REPEATS = 20

# Merged cells and formulas are looked for in the sheet's XML only up to this size: beyond it nobody formatted by hand.
SHEET_XML_BYTES = 48 * MIB

# Hidden rows and currencies of an .xls take 0.1 seconds per MiB; a full sheet of 65,536 rows and 10 columns has 12.
OLD_WORKBOOK_BYTES = 24 * MIB

# The rows among which the header is looked for: 1C and banks write up to about 20 lines above it.
HEADER_SEARCH_ROWS = 60

# The part of a text that holds those rows; a row of a description of several pages is read in full.
TOP_CHARACTERS = 4 * MIB

# What is looked at to find the separator: enough records to see a pattern, few enough to try every candidate.
SAMPLE_CHARACTERS = 64 * 1024
SAMPLE_RECORDS = 400

# Up to here, looking at columns takes a fraction of a second and is done in the process that asks; beyond, in a limited
# one, which takes half a second to start. The cost of a column's cells grows with the letters looked at.
INLINE_COLUMNS = 64
INLINE_COLUMNS_OF_ALL = 256
INLINE_SAMPLED_LETTERS = MIB

# Cleaning up to so many rows is done in the process that asks: it takes a fraction of a second, even where every cell
# differs; a million of those take 6 seconds.
INLINE_ROWS = 100_000
INLINE_CELL_BYTES = 48 * MIB


def cpu_seconds(size: int, *, columns: int = 0) -> float:
    """Processor time for so many bytes, and for looking at so many columns."""
    return CPU_SECONDS + CPU_SECONDS_PER_MIB * size / MIB + CPU_SECONDS_PER_COLUMN * columns


def seconds(cpu: float) -> float:
    """The longest a process may take that may use so many seconds of a processor."""
    return WAITING_SECONDS + SECONDS_PER_CPU_SECOND * cpu


def readable(size: int) -> str:
    """A size for people: `2 GB`, `48 MB`."""
    return f"{size // GIB} GB" if size >= GIB else f"{size // MIB} MB"
