"""Configurations from text, and what was said of them."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from typing import Protocol

import pytest

from roxom_tui.config.load import KeymapCheck, load_settings
from roxom_tui.config.problems import ConfigProblems
from roxom_tui.config.settings import Settings


class Load(Protocol):
    def __call__(
        self,
        text: str,
        *,
        profile: str | None = None,
        environ: Mapping[str, str] | None = None,
        check_keys: KeymapCheck | None = None,
        check_layouts: KeymapCheck | None = None,
    ) -> Settings | ConfigProblems: ...


def loader(folder: Path) -> Load:
    """Loads a text as `config.toml` of a folder, in an environment that holds only what is given."""

    def load(
        text: str,
        *,
        profile: str | None = None,
        environ: Mapping[str, str] | None = None,
        check_keys: KeymapCheck | None = None,
        check_layouts: KeymapCheck | None = None,
    ) -> Settings | ConfigProblems:
        file = folder / "config.toml"
        file.write_text(text, encoding="utf-8", newline="")
        return load_settings(str(file), profile, environ or {}, check_keys, check_layouts)

    return load


def good(settings: Settings | ConfigProblems) -> Settings:
    """The settings, or a failed test that shows the problems."""
    if isinstance(settings, ConfigProblems):
        pytest.fail(str(settings))
    return settings


def said(settings: Settings | ConfigProblems) -> list[str]:
    """The problems without the folder, one a line."""
    assert isinstance(settings, ConfigProblems), settings
    return [line[line.find("config.toml") :] if "config.toml" in line else line for line in str(settings).splitlines()]
