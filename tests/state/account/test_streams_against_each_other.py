"""The account's three streams held against each other: what was lost is noticed, and nothing else."""

from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.channels import BALANCE, POSITIONS
from roxom_tui.model.events import BalanceUpdate, OrdersSeed, OrderStatus, OrderUpdate, PositionsSeed, PositionUpdate
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Rule
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.streams_against_each_other import WRONG_AT_MOST, AccountReconciler
from tests.state.trading import Event, Trading
from tests.support.spellings import GOLD, OIL, SPX, WALL, btc, order, position, s

FROM = s(60)


def judged(account: AccountLists, seconds: range) -> dict[Rule, float]:
    """What was doubted, and at which second first."""
    found: dict[Rule, float] = {}
    for second in seconds:
        for doubt in account.reconciler.judge(s(second)):
            found.setdefault(doubt.rule, second)
    return found


def seeded() -> AccountLists:
    """An account with an order and a position in gold, asked for and settled."""
    account = AccountLists((GOLD, OIL))
    request = 0
    account.seed(OrdersSeed((order("a", at=None),)), 0, request)
    account.seed(PositionsSeed(GOLD, (position("p", "5"),)), 0, request)
    account.seed(PositionsSeed(OIL, ()), 0, request)
    assert judged(account, range(1, 6)) == {}
    return account


def dropped(check: AccountReconciler) -> tuple[Rule, ...]:
    """The rules that accused wrongly so often that they are not followed any more."""
    return tuple(rule for rule, count in check._wrong.items() if count >= WRONG_AT_MOST)


def part(executed: str, at: float = 10) -> OrderUpdate:
    return order("a", OrderStatus.PARTIALLY_FILLED, at, executed=executed)


def fee_doubts(check: AccountReconciler, seconds: range) -> int:
    """How often the balance was doubted."""
    return sum(len(check.judge(s(second))) for second in seconds)


@pytest.mark.parametrize(("seed", "every", "hours"), [(1, 2.0, 1.0), (2, 0.3, 0.2), (3, 10.0, 5.0)])
def test_hours_of_trading_told_by_streams_that_do_not_wait_for_each_other_raise_no_alarm(
    seed: int, every: float, hours: float
) -> None:
    trading = Trading(seed, every=every)
    trading.run(hours)
    assert trading.executions > 1000
    assert trading.doubts == []


@pytest.mark.parametrize(
    ("kind", "rules"),
    [
        (OrderUpdate, {Rule.ORDERS, Rule.SETTLEMENT}),
        (PositionUpdate, {Rule.POSITIONS}),
        (BalanceUpdate, {Rule.BALANCE}),
    ],
)
def test_a_stream_that_is_mute_is_doubted_again_and_again_and_no_other(kind: type[Event], rules: set[Rule]) -> None:
    trading = Trading(4, lost=lambda event, at: isinstance(event, kind) and FROM < at < FROM + s(120))
    trading.run(hours=0.5)
    assert {doubt.rule for _, doubt in trading.doubts} == rules
    assert len(trading.doubts) > 5
    assert FROM < trading.doubts[0][0] < FROM + s(30)
    assert trading.doubts[-1][0] < FROM + s(125)
    assert dropped(trading.account.reconciler) == ()


def test_a_lost_position_is_doubted_within_three_seconds() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(10, 20)) == {Rule.POSITIONS: 12}


def test_a_lost_execution_is_doubted_within_three_seconds() -> None:
    account = seeded()
    account.apply_position(position("p", "6", at=10), s(10))
    assert judged(account, range(10, 20)) == {Rule.ORDERS: 12}


@pytest.mark.parametrize("order_at", [10, 10.9])
@pytest.mark.parametrize("position_at", [10, 10.9])
def test_both_streams_in_either_order_raise_no_doubt(order_at: float, position_at: float) -> None:
    account = seeded()
    if order_at <= position_at:
        account.apply_order(part("1"), s(order_at))
    account.apply_position(position("p", "6", at=10), s(position_at))
    if order_at > position_at:
        account.apply_order(part("1"), s(order_at))
    assert judged(account, range(11, 20)) == {}


def test_after_a_standstill_what_waits_to_be_read_is_read_before_anything_is_doubted() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(20, 21)) == {}
    account.apply_position(position("p", "6", at=10), s(20.1))
    assert judged(account, range(21, 30)) == {}


