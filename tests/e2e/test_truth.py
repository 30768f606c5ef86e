"""The whole program in a real terminal: what stands on screen is what is true at the exchange, to the last digit."""

from __future__ import annotations

import asyncio
import contextlib
import re
from collections.abc import Iterable, Mapping
from decimal import Decimal
from functools import partial
from pathlib import Path

import orjson
import pytest

from roxom_tui.model.market import DEFAULT_SYMBOLS, READINGS, DepthMode, PositionSide, Symbol
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.ui.arrangement import Arrangement
from roxom_tui.ui.layout import TRADE
from roxom_tui.ui.panels import PANELS
from tests.support.simulated_exchange import running_exchange, write_profile
from tests.support.terminal import Terminal
from tests.support.watched_server import WatchedServer

GOLD, US500 = Symbol("GOLD-BTC"), Symbol("US500-BTC")
NUMBER = r"([\d,]+\.\d+)"
LEVEL = re.compile(rf"(?:●\s*{NUMBER})?\s+{NUMBER}\s+{NUMBER}\s+{NUMBER}")


def cells(text: str) -> str:
    """The row without bars and borders."""
    return re.sub(r"[^\d.,●A-Za-z+\-% ]", " ", text)


def shown_levels(terminal: Terminal) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The ten best asks and bids in the book's place, best first, as (price, size)."""
    asks: list[tuple[str, str]] = []
    bids: list[tuple[str, str]] = []
    side = asks
    place = Arrangement(TRADE, PANELS).regions(terminal.columns, terminal.rows, {}, "book")["book"]
    for line in terminal.lines[place.y : place.bottom]:
        part = line[place.x : place.right]
        if "─ " in part and "spread" in part:
            side = bids
        elif (found := LEVEL.search(cells(part))) is not None:
            side.append((found[2], found[3]))
    return asks[:-11:-1], bids[:10]


def true_levels(server: WatchedServer, symbol: Symbol) -> tuple[list[tuple[str, str]], list[tuple[str, str]]]:
    """The ten best of both sides at the exchange."""
    book = server.truth.book(symbol)
    return (
        [(f"{price:f}", f"{size:,.2f}") for price, size in book.asks[:10]],
        [(f"{price:f}", f"{size:,.2f}") for price, size in book.bids[:10]],
    )


class Outlook:
    """Sees what leaves the exchange: counts depth messages, and keeps the mark last stated of each contract."""

    def __init__(self, server: WatchedServer) -> None:
        self.count = 0
        self.marks: dict[str, Decimal] = {}
        self.reached = asyncio.Event()
        self._goal = 0
        server.exchange.add_hook(self._see)

    def _see(self, message: Outgoing) -> Iterable[Outgoing]:
        channel, _, symbol = message.stream.partition(".")
        self.count += channel == "depth"
        if channel == "ticker":
            self.marks[symbol] = Decimal(orjson.loads(message.payload)["data"]["markPrice"])
        if self.count >= self._goal:
            self.reached.set()
        return (message,)

    async def more(self, count: int) -> None:
        """Wait until so many more have left."""
        self._goal = self.count + count
        self.reached.clear()
        async with asyncio.timeout(60):
            await self.reached.wait()


def the_book_is_true(terminal: Terminal, server: WatchedServer, symbol: Symbol) -> bool:
    return shown_levels(terminal) == true_levels(server, symbol)


def best_prices(server: WatchedServer, symbol: Symbol) -> tuple[str, str]:
    """Best bid and best ask at the exchange."""
    quote = server.truth.quote(symbol)
    assert quote.bid is not None
    assert quote.ask is not None
    return f"{quote.bid[0]:f}", f"{quote.ask[0]:f}"


def the_account_is_true(terminal: Terminal, server: WatchedServer, outlook: Outlook) -> bool:
    """Every figure of position, balance and orders stands on screen as it is at the exchange."""
    return not missing_from_the_account(terminal, server, outlook)


def missing_from_the_account(terminal: Terminal, server: WatchedServer, outlook: Outlook) -> list[list[str]]:
    """The rows that should stand on screen and do not, as the words of each."""
    rows = [cells(line) for line in terminal.lines]
    wanted = [*true_balance(server), *true_positions(server, outlook.marks), *true_orders(server)]
    return [words for words in wanted if not any(all(word in row for word in words) for row in rows)]


def true_balance(server: WatchedServer) -> list[list[str]]:
    balance = server.truth.balance()
    figures = {"total": balance.total, "available": balance.available, "in orders": balance.in_orders}
    return [[word, f"{figure:.8f}"] for word, figure in figures.items()]


def true_positions(server: WatchedServer, marks: Mapping[str, Decimal]) -> list[list[str]]:
    rows = []
    for symbol in DEFAULT_SYMBOLS:
        held, mark = server.truth.position(symbol), marks[symbol]
        if held is None:
            continue
        assert held.entry_price is not None
        assert held.size is not None
        long = held.side is PositionSide.LONG
        pnl = ((mark - held.entry_price) * held.size * (1 if long else -1)).quantize(Decimal("0.00000001"))
        side = "long" if long else "short"
        rows.append(
            [
                symbol,
                side,
                f"{held.size:.2f}",
                f"{held.entry_price:f}",
                f"{mark:f}",
                f"{pnl:+f}" if pnl else "0.00000000",
            ]
        )
    return rows


def true_orders(server: WatchedServer) -> list[list[str]]:
    orders = server.truth.orders()
    assert len(orders) < 12, "more than the panel has room for"
    rows = [[f"Orders {len(orders)}"]] if orders else []
    for order in orders:
        price = order.limit_price or order.trigger_price
        size, filled = f"{order.size:.2f}", f"{order.executed or Decimal(0):.2f}"
        rows.append([order.symbol, str(order.side), size, filled, f"{price:f}"])
    return rows


@pytest.mark.parametrize("mode", list(READINGS))
async def test_after_thousands_of_deltas_the_screen_equals_the_exchange(mode: DepthMode, tmp_path: Path) -> None:
    async with running_exchange(mode) as server:
        outlook = Outlook(server)
        config = write_profile(server, tmp_path, mode)
        with Terminal(["--config", str(config), "--symbol", GOLD], tmp_path, size=(200, 80)) as terminal:
            await asyncio.to_thread(terminal.shows, "GOLD-BTC", "spread", "Positions")
            for symbol, key in ((GOLD, "3"), (US500, "1")):
                terminal.press(key)
                server.set_speed(20)
                await outlook.more(1_500)
                server.set_speed(0)
                # Zoomed and back: a list that outgrew its rows meanwhile gets those that it needs.
                terminal.press("zz")
                with contextlib.suppress(AssertionError):
                    await asyncio.to_thread(terminal.until, partial(the_book_is_true, server=server, symbol=symbol))
                    await asyncio.to_thread(
                        terminal.until, partial(the_account_is_true, server=server, outlook=outlook)
                    )
                assert shown_levels(terminal) == true_levels(server, symbol)
                assert missing_from_the_account(terminal, server, outlook) == []
                await asyncio.to_thread(terminal.shows, *best_prices(server, symbol))
