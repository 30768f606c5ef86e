"""The oracle of alerts itself: nothing on an ordinary day, and every single lie of a rule."""

from __future__ import annotations

import asyncio
from copy import copy, deepcopy
from decimal import Decimal

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import PositionSide
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews, AlertState, AlertWhat
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.alert_oracle import AlertOracle, rules_for
from tests.faults.bench import GOLD, Bench, Setting
from tests.faults.mistakes import scene
from tests.faults.timeline import Timeline
from tests.faults.units import SATS
from tests.faults.verdicts import Excuse, Tally


def oracle() -> tuple[AlertOracle, Tally]:
    bench = scene().bench
    tally = Tally(bench.clock.true())
    return AlertOracle(bench.past, tally, bench.clock.true), tally


def news(what: AlertWhat, rule: str = "GOLD-BTC last > 0 every 1s", value: Decimal | None = None) -> AlertNews:
    return AlertNews(1, what, 0, rule, rule, rule, "", (), is_private=False, value=value)


def test_on_an_ordinary_day_every_rule_of_a_figure_fires_and_none_is_wrong() -> None:
    bench = Bench(Setting())

    async def story(bench: Bench) -> None:
        await asyncio.sleep(8)

    bench.play(story)
    assert (bench.tally.hits, bench.tally.kept) == (0, [])
    assert {rule for rule in rules_for(bench.setting.symbols) if "state" not in rule} <= bench.alerts.fired


@pytest.mark.parametrize("figure", ["last", "mark", "bid", "ask"])
def test_a_value_that_was_not_true_is_a_hit(figure: str) -> None:
    alerts, tally = oracle()
    alerts.tell([news(AlertWhat.FIRED, f"{GOLD} {figure} > 0 every 1s", Decimal("0.5"))])
    assert tally.hits == 1


LESS, MORE = (212, 4_301_971), (228, 4_302_478)
"""Lots and entry of a position before and after it grew."""
MARK = 4_308_825


def profit(position: tuple[int, int], mark: int) -> Decimal:
    """Of a long, in BTC."""
    return Decimal((mark - position[1]) * position[0]) / 100 / SATS


def grown(mark_before: int) -> tuple[AlertOracle, Tally]:
    """A position that was closed 24 s ago and is greater since two; the mark moved five seconds ago."""
    bench = scene().bench
    past, market = copy(bench.past), copy(bench.past.markets[GOLD])
    held, figures, now = deepcopy(past.positions[GOLD]), market.figures.newest, bench.clock.true() + 25 * SECOND
    one = held.newest
    assert one is not None
    one = replace(one, side=PositionSide.LONG)
    less, more = (replace(one, lots=lots, entry_price=entry) for lots, entry in (LESS, MORE))
    for ago, position in ((25, less), (24, None), (2, more)):
        held.note(now - ago * SECOND, position)
    marks = Timeline(0, replace(figures, mark=mark_before))
    marks.note(now - 5 * SECOND, replace(figures, mark=MARK))
    market.figures = marks
    past.positions, past.markets = {**past.positions, GOLD: held}, {**past.markets, GOLD: market}
    tally = Tally(now)
    return AlertOracle(past, tally, lambda: now), tally


POSITIONS, TICKER = Stream(Channel.POSITIONS), Stream(Channel.TICKER, GOLD)


@pytest.mark.parametrize(
    ("told", "mark_before", "excused_by"),
    [
        pytest.param(profit(LESS, MARK), MARK + 40, {POSITIONS}, id="a position of before"),
        pytest.param(profit(MORE, MARK + 40), MARK + 40, {TICKER}, id="a mark of before"),
        # 212 lots at this mark won what 228 lots won at that of before, to a sat.
        pytest.param(profit(LESS, MARK), MARK + 26, {POSITIONS, TICKER}, id="either"),
        pytest.param(Decimal("0.5"), MARK + 40, {POSITIONS}, id="neither"),
    ],
)
def test_a_profit_of_before_has_the_excuses_of_what_may_be_of_before(
    told: Decimal, mark_before: int, excused_by: set[Stream]
) -> None:
    found = set()
    for stream in (POSITIONS, TICKER, Stream(Channel.ORDERS)):
        alerts, tally = grown(mark_before)
        now = tally.began
        tally.excuses.append(Excuse("silence", frozenset({stream}), now - SECOND, now))
        alerts.tell([news(AlertWhat.FIRED, f"{GOLD} pnl > -99 btc every 1s", told)])
        assert tally.hits + tally.excused.total() == 1
        found |= {stream} if tally.excused else set()
    assert found == excused_by


