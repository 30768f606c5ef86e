"""The feed against a real loopback exchange: what it sends, what it shows, what it does when things end."""

from __future__ import annotations

import asyncio
import json
import logging

import pytest

from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.client.session import SessionPolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.mailbox import SlotMailbox
from roxom_tui.feed.worker import Worker
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import MILLISECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.ports import Reconnect, Resync, ViewRequest
from roxom_tui.model.reasons import Cause, Guess
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.book.absolute_or_signed import LEAD
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.log import log_sentence
from tests.support import messages
from tests.support.in_words import in_words
from tests.support.mailbox_reader import FAST, profile_of, watching
from tests.support.scripted_exchange import LoopbackExchange

GOLD, OIL = Symbol("GOLD-BTC"), Symbol("OIL-BTC")
EVERYTHING = [
    "level1.GOLD-BTC",
    "depth.GOLD-BTC",
    "trade.GOLD-BTC",
    "ticker.GOLD-BTC",
    "orders",
    "balance",
    "positions",
    "level1.OIL-BTC",
    "ticker.OIL-BTC",
    "account",
]


async def test_there_is_a_board_before_the_first_connection(endpoint: Endpoint) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: True)
        assert board.connection.phase is Phase.CONNECTING
        assert board.connection.state is PanelState.DOWN
        assert board.book.bids == ()


