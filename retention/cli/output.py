"""Where a command may write: never over what it reads, over another file only with `--force`, never through a link."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from retention.errors import RequestError
from retention.whole_files import whole_file


def check_output(path: Path, inputs: Iterable[str], *, force: bool) -> None:
    """RequestError, which says why, unless a command that reads `inputs` may write to `path`.

    Asked before the work begins, and of the file itself: inputs are known by whatever path leads to them.
    """
    try:
        _check_place(path)
        if path.exists():
            _check_replaced(path, inputs, force=force)
    except OSError as error:  # a name too long, a folder that may not be entered
        raise _refused(path, error) from None


@contextmanager
def output(path: Path, *, force: bool) -> Iterator[BinaryIO]:
    """A file that stands at `path` once it is whole. RequestError where the system refuses."""
    try:
        with whole_file(path, replace=force) as file:
            yield file
    except FileExistsError:
        raise RequestError("output_made_meanwhile", path=_shown(path)) from None
    except OSError as error:
        raise _refused(path, error) from None


def _check_place(path: Path) -> None:
    if path.is_symlink():
        raise RequestError("output_link", path=_shown(path))
    if path.is_dir():
        raise RequestError("output_folder", path=_shown(path))
    folder = path.parent
    if not folder.is_dir():
        raise RequestError("output_nowhere", path=_shown(folder))
    if not os.access(folder, os.W_OK | os.X_OK):
        raise RequestError("output_folder_closed", path=_shown(folder))


def _check_replaced(path: Path, inputs: Iterable[str], *, force: bool) -> None:
    if not stat.S_ISREG(path.stat().st_mode):
        raise RequestError("output_device", path=_shown(path))
    if any(Path(other).exists() and path.samefile(other) for other in inputs):
        raise RequestError("output_is_input", path=_shown(path))
    if not force:
        raise RequestError("output_exists", path=_shown(path))
    if not os.access(path, os.W_OK):
        raise RequestError("output_closed", path=_shown(path))


def _refused(path: Path, error: OSError) -> RequestError:
    return RequestError("output_failed", path=_shown(path), reason=error.strerror)


def _shown(path: Path) -> str:
    return click.format_filename(path)
