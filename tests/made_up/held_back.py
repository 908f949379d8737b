"""The kinds that nobody tried while the rules were written: about a third, drawn by a seed over their names."""

import hashlib

SEED = "held back until the rules stand"


def is_held_back(kind: str) -> bool:
    """Whether a kind is kept for the end; known without looking at any other kind."""
    return hashlib.sha256(f"{SEED} {kind}".encode()).digest()[0] % 3 == 0
