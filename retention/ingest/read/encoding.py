"""In which encoding a text file is written."""

import codecs
import functools
import itertools
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass

# Letters beyond ASCII as they occur in names and words, most frequent first: position decides the weight. The first
# of a group is for files in which several languages meet.
WESTERN = (
    "éèäºöüáíóúñçàêâîôßåøæëïãõœùûìòÿª",
    "éèçêàôîâëïûùœ",  # French
    "üäöß",  # German
    "óíáñéúü",  # Spanish
    "ãçáéíóêõâúàôü",  # Portuguese
    "ëéïèöüêáó",  # Dutch
    "øåæéöä",  # Danish, Norwegian
    "äöüõåšž",  # Finnish, Estonian, Swedish
    "íáðóöþæéúý",  # Icelandic
)
CENTRAL = (
    "ăâîșțşţéáíóúöüőűąęłćńśżźčřěšžýůďťňđäëç",
    "ăşţîâșț",  # Romanian
    "łóąęśżćńź",  # Polish
    "áíéěčřýšžúůťďňóľôäĺŕ",  # Czech, Slovak
    "áéóőöíüúű",  # Hungarian
    "čšžćđ",  # Croatian, Slovene
)
BALTIC = ("ėšžųįūčąę", "āīēšūņļžčķģ")
TURKISH = ("ıüşçöği\u0307âîû",)
CYRILLIC = ("оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ",)
GREEK = ("αοιετσνηυρπκμλςίόάέήωγδθχύφβώζξψϊϋΐΰ",)
HEBREW = ("יוהלארמבתשנםדחעקפטכןגסצזךףץ",)
ARABIC = ("اليمنورتبةعدسفهكقأحجشطصخإضذثىزغءئآظؤپچژگ",)
THAI = ("านรอกเงมยวล่ทสตดบ้ปัคีิจพหแขะุช์ไใโูซถืผณศธภึ็ญษำฟฉๆฎฏฐฑฒฆฌฝฬฮฯฤ๊๋",)
NOT_LATIN = (CYRILLIC, GREEK, HEBREW, ARABIC, THAI)  # their words hold no Latin letters
WITHOUT_CAPITALS = (HEBREW, ARABIC, THAI)

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# Encodings of one byte per letter with the letters their users write; of equally good ones the first wins.
EIGHT_BIT = {
    "cp1252": WESTERN,
    "cp1251": CYRILLIC,
    "cp1250": CENTRAL,
    "iso8859-2": CENTRAL,
    "cp866": CYRILLIC,
    "cp1125": CYRILLIC,  # cp866 with Ukrainian letters
    "koi8-r": CYRILLIC,
    "koi8-u": CYRILLIC,
    "mac-cyrillic": CYRILLIC,  # what Excel on a Mac saves as CSV
    "mac-roman": WESTERN,
    "cp1254": TURKISH,
    "cp1257": BALTIC,
    "cp1253": GREEK,
    "iso8859-7": GREEK,
    "cp1255": HEBREW,
    "cp1256": ARABIC,
    "iso8859-6": ARABIC,
    "cp874": THAI,
    "cp852": CENTRAL,  # what DOS wrote
    "cp850": WESTERN,
    "cp857": TURKISH,
    "mac-latin2": CENTRAL,
    "mac-turkish": TURKISH,
    "mac-greek": GREEK,
}
# Lithuanian ė and ų are, byte by byte, what Dutch and Danish files have for ë and ø, and those are far more frequent.
RARER = {"cp1257": 0.8}

# Encodings of several bytes per letter: only a detector tells them.
SEVERAL_BYTES = ("cp932", "euc-jp", "gb18030", "big5", "cp949")
# A detector is believed where the file's own words are about as likely in its encoding as in the best one …
AGREES = 0.92
# … and, for several bytes per letter, unless nearly all words make sense with one byte per letter.
LEGIBLE = 0.95
MOSTLY = 0.9
DETECTOR_BYTES = 1 << 16

Sign = tuple[bool, bytes, bool]
"""A sign that stands alone: whether a digit stands before it, the sign, whether one stands behind it."""


