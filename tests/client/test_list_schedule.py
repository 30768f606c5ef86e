"""When each of the account's lists is asked for."""

from __future__ import annotations

from roxom_tui.client.list_schedule import ListSchedule
from roxom_tui.model.channels import BALANCE, ORDERS, POSITIONS, Stream

LISTS = (BALANCE, ORDERS, POSITIONS)


def scheduled(now: int = 100) -> tuple[ListSchedule, dict[Stream, int]]:
    due: dict[Stream, int] = {}
    return ListSchedule(due, LISTS, now), due


def test_at_first_every_list_is_due_one_after_the_other() -> None:
    schedule, due = scheduled()
    assert schedule.next_at == 100
    assert [schedule.begin_due(100) for _ in range(4)] == [*LISTS, None]
    assert due == {}
    assert schedule.next_at is None


def test_a_list_is_asked_for_at_the_soonest_of_what_was_planned() -> None:
    schedule, due = scheduled()
    schedule.begin_due(100)
    assert schedule.plan(BALANCE, 300)
    assert not schedule.plan(BALANCE, 400)
    assert schedule.plan(BALANCE, 200)
    schedule.plan_if_none(BALANCE, 150)
    assert due[BALANCE] == 200


def test_a_doubted_list_is_asked_for_at_once_but_not_twice_within_the_gap() -> None:
    schedule, due = scheduled()
    assert schedule.begin_due(100) == BALANCE
    assert schedule.plan_apart(BALANCE, 110, 50)
    assert due[BALANCE] == 150
    schedule.begin(BALANCE)
    assert schedule.plan_apart(BALANCE, 170, 50)
    assert due[BALANCE] == 170


def test_what_nothing_calls_for_is_asked_for_with_another_list_that_is_and_no_sooner_than_that() -> None:
    due: dict[Stream, int] = {}
    schedule = ListSchedule(due, LISTS, 100, together=50)
    for stream in LISTS:
        schedule.begin(stream)
    schedule.plan_if_none(ORDERS, 240)
    schedule.plan_if_none(POSITIONS, 260)
    assert schedule.begin_due(200) is None
    schedule.plan(BALANCE, 200)
    assert [schedule.begin_due(200) for _ in range(3)] == [BALANCE, ORDERS, None]
    assert due == {POSITIONS: 260}


def test_what_something_calls_for_waits_for_its_time_though_another_list_is_asked_for() -> None:
    due: dict[Stream, int] = {}
    schedule = ListSchedule(due, LISTS, 100, together=50)
    for stream in LISTS:
        schedule.begin(stream)
    schedule.plan_if_none(ORDERS, 240)
    schedule.plan(ORDERS, 230)
    schedule.plan(BALANCE, 200)
    assert [schedule.begin_due(200) for _ in range(2)] == [BALANCE, None]
    assert due == {ORDERS: 230}


def test_while_one_has_trouble_no_other_is_asked_for_before_it() -> None:
    schedule, due = scheduled()
    schedule.begin_due(100)
    schedule.plan_if_none(ORDERS, 900)
    schedule.pause(BALANCE, 500)
    assert due == {BALANCE: 500, ORDERS: 500, POSITIONS: 500}
    assert schedule.next_at == schedule.paused_until == 500
    schedule.clear()
    assert schedule.next_at is None
