"""Texts that are one slip of the pen apart, found among hundreds of thousands without comparing all with all."""

from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from itertools import combinations

import numpy as np

# A domain that hardly anybody has is a slip of one that so many times as many customers have.
_RARE = 2
_TIMES = 10
_SHORTEST_LOCAL = 4
_MOST_ALIKE = 8
_BASE = np.array([1_000_003], dtype="uint64")
_OF_PLACES = np.array([0x9E37_79B9_7F4A_7C15], dtype="uint64")  # unlike any power of the base
_INVERSE = np.array([pow(1_000_003, -1, 2**64)], dtype="uint64")


def one_slip(left: str, right: str) -> bool:
    """Whether one letter was left out, added, mistaken, or two neighbours swapped. Digits do not slip.

    False for equal texts.
    """
    if left == right or [c for c in left if c.isdigit()] != [c for c in right if c.isdigit()]:
        return False
    short, long = sorted((left, right), key=len)
    start = next((i for i, (a, b) in enumerate(zip(short, long, strict=False)) if a != b), len(short))
    if len(short) == len(long):
        swapped = short[start + 1 : start + 2] + short[start : start + 1] + short[start + 2 :]
        return short[start + 1 :] == long[start + 1 :] or swapped == long[start:]
    return len(long) - len(short) == 1 and short[start:] == long[start + 1 :]


def near_names(names: Sequence[str], places: Sequence[str]) -> Iterator[tuple[int, int]]:
    """Positions of pairs of names that are one slip apart and in the same place, each pair once.

    Two such texts become equal when one letter is left out of one or both (swapped neighbours too): only
    texts that share such a form are compared.
    """
    if not len(names):
        return
    forms, owners = _forms(names, places)
    order = np.lexsort((owners, forms))
    forms, owners = forms[order], owners[order]
    new = np.append(True, (np.diff(forms) != 0) | (np.diff(owners) != 0))
    forms, owners = forms[new], owners[new]
    starts = np.flatnonzero(np.append(True, np.diff(forms) != 0))
    ends = np.append(starts[1:], len(forms))
    found: set[tuple[int, int]] = set()
    for start, end in zip(starts[ends - starts > 1], ends[ends - starts > 1], strict=True):
        members = owners[start : min(end, start + _MOST_ALIKE)].tolist()
        for one, other in combinations(members, 2):
            if (one, other) not in found and one_slip(names[one], names[other]):
                found.add((one, other))
                yield one, other


def _forms(names: Sequence[str], places: Sequence[str]) -> tuple[np.ndarray, np.ndarray]:
    """Two arrays: a number for each name and for each name with one letter left out, mixed with its place; its owner.

    Equal texts have equal numbers: polynomials in a fixed base, modulo 2**64, so that leaving a letter out is
    arithmetic on sums that are at hand.
    """
    lengths = np.array([len(name) for name in names])
    letters = np.frombuffer("".join(names).encode("utf-32-le"), dtype="uint32").astype("uint64")
    owner = np.repeat(np.arange(len(names)), lengths)
    starts = np.cumsum(lengths) - lengths
    powers = np.cumprod(np.append(np.ones(1, dtype="uint64"), np.full(max(lengths.max(), 1), _BASE)))
    weighted = letters * powers[np.arange(len(letters)) - starts[owner]]
    totals = np.append(np.zeros(1, dtype="uint64"), np.cumsum(weighted))
    whole = totals[starts + lengths] - totals[starts]
    before = totals[:-1] - totals[starts][owner]
    without = before + (whole[owner] - before - weighted) * _INVERSE
    place = np.unique(np.asarray(places, dtype=object).astype(str), return_inverse=True)[1].astype("uint64")
    mixed = place * _OF_PLACES
    return np.append(whole + mixed, without + mixed[owner]), np.append(np.arange(len(names)), owner)


def misspelt_domains(addresses: Sequence[str]) -> Iterator[tuple[str, list[str]]]:
    """Addresses that differ by a slip in the domain: the usual one, and all of them.

    `ann@gmial.com` beside `ann@gmail.com`: the slip is a domain that hardly any other customer has.
    """
    by_local: dict[str, list[str]] = defaultdict(list)
    customers: Counter[str] = Counter()
    for address in addresses:
        local, _, domain = address.rpartition("@")
        by_local[local].append(domain)
        customers[domain] += 1
    for local, domains in by_local.items():
        if len(domains) > 1 and len(local) >= _SHORTEST_LOCAL:
            usual = max(domains, key=lambda domain: (customers[domain], domain))
            slips = [d for d in domains if customers[d] <= _RARE and one_slip(d, usual)]
            if slips and customers[usual] >= _TIMES:
                yield f"{local}@{usual}", [f"{local}@{domain}" for domain in (usual, *slips)]
