"""What currencies are called: signs, codes and names, in the languages of exports and of number formats."""

from collections.abc import Collection

CURRENCIES = {
    "USD": "$ us$ usd $us dollar dollars dolari dolar долл доллар доллара доллары долларов дол долар долари доларів",
    "EUR": "€ eur euro евро євро",
    "GBP": "£ gbp pound pounds",
    "RUB": "₽ rub rur руб рублей рубля рубли рубль р",
    "UAH": "₴ uah грн гривень гривня гривні гривен гривна гривны",
    "KZT": "₸ kzt тг тнг тенге теңге",
    "RON": "ron lei leu",
    "MDL": "mdl",
    "BYN": "byn бр br",
    "PLN": "pln zł zl złoty zloty злотый злотых",
    "CZK": "czk kč kc",
    "HUF": "huf ft",
    "BGN": "bgn лв",
    "TRY": "₺ try tl",
    "ILS": "₪ ils",
    "GEL": "₾ gel",
    "AMD": "֏ amd",
    "AZN": "₼ azn",
    "INR": "₹ inr rs",
    "JPY": "¥ jpy",
    "CNY": "cny",
    "UZS": "uzs сум сўм",
    "KGS": "kgs сом",
    "CHF": "chf fr",
    "CAD": "cad c$ ca$",
    "AUD": "aud a$ au$",
    "NZD": "nzd nz$",
    "MXN": "mxn mx$",
    "BRL": "brl r$",
    "SEK": "sek",
    "NOK": "nok",
    "DKK": "dkk",
    "AED": "aed",
    "ZAR": "zar",
    "IDR": "idr rp",
    "MYR": "myr rm",
    "SGD": "sgd s$",
    "HKD": "hkd hk$",
    "TWD": "twd nt$",
    "KRW": "₩ krw",
    "VND": "₫ vnd",
    "NGN": "₦ ngn",
    "THB": "฿ thb",
    "PHP": "₱ php",
    "RSD": "rsd дин din",
}
ISO_CODES = {name: code for code, names in CURRENCIES.items() for name in names.split()}
"""ISO code of each sign or name, case-folded; of a sign that several currencies share the likeliest."""

# What a shared sign means in a country, by Windows' number of its language: a format such as [$$-1009] names both.
_BY_LANGUAGE = {
    "USD": (0x0409,),
    "CAD": (0x1009, 0x0C0C),
    "AUD": (0x0C09,),
    "NZD": (0x1409, 0x0481),
    "SGD": (0x4809, 0x1004),
    "HKD": (0x0C04, 0x3C09),
    "TWD": (0x0404,),
    "MXN": (0x080A,),
    "GBP": (0x0809, 0x0452),
    "EGP": (0x0C01,),
    "SEK": (0x041D,),
    "NOK": (0x0414, 0x0814),
    "DKK": (0x0406,),
    "CZK": (0x0405,),
    "JPY": (0x0411,),
    "CNY": (0x0804,),
    "INR": (0x0439, 0x4009),
    "RUB": (0x0419,),
    "BYN": (0x0423,),
    "UAH": (0x0422,),
    "RON": (0x0418,),
    "MDL": (0x0818, 0x0819),
    "BGN": (0x0402,),
    "CHF": (0x0807, 0x100C, 0x0810),
    "BRL": (0x0416,),
    "ZAR": (0x1C09, 0x0436),
    "KGS": (0x0440,),
    "UZS": (0x0443, 0x0843),
}
CODE_OF_LANGUAGE = {language: code for code, languages in _BY_LANGUAGE.items() for language in languages}
SHARED_SIGNS = frozenset(
    {"$", "£", "¥", "kr", "kr.", "lei", "leu", "l", "rs", "rs.", "р", "р.", "руб", "руб.", "fr", "fr.", "r"}
)
"""Signs, case-folded, that more than one country uses."""

CURRENCY_OF = "{} (currency)"
"""Name of the column that holds the currency in which a workbook shows another one's cells."""


def code_of(name: str, *, language: int | None = None) -> str | None:
    """ISO code of a currency by its sign or name, None where that is no currency's; `language` as Windows numbers it.

    >>> code_of("€"), code_of("LEI"), code_of("$", language=0x1009), code_of("шт.")
    ('EUR', 'RON', 'CAD', None)
    """
    text = name.strip().casefold()
    if language is not None and text in SHARED_SIGNS and language in CODE_OF_LANGUAGE:
        return CODE_OF_LANGUAGE[language]
    return ISO_CODES.get(text) or ISO_CODES.get(text.rstrip("."))


def of_number_formats(columns: Collection[str]) -> list[str]:
    """Those of some columns that hold the currencies of others.

    >>> of_number_formats(["Total", "Total (currency)", "Note"])
    ['Total (currency)']
    """
    return [name for name in (CURRENCY_OF.format(column) for column in columns) if name in columns]


def shown_with(column: str | None, columns: Collection[str]) -> str | None:
    """The one of some columns that holds the currencies of a column of money, None if there is none."""
    name = CURRENCY_OF.format(column)
    return name if name in columns else None
