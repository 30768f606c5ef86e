"""The config file: where it is, its text, which is not trusted to be one, and the example as a first one."""

from __future__ import annotations

import os
import stat
from collections.abc import Mapping
from pathlib import Path
from typing import Final

from msgspec import Struct

from roxom_tui.config import private_files
from roxom_tui.config.private_files import make_private_folder, write_new
from roxom_tui.config.problems import Problem, shown
from roxom_tui.model.visible_text import escaped

LARGEST_FILE = 64 * 1024
CONFIG_VARIABLE = "ROXOM_TUI_CONFIG"


class ConfigPlace(Struct, frozen=True):
    """The file to read. One that was asked for must be there; the usual place may be empty."""

    path: Path | None
    asked_for: bool


class ConfigText(Struct, frozen=True):
    """A config file's text, and whether others than its owner could read or write it."""

    text: str
    open_to_others: bool


def find_config(config: str | None, environ: Mapping[str, str]) -> ConfigPlace:
    """The config file: `--config`, then ROXOM_TUI_CONFIG, then the platform's folder."""
    asked = config or environ.get(CONFIG_VARIABLE)
    if asked:
        return ConfigPlace(Path(os.path.expanduser(asked)), asked_for=True)
    return ConfigPlace(private_files.config_file(environ), asked_for=False)


def read_config(path: Path) -> ConfigText | Problem | None:
    """The file's text, why it cannot be had, or None if there is no such file."""
    try:
        status, data = private_files.read_regular(path, LARGEST_FILE)
    except (FileNotFoundError, NotADirectoryError):
        return _link_to_nothing(path)
    except ValueError:
        return Problem((), "is not a path", source=str(path))
    except OSError as error:
        return Problem((), f"cannot be read: {error.strerror}", source=str(path))
    if not stat.S_ISREG(status.st_mode) or len(data) > LARGEST_FILE:
        why = "is larger than 64 KiB" if data else "is not a file"
        return Problem((), why, source=str(path))
    try:
        return ConfigText(data.decode("utf-8-sig"), bool(status.st_mode & 0o077))
    except UnicodeDecodeError as error:
        return Problem((), "is not UTF-8 text", data.count(b"\n", 0, error.start) + 1, str(path))


def _link_to_nothing(path: Path) -> Problem | None:
    """A link of the person's own, into a disk that is not there perhaps, is more than no file."""
    # A link to a folder that is there, and has no such file in it, is none of those.
    link = next((place for place in (path, *path.parents) if place.is_symlink() and not os.path.exists(place)), None)
    return Problem((), f"{shown(link.name)} is a link to what is not there", source=str(path)) if link else None


EXAMPLE: Final = "config.example.toml"


def example_text() -> str:
    """Every key with a comment; as it stands it opens the demo."""
    # Its library is for this alone, and the dashboard starts without it.
    from importlib.resources import files

    return files("roxom_tui.config").joinpath(EXAMPLE).read_text(encoding="utf-8")


def write_first_config(place: ConfigPlace) -> str:
    """Writes the example (0600) to `place`, in a folder of our own (0700). Why it was not written; empty if it was."""
    path = place.path
    if path is None:
        return "there is no home folder, so no usual place for a config file; name one with --config"
    shown = escaped(str(path))
    if os.path.lexists(path):
        return f"{shown} is there already and was left as it is"
    try:
        # The folder of a file that was asked for may be anybody's, such as /tmp.
        if not place.asked_for or not path.parent.exists():
            make_private_folder(path.parent)
        write_new(path, example_text())
    except FileExistsError:
        return f"{shown} is there already and was left as it is"
    except (OSError, ValueError) as error:
        return f"{shown} cannot be written: {(isinstance(error, OSError) and error.strerror) or 'not a path'}"
    return ""
