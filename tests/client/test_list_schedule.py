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


def together() -> tuple[ListSchedule, dict[Stream, int]]:
    """A schedule by which lists go together, with nothing planned."""
    due: dict[Stream, int] = {}
    schedule = ListSchedule(due, LISTS, 100, together=50)
    for stream in LISTS:
        schedule.begin(stream)
    return schedule, due


def test_lists_that_nothing_calls_for_are_asked_for_together_when_the_first_is_due() -> None:
    schedule, due = together()
    for stream, at in ((BALANCE, 200), (ORDERS, 240), (POSITIONS, 260)):
        schedule.plan_if_none(stream, at)
    assert schedule.begin_due(199) is None
    assert [schedule.begin_due(200) for _ in range(3)] == [BALANCE, ORDERS, None]
    assert due == {POSITIONS: 260}


def test_a_list_that_something_calls_for_takes_no_other_along() -> None:
    schedule, due = together()
    schedule.plan_if_none(ORDERS, 240)
    schedule.plan(BALANCE, 200)
    assert [schedule.begin_due(200) for _ in range(2)] == [BALANCE, None]
    assert due == {ORDERS: 240}


def test_a_list_that_something_calls_for_is_not_taken_along_though_it_was_planned_sooner_before() -> None:
    for called_for_at in (230, 250):
        schedule, due = together()
        schedule.plan_if_none(BALANCE, 200)
        schedule.plan_if_none(ORDERS, 240)
        schedule.plan(ORDERS, called_for_at)
        assert [schedule.begin_due(200) for _ in range(2)] == [BALANCE, None]
        assert due == {ORDERS: min(240, called_for_at)}


def test_while_one_has_trouble_no_other_is_asked_for_before_it() -> None:
    schedule, due = scheduled()
    schedule.begin_due(100)
    schedule.plan_if_none(ORDERS, 900)
    schedule.pause(BALANCE, 500)
    assert due == {BALANCE: 500, ORDERS: 500, POSITIONS: 500}
    assert schedule.next_at == schedule.paused_until == 500
    schedule.clear()
    assert schedule.next_at is None
