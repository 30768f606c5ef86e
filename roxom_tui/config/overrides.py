"""Settings from environment variables: the same readers, the same refusals."""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from roxom_tui.config import schema
from roxom_tui.config.build import Overrides
from roxom_tui.config.config_file import CONFIG_VARIABLE
from roxom_tui.config.problems import Problem, did_you_mean, shown
from roxom_tui.config.schema import SettingKey
from roxom_tui.config.setting_values import BadValue

PREFIX = "ROXOM_TUI_"

_WORDS_OF_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def read_overrides(environ: Mapping[str, str]) -> tuple[Overrides, list[Problem]]:
    """What the variables of the schema say. An empty variable says nothing."""
    problems: list[Problem] = []
    top = _read(environ, schema.TOP, problems)
    ui = _read(environ, schema.UI, problems)
    problems += _unknown(environ)
    return Overrides(top, ui), problems


def _unknown(environ: Mapping[str, str]) -> list[Problem]:
    """Variables that begin as ours do, and are none: a slip would go unseen else."""
    known = [key.variable for keys in (schema.TOP, schema.UI) for key in keys.values() if key.variable is not None]
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
            problems.append(Problem((), value.sentence, source=key.variable or ""))
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
