"""What silence is unusual for a stream: told early where much comes, and never in a lull."""

from __future__ import annotations

from random import Random

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import DepthMode
from roxom_tui.model.status import PanelState, Phase
from roxom_tui.state.store import Store
from roxom_tui.state.stream_clock import ENOUGH, SPAN_NS, UsualGap
from tests.support.spellings import DEPTH, GOLD, delta, quote, s, snapshot, ticker, trade


def busy(gap: float = 0.01, seconds: float = 10) -> UsualGap:
    usual = UsualGap()
    for number in range(int(seconds / gap) + 1):
        usual.note(s(number * gap))
    return usual


def test_where_much_comes_a_silence_is_unusual_from_a_second_and_a_half_on() -> None:
    usual = busy()
    assert usual.unusual_after == s(1.5)
    assert usual.silent_since(s(11.4)) is None
    assert usual.silent_since(s(11.5)) == s(10)


@pytest.mark.parametrize(("gap", "after"), [(0.3, 1.5), (0.5, 2.0), (1.0, 4.0), (1.1, 4.4), (1.2, None), (3.0, None)])
def test_the_longest_usual_gap_decides(gap: float, after: float | None) -> None:
    assert busy(gap, 60).unusual_after == (None if after is None else s(after))


def test_too_little_says_nothing() -> None:
    usual = UsualGap()
    assert usual.unusual_after is None
    for number in range(ENOUGH + 1):
        usual.note(s(number / 100))
    assert usual.unusual_after is None, "a burst of a fifth of a second"
    usual.note(s(3.1))
    assert usual.unusual_after is not None


def test_one_interruption_is_not_usual_and_a_lull_is_after_a_few_messages() -> None:
    usual = busy()
    usual.note(s(16))
    assert usual.unusual_after == s(2), "one gap of six seconds counts for half a second"
    usual.note(s(19))
    usual.note(s(22))
    assert usual.unusual_after is None


def test_a_lull_is_forgotten_a_minute_later() -> None:
    usual = busy(gap=2.0)
    at = s(10)
    while at < s(10) + 2 * SPAN_NS + s(1):
        at += s(0.05)
        usual.note(at)
    assert usual.unusual_after == s(1.5)


def test_the_time_without_a_connection_is_no_gap() -> None:
    usual = busy()
    usual.interrupt()
    assert usual.silent_since(s(100)) is None
    usual.note(s(200))
    assert usual.unusual_after == s(1.5)


class MeasuredGap(UsualGap):
    """The same, with each gap measured."""

    def note(self, at: int) -> None:
        self.sure_until = 0
        super().note(at)


def test_what_is_usual_does_not_depend_on_which_gaps_were_measured() -> None:
    told = 0
    for seed in range(40):
        random, usual, measured, at = Random(seed), UsualGap(), MeasuredGap(), s(1000)
        longest = random.choice((10**7, 10**8, 10**9))
        for _ in range(60 * 10**9 // longest if longest > 10**7 else 4_000):
            at += random.randrange(longest) if random.random() < 0.98 else random.randrange(10**9)
            if random.random() < 0.002:
                usual.interrupt()
                measured.interrupt()
            usual.note(at)
            measured.note(at)
            assert usual.unusual_at == measured.unusual_at
            told += usual.unusual_at is not None
    assert told > 10_000, "the longest gaps were too long"


@pytest.mark.parametrize("pace", [0.2, 1, 3, 10, 40, 100, 1000])
def test_a_market_that_lives_raises_no_more_than_one_false_alarm_in_two_hours(pace: float) -> None:
    """Poisson arrivals, whose rate wanders between a quarter of the pace and four times it."""
    alarms = 0
    for seed in range(2):
        random, usual = Random(seed), UsualGap()
        at, factor, changes = 0.0, 1.0, 0.0
        while at < min(3600, 400_000 / pace):
            if at > changes:
                factor = min(4.0, max(0.25, factor * random.choice((0.7, 1, 1.4))))
                changes = at + 5
            gap = random.expovariate(pace * factor)
            alarms += usual.silent_since(s(at + gap)) is not None
            at += gap
            usual.note(s(at))
    assert alarms <= 1


def test_a_lull_as_sudden_as_can_be_raises_three_alarms_at_most() -> None:
    random, alarms = Random(1), 0
    usual, at = busy(seconds=60), 60.0
    while at < 660:
        gap = random.expovariate(0.4)
        alarms += usual.silent_since(s(at + gap)) is not None
        at += gap
        usual.note(s(at))
    assert alarms <= 3


@pytest.fixture
def store() -> Store:
    """A book and quotes fifty times a second, a ticker each second, a trade now and then; the last of each at 10 s."""
    store = Store([GOLD], DepthMode.ABSOLUTE)
    store.select(GOLD)
    store.connection_changed(Phase.CONNECTED, None, 0)
    store.apply(snapshot(("100 1", "99 2"), ("101 1", "102 2")), s(0))
    for number in range(1, 501):
        at = number / 50
        _tell(store, delta((f"99 {number}",), at=at), at)
        _tell(store, quote("100 1", "101 1", at=at), at)
        if number % 50 == 0:
            _tell(store, ticker("100", "100", at=at), at)
        if number in (100, 250):
            _tell(store, trade("100", at=at), at)
    return store


def _tell(store: Store, event: object, at: float) -> None:
    store.clocks.line.note(s(at))
    store.apply(event, s(at))  # type: ignore[arg-type]


def test_a_dead_line_has_its_age_beside_live_from_a_second_and_a_half_on_and_is_stale_at_three(store: Store) -> None:
    streams = [Stream(channel, GOLD) for channel in (Channel.DEPTH, Channel.LEVEL1, Channel.TICKER, Channel.TRADE)]
    for stream in streams:
        assert store.freshness(stream, s(11.4)).silent_since is None
        fresh = store.freshness(stream, s(11.5))
        assert (fresh.state, fresh.silent_since) == (PanelState.LIVE, s(10))
    for stream in store.judge.silent(s(11.5)):
        store.clocks.clock(stream).ask(s(11.5))
    for stream in streams:
        assert store.freshness(stream, s(12.99)).state is PanelState.LIVE
        assert store.freshness(stream, s(13)).state is PanelState.STALE


def test_a_lone_silence_is_told_of_the_stream_that_is_silent(store: Store) -> None:
    for number in range(1, 100):
        _tell(store, quote("100 1", "101 1", at=10 + number / 50), 10 + number / 50)
    now = s(11.98)
    assert store.freshness(DEPTH, now).silent_since == s(10)
    assert store.freshness(Stream(Channel.LEVEL1, GOLD), now).silent_since is None
    assert store.judge.silent(now) == (DEPTH,), "it is asked at once"


def test_a_stream_that_says_little_is_asked_after_three_seconds_as_ever(store: Store) -> None:
    assert Stream(Channel.TICKER, GOLD) not in store.judge.silent(s(12.9))
    assert Stream(Channel.TICKER, GOLD) in store.judge.silent(s(13))
