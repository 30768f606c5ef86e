"""Every key of the configuration: its place, its TOML type, what it may hold, and the variable that overrides it.

A key's name is the name of the field it fills in `settings`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final, NamedTuple

from roxom_tui.config import setting_values as values
from roxom_tui.config.settings import THEMES, UNITS
from roxom_tui.model.market import DepthMode, Environment

LARGEST_SEED = 2**63 - 1


class SettingKey(NamedTuple):
    """One key. `kind` is the TOML type it takes."""

    kind: type
    read: values.Reader
    variable: str | None = None
    """The environment variable that overrides it."""


def _table(value: object) -> object:
    return value if isinstance(value, dict) else values.expected("a table", value)


_SYMBOLS = SettingKey(list, values.symbols, "ROXOM_TUI_SYMBOLS")
_DEPTH_MODE = SettingKey(str, values.choice(DepthMode), "ROXOM_TUI_DEPTH_MODE")

TOP: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "profile": SettingKey(str, values.profile_name, "ROXOM_TUI_PROFILE"),
        "symbols": _SYMBOLS,
        "depth_mode": _DEPTH_MODE,
        "profiles": SettingKey(dict, _table),
        "ui": SettingKey(dict, _table),
        "keys": SettingKey(dict, _table),
    }
)

PROFILE: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "environment": SettingKey(str, values.choice(Environment)),
        "ws_url": SettingKey(str, values.url("ws", "wss")),
        "rest_url": SettingKey(str, values.url("http", "https")),
        "api_key": SettingKey(str, values.secret),
        "api_key_env": SettingKey(str, values.variable),
        "private_key_file": SettingKey(str, values.file_path),
        "symbols": _SYMBOLS,
        "depth_mode": _DEPTH_MODE,
        "seed": SettingKey(int, values.whole_number(0, LARGEST_SEED)),
    }
)

UI: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "units": SettingKey(str, values.word(*UNITS), "ROXOM_TUI_UNITS"),
        "max_fps": SettingKey(int, values.whole_number(1, 60), "ROXOM_TUI_MAX_FPS"),
        "theme": SettingKey(str, values.word(*THEMES), "ROXOM_TUI_THEME"),
        "mouse": SettingKey(bool, values.flag, "ROXOM_TUI_MOUSE"),
    }
)

PROFILE_DEFAULTS: Final = ("symbols", "depth_mode")
"""Keys that may also stand at the top of the file, for every profile that does not set them itself."""
