"""How dates are written: from a digit pattern (`00.00.0000`) to the places of its day, month, year and time."""

import re
import unicodedata
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

# Full forms by month, English | Russian (both cases) | Ukrainian (both cases) | Romanian | German | Kazakh | French |
# Spanish | Italian | Polish | Turkish | Portuguese | Dutch | Hungarian | Bulgarian. Any beginning of three letters or
# more that fits one month is understood; abbreviations that begin no full form follow theirs. Letters are compared
# without marks (août is aout).
_MONTHS = (
    (
        "january январь января січень січня ianuarie januar jänner қаңтар janvier enero gennaio"
        " styczeń stycznia ocak janeiro januari január януари"
    ),
    (
        "february февраль февраля лютий лютого februarie februar ақпан février febrero febbraio"
        " luty lutego şubat fevereiro februari február февруари"
    ),
    "march март марта березень березня martie märz mrz наурыз mars marzo marzec marca mart março maart március март",
    "april апрель апреля квітень квітня aprilie сәуір avril abril aprile kwiecień kwietnia nisan april április",
    "may май мая травень травня mai мамыр mayo maggio maj maja mayıs maio mei május",
    "june июнь июня червень червня iunie juni маусым juin junio giugno czerwiec czerwca haziran junho június юни",
    "july июль июля липень липня iulie juli шілде juillet julio luglio lipiec lipca temmuz julho július юли",
    "august август августа серпень серпня тамыз août agosto sierpień sierpnia ağustos agosto augustus augusztus",
    (
        "september сентябрь сентября вересень вересня septembrie қыркүйек septembre septiembre"
        " settembre setembro szeptember септември"
        " wrzesień września eylül"
    ),
    (
        "october октябрь октября жовтень жовтня octombrie oktober қазан octobre octubre ottobre outubro"
        " október октомври"
        " październik października ekim"
    ),
    (
        "november ноябрь ноября листопад листопада noiembrie noembrie қараша novembre noviembre"
        " listopad listopada kasım novembro ноември"
    ),
    (
        "december декабрь декабря грудень грудня decembrie dezember желтоқсан décembre diciembre"
        " dicembre dezembro декември"
        " grudzień grudnia aralık"
    ),
)
_MARKS = re.compile("[\u0300-\u036f]+")
_SHORTEST_FORM = 3
_LONGEST_DATE = 80

