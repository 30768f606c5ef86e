"""A rule that is watched: off, mute, expired, and what of it is kept."""

from __future__ import annotations

from roxom_tui.alerts.engine import Happening
from roxom_tui.alerts.memory import NO_RECORD, Record
from roxom_tui.alerts.watched import WatchedRule
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.state.store import Store
from roxom_tui.state.views.alert_views import AlertState
from tests.alerts.stores import live_store, reader, rule
from tests.support.spellings import OIL, WALL, order, s, ticker


def watched(text: str, store: Store | None = None, record: Record = NO_RECORD) -> WatchedRule:
    return WatchedRule(rule(text), reader(text, store or live_store()), record, WALL, is_configured=False)


def state(one: WatchedRule, seconds: float = 0) -> AlertState:
    return one.row(s(seconds), WALL + s(seconds)).state


def test_it_fires_by_what_its_figure_is_and_remembers_when() -> None:
    one = watched("GOLD-BTC last > 100")
    assert [told.what for told in one.look(s(1), WALL + s(1))] == [Happening.FIRED]
    assert one.record == Record(1, WALL + s(1), is_spent=True)
    assert state(one, 1) is AlertState.FIRED


def test_one_that_is_off_or_over_is_not_judged() -> None:
    one = watched("GOLD-BTC last > 100 until 00:01")
    one.begin(WALL)
    assert one.look(s(61), WALL + s(61)) == ()
    assert state(one, 61) is AlertState.EXPIRED
    one.switch()
    assert one.look(0, WALL) == ()
    assert state(one) is AlertState.OFF


def test_its_states_are_told() -> None:
    store = live_store()
    one = watched("GOLD-BTC last > 100 for 5s", store)
    one.look(0, WALL)
    assert state(one, 1) is AlertState.HOLDING
    store.apply(ticker("99", at=1), s(1))
    one.look(s(1), WALL)
    assert state(one, 1) is AlertState.ARMED
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(2))
    one.look(s(2), WALL)
    row = one.row(s(3), WALL)
    assert (row.state, row.since) == (AlertState.CANNOT_JUDGE, s(2))
    one.muted_until = WALL + s(60)
    assert state(one, 3) is AlertState.MUTED
    assert one.is_mute(WALL + s(59))
    assert not one.is_mute(WALL + s(60))


def test_what_was_kept_goes_on() -> None:
    record = Record(2, WALL - s(5), is_spent=True)
    one = watched("GOLD-BTC last > 100 once", record=record)
    assert one.look(0, WALL) == ()
    assert one.record == record
    one.reset()
    assert one.look(0, WALL) != ()


def test_a_time_that_is_not_over_yet_goes_on_after_a_restart() -> None:
    one = watched("GOLD-BTC last > 100 every 10s", record=Record(1, WALL - s(5)))
    assert one.look(s(4), WALL + s(4)) == ()
    assert one.look(s(5), WALL + s(5)) != ()


def test_an_order_fires_the_rule_that_is_about_it() -> None:
    filled = watched("GOLD-BTC order is filled")
    for update, fires in (
        (order(status=OrderStatus.FILLED), True),
        (order(status=OrderStatus.CANCELLED), False),
        (order(status=OrderStatus.FILLED, symbol=OIL), False),
    ):
        assert bool(filled.hear(update, 0, WALL)) is fires
    assert watched("order is any").hear(order(status="odd", symbol=OIL), 0, WALL)
    assert watched("order is cancelled").hear(order(status=OrderStatus.PARTIALLY_FILLED_CANCELLED), 0, WALL)


def test_the_row_is_the_same_while_it_says_the_same() -> None:
    one = watched("GOLD-BTC last > 101")
    one.look(0, WALL)
    assert one.row(0, WALL) is one.row(s(1), WALL + s(1))
