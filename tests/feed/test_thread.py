"""The feed on its own thread, as the screen holds it."""

from __future__ import annotations

import asyncio
import socket
import threading
import time

import pytest

from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.profile_runner import ProfileRunner
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import FeedControl, Mailbox, Reconnect, Resync, ViewRequest
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.feed.threads import Feed, opener_of, running
from tests.support.in_words import in_words
from tests.support.mailbox_reader import Screen, handing_over, outside, profile_of
from tests.support.scripted_exchange import LoopbackExchange


async def test_the_screen_has_a_board_at_once_and_then_a_live_one(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with running(one=endpoint) as (_, screen):
        first = await screen.until(lambda board: True)
        assert first.connection.state is PanelState.DOWN
        board = await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        assert board.connection.profile == "one"
        assert threading.current_thread().name != "roxom-feed"


async def test_it_is_what_the_screen_expects_of_a_feed(endpoint: Endpoint) -> None:
    async with running(one=endpoint) as (feed, _):
        control: FeedControl = feed.commands
        mailbox: Mailbox[ScreenSnapshot] = feed.mailbox
        assert (control, mailbox) == (feed.commands, feed.mailbox)


async def test_wishes_made_before_the_start_are_kept(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    profiles = {"one": profile_of(endpoint)}
    feed = Feed(profiles, "one", opener_of(one=endpoint), outside())
    feed.send(ViewRequest(Symbol("OIL-BTC"), levels=3))
    screen = Screen(feed.mailbox)
    feed.start()
    board = await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
    assert board.book.symbol == "OIL-BTC"
    assert await asyncio.to_thread(feed.close)
    assert exchange.control("subscribe")[0][:2] == ["level1.OIL-BTC", "depth.OIL-BTC"]


async def test_every_command_reaches_the_worker(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with running(one=endpoint) as (feed, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        feed.send(Resync(Stream(Channel.DEPTH, Symbol("GOLD-BTC"))))
        await screen.until(lambda board: board.connection.resyncs == 1)
        feed.send(ViewRequest(Symbol("OIL-BTC")))
        await screen.until(lambda board: board.book.symbol == "OIL-BTC")
        feed.send(Reconnect())
        await screen.until(lambda board: board.connection.connection_number == 2)


@pytest.mark.parametrize("asks_first", [True, False])
async def test_a_feed_that_dies_leaves_a_picture_that_says_so(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch, asks_first: bool
) -> None:
    died = threading.Event()

    async def die(self: ProfileRunner) -> None:
        died.set()
        raise LookupError("a secret")

    monkeypatch.setattr(ProfileRunner, "run", die)
    feed = Feed({"one": profile_of(endpoint)}, "one", opener_of(one=endpoint), outside())
    screen = Screen(feed.mailbox) if asks_first else None
    feed.start()
    if screen is None:
        assert await asyncio.to_thread(died.wait, 5.0)
        screen = Screen(feed.mailbox)
    board = await screen.until(lambda board: True)
    sentence = "the feed failed unexpectedly (LookupError); the log file says where"
    assert (board.connection.phase, in_words(board.connection.reason)) == (Phase.STOPPED, sentence)
    assert sentence in screen.told()
    assert await asyncio.to_thread(feed.close, 5.0)


async def test_an_unexpected_failure_is_shown_without_its_text_and_given_up_after_five(endpoint: Endpoint) -> None:
    async with running("broken", broken=ValueError("a secret"), fine=endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
        assert in_words(board.connection.reason) == "the connection failed again and again; the log file says where"
        failures = [text for text in screen.told() if "failed unexpectedly (ValueError)" in text]
        assert len(failures) == 5
        assert not [text for text in screen.told() if "a secret" in text]


async def test_it_closes_within_a_second_behind_a_dead_peer(endpoint: Endpoint) -> None:
    with socket.create_server(("127.0.0.1", 0)) as mute:
        dead = replace(endpoint, ws_url=f"ws://127.0.0.1:{mute.getsockname()[1]}/ws")
        profiles = {"one": profile_of(endpoint)}
        feed = Feed(profiles, "one", opener_of(one=dead))
        screen = Screen(feed.mailbox)
        feed.start()
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTING)
        began = time.monotonic()
        assert await asyncio.to_thread(feed.close, 1.0)
        assert time.monotonic() - began < 1.0


async def test_it_closes_within_a_second_when_the_peer_answers_no_close(
    exchange: LoopbackExchange, endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    profiles = {"one": profile_of(endpoint)}
    feed = Feed(profiles, "one", opener_of(one=endpoint))
    screen = Screen(feed.mailbox)
    feed.start()
    await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
    began = time.monotonic()
    # This very loop runs the exchange: blocked here, it cannot answer.
    assert feed.close(1.0)
    assert time.monotonic() - began < 1.0


async def test_closing_twice_or_before_the_start_does_no_harm(endpoint: Endpoint) -> None:
    feed = Feed({"one": profile_of(endpoint)}, "one", opener_of(one=endpoint))
    assert feed.close()
    assert feed.close()
    feed.send(Reconnect())
    feed.mailbox.ask()
    assert feed.mailbox.take() is None


async def test_nobody_is_woken_after_the_close(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with running(one=endpoint) as (feed, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        woken = asyncio.Event()
        feed.mailbox.on_news(handing_over(woken.set))
        assert await asyncio.to_thread(feed.close, 5.0)
        feed.mailbox.ask()
        assert not woken.is_set()


async def test_it_closes_within_a_second_while_a_name_is_looked_up(
    endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch
) -> None:
    asked, release = threading.Event(), threading.Event()

    def hang(*_: object) -> list[object]:
        # One that is not would be joined when the process ends.
        assert threading.current_thread().daemon
        asked.set()
        release.wait(5)
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", hang)
    far = replace(endpoint, ws_url="wss://exchange.invalid/ws")
    feed = Feed({"one": profile_of(endpoint)}, "one", opener_of(one=far))
    feed.start()
    assert await asyncio.to_thread(asked.wait, 5)
    began = time.monotonic()
    closed = await asyncio.to_thread(feed.close, 1.0)
    assert closed
    assert time.monotonic() - began < 1.0
    release.set()


async def test_a_name_that_does_not_resolve_is_told_so(endpoint: Endpoint, monkeypatch: pytest.MonkeyPatch) -> None:
    def unknown(*_: object) -> list[object]:
        raise socket.gaierror(socket.EAI_NONAME, "unknown")

    monkeypatch.setattr(socket, "getaddrinfo", unknown)
    async with running(one=replace(endpoint, ws_url="wss://exchange.invalid/ws")) as (_, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.WAITING)
        assert in_words(board.connection.reason) == "the name exchange.invalid is not known here"
