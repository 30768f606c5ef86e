"""The configuration in force: flag, then environment variable, then profile, then file, then default.

Environment variables go through the same readers as the file, and are refused in the same words.
"""

from __future__ import annotations

import os
import re
from collections.abc import Callable, Collection, Iterable, Mapping, Sequence
from pathlib import Path
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from msgspec import Struct

from roxom_tui.config import key_safety, schema
from roxom_tui.config.config_file import ConfigPlace, ConfigText, find_config, read_config
from roxom_tui.config.problems import ConfigProblems, KeyPath, Problem, did_you_mean, shown
from roxom_tui.config.schema import Overrides, read_overrides, read_table
from roxom_tui.config.setting_values import BadValue, is_loopback, layout_name, type_name
from roxom_tui.config.settings import (
    DEMO,
    LAYOUTS,
    NotifySettings,
    Profile,
    RecordingSettings,
    Settings,
    TapeSettings,
    UiSettings,
)
from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from roxom_tui.model.visible_text import escaped

_DOTTED: Final = r"""(?:\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){50}"""
"""A key of so many parts. The parser takes a minute over one of thousands."""


MOST_PROFILES = 50
MOST_KEYS = 200
MOST_LAYOUTS = 30
LONGEST_SENTENCE = 200

RuleCheck: TypeAlias = Callable[[Sequence[str], Collection[str], Collection[str]], Mapping[int, str]]
"""Judges rules of alerts by the symbols and the hooks there are: the place of each that is refused, and why."""

KeymapCheck: TypeAlias = Callable[[Mapping[str, str]], Mapping[str, str]]
"""Judges `[keys]`: action id to key in, action id to the reason of its refusal out; and `[layouts]` in the same way."""


class BuildContext(Struct, frozen=True):
    """The surroundings of a document: the folder of its relative paths, the environment, and who judges `[keys]`."""

    folder: Path
    environ: Mapping[str, str]
    overrides: Overrides = Overrides()
    check_keys: KeymapCheck | None = None
    check_layouts: KeymapCheck | None = None
    check_rules: RuleCheck | None = None


def build(document: Mapping[str, object], context: BuildContext) -> tuple[Settings, list[Problem]]:
    """Settings with what could be read, and the problems; with any problem the settings are not to be used."""
    top, problems = read_table(document, (), schema.TOP)
    top_is_sound = not problems
    profiles = _profiles(top, context, problems)
    if "layout" in context.overrides.ui:
        profiles = {name: replace(profile, layout=None) for name, profile in profiles.items()}
    ui, more = read_table(top.get("ui", {}), ("ui",), schema.UI)
    tape, others = read_table(top.get("tape", {}), ("tape",), schema.TAPE)
    notify, of_notify = read_table(top.get("notify", {}), ("notify",), schema.NOTIFY)
    recording, further = read_table(top.get("recording", {}), ("recording",), schema.RECORDING)
    problems += [*more, *others, *of_notify, *further]
    tiers = tape.get("tiers", ())
    hooks, rules = _alerts(top, profiles, context.check_rules, problems)
    settings = Settings(
        profile=top.get("profile", DEMO),
        profiles={name: replace(profile, tiers=tiers, alerts=rules) for name, profile in profiles.items()},
        ui=UiSettings(**(ui | dict(context.overrides.ui))),
        tape=TapeSettings(tiers),
        recording=RecordingSettings(**recording),
        keys=_keys(top.get("keys", {}), context.check_keys, problems),
        layouts=_layouts(top.get("layouts", {}), context.check_layouts, problems),
        alerts=rules,
        hooks=hooks,
        notify=NotifySettings(**notify),
    )
    problems += _unknown_layouts(settings, top.get("layouts", {}))
    if top_is_sound and settings.profile not in top.get("profiles", {}):
        problems += unknown_profile(settings.profile, settings, ("profile",))
    return settings, problems


