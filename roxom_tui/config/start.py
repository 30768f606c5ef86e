"""A first config file: the example, written to where a config file belongs; never over one that is there."""

from __future__ import annotations

import os
from importlib.resources import files
from typing import Final

from roxom_tui.config.config_file import ConfigPlace
from roxom_tui.config.private_files import make_private_folder, write_new
from roxom_tui.model.visible_text import escaped

EXAMPLE: Final = "config.example.toml"


def example_text() -> str:
    """Every key with a comment; as it stands it opens the demo."""
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
