"""When to connect again (client 2.2)."""

from __future__ import annotations

from collections import deque
from itertools import cycle, islice
from math import ceil
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.client.reconnect_delay import Backoff, ReconnectPolicy
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.connection import Failed, Trouble
from roxom_tui.model.durations import SECOND
from roxom_tui.model.ports import Reconnect
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.model.values import replace
from tests.client.words import Longest
from tests.support.mailbox_reader import FAST, watching
from tests.support.scripted_exchange import LoopbackExchange
from tests.support.standing_clock import FakeClock


class Shortest(Random):
    """Chance that always draws the shortest delay."""

    def uniform(self, a: float, b: float) -> float:
        return a


def longest() -> Backoff:
    return Backoff(ReconnectPolicy(), Longest())


UNREACHABLE = Failed(Trouble.UNREACHABLE, "")


def test_delays_double_from_one_to_fifteen_seconds() -> None:
    backoff = longest()
    assert [backoff.after_failure(UNREACHABLE) for _ in range(7)] == [1, 2, 4, 8, 15, 15, 15]


def test_a_delay_is_drawn_from_nothing_to_its_limit_so_that_a_herd_spreads() -> None:
    backoff = Backoff(ReconnectPolicy(), Shortest())
    assert [backoff.after_failure(UNREACHABLE) for _ in range(3)] == [0, 0, 0]
    drawn = {Backoff(ReconnectPolicy(), Random(seed)).after_failure(UNREACHABLE) for seed in range(50)}
    assert len(drawn) == 50
    assert all(delay is not None and 0 <= delay <= 1 for delay in drawn)


def test_failing_for_years_does_not_overflow() -> None:
    backoff = longest()
    assert {backoff.after_failure(UNREACHABLE) for _ in range(5000)} == {1, 2, 4, 8, 15}


@pytest.mark.parametrize(
    ("code", "delay"),
    [(1000, (0, 5)), (1001, (0, 5)), (1012, (2, 15)), (1013, (15, 60)), (1006, (0, 1)), (1011, (0, 1)), (None, (0, 1))],
)
def test_the_first_close_waits_as_its_code_says(code: int | None, delay: tuple[float, float]) -> None:
    assert Backoff(ReconnectPolicy(), Shortest()).after_close(code, 0) == delay[0]
    assert longest().after_close(code, 0) == delay[1]


@pytest.mark.parametrize("code", [1000, 1001, 1012, 1013, None])
def test_a_second_close_within_a_minute_escalates_whatever_the_code(code: int | None) -> None:
    backoff = longest()
    backoff.after_close(code, 0)
    backoff.up(10 * SECOND)
    backoff.proven()
    assert backoff.after_close(code, 24 * SECOND) == 2
    assert backoff.after_close(code, 25 * SECOND) == 4


@pytest.mark.parametrize("code", [1000, 1001, 1012, 1013])
def test_what_a_code_asks_for_is_obeyed_again_after_a_minute_up(code: int) -> None:
    backoff = longest()
    first = backoff.after_close(code, 0)
    for number, waited in enumerate((1, first)):
        backoff.up(100 * number * SECOND)
        backoff.proven()
        assert backoff.after_close(code, (100 * number + 59 + number) * SECOND) == waited


def test_each_quarter_of_a_minute_up_with_valid_data_takes_one_step_back() -> None:
    backoff = longest()
    assert [backoff.after_failure(UNREACHABLE) for _ in range(4)] == [1, 2, 4, 8]
    for up, waited in ((14, 15), (16, 15), (31, 8), (45, 2)):
        backoff.up(0)
        backoff.proven()
        assert backoff.after_close(None, up * SECOND) == waited


def test_a_line_that_fell_dead_is_dialled_at_once_three_times_in_five_minutes() -> None:
    backoff = longest()
    waited = []
    for minute in (0, 1, 2, 3, 4, 6):
        backoff.after_failure(UNREACHABLE)
        backoff.after_failure(UNREACHABLE)
        waited.append(backoff.after_death(60 * minute * SECOND))
    assert waited == [1, 1, 1, 8, 15, 1]


def test_a_policy_violation_is_tried_once_more_and_then_once_a_minute() -> None:
    backoff = longest()
    assert [backoff.after_close(1008, 0) for _ in range(3)] == [1, 60, 60]


def test_a_minute_up_with_valid_data_starts_the_delays_over() -> None:
    backoff = longest()
    for _ in range(4):
        backoff.after_failure(UNREACHABLE)
    backoff.up(0)
    backoff.proven()
    assert backoff.after_close(None, 60 * SECOND) == 1


def test_a_minute_up_without_data_does_not() -> None:
    backoff = longest()
    for _ in range(4):
        backoff.after_failure(UNREACHABLE)
    backoff.up(0)
    assert backoff.after_close(None, 600 * SECOND) == 15


def test_data_of_an_earlier_connection_proves_nothing_for_this_one() -> None:
    backoff = longest()
    backoff.up(0)
    backoff.proven()
    backoff.after_close(None, SECOND)
    backoff.up(2 * SECOND)
    assert backoff.after_close(None, 100 * SECOND) == 2


CLOSES = [1000, 1001, 1012, 1013, 1008, 1011, None]


