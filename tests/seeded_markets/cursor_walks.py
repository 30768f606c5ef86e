"""A cursor in a book that changes at random, and a person who does whatever there is to do: what must hold meanwhile.

Only the person moves the cursor; while it is in sight its row stays on its line, whatever the market does; beside it
stands its price, and below the rows the sum of all that stands up to it.
"""

from __future__ import annotations

import re
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal
from random import Random
from typing import Any, Final

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Level, Side
from roxom_tui.model.money import Price, Size
from roxom_tui.model.values import replace
from roxom_tui.state.book.price_buckets import group_levels
from roxom_tui.state.decimal_math import NO_SIZE, add_sizes
from roxom_tui.state.views.market_views import BookRow, BookView, WholeBook
from roxom_tui.ui.panels.book import BookPanel
from tests.support.sample_screens import book_view
from tests.ui.panels.on_paper import on_paper, resize, show, text

GROUPS: Final = (None, None, Decimal("0.00000005"), Decimal("0.00000020"))
SIZES: Final = ((60, 24), (52, 40), (44, 14), (100, 60), (38, 11))
_READOUT: Final = re.compile(r"(?P<side>ASK|BID) +(?P<price>0\.\d+)")
_SUM: Final = re.compile(r"sum +(?P<sum>[\d,.]+)")


@dataclass
class Findings:
    """How often it was looked at, and what was wrong."""

    steps: int = 0
    in_sight: int = 0
    gone: int = 0
    wrong: tuple[str, ...] = ()


