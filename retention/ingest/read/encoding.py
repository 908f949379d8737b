"""In which encoding a text file is written."""

import re
import unicodedata
from collections import Counter
from dataclasses import dataclass

# Letters as they occur in names and words, most frequent first: position decides the weight.
CYRILLIC = "оеаинтсрвлкмдпуяыьгзбчйхжшюцщэфъёіїєґ"
WESTERN = "éèäºöüáíóúñçàêâîôßåøæëïãõœùûìòÿª"
CENTRAL = "ăâîșțşţéáíóúöüőűąęłćńśżźčřěšžýůďťňđäëç"

BOMS = (
    (b"\xef\xbb\xbf", "utf-8"),
    (b"\xff\xfe\x00\x00", "utf-32-le"),
    (b"\x00\x00\xfe\xff", "utf-32-be"),
    (b"\xff\xfe", "utf-16-le"),
    (b"\xfe\xff", "utf-16-be"),
)

# Candidates for 8-bit text with the letters their users write; of equally good ones the first wins.
EIGHT_BIT = (
    ("cp1252", WESTERN),
    ("cp1251", CYRILLIC),
    ("cp1250", CENTRAL),
    ("iso8859-2", CENTRAL),
    ("cp866", CYRILLIC),
    ("cp1125", CYRILLIC),  # cp866 with Ukrainian letters
    ("koi8-r", CYRILLIC),
    ("koi8-u", CYRILLIC),
    ("mac-cyrillic", CYRILLIC),  # what Excel on a Mac saves as CSV
    ("mac-roman", WESTERN),
)

# A sign of its own beside a digit: € 12, 12 ₴, 1 234 with a no-break space, 2025 г.
SIGN = re.compile(rb"(\d ?)?(?<![A-Za-z\x80-\xff])([\x80-\xff])(?![A-Za-z\x80-\xff])( ?\d)?")
WORD = re.compile(rb"(?<![A-Za-z\x80-\xff])[A-Za-z]*+[\x80-\xff][A-Za-z\x80-\xff]*+")
SAMPLE_BYTES = 1 << 20

# Zeros of UTF-16: at least one byte in 40, and nearly half of all where no letter needs its second byte.
ONE_ZERO_IN = 40
MOST_ZEROS = 0.4
CONTROLS = bytes([*range(1, 9), 11, *range(14, 26), *range(27, 32)])
FEW_CONTROLS = 0.002
SAMPLE_WORDS = 3000
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
    bytes, then the 8-bit encoding whose letters make the likeliest words. What cannot be decoded becomes
    U+FFFD and is counted. Raises LookupError for an unknown encoding name.
    """
    for mark, name in BOMS:
        if data.startswith(mark) and (encoding is None or _same_family(encoding, name)):
            return _decoded(data[len(mark) :], name)
    wide = None if encoding else wide_encoding(data[:SAMPLE_BYTES])
    if encoding or wide:
        return _decoded(data, encoding or wide or "")
    found = _decoded(data, "utf-8")
    if not found.unreadable or _mostly_utf8(data[:SAMPLE_BYTES]):
        return found
    return _decoded(data, eight_bit(data))


def _same_family(given: str, name: str) -> bool:
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
    """Whether zeros merely stand here and there in a text of single bytes, as programs leave them behind fixed fields.

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


def eight_bit(data: bytes) -> str:
    """The likeliest 8-bit encoding of bytes that are not UTF-8."""
    sample = data[: 4 * SAMPLE_BYTES]
    words = Counter(word for word in WORD.findall(sample) if len(word) > 1)
    common = [word for word, _ in words.most_common(SAMPLE_WORDS)]
    signs = {(bool(before), sign, bool(after)) for before, sign, after in SIGN.findall(sample)}
    scores = [
        sum(_word_score(word, name, letters) for word in common) + sum(_sign_score(sign, name) for sign in signs)
        for name, letters in EIGHT_BIT
    ]
    return EIGHT_BIT[max(range(len(scores)), key=lambda i: (scores[i], -i))][0]


def _sign_score(found: tuple[bool, bytes, bool], encoding: str) -> float:
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


def _word_score(word: bytes, encoding: str, letters: str) -> float:
    """How likely a run of letters is a word in one encoding: positive for usual letters, negative for accidents."""
    try:
        text = word.decode(encoding)
    except UnicodeDecodeError:
        return -5.0
    score = 0.0
    cyrillic = letters is CYRILLIC
    for index, character in enumerate(text):
        if character < "\x80":
            score -= 4.0 if cyrillic and character.isalpha() and len(text) > 1 else 0.0
            continue
        score += _character_score(character, letters)
        if 0 < index < len(text) - 1 and not character.isalpha() and text[index - 1].isalpha():
            score -= 3.0
        if index and character.isupper() and text[index - 1].islower():
            score -= 2.0
    return score


def _character_score(character: str, letters: str) -> float:
    position = letters.find(character.lower())
    if position >= 0:
        return 1.0 - position / len(letters)
    if character in PUNCTUATION:
        return 0.2
    return -1.0 if character.isalpha() else -2.0
