"""Large books and lists are taken at once; what is refused or cut names itself in its panel in the same moment."""

from __future__ import annotations

import json
from time import thread_time_ns
from typing import Any

import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.model.channels import ORDERS
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.limits import BOM, MAX_BYTES, MAX_LEVELS, MAX_LISTED
from roxom_tui.recording.selection import is_of_market
from roxom_tui.simulator.outgoing_messages import Outgoing
from roxom_tui.simulator.scenarios import SCENARIOS
from roxom_tui.state.views.account_views import OrdersView
from roxom_tui.state.views.market_builders import BookViewBuilder
from roxom_tui.state.views.market_views import BookView
from roxom_tui.ui.display_options import DisplayOptions, RenderContext
from roxom_tui.ui.panels.book import BookPanel
from roxom_tui.ui.panels.orders import OrdersPanel
from tests.bad_frames.mutants import Mutants
from tests.bad_frames.trial import MEMOS
from tests.support.rig import DEPTH, TRADE, Rig
from tests.support.samples import FRAMES
from tests.support.spellings import GOLD
from tests.support.standing_clock import FakeClock

CPU_NS = 50_000_000
"""For a whole book of 5,000 levels a side: read, applied or compared, and drawn from."""

PARSER_TIMES = 50
"""The parser alone takes a millisecond for it; longer where the machine is slow or busy, and so does the rest."""

TRIES = 5


def titles(view: BookView | OrdersView, now: int) -> str:
    paper = RenderContext(160, 12, DisplayOptions(), now, now, False, 0, None)
    panel: Any = BookPanel() if isinstance(view, BookView) else OrdersPanel()
    return "".join(span.text for span in panel.draw(view, paper)[0])


def books(rig: Rig) -> BookView:
    return BookViewBuilder(rig.client.store).view(rig.clock.now, ViewRequest(GOLD, 30))


@pytest.fixture
def public_key(private_key: rsa.RSAPrivateKey) -> rsa.RSAPublicKey:
    return private_key.public_key()


def is_detecting(rig: Rig) -> bool:
    reason = rig.fresh().reason
    return reason is not None and reason.cause is Cause.FORMAT_OPEN


def test_a_book_of_five_thousand_levels_a_side_is_live_as_soon_as_it_is_here(public_key: rsa.RSAPublicKey) -> None:
    rig = Rig(public_key, scenario=SCENARIOS["deep_books"])
    rig.until(lambda: rig.state() is PanelState.LIVE or is_detecting(rig), 1)
    depth = rig.client.store.markets.depth(GOLD)
    assert depth is not None
    assert len(depth.book) > 2 * MAX_LEVELS - 200
    assert rig.book_is_true()
    rig.pass_(10)
    assert rig.state().is_live
    assert rig.book_is_true()


def test_a_book_of_five_thousand_levels_a_side_costs_less_than_fifty_milliseconds(public_key: rsa.RSAPublicKey) -> None:
    """Also where every number is new, while two readings are compared, and while it audits the book that is held."""
    snapshots: list[str] = []

    def note(message: Outgoing) -> tuple[Outgoing, ...]:
        if message.stream == str(DEPTH) and b'"snapshot"' in message.payload:
            snapshots.append(message.payload.decode())
        return (message,)

    costs: list[list[int]] = [[], [], []]
    for _ in range(TRIES):
        rig = Rig(public_key, scenario=SCENARIOS["deep_books"])
        rig.exchange.add_hook(note)
        rig.moves = False
        rig.connect()
        rig.client.store.void(DEPTH, Reason(Cause.REFRESH_ASKED))
        for cost in costs[:2]:
            for memo in MEMOS:
                memo.forget()
            started = thread_time_ns()
            rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, snapshots[-1]))
            rig.client.store.freshness(DEPTH, rig.clock.now)
            cost.append(thread_time_ns() - started)
        started = thread_time_ns()
        orjson.loads(snapshots[-1])
        costs[2].append(thread_time_ns() - started)
    first, audit, parsed = (min(cost) for cost in costs)
    most = max(CPU_NS, PARSER_TIMES * parsed)
    assert first < most, f"{first / 1e6:.1f} ms"
    assert audit < most, f"{audit / 1e6:.1f} ms"


def test_what_is_taken_for_the_market_s_is_what_a_recording_would_take_for_it() -> None:
    """It is written without being read once more, so of the account nothing may be among it."""
    client = Client(Profile("p", Environment.DEMO), None, FakeClock(), Timing())
    mutants, of_market = Mutants(7), list[str | bytes]()
    payloads = [*FRAMES, *(mutants.next() for _ in range(4_000))]
    for payload in payloads:
        client.intake.take(Frame(1, 1, 1, payload))
        if client.intake.market_payload is payload:
            of_market.append(payload)
    assert len(payloads) / 8 < len(of_market) < len(payloads)
    for text in of_market:
        assert isinstance(text, str)
        assert is_of_market(text.removeprefix(BOM)), text


