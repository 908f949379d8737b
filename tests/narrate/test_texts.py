"""Words of a file stand among ours as they are: never markup, never a link."""

import pytest

from retention.narrate.reader import Reader, reading_as
from retention.narrate.texts import Markup, fill, listed, plain, quoted


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("Email", "`Email`"),
        ("a`b", "``a`b``"),
        ("`evil` [x](http://y)", "`` `evil` [x](http://y) ``"),
        ("two\nlines", "`two lines`"),
        ("", "` `"),
    ],
)
def test_quoted_words_are_code(text: str, shown: str) -> None:
    assert quoted(text) == shown


@pytest.mark.parametrize("text", ["**bold**", "[x](y)", ":red[a]", "$a$", "<b>", "# h", "a|b", ":smile:", "~~no~~"])
def test_plain_words_lose_their_markup(text: str) -> None:
    escaped = plain(text)
    assert all(escaped[at - 1] == "\\" for at, sign in enumerate(escaped) if sign in "*_[]<>#|~$:&")


def test_addresses_do_not_become_links() -> None:
    assert "www." not in plain("www.example.com")
    assert "://" not in plain("http://example.com")
    assert "a@b" not in plain("a@b.com")


def test_a_template_escapes_what_it_is_given() -> None:
    assert fill("**{name}** {n}", name="*x*", n=3) == r"**\*x\*** 3"
    assert fill("{name}", name=quoted("*x*")) == "`*x*`"
    assert isinstance(fill("{inner}", inner=fill("**{n}**", n=1)), Markup)


def test_long_lists_are_cut() -> None:
    assert listed("abc", at_most=2) == "`a`, `b`, …"


def test_what_cannot_be_seen_is_shown_by_its_sign() -> None:
    assert quoted("a\0b\x1b[31m\u202egnp.exe") == "`a␀b␛[31m⟨U+202E⟩gnp.exe`"
    assert plain("a\x07\x9b\u2066") == "a␇⟨U+009B⟩⟨U+2066⟩"
    assert quoted("шалом \u200f") == "`шалом \u200f`"


def test_half_a_pair_of_surrogates_can_be_shown() -> None:
    """A page that holds one cannot be sent to the browser at all."""
    assert plain("a\ud800b") == "a⟨U+D800⟩b"
    assert quoted("\udfff").encode() == "`⟨U+DFFF⟩`".encode()


def test_without_markdown_texts_are_bare() -> None:
    with reading_as(Reader(markdown=False)):
        assert fill("**{who}** bought {what}.", who="a*b_c", what=quoted("`x` at www.y.z")) == (
            "a*b_c bought `x` at www.y.z."
        )
        assert plain("two\nlines\x1b") == "two lines␛"