_WORD = r"(?P<word>[^\W\d_]{3,12})\.?"
_YEAR = r"(?P<year>0000|00)(?:\.| ?(?:г|р|года|року|ж)\b\.?)?"
_DAY = r"[«“\"]?(?P<day>00?)(?:st|nd|rd|th|-?го)?\.?[»”\"]?"
_DATES = (
    r"(?P<year>0000)(?P<mark>[-./ ])(?P<month>00?)(?P=mark)(?P<day>00?)(?:z|[+\-]00:00)?",
    r"(?P<year>0000)\. ?(?P<month>00?)\. ?(?P<day>00?)\.?",
    r"(?P<first>00?)(?P<mark>[-./ ])(?P<second>00?)(?P=mark)" + _YEAR,
    r"(?P<first>00?)\. (?P<second>00?)\. " + _YEAR,
    _DAY + r"(?:[ \-./]?| de )" + _WORD + r"(?:[ \-./,]*| del? )" + _YEAR,
    _WORD + r"[ \-./]?" + _DAY + r"(?:, ?|[ \-./])" + _YEAR,
    r"(?P<year>0000)[ \-./]" + _WORD + r"[ \-./]" + _DAY,
)
_TIME = (
    r"(?P<hour>00?)[:.h](?P<minute>00)(?:[:.](?P<seconds>00)(?:[.,](?P<fraction>0{1,9}))?)?"
    r"(?: ?(?P<half>[apπμ])\.? ?[mμ]\b\.?| ?(?P<alone>[صم])\b)?(?: ?(?:hs?|hrs|uhr)\b\.?)?"
)
# A zone's name, its distance from UTC, both, either with an explanation: `z`, `gmt+3`, `+0300 (msk)`, `pst`,
# `+01:00[europe/berlin]`, `europe/chisinau`.
_ZONE = (
    r"(?: (?P<place>[a-z]{2,12}/[a-z_/\-]{2,40})| ?(?P<zone>[^\W\d_]{1,5})?"
    r"(?: ?(?P<sign>[+\-−])(?P<zone_hours>00?):?(?P<zone_minutes>00)?)?"
    r"(?: ?\((?P<words>[^()]{1,40})\))?(?:\[[a-z0_/+\-]{1,40}\])?)?"
)
_UTC = frozenset(["z", "utc", "ut", "gmt", "zulu", "utc time", "coordinated universal time", "greenwich mean time"])
# Abbreviations of zones; what several zones share (CST, IST) does no harm, because times are never moved by them.
_ZONES = _UTC | frozenset(
    [
        *("pst", "pdt", "pt", "mst", "mdt", "mt", "cst", "cdt", "ct", "est", "edt", "et", "ast", "adt", "nst", "ndt"),
        *("akst", "akdt", "hst", "brt", "brst", "art", "clt", "clst", "cot", "pet", "uyt", "vet", "bot", "ect", "gyt"),
        *("bst", "ist", "wet", "west", "cet", "cest", "met", "mest", "mez", "mesz", "eet", "eest", "trt", "fet"),
        *("msk", "msd", "samt", "yekt", "omst", "krat", "novt", "irkt", "yakt", "vlat", "magt", "pett", "almt", "qyzt"),
        *("aqtt", "oral", "uzt", "tjt", "tmt", "kgt", "get", "amt", "azt", "gst", "aft", "irst", "irdt", "idt", "pkt"),
        *("npt", "bdt", "mmt", "ict", "wib", "wita", "wit", "hkt", "sgt", "myt", "pht", "jst", "kst", "awst", "acst"),
        *("acdt", "aest", "aedt", "nzst", "nzdt", "sast", "eat", "cat", "wat", "мск", "мсд", "екб"),
    ]
)
# The first half of a day and its second, in Greek, Arabic, Chinese, Japanese and Korean.
_HALVES = {"π": "a", "μ": "p", "ص": "a", "م": "p"} | {
    word: half for half, words in {"a": "上午 午前 오전", "p": "下午 午後 오후"}.items() for word in words.split()
}
_EAST_ASIAN = (
    r"(?P<year>0000)[年년] ?(?P<month>00?)[月월] ?(?P<day>00?)[日일](?: ?\(?[^\W\d_]{1,3}\)?)??"
    r"(?: ?(?:(?P<before>[上下]午|午[前後]|오[전후]) ?)?"
    r"(?P<hour>00?)[:时時시] ?(?P<minute>00)[分분]?(?::(?P<seconds>00))?)?"
)
# Any word and a comma before a date is a weekday; without the comma only those that are known.
_WEEKDAYS = (
    "mon|tue|wed|thu|fri|sat|sun|пн|вт|ср|чт|пт|сб|вс|нд|lun|mar|mer|jeu|ven|sam|dim|mie|mié|jue|vie|sab|sáb|dom|joi"
    "|vin|sâm|sam|dum|mo|di|mi|do|fr|sa|so|pon|wt|śr|czw|pt|sob|niedz|pzt|sal|çar|per|cum|cmt|paz|seg|ter|qua|qui|sex"
)
_WEEKDAY = rf"(?:(?:(?:{_WEEKDAYS})[^\W\d_]*\.? |[^\W\d_]{{2,12}}\.?, ?))?"
_BETWEEN = r"(?:,? ?t|,|, | at | в | о | la | ora |, ora | a |, a | à | um |, um | a las |, a las | o | - | )"
FORMS = (
    r"(?P<whole>0{5,16})(?:[.,](?P<fraction>0+))?",
    # Milliseconds as programs of .NET write them: /Date(1718000000000)/
    r"\\?/date\((?P<whole>0{12,13})\)\\?/",
    r"(?P<year>0000)(?P<month>00)(?P<day>00)[t ](?P<hour>00):?(?P<minute>00)(?::?(?P<seconds>00))?" + _ZONE,
    *(line for date in _DATES for line in (f"{_WEEKDAY}{date}(?:{_BETWEEN}{_TIME}{_ZONE})?", f"{_TIME},? {date}")),
    f"{_WEEKDAY}{_WORD} {_DAY} {_TIME}{_ZONE} (?P<year>0000)",
    _EAST_ASIAN,
)
"""How a date may be written, as patterns; the first that fits is taken."""
TIME_ALONE = _TIME + _ZONE


