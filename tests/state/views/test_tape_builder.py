"""The view of the trades: what was counted and summed, as live as its stream, and the same object while it stands."""

from __future__ import annotations

from roxom_tui.model.market import AggressorSide, DepthMode
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase, Subscribed
from roxom_tui.model.values import replace
from roxom_tui.state.reading.joined_prints import Join
from roxom_tui.state.store import Store
from roxom_tui.state.views.tape_builder import TapeViewBuilder
from roxom_tui.state.views.tape_figures import NO_FIGURES
from tests.support.spellings import GOLD, OIL, TRADE, WALL, quote, s, size, trade

BUY = AggressorSide.BUY


def followed(*tiers: str) -> Store:
    """A connected store that follows the trades of one symbol."""
    store = Store([GOLD, OIL], DepthMode.ABSOLUTE, tuple(map(size, tiers)))
    connect(store, 0)
    return store


def connect(store: Store, second: float) -> None:
    store.connection_changed(Phase.CONNECTED, None, s(second))
    store.note_joined(TRADE, s(second))


def tell(store: Store, second: float, quantity: str = "1") -> None:
    store.apply(replace(trade("1", quantity, at=second), aggressor=BUY), s(second))


def test_prints_are_counted_in_each_way_to_join_them_by_the_tiers_there_are() -> None:
    store = followed("2", "5")
    for second in (1, 1, 1.1, 3):
        tell(store, second)
    figures = TapeViewBuilder(store).view(s(4), WALL + s(4), GOLD).figures
    assert figures.tiers == (size("2"), size("5"))
    assert figures.counted[Join.OFF] == ((4, size("4")), (0, size("0")), (0, size("0")))
    assert figures.counted[Join.SAME_INSTANT][1] == (2, size("2"))
    assert figures.counted[Join.WITHIN_200_MS][1] == (3, size("3"))


def test_a_view_that_would_say_the_same_is_the_same_and_one_from_which_a_trade_fell_out_is_not() -> None:
    store = followed()
    builder = TapeViewBuilder(store)
    for second in (1, 1.5):
        tell(store, second)
    view = builder.view(s(2), WALL + s(2), GOLD)
    assert builder.view(s(2.2), WALL + s(2.2), GOLD) is view
    assert builder.view(s(3), WALL + s(3), GOLD).figures is view.figures
    later = builder.view(s(62), WALL + s(62), GOLD)
    assert later.figures.flow is not None
    assert later.figures.flow.short.flow.bought == 0
    assert later.figures.flow.long.flow.bought == size("2")
    assert later.rows is view.rows


def test_cvd_tells_since_when_by_the_exchanges_own_time() -> None:
    store = followed()
    builder = TapeViewBuilder(store)
    for second in (1, 3):
        tell(store, second)
        flow = builder.view(s(second), WALL + s(second + 10), GOLD).figures.flow
        assert flow is not None
        assert flow.since == WALL + s(1)


def test_without_a_connection_there_is_no_flow_and_after_it_another_one() -> None:
    store = followed()
    builder = TapeViewBuilder(store)
    tell(store, 1)
    store.connection_changed(Phase.WAITING, Reason(Cause.NOT_CONNECTED), s(5))
    view = builder.view(s(6), WALL + s(6), GOLD)
    assert view.figures.flow is None
    assert view.figures.counted[Join.OFF][0] == (1, size("1"))
    connect(store, 9)
    tell(store, 11, "3")
    flow = builder.view(s(12), WALL + s(12), GOLD).figures.flow
    assert flow is not None
    assert (flow.since, flow.after_gap, flow.cvd) == (WALL + s(11), True, size("3"))


def test_a_symbol_whose_trades_were_never_told_has_no_figures() -> None:
    assert TapeViewBuilder(followed()).view(s(1), WALL, OIL).figures is NO_FIGURES


def test_after_a_suspicious_silence_nothing_is_summed_up_as_live_until_a_trade_tells() -> None:
    store = followed()
    store.subscription(TRADE, Subscribed((TRADE,)), 0)
    builder = TapeViewBuilder(store)
    tell(store, 1)
    store.apply(quote(at=1), s(1))
    store.overdue(s(12))
    assert builder.view(s(12), WALL + s(12), GOLD).figures.flow is not None, "as history"
    store.apply(quote(at=13), s(13))
    assert builder.view(s(13), WALL + s(13), GOLD).figures.flow is None
    assert store.markets.market(GOLD).past.window(0, s(13)) is None
    assert not store.markets.market(GOLD).session.has_gaps, "the next one tells"
    tell(store, 14, "3")
    flow = builder.view(s(14), WALL + s(14), GOLD).figures.flow
    assert flow is not None
    assert (flow.since, flow.cvd) == (WALL + s(14), size("3"))
    assert store.markets.market(GOLD).past.window(0, s(14)) is not None
