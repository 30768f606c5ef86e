"""The themes in sixteen colours: for each role a pair of ink and ground that was chosen, not the nearest of a palette.

What the sixteen look like is the terminal's own affair, so only those are used that hold in the usual palettes:

* bright black (8) is hardly seen in some of them, and is never the ink of a word;
* bold turns dark inks into bright ones in many terminals, so nothing dark is bold;
* red (1) is too dark for words on black; green, cyan and yellow are too light for words on white. There bids are black
  beside red asks, and warnings and errors have grounds of their own.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from msgspec import Struct, field
from rich.style import Style

from roxom_tui.model.market import Environment
from roxom_tui.ui.lines import Role, Tint

BLACK, RED, GREEN, YELLOW, BLUE, MAGENTA, CYAN, WHITE = range(8)
(
    BRIGHT_BLACK,
    BRIGHT_RED,
    BRIGHT_GREEN,
    BRIGHT_YELLOW,
    BRIGHT_BLUE,
    BRIGHT_MAGENTA,
    BRIGHT_CYAN,
    BRIGHT_WHITE,
) = range(8, 16)

HEX: Final = (
    *("#000000", "#aa0000", "#00aa00", "#aa5500", "#0000aa", "#aa00aa", "#00aaaa", "#aaaaaa"),
    *("#555555", "#ff5555", "#55ff55", "#ffff55", "#5555ff", "#ff55ff", "#55ffff", "#ffffff"),
)
"""Exactly the colours that Rich knows by these numbers, so that none is turned into its neighbour."""


class Pair(NamedTuple):
    """An ink on a ground, as numbers of the sixteen."""

    ink: int
    ground: int


_FILLS: Final = {
    Environment.SANDBOX: Pair(BLACK, CYAN),
    Environment.PRODUCTION: Pair(BRIGHT_WHITE, MAGENTA),
}
"""Badges. Demo's is the ground's own opposite, because it is nothing to mind."""

_BOLD: Final = frozenset({Role.STRONG, Role.CHANGED, Role.BID_BEST, Role.ASK_BEST, Role.ERROR, Role.ACCENT, Role.BADGE})


class Scheme(Struct, frozen=True):
    """A theme: the ink of figures on its two grounds, and all that differs from it."""

    ground: int
    chosen: int
    """Behind the row that is chosen."""
    figures: int
    demo: Pair
    replay: Pair
    inks: Mapping[Role, int]
    on_chosen: Mapping[Role, int]
    focus: Mapping[Environment, int]
    marked: Mapping[Role, Pair] = field(default_factory=dict)
    """Roles with a ground of their own."""

    def pair(self, role: Role, tint: Tint, environment: Environment) -> Pair:
        """What this role is drawn in. There is no tint but that of the chosen row: bars are made of blocks."""
        if role is Role.BADGE:
            return self.replay if environment is Environment.REPLAY else _FILLS.get(environment, self.demo)
        if role in self.marked:
            return self.marked[role]
        if tint is Tint.CURSOR:
            return Pair(self.on_chosen.get(role, self.figures), self.chosen)
        if role is Role.FOCUS:
            return Pair(self.focus[environment], self.ground)
        return Pair(self.inks.get(role, self.figures), self.ground)

    def style(self, role: Role, tint: Tint, environment: Environment) -> Style:
        """The same as a style."""
        ink, ground = self.pair(role, tint, environment)
        return Style(color=HEX[ink], bgcolor=HEX[ground], bold=(role in _BOLD and ink > WHITE) or None)


DARK: Final = Scheme(
    ground=BLACK,
    chosen=BLUE,
    figures=BRIGHT_WHITE,
    demo=Pair(BLACK, WHITE),
    replay=Pair(BLACK, BRIGHT_WHITE),
    inks={
        **dict.fromkeys((Role.SOFT, Role.SHARED, Role.BID_SHARED, Role.ASK_SHARED, Role.TREND_FLAT), WHITE),
        **dict.fromkeys((Role.FAINT, Role.STALE), CYAN),
        **dict.fromkeys((Role.BID, Role.BID_BEST, Role.BID_SOFT, Role.GOOD), BRIGHT_GREEN),
        **dict.fromkeys((Role.ASK, Role.ASK_BEST, Role.ASK_SOFT, Role.ERROR), BRIGHT_RED),
        **dict.fromkeys((Role.WARNING, Role.OWN), BRIGHT_YELLOW),
        **dict.fromkeys((Role.TREND_UP,), GREEN),
        **dict.fromkeys((Role.TREND_DOWN,), RED),
        Role.ACCENT: BRIGHT_CYAN,
        **dict.fromkeys((Role.BORDER, Role.BID_BAR, Role.ASK_BAR), BRIGHT_BLACK),
    },
    on_chosen={
        **dict.fromkeys((Role.SOFT, Role.FAINT, Role.STALE), WHITE),
        **dict.fromkeys((Role.SHARED, Role.BID_SHARED, Role.ASK_SHARED), WHITE),
        **dict.fromkeys((Role.TREND_UP, Role.TREND_DOWN, Role.TREND_FLAT), WHITE),
    },
    focus={
        Environment.DEMO: BRIGHT_WHITE,
        Environment.SANDBOX: BRIGHT_CYAN,
        Environment.PRODUCTION: BRIGHT_MAGENTA,
        Environment.REPLAY: BRIGHT_BLUE,
    },
)

LIGHT: Final = Scheme(
    ground=BRIGHT_WHITE,
    chosen=WHITE,
    figures=BLACK,
    demo=Pair(BRIGHT_WHITE, BLACK),
    replay=Pair(BRIGHT_WHITE, BLUE),
    inks={
        **dict.fromkeys((Role.SHARED, Role.BID_SHARED, Role.ASK_SHARED), BRIGHT_BLACK),
        **dict.fromkeys((Role.BORDER, Role.TREND_FLAT), BRIGHT_BLACK),
        **dict.fromkeys((Role.FAINT, Role.STALE, Role.ACCENT), BLUE),
        **dict.fromkeys((Role.ASK, Role.ASK_BEST, Role.ASK_SOFT), RED),
        **dict.fromkeys((Role.TREND_UP, Role.BID_BAR), GREEN),
        **dict.fromkeys((Role.TREND_DOWN, Role.ASK_BAR), RED),
    },
    on_chosen=dict.fromkeys((Role.FAINT, Role.STALE, Role.ACCENT), BLUE),
    focus={
        Environment.DEMO: BLACK,
        Environment.SANDBOX: BLUE,
        Environment.PRODUCTION: MAGENTA,
        Environment.REPLAY: BLUE,
    },
    marked={Role.WARNING: Pair(BLACK, BRIGHT_YELLOW), Role.ERROR: Pair(BRIGHT_WHITE, RED)},
)


def scheme(*, dark: bool) -> Scheme:
    """The sixteen colours' own theme of that kind."""
    return DARK if dark else LIGHT