@dataclass(frozen=True, kw_only=True)
class DateLayout:
    """Places of the parts of a date: part → (number of its first digit, how many digits).

    Parts are `year month day`, or `year first second` where the pattern leaves open which of the two is the
    day, `hour minute seconds fraction`, or `whole fraction` for a bare number (`is_number`).
    `month` is known where it is a word; `half` is "a" or "p" (am, pm); `dotted` marks dd.mm.yyyy. `zone` tells what
    stands after the time: `utc`, `offset` (its size in the digits `zone_hours` and `zone_minutes`), `named` (another
    zone); None: nothing.
    """

    parts: Mapping[str, tuple[int, int]]
    month: int | None = None
    half: str | None = None
    dotted: bool = False
    zone: str | None = None

    @property
    def is_number(self) -> bool:
        """Whether the text is a bare number: an Excel serial, Unix seconds, yyyymmdd."""
        return "whole" in self.parts

    @property
    def has_days(self) -> bool:
        """Whether day and month are both written as numbers of their own."""
        return not self.is_number and self.month is None

    @property
    def is_open(self) -> bool:
        """Whether the pattern leaves open which number is the day and which the month."""
        return "first" in self.parts

    @property
    def is_short(self) -> bool:
        """Whether the year has two digits and the first number too, so that either could be the year."""
        return self.is_open and self.parts["year"][1] == self.parts["first"][1] == len("25")


# Compiled when a text is first compared: all forms together take 15 ms, and dates of workbooks are no texts.
@cache
def _compiled(form: str) -> re.Pattern[str]:
    return re.compile(form)


@lru_cache(maxsize=4096)
def date_layout(pattern: str) -> DateLayout | None:
    """Places of day, month, year and time in a tidied digit pattern; None if it is no date."""
    if len(pattern) > _LONGEST_DATE:
        return None
    for form in FORMS:
        found = _compiled(form).fullmatch(pattern)
        if found is None:
            continue
        groups = found.groupdict()
        month = month_number(groups["word"]) if groups.get("word") else None
        if groups.get("word") and month is None:
            continue
        if not _is_zone(groups):
            continue
        return DateLayout(
            parts=_places(found),
            month=month,
            half=_half(groups),
            dotted=groups.get("mark") == ".",
            zone=_zone(groups),
        )
    return None


@lru_cache(maxsize=1024)
def time_layout(pattern: str) -> DateLayout | None:
    """Places of hour, minute and second in a tidied digit pattern of a time of day alone; None if it is none."""
    found = _compiled(TIME_ALONE).fullmatch(pattern)
    if found is None or not _is_zone(found.groupdict()):
        return None
    return DateLayout(parts=_places(found), half=_half(found.groupdict()), zone=_zone(found.groupdict()))


def _half(groups: Mapping[str, str | None]) -> str | None:
    """ "a" in the first half of the day, "p" in the second; None where the hour is of all 24."""
    word = groups.get("half") or groups.get("alone") or groups.get("before")
    return word and _HALVES.get(word, word)


def _is_zone(groups: Mapping[str, str | None]) -> bool:
    """Whether what was matched behind the time, if anything was, can be a zone: `15:04 pst`, not `15:04 pcs`."""
    zone = groups.get("zone")
    if zone is None:
        return groups.get("sign") is None or len(groups["zone_hours"] or "") == len("03")
    return zone in _ZONES


def _zone(groups: Mapping[str, str | None]) -> str | None:
    if groups.get("sign"):
        return "offset"
    zone = groups.get("zone") or groups.get("words")
    if zone in _UTC:
        return "utc"
    return "named" if zone or groups.get("place") else None


def month_number(word: str) -> int | None:
    """Month of a name or abbreviation in one of the languages above; None if it could be several months or none."""
    if len(word) < _SHORTEST_FORM:
        return None
    bare = _bare(word)
    numbers = {number for number, form in _FORMS if form.startswith(bare)}
    return numbers.pop() if len(numbers) == 1 else None


def _bare(word: str) -> str:
    return _MARKS.sub("", unicodedata.normalize("NFKD", word)).replace("ı", "i")


_FORMS = tuple((number, _bare(form)) for number, forms in enumerate(_MONTHS, start=1) for form in forms.split())


def _places(found: re.Match[str]) -> dict[str, tuple[int, int]]:
    names = (
        *("year", "month", "day", "first", "second", "hour", "minute", "seconds", "fraction", "whole"),
        *("zone_hours", "zone_minutes"),
    )
    return {
        name: (found.string.count("0", 0, found.start(name)), len(found[name]))
        for name in names
        if name in found.re.groupindex and found[name] is not None
    }