# A sign of its own beside a digit: € 12, 12 ₴, 1 234 with a no-break space, 2025 г.
SIGN = re.compile(rb"(\d ?)?(?<![A-Za-z\x80-\xff])([\x80-\xff])(?![A-Za-z\x80-\xff])( ?\d)?")
WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]*+[\x80-\xff][A-Za-z\x80-\xff]*+")
SAMPLE_BYTES = 1 << 20

# Zeros of UTF-16: at least one byte in 40, and nearly half of all where no letter needs its second byte.
ONE_ZERO_IN = 40
MOST_ZEROS = 0.4
CONTROLS = bytes([*range(1, 9), 11, *range(14, 26), *range(27, 32)])
FEW_CONTROLS = 0.002
SAMPLE_WORDS = 1000
PUNCTUATION = "\u00a0°«»„“”‘’–—…№°€£§©®™•·"


@dataclass(frozen=True)
class Decoded:
    """A file's text, the encoding it was read with, and how many characters could not be read."""

    text: str
    encoding: str
    unreadable: int = 0


def decode(data: bytes, *, encoding: str | None = None) -> Decoded:
    """The text in some bytes; without a given encoding it is found out.

    A byte-order mark decides, then zero bytes (UTF-16), then strict UTF-8, then UTF-8 with a few broken
    bytes, then the older encoding in which its letters make the likeliest words. What cannot be decoded becomes
    U+FFFD and is counted. Raises LookupError for an unknown encoding name.
    """
    for mark, name in BOMS:
        if data.startswith(mark) and (encoding is None or _covers_mark(encoding, name)):
            return _decoded(data[len(mark) :], name)
    wide = None if encoding else wide_encoding(data[:SAMPLE_BYTES])
    if encoding or wide:
        return _decoded(data, encoding or wide or "")
    found = _decoded(data, "utf-8")
    if not found.unreadable or _mostly_utf8(data[:SAMPLE_BYTES]):
        return found
    return _decoded(data, legacy(data))


def _covers_mark(given: str, name: str) -> bool:
    """Whether a given encoding (`utf-16`) leaves the byte order to the mark of `name` (`utf-16-le`)."""
    return given.lower().replace("_", "-").startswith(name[:6])


def _decoded(data: bytes, name: str) -> Decoded:
    try:
        return Decoded(data.decode(name), name)
    except UnicodeDecodeError:
        text = data.decode(name, errors="replace")
        return Decoded(text, name, text.count("\ufffd"))


