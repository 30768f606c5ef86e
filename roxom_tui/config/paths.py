"""Where files live: the platform's folders, and the XDG ones wherever their variable is set."""

from __future__ import annotations

import os
from collections.abc import Mapping
from pathlib import Path

import platformdirs

APP = "roxom-tui"
CONFIG_NAME = "config.toml"


def config_file(environ: Mapping[str, str]) -> Path | None:
    """The config file's usual place; None where there is no home folder."""
    folder = _folder(environ, "XDG_CONFIG_HOME", platformdirs.user_config_path(APP, appauthor=False))
    return folder / CONFIG_NAME if folder is not None else None


def state_folder(environ: Mapping[str, str]) -> Path | None:
    """Where the log and crash reports go; None where there is no home folder."""
    return _folder(environ, "XDG_STATE_HOME", platformdirs.user_state_path(APP, appauthor=False))


def make_private_folder(folder: Path) -> None:
    """Creates `folder` if needed and makes it ours alone (0700). Raises OSError where the disk does not allow it."""
    folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    if folder.stat().st_mode & 0o077:
        folder.chmod(0o700)


def open_private(path: str | Path, flags: int) -> int:
    """A descriptor of a file that only we may read (0600), also if it was there before. Never follows a link."""
    descriptor = os.open(path, flags | os.O_NOFOLLOW | os.O_CLOEXEC, 0o600)
    try:
        os.fchmod(descriptor, 0o600)
    except OSError:
        os.close(descriptor)
        raise
    return descriptor


def _folder(environ: Mapping[str, str], variable: str, platform: Path) -> Path | None:
    # The XDG rules say that a relative path in the variable is to be ignored.
    named = Path(environ.get(variable, ""))
    if named.is_absolute():
        return named / APP
    return platform if platform.is_absolute() else None