@pytest.mark.parametrize(("code", "delay"), [(1000, 5), (1001, 5), (1012, 15), (1013, 60)])
def test_a_first_close_waits_as_its_code_says_whatever_failed_before(code: int, delay: int) -> None:
    backoff = longest()
    for _ in range(4):
        backoff.after_failure(UNREACHABLE)
    backoff.up(0)
    assert backoff.after_close(code, SECOND) == delay
    backoff.up(2 * SECOND)
    backoff.after_death(30 * SECOND)
    assert backoff.after_close(code, 61 * SECOND) == delay


@pytest.mark.parametrize("code", [1000, 1001, 1012, 1013])
@given(st.integers(0, 200), st.sampled_from(CLOSES), st.booleans())
def test_only_a_close_within_the_last_minute_makes_the_next_a_second_one(
    code: int, seconds: int, before: int | None, is_proven: bool
) -> None:
    backoff = longest()
    backoff.after_close(before, 0)
    backoff.up(0)
    if is_proven:
        backoff.proven()
    waited = backoff.after_close(code, seconds * SECOND)
    assert (waited == ReconnectPolicy().on_close[code][1]) == (seconds >= 60)


def test_after_a_second_violation_it_is_tried_once_a_minute_until_a_line_was_steady() -> None:
    backoff = longest()
    waited, now = [], 0
    for _ in range(4):
        backoff.up(now)
        waited.append(backoff.after_close(1008, now))
        now += int(waited[-1] + 1) * SECOND
    assert waited == [1, 60, 60, 60]
    backoff.up(now)
    backoff.proven()
    assert backoff.after_close(1008, now + 60 * SECOND) == 1


FAILURES = st.one_of(
    st.sampled_from(CLOSES),
    st.sampled_from([Failed(Trouble.THROTTLED, "", 429, after) for after in (0.0, 1.0, 2.5, None)]),
    st.sampled_from([Failed(trouble, "") for trouble in (Trouble.UNREACHABLE, Trouble.UNAVAILABLE)]),
)


@given(st.lists(FAILURES, min_size=1, max_size=4), st.sampled_from([Shortest(), Longest(), Random(1)]))
def test_however_it_fails_and_the_dice_fall_a_minute_has_no_more_than_twenty_tries(
    failures: list[Failed | int | None], dice: Random
) -> None:
    backoff, now = Backoff(ReconnectPolicy(), dice), 0
    tries: deque[int] = deque(maxlen=21)
    for failure in islice(cycle(failures), 100):
        backoff.trying(now)
        tries.append(now)
        assert len(tries) < 21 or tries[-1] - tries[0] >= 60 * SECOND
        if isinstance(failure, Failed):
            waited = backoff.after_failure(failure)
        else:
            backoff.up(now)
            backoff.proven()
            waited = backoff.after_close(failure, now)
        assert waited is not None
        now += ceil(waited * SECOND)


@pytest.mark.parametrize("trouble", [Trouble.REFUSED, Trouble.REDIRECTED, Trouble.NOT_ALLOWED])
def test_what_only_the_person_can_mend_is_not_tried_again(trouble: Trouble) -> None:
    assert longest().after_failure(Failed(trouble, "")) is None


def test_a_certificate_is_looked_at_again_each_minute() -> None:
    backoff = longest()
    assert [backoff.after_failure(Failed(Trouble.CERTIFICATE, "")) for _ in range(3)] == [60, 60, 60]


@pytest.mark.parametrize(("told", "waited"), [(None, 60), (0, 1), (-5, 1), (7, 7), (600, 600), (86400, 600)])
def test_retry_after_is_obeyed_within_bounds(told: float | None, waited: float) -> None:
    assert longest().after_failure(Failed(Trouble.THROTTLED, "", 429, told)) == waited
    assert (told is not None) or Backoff(ReconnectPolicy(), Shortest()).after_failure(
        Failed(Trouble.THROTTLED, "", 429)
    ) == 30


async def test_a_minute_with_data_starts_the_delays_over_and_one_without_does_not_whatever_came_before(
    exchange: LoopbackExchange, endpoint: Endpoint
) -> None:
    clock, delays = FakeClock(), []
    policy = ReconnectPolicy(first=100, most=1600, on_close={})
    # The minutes pass at once, and are no standstill.
    timing = replace(FAST, reconnect=policy, stall=3600.0, suspicion=3600.0, pong_within=3600.0)
    async with watching(endpoint, timing, clock, Longest()) as (worker, screen):
        for number, (brings_data, seconds) in enumerate([(True, 60), (True, 14), (False, 60), (True, 60)], 1):
            exchange.manners.snapshots = brings_data
            board = await screen.until(
                lambda board, number=number: (  # type: ignore[misc]
                    board.connection.connection_number == number
                    and board.connection.phase is Phase.CONNECTED
                    and all(row.acknowledged for row in board.connection.streams)
                )
            )
            if brings_data:
                board = await screen.until(lambda board: board.book.freshness.state is PanelState.LIVE)
            assert (board.connection.state is PanelState.WAITING) is not brings_data
            clock.pass_(seconds)
            exchange.cut()
            board = await screen.until(lambda board: board.connection.phase is Phase.WAITING)
            assert board.connection.retry_at is not None
            delays.append((board.connection.retry_at - clock.monotonic()) / SECOND)
            worker.obey(Reconnect())
    assert delays == [100, 200, 400, 100]
