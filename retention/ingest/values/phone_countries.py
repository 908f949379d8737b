"""Phones without a country's prefix beside a column that names the country: `601 234 567` in Poland is +48 601 234 567.

Countries are known by their codes and by their names in the languages of Babel's tables (Unicode CLDR).
"""

import functools
from collections.abc import Iterable, Mapping

import numpy as np
import pandas as pd
import pyarrow as pa
import pyarrow.compute as pc

from retention.ingest.values.phones import joined, national_numbers
from retention.ingest.values.texts import to_arrow

_LANGUAGES = ("en", "ru", "uk", "ro", "de", "fr", "es", "it", "pl", "tr", "kk", "bg", "cs", "hu", "pt", "nl")
_OTHER_NAMES = {
    "GB": ("uk", "great britain", "england", "scotland", "wales", "англия", "великобритания", "англія", "anglia"),
    "US": ("usa", "u.s.a.", "united states of america", "америка", "сша", "sua"),
    "RU": ("russian federation", "рф", "российская федерация"),
    "MD": ("republica moldova", "republic of moldova", "молдавия", "молдова", "молдавія"),
    "CZ": ("czech republic", "чешская республика", "republica ceha"),
    "KZ": ("республика казахстан", "рк"),
    "BY": ("республика беларусь", "белоруссия", "рб"),
    "NL": ("holland", "голландия", "голландія", "olanda"),
    "AE": ("uae", "оаэ", "оае"),
}
# A column of countries names at least so many: of one country alone the phones tell it themselves.
_FEWEST_COUNTRIES, _MOST_COUNTRIES = 2, 1000


def with_prefix(cells: pd.Series, countries: pd.Series) -> pd.Series:
    """Phones (texts), those without a prefix that fit the numbers of their row's country written internationally.

    Left as they are where only one country is named, or none that is known.
    """
    names, distinct = pd.factorize(countries.astype("object"))
    codes = _codes_of([str(name) for name in distinct[:_MOST_COUNTRIES]])
    codes += [None] * (len(distinct) - len(codes))
    if len({*codes} - {None}) < _FEWEST_COUNTRIES:
        return cells
    code_of = np.array([*codes, None], dtype=object)[names]
    written = to_arrow(cells.astype("str"))
    for code in {*codes} - {None}:
        theirs = pa.array(code_of == code)
        written = pc.replace_with_mask(written, theirs, _international(written.filter(theirs), str(code)))
    return pd.Series(written.to_pandas(), index=cells.index, name=cells.name, dtype="str").where(cells.notna())


def _international(written: pa.LargeStringArray, code: str) -> pa.LargeStringArray:
    found = national_numbers(written, code)
    return pc.coalesce(joined("+", found), written)


def _codes_of(names: Iterable[str]) -> list[str | None]:
    """The calling code of each country, None where none is known; as many languages are read as the names need."""
    wanted = [name.strip().casefold() for name in names]
    found: dict[str, str] = {}
    for language in (None, *_LANGUAGES):
        found = {**_named_in(language), **found}
        if all(name in found for name in wanted):
            break
    return [found.get(name) for name in wanted]


@functools.cache
def _named_in(language: str | None) -> Mapping[str, str]:
    """The calling code of each country by its name in a language, case-folded; by its two letters without one."""
    from babel import Locale  # here, because few files name several countries and phones
    from phonenumbers import COUNTRY_CODE_TO_REGION_CODE

    code_of = {region: str(code) for code, regions in COUNTRY_CODE_TO_REGION_CODE.items() for region in regions}
    if language is None:
        others = {name: code_of[region] for region, names in _OTHER_NAMES.items() for name in names}
        return {region.casefold(): code for region, code in code_of.items()} | others
    return {
        name.casefold(): code_of[region] for region, name in Locale(language).territories.items() if region in code_of
    }
