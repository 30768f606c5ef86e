"""Errors name no stream: who is to blame, and what is not asked for again (protocol 3.4, 7.1)."""

from __future__ import annotations

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorClass
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import ErrorReceived
from tests.client.words import (
    ACCOUNT,
    DEPTH,
    OIL_DEPTH,
    ORDERS,
    TICKER,
    TRADES,
    acknowledge,
    at,
    connected_with,
    fault,
    refuse,
    reject,
    run,
    states,
    subscribe,
    unsubscribe,
)


def test_an_error_with_one_stream_pending_is_about_that_stream() -> None:
    session = connected_with(TICKER, OIL_DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    session.changes()
    refuse(session, "60015")
    assert states(session) == {TICKER: "active", OIL_DEPTH: "refused"}
    assert [(change.code, change.text) for change in session.changes()] == [("60015", "refused 60015")]
    assert run(session, 0, 60) == []


def test_acknowledgements_that_come_after_the_error_leave_the_culprit_without_a_second_question() -> None:
    session = connected_with(TICKER, DEPTH, OIL_DEPTH, acknowledged=False)
    refuse(session, "60015")
    acknowledge(session, TICKER, DEPTH)
    assert states(session) == {TICKER: "active", DEPTH: "active", OIL_DEPTH: "refused"}
    assert run(session, 0, 60) == []


def test_suspects_are_asked_one_by_one_once_and_the_culprit_is_found() -> None:
    session = connected_with(TICKER, DEPTH, OIL_DEPTH, acknowledged=False)
    refuse(session, "60015")
    assert session.due(at(0.4)) == ()
    assert session.due(at(0.5)) == (subscribe(TICKER),)
    assert session.due(at(0.6)) == ()
    acknowledge(session, TICKER)
    assert session.due(at(0.7)) == (subscribe(DEPTH),)
    session.on_data(DEPTH)
    assert session.due(at(0.8)) == (subscribe(OIL_DEPTH),)
    refuse(session, "60015")
    assert states(session) == {TICKER: "active", DEPTH: "active", OIL_DEPTH: "refused"}
    assert run(session, 0.9, 60) == []


def test_a_suspect_that_is_refused_makes_room_for_the_next_at_once() -> None:
    session = connected_with(TICKER, DEPTH, OIL_DEPTH, acknowledged=False)
    refuse(session, "60015")
    assert session.due(at(0.5)) == (subscribe(TICKER),)
    refuse(session, "60015", 0.6)
    assert session.due(at(0.6)) == (subscribe(DEPTH),)
    assert states(session) == {TICKER: "refused", DEPTH: "pending", OIL_DEPTH: "queued"}


def test_an_error_after_a_suspect_was_given_up_is_about_the_next_alone() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    refuse(session, "60015")
    assert run(session, 0.5, 2.5) == [(0.5, subscribe(TICKER)), (2.5, subscribe(DEPTH))]
    refuse(session, "60015", 2.6)
    assert states(session) == {TICKER: "unacknowledged", DEPTH: "refused"}


def test_a_suspect_that_nobody_answers_is_unacknowledged_and_the_hunt_goes_on() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    refuse(session, "60014")
    assert run(session, 0.5, 15) == [(0.5, subscribe(TICKER)), (2.5, subscribe(DEPTH))]
    assert states(session) == {TICKER: "unacknowledged", DEPTH: "unacknowledged"}


def test_a_new_wish_during_the_hunt_is_asked_alone_so_that_errors_stay_clear() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    refuse(session, "60015")
    session.due(at(0.5))
    session.want([TICKER, DEPTH, TRADES], at(0.6))
    assert session.due(at(0.6)) == ()
    acknowledge(session, TICKER)
    assert session.due(at(0.7)) == (subscribe(DEPTH),)
    acknowledge(session, DEPTH)
    assert session.due(at(0.8)) == (subscribe(TRADES),)


def test_as_many_errors_as_pending_streams_need_no_hunt() -> None:
    session = connected_with(TICKER, DEPTH, OIL_DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    refuse(session, "60015")
    refuse(session, "60015")
    assert states(session) == {TICKER: "active", DEPTH: "refused", OIL_DEPTH: "refused"}


def test_an_error_that_was_explained_is_not_held_against_the_next_pending_stream() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    refuse(session, "60015")
    acknowledge(session, TICKER)
    session.want([TICKER, DEPTH, TRADES], at(0.1))
    assert session.due(at(0.1)) == (subscribe(TRADES),)
    acknowledge(session, TICKER)
    assert states(session) == {TICKER: "active", DEPTH: "refused", TRADES: "pending"}
    assert run(session, 0.1, 5) == []


def test_a_refusal_that_names_its_stream_touches_no_other() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    reject(session, DEPTH, "60015")
    assert states(session) == {TICKER: "pending", DEPTH: "refused"}


def test_a_refused_stream_that_sends_data_after_all_is_active() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    reject(session, DEPTH, "60015")
    session.changes()
    session.on_data(DEPTH)
    assert [(change.state.value, change.code) for change in session.changes()] == [("active", "")]


def test_too_many_subscriptions_stop_what_was_not_asked_for_yet() -> None:
    session = connected_with(TICKER, DEPTH, TRADES, acknowledged=False)
    refuse(session, "60016")
    assert session.due(at(0.5)) == (subscribe(TICKER),)
    acknowledge(session, TICKER)
    assert session.due(at(0.6)) == (subscribe(DEPTH),)
    refuse(session, "60016")
    assert states(session) == {TICKER: "active", DEPTH: "refused", TRADES: "refused"}
    assert run(session, 0.7, 60) == []


def test_room_made_by_leaving_is_used_at_once_by_what_was_too_many() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, TICKER, DEPTH)
    session.want([TICKER, DEPTH, TRADES], at(1))
    assert session.due(at(1)) == (subscribe(TRADES),)
    refuse(session, "60016", 1)
    assert states(session)[TRADES] == "refused"
    session.want([TICKER, TRADES], at(2))
    assert session.due(at(2)) == (unsubscribe(DEPTH), subscribe(TRADES))


def test_once_there_was_room_again_what_is_left_lingers_as_before() -> None:
    session = connected_with(TICKER, DEPTH)
    session.want([TICKER, DEPTH, TRADES], at(1))
    session.due(at(1))
    refuse(session, "60016", 1)
    session.want([TICKER, TRADES], at(2))
    session.due(at(2))
    acknowledge(session, TRADES)
    session.want([TICKER], at(10))
    assert run(session, 10, 20) == [(11.0, unsubscribe(TRADES))]


def test_the_account_channel_unknown_to_the_exchange_is_not_asked_for_on_the_next_connection() -> None:
    session = connected_with(ORDERS, ACCOUNT, acknowledged=False)
    acknowledge(session, ORDERS)
    refuse(session, "60014")
    assert states(session) == {ORDERS: "active", ACCOUNT: "refused"}
    session.disconnected()
    session.connected()
    assert session.due(at(5)) == (subscribe(ORDERS),)
    session.want([ORDERS, ACCOUNT, TICKER], at(6))
    assert session.due(at(6)) == (subscribe(TICKER),)


def test_a_market_stream_refused_before_is_asked_for_again_on_the_next_connection() -> None:
    session = connected_with(TICKER, acknowledged=False)
    refuse(session, "60015")
    session.disconnected()
    session.connected()
    assert session.due(at(5)) == (subscribe(TICKER),)


def test_a_fault_of_the_exchange_repeats_the_pending_with_a_delay_that_doubles() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    delays = []
    now = at(0)
    for _ in range(6):
        fault(session, now / SECOND)
        then = session.next_at(now)
        assert then is not None
        assert session.due(then) == (subscribe(DEPTH),)
        delays.append((then - now) / SECOND)
        now = then
    assert delays == [1, 2, 4, 8, 15, 15]


def test_a_fault_that_names_its_stream_is_repeated_and_no_refusal() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    acknowledge(session, TICKER)
    reject(session, DEPTH, "60019")
    assert states(session) == {TICKER: "active", DEPTH: "pending"}
    assert run(session, 0, 5) == [(1.0, subscribe(DEPTH))]


def test_a_fault_repeats_nothing_that_was_refused_meanwhile() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    fault(session)
    reject(session, DEPTH, "60015", 0.5)
    assert run(session, 0.5, 5) == [(1.0, subscribe(TICKER))]
    assert states(session)[DEPTH] == "refused"


def test_after_a_fault_with_nothing_pending_everything_is_asked_once_more_and_nothing_is_left() -> None:
    session = connected_with(TICKER, DEPTH)
    fault(session, 10)
    assert run(session, 10, 15) == [(11.0, subscribe(TICKER, DEPTH))]
    assert set(states(session).values()) == {"active"}


def test_a_fault_of_ours_or_an_unknown_code_changes_nothing() -> None:
    session = connected_with(TICKER, DEPTH, acknowledged=False)
    session.on_control(ErrorReceived("60017", ErrorClass.CLIENT_FAULT, "?"), at(0))
    session.on_control(ErrorReceived("99999", ErrorClass.UNKNOWN, "?"), at(0))
    assert states(session) == {TICKER: "pending", DEPTH: "pending"}
    assert run(session, 0, 4.9) == []


def test_an_answer_about_a_stream_nobody_holds_is_ignored() -> None:
    session = connected_with(TICKER)
    stranger = Stream(Channel.DEPTH, Symbol("STRANGE-BTC"))
    acknowledge(session, stranger)
    reject(session, stranger, "60015")
    session.on_data(stranger)
    assert states(session) == {TICKER: "active"}
