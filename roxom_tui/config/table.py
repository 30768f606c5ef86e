"""Reads one table of the document against its keys, and gathers what is wrong with it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from roxom_tui.config import schema
from roxom_tui.config.problems import KeyPath, Problem, nearest, path_text
from roxom_tui.config.schema import SettingKey
from roxom_tui.config.setting_values import BadValue


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
    """What was meant by an unknown key: a neighbour in its table, or a key of another table."""
    # Keys that take this type of value come first, so that `profils = {}` means profiles, not profile.
    near = nearest(name, sorted(keys, key=lambda known: not isinstance(value, keys[known].kind)))
    home = _home(name, value, near is None) if not path else None
    if home is not None:
        return f"unknown key; {home}"
    return f"unknown key; did you mean {near}?" if near else f"unknown key; known are {', '.join(keys)}"


def _home(name: str, value: object, nothing_near: bool) -> str | None:
    """Where a key at the top of the file belongs, if that is certain."""
    if name in schema.UI:
        return "it belongs under [ui]"
    if name in schema.PROFILE:
        return "it belongs under [profiles.NAME]"
    if isinstance(value, dict) and nothing_near:
        return f"a profile is written [{path_text(('profiles', name))}]"
    return None
