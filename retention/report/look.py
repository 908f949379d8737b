"""What a report looks like: the client's colour and logo, and the colours of its charts."""

import base64
import re
from dataclasses import dataclass

from retention.errors import RequestError

PALETTE = ("#0B6E75", "#D9730D", "#6C4AB6", "#3A92D2")
"""Of charts, as on the pages: customers in question, lost, back again, new."""
INK, QUIET, PAPER = "#1E2A32", "#5B6470", "#FFFFFF"
LOGO_KINDS = {b"\x89PNG\r\n\x1a\n": "image/png", b"\xff\xd8\xff": "image/jpeg"}
"""Pictures a logo may be, by their first bytes; an SVG could hold a script."""
LARGEST_LOGO = 2_000_000
"""Bytes; a logo has a few thousand."""


@dataclass(frozen=True, kw_only=True)
class Look:
    """`client` is whose report it is, `colour` that of titles and of the first series as #RRGGBB, `logo` a picture.

    Raises RetentionError `not_a_colour` (value) and `not_a_logo`.

    >>> from retention.report.look import Look
    >>> Look(client="Bean & Co", colour="#7A3E12").palette[:2]
    ('#7A3E12', '#D9730D')
    """

    client: str = ""
    colour: str = PALETTE[0]
    logo: bytes | None = None

    def __post_init__(self) -> None:
        if not re.fullmatch(r"#[0-9A-Fa-f]{6}", self.colour):
            raise RequestError("not_a_colour", value=self.colour)
        if self.logo is not None and (len(self.logo) > LARGEST_LOGO or not self.logo_kind):
            raise RequestError("not_a_logo")

    @property
    def palette(self) -> tuple[str, ...]:
        """The colours of charts, the client's own first."""
        return (self.colour, *PALETTE[1:])

    @property
    def logo_kind(self) -> str | None:
        """What kind of picture the logo is; None without one, or where it is none."""
        head = self.logo or b""
        return next((kind for start, kind in LOGO_KINDS.items() if head.startswith(start)), None)

    @property
    def logo_address(self) -> str | None:
        """The logo as an address that holds it, for a page without other files."""
        return None if self.logo is None else f"data:{self.logo_kind};base64,{base64.b64encode(self.logo).decode()}"
