"""The places of the panels at a size of the terminal. Pure: sizes in, regions out.

Panels are dropped whole, in a declared order. A panel without a place of its own shares one: it appears there
when it is focused, so that every function is within reach of Tab at any size.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import NamedTuple

from textual.geometry import Region

from roxom_tui.ui.panels.symbols import TALLEST

HEADER = "header"
TICKER = "ticker"
FOOTER = "footer"

ACCOUNT_SLOT = ("positions", "orders", "balances")
MAIN_SLOT = ("book", "trades", "symbols", *ACCOUNT_SLOT)


class Plan(NamedTuple):
    """The regions of what is shown, by id; what is not named is hidden."""

    regions: Mapping[str, Region]


def plan(width: int, height: int, symbols: int, focused: str, zoomed: str | None) -> Plan:
    """The dashboard for a terminal of this size, with so many symbols, a focused panel and perhaps a zoomed one."""
    frame = _frame(width, height)
    regions = dict(frame)
    body = _body(width, height, frame)
    if zoomed is not None and body.height > 0:
        regions[zoomed] = body
    elif width >= 160 and body.height >= 40:
        regions |= _wide(body, symbols)
    elif width >= 100 and body.height >= 30:
        regions |= _standard(body, symbols)
    elif width >= 72 and body.height >= 17:
        regions |= _compact(body, symbols, focused)
    elif body.height >= 3 and body.width >= 24:
        regions[focused if focused in MAIN_SLOT else "book"] = body
    elif TICKER in regions:
        # No room for any panel: what there is belongs to the figures, one below another.
        strip = regions[TICKER]
        regions[TICKER] = Region(0, strip.y, width, strip.height + body.height)
    return Plan(regions)


def _frame(width: int, height: int) -> dict[str, Region]:
    """The lines around the panels. The header stays longest; the ticker's heading row is the first to go."""
    regions = {HEADER: Region(0, 0, width, 1)}
    if height >= 2:
        rows = 2 if height >= 30 else 1
        regions[TICKER] = Region(0, 1, width, rows)
    if height >= 12:
        regions[FOOTER] = Region(0, height - 1, width, 1)
    return regions


def _body(width: int, height: int, frame: Mapping[str, Region]) -> Region:
    top = frame[TICKER].bottom if TICKER in frame else 1
    bottom = frame[FOOTER].y if FOOTER in frame else height
    return Region(0, top, width, max(0, bottom - top))


def _wide(body: Region, symbols: int) -> dict[str, Region]:
    """Positions and orders side by side below; a broad book in the middle."""
    below = max(10, min(16, body.height // 4))
    main, lower = body.height - below, body.y + body.height - below
    side, tape = body.width * 26 // 100, body.width * 28 // 100
    half = body.width * 52 // 100
    return _three_columns(Region(body.x, body.y, body.width, main), side, tape, symbols) | {
        "positions": Region(body.x, lower, half, below),
        "orders": Region(body.x + half, lower, body.width - half, below),
    }


def _standard(body: Region, symbols: int) -> dict[str, Region]:
    """The sketch of 120x40: three columns, then positions and orders across the whole width."""
    spare = body.height - 30
    positions, orders = 6 + spare // 10, 6 + spare // 8
    main = body.height - positions - orders
    below = body.y + main
    side = min(34, max(28, body.width * 25 // 100))
    tape = min(44, max(34, body.width * 32 // 100))
    return _three_columns(Region(body.x, body.y, body.width, main), side, tape, symbols) | {
        "positions": Region(body.x, below, body.width, positions),
        "orders": Region(body.x, below + positions, body.width, orders),
    }


def _three_columns(area: Region, side: int, tape: int, symbols: int) -> dict[str, Region]:
    """Symbols over balances, the book, the tape."""
    balances = 7 if area.height >= 16 else 0
    cards = area.height - balances
    if balances:
        cards = min(cards, max(TALLEST * symbols + 2, area.height // 2))
    book = area.width - side - tape
    return {
        "symbols": Region(area.x, area.y, side, cards),
        "balances": Region(area.x, area.y + cards, side, area.height - cards),
        "book": Region(area.x + side, area.y, book, area.height),
        "trades": Region(area.x + side + book, area.y, tape, area.height),
    }


def _compact(body: Region, symbols: int, focused: str) -> dict[str, Region]:
    """80x24: symbols over trades beside the book; the account's panels share the place below."""
    below = 5 if body.height < 22 else 7
    main = body.height - below
    side = min(36, body.width * 43 // 100)
    cards = min(symbols + 2, main - 5)
    shared = focused if focused in ACCOUNT_SLOT else ACCOUNT_SLOT[0]
    return {
        "symbols": Region(body.x, body.y, side, cards),
        "trades": Region(body.x, body.y + cards, side, main - cards),
        "book": Region(body.x + side, body.y, body.width - side, main),
        shared: Region(body.x, body.y + main, body.width, below),
    }
