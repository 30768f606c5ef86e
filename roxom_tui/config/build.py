"""From a parsed document and the environment's overrides to settings, or to everything that is wrong with them."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple, TypeAlias

from roxom_tui.config import key_safety as safety
from roxom_tui.config import schema
from roxom_tui.config.problems import Problem, did_you_mean, shown
from roxom_tui.config.schema import read_table
from roxom_tui.config.setting_values import type_name
from roxom_tui.config.settings import DEMO, Profile, Settings, UiSettings
from roxom_tui.model.market import Environment

MOST_PROFILES = 50
MOST_KEYS = 200
LONGEST_SENTENCE = 200

KeymapCheck: TypeAlias = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Judges `[keys]`: action id to key in, action id to the reason of its refusal out."""


class Overrides(NamedTuple):
    """Values from environment variables, by table, already read."""

    top: Mapping[str, Any] = {}
    ui: Mapping[str, Any] = {}


class BuildContext(NamedTuple):
    """The surroundings of a document: the folder of its relative paths, the environment, and who judges `[keys]`."""

    folder: Path
    environ: Mapping[str, str]
    overrides: Overrides = Overrides()
    check_keys: KeymapCheck | None = None


def build(document: Mapping[str, object], context: BuildContext) -> tuple[Settings, list[Problem]]:
    """Settings with what could be read, and the problems; with any problem the settings are not to be used."""
    top, problems = read_table(document, (), schema.TOP)
    top_is_sound = not problems
    profiles = _profiles(top, context, problems)
    ui, more = read_table(top.get("ui", {}), ("ui",), schema.UI)
    problems += more
    settings = Settings(
        profile=top.get("profile", DEMO),
        profiles=profiles,
        ui=UiSettings(**(ui | dict(context.overrides.ui))),
        keys=_keys(top.get("keys", {}), context.check_keys, problems),
    )
    if top_is_sound and settings.profile not in top.get("profiles", {}):
        problems += unknown_profile(settings.profile, settings, ("profile",))
    return settings, problems


def unknown_profile(name: str, settings: Settings, path: tuple[str, ...] = ()) -> list[Problem]:
    """The problem of asking for a profile that is not there, if so."""
    if name in settings.profiles:
        return []
    return [Problem(path, f"there is no profile {shown(name)}; {did_you_mean(name, settings.profiles)}")]


def _profiles(top: Mapping[str, Any], context: BuildContext, problems: list[Problem]) -> dict[str, Profile]:
    """Every profile that could be read; only sound ones are compared with each other."""
    from_file = {name: top[name] for name in schema.PROFILE_DEFAULTS if name in top}
    from_variables = {name: value for name, value in context.overrides.top.items() if name in schema.PROFILE_DEFAULTS}
    named = top.get("profiles", {})
    if len(named) > MOST_PROFILES:
        problems.append(Problem(("profiles",), f"expected at most {MOST_PROFILES} profiles, not {len(named)}"))
        return {DEMO: _profile(DEMO, {}, context.folder)}
    tables: dict[str, object] = {DEMO: {}} | named
    profiles: dict[str, Profile] = {}
    for name, table in tables.items():
        if not isinstance(table, dict):
            problems.append(Problem(("profiles", name), f"expected a table, not {type_name(table)}"))
            continue
        read, found = read_table(table, ("profiles", name), schema.PROFILE)
        found += safety.problems_of_table(name, table, read)
        found += safety.problems_of_variable(name, read, context.environ)
        if not found:
            profiles[name] = _profile(name, from_file | read | from_variables, context.folder)
            found += safety.problems_of_profile(profiles[name])
        problems += found
    problems += safety.problems_between(profiles, context.environ)
    return profiles


def _profile(name: str, fields: dict[str, Any], folder: Path) -> Profile:
    profile = Profile(name=name, **({"environment": Environment.DEMO} | fields))
    if profile.private_key_file is not None:
        profile = replace(profile, private_key_file=folder / profile.private_key_file)
    if profile.environment is Environment.PRODUCTION and profile.ws_url is None and profile.rest_url is None:
        return replace(profile, ws_url=safety.PRODUCTION_WS, rest_url=safety.PRODUCTION_REST)
    return profile


def _keys(table: Mapping[str, object], check: KeymapCheck | None, problems: list[Problem]) -> dict[str, str]:
    if len(table) > MOST_KEYS:
        problems.append(Problem(("keys",), f"expected at most {MOST_KEYS} keys, not {len(table)}"))
        return {}
    keys: dict[str, str] = {}
    for action, key in table.items():
        if isinstance(key, str) and key:
            keys[action] = key
        else:
            reason = "is empty" if key == "" else f"expected the name of a key, not {type_name(key)}"
            problems.append(Problem(("keys", action), reason))
    refused = check(keys) if check is not None else {}
    problems += [Problem(("keys", action), shown(sentence, LONGEST_SENTENCE)) for action, sentence in refused.items()]
    return keys
