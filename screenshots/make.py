"""Draws the pictures of this folder, of the seeded simulated exchange and a recording: `python -m screenshots.make`."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable
from pathlib import Path
from typing import Final, NamedTuple

from roxom_tui.config.settings import Profile, Settings
from roxom_tui.feed.recording_file import FileSource
from roxom_tui.feed.replay_feed import Playback
from roxom_tui.feed.replay_marks import ReplayMarks
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.ports import FeedCommand, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.recording.entries import BadRecording
from roxom_tui.recording.player import Player
from roxom_tui.recording.reader import open_recording
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.copy_actions import self_contained
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from screenshots.rehearsal import Rehearsal

FOLDER = Path(__file__).parent
SAMPLE = FOLDER.parent / "tests" / "recording" / "sample.roxrec"
SEED = 3
GOLD = Symbol("GOLD-BTC")
MINUTES = 4


class Picture(NamedTuple):
    """A file, the size of the terminal, and the keys pressed before."""

    name: str
    size: tuple[int, int]
    keys: tuple[str, ...] = ()
    replayed: int | None = None
    """So many seconds into the recording that the tests ship, instead of the exchange."""


PICTURES = (
    Picture("dashboard-120x40", (120, 40)),
    Picture("dashboard-80x24", (80, 24)),
    Picture("dashboard-200x60", (200, 60)),
    Picture("light-120x40", (120, 40), ("t",)),
    Picture("symbols-120x40", (120, 40), ("s",)),
    Picture("connection-120x40", (120, 40), ("i",)),
    Picture("help-120x40", (120, 40), ("question_mark",)),
    Picture("candles-120x40", (120, 40), ("h",)),
    Picture("heatmap-120x40", (120, 40), ("h", "h", "h")),
    Picture("replay-120x40", (120, 40), replayed=46),
)


_A_MOMENT: Final = 0.01


class Sitting:
    """Stands still for the picture: one moment, seen as the screen asks for it where `seen` can tell; of a recording
    there is one board."""

    def __init__(
        self, board: ScreenSnapshot, now: int, wall: int, seen: Callable[[ViewRequest], ScreenSnapshot] | None = None
    ) -> None:
        self._board: ScreenSnapshot | None = board
        self._now, self._wall = now, wall
        self._seen = seen
        self.symbol = board.symbols.selected
        self._wake: Callable[[], None] | None = None

    def monotonic(self) -> int:
        return self._now

    def awake(self) -> int:
        return self._now

    def wall(self) -> int:
        return self._wall

    def send(self, command: FeedCommand) -> None:
        if self._seen is not None and isinstance(command, ViewRequest):
            self._board = self._seen(command)
            self.ask()

    def on_news(self, wake: Callable[[], None] | None) -> None:
        self._wake = wake

    def ask(self, soonest: float = 0.0, calmly: float = 0.0) -> None:
        if self._board is not None and self._wake is not None:
            self._wake()

    def make_way(self, now: int) -> None: ...

    def take(self) -> ScreenSnapshot | None:
        board, self._board = self._board, None
        return board

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        return (), 0


def replayed(seconds: int) -> Sitting:
    """The recording that the tests ship, stopped so many seconds after it begins."""
    with FileSource(SAMPLE) as source:
        recording = open_recording(source)
        if isinstance(recording, BadRecording):
            raise ValueError(recording.sentence)
        player = Player(recording, ViewRequest(recording.header.selected, 60))
        player.seek(recording.begin + seconds * SECOND)
        picture = Playback(player, SAMPLE.name, ReplayMarks.none()).picture()
        return Sitting(picture, player.time.monotonic(), player.time.wall())


async def draw(picture: Picture, rehearsal: Rehearsal) -> str:
    """The SVG of one picture."""
    name, environment = ("demo", Environment.DEMO) if picture.replayed is None else ("replay", Environment.REPLAY)
    if picture.replayed is None:
        board = rehearsal.board(ViewRequest(GOLD, 60))
        sitting = Sitting(board, rehearsal.now, rehearsal.wall(), rehearsal.board)
    else:
        sitting = replayed(picture.replayed)
    settings = Settings(name, {name: Profile(name, environment)})
    app = RoxomApp(settings, sitting, sitting, sitting, DEFAULT_KEYMAP, symbol=sitting.symbol)
    async with app.run_test(size=picture.size) as pilot:
        await pilot.pause()
        for key in picture.keys:
            await pilot.press(key)
            await pilot.pause()
        # On a busy machine a panel may have its size only after the one picture of a recording was painted.
        while app.picture is None:
            await pilot.pause(_A_MOMENT)
        app.repaint()
        await pilot.pause()
        return self_contained(app.export_screenshot(title="roxom-tui"))


def main() -> None:
    """Draw them all, as a terminal with all colours shows them."""
    os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
    os.environ.pop("NO_COLOR", None)
    rehearsal = Rehearsal(SEED, GOLD)
    rehearsal.play(MINUTES * 60)
    for picture in PICTURES:
        path = FOLDER / f"{picture.name}.svg"
        path.write_text(asyncio.run(draw(picture, rehearsal)))
        print(path.relative_to(FOLDER.parent))


if __name__ == "__main__":
    main()
