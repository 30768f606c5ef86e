"""Every key of the configuration: its place, its TOML type, what it may hold, and the variable that overrides it.

A key's name is the name of the field it fills in `settings`. The readers go by this table: `read_table` reads a
table of the file, `read_overrides` the environment variables.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from types import MappingProxyType
from typing import Any, Final

from msgspec import Struct

from roxom_tui.config import setting_values
from roxom_tui.config.config_file import CONFIG_VARIABLE
from roxom_tui.config.problems import KeyPath, Problem, did_you_mean, nearest, path_text, shown
from roxom_tui.config.setting_values import BadValue
from roxom_tui.config.settings import DESKTOPS, THEMES, UNITS
from roxom_tui.model.book_columns import BookColumn
from roxom_tui.model.market import EXCHANGES, DepthMode, Environment
from roxom_tui.model.values import replace

LARGEST_SEED = 2**63 - 1


class SettingKey(Struct, frozen=True):
    """One key. `kind` is the TOML type it takes."""

    kind: type
    read: setting_values.Reader
    variable: str | None = None
    """The environment variable that overrides it."""


def _table(value: object) -> object:
    return value if isinstance(value, dict) else setting_values.expected("a table", value)


def _tables(value: object) -> object:
    if isinstance(value, list):
        return value
    found = setting_values.expected("tables", value)
    return replace(found, sentence=f"{found.sentence}; a rule is written under [[alerts]]")


_SYMBOLS = SettingKey(list, setting_values.symbols, "ROXOM_TUI_SYMBOLS")
_DEPTH_MODE = SettingKey(str, setting_values.choice(DepthMode), "ROXOM_TUI_DEPTH_MODE")

TOP: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "profile": SettingKey(str, setting_values.profile_name, "ROXOM_TUI_PROFILE"),
        "symbols": _SYMBOLS,
        "depth_mode": _DEPTH_MODE,
        "profiles": SettingKey(dict, _table),
        "ui": SettingKey(dict, _table),
        "tape": SettingKey(dict, _table),
        "keys": SettingKey(dict, _table),
        "layouts": SettingKey(dict, _table),
        "alerts": SettingKey(list, _tables),
        "hooks": SettingKey(dict, _table),
        "notify": SettingKey(dict, _table),
        "recording": SettingKey(dict, _table),
    }
)

PROFILE: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "environment": SettingKey(str, setting_values.choice(Environment, EXCHANGES)),
        "ws_url": SettingKey(str, setting_values.url("ws", "wss")),
        "rest_url": SettingKey(str, setting_values.url("http", "https")),
        "api_key": SettingKey(str, setting_values.secret),
        "api_key_env": SettingKey(str, setting_values.variable),
        "private_key_file": SettingKey(str, setting_values.file_path),
        "symbols": _SYMBOLS,
        "depth_mode": _DEPTH_MODE,
        "seed": SettingKey(int, setting_values.whole_number(0, LARGEST_SEED)),
        "layout": SettingKey(str, setting_values.layout_name),
    }
)

UI: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "units": SettingKey(str, setting_values.word(*UNITS), "ROXOM_TUI_UNITS"),
        "max_fps": SettingKey(int, setting_values.whole_number(1, 60), "ROXOM_TUI_MAX_FPS"),
        "stream_fps": SettingKey(int, setting_values.whole_number(2, 60), "ROXOM_TUI_STREAM_FPS"),
        "theme": SettingKey(str, setting_values.word(*THEMES), "ROXOM_TUI_THEME"),
        "mouse": SettingKey(bool, setting_values.flag, "ROXOM_TUI_MOUSE"),
        "book_columns": SettingKey(list, setting_values.choices(BookColumn), "ROXOM_TUI_BOOK_COLUMNS"),
        "layout": SettingKey(str, setting_values.layout_name, "ROXOM_TUI_LAYOUT"),
    }
)

ALERT: Final[Mapping[str, SettingKey]] = MappingProxyType({"rule": SettingKey(str, setting_values.line)})

NOTIFY: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {
        "desktop": SettingKey(str, setting_values.word(*DESKTOPS)),
        "tmux": SettingKey(bool, setting_values.flag),
    }
)

TAPE: Final[Mapping[str, SettingKey]] = MappingProxyType({"tiers": SettingKey(list, setting_values.sizes)})
RECORDING: Final[Mapping[str, SettingKey]] = MappingProxyType(
    {"max_mb": SettingKey(int, setting_values.whole_number(1, 1_000_000))}
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
    home = _home(name, value, near) if not path else None
    if home is not None:
        return f"unknown key; {home}"
    return f"unknown key; did you mean {near}?" if near else f"unknown key; known are {', '.join(keys)}"


def _home(name: str, value: object, near: str | None) -> str | None:
    """The table in which a key at the top of the file belongs, if that is certain: `[layout.x]` is a slip of layouts,
    which takes tables, and not the layout of [ui], which takes none."""
    homes = (
        *((UI, "[ui]"), (TAPE, "[tape]"), (NOTIFY, "[notify]"), (RECORDING, "[recording]")),
        *((ALERT, "[[alerts]]"), (PROFILE, "[profiles.NAME]")),
    )
    may_be_a_slip = near is not None and isinstance(value, TOP[near].kind)
    for keys, home in homes:
        if name in keys and (isinstance(value, keys[name].kind) or not may_be_a_slip):
            return f"it belongs under {home}"
    if isinstance(value, dict) and near is None:
        return f"a profile is written [{path_text(('profiles', name))}]"
    return None


class Overrides(Struct, frozen=True):
    """Values from environment variables, by table, already read."""

    top: Mapping[str, Any] = {}
    ui: Mapping[str, Any] = {}


PREFIX = "ROXOM_TUI_"

_WORDS_OF_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def read_overrides(environ: Mapping[str, str]) -> tuple[Overrides, list[Problem]]:
    """Reads the environment variables of the schema. An empty variable says nothing."""
    problems: list[Problem] = []
    top = _read(environ, TOP, problems)
    ui = _read(environ, UI, problems)
    problems += _unknown_variables(environ)
    return Overrides(top, ui), problems


def _unknown_variables(environ: Mapping[str, str]) -> list[Problem]:
    """Variables that begin as ours do, and are none: a slip would go unseen else."""
    known = [key.variable for keys in (TOP, UI) for key in keys.values() if key.variable is not None]
    known.append(CONFIG_VARIABLE)
    return [
        Problem((), f"unknown variable; {did_you_mean(name, known)}", source=shown(name))
        for name, value in environ.items()
        if name.startswith(PREFIX) and value and name not in known
    ]


def _read(environ: Mapping[str, str], keys: Mapping[str, SettingKey], problems: list[Problem]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for name, key in keys.items():
        text = environ.get(key.variable, "") if key.variable is not None else ""
        if not text:
            continue
        value = key.read(_as_toml(text, key.kind))
        if isinstance(value, BadValue):
            # A variable is text whatever it holds: its type would say nothing.
            sentence = f'expected {value.wanted}, not "{shown(text)}"' if value.wanted else value.sentence
            problems.append(Problem((), sentence, source=key.variable or ""))
        else:
            found[name] = value
    return found


def _as_toml(text: str, kind: type) -> object:
    """The text as the type the key takes, or the text itself, which the key's reader then refuses."""
    if kind is bool:
        return _WORDS_OF_FLAGS.get(text.casefold(), text)
    if kind is int and re.fullmatch(r"[0-9]{1,18}", text):
        return int(text)
    if kind is list:
        return [entry.strip() for entry in text.split(",")]
    return text
