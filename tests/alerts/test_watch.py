"""All rules of a profile: judged by messages and time, changed by the person, kept, and told."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.alerts.memory import MOST_RULES, AlertMemory, Record
from roxom_tui.alerts.watch import MOST_BROUGHT, AlertWatch
from roxom_tui.model.channels import ORDERS, Stream
from roxom_tui.model.durations import MINUTE
from roxom_tui.model.events import Event, OrderStatus
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.state.store import Store
from roxom_tui.state.views.alert_views import AlertState, AlertWhat
from tests.alerts.stores import live_store
from tests.support.spellings import DEPTH, TICKER, TRADE, WALL, order, s, snapshot, ticker, trade

UP = "GOLD-BTC last > 101"


def watching(*rules: str, store: Store | None = None, goes_out: bool = True) -> tuple[AlertWatch, Store]:
    store = store or live_store()
    watch = AlertWatch(store, rules, WALL, goes_out=goes_out)
    tick(watch, 0)
    return watch, store


def tick(watch: AlertWatch, seconds: float) -> None:
    watch.tick(s(seconds), WALL + s(seconds))


def hear(watch: AlertWatch, store: Store, stream: Stream, event: Event, seconds: float) -> None:
    store.apply(event, s(seconds))
    watch.note(stream, event, s(seconds))


def whats(watch: AlertWatch) -> list[AlertWhat]:
    return [news.what for news in watch.delivery.take_happenings()]


def test_a_price_that_comes_and_goes_between_two_pictures_is_told() -> None:
    watch, store = watching(UP)
    hear(watch, store, TICKER, ticker("102", at=1), 1)
    hear(watch, store, TICKER, ticker("100", at=1.01), 1.01)
    (news,) = watch.delivery.take_happenings()
    assert (news.what, news.value, news.at) == (AlertWhat.FIRED, Decimal(102), WALL + s(1))
    assert watch.delivery.take_happenings() == ()


def test_a_trade_tells_the_last_price_too() -> None:
    watch, store = watching(UP)
    hear(watch, store, TRADE, trade("102", at=1), 1)
    assert whats(watch) == [AlertWhat.FIRED]


def test_time_alone_fires_what_must_hold() -> None:
    watch, _ = watching("GOLD-BTC last > 100 for 2s")
    tick(watch, 1)
    assert whats(watch) == []
    tick(watch, 2)
    assert whats(watch) == [AlertWhat.FIRED]


def test_a_book_that_is_lost_and_stands_again_between_two_ticks_was_a_gap() -> None:
    watch, store = watching("GOLD-BTC size@99 > 1 for 5s")
    store.void(DEPTH, Reason(Cause.DELTAS_LOST))
    watch.note(DEPTH, None, s(4), is_lost=True)
    store.apply(snapshot(bids=("100 1", "99 2"), asks=("101 1", "102 2"), at=4.01), s(4.01))
    for second in (4.1, 5, 6, 9):
        tick(watch, second)
    assert whats(watch) == []
    tick(watch, 9.2)
    assert whats(watch) == [AlertWhat.FIRED]


def test_without_a_rule_there_is_nothing_to_look_into() -> None:
    watch, _ = watching()
    assert watch.by_stream == {}
    assert watch.is_idle
    assert watch.view(0) is watch.view(s(1))


def test_blind_is_told_once_and_that_it_sees_again() -> None:
    watch, store = watching(UP)
    store.connection_changed(Phase.WAITING, Reason(Cause.CONNECTION_LOST), s(1))
    for second in range(1, 120):
        tick(watch, second)
    (news,) = watch.delivery.take_happenings()
    assert (news.what, news.since) == (AlertWhat.BLIND, WALL + s(1))
    assert news.why is not None
    store.connection_changed(Phase.CONNECTED, None, s(120))
    hear(watch, store, TICKER, ticker("99", at=120), 120)
    tick(watch, 120.2)
    assert whats(watch) == [AlertWhat.SEES]


def test_what_happens_to_an_order_is_told_once() -> None:
    watch, store = watching("order is filled")
    filled = order(status=OrderStatus.FILLED, at=1, executed="2")
    hear(watch, store, ORDERS, filled, 1)
    watch.note(ORDERS, filled, s(2))
    (news,) = watch.delivery.take_happenings()
    assert news.order is not None
    assert news.order.size == 2


def test_what_goes_out_is_folded_and_what_is_told_is_not() -> None:
    watch, store = watching("GOLD-BTC last > 100 every 1s")
    for second in range(1, 4):
        hear(watch, store, TICKER, ticker("102", at=second), second)
    assert whats(watch) == [AlertWhat.FIRED] * 4
    assert [(news.number, news.more) for news in watch.delivery.take_deliveries()] == [(1, 0), (3, 1)]
    assert watch.view(s(4)).told == 4


def test_of_the_demo_nothing_goes_out() -> None:
    watch, _ = watching("GOLD-BTC last > 100", goes_out=False)
    assert watch.delivery.take_deliveries() == ()
    assert watch.view(0).newest is not None


def test_while_nobody_is_to_be_disturbed_nothing_goes_out_and_all_is_told() -> None:
    watch, store = watching(UP)
    watch.obey(ChangeAlerts(AlertVerb.SILENCE, until=WALL + MINUTE), 0)
    hear(watch, store, TICKER, ticker("102", at=1), 1)
    assert watch.delivery.take_deliveries() == ()
    assert watch.view(s(1)).told == 1
    tick(watch, 60)
    assert watch.view(s(60)).silent_until is None


def test_a_rule_that_is_mute_is_judged_and_not_told() -> None:
    watch, store = watching(UP)
    watch.obey(ChangeAlerts(AlertVerb.MUTE, UP, until=WALL + MINUTE), 0)
    hear(watch, store, TICKER, ticker("102", at=1), 1)
    assert whats(watch) == []
    (row,) = watch.view(s(1)).rows
    assert (row.state, row.fired) == (AlertState.MUTED, 1)


def test_rules_are_made_changed_tried_and_deleted() -> None:
    watch, _ = watching()
    watch.obey(ChangeAlerts(AlertVerb.ADD, text="gold-btc last > 101"), 0)
    assert [row.text for row in watch.view(0).rows] == [UP]
    watch.obey(ChangeAlerts(AlertVerb.TEST, UP), 0)
    assert [news.what for news in watch.delivery.take_deliveries()] == [AlertWhat.TEST]
    watch.obey(ChangeAlerts(AlertVerb.SWITCH, UP), 0)
    assert watch.by_stream == {}
    watch.obey(ChangeAlerts(AlertVerb.REPLACE, UP, "GOLD-BTC size@99 < 1"), 0)
    assert watch.streams == (DEPTH,)
    watch.obey(ChangeAlerts(AlertVerb.DELETE, "GOLD-BTC size@99 < 1"), 0)
    assert watch.view(0).rows == ()
    watch.obey(ChangeAlerts(AlertVerb.DELETE, "no such rule"), 0)
    watch.obey(ChangeAlerts(AlertVerb.ADD, text="no rule"), 0)
    assert watch.view(0).rows == ()


def test_a_rule_of_the_config_file_is_turned_off_instead_of_deleted() -> None:
    watch, _ = watching(UP)
    watch.obey(ChangeAlerts(AlertVerb.DELETE, UP), 0)
    assert [row.state for row in watch.view(0).rows] == [AlertState.OFF]


def test_a_rule_that_is_edited_and_says_the_same_goes_on_and_so_does_one_that_became_unreadable() -> None:
    for configured in (True, False):
        watch, _ = watching(*((UP,) if configured else ()))
        watch.obey(ChangeAlerts(AlertVerb.ADD, text=UP), 0)
        for text in (UP, "gold-btc last above 101", "no rule"):
            watch.obey(ChangeAlerts(AlertVerb.REPLACE, UP, text), 0)
            tick(watch, 1)
            assert [(row.text, row.state) for row in watch.view(0).rows] == [(UP, AlertState.ARMED)]


def test_a_rule_that_is_reset_fires_again() -> None:
    watch, _ = watching("GOLD-BTC last > 100 once")
    watch.obey(ChangeAlerts(AlertVerb.RESET, "GOLD-BTC last > 100 once"), 0)
    tick(watch, 1)
    assert whats(watch) == [AlertWhat.FIRED] * 2


def test_a_time_of_day_in_a_rule_made_now_is_kept_with_its_date() -> None:
    watch, _ = watching()
    watch.obey(ChangeAlerts(AlertVerb.ADD, text=f"{UP} until 18:00"), 0)
    assert watch.memory.rules == (f"{UP} until 2026-01-01T18:00",)


def test_what_is_kept_goes_on_and_what_was_made_meanwhile_stays() -> None:
    watch, _ = watching("GOLD-BTC last > 100")
    watch.obey(ChangeAlerts(AlertVerb.ADD, text=UP), 0)
    kept = AlertMemory(("GOLD-BTC bid > 5",), {"GOLD-BTC bid > 5": Record(7, WALL, is_spent=True)}, WALL + MINUTE)
    watch.restore(kept, "damaged")
    view = watch.view(0)
    assert [row.text for row in view.rows] == ["GOLD-BTC last > 100", "GOLD-BTC bid > 5", UP]
    assert [row.fired for row in view.rows] == [1, 7, 0]
    assert (view.silent_until, view.remark) == (WALL + MINUTE, "damaged")
    assert watch.memory.rules == ("GOLD-BTC bid > 5", UP)


def test_until_what_was_kept_has_come_nothing_is_judged_and_each_rule_says_so() -> None:
    watch = AlertWatch(live_store(), ("GOLD-BTC last > 100",), WALL)
    watch.is_waiting = True
    tick(watch, 0)
    watch.note(TICKER, None, s(1))
    assert whats(watch) == []
    assert [row.state for row in watch.view(s(1)).rows] == [AlertState.CANNOT_JUDGE]
    watch.restore(AlertMemory((), {"GOLD-BTC last > 100": Record(1, WALL, is_spent=True)}))
    tick(watch, 2)
    assert whats(watch) == []
    assert [row.state for row in watch.view(s(2)).rows] == [AlertState.FIRED]


def test_rules_and_what_they_bring_along_are_bounded() -> None:
    watch, _ = watching()
    for number in range(MOST_RULES + 20):
        watch.obey(ChangeAlerts(AlertVerb.ADD, text=f"GOLD-BTC last > {number}"), 0)
    assert len(watch.view(0).rows) == MOST_RULES
    assert len(watch.streams) <= MOST_BROUGHT


def test_the_view_is_the_same_while_it_says_the_same() -> None:
    watch, store = watching(UP)
    before = watch.view(0)
    hear(watch, store, TICKER, ticker("100.7", at=1), 1)
    assert watch.view(s(1)) is before
