"""What refreshes a stream, what proves it, and what says nothing of it: through the store."""

from __future__ import annotations

import pytest

from roxom_tui.model.events import OrdersSeed, TickerDelta
from roxom_tui.model.money import Price
from roxom_tui.model.status import Applied, Control, PanelState, Phase, Rejected, Skipped, Subscribed
from roxom_tui.state.account.account_lists import ORDERS
from roxom_tui.state.store import Store
from tests.state.clocks import revisions
from tests.support.spellings import (
    DEPTH,
    GOLD,
    LEVEL1,
    TICKER,
    TRADE,
    WALL,
    new_store,
    quote,
    s,
    snapshot,
    ticker,
    trade,
)


@pytest.fixture
def store() -> Store:
    return new_store()


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
    assert store.markets.market(GOLD).last == 11
    assert store.freshness(TRADE, s(3)).data_at == s(2)


def test_after_a_suspicious_silence_a_ticker_delta_alone_proves_nothing(store: Store) -> None:
    store.apply(ticker(mark="12", at=1), s(1))
    store.clocks.clock(TICKER).ask(s(4))
    store.apply(mark("13", at=11), s(11))
    assert store.freshness(TICKER, s(11)).state is PanelState.STALE
    store.apply(ticker(mark="14", at=12), s(12))
    assert store.freshness(TICKER, s(12)).state is PanelState.LIVE


def test_an_answer_to_a_question_put_before_the_doubt_does_not_settle_it(store: Store) -> None:
    store.seeding(ORDERS, "doubted", s(5))
    store.seed(OrdersSeed(()), s(6), WALL + s(4), s(4))
    assert store.freshness(ORDERS, s(6))[:2] == (PanelState.STALE, "doubted")
    store.seeding(ORDERS, "asking again")
    store.seed(OrdersSeed(()), s(7), WALL + s(4.5), s(4.5))
    assert store.freshness(ORDERS, s(7))[:2] == (PanelState.STALE, "asking again"), "a later call moves it not back"
    assert store.seed(OrdersSeed(()), s(8), WALL + s(5), s(5)) == Applied(ORDERS)
    assert store.freshness(ORDERS, s(8)).state is PanelState.LIVE


def test_that_a_tape_was_left_is_forgotten_with_its_connection(store: Store) -> None:
    store.apply(trade("1"), 0)
    store.clocks.leave(TRADE)
    store.connection_changed(Phase.WAITING, "gone", s(1))
    store.connection_changed(Phase.CONNECTED, "", s(2))
    store.apply(trade("2", at=3), s(3))
    assert store.freshness(TRADE, s(3)).state is PanelState.LIVE


@pytest.mark.parametrize("status", [Subscribed((DEPTH,)), Rejected(DEPTH, "60015", "no such symbol")])
def test_what_the_exchange_says_of_a_subscription_has_it_drawn_anew(store: Store, status: Control) -> None:
    before = store.revision(DEPTH)
    store.subscription(DEPTH, status)
    assert store.revision(DEPTH) > before


def test_a_book_that_is_hidden_is_drawn_anew_once(store: Store) -> None:
    store.apply(snapshot(("100 1",)), 0)
    before = store.revision(DEPTH)
    store.hide(DEPTH, "broken too often")
    hidden = store.revision(DEPTH)
    store.hide(DEPTH, "broken too often")
    assert (hidden > before, store.revision(DEPTH)) == (True, hidden)


def test_what_was_not_acknowledged_or_has_spoken_is_not_speechless(store: Store) -> None:
    store.clocks.join(DEPTH)
    store.subscription(TICKER, Subscribed((TICKER,)))
    store.subscription(LEVEL1, Subscribed((LEVEL1,)))
    store.apply(quote(), s(1))
    assert store.clocks.speechless() == (TICKER,)
