"""Where a command may write: never over what it reads, over another file only with `--force`, never through a link."""

import os
import stat
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import BinaryIO

import click

from retention.narrate.terminal.layout import shown
from retention.whole_files import whole_file


def check_output(path: Path, inputs: Iterable[str], *, force: bool) -> None:
    """click.UsageError, which says why, unless a command that reads `inputs` may write to `path`.

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
    """A file that stands at `path` once it is whole. click.UsageError where the system refuses."""
    try:
        with whole_file(path, replace=force) as file:
            yield file
    except FileExistsError:
        raise click.UsageError(
            f"A file “{_told(path)}” has been made meanwhile. Name another, or replace it with --force."
        ) from None
    except OSError as error:
        raise _refused(path, error) from None


def _check_place(path: Path) -> None:
    if path.is_symlink():
        raise click.UsageError(f"“{_told(path)}” is a link, and links are not written through. Name the file itself.")
    if path.is_dir():
        raise click.UsageError(f"“{_told(path)}” is a folder. Name a file in it.")
    folder = path.parent
    if not folder.is_dir():
        raise click.UsageError(f"There is no folder “{_told(folder)}”. Make it first, or name another.")
    if not os.access(folder, os.W_OK | os.X_OK):
        raise click.UsageError(
            f"Nothing can be written in the folder “{_told(folder)}”. Name another, or give yourself the right."
        )


def _check_replaced(path: Path, inputs: Iterable[str], *, force: bool) -> None:
    name = _told(path)
    if not stat.S_ISREG(path.stat().st_mode):
        raise click.UsageError(f"“{name}” is a device or a pipe. Name a file.")
    if any(Path(other).exists() and path.samefile(other) for other in inputs):
        raise click.UsageError(f"“{name}” holds the orders this command reads. Name another file.")
    if not force:
        raise click.UsageError(f"There is a file “{name}” already. Name another, or replace it with --force.")
    if not os.access(path, os.W_OK):
        raise click.UsageError(f"“{name}” may not be changed. Name another file, or give yourself the right.")


def _refused(path: Path, error: OSError) -> click.UsageError:
    return click.UsageError(f"“{_told(path)}” cannot be written: {error.strerror}.")


def _told(path: Path) -> str:
    return shown(click.format_filename(path))
