"""Cells of a file are shown on a terminal and never obeyed by it, and their columns stand straight."""

from retention.narrate.terminal.layout import aligned, padded, paragraphs, shown


def test_signs_stand_for_what_would_steer_the_terminal() -> None:
    assert shown("a\x1b[31mb\x07\rc\u202ed\x9be\nf") == "a␛[31mb␇␍c⟨U+202E⟩d⟨U+009B⟩e\nf"


def test_a_sign_two_columns_wide_leaves_room_for_fewer_spaces() -> None:
    assert padded("Ann", 8) == "Ann     "
    assert padded("佐藤 太郎", 12) == "佐藤 太郎   "
    assert padded("Chloe\u0301", 8) == "Chloe\u0301   "
    assert padded("longer than that", 8) == "longer than that"


def test_columns_are_as_wide_as_what_stands_in_them() -> None:
    rows = [("Имя", "Заказы", "Заметка"), ("佐藤", "7", "x"), ("Ann", "1\u00a0234", "")]
    assert aligned(rows, left=(0, 2)) == ["Имя   Заказы  Заметка", "佐藤       7  x", "Ann    1\u00a0234"]


def test_blocks_stand_apart_and_empty_ones_leave_no_gap() -> None:
    assert paragraphs(["one", "", "two"], [], ["three"]) == "one\ntwo\n\nthree"
