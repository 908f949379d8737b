"""Files written whole or not at all, never through a link, and over another file only where that is asked for."""

import os
import secrets
import stat
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO


@contextmanager
def whole_file(path: Path, *, replace: bool = False) -> Iterator[BinaryIO]:
    """A file to write to, which stands at `path` when the block ends well and leaves nothing behind when it does not.

    It is written beside its place under another name. A new one gets the permissions new files have here; one that is
    replaced keeps its own, so that what was private stays private. A link at `path` is never followed: without
    `replace` it stands in the way, with `replace` it is what is replaced.

    OSError as the system has it: FileExistsError where something stands at `path` and `replace` is False, even if it
    came there only while the file was written.
    """
    draft = path.with_name(f".{secrets.token_hex(8)}.part")
    descriptor = os.open(draft, os.O_WRONLY | os.O_CREAT | os.O_EXCL | getattr(os, "O_BINARY", 0), 0o666)
    try:
        with open(descriptor, "wb") as file:
            if replace and path.is_file() and not path.is_symlink():
                draft.chmod(stat.S_IMODE(path.stat().st_mode))
            yield file
            file.flush()
            os.fsync(file.fileno())
        if replace:
            draft.replace(path)
        else:
            _put(draft, path)
    finally:
        draft.unlink(missing_ok=True)


def _put(draft: Path, path: Path) -> None:
    """Give a finished file its name, unless the name is taken. A second name does both in one step; renaming cannot."""
    try:
        os.link(draft, path)
    except FileExistsError:
        raise
    except OSError:  # a file system on which a file has one name only
        os.close(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL))
        draft.replace(path)
