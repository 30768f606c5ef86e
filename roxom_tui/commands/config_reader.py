"""The configuration read once more while the program runs, by the same options."""

from __future__ import annotations

import os
from types import SimpleNamespace
from typing import Final

from roxom_tui.commands.options import read_settings, with_layout
from roxom_tui.config.config_file import find_config, read_config
from roxom_tui.config.file_watch import FileWatch
from roxom_tui.config.problems import ConfigProblems, Problem
from roxom_tui.config.settings import Settings
from roxom_tui.model.errors import UsageError

_NONE: Final = Problem((), "there is no config file; `roxom-tui config init` writes one")


class ConfigReader:
    """Looks at the file that the program began with, or at the place where one would be. Nothing here is fatal."""

    def __init__(self, options: SimpleNamespace) -> None:
        self._options = options
        self._path = find_config(options.config, os.environ).path
        self._watch = FileWatch(self._path)

    def has_changed(self) -> bool:
        """Whether to read it again; to be asked about once a second."""
        return self._watch.has_changed()

    def read(self) -> Settings | ConfigProblems:
        """The settings by file, environment and options as they are now, or all that is wrong."""
        self._watch.forget()
        # That a file is gone is no wish for the defaults, nor is one that goes at this moment.
        if self._path is None or read_config(self._path) is None:
            return ConfigProblems((_NONE,))
        settings = read_settings(self._options)
        if isinstance(settings, ConfigProblems):
            return settings
        if settings.path is None:
            return ConfigProblems((_NONE,))
        try:
            return with_layout(settings, self._layout)
        except UsageError as error:
            return ConfigProblems((Problem((), str(error)),))

    @property
    def _layout(self) -> str | None:
        return getattr(self._options, "layout", None)