def _alerts(
    top: Mapping[str, Any], profiles: Mapping[str, Profile], check: RuleCheck | None, problems: list[Problem]
) -> tuple[Mapping[str, tuple[str, ...]], tuple[str, ...]]:
    """Hooks and rules; who has none starts without what reads them."""
    if "hooks" not in top and "alerts" not in top:
        return {}, ()
    from roxom_tui.config.alert_settings import RuleContext, read_hooks, read_rules

    hooks = read_hooks(top.get("hooks", {}), problems)
    symbols = {symbol for profile in profiles.values() for symbol in profile.symbols}
    return hooks, read_rules(top.get("alerts", []), RuleContext(symbols, hooks, check), problems)


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
        found += key_safety.problems_of_table(name, table, read)
        found += key_safety.problems_of_variable(name, read, context.environ)
        if not found:
            profiles[name] = _profile(name, from_file | read | from_variables, context.folder)
            found += key_safety.problems_of_profile(profiles[name])
        problems += found
    problems += key_safety.problems_between(profiles, context.environ)
    return profiles


def _profile(name: str, fields: dict[str, Any], folder: Path) -> Profile:
    profile = Profile(name=name, **({"environment": Environment.DEMO} | fields))
    if profile.private_key_file is not None:
        profile = replace(profile, private_key_file=folder / profile.private_key_file)
    if profile.environment is Environment.PRODUCTION and profile.ws_url is None and profile.rest_url is None:
        return replace(profile, ws_url=key_safety.PRODUCTION_WS, rest_url=key_safety.PRODUCTION_REST)
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


def _layouts(table: Mapping[str, object], check: KeymapCheck | None, problems: list[Problem]) -> dict[str, str]:
    if len(table) > MOST_LAYOUTS:
        problems.append(Problem(("layouts",), f"expected at most {MOST_LAYOUTS} layouts, not {len(table)}"))
        return {}
    layouts: dict[str, str] = {}
    for name, text in table.items():
        bad = layout_name(name)
        if name in LAYOUTS:
            problems.append(Problem(("layouts", name), "is built in; an own layout has a name of its own"))
        elif isinstance(bad, BadValue):
            problems.append(Problem(("layouts", name), bad.sentence))
        elif not isinstance(text, str):
            problems.append(Problem(("layouts", name), f"expected panels as text, not {type_name(text)}"))
        else:
            layouts[name] = text
    refused = check(layouts) if check is not None else {}
    problems += [Problem(("layouts", name), shown(sentence, LONGEST_SENTENCE)) for name, sentence in refused.items()]
    return layouts


def _unknown_layouts(settings: Settings, named: Mapping[str, object]) -> list[Problem]:
    """Layouts that are chosen and not there."""
    known = (*LAYOUTS, *named)
    chosen: dict[KeyPath, str] = {("ui", "layout"): settings.ui.layout}
    chosen |= {("profiles", name, "layout"): one.layout for name, one in settings.profiles.items() if one.layout}
    return [
        Problem(path, f"there is no layout {shown(name)}; {did_you_mean(name, known)}")
        for path, name in chosen.items()
        if name not in known
    ]


class _Checks(Struct, frozen=True):
    """Who judges what this room does not know."""

    keys: KeymapCheck | None
    layouts: KeymapCheck | None
    rules: RuleCheck | None


class _Document(Struct, frozen=True):
    """A parsed file, or nothing at all."""

    content: Mapping[str, Any] = {}
    path: Path | None = None
    lines: Mapping[KeyPath, int] = {}


def load_settings(
    config: str | None = None,
    profile: str | None = None,
    environ: Mapping[str, str] | None = None,
    check_keys: KeymapCheck | None = None,
    check_layouts: KeymapCheck | None = None,
    check_rules: RuleCheck | None = None,
) -> Settings | ConfigProblems:
    """The settings, or every problem of the file and of the environment at once.

    `config` and `profile` are the flags. Without a file the built-in demo stands, and the settings have no path. A
    file that is there and cannot be read is a problem, also in the usual place: nobody knows what it asks for.
    """
    environ = os.environ if environ is None else environ
    checks = _Checks(check_keys, check_layouts, check_rules)
    place = find_config(config, environ)
    source = _source(place)
    if source is None:
        return _settings(_Document(), profile, environ, checks)
    if isinstance(source, Problem):
        return ConfigProblems((source,))
    document = _parse(source.text, place.path)
    if isinstance(document, Problem):
        return ConfigProblems((document,))
    settings = _settings(document, profile, environ, checks)
    if isinstance(settings, Settings) and source.open_to_others and _holds_a_real_key(settings):
        settings = replace(
            settings, remarks=(f"{escaped(str(place.path))} holds an API key and others can read it: chmod 600 it",)
        )
    return settings


