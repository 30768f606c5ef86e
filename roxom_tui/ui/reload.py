"""What of a configuration that was read again is taken over while the program runs, and the words for it. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final, Protocol

from msgspec import Struct

from roxom_tui.config.problems import ConfigProblems, shown
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.values import replace
from roxom_tui.ui.lines import Line, Role, Span, cut, fit, width_of

AT_ONCE: Final = ("units", "theme", "book_columns", "layout", "stream_fps")
"""The keys of `[ui]` that are taken over; the others of it need a restart."""

LINES: Final = 3

_TABLES: Final = ("recording", "tape", "keys", "alerts", "hooks")
"""What is read at the start only: the feed has it, or the keys are bound."""

_MOST_TAKEN: Final = 2
_MOST_LATER: Final = 6
"""So many are named; the line has more room than the notice."""


class ConfigSource(Protocol):
    """The configuration, to be read again."""

    def has_changed(self) -> bool:
        """Whether there is another; asked about once a second."""
        ...

    def read(self) -> Settings | ConfigProblems:
        """What it says now."""
        ...


class Reloaded(Struct, frozen=True):
    """The settings in force from now on; the keys that were taken over, and those that need a restart."""

    settings: Settings
    taken: tuple[str, ...]
    later: tuple[str, ...]

    @property
    def words(self) -> str:
        """What was taken over, in the room of a notice."""
        if not self.taken:
            return "config: nothing in it to take over"
        return f"config: {_listed(self.taken, _MOST_TAKEN)} taken over"

    @property
    def restart_words(self) -> str:
        """What was not, and when it is; empty where there is nothing."""
        return f"config: {_listed(self.later, _MOST_LATER)} taken over at the next start" if self.later else ""


def reloaded(now: Settings, new: Settings) -> Reloaded:
    """`now` with what of `new` can be changed while the program runs."""
    ui = replace(now.ui, **{key: getattr(new.ui, key) for key in AT_ONCE})
    profiles = {name: replace(one, layout=_layout_of(new.profiles, one)) for name, one in now.profiles.items()}
    settings = replace(now, ui=ui, layouts=new.layouts, notify=new.notify, profiles=profiles)
    return Reloaded(settings, tuple(_taken(now, settings)), tuple(_later(settings, new)))


def problem_words(problems: ConfigProblems) -> str:
    """The first thing to mend with its file, line and key, and how many more there are; all stays as it was."""
    first, *others = problems.problems
    place = replace(first, source=Path(first.source).name) if first.source else first
    more = f" (and {len(others)} more)" if others else ""
    return f"config not taken over, all stays as it was: {place}{more}"


def _layout_of(profiles: Mapping[str, Profile], one: Profile) -> str | None:
    new = profiles.get(one.name)
    return one.layout if new is None else new.layout


def _taken(now: Settings, settings: Settings) -> Iterator[str]:
    yield from (f"ui.{key}" for key in AT_ONCE if getattr(now.ui, key) != getattr(settings.ui, key))
    yield from (f"layouts.{name}" for name in _differing(now.layouts, settings.layouts))
    if now.notify != settings.notify:
        yield "notify"
    yield from (f"profiles.{name}.layout" for name in _differing(now.profiles, settings.profiles))


def _later(settings: Settings, new: Settings) -> Iterator[str]:
    if settings.profile != new.profile:
        yield "profile"
    yield from (f"profiles.{name}" for name in _differing(_bare(settings.profiles), _bare(new.profiles)))
    yield from (f"ui.{key}" for key in ("max_fps", "mouse") if getattr(settings.ui, key) != getattr(new.ui, key))
    yield from (table for table in _TABLES if getattr(settings, table) != getattr(new, table))


def _bare(profiles: Mapping[str, Profile]) -> dict[str, Profile]:
    """Profiles without what stands elsewhere in the file, and without what is taken over."""
    return {name: replace(one, layout=None, alerts=(), tiers=()) for name, one in profiles.items()}


def _differing(one: Mapping[str, object], other: Mapping[str, object]) -> list[str]:
    return [name for name in dict.fromkeys((*one, *other)) if one.get(name) != other.get(name)]


def _listed(names: tuple[str, ...], most: int) -> str:
    told = ", ".join(shown(name) for name in names[:most])
    return told if len(names) <= most else f"{told} and {len(names) - most} more"


def standing_lines(text: str, width: int) -> list[Line]:
    """A sentence that stays until somebody saw it, in at most `LINES` lines; nothing for nothing."""
    if not text:
        return []
    head, end = Span(" ! ", Role.WARNING), (Span("  Esc", Role.STRONG), Span(" seen ", Role.SOFT))
    room = max(1, width - width_of((head, *end)))
    said = textwrap.wrap(text, room) or [""]
    if len(said) > LINES:
        said = [*said[: LINES - 1], cut(" ".join(said[LINES - 1 :]), room)]
    first, *others = (Span(part.ljust(room), Role.STRONG) for part in said)
    return [fit((head, first, *end), width), *(fit((Span("   "), other), width) for other in others)]
