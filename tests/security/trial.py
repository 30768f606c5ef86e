"""Payloads the whole way: into every field of every message, and onto every screen. For the tests and the campaign."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from msgspec import Struct
from msgspec.structs import astuple

from roxom_tui.model.status import Notice
from roxom_tui.protocol.text_gate import gate
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.security.cells import Examiner
from tests.security.feed import Story
from tests.security.screens import DASHBOARDS, PANELS, ZOOMED, Screen, screen, zoom

TOGETHER: Final = 25
"""Payloads in one picture: so many rows of each list are in sight where it has all the room."""


class Scene(NamedTuple):
    """A picture, a notice beside it, and the payloads that are in it."""

    board: ScreenSnapshot
    notice: Notice | None
    texts: Sequence[str]


@dataclass
class Tally:
    """What was looked at. `seen` counts by screen the pictures in which a payload itself could be read."""

    pictures: Counter[str] = field(default_factory=Counter)
    seen: Counter[str] = field(default_factory=Counter)
    texts: int = 0
    rows: int = 0

    def add(self, other: Tally) -> None:
        """Two runs as one."""
        self.pictures += other.pictures
        self.seen += other.seen
        self.texts += other.texts
        self.rows += other.rows

    def __str__(self) -> str:
        screens = ", ".join(f"{name} {count:,} ({self.seen[name]:,} with one)" for name, count in self.pictures.items())
        return f"{self.texts:,} texts, {self.rows:,} rows; pictures: {screens}"


async def try_payloads(texts: Sequence[str], first: int = 0) -> Tally:
    """All that can become of `texts`; AssertionError if one of them does anything."""
    crowds, ends, tally = await _told(texts, first)
    async with screen(DASHBOARDS[0]) as made:
        for number, size in enumerate((*DASHBOARDS, ZOOMED)):
            await made.resize(size)
            if size != ZOOMED:
                _show(made, f"{size[0]}x{size[1]}", [*crowds, *ends[number :: len(DASHBOARDS) + len(PANELS)]], tally)
        for number, panel in enumerate(PANELS, len(DASHBOARDS)):
            await zoom(made, panel)
            _show(made, panel, [*crowds, *ends[number :: len(DASHBOARDS) + len(PANELS)]], tally)
        made.app.action_connection()
        await made.pilot.pause()
        _show(made, "connection", [*crowds, *ends[::25]], tally)
        tally.rows = made.examiner.rows
    return tally


async def _told(texts: Sequence[str], first: int) -> tuple[list[Scene], list[Scene], Tally]:
    """Pictures of a crowd of payloads, and of the end of a connection by one; every text in the state examined."""
    crowds, ends, examiner, tally, lonely = [], [], Examiner(None), Tally(), Story()
    for at in range(0, len(texts), TOGETHER):
        some = texts[at : at + TOGETHER]
        story = Story()
        story.connect(some[0])
        for number, text in enumerate(some, first + at):
            await story.ask(text, number)
            story.hear(text, number)
        board, notices = story.picture(), story.notices()
        crowds.append(Scene(board, notices[-1], some))
        lonely.connect(some[0])
        for number, text in enumerate(some):
            ends.append(Scene(lonely.end(text), notices[-1 - 5 * number % len(notices)], [text]))
        told = (board, notices, ends[-1].board.connection, lonely.notices(), story.marked)
        for said in _texts_in(told):
            examiner.words(said)
            tally.texts += 1
    return crowds, ends, tally


def _show(made: Screen, name: str, scenes: Sequence[Scene], tally: Tally) -> None:
    for scene in scenes:
        try:
            shown = made.show(scene.board, scene.notice)
        except AssertionError as error:
            error.add_note(f"on {name}, after {[ascii(text)[:80] for text in scene.texts]}")
            raise
        tally.pictures[name] += 1
        tally.seen[name] += any(len(text) > 2 and gate(text)[:8] in shown for text in scene.texts)


def _texts_in(value: object) -> Iterator[str]:
    """Every text in a view."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Struct):
        for part in astuple(value):
            yield from _texts_in(part)
    elif isinstance(value, Mapping):
        for key, entry in value.items():
            yield from _texts_in(key)
            yield from _texts_in(entry)
    elif isinstance(value, tuple | list | frozenset):
        for entry in value:
            yield from _texts_in(entry)
