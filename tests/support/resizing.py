"""Changes of the terminal's size on every screen, while pictures go on coming; at each size the badge must be there."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator, Mapping
from functools import partial
from random import Random
from typing import Final

from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.screens.modal_box import ModalBox
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.support.sample_screens import board, down
from tests.support.screen_host import until
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings

Size = tuple[int, int]

WIDEST, HIGHEST = 500, 200

EDGES: Final[tuple[Size, ...]] = (
    (1, 1),
    (WIDEST, HIGHEST),
    (WIDEST, 1),
    (1, HIGHEST),
    (2, 2),
    (59, 16),
    (60, 15),
    (60, 16),
    (71, 17),
    (80, 24),
    (99, 34),
    (40, 10),
)
"""The ends of what is allowed, and where the plan of the screen changes."""

SCENES: Final[Mapping[str, tuple[str, ...]]] = {
    "dashboard": (),
    "another panel": ("tab", "tab", "tab"),
    "zoom": ("z",),
    "pause": ("tab", "space", "j"),
    "symbols": ("s", "o"),
    "profiles": ("P",),
    "connection": ("i",),
    "help": ("question_mark",),
    "palette": ("ctrl+p", "s", "y"),
}
"""The screens, and the keys that lead there."""


def sizes(seed: int) -> Iterator[Size]:
    """The edges first, then any, small ones as often as great ones."""
    yield from EDGES
    random = Random(seed)
    while True:
        yield _any(random, WIDEST), _any(random, HIGHEST)


def _any(random: Random, most: int) -> int:
    return round(math.exp(random.uniform(0, math.log(most))))


async def resize(scene: str, count: int, seed: int, tell: Callable[[int], None] = lambda done: None) -> None:
    """Open the screen and change the size so often; AssertionError, or whatever the screen raised."""
    mailbox = HandMailbox(board())
    app = RoxomApp(settings(), Recorder(), mailbox, StillClock(), DEFAULT_KEYMAP, symbol=GOLD)
    pictures = (board(), down(board(), "reset by the exchange"), _moved())
    async with app.run_test(size=(80, 24)) as pilot:
        await pilot.pause()
        await pilot.press(*SCENES[scene])
        for done, size in zip(range(count), sizes(seed), strict=False):
            # A picture may be on its way while the size changes.
            mailbox.put(pictures[done % len(pictures)])
            await pilot.resize_terminal(*size)
            await until(pilot, partial(says_where_it_is, app, size))
            tell(done + 1)


def _moved() -> ScreenSnapshot:
    picture = board()
    return replace(picture, book=replace(picture.book, bids=picture.book.bids[1:], asks=()))


def says_where_it_is(app: RoxomApp, size: Size) -> bool:
    """Whether the first line fills the width and says the environment, or as much of its word as there are columns."""
    line = _first(app)
    words = "".join(line.plain_lines()[:1]).removeprefix(" roxom ").split()
    return line.size.width == size[0] and bool(words) and words[0] == "DEMO"[: size[0]]


def _first(app: RoxomApp) -> LineWidget:
    screen = app.screen
    if isinstance(screen, ModalBox) and screen.is_full:
        return screen.query_one("#title", LineWidget)
    return app.dashboard.query_one("#header", LineWidget)
