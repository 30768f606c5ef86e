"""This program stopped, or this computer asleep: what the first picture says, and what becomes of the connection."""

from __future__ import annotations

import asyncio

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Resync
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST, Screen, states, watching
from tests.support.scripted_exchange import LoopbackExchange
from tests.support.standing_clock import FakeClock

STOPPED = Reason(Cause.STANDSTILL, "stalled", seconds=13)
SLEPT = Reason(Cause.STANDSTILL, "slept", seconds=13)
TOLD = "this computer held the program up for 13 s"


def is_live(board: ScreenSnapshot) -> bool:
    return board.connection.round_trip_ms is not None and all(state.is_live for state in states(board))


def states_of_data(board: ScreenSnapshot) -> set[PanelState]:
    """All states but that of the orders, of which nothing came: what holds nothing has nothing that is too old."""
    assert board.orders.freshness.state is PanelState.WAITING
    return states(replace(board, orders=replace(board.orders, freshness=board.book.freshness)))


async def until_live(screen: Screen, clock: FakeClock, number: int = 1) -> ScreenSnapshot:
    """Wait for that connection, and let time pass until all is live: what came after a silence is judged by time."""
    async with asyncio.timeout(20):
        board = await screen.until(lambda board: board.connection.connection_number == number)
        while not is_live(board):
            if board.connection.compared_at is not None:
                clock.pass_(0.25)
            board = await screen.until(lambda board: is_judged(board, clock.monotonic()))
        return board


def is_judged(board: ScreenSnapshot, now: int) -> bool:
    """Whether a beat has come since: pictures come faster than beats, and time that passed without one is a stop."""
    compared_at = board.connection.compared_at
    return board.built_at >= now and (compared_at is None or compared_at[0] >= now)


async def test_the_first_picture_after_a_stop_says_so_and_the_connection_is_kept(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock = FakeClock()
    async with watching(endpoint, clock=clock) as (_, screen):
        await until_live(screen, clock)
        clock.pass_(13)
        board = await screen.until(lambda board: True)
        assert states_of_data(board) == {PanelState.STALE}
        assert board.connection.reason == board.book.freshness.reason == STOPPED
        await screen.until(lambda board: board.connection.reason != STOPPED)
        await until_live(screen, clock)
        assert exchange.handshakes == 1
        assert set(exchange.pings) == {0}, "it was kept because it answered"
        assert TOLD in screen.told()


async def test_a_short_stop_is_in_the_first_picture_too_but_worth_no_notice(endpoint: Endpoint) -> None:
    clock = FakeClock()
    async with watching(endpoint, clock=clock) as (_, screen):
        await until_live(screen, clock)
        clock.pass_(1.2)
        board = await screen.until(lambda board: True)
        assert states_of_data(board) == {PanelState.STALE}
        assert board.connection.reason is not None
        assert board.connection.reason.cause is Cause.STANDSTILL
        assert in_words(board.connection.reason).startswith("this computer held the program up for 1 s")
        await screen.until(lambda board: "held" not in in_words(board.connection.reason))
        assert not any("held the program up" in text for text in screen.told())


async def test_the_picture_itself_notices_the_stop_before_any_beat_does(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock = FakeClock()
    async with watching(endpoint, replace(FAST, judge_every=3600.0, watch=3600.0), clock) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state.is_live)
        clock.pass_(13)
        worker.obey(Resync(Stream(Channel.DEPTH, Symbol("GOLD-BTC"))))
        board = await screen.until(lambda board: True)
        assert states_of_data(board) == {PanelState.STALE}
        assert board.connection.reason == STOPPED


async def test_after_a_stop_a_peer_that_does_not_answer_soon_is_left(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock = FakeClock()
    async with watching(endpoint, replace(FAST, stall_probe=0.05), clock) as (_, screen):
        await until_live(screen, clock)
        exchange.manners.answers_pings = False
        clock.pass_(13)
        await screen.until(lambda board: board.connection.reason == STOPPED)
        clock.pass_(0.05)
        board = await screen.until(lambda board: board.connection.state is PanelState.DOWN)
        assert "no answer to a ping within 0.05 s" in in_words(board.connection.reason)
        assert not any(is_live(board) for board in screen.boards[-2:])


async def test_the_first_picture_after_sleep_says_so_and_the_connection_is_discarded(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock = FakeClock()
    async with watching(endpoint, clock=clock) as (_, screen):
        await until_live(screen, clock)
        clock.slept += 13 * SECOND
        board = await screen.until(lambda board: True)
        assert not any(state.is_live for state in states(board))
        assert board.connection.reason == board.book.freshness.reason == SLEPT
        await until_live(screen, clock, number=2)
        assert exchange.handshakes == 2
        assert exchange.pings[:2] == [0, 1], "a connection that slept is not asked whether it lives"


async def test_what_was_drawn_before_sleep_is_too_old_after_it(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    clock = FakeClock()
    async with watching(endpoint, clock=clock) as (_, screen):
        board = await until_live(screen, clock)
        clock.slept += 13 * SECOND
        assert clock.monotonic() > board.valid_until