def _source(place: ConfigPlace) -> ConfigText | Problem | None:
    if place.path is None:
        return None
    source = read_config(place.path)
    if source is None and place.asked_for:
        return Problem((), "there is no such file", source=str(place.path))
    return source


def _parse(text: str, path: Path | None) -> _Document | Problem:
    # Only for a file: the demo without one starts without the language it would be written in.
    import tomllib

    from roxom_tui.config.toml_lines import key_lines

    if re.search(_DOTTED, text):
        return Problem((), "is nested too deep", source=str(path))
    try:
        content = tomllib.loads(text)
    except RecursionError:
        return Problem((), "is nested too deep", source=str(path))
    except ValueError as error:
        return replace(_syntax_problem(str(error), text), source=str(path))
    return _Document(content, path, key_lines(text))


def _syntax_problem(complaint: str, text: str) -> Problem:
    """The parser's complaint, with its line moved to the front."""
    found = re.fullmatch(r"(.*) \(at (?:line (\d+), column (\d+)|end of document)\)", complaint, re.DOTALL)
    if found is None:
        return Problem((), "is not TOML")
    what, line, column = shown(found[1]), found[2], found[3]
    if what == "Cannot overwrite a value":
        what = "there is a key of that name already" + _plural_hint(text, line)
    if line is None:
        return Problem((), f"not TOML: {what}, at the end of the file", text.count("\n") + 1)
    return Problem((), f"not TOML: {what}, at column {column}", int(line))


def _plural_hint(text: str, line: str | None) -> str:
    """`[profile.x]` under a `profile = "x"` is the slip that the parser's words explain least."""
    written = text.split("\n")[int(line or 0) - 1].lstrip()
    return "; a profile is written [profiles.NAME]" if written.startswith("[profile.") else ""


def _settings(
    document: _Document, profile: str | None, environ: Mapping[str, str], checks: _Checks
) -> Settings | ConfigProblems:
    overrides, problems = read_overrides(environ)
    folder = document.path.parent if document.path is not None else Path()
    settings, found = build(
        document.content, BuildContext(folder, environ, overrides, checks.keys, checks.layouts, checks.rules)
    )
    problems += _placed(found, document)
    asked, by = (profile, "--profile") if profile else (overrides.top.get("profile"), "ROXOM_TUI_PROFILE")
    if asked is not None:
        settings = replace(settings, profile=asked)
        # A profile with faults of its own is missing here too: those are told, not that.
        problems += [] if found else [replace(p, source=by) for p in unknown_profile(asked, settings)]
    return ConfigProblems(tuple(problems)) if problems else replace(settings, path=document.path)


def _placed(problems: Iterable[Problem], document: _Document) -> list[Problem]:
    """The problems in the order of the file, each with the line of its key or of the table around it."""
    source = str(document.path) if document.path is not None else ""
    placed = [replace(p, source=source, line=_line_of(p.path, document.lines)) for p in problems]
    return sorted(placed, key=lambda problem: problem.line or 0)


def _line_of(path: KeyPath, lines: Mapping[KeyPath, int]) -> int | None:
    for length in range(len(path), 0, -1):
        if path[:length] in lines:
            return lines[path[:length]]
    return None


def _holds_a_real_key(settings: Settings) -> bool:
    return any(
        profile.api_key is not None
        and profile.ws_url is not None
        and not is_loopback(urlsplit(profile.ws_url).hostname)
        for profile in settings.profiles.values()
    )