def wide_encoding(sample: bytes) -> str | None:
    """UTF-16 without a mark: separators, digits and line ends are ASCII, so one byte in two is often zero."""
    even, odd = sample[0::2].count(0), sample[1::2].count(0)
    enough = max(len(sample) // ONE_ZERO_IN, 1)
    if max(even, odd) < enough or _is_narrow(sample):
        return None
    if even * 10 < odd:
        return "utf-16-le"
    return "utf-16-be" if odd * 10 < even else None


def _is_narrow(sample: bytes) -> bool:
    """Whether a text of single bytes merely has zeros here and there, as programs pad fixed fields with them.

    In UTF-16 the letters that bring no zero bring another byte below 32: Cyrillic 4, ș 2, Chinese one in nine.
    """
    zeros = sample.count(0)
    if zeros > MOST_ZEROS * len(sample):
        return False
    return len(sample.translate(None, CONTROLS)) > (1 - FEW_CONTROLS) * len(sample)


def _mostly_utf8(sample: bytes) -> bool:
    """Many whole multi-byte sequences and hardly any broken ones: UTF-8 cut or glued somewhere."""
    text = sample.decode("utf-8", errors="replace")
    broken = text.count("\ufffd")
    whole = sum(1 for character in text if character > "\x7f") - broken
    return whole > 20 * broken


def legacy(data: bytes) -> str:
    """The likeliest encoding of bytes that are not Unicode.

    Two judges: how well the words fit the letters of each language, which holds for a single name, for capitals and
    for signs, and chardet's statistics, which are better where there is text enough. chardet decides unless the
    words speak against it.
    """
    sample = data[: 4 * SAMPLE_BYTES]
    counted = Counter(word for word in WORD.findall(sample) if len(word) > 1)
    words = [word for word, _ in counted.most_common(SAMPLE_WORDS)]
    signs = {(bool(before), sign, bool(after)) for before, sign, after in SIGN.findall(sample)}
    fits = {name: max(_fits(words, signs, name)) for name in EIGHT_BIT}
    best = max(fits, key=lambda name: fits[name][0])
    found = _detected(sample)
    if found in fits:
        likely = fits[found][0] >= AGREES * fits[best][0]
        capitals = EIGHT_BIT[found] not in WITHOUT_CAPITALS and _in_capitals(words, best)  # chardet knows none
        return found if likely and not capitals else best
    return found if found and fits[best][1] < LEGIBLE * len(words) and _decodes(data, found) else best


def _fits(words: Sequence[bytes], signs: Iterable[Sign], name: str) -> Iterator[tuple[float, int]]:
    """For each language of an encoding how likely words and signs are in it, and how many words are likely."""
    alone = sum(_sign_score(sign, name) for sign in signs)
    read = [_read(word, name) for word in words]
    for letters in EIGHT_BIT[name]:
        scores = [sum(_letter_score(letter, letters) for letter in word) + against for word, against in read]
        score = sum(scores) + alone
        yield score * (RARER.get(name, 1.0) if score > 0 else 1.0), sum(one > 0 for one in scores)


def _in_capitals(words: Sequence[bytes], name: str) -> bool:
    text = b"".join(words).decode(name, errors="ignore")
    return sum(map(str.isupper, text)) > MOSTLY * sum(map(str.isalpha, text))


def _detected(sample: bytes) -> str | None:
    """What chardet takes the lines that are not ASCII for, among the encodings known here."""
    lines = b"\n".join(line for line in sample.splitlines() if not line.isascii())[:DETECTOR_BYTES]
    if not lines:
        return None
    import chardet  # here, because most files are Unicode and never need it

    known = {codecs.lookup(name).name: name for name in EIGHT_BIT}
    found = chardet.detect(lines, include_encodings=(*known, *SEVERAL_BYTES), compat_names=False)["encoding"]
    return known.get(codecs.lookup(found).name, found) if found else None


def _decodes(data: bytes, encoding: str) -> bool:
    try:
        data.decode(encoding)
    except UnicodeDecodeError:
        return False
    return True


def _sign_score(found: Sign, encoding: str) -> float:
    """How likely a single sign stands where it does: money beside a number, a space between digits, a letter alone."""
    before, sign, after = found
    try:
        character = sign.decode(encoding)
    except UnicodeDecodeError:
        return -5.0
    category = unicodedata.category(character)
    if category in ("Sc", "Zs"):
        return 1.0 if before or after else 0.2
    if category.startswith("L"):
        return 0.4 if character.islower() and not after else -0.5
    return 0.2 if character in PUNCTUATION else -1.0


def _read(word: bytes, encoding: str) -> tuple[str, float]:
    """A word's letters beyond ASCII in one encoding, and what speaks against its being a word: 0 or less."""
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return "", -5.0
    against = 0.0
    if EIGHT_BIT[encoding] in NOT_LATIN and len(text) > 1:
        against -= 4.0 * sum(character < "\x80" and character.isalpha() for character in text)
    for index, (before, character) in enumerate(itertools.pairwise(text), start=1):
        if character < "\x80":
            continue
        if index < len(text) - 1 and before.isalpha() and not _is_letter(character):
            against -= 3.0
        if character.isupper() and before.islower():
            against -= 2.0
    return "".join(character for character in text if character >= "\x80"), against


def _is_letter(character: str) -> bool:
    return character.isalpha() or unicodedata.category(character) == "Mn"  # Thai vowels stand over letters


@functools.cache
def _letter_score(character: str, letters: str) -> float:
    """How usual a letter is in a language, between 0 and 1; below 0 where it has no such letter."""
    position = letters.find(character.lower())
    if position >= 0:
        return 1.0 - position / len(letters)
    if character in PUNCTUATION:
        return 0.2
    return -1.0 if character.isalpha() else -2.0
