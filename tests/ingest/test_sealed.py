"""Merges are kept without anybody's name, and hold again where the same customers are."""

from retention.ingest.clean import clean
from retention.ingest.columns import map_columns
from retention.ingest.rules import Rules
from retention.ingest.sealed import seal, unsealed, without
from tests.ingest.clean.test_clean import table

MERGED = {"ann@y.com": "ann@x.com", "bob@y.com": "bob@x.com"}
NAMES = ["ann@x.com", "ann@y.com", "bob@x.com", "bob@y.com", "cid@x.com"]


def test_sealed_names_are_read_only_by_who_has_them() -> None:
    kept = seal(MERGED)
    assert not any(name in str(kept) for name in ("ann", "bob"))
    assert unsealed(kept, NAMES) == MERGED
    assert unsealed(kept, NAMES[:2]) == {"ann@y.com": "ann@x.com"}
    assert unsealed(kept, []) == {}
    assert seal(kept) == kept
    assert seal(MERGED) != kept


def test_names_in_the_open_stay() -> None:
    assert unsealed(MERGED, []) == MERGED
    assert unsealed({**seal({"a": "b"}), "c": "d"}, ["a", "b"]) == {"a": "b", "c": "d"}


def test_one_is_taken_back() -> None:
    assert unsealed(without(seal(MERGED), ["ann@y.com", "ann@x.com"]), NAMES) == {"bob@y.com": "bob@x.com"}


def test_orders_are_counted_by_sealed_names_too() -> None:
    raw = table("Order,Date,Email,Total", *(f"{n},2025-01-0{n + 1},{name},5" for n, name in enumerate(NAMES)))
    mapping = map_columns(raw)
    assert clean([(raw, mapping)], rules=Rules(merged=seal(MERGED))).customers == 3
