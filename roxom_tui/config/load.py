"""The configuration in force: flag, then environment variable, then profile, then file, then default.

Environment variables go through the same readers as the file, and are refused in the same words.
"""

from __future__ import annotations

import os
import re
import tomllib
from collections.abc import Iterable, Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any, NamedTuple
from urllib.parse import urlsplit

from roxom_tui.config import schema
from roxom_tui.config.build import BuildContext, KeymapCheck, Overrides, build, unknown_profile
from roxom_tui.config.config_file import CONFIG_VARIABLE, ConfigPlace, ConfigText, find_config, read_config
from roxom_tui.config.problems import ConfigProblems, KeyPath, Problem, did_you_mean, shown
from roxom_tui.config.schema import SettingKey
from roxom_tui.config.setting_values import BadValue, is_loopback
from roxom_tui.config.settings import Settings
from roxom_tui.config.toml_lines import key_lines
from roxom_tui.model.visible_text import escaped

_DOTTED = re.compile(r"""(?:\.[ \t]*(?:[A-Za-z0-9_-]+|"[^"\n]*"|'[^'\n]*')[ \t]*){50}""")
"""A key of so many parts. The parser takes a minute over one of thousands."""


class _Document(NamedTuple):
    """A parsed file, or nothing at all."""

    content: Mapping[str, Any] = {}
    path: Path | None = None
    lines: Mapping[KeyPath, int] = {}


def load_settings(
    config: str | None = None,
    profile: str | None = None,
    environ: Mapping[str, str] | None = None,
    check_keys: KeymapCheck | None = None,
) -> Settings | ConfigProblems:
    """The settings, or every problem of the file and of the environment at once.

    `config` and `profile` are the flags. Without a file the built-in demo stands. A usual place that cannot be
    read is a remark only, unless a profile was asked for that just the file could define.
    """
    environ = os.environ if environ is None else environ
    place = find_config(config, environ)
    source = _source(place)
    if source is None:
        return _settings(_Document(), profile, environ, check_keys)
    if isinstance(source, Problem):
        if place.asked_for:
            return ConfigProblems((source,))
        return _despite(source, _settings(_Document(), profile, environ, check_keys))
    document = _parse(source.text, place.path)
    if isinstance(document, Problem):
        return ConfigProblems((document,))
    settings = _settings(document, profile, environ, check_keys)
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


def _despite(unreadable: Problem, settings: Settings | ConfigProblems) -> Settings | ConfigProblems:
    """The settings that can be had although the file in the usual place cannot be read, or the problems."""
    if isinstance(settings, ConfigProblems):
        return ConfigProblems((unreadable, *settings.problems))
    return replace(settings, remarks=(f"{unreadable}; only the built-in demo is there",))


def _parse(text: str, path: Path | None) -> _Document | Problem:
    if _DOTTED.search(text):
        return Problem((), "is nested too deep", source=str(path))
    try:
        content = tomllib.loads(text)
    except RecursionError:
        return Problem((), "is nested too deep", source=str(path))
    except ValueError as error:
        return _syntax_problem(str(error), text)._replace(source=str(path))
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
    document: _Document, profile: str | None, environ: Mapping[str, str], check_keys: KeymapCheck | None
) -> Settings | ConfigProblems:
    overrides, problems = read_overrides(environ)
    folder = document.path.parent if document.path is not None else Path()
    settings, found = build(document.content, BuildContext(folder, environ, overrides, check_keys))
    problems += _placed(found, document)
    asked, by = (profile, "--profile") if profile else (overrides.top.get("profile"), "ROXOM_TUI_PROFILE")
    if asked is not None:
        settings = replace(settings, profile=asked)
        # A profile with faults of its own is missing here too: those are told, not that.
        problems += [] if found else [p._replace(source=by) for p in unknown_profile(asked, settings)]
    return ConfigProblems(tuple(problems)) if problems else replace(settings, path=document.path)


def _placed(problems: Iterable[Problem], document: _Document) -> list[Problem]:
    """The problems in the order of the file, each with the line of its key or of the table around it."""
    source = str(document.path) if document.path is not None else ""
    placed = [p._replace(source=source, line=_line_of(p.path, document.lines)) for p in problems]
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


PREFIX = "ROXOM_TUI_"

_WORDS_OF_FLAGS = {"true": True, "1": True, "false": False, "0": False}


def read_overrides(environ: Mapping[str, str]) -> tuple[Overrides, list[Problem]]:
    """Reads the environment variables of the schema. An empty variable says nothing."""
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
