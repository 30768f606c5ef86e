"""Every key of the configuration: its place, its TOML type, what it may hold, and the variable that overrides it.

A key's name is the name of the field it fills in `settings`. `read_table` reads one table of the file by its keys.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final, NamedTuple

from roxom_tui.config import schema
from roxom_tui.config import setting_values as values
from roxom_tui.config.problems import KeyPath, Problem, nearest, path_text
from roxom_tui.config.setting_values import BadValue
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


def read_table(
    table: Mapping[str, object], path: KeyPath, keys: Mapping[str, SettingKey]
) -> tuple[dict[str, Any], list[Problem]]:
    """The good values by name, and a problem for each key that is unknown or holds something else."""
    good: dict[str, Any] = {}
    problems: list[Problem] = []
    for name, value in table.items():
        if name not in keys:
            problems.append(Problem((*path, name), _unknown(name, value, path, keys)))
            continue
        found = keys[name].read(value)
        if isinstance(found, BadValue):
            problems.append(_refused((*path, name), found))
        else:
            good[name] = found
    return good, problems


def _refused(path: KeyPath, bad: BadValue) -> Problem:
    return Problem(path if bad.element is None else (*path, bad.element), bad.sentence)


def _unknown(name: str, value: object, path: KeyPath, keys: Mapping[str, SettingKey]) -> str:
    """A suggestion for an unknown key: a neighbour in its table, or a key of another table."""
    # Keys that take this type of value come first, so that `profils = {}` means profiles, not profile.
    near = nearest(name, sorted(keys, key=lambda known: not isinstance(value, keys[known].kind)))
    home = _home(name, value, near is None) if not path else None
    if home is not None:
        return f"unknown key; {home}"
    return f"unknown key; did you mean {near}?" if near else f"unknown key; known are {', '.join(keys)}"


def _home(name: str, value: object, nothing_near: bool) -> str | None:
    """The table in which a key at the top of the file belongs, if that is certain."""
    if name in schema.UI:
        return "it belongs under [ui]"
    if name in schema.PROFILE:
        return "it belongs under [profiles.NAME]"
    if isinstance(value, dict) and nothing_near:
        return f"a profile is written [{path_text(('profiles', name))}]"
    return None
