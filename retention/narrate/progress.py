"""How far the reading of files has come, in words."""

from babel.units import format_unit

from retention.ingest.background import BackgroundImport
from retention.narrate.numbers import locale, number
from retention.narrate.texts import Markup, _, fill, ngettext, plain, quoted

KILOBYTE, MEGABYTE = 1_000, 1_000_000


def doing(reading: BackgroundImport) -> Markup:
    """What is being done: waiting for other files, reading one of these, counting what they hold."""
    before = reading.progress.before
    if before:
        told = ngettext("{n} file is being read before yours …", "{n} files are being read before yours …", before)
        return fill(told, n=number(before))
    if reading.place >= len(reading.files):
        return plain(_("Counting orders and customers …"))
    name = quoted(reading.files[reading.place].name)
    if len(reading.files) == 1:
        return fill(_("Reading {file} …"), file=name)
    place, count = reading.place + 1, number(len(reading.files))
    return fill(_("Reading {file} … ({place} of {n})"), file=name, place=place, n=count)


def so_far(reading: BackgroundImport) -> str:
    """How much has been handed to the parser and came back, and for how long this has been going on."""
    sent, rows = _bytes(reading.progress.sent), reading.progress.rows
    handed = reading.progress.sent >= reading.size
    parts: list[str] = [sent if handed else fill(_("{done} of {all}"), done=sent, all=_bytes(reading.size))]
    if rows:
        parts.append(fill(ngettext("{n} row read", "{n} rows read", rows), n=number(rows)))
    return " · ".join([*parts, format_unit(int(reading.seconds), "second", "short", locale=locale())])


def _bytes(size: int) -> str:
    """A size in megabytes, in kilobytes where those would be none."""
    if size < MEGABYTE / 10:
        return format_unit(round(size / KILOBYTE), "kilobyte", "short", locale=locale())
    return format_unit(round(size / MEGABYTE, 1), "megabyte", "short", locale=locale())