class RandomBook:
    """Levels on a grid of ticks around a price that wanders, with holes."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._middle = 43_000
        self._sides: dict[Side, dict[int, Size]] = {Side.BID: {}, Side.ASK: {}}
        for _ in range(200):
            self.change()

    def change(self) -> None:
        """A level comes, changes or goes; now and then the market runs, or all is another."""
        random = self._random
        if random.random() < 0.05:
            self._middle += random.choice((-9, -2, -1, 1, 2, 9))
        if random.random() < 0.002:
            self._sides = {Side.BID: {}, Side.ASK: {}}
        side = random.choice(list(Side))
        ticks = self._middle + (random.randint(1, 60) if side is Side.ASK else -random.randint(0, 59))
        size = Decimal(random.choice((0, 0, random.randint(1, 5000)))).scaleb(-2)
        if size:
            self._sides[side][ticks] = Size(size)
        else:
            self._sides[side].pop(ticks, None)
        for crossed in [one for one in self._sides[Side.ASK] if one <= self._middle]:
            del self._sides[Side.ASK][crossed]
        for crossed in [one for one in self._sides[Side.BID] if one > self._middle]:
            del self._sides[Side.BID][crossed]

    def levels(self, side: Side) -> tuple[Level, ...]:
        """Best first."""
        ticks = sorted(self._sides[side], reverse=side is Side.BID)
        return tuple(Level(Price(Decimal(one).scaleb(-8)), self._sides[side][one]) for one in ticks)

    def view(self, asked: int, group: Decimal | None, *, is_whole: bool) -> BookView:
        """The view that the feed would make of it."""
        whole = WholeBook(self.levels(Side.BID), self.levels(Side.ASK), None, (0, 10**18))
        bids, asks = (_rows(whole.side(side), side, asked, group) for side in (Side.BID, Side.ASK))
        return replace(
            book_view(1),
            bids=bids,
            asks=asks,
            group=group,
            levels_held=len(whole.bids) + len(whole.asks),
            levels_asked=asked,
            whole=whole if is_whole else None,
        )


def _rows(levels: tuple[Level, ...], side: Side, asked: int, group: Decimal | None) -> tuple[BookRow, ...]:
    shown = levels[:asked] if group is None else group_levels(levels, group, side, asked)
    rows, total = list[BookRow](), NO_SIZE
    for price, size in shown:
        total = add_sizes(total, size)
        rows.append(BookRow(price, size, total))
    return tuple(rows)


class CursorWalk:
    """One panel on paper over a random book."""

    def __init__(self, seed: int) -> None:
        self._random = Random(seed)
        self._book = RandomBook(self._random)
        self._group: Decimal | None = None
        self._asked = 20
        self.found = Findings()
        self.panel: Any = on_paper(BookPanel, self._book.view(20, None, is_whole=False), 60, 24, focused=True)

    def run(self, steps: int) -> Findings:
        """So many steps, each of the market or of the person."""
        for _ in range(steps):
            if self._random.random() < 0.7:
                self._market_moves()
            else:
                self._person_acts()
            self.found.steps += 1
            self._look()
        return self.found

    def _market_moves(self) -> None:
        # After a scroll that waits for levels it is the person who still moves the rows.
        before, line = self.panel.reading.cursor, self._line() if self.panel.reading.is_pinned else None
        for _ in range(self._random.choice((1, 1, 3, 20))):
            self._book.change()
        self._next_picture()
        if self.panel.reading.cursor != before:
            self._wrong(f"moved by itself from {before} to {self.panel.reading.cursor}")
        is_drawn = self.panel.holds(self.panel.view)
        if is_drawn and line is not None and before is not None and self._line() != line:
            self._wrong(f"its row went from line {line} to {self._line()}")

    def _next_picture(self) -> None:
        self.panel.now += SECOND // 10
        view = self._book.view(self._asked, self._group, is_whole=self.panel.book_wanted.is_whole)
        show(self.panel, replace(view, freshness=replace(view.freshness, valid_until=self.panel.now + SECOND)))
        self._asked = self.panel.levels_wanted

    def _person_acts(self) -> None:
        random, panel = self._random, self.panel
        ways: list[Callable[[], object]] = [
            *(lambda: panel.move(1), lambda: panel.move(-1)) * 4,
            *(lambda: panel.wheel(random.choice((-3, 3))), lambda: panel.page(random.choice((-1, 1)))),
            *(panel.go_home, panel.put_cursor, panel.let_go, lambda: panel.to_end(random.choice((-1, 1)))),
            *(lambda: resize(panel, *random.choice(SIZES)), lambda: panel.point_at(random.randint(0, 30))),
            self._regroup,
        ]
        random.choice(ways)()
        self._asked = panel.levels_wanted

    def _regroup(self) -> None:
        self._group = self._random.choice(GROUPS)
        self._next_picture()

    def _line(self) -> int | None:
        """The line of the panel on which the cursor is drawn."""
        lines = [y for y, line in enumerate(text(self.panel)) if y and "▸" in line]
        if len(lines) > 1:
            self._wrong("drawn twice")
        return lines[0] if lines else None

    def _look(self) -> None:
        cursor, line = self.panel.reading.cursor, self._line()
        if cursor is None:
            if line is not None:
                self._wrong("drawn though it is off")
            return
        lines, price = text(self.panel), f"{cursor.price:f}"
        if line is not None:
            self.found.in_sight += 1
            if price not in lines[line]:
                self._wrong(f"at {price}, drawn beside {lines[line]}")
        self._look_at_readout("\n".join(lines), price)

    def _look_at_readout(self, drawn: str, price: str) -> None:
        cursor, view = self.panel.reading.cursor, self.panel.view
        told = _READOUT.search(drawn)
        if told is None:
            return
        if told["price"] != price or told["side"] != cursor.side.name:
            self._wrong(f"at {cursor}, read out as {told[0]}")
        is_bid = cursor.side is Side.BID
        rows = view.bids if is_bid else view.asks
        is_there = any(row.price == cursor.price for row in rows)
        self.found.gone += "gone" in drawn
        if is_there and "gone" in drawn:
            self._wrong(f"{price} is there and read out as gone")
        if view.whole is not None and (found := _SUM.search(drawn)):
            near = [
                one
                for one in view.whole.side(cursor.side)
                if (one.price >= cursor.price if is_bid else one.price <= cursor.price)
            ]
            if Decimal(found["sum"].replace(",", "")) != sum((one.size for one in near), Decimal(0)):
                self._wrong(f"up to {price} stands {found['sum']}")

    def _wrong(self, what: str) -> None:
        self.found.wrong = (*self.found.wrong, f"step {self.found.steps}: {what}")[:20]
