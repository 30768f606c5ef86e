"""The engine of a rule tells what a plain reading of the whole past tells: nothing missed, false, or twice."""

from __future__ import annotations

from decimal import Decimal
from random import Random

import pytest

from roxom_tui.alerts.engine import BLIND_AFTER_NS, Happening, Past, RuleEngine, Sample, Soundness
from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.rule import Rule
from roxom_tui.model.durations import SECOND
from tests.alerts.reference import disagreement, random_life, random_rule

UNSOUND = Sample(Soundness.UNSOUND)
FILLING = Sample(Soundness.FILLING)
ABSENT = Sample(Soundness.ABSENT)


def engine(rule: str, past: Past = Past()) -> RuleEngine:  # noqa: B008 - a frozen value
    read = parse(f"GOLD-BTC last {rule}")
    assert isinstance(read, Rule)
    return RuleEngine(read, past)


def told(one: RuleEngine, *steps: tuple[float, str | Sample]) -> list[tuple[float, Happening]]:
    """What is told at which second."""
    found = []
    for seconds, what in steps:
        sample = Sample(Soundness.SOUND, Decimal(what)) if isinstance(what, str) else what
        found += [(seconds, news.what) for news in one.take(sample, int(seconds * SECOND))]
    return found


FIRED, BLIND, SEES = Happening


def test_a_condition_that_holds_already_fires_at_once_and_once_a_stretch() -> None:
    assert told(engine("> 10"), (0, "11"), (1, "12"), (2, "9"), (3, "11")) == [(0, FIRED), (3, FIRED)]


def test_a_crossing_needs_a_sound_sample_on_the_other_side() -> None:
    assert told(engine("crosses up 10 every 1s"), (0, "11"), (1, "9"), (2, "11")) == [(2, FIRED)]


def test_to_touch_the_line_is_not_to_cross_it() -> None:
    assert told(engine("crosses up 10 every 1s"), (0, "11"), (1, "10"), (2, "11"), (3, "9"), (4, "10")) == []


def test_a_crossing_fires_once_unless_it_is_to_be_told_again() -> None:
    assert told(engine("crosses up 10"), (0, "9"), (1, "11"), (2, "9"), (3, "11")) == [(1, FIRED)]


def test_a_crossing_within_a_gap_is_told_and_said_to_be_of_the_gap() -> None:
    one = engine("crosses up 10")
    assert told(one, (0, "9"), (1, UNSOUND)) == []
    (news,) = one.take(Sample(Soundness.SOUND, Decimal(11)), 2 * SECOND)
    assert news.in_gap
    one = engine("crosses up 10")
    told(one, (0, "8"), (1, UNSOUND), (2, "9"))
    (news,) = one.take(Sample(Soundness.SOUND, Decimal(11)), 3 * SECOND)
    assert not news.in_gap


def test_it_must_hold_for_its_time_and_time_alone_fires_it() -> None:
    assert told(engine("> 10 for 5s"), (0, "11"), (4.9, "11"), (5, "11")) == [(5, FIRED)]
    assert told(engine("> 10 for 5s"), (0, "11"), (4, "9"), (5, "11"), (9.9, "11"), (10, "11")) == [(10, FIRED)]


def test_its_time_begins_anew_after_a_gap() -> None:
    assert told(engine("> 10 for 5s"), (0, "11"), (4, UNSOUND), (4.5, "11"), (9, "11"), (9.5, "11")) == [(9.5, FIRED)]


def test_while_it_holds_it_is_told_again_after_its_time() -> None:
    steps = [(float(second), "11") for second in range(25)]
    assert told(engine("> 10 every 10s"), *steps) == [(0, FIRED), (10, FIRED), (20, FIRED)]


@pytest.mark.parametrize("rule", ["> 100 rearm 1 %", "> 100 rearm 1"])
def test_it_must_go_back_far_enough_first(rule: str) -> None:
    steps = ((0.0, "101"), (1.0, "99.5"), (2.0, "101"), (3.0, "99"), (4.0, "101"))
    assert told(engine(rule), *steps) == [(0, FIRED), (4, FIRED)]


def test_once_is_once_until_it_is_reset() -> None:
    one = engine("> 10 once")
    assert told(one, (0, "11"), (1, "9"), (2, "11")) == [(0, FIRED)]
    assert one.is_done
    one.reset()
    assert told(one, (3, "11")) == [(3, FIRED)]


def test_blind_is_told_once_after_its_time_and_so_is_that_it_sees_again() -> None:
    late = BLIND_AFTER_NS / SECOND
    steps = (
        (0.0, UNSOUND),
        (late - 1, UNSOUND),
        (late, UNSOUND),
        (late + 9, UNSOUND),
        (late + 10, "1"),
        (late + 11, "1"),
    )
    assert told(engine("> 10"), *steps) == [(late, BLIND), (late + 10, SEES)]


def test_a_short_blindness_is_counted_and_not_told() -> None:
    one = engine("> 10")
    assert told(one, (1, UNSOUND), (20, UNSOUND)) == []
    assert one.blind_since == SECOND
    assert told(one, (21, "1")) == []
    assert one.blind_since is None


def test_a_window_that_fills_cannot_be_judged_and_is_no_blindness() -> None:
    one = engine("> 10")
    assert told(one, (0, UNSOUND), (1, FILLING), (40, FILLING), (41, UNSOUND), (70, UNSOUND)) == []
    assert one.blind_since == 0
    assert told(one, (71, UNSOUND)) == [(71, BLIND)]


def test_what_is_absent_can_be_judged_and_ends_the_stretch() -> None:
    assert told(engine("> 10"), (0, "11"), (1, ABSENT), (2, "11")) == [(0, FIRED), (2, FIRED)]
    assert told(engine("crosses up 10"), (0, "9"), (1, ABSENT), (2, "11")) == []


def test_what_fired_before_a_restart_does_not_fire_again() -> None:
    one = engine("> 10")
    told(one, (0, "11"))
    again = engine("> 10", one.past)
    assert told(again, (1, "11"), (2, "9"), (3, "11")) == [(3, FIRED)]
    assert again.fired == 2


def test_an_event_fires_each_time_but_within_its_time() -> None:
    read = parse("order is filled every 10s")
    assert isinstance(read, Rule)
    one = RuleEngine(read)
    assert [len(one.happened(at * SECOND)) for at in (0, 5, 10)] == [1, 0, 1]


@pytest.mark.parametrize("seed", range(40))
def test_what_is_settled_may_be_left_out_between_two_ticks(seed: int) -> None:
    random = Random(seed)
    rule = random_rule(random)
    whole, glancing = RuleEngine(rule), RuleEngine(rule)
    for at, sample, _ in random_life(random, 400):
        settled = glancing.is_settled(sample.value, at)
        if settled and glancing.blind_since is None and sample.soundness is Soundness.SOUND:
            assert whole.take(sample, at) == ()
            assert whole.past == glancing.past
            assert whole.is_spent or whole.holding_since == glancing.holding_since
        else:
            assert whole.take(sample, at) == glancing.take(sample, at)


@pytest.mark.parametrize("seed", range(60))
def test_random_lives_are_judged_as_the_whole_past_says(seed: int) -> None:
    random = Random(seed)
    assert disagreement(random_rule(random), random_life(random, 400)) == ""
