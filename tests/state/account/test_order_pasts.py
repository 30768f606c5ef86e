"""The states of an order: each change once, with the time that was told, and bounded."""

from __future__ import annotations

from roxom_tui.model.events import OrdersSeed, OrderStatus
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.order_pasts import ENDED_KEPT, ORDERS_KEPT, STEPS_KEPT, OrderPasts
from roxom_tui.state.views.account_views import Learnt
from tests.support.spellings import GOLD, WALL, order, s, size

PART, FULL, GONE = OrderStatus.PARTIALLY_FILLED, OrderStatus.FILLED, OrderStatus.CANCELLED


def told(account: AccountLists, key: str = "a") -> list[tuple[object, ...]]:
    steps = account.pasts.of(key).steps
    return [(step.status, step.executed, step.at and (step.at - WALL) // 10**9, step.learnt) for step in steps]


def test_each_change_is_told_once_with_the_time_of_its_report() -> None:
    account = AccountLists([GOLD])
    for report in (order("a", at=1), order("a", at=1), order("a", at=2), order("a", PART, 3, executed="1")):
        account.apply_order(report, s(5))
    account.apply_order(order("a", FULL, 4, executed="2"), s(6))
    assert told(account) == [
        (OrderStatus.SUBMITTED, size("0"), 1, Learnt.REPORT),
        (PART, size("1"), 3, Learnt.REPORT),
        (FULL, size("2"), 4, Learnt.REPORT),
    ]


def test_what_a_list_told_has_no_time_and_what_was_told_after_an_outage_says_so() -> None:
    account = AccountLists([GOLD])
    account.apply_order(order("a", at=1), s(1))
    account.seed(OrdersSeed((replace(order("a", PART, None, executed="1"), exchange_at=None),)), s(31), s(30))
    account.disconnected(s(40))
    account.seed(OrdersSeed((order("a", PART, None, executed="1"),)), s(50), s(49))
    account.disconnected(s(60))
    account.expect_seed(next(iter(account.lists)))
    account.apply_order(order("a", GONE, 70, executed="1"), s(70))
    assert [step[2:] for step in told(account)] == [
        (1, Learnt.REPORT),
        (None, Learnt.LIST),
        (70, Learnt.AFTER_OUTAGE),
    ]


def test_one_that_a_list_does_not_name_any_more_is_said_to_be_gone() -> None:
    account = AccountLists([GOLD])
    account.apply_order(order("a", at=1), s(1))
    account.seed(OrdersSeed(()), s(31), s(30))
    assert told(account)[1:] == [("", size("0"), None, Learnt.LIST)]


def test_the_first_state_and_the_newest_are_kept_and_the_others_counted() -> None:
    pasts = OrderPasts()
    for number in range(STEPS_KEPT + 8):
        report = order("a", PART, number, quantity="99", executed=str(number))
        pasts.reported(report, report, s(number))
    past = pasts.of("a")
    assert (len(past.steps), past.left_out) == (STEPS_KEPT, 8)
    assert [past.steps[0].executed, past.steps[1].executed, past.steps[-1].executed] == [0, 9, STEPS_KEPT + 7]


def test_of_too_many_orders_the_past_of_the_oldest_goes() -> None:
    pasts, report = OrderPasts(), order("a")
    for number in range(ORDERS_KEPT + 3):
        one = replace(report, order_id=str(number))
        pasts.listed(one, s(1))
    assert [bool(pasts.of(str(number)).steps) for number in (0, 2, 3, ORDERS_KEPT + 2)] == [False, False, True, True]
    assert len(pasts._heard_on) == len(pasts._pasts) == ORDERS_KEPT


def test_of_orders_that_ended_as_many_pasts_are_kept_as_the_lists_know_orders() -> None:
    pasts, ended, working = OrderPasts(), order("a", GONE), order("a")
    pasts.reported(replace(working, order_id="works"), replace(working, order_id="works"), s(1))
    for number in range(ENDED_KEPT + 3):
        one = replace(ended, order_id=str(number))
        if number % 2:
            pasts.reported(one, one, s(1))
        else:
            pasts.vanished(replace(working, order_id=str(number)), s(1))
    works_again = replace(working, order_id="5")
    pasts.reported(works_again, works_again, s(2))
    pasts.reported(replace(ended, order_id="new"), replace(ended, order_id="new"), s(2))
    kept = [bool(pasts.of(key).steps) for key in ("0", "2", "3", "4", "5", str(ENDED_KEPT + 2), "works", "new")]
    assert kept == [False, False, True, True, True, True, True, True]
    assert len(pasts._heard_on) == len(pasts._pasts) == ENDED_KEPT + 2
