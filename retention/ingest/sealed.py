"""Names of customers as a workspace may hold them: whoever has the customers can tell whose they are, nobody else."""

import hashlib
import re
import secrets
from collections.abc import Iterable, Mapping

SEALED = re.compile(r"sealed:[0-9a-f]{8}:[0-9a-f]{32}")
"""A sealed name: its salt and its digest."""
_DIGEST_BYTES, _SALT_BYTES = 16, 4


def sealed(name: str, salt: str) -> str:
    """A name sealed with a salt (8 hexadecimal digits).

    >>> sealed("ann@x.com", "0000009f") == sealed("ann@x.com", "0000009f") != sealed("ann@x.com", "000000a0")
    True
    """
    digest = hashlib.blake2b(name.encode("utf-8", "replace"), key=salt.encode(), digest_size=_DIGEST_BYTES).hexdigest()
    return f"sealed:{salt}:{digest}"


def seal(merged: Mapping[str, str]) -> dict[str, str]:
    """Merges with every name sealed, each time otherwise; names sealed before stay as they are."""
    salt = secrets.token_hex(_SALT_BYTES)

    def hidden(name: str) -> str:
        return name if SEALED.fullmatch(name) else sealed(name, salt)

    return {hidden(one): hidden(other) for one, other in merged.items()}


def unsealed(merged: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The merges with the sealed names among them replaced by those of `names` they are; unknown ones are left out."""
    known = _known(merged, names)
    opened = {known.get(one, one): known.get(other, other) for one, other in merged.items()}
    return {one: other for one, other in opened.items() if not (SEALED.fullmatch(one) or SEALED.fullmatch(other))}


def without(merged: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The merges but for those that name one of these names, sealed or not."""
    left = set(names)
    known = _known(merged, left)
    return {one: other for one, other in merged.items() if not {known.get(one, one), known.get(other, other)} & left}


def _known(merged: Mapping[str, str], names: Iterable[str]) -> dict[str, str]:
    """The names that sealed ones among the merges are; names are only gone through where there are any."""
    tokens = {name for pair in merged.items() for name in pair if SEALED.fullmatch(name)}
    salts = {token.split(":")[1] for token in tokens}
    if not salts:
        return {}
    return {token: name for name in names for salt in salts if (token := sealed(name, salt)) in tokens}