def test_a_list_that_was_asked_for_after_it_is_no_witness_missing() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    account.seed(PositionsSeed(GOLD, (position("p", "6", at=10),)), s(10.2), s(10.1))
    assert judged(account, range(11, 20)) == {}


def test_an_execution_told_while_the_positions_are_asked_for_is_one_that_they_lack() -> None:
    account = seeded()
    account.apply_order(part("3"), s(10))
    account.apply_order(part("4", at=15.07), s(15.07))
    account.seed(PositionsSeed(GOLD, (position("p", "8", at=10),)), s(15.1), s(15))
    assert judged(account, range(16, 20)) == {Rule.POSITIONS: 17}


def test_news_of_one_contract_are_news_of_the_list_whatever_the_other_contracts_answers_say() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(10, 13)) == {Rule.POSITIONS: 12}
    for symbol, held in ((GOLD, (position("p", "6", at=10),)), (OIL, ())):
        account.seed(PositionsSeed(symbol, held), s(12.1), s(12.05))
    account.apply_order(order("x", OrderStatus.FILLED, 12.3, executed="2", symbol=OIL), s(12.3))
    assert judged(account, range(13, 20)) == {Rule.POSITIONS: 14}


@pytest.mark.parametrize("status", ["liquidation", "adl"])
def test_a_position_that_is_liquidated_needs_no_order(status: str) -> None:
    account = seeded()
    liquidated = PositionUpdate("p", GOLD, position().side, position("p", "0").size, status=status)
    account.apply_position(liquidated, s(10))
    assert judged(account, range(10, 20)) == {}


def test_a_contract_whose_positions_nobody_asked_for_is_not_judged_by_its_first_report() -> None:
    account = seeded()
    account.apply_order(order("x", OrderStatus.FILLED, 10, executed="2", symbol=SPX), s(10))
    account.apply_position(position("q", "9", at=10, symbol=SPX), s(10))
    assert judged(account, range(10, 20)) == {}


def test_an_execution_of_which_the_side_is_not_known_is_not_held_against_anything() -> None:
    account = seeded()
    account.apply_order(order("x", OrderStatus.FILLED, 10, side=None, executed="2"), s(10))
    account.apply_position(position("p", "7", at=10), s(10.5))
    assert judged(account, range(11, 20)) == {}


def test_funding_moves_the_balance_and_no_order() -> None:
    account = seeded()
    account.apply_balance(BalanceUpdate("BTC", None, None, None, "funding", WALL), s(10))
    assert judged(account, range(10, 20)) == {}
    account.apply_balance(BalanceUpdate("BTC", None, None, None, "ordersettle", WALL + 1), s(30))
    assert judged(account, range(30, 40)) == {Rule.SETTLEMENT: 32}


def test_an_order_event_without_an_execution_does_not_answer_for_a_settlement() -> None:
    account = seeded()
    account.apply_balance(BalanceUpdate("BTC", None, None, None, "ordersettle", WALL), s(10))
    account.apply_order(order("new", at=10), s(10.5))
    assert judged(account, range(11, 20)) == {Rule.SETTLEMENT: 12}


def test_a_change_of_which_only_a_part_is_known_starts_its_sheet_anew() -> None:
    account = seeded()
    account.apply_position(PositionUpdate("q", GOLD, position().side, updated_at=WALL + s(10)), s(10))
    assert judged(account, range(10, 12)) == {}
    account.apply_position(position("q", "3", at=12), s(12))
    assert judged(account, range(12, 20)) == {}
    account.apply_position(position("q", "4", at=20), s(20))
    assert judged(account, range(20, 30)) == {Rule.ORDERS: 22}


def test_after_an_execution_of_unknown_size_nothing_is_judged_until_all_was_still() -> None:
    account = seeded()
    account.apply_order(order("x", OrderStatus.FILLED, 10, side=None, executed="2"), s(10))
    assert judged(account, range(10, 12)) == {}
    account.apply_position(position("p", "7", at=10), s(11.2))
    assert judged(account, range(12, 20)) == {}


@pytest.mark.parametrize(("asked_at", "doubts"), [(9.9, 1), (10.1, 0)])
def test_only_a_list_asked_for_after_a_fee_makes_up_for_the_balance_that_did_not_move(
    asked_at: float, doubts: int
) -> None:
    check = AccountReconciler()
    check.filled(paid=True, at=s(10))
    check.listed(BALANCE, s(asked_at), news_at=None)
    assert fee_doubts(check, range(10, 20)) == doubts


