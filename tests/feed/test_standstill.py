"""This program stopped, or this computer asleep: what the first picture says, and what becomes of the connection."""

from __future__ import annotations

import asyncio
from dataclasses import replace

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.keepalive import KeepAlive
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Resync
from roxom_tui.model.status import PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.feed.peers import Pongs, SlowPeer
from tests.feed.rig import Rig
from tests.support.mailbox_reader import FAST, Screen, watching
from tests.support.scripted_exchange import LoopbackExchange
from tests.support.standing_clock import FakeClock

STOPPED = "this computer held the program up for 13 s"
SLEPT = "this computer slept for 13 s"


def states(board: ScreenSnapshot) -> set[PanelState]:
    return {
        board.connection.state,
        board.book.freshness.state,
        board.book.quote_freshness.state,
        board.tape.freshness.state,
        board.ticker.freshness.state,
        board.orders.freshness.state,
        *(row.freshness.state for row in board.symbols.rows),
    }


def is_live(board: ScreenSnapshot) -> bool:
    return board.connection.round_trip_ms is not None and all(state.is_live for state in states(board))


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
        assert states(board) == {PanelState.STALE}
        assert board.connection.reason == board.book.freshness.reason == STOPPED
        await screen.until(lambda board: board.connection.reason != STOPPED)
        await until_live(screen, clock)
        assert exchange.handshakes == 1
        assert set(exchange.pings) == {0}, "it was kept because it answered"
        assert STOPPED in screen.told()


@pytest.mark.parametrize("answered_before_the_beat", [True, False])
def test_a_silence_while_this_program_stood_still_loses_nothing_of_the_account(
    private_key: rsa.RSAPrivateKey, answered_before_the_beat: bool
) -> None:
    rig = Rig(private_key.public_key())
    rig.pass_(20)
    rig.clock.pass_(13)
    rig.client.suspend(STOPPED)
    if answered_before_the_beat:
        rig.client.resume()
    rig.client.beat(rig.clock.now)
    rig.client.resume()
    rig.pass_(3)
    assert {rig.fresh(stream).state for stream in ACCOUNT_LISTS} == {PanelState.LIVE}


def test_what_is_read_before_the_clock_is_looked_at_is_no_silence_of_the_exchange_either(
    private_key: rsa.RSAPrivateKey,
) -> None:
    rig = Rig(private_key.public_key())
    rig.pass_(5)
    rig.client.publisher.before = lambda: rig.client.suspend(STOPPED)
    rig.clock.pass_(13.0)
    rig.pass_(0.1)
    assert rig.client.link.standstill, "the first that was read made us look"
    rig.client.publisher.before = lambda: None
    rig.client.resume()
    rig.pass_(5)
    assert {rig.state(stream) for stream in ACCOUNT_LISTS} == {PanelState.LIVE}


async def test_a_short_stop_is_in_the_first_picture_too_but_worth_no_notice(endpoint: Endpoint) -> None:
    clock = FakeClock()
    async with watching(endpoint, clock=clock) as (_, screen):
        await until_live(screen, clock)
        clock.pass_(1.2)
        board = await screen.until(lambda board: True)
        assert states(board) == {PanelState.STALE}
        assert board.connection.reason == "this computer held the program up for 1 s"
        await screen.until(lambda board: "held" not in board.connection.reason)
        assert not any("held the program up" in text for text in screen.told())


async def test_the_picture_itself_notices_the_stop_before_any_beat_does(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock = FakeClock()
    async with watching(endpoint, replace(FAST, heartbeat=3600.0, watch=3600.0), clock) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state.is_live)
        clock.pass_(13)
        worker.obey(Resync(Stream(Channel.DEPTH, Symbol("GOLD-BTC"))))
        board = await screen.until(lambda board: True)
        assert states(board) == {PanelState.STALE}
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
        assert "no answer to a ping within 0.05 s" in board.connection.reason
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


async def test_a_ping_that_was_under_way_while_the_program_stood_still_is_sent_again() -> None:
    clock, peer, reasons, pongs = FakeClock(), SlowPeer(), list[str](), Pongs()
    keep_alive = KeepAlive(peer, clock, replace(FAST, pong_within=0.01, stall_probe=5.0), reasons.append)
    running = asyncio.create_task(keep_alive.run(pongs))
    await peer.pings.get()
    clock.pass_(60)
    keep_alive.check(clock.monotonic())
    again = await asyncio.wait_for(peer.pings.get(), 5)
    was_sure = keep_alive.is_sure
    again.set_result(0.25)
    await pongs.next()
    assert (pongs.trips, reasons, was_sure, keep_alive.is_sure) == ([0.25], [], False, True)
    running.cancel()


async def test_a_pong_from_before_the_stop_does_not_make_it_sure() -> None:
    peer, pongs = SlowPeer(), Pongs()
    timing = replace(FAST, pong_within=5.0, stall_probe=5.0)
    keep_alive = KeepAlive(peer, FakeClock(), timing, lambda reason: pytest.fail(reason))
    running = asyncio.create_task(keep_alive.run(pongs))
    first = await peer.pings.get()
    keep_alive.probe()
    first.set_result(0.1)
    await pongs.next()
    sure = [keep_alive.is_sure]
    second = await asyncio.wait_for(peer.pings.get(), 5)
    second.set_result(0.2)
    await pongs.next()
    sure.append(keep_alive.is_sure)
    assert sure == [False, True]
    running.cancel()