async def test_one_connection_one_batch_and_the_data_is_live(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        assert [str(row.price) for row in board.book.bids] == ["0.04312300"]
        assert exchange.control("subscribe") == [EVERYTHING]
        assert exchange.handshakes == 1
        assert {asked.method for asked in exchange.asked} == {"GET"}
        await screen.until(lambda board: board.connection.state is PanelState.LIVE)
        await screen.until(lambda board: all(row.acknowledged for row in board.connection.streams))


async def test_a_ping_goes_out_at_once_and_its_round_trip_is_shown(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.round_trip_ms is not None)
        assert board.connection.round_trip_ms is not None
        assert 0 < board.connection.round_trip_ms < 5000
        assert exchange.pings == [0]


async def test_a_symbol_switch_subscribes_the_new_and_unsubscribes_the_old(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        worker.obey(ViewRequest(OIL))
        board = await screen.until(
            lambda board: board.book.symbol == OIL and board.book.freshness.state is PanelState.LIVE
        )
        assert board.tape.symbol == OIL
        await exchange.until(lambda: exchange.control("unsubscribe"))
        assert exchange.control("subscribe") == [EVERYTHING, ["depth.OIL-BTC", "trade.OIL-BTC"]]
        assert exchange.control("unsubscribe") == [["depth.GOLD-BTC", "trade.GOLD-BTC"]]


async def test_what_was_left_behind_is_not_shown_as_true_when_one_comes_back(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        exchange.manners.snapshots = False
        worker.obey(ViewRequest(OIL))
        await exchange.until(lambda: exchange.control("unsubscribe"))
        await exchange.send(messages.delta("GOLD-BTC", [["0.04000000", "1.00"]], []))
        worker.obey(ViewRequest(GOLD))
        board = await screen.until(lambda board: board.book.symbol == GOLD)
        assert board.book.bids == ()
        assert board.tape.rows == ()
        await exchange.send(messages.snapshot("GOLD-BTC"))
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)


async def test_wishes_while_there_is_no_connection_are_kept_for_the_next(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    timing = replace(FAST, reconnect=ReconnectPolicy(on_close={1001: (30, 30)}))
    async with watching(endpoint, timing) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        await exchange.close(1001)
        await screen.until(lambda board: board.connection.phase is Phase.WAITING)
        worker.obey(Resync(Stream(Channel.DEPTH, GOLD)))
        worker.obey(ViewRequest(OIL))
        board = await screen.until(lambda board: board.book.symbol == OIL)
        assert board.connection.resyncs == 0
        assert "depth.GOLD-BTC" not in [str(row.stream) for row in board.connection.streams]
        worker.obey(Reconnect())
        await exchange.until(lambda: len(exchange.control("subscribe")) == 2)
        assert exchange.control("subscribe")[1][:2] == ["level1.OIL-BTC", "depth.OIL-BTC"]
        assert exchange.control("unsubscribe") == []


async def test_a_cut_connection_is_down_at_once_voids_the_book_and_comes_back_with_one_batch(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        exchange.manners.snapshots = False
        exchange.cut()
        board = await screen.until(lambda board: board.book.freshness.state is not PanelState.LIVE)
        assert board.book.freshness.state is PanelState.DOWN
        board = await screen.until(lambda board: board.connection.connection_number == 2)
        await exchange.until(lambda: len(exchange.control("subscribe")) == 2)
        assert exchange.control("subscribe") == [EVERYTHING, EVERYTHING]
        assert exchange.control("unsubscribe") == []
        board = await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        assert board.connection.reconnects == 1
        assert not board.book.freshness.state.is_live
        await exchange.send(messages.snapshot("GOLD-BTC", bid="0.04000000"))
        board = await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        assert [str(row.price) for row in board.book.bids] == ["0.04000000"]


async def test_a_refused_key_is_asked_for_once_and_then_the_person_is_awaited(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.handshake_status = 401
    async with watching(endpoint) as (worker, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
        assert "refuses the key …4567" in in_words(board.connection.reason)
        assert board.connection.retry_at is None
        for _ in range(10):
            await screen.until(lambda board: True)
        assert len(exchange.asked) == 1
        exchange.manners.handshake_status = 101
        worker.obey(Reconnect())
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)


async def test_a_key_that_was_taken_a_moment_ago_is_not_said_to_be_of_another_environment(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        exchange.manners.handshake_status = 401
        exchange.cut()
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
        reason = board.connection.reason
        assert reason is not None
        assert reason.cause is Cause.GIVEN_UP
        assert reason.by is not None
        assert reason.by.guesses == (Guess.KEY_DISABLED,)
        assert in_words(reason).endswith("(HTTP 401); perhaps it is disabled or expired")
        assert board.connection.last_end == reason.by


async def test_a_key_that_was_never_taken_may_be_of_another_environment(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.handshake_status = 401
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
        assert "it belongs to another environment" in in_words(board.connection.reason)


async def test_the_log_file_gets_every_entry_in_words_and_no_secret(
    exchange: LoopbackExchange, endpoint: Endpoint, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.INFO, "roxom_tui")
    exchange.manners.refuses = {"ticker.OIL-BTC": "60015"}
    async with watching(replace(endpoint, warning="the private key has 3072 bits")) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        await screen.until(lambda board: any("rejected" in text for text in screen.told()))
        exchange.manners.handshake_status = 401
        await exchange.close(1012)
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
    written = [record.getMessage() for record in caplog.records if record.name == "roxom_tui.feed.worker"]
    logged = [f"loop: {log_sentence(line.entry)}" for line in board.connection.log]
    assert written == logged
    assert {line.entry.kind for line in board.connection.log} >= {
        LogKind.NOTE,
        LogKind.CONNECTED,
        LogKind.REFUSED,
        LogKind.DISCONNECTED,
        LogKind.STOPPED,
    }
    assert any("(1012)" in text for text in written)
    assert endpoint.credentials.key_id.reveal() not in caplog.text


async def test_a_key_refused_after_the_upgrade_is_the_same_refusal(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.greeting = [json.dumps(messages.error("600010"))]
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.STOPPED)
        assert "refuses the key …4567 (code 600010)" in in_words(board.connection.reason)
        for _ in range(10):
            await screen.until(lambda board: True)
        assert exchange.handshakes == 1


async def test_an_unavailable_exchange_is_tried_again_until_it_is_there(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.handshake_status = 503
    async with watching(endpoint) as (_, screen):
        board = await screen.until(lambda board: board.connection.phase is Phase.WAITING)
        assert "HTTP 503" in in_words(board.connection.reason)
        assert board.connection.retry_at is not None
        await exchange.until(lambda: len(exchange.asked) >= 3)
        exchange.manners.handshake_status = 101
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)


async def test_a_close_by_the_exchange_is_told_with_its_code(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    timing = replace(FAST, reconnect=ReconnectPolicy(first=30, most=30, on_close={1012: (20, 20)}))
    async with watching(endpoint, timing) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        await exchange.close(1012)
        board = await screen.until(lambda board: board.connection.phase is Phase.WAITING)
        assert "(1012)" in in_words(board.connection.reason)
        assert board.connection.retry_at is not None
        assert 19e9 < board.connection.retry_at - board.built_at <= 20e9
        assert board.book.freshness.state is PanelState.DOWN
        assert "(1012)" in in_words(board.book.freshness.reason)
        worker.obey(Reconnect())
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        assert exchange.handshakes == 2


async def test_reconnecting_on_request_leaves_politely_enough_and_comes_back(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (worker, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        worker.obey(Reconnect())
        await screen.until(lambda board: board.connection.connection_number == 2)
        await exchange.until(lambda: exchange.handshakes == 2)


async def test_a_peer_that_answers_no_ping_is_left(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.answers_pings = False
    async with watching(endpoint, replace(FAST, suspicion=0.05, suspicion_pong=0.05)) as (_, screen):
        await screen.until(lambda board: "no answer to a ping within 0.05 s" in in_words(board.connection.reason))
        await exchange.until(lambda: exchange.handshakes >= 2)


async def test_silence_of_everything_ends_the_connection(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    exchange.manners.acknowledges = exchange.manners.snapshots = exchange.manners.answers_pings = False
    async with watching(endpoint, replace(FAST, pong_within=0.1)) as (_, screen):
        await screen.until(lambda board: "no answer to a ping within 0.1 s" in in_words(board.connection.reason))


async def test_a_message_that_cannot_be_believed_is_counted_and_the_rest_goes_on(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        await exchange.send("{broken")
        await exchange.send(b"binary")
        await exchange.send({"topic": "weather.GOLD-BTC", "type": "snapshot", "data": {}})
        board = await screen.until(lambda board: board.connection.rejected == 3)
        assert {row.reason for row in board.connection.rejects} == {"not JSON", "binary frame", "unknown channel"}
        await exchange.send(messages.ticker("GOLD-BTC", last="0.05000000"))
        await screen.until(lambda board: str(board.ticker.last) == "0.05000000")
        assert exchange.handshakes == 1


async def test_a_depth_delta_that_cannot_be_read_makes_the_book_ask_for_a_snapshot(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        exchange.manners.snapshots = False
        await exchange.send(messages.delta("GOLD-BTC", [["0.0431", "1e99"]], []))
        await exchange.until(lambda: exchange.control("unsubscribe") == [["depth.GOLD-BTC"]])
        await exchange.until(lambda: exchange.control("subscribe")[1:] == [["depth.GOLD-BTC"]])
        board = await screen.until(lambda board: board.book.freshness.state is PanelState.RESYNC)
        assert in_words(board.book.freshness.reason) == "a message could not be read: bad number: bid: '1e99'"
        await exchange.send(messages.snapshot("GOLD-BTC"))
        board = await screen.until(
            lambda board: board.connection.resyncs == 1 and board.book.freshness.state is PanelState.LIVE
        )
        assert exchange.handshakes == 1
        assert board.connection.rejected == 1


async def test_a_resync_on_request_subscribes_again(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with watching(endpoint) as (worker, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        exchange.manners.snapshots = False
        worker.obey(Resync(Stream(Channel.DEPTH, GOLD)))
        await screen.until(lambda board: board.book.freshness.state is PanelState.RESYNC)
        await exchange.until(lambda: exchange.control("subscribe")[1:] == [["depth.GOLD-BTC"]])
        await exchange.send(messages.snapshot("GOLD-BTC"))
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)


async def test_a_refused_symbol_is_found_and_shown_and_the_others_live(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.refuses = {"ticker.OIL-BTC": "60015"}
    async with watching(endpoint) as (_, screen):
        board = await screen.until(
            lambda board: any(row.freshness.state is PanelState.REJECTED for row in board.connection.streams)
        )
        refused = [str(row.stream) for row in board.connection.streams if row.freshness.state is PanelState.REJECTED]
        assert refused == ["ticker.OIL-BTC"]
        assert "ticker.OIL-BTC rejected: exchange error 60015: refused" in screen.told()
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)


async def test_the_account_channel_may_be_unknown_without_a_word(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.refuses = {"account": "60014"}
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        exchange.cut()
        await exchange.until(lambda: len(exchange.control("subscribe")) == 2)
        assert exchange.control("subscribe")[1] == EVERYTHING[:-1]
        assert not [text for text in screen.told() if "rejected" in text or "refused" in text or "60014" in text]


async def test_missing_acknowledgements_block_nothing_and_are_asked_for_once_more(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    exchange.manners.acknowledges = False
    policy = SessionPolicy(acknowledged_within=50 * MILLISECOND, window=10 * MILLISECOND)
    async with watching(endpoint, replace(FAST, session=policy)) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        await exchange.until(lambda: len(exchange.control("subscribe")) == 2)
        assert exchange.control("subscribe")[1] == ["orders", "balance", "positions", "account"]
        await screen.until(lambda board: any("subscription not acknowledged" in text for text in screen.told()))
        assert len(exchange.control("subscribe")) == 2


async def test_what_is_odd_about_the_key_is_told_as_a_warning_once(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(replace(endpoint, warning="the private key has 3072 bits")) as (_, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        exchange.cut()
        await screen.until(lambda board: board.connection.reconnects == 1)
        assert [notice.entry.severity for notice in screen.notices if "3072" in notice.entry.text] == ["warning"]


async def test_an_order_that_is_filled_is_told(exchange: LoopbackExchange, endpoint: Endpoint) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        await exchange.until(lambda: exchange.said)
        filled = messages.order("o-1", "filled", side="buy", executedQty="0.50", remainingQty="0", avgPx="0.0431")
        await exchange.send(filled)
        await screen.until(lambda board: "GOLD-BTC: buy 0.50 filled at 0.0431 BTC" in screen.told())
        await exchange.send(filled)
        await exchange.send(messages.ticker("GOLD-BTC", last="0.05000000"))
        await screen.until(lambda board: str(board.ticker.last) == "0.05000000")
        sentence = "GOLD-BTC: buy 0.50 filled at 0.0431 BTC"
        assert [notice.entry.is_private for notice in screen.notices if log_sentence(notice.entry) == sentence] == [
            True
        ]
        log = screen.boards[-1].connection.log
        assert [log_sentence(line.entry) for line in log if line.entry.is_private] == [sentence]


async def test_an_event_of_the_account_waits_for_no_pace_of_the_stream(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        await exchange.until(lambda: exchange.said)
        await exchange.send(messages.order("o-1", "submitted", side="buy", executedQty="0", remainingQty="0.50"))

        def is_there(board: ScreenSnapshot) -> bool:
            return any(row.order_id == "o-1" for row in board.orders.rows)

        await screen.until(is_there, calmly=3600.0)


@pytest.mark.parametrize("kind", ["a notice", "an alert"])
async def test_a_notice_and_an_alert_wait_for_no_pace_of_the_stream(endpoint: Endpoint, kind: str) -> None:
    async with watching(endpoint) as (worker, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        client, mailbox = worker.client, screen.mailbox
        mailbox.ask(0.0, 3600.0)
        client.has_news = client.matters = False
        if kind == "a notice":
            client.journal.notify(LogEntry(LogKind.NOTE, "it happened"))
        else:
            client.alerts.has_news = True
        worker._step()
        await screen.until(lambda _: True, calmly=3600.0)


def test_the_last_picture_is_left_at_once_though_nothing_runs_any_more(endpoint: Endpoint) -> None:
    mailbox: SlotMailbox[ScreenSnapshot] = SlotMailbox()
    mailbox.ask(3600.0, 3600.0)
    Worker(profile_of(endpoint), mailbox).leave_a_picture("the feed failed")
    picture = mailbox.take()
    assert picture is not None
    assert picture.connection.phase is Phase.STOPPED


async def test_an_order_that_was_cancelled_in_the_middle_is_told_in_words(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        await exchange.until(lambda: exchange.said)
        ended = {"side": "sell", "executedQty": "0.20", "remainingQty": "0.30", "avgPx": "0.0431"}
        await exchange.send(messages.order("o-1", "partiallyfilledcancelled", **ended))
        told = "GOLD-BTC: sell 0.20 partly filled, then cancelled at 0.0431 BTC"
        await screen.until(lambda board: told in screen.told())


async def test_a_flood_builds_no_more_boards_than_the_screen_asks_for(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        seen = len(screen.boards)
        for number in range(2000):
            await exchange.send(messages.ticker("GOLD-BTC", last=f"0.0{number:07d}"))
        board = await screen.until(lambda board: str(board.ticker.last) == "0.00001999")
        assert len(screen.boards) - seen < 500
        assert board.connection.messages >= 2000


async def test_a_screen_that_stands_still_costs_nothing_and_finds_the_newest(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    async with watching(endpoint) as (_, screen):
        await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
        before = screen.boards[-1].revision
        for number in range(200):
            await exchange.send(messages.ticker("GOLD-BTC", last=f"0.0{number:07d}"))
        await asyncio.wait_for(_drained(exchange), 5)
        assert screen.mailbox.take() is None
        board = await screen.until(lambda board: str(board.ticker.last) == "0.00000199")
        assert board.revision <= before + 20


async def _drained(exchange: LoopbackExchange) -> None:
    """The feed has read everything that was sent, for it has answered something sent after it."""
    socket = exchange.sockets[-1]
    heard = len(exchange.said)
    await socket.send_str("{}")
    assert heard == len(exchange.said)
    for _ in range(50):
        await asyncio.sleep(0)


async def test_what_was_found_out_about_the_depth_deltas_is_given_to_be_remembered_once(endpoint: Endpoint) -> None:
    remembered: list[DepthMode] = []
    known = replace(endpoint, depth_mode=DepthMode.AUTO, remember_depth=remembered.append)
    async with watching(known) as (worker, screen):
        await screen.until(lambda board: board.connection.phase is Phase.CONNECTED)
        worker.client.store.markets.reading.favour(DepthMode.SIGNED, LEAD)
        before = len(screen.boards)
        await screen.until(lambda board: bool(remembered) and len(screen.boards) > before + 3)
    assert remembered == [DepthMode.SIGNED]