def test_an_answer_asked_for_before_an_accusation_neither_proves_nor_clears_it() -> None:
    check = AccountReconciler()
    for start in range(10, 10 * WRONG_AT_MOST + 20, 10):
        check.filled(paid=True, at=s(start))
        assert fee_doubts(check, range(start, start + 5)) == (start == 10), "told once until its list was asked for"
        check.listed(BALANCE, s(11), news_at=None)
    assert dropped(check) == ()
    check.listed(BALANCE, s(90), news_at=None)
    check.filled(paid=True, at=s(90))
    assert fee_doubts(check, range(90, 95)) == 1


def test_a_rule_that_accuses_wrongly_again_and_again_is_dropped() -> None:
    """An exchange may well charge fees without a word on the balance."""
    check = AccountReconciler()
    accused = 0
    for number in range(1, 10):
        check.filled(paid=True, at=s(number * 10))
        for second in range(1, 5):
            for doubt in check.judge(s(number * 10 + second)):
                accused += 1
                check.listed(doubt.stream, s(number * 10 + second), news_at=None)
    assert accused == WRONG_AT_MOST
    assert dropped(check) == (Rule.BALANCE,)


def test_after_an_accusation_that_proved_wrong_the_two_are_compared_from_where_they_stand_now() -> None:
    account = seeded()
    account.apply_position(position("p", "6", at=10), s(10))
    assert judged(account, range(10, 15)) == {Rule.ORDERS: 12}
    account.seed(OrdersSeed((order("a", at=None),)), s(15.2), s(15))
    assert judged(account, range(16, 20)) == {}
    account.apply_order(part("1", at=20), s(20))
    account.apply_position(position("p", "7", at=20), s(20))
    assert judged(account, range(20, 30)) == {}


def test_a_rule_that_was_right_once_is_kept() -> None:
    check = AccountReconciler()
    for number in range(1, 9):
        check.filled(paid=True, at=s(number * 10))
        for second in range(1, 5):
            for doubt in check.judge(s(number * 10 + second)):
                at = s(number * 10 + second)
                check.listed(doubt.stream, at, news_at=None if number % WRONG_AT_MOST else at)
    assert dropped(check) == ()


def test_another_connection_knows_nothing_of_what_was_told_before() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    account.disconnected(s(11))
    assert judged(account, range(11, 20)) == {}
    assert account.checked_at(POSITIONS) is None


def test_on_another_connection_a_doubt_is_told_again() -> None:
    account = seeded()
    account.apply_order(part("1"), s(10))
    assert judged(account, range(10, 15)) == {Rule.POSITIONS: 12}
    account.disconnected(s(15))
    account.apply_position(position("p", "6", at=16), s(16))
    account.apply_order(order("b", at=16), s(16))
    assert judged(account, range(16, 22)) == {}
    account.apply_order(order("b", OrderStatus.FILLED, 22, executed="2"), s(22))
    assert judged(account, range(22, 30)) == {Rule.POSITIONS: 24}


def test_without_a_list_an_order_that_was_never_told_of_may_have_been_executed_long_ago() -> None:
    account = AccountLists((GOLD,))
    account.apply_position(position("p", "6"), s(1))
    assert judged(account, range(1, 6)) == {}
    ended = replace(order("b", OrderStatus.PARTIALLY_FILLED_CANCELLED, 10, executed="2"), fees=btc("0.00000100"))
    account.apply_order(ended, s(10))
    assert judged(account, range(10, 20)) == {}


def test_what_a_connection_still_owed_is_not_held_against_the_next() -> None:
    check = AccountReconciler()
    check.filled(paid=True, at=s(10))
    check.restart()
    assert fee_doubts(check, range(10, 20)) == 0


def test_what_was_heard_by_another_connection_answers_for_nothing_on_this_one() -> None:
    check = AccountReconciler()
    check.moved(None, s(10))
    check.restart()
    check.filled(paid=True, at=s(11))
    assert fee_doubts(check, range(11, 20)) == 1


def test_one_more_contract_than_can_be_compared_is_not_judged_and_the_others_are() -> None:
    check = AccountReconciler()
    for number in range(201):
        check.held(Symbol(str(number)), Decimal(0), 0)
    for second in range(1, 5):
        assert check.judge(s(second)) == ()
    check.executed(Symbol("200"), Decimal(1), s(5))
    assert [check.judge(s(second)) for second in range(6, 10)] == [()] * 4
    check.executed(Symbol("199"), Decimal(1), s(10))
    assert any(check.judge(s(second)) for second in range(11, 15))
