"""Uploads stay in memory: what a visitor brings is never written to disk."""

from starlette.formparsers import MultiPartParser


def keep_in_memory() -> None:
    """Never let an upload spill into the temporary folder.

    Starlette moves what is larger than 1 MB to a file there, and an upload fails when the disk is full. Streamlit ends
    an upload that passes `server.maxUploadSize` while it arrives, so memory has a limit without that. 0 means none, as
    for the `tempfile.SpooledTemporaryFile` that Starlette uses.
    """
    MultiPartParser.spool_max_size = 0
