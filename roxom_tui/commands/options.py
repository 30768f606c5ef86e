"""The beginning of every command: settings with the command line's options applied, and nothing secret left behind."""

from __future__ import annotations

import resource
from collections.abc import Collection, Mapping, Sequence
from types import SimpleNamespace
from typing import TYPE_CHECKING

from roxom_tui.commands.stdio import write_notice
from roxom_tui.config.load import load_settings
from roxom_tui.config.log_file import start_log_file
from roxom_tui.config.problems import ConfigProblems, did_you_mean, shown
from roxom_tui.config.settings import LAYOUTS, Profile, Settings
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Symbol
from roxom_tui.model.values import replace

if TYPE_CHECKING:
    from roxom_tui.ui.keymap import Keymap


def settings_of(options: SimpleNamespace) -> Settings:
    """The settings in force; remarks go to the person. Raises UsageError with every problem of the configuration."""
    settings = read_settings(options)
    if isinstance(settings, ConfigProblems):
        raise settings.as_error()
    settings = with_layout(settings, getattr(options, "layout", None))
    for remark in settings.remarks:
        write_notice(remark)
    return settings


def read_settings(options: SimpleNamespace) -> Settings | ConfigProblems:
    """The settings by file, environment and the options of every command; nothing is told to anybody."""
    return load_settings(
        options.config,
        options.profile,
        check_keys=refused_keys,
        check_layouts=refused_layouts,
        check_rules=refused_rules,
    )


def with_layout(settings: Settings, name: str | None) -> Settings:
    """The settings with the layout that a flag names. Raises UsageError if there is none of that name."""
    if name is None:
        return settings
    known = (*LAYOUTS, *settings.layouts)
    if name not in known:
        raise UsageError(f"--layout: there is no layout {shown(name)}; {did_you_mean(name, known)}")
    profiles = {key: replace(profile, layout=None) for key, profile in settings.profiles.items()}
    return replace(settings, profiles=profiles, ui=replace(settings.ui, layout=name))


def leave_no_traces() -> None:
    """Before a key is loaded: whatever ends us, no picture of our memory is written; and the log goes to its file."""
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    start_log_file()


def known_symbol(symbol: str, profile: Profile) -> Symbol:
    """The symbol, if the profile lists it; else UsageError with the nearest one that it does list."""
    if symbol in profile.symbols:
        return Symbol(symbol)
    raise UsageError(
        f"--symbol: {shown(symbol)} is not among the symbols of profile {shown(profile.name)};"
        f" {did_you_mean(symbol, profile.symbols)}"
    )


def refused_keys(keys: Mapping[str, str]) -> dict[str, str]:
    """Rebound keys that the screen refuses, and why. Imports the screen's table, so only when keys are rebound."""
    if not keys:
        return {}
    from roxom_tui.ui.keymap import KeyProblems, keymap

    found = keymap(keys)
    return dict(found.problems) if isinstance(found, KeyProblems) else {}


def refused_layouts(layouts: Mapping[str, str]) -> dict[str, str]:
    """Own layouts that the screen refuses, and why."""
    if not layouts:
        return {}
    from roxom_tui.ui.layout import own_layout
    from roxom_tui.ui.panels import PANELS

    refused: dict[str, str] = {}
    for name, text in layouts.items():
        try:
            own_layout(name, text, [panel.panel_id for panel in PANELS])
        except ValueError as error:
            refused[name] = str(error)
    return refused


def refused_rules(rules: Sequence[str], symbols: Collection[str], hooks: Collection[str]) -> dict[int, str]:
    """Rules of alerts that cannot be read, by their place, and why. Imports their grammar only where there is one."""
    if not rules:
        return {}
    from roxom_tui.alerts.grammar import parse
    from roxom_tui.alerts.tokens import Slip

    refused: dict[int, str] = {}
    read: dict[str, int] = {}
    for place, text in enumerate(rules):
        found = parse(text, sorted(symbols), sorted(hooks))
        if isinstance(found, Slip):
            refused[place] = found.sentence
        elif read.setdefault(found.text, place) != place:
            refused[place] = "this rule is listed twice"
    return refused


def bound_keys(settings: Settings) -> Keymap:
    """The keys of every action, the configured ones among them. Raises UsageError where those cannot be used."""
    from roxom_tui.ui.keymap import KeyProblems, keymap

    found = keymap(settings.keys)
    if isinstance(found, KeyProblems):
        raise UsageError("\n".join(found.sentences))
    return found