def test_the_profit_of_now_is_no_hit() -> None:
    alerts, tally = grown(MARK + 40)
    alerts.tell([news(AlertWhat.FIRED, f"{GOLD} pnl > -99 btc every 1s", profit(MORE, MARK))])
    assert (tally.hits, tally.excused.total()) == (0, 0)


def test_blind_told_twice_or_seen_again_unasked_is_a_hit() -> None:
    alerts, tally = oracle()
    alerts.tell([news(AlertWhat.BLIND), news(AlertWhat.SEES)])
    assert tally.hits == 0
    alerts.tell([news(AlertWhat.SEES)])
    assert tally.hits == 1
    alerts.tell([news(AlertWhat.BLIND), news(AlertWhat.BLIND)])
    assert tally.hits == 2


def unsound(now: int, state: AlertState) -> ScreenSnapshot:
    """A picture in which no data is sound, and each rule is in that state."""
    board = scene().board
    rows = tuple(replace(row, state=state) for row in board.alerts.rows)
    streams = tuple(replace(row, freshness=replace(row.freshness, valid_until=0)) for row in board.connection.streams)
    return replace(
        board,
        alerts=replace(board.alerts, rows=rows),
        connection=replace(board.connection, streams=streams),
        valid_until=now + 100 * SECOND,
    )


def test_a_rule_that_is_armed_on_data_that_is_not_sound_is_a_hit_and_so_is_one_that_keeps_silent() -> None:
    alerts, tally = oracle()
    now = scene().bench.clock.monotonic()
    board = unsound(now, AlertState.ARMED)
    alerts.look(board, now)
    assert tally.hits == 0
    alerts.look(board, now + 2 * SECOND)
    lulled = tally.hits
    assert lulled == sum("state" not in row.text for row in board.alerts.rows)
    alerts.look(board, now + 40 * SECOND)
    assert tally.hits == 3 * lulled


@pytest.mark.parametrize(
    ("mute", "is_held", "hits"),
    [(Channel.TICKER, True, 1), (Channel.TICKER, False, 0), (Channel.POSITIONS, False, 1)],
)
def test_the_profit_of_what_is_not_held_needs_the_list_of_positions_alone(
    mute: Channel, is_held: bool, hits: int
) -> None:
    alerts, tally = oracle()
    now, board = scene().bench.clock.monotonic(), scene().board
    rule = next(row for row in board.alerts.rows if "pnl" in row.text)
    rows = tuple(
        replace(
            row, freshness=replace(row.freshness, valid_until=0 if row.stream.channel is mute else now + 9 * SECOND)
        )
        for row in board.connection.streams
    )
    board = replace(
        board,
        alerts=replace(board.alerts, rows=(replace(rule, state=AlertState.ARMED),)),
        connection=replace(board.connection, streams=rows),
        positions=board.positions if is_held else replace(board.positions, rows=()),
        valid_until=now + 9 * SECOND,
    )
    alerts.look(board, now)
    alerts.look(board, now + 2 * SECOND)
    assert tally.hits == hits


def test_data_that_was_sound_between_two_looks_may_have_fired_a_rule_that_knew_of_the_others() -> None:
    alerts, tally = oracle()
    now = scene().bench.clock.monotonic()
    blind, fired = unsound(now, AlertState.CANNOT_JUDGE), unsound(now, AlertState.FIRED)
    alerts.look(blind, now)
    alerts.look(fired, now + 2 * SECOND)
    alerts.look(fired, now + 3 * SECOND)
    assert tally.hits == 0
    alerts.look(fired, now + 4 * SECOND)
    assert tally.hits == sum("state" not in row.text for row in fired.alerts.rows)


def test_a_rule_that_says_again_and_again_that_it_saw_sound_data_is_a_hit() -> None:
    alerts, tally = oracle()
    now = scene().bench.clock.monotonic()
    for second in range(5):
        alerts.look(unsound(now, AlertState.CANNOT_JUDGE), now + 2 * second * SECOND)
        alerts.look(unsound(now, AlertState.FIRED), now + (2 * second + 1) * SECOND)
    assert tally.hits
