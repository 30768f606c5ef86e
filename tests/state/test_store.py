"""The store: events to state, the session's facts to freshness, each symbol by itself."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from msgspec.structs import astuple

from roxom_tui.model.channels import ACCOUNT, ACCOUNT_LISTS, BALANCE, ORDERS, POSITIONS, Channel, Stream
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.events import (
    AccountNotice,
    Balance,
    BalancesSeed,
    BalanceUpdate,
    Event,
    OrdersSeed,
    PositionsSeed,
    TickerDelta,
)
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.money import Price
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import (
    Applied,
    Control,
    ErrorReceived,
    NeedsResync,
    PanelState,
    Phase,
    Rejected,
    Skipped,
    Subscribed,
)
from roxom_tui.state.book.book_against_quotes import SUSPECT
from roxom_tui.state.market.trade_tape import TAPES_KEPT, Gap
from roxom_tui.state.store import BEHIND, Store
from roxom_tui.state.views.market_views import GapKind
from tests.state.clocks import revisions
from tests.support.spellings import (
    DEPTH,
    GOLD,
    LEVEL1,
    OIL,
    SPX,
    TICKER,
    TRADE,
    WALL,
    btc,
    delta,
    new_store,
    order,
    position,
    quote,
    s,
    snapshot,
    ticker,
    trade,
)

EVENTS: list[tuple[Event, Stream]] = [
    (snapshot(), DEPTH),
    (quote(), LEVEL1),
    (trade("1"), TRADE),
    (ticker(), TICKER),
    (TickerDelta(GOLD, {}, WALL), TICKER),
    (order(), ORDERS),
    (position(), POSITIONS),
    (BalanceUpdate("BTC", None, btc("1"), None, None), BALANCE),
    (AccountNotice("hello"), ACCOUNT),
]


@pytest.fixture
def store() -> Store:
    return new_store()


def state_of(store: Store, stream: Stream, now: float = 0) -> PanelState:
    return store.freshness(stream, s(now)).state


def lose_connection(store: Store, at: float = 0) -> None:
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(at))


def reconnect(store: Store, at: float = 0) -> None:
    store.connection_changed(Phase.CONNECTED, None, s(at))


@pytest.mark.parametrize(("event", "stream"), EVENTS, ids=lambda value: type(value).__name__)
def test_every_kind_of_event_is_applied_and_raises_its_revision(store: Store, event: Event, stream: Stream) -> None:
    before = revisions(store.clocks)
    assert store.apply(event, s(1)) == Applied(stream)
    assert store.revision(stream) == before.get(stream, 0) + 1
    fresh = store.freshness(stream, s(1))
    assert (fresh.state, fresh.data_at, fresh.silent_since) == (PanelState.LIVE, s(1), None)


def test_an_event_that_changes_nothing_raises_no_revision_and_refreshes_nothing(store: Store) -> None:
    store.apply(quote(at=2), s(1))
    before = revisions(store.clocks)
    assert isinstance(store.apply(quote(at=1), s(3)), Skipped)
    assert revisions(store.clocks) == before
    assert store.freshness(LEVEL1, s(3)).data_at == s(1)


def test_a_book_of_another_connection_begins_with_its_snapshot_whatever_the_last_one_told(store: Store) -> None:
    store.apply(snapshot(("100 1",), ()), s(1))
    store.apply(delta(("99 5",), at=2), s(2))
    lose_connection(store, 3)
    reconnect(store, 4)
    store.apply(snapshot(("100 1",), (), at=1), s(4))
    depth = store.markets.depth(GOLD)
    assert depth is not None
    assert len(depth.book) == 1


def left_and_joined(store: Store, stream: Stream, at: int) -> None:
    store.leave(stream, at)
    store.note_joined(stream, at)


@pytest.mark.parametrize("end", [Store.release, left_and_joined], ids=["left", "joined again"])
def test_a_last_price_of_trades_that_are_told_no_more_ends_with_a_ticker_that_knows_none(
    store: Store, end: Callable[[Store, Stream, int], None]
) -> None:
    store.apply(trade("10", at=1), 0)
    store.apply(ticker(mark="11", at=2), 0)
    assert store.markets.market(GOLD).last_price.price == 10
    end(store, TRADE, 0)
    store.apply(ticker(mark="11", at=3), 0)
    assert store.markets.market(GOLD).last_price.price is None


def traded(store: Store) -> list[object]:
    """Prices of the tape and the kinds of its gaps, newest first."""
    tape = store.markets.market(GOLD).tape
    assert tape is not None
    return [one.kind if isinstance(one, Gap) else str(one.price) for one in (*tape.rows, *tape.past)]


def test_a_symbol_nobody_follows_is_skipped(store: Store) -> None:
    assert store.apply(quote(symbol=SPX), 0) == Skipped(Stream(Channel.LEVEL1, SPX), "not followed")
    assert store.clocks.find(Stream(Channel.LEVEL1, SPX)) is None


def test_a_late_event_for_another_symbol_does_not_touch_the_current_one(store: Store) -> None:
    store.apply(snapshot(("100 1",)), 0)
    store.apply(snapshot(("50 1",), symbol=OIL), 0)
    depth = store.markets.depth(GOLD)
    assert depth is not None
    assert depth.book.best[0] is not None
    assert depth.book.best[0][0] == 100


def test_a_released_stream_drops_its_book_keeps_its_trades_and_takes_nothing_that_still_arrives(
    store: Store,
) -> None:
    store.apply(snapshot(("100 1",)), 0)
    store.apply(trade("1"), 0)
    store.release(DEPTH, 0)
    store.release(TRADE, 0)
    assert (store.markets.depth(GOLD), traded(store)) == (None, [GapKind.OTHER_SYMBOL, "1"])
    assert isinstance(store.apply(delta(("99 1",), at=1), 0), Skipped)
    assert isinstance(store.apply(trade("2"), 0), Skipped)
    assert (store.markets.depth(GOLD), traded(store)) == (None, [GapKind.OTHER_SYMBOL, "1"])


def test_a_released_stream_is_followed_again_once_asked_for_or_acknowledged(store: Store) -> None:
    store.release(DEPTH, 0)
    store.select(GOLD)
    assert isinstance(store.apply(snapshot(), 0), Skipped), "what is under way is of the subscription before"
    store.clocks.join(DEPTH)
    assert store.apply(snapshot(), 0) == Applied(DEPTH)
    store.release(DEPTH, 0)
    store.subscription(DEPTH, Subscribed((DEPTH,)), 0)
    assert store.apply(snapshot(), 0) == Applied(DEPTH)


def test_of_a_tape_that_is_joined_again_all_that_came_before_the_acknowledgement_is_history(store: Store) -> None:
    store.connection_changed(Phase.CONNECTED, None, 0)
    store.apply(trade("1"), 0)
    store.leave(TRADE, 0)
    store.clocks.join(TRADE)
    store.apply(trade("2"), 0)
    assert astuple(store.freshness(TRADE, 0))[:2] == (PanelState.UNPROVEN, Reason(Cause.NOT_CONFIRMED))
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    store.apply(trade("3"), 0)
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    assert traded(store) == ["3", GapKind.REFRESH, "2", "1"]


def test_where_a_symbol_fell_silent_before_the_others_its_gap_begins_then(store: Store) -> None:
    store.connection_changed(Phase.CONNECTED, None, 0)
    store.clocks.join(TRADE)
    store.apply(trade("1", at=1), s(1))
    store.clocks.line.note(s(20))
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(20))
    tape = store.markets.market(GOLD).tape
    assert tape is not None
    store.connection_changed(Phase.CONNECTED, None, s(21))
    store.subscription(TRADE, Subscribed((TRADE,)), s(21))
    store.apply(trade("2", at=22), s(22))
    assert [entry.since for entry in tape.past if isinstance(entry, Gap)] == [s(1)]


@pytest.mark.parametrize("is_acknowledged", [True, False])
def test_trades_of_a_symbol_that_fell_silent_are_doubted_whether_or_not_they_were_acknowledged(
    store: Store, *, is_acknowledged: bool
) -> None:
    store.connection_changed(Phase.CONNECTED, None, 0)
    if is_acknowledged:
        store.subscription(TRADE, Subscribed((TRADE,)), 0)
    store.apply(trade("1", at=1), s(1))
    store.look_for_silence(s(4))
    tape = store.markets.market(GOLD).tape
    assert tape is not None
    assert not tape.is_doubted
    store.look_for_silence(s(30))
    assert tape.is_doubted


def test_a_tape_that_was_left_where_nothing_was_traded_yet_has_no_gap_to_tell(store: Store) -> None:
    store.leave(TRADE, 0)
    store.note_joined(TRADE, s(1))
    store.apply(trade("1"), s(2))
    assert traded(store) == ["1"]


def test_the_trades_of_so_many_symbols_are_kept_and_no_more() -> None:
    symbols = [Symbol(f"S{number}-BTC") for number in range(TAPES_KEPT + 2)]
    store = Store(symbols, DepthMode.AUTO)
    for at, symbol in enumerate((symbols[0], *symbols)):
        stream = Stream(Channel.TRADE, symbol)
        store.clocks.join(stream)
        store.note_joined(stream, at)
        store.apply(trade("1", at=at, symbol=symbol), at)
        store.release(stream, at)
    kept = [symbol for symbol in symbols if store.markets.market(symbol).tape is not None]
    assert kept == symbols[2:]


def test_a_list_that_knows_less_than_the_stream_proves_nothing(store: Store) -> None:
    store.connection_changed(Phase.CONNECTED, None, 0)
    store.apply(ticker("1", at=1), s(1))
    store.apply(order("a", at=2), s(2))
    store.seeding(ORDERS, Reason(Cause.LIST_DOUBTED), s(2.2))
    outcome = store.seed(OrdersSeed(()), s(3), s(2.5))
    assert outcome == NeedsResync(ORDERS, BEHIND)
    assert astuple(store.freshness(ORDERS, s(3)))[:2] == (PanelState.STALE, Reason(Cause.LIST_DOUBTED))
    assert store.account.checked_at(ORDERS) is None
    assert store.seed(OrdersSeed((order("a", at=None),)), s(4), s(3.5)) == Applied(ORDERS)
    assert store.freshness(ORDERS, s(4)).state is PanelState.LIVE


def test_a_lost_connection_makes_everything_down_books_void_and_trades_history(store: Store) -> None:
    store.apply(snapshot(("100 1",)), 0)
    store.apply(trade("1"), 0)
    lose_connection(store)
    for stream in (DEPTH, TRADE, *ACCOUNT_LISTS):
        assert astuple(store.freshness(stream, 0))[:2] == (PanelState.DOWN, Reason(Cause.CONNECTION_LOST))
    depth = store.markets.depth(GOLD)
    assert depth is not None
    assert len(depth.book) == 1, "kept to be drawn dimmed"
    assert traded(store) == [GapKind.CONNECTION, "1"]


def test_what_is_held_back_until_a_snapshot_makes_the_book_on_the_screen_no_younger(store: Store) -> None:
    store.apply(snapshot(at=1), s(1))
    lose_connection(store, 2)
    reconnect(store, 3)
    for second in (4, 5):
        store.apply(delta(("99 1",), at=second), s(second))
        assert store.freshness(DEPTH, s(second)).data_at == s(1)
    store.apply(snapshot(at=6), s(6))
    assert store.freshness(DEPTH, s(6)).data_at == s(6)


def test_after_a_reconnect_the_book_is_rebuilt_until_its_snapshot(store: Store) -> None:
    store.apply(snapshot(("100 1",)), 0)
    lose_connection(store)
    reconnect(store)
    assert state_of(store, DEPTH) is PanelState.RESYNC
    store.apply(delta(("99 1",), at=1), 0)
    assert state_of(store, DEPTH) is PanelState.RESYNC
    store.apply(snapshot(("98 1",), at=2), 0)
    assert state_of(store, DEPTH) is PanelState.LIVE


def test_deltas_before_the_first_snapshot_make_no_live_book(store: Store) -> None:
    store.apply(delta(("99 1",)), 0)
    assert astuple(store.freshness(DEPTH, 0))[:2] == (PanelState.RESYNC, Reason(Cause.NO_SNAPSHOT))


def test_time_alone_makes_a_crossed_book_doubtful(store: Store) -> None:
    store.apply(snapshot(("100 1",), ("99 1",)), 0)
    assert store.overdue(s(1)) == ()
    (verdict,) = store.overdue(s(1.1))
    assert isinstance(verdict, NeedsResync)
    assert verdict.stream == DEPTH
    assert state_of(store, DEPTH, 1.1) is PanelState.RESYNC


def test_a_book_can_be_voided_for_a_fresh_snapshot(store: Store) -> None:
    store.apply(snapshot(("100 1",)), 0)
    store.void(DEPTH, Reason(Cause.REFRESH_ASKED))
    assert astuple(store.freshness(DEPTH, 0))[:2] == (PanelState.RESYNC, Reason(Cause.REFRESH_ASKED))


@pytest.mark.parametrize(
    "status",
    [
        Rejected(DEPTH, "60015", "no such symbol"),
        ErrorReceived("60015", ErrorClass.SUBSCRIPTION, "no such symbol"),
    ],
)
def test_a_refusal_is_shown_with_code_and_text_until_acknowledged(
    store: Store, status: Rejected | ErrorReceived
) -> None:
    store.subscription(DEPTH, status, 0)
    assert astuple(store.freshness(DEPTH, 0))[:2] == (
        PanelState.REJECTED,
        Reason(Cause.REFUSED, "no such symbol", "60015"),
    )
    store.subscription(DEPTH, Subscribed((DEPTH,)), 0)
    assert state_of(store, DEPTH) is PanelState.WAITING


def test_why_a_stream_is_not_subscribed_yet_is_shown_until_it_is(store: Store) -> None:
    why = Reason(Cause.NOT_SUBSCRIBED, "internal error", "60019", next_at=s(1))
    store.not_subscribed(LEVEL1, why)
    assert astuple(store.freshness(LEVEL1, 0))[:2] == (PanelState.WAITING, why)
    store.subscription(LEVEL1, Subscribed((LEVEL1,)), 0)
    assert astuple(store.freshness(LEVEL1, 0))[:2] == (PanelState.WAITING, Reason(Cause.NOTHING_YET))
    store.void(DEPTH, Reason(Cause.NO_SNAPSHOT))
    store.not_subscribed(DEPTH, why)
    assert astuple(store.freshness(DEPTH, 0))[:2] == (PanelState.RESYNC, why)
    store.subscription(DEPTH, Subscribed((DEPTH,)), 0)
    assert astuple(store.freshness(DEPTH, 0))[:2] == (PanelState.RESYNC, Reason(Cause.NO_SNAPSHOT))


def test_a_position_in_another_contract_brings_it_along(store: Store) -> None:
    assert store.extra_symbols() == ()
    store.apply(position(symbol=SPX), 0)
    assert store.extra_symbols() == (SPX,)
    assert store.apply(quote(symbol=SPX), 0) == Applied(Stream(Channel.LEVEL1, SPX))
    store.apply(position(quantity="0", at=1, symbol=SPX), 0)
    assert store.extra_symbols() == ()


def test_a_missed_balance_change_asks_for_the_list(store: Store) -> None:
    store.apply(BalanceUpdate("BTC", btc("2"), btc("1"), None, None, 1), 0)
    assert isinstance(store.apply(BalanceUpdate("BTC", btc("3"), btc("2"), None, None, 2), 0), NeedsResync)


def test_an_account_list_is_stale_while_it_is_asked_for_and_live_once_seeded(store: Store) -> None:
    store.seeding(ORDERS, Reason(Cause.LIST_ASKED))
    store.apply(order("a"), 0)
    assert astuple(store.freshness(ORDERS, 0))[:2] == (PanelState.STALE, Reason(Cause.LIST_ASKED))
    assert store.seed(OrdersSeed(()), 0, 0) == Applied(ORDERS)
    assert state_of(store, ORDERS) is PanelState.LIVE
    assert ORDERS in store.account.seeded


def test_positions_are_seeded_when_every_configured_symbol_was(store: Store) -> None:
    store.seeding(POSITIONS, Reason(Cause.LIST_ASKED))
    store.seed(PositionsSeed(GOLD, ()), 0, 0)
    assert state_of(store, POSITIONS) is PanelState.STALE
    store.seed(PositionsSeed(OIL, ()), 0, 0)
    assert state_of(store, POSITIONS) is PanelState.LIVE


def test_without_a_seed_the_lists_of_an_old_connection_are_dropped_when_the_new_one_speaks(store: Store) -> None:
    store.apply(order("a"), 0)
    store.apply(position("p"), 0)
    lose_connection(store)
    reconnect(store)
    assert [len(store.account.orders.open), len(store.account.positions.open)] == [1, 1]
    store.subscription(ORDERS, Subscribed((ORDERS,)), 0)
    store.apply(position("q"), 0)
    assert not store.account.orders.open
    assert [held.position_id for held in store.account.positions.open] == ["q"]


def test_with_a_seed_on_its_way_the_old_lists_stay_to_be_drawn_dimmed(store: Store) -> None:
    store.apply(order("a"), 0)
    lose_connection(store)
    reconnect(store)
    store.seeding(ORDERS, Reason(Cause.LIST_ASKED))
    store.subscription(ORDERS, Subscribed((ORDERS,)), 0)
    assert [held.order_id for held in store.account.orders.open] == ["a"]
    assert state_of(store, ORDERS) is PanelState.STALE
    store.seed(OrdersSeed(()), s(5), s(4))
    assert not store.account.orders.open


def test_when_the_seed_is_given_up_only_what_came_by_this_connection_is_left(store: Store) -> None:
    """A refused GET must not make the list of an earlier connection live."""
    store.apply(order("a"), s(1))
    store.apply(position("p"), s(1))
    store.seed(BalancesSeed((Balance("BTC", btc("2"), btc("1"), btc("1")),)), s(1), s(1))
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(10))
    store.connection_changed(Phase.CONNECTED, None, s(11))
    for stream in ACCOUNT_LISTS:
        store.seeding(stream, Reason(Cause.LIST_ASKED))
    store.apply(order("b"), s(12))
    store.apply(position("q"), s(12))
    for stream in ACCOUNT_LISTS:
        store.seeding(stream, None)
    assert [held.order_id for held in store.account.orders.open] == ["b"]
    assert [held.position_id for held in store.account.positions.open] == ["q"]
    assert store.account.balances.rows == ()


def test_a_seed_that_came_outlives_a_later_one_that_is_given_up(store: Store) -> None:
    store.seeding(ORDERS, Reason(Cause.LIST_ASKED))
    store.seed(OrdersSeed((order("a"),)), s(1), s(1))
    store.seeding(ORDERS, Reason(Cause.LIST_FAILED))
    store.seeding(ORDERS, None)
    assert [held.order_id for held in store.account.orders.open] == ["a"]


@pytest.mark.parametrize("reason", [Reason(Cause.LIST_ASKED), None], ids=["asking", "given up"])
def test_a_balance_may_change_unseen_while_there_is_no_connection(store: Store, reason: Reason | None) -> None:
    store.seed(BalancesSeed((Balance("BTC", btc("2"), None, None),)), 0, 0)
    store.apply(BalanceUpdate("BTC", btc("2"), btc("1"), None, None, 1), 0)
    lose_connection(store)
    reconnect(store)
    if reason is not None:
        store.seeding(BALANCE, reason)
    assert store.apply(BalanceUpdate("BTC", btc("9"), btc("8"), None, None, 2), 0) == Applied(BALANCE)


def test_a_suspect_book_is_unproven_until_a_quote_confirms_it(store: Store) -> None:
    store.apply(snapshot(("100 1",), ("101 1",)), 0)
    store.apply(quote("100 9", "101 1", at=2), s(2))
    assert state_of(store, DEPTH, 2.5) is PanelState.LIVE
    store.overdue(s(3.1))
    assert astuple(store.freshness(DEPTH, s(3.1)))[:2] == (PanelState.UNPROVEN, SUSPECT)
    store.apply(quote("100 1", "101 1", at=3.2), s(3.2))
    assert state_of(store, DEPTH, 3.2) is PanelState.LIVE


def test_quotes_that_prove_a_book_broken_ask_for_its_snapshot_and_have_it_drawn_anew(store: Store) -> None:
    store.apply(snapshot(("100 1",), ("101 1",)), 0)
    outcomes = [store.apply(quote("100 9", "101 1", at=at), s(at)) for at in (2, 2.1, 3.05)]
    before, quotes = store.revision(DEPTH), store.revision(LEVEL1)
    outcomes.append(store.apply(quote("100 9", "101 1", at=3.2), s(3.2)))
    assert [type(outcome) for outcome in outcomes] == [Applied, Applied, Applied, NeedsResync]
    assert outcomes[-1].stream == DEPTH
    assert state_of(store, DEPTH, 3.2) is PanelState.RESYNC
    assert (store.revision(DEPTH) > before, store.revision(LEVEL1) > quotes) == (True, True)


def test_the_counts_of_checks_outlive_the_books(store: Store) -> None:
    store.apply(snapshot(("100 1",), ("101 1",)), 0)
    store.apply(snapshot(("100 2",), ("101 1",), at=1), s(1))
    store.release(DEPTH, 0)
    assert (store.markets.book_checks.audits, store.markets.book_checks.differences) == (1, 1)


def mark(price: str, at: float) -> TickerDelta:
    return TickerDelta(GOLD, {"mark_price": Price(price)}, WALL + s(at))


def test_an_older_ticker_delta_is_skipped_and_refreshes_nothing(store: Store) -> None:
    store.apply(ticker(mark="12", at=2), s(2))
    before = revisions(store.clocks)
    assert isinstance(store.apply(mark("11", at=1.5), s(3)), Skipped)
    assert store.freshness(TICKER, s(3)).data_at == s(2)
    assert (store.markets.market(GOLD).mark, revisions(store.clocks)) == (Price("12"), before)


def test_a_trade_that_is_known_already_moves_neither_the_last_price_nor_the_clock_of_the_tape(store: Store) -> None:
    store.apply(trade("10", at=1, trade_id="a"), s(1))
    store.apply(trade("11", at=1, trade_id="b"), s(2))
    assert isinstance(store.apply(trade("10", at=1, trade_id="a"), s(3)), Skipped)
    assert store.markets.market(GOLD).last_price.price == 11
    assert store.freshness(TRADE, s(3)).data_at == s(2)


def test_after_a_suspicious_silence_a_ticker_delta_alone_proves_nothing(store: Store) -> None:
    store.apply(ticker(mark="12", at=1), s(1))
    store.clocks.clock(TICKER).ask(s(4))
    store.apply(mark("13", at=11), s(11))
    assert store.freshness(TICKER, s(11)).state is PanelState.STALE
    store.apply(ticker(mark="14", at=12), s(12))
    assert store.freshness(TICKER, s(12)).state is PanelState.LIVE


def test_an_answer_to_a_question_put_before_the_doubt_does_not_settle_it(store: Store) -> None:
    store.seeding(ORDERS, Reason(Cause.LIST_DOUBTED), s(5))
    store.seed(OrdersSeed(()), s(6), s(4))
    assert astuple(store.freshness(ORDERS, s(6)))[:2] == (PanelState.STALE, Reason(Cause.LIST_DOUBTED))
    store.seeding(ORDERS, Reason(Cause.LIST_FAILED))
    store.seed(OrdersSeed(()), s(7), s(4.5))
    assert astuple(store.freshness(ORDERS, s(7)))[:2] == (PanelState.STALE, Reason(Cause.LIST_FAILED)), (
        "a later call moves it not back"
    )
    assert store.seed(OrdersSeed(()), s(8), s(5)) == Applied(ORDERS)
    assert store.freshness(ORDERS, s(8)).state is PanelState.LIVE


def test_that_a_tape_was_left_is_forgotten_with_its_connection(store: Store) -> None:
    store.apply(trade("1"), 0)
    store.leave(TRADE, 0)
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(1))
    store.connection_changed(Phase.CONNECTED, None, s(2))
    store.apply(trade("2", at=3), s(3))
    assert store.freshness(TRADE, s(3)).state is PanelState.LIVE


@pytest.mark.parametrize("status", [Subscribed((DEPTH,)), Rejected(DEPTH, "60015", "no such symbol")])
def test_what_the_exchange_says_of_a_subscription_has_it_drawn_anew(store: Store, status: Control) -> None:
    before = store.revision(DEPTH)
    store.subscription(DEPTH, status, 0)
    assert store.revision(DEPTH) > before


def test_a_book_that_is_hidden_is_drawn_anew_once(store: Store) -> None:
    store.apply(snapshot(("100 1",)), 0)
    before = store.revision(DEPTH)
    store.clocks.clock(DEPTH).hide(Reason(Cause.BROKE_TOO_OFTEN))
    hidden = store.revision(DEPTH)
    store.clocks.clock(DEPTH).hide(Reason(Cause.BROKE_TOO_OFTEN))
    assert (hidden > before, store.revision(DEPTH)) == (True, hidden)


def test_what_was_not_acknowledged_or_has_spoken_is_not_speechless(store: Store) -> None:
    store.clocks.join(DEPTH)
    store.subscription(TICKER, Subscribed((TICKER,)), 0)
    store.subscription(LEVEL1, Subscribed((LEVEL1,)), 0)
    store.apply(quote(), s(1))
    assert store.clocks.speechless() == (TICKER,)


def chart_gaps(store: Store) -> list[tuple[float, float | None]]:
    """Between which times (s) trades may be missing."""
    gaps = store.markets.market(GOLD).history.candles.gaps
    return [((gap.since - WALL) / 1e9, None if gap.until is None else (gap.until - WALL) / 1e9) for gap in gaps]


def test_while_nothing_of_a_symbol_comes_for_suspiciously_long_bars_have_a_gap_until_something_does(
    store: Store,
) -> None:
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    store.apply(trade("1", at=4), s(4))
    store.apply(quote(at=5), s(5))
    for second in range(5, 15):
        store.overdue(s(second))
    assert chart_gaps(store) == []
    store.overdue(s(16))
    assert chart_gaps(store) == [(4, None)], "since a second before anything last came"
    store.apply(quote(at=20), s(20))
    store.overdue(s(21))
    assert chart_gaps(store) == [(4, 21)]


def test_a_new_connection_that_says_nothing_goes_on_with_the_gap_of_the_old(store: Store) -> None:
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    store.apply(trade("1", at=4), s(4))
    lose_connection(store, 5)
    reconnect(store, 6)
    store.subscription(TRADE, Subscribed((TRADE,)), s(7))
    store.overdue(s(7.5))
    assert [until for _, until in chart_gaps(store)] == [None]
    store.apply(quote(at=20), s(20))
    store.overdue(s(20.5))
    assert [until for _, until in chart_gaps(store)] == [20.5]


def test_quiet_trades_of_a_symbol_that_speaks_are_no_gap(store: Store) -> None:
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    store.apply(trade("1", at=4), s(4))
    for second in range(5, 60):
        store.apply(quote(at=second), s(second))
        store.overdue(s(second + 0.5))
    assert chart_gaps(store) == []
