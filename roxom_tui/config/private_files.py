"""Paths of our files: the platform's folders, and the XDG ones wherever their variable is set."""

from __future__ import annotations

import errno
import os
import stat
from collections.abc import Callable, Mapping
from contextlib import suppress
from pathlib import Path

import platformdirs

APP = "roxom-tui"
CONFIG_NAME = "config.toml"


def config_file(environ: Mapping[str, str]) -> Path | None:
    """The config file's usual place; None where there is no home folder."""
    folder = _folder(environ, "XDG_CONFIG_HOME", platformdirs.user_config_path)
    return folder / CONFIG_NAME if folder is not None else None


def state_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder of log and crash reports; None where there is no home folder."""
    return _folder(environ, "XDG_STATE_HOME", platformdirs.user_state_path)


def data_folder(environ: Mapping[str, str]) -> Path | None:
    """The folder of recordings; None where there is no home folder."""
    return _folder(environ, "XDG_DATA_HOME", platformdirs.user_data_path)


def make_private_folder(folder: Path) -> None:
    """Creates `folder` if needed and makes it ours alone (0700), and so are the folders made on the way to it.

    Raises OSError where the disk does not allow it.
    """
    missing = [place for place in (folder, *folder.parents) if not place.exists()]
    for place in reversed(missing):
        with suppress(FileExistsError):
            place.mkdir(mode=0o700)
            # Whatever the umask made of that.
            place.chmod(0o700)
    if not folder.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, os.strerror(errno.ENOTDIR), str(folder))
    if stat.S_IMODE(folder.stat().st_mode) != 0o700:
        folder.chmod(0o700)


def open_to_read(path: str | Path) -> int:
    """A descriptor of whatever is there; a pipe is not waited for. Raises OSError, and ValueError for no path."""
    return os.open(path, os.O_RDONLY | os.O_CLOEXEC | os.O_NONBLOCK)


def read_regular(path: Path, most: int) -> tuple[os.stat_result, bytes]:
    """The status of what is there, and of a regular file at most `most` bytes and one. Raises as `open_to_read`."""
    descriptor = open_to_read(path)
    try:
        status = os.fstat(descriptor)
        if not stat.S_ISREG(status.st_mode):
            return status, b""
        with open(descriptor, "rb", closefd=False) as file:
            return status, file.read(most + 1)
    finally:
        os.close(descriptor)


def open_private(path: str | Path, flags: int) -> int:
    """A descriptor of a file that only we may read (0600), also if it was there before.

    Never follows a link, never waits for a reader of a pipe. Raises OSError, also for what is not a regular file.
    """
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC | os.O_NONBLOCK, 0o600)
    try:
        if not stat.S_ISREG(os.fstat(descriptor).st_mode):
            raise OSError(errno.EINVAL, os.strerror(errno.EINVAL), str(path))
        os.fchmod(descriptor, 0o600)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def write_private(path: Path, text: str) -> None:
    """Puts a file (0600) in place all at once: nobody ever finds half of it. Raises OSError and leaves nothing."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        with open(open_private(beside, os.O_WRONLY | os.O_CREAT | os.O_TRUNC), "w", encoding="utf-8") as file:
            file.write(text)
            file.flush()
            os.fsync(file.fileno())
        beside.replace(path)
    except OSError:
        beside.unlink(missing_ok=True)
        raise


def write_new(path: Path, text: str) -> None:
    """Makes a file (0600) where there is none. FileExistsError where anything is; any OSError leaves nothing."""
    with open(open_private(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "w", encoding="utf-8") as file:
        try:
            file.write(text)
            file.flush()
        except OSError:
            # Half a file would be in the way of the next try.
            path.unlink(missing_ok=True)
            raise


def _folder(environ: Mapping[str, str], variable: str, platform: Callable[..., Path]) -> Path | None:
    # The XDG rules say that a relative path in the variable is to be ignored.
    named = Path(environ.get(variable, ""))
    if named.is_absolute():
        return named / APP
    if not environ.get("HOME", "/").startswith("/"):
        # Taken by the letter, that would be the folder we happen to be in, or the root of all.
        return None
    try:
        usual = platform(APP, appauthor=False)
    except RuntimeError:
        # Neither HOME nor an account of this user with a home.
        return None
    return usual if usual.is_absolute() else None