def longer(payload: bytes, levels: int) -> str:
    """A snapshot with so many more levels behind the last of either side."""
    document = json.loads(payload)
    for side, sign in (("bid", -1), ("ask", 1)):
        last = float(document["data"][side][-1][0])
        document["data"][side] += [[f"{last + sign * n * 1e-6:.8f}", "1.00"] for n in range(1, levels + 1)]
    return json.dumps(document)


def with_snapshots(rig: Rig, levels: int) -> None:
    def lengthen(message: Outgoing) -> tuple[Outgoing, ...]:
        if message.stream != str(DEPTH) or b'"snapshot"' not in message.payload:
            return (message,)
        return (replace(message, payload=longer(message.payload, levels).encode()),)

    rig.exchange.add_hook(lengthen)
    rig.connect()


def test_of_a_longer_book_the_best_levels_are_live_and_the_title_says_how_many_there_were(
    public_key: rsa.RSAPublicKey,
) -> None:
    rig = Rig(public_key)
    with_snapshots(rig, 12_000)
    rig.pass_(1)
    depth = rig.client.store.markets.depth(GOLD)
    assert depth is not None
    assert depth.is_sound
    assert depth.book.left_out > 14_000
    view = books(rig)
    assert f"best {view.levels_held:,} of {view.levels_held + view.left_out:,} levels" in titles(view, rig.clock.now)


@pytest.mark.parametrize("tail", [False, True], ids=["topic first", "topic last"])
def test_a_book_that_is_refused_says_why_in_the_same_moment_though_there_never_was_one(
    public_key: rsa.RSAPublicKey, tail: bool
) -> None:
    rig = Rig(public_key)
    rig.mute([str(DEPTH)])
    rig.connect()
    rig.pass_(0.5)
    note = f'"note":"{"x" * MAX_BYTES}"'
    topic = f'"topic":"{DEPTH}","type":"snapshot"'
    frame = f"{{{note},{topic}}}" if tail else f"{{{topic},{note}}}"
    rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, frame))
    fresh = rig.fresh()
    assert fresh.state is PanelState.RESYNC
    assert fresh.reason is not None
    assert fresh.reason.cause is Cause.UNREADABLE
    assert fresh.reason.text.startswith("too large: 4,194,")
    assert "unreadable message" in titles(books(rig), rig.clock.now)


def test_trades_that_are_refused_say_so_until_the_next_that_is_read(public_key: rsa.RSAPublicKey) -> None:
    rig = Rig(public_key)
    rig.mute([str(TRADE)])
    rig.connect()
    rig.pass_(3)
    rig.client.intake.take(
        Frame(rig.clock.now, rig.clock.wall(), rig.connections, f'{{"topic":"{TRADE}","data":{{"what":1}}}}')
    )
    assert rig.fresh(TRADE).reason == Reason(Cause.UNREADABLE, "missing field: price")
    assert not rig.state(TRADE).is_live
    rig.unmute()
    rig.until(lambda: rig.state(TRADE).is_live, 60)


def test_of_more_trades_than_are_read_the_newest_are_on_the_tape_and_the_panel_says_what_is_missing(
    public_key: rsa.RSAPublicKey,
) -> None:
    rig = Rig(public_key)
    rig.pass_(2)
    at = rig.clock.wall()
    trades = [{"price": "0.0431", "qty": "1", "tradeId": f"n-{n}", "time": at + n} for n in range(MAX_LISTED + 7)]
    frame = json.dumps({"topic": str(TRADE), "data": trades})
    rig.client.intake.take(Frame(rig.clock.now, at, rig.connections, frame))
    tape = rig.client.store.markets.market(GOLD).tape
    assert tape is not None
    assert tape.rows[0].exchange_at == at + MAX_LISTED + 6
    assert rig.fresh(TRADE).state is PanelState.UNPROVEN
    assert rig.fresh(TRADE).reason == Reason(Cause.UNREADABLE, "too large: newest 5,000 of 5,007 trades")


def test_of_more_orders_than_one_event_may_bring_the_list_is_asked_for(public_key: rsa.RSAPublicKey) -> None:
    rig = Rig(public_key)
    asked = rig.hear_doubts()
    orders = [
        {"orderId": f"o-{n}", "symbol": "GOLD-BTC", "status": "submitted", "timestamp": 10**18 + n}
        for n in range(MAX_LISTED + 3)
    ]
    frame = json.dumps({"type": "order", "data": orders})
    rig.client.intake.take(Frame(rig.clock.now, rig.clock.wall(), rig.connections, frame))
    assert asked == [ORDERS]
    assert rig.fresh(ORDERS).reason == Reason(Cause.UNREADABLE, "too large: newest 5,000 of 5,003 items")
    assert len(rig.client.store.account.orders.open) == MAX_LISTED
    assert not rig.client.store.account.orders.is_left_out("o-5002")
