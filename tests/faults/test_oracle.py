"""The oracle itself: it finds nothing in a true picture, and finds every single wrong figure put into one."""

from __future__ import annotations

import asyncio
from copy import copy
from decimal import Decimal

import pytest

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import OrderSide, Side
from roxom_tui.model.money import Price
from roxom_tui.model.status import PanelState
from roxom_tui.model.values import replace
from roxom_tui.state.views.derived_figures import funding_to_come
from roxom_tui.state.views.market_views import GapKind, TapeGap, TapeRow
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.account_oracle import AccountOracle
from tests.faults.bench import GOLD, Bench, Setting
from tests.faults.book_oracle import BookOracle
from tests.faults.course_oracle import CourseOracle
from tests.faults.mistakes import CENT, SAT, WRONG, in_row, in_view, more, scene, to
from tests.faults.oracle import Oracle
from tests.faults.past import Past
from tests.faults.tape_oracle import TapeOracle
from tests.faults.timeline import Timeline
from tests.faults.units import SATS, lots, sats
from tests.faults.verdicts import Excuse, Tally
from tests.support.virtual_time import START, VirtualClock, live_through


def judged(board: ScreenSnapshot, later: int = 0) -> Tally:
    """What the oracle says of a board at the end of the scene, painted so many ns later."""
    bench = scene().bench
    tally = Tally(bench.clock.true())
    Oracle(bench.past, tally, bench.network.lines).judge(board, bench.clock.monotonic() + later, bench.clock.true())
    return tally


def test_the_scene_is_full_and_true() -> None:
    board = scene().board
    assert board.positions.rows
    assert board.balances.last_change is not None
    assert any(row.trigger is not None for row in board.orders.rows)
    assert len(board.tape.rows) > 3
    tally = judged(board)
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.total > 100
    assert scene().bench.tally.hits == 0


@pytest.mark.parametrize("what", WRONG)
def test_a_wrong_figure_is_a_hit(what: str) -> None:
    assert judged(WRONG[what](scene().board)).hits > 0


@pytest.mark.parametrize("what", ["a bid's size", "the mark", "the balance", "an order's size", "a trade's price"])
def test_what_is_too_old_to_be_believed_is_not_judged(what: str) -> None:
    checks = judged(WRONG[what](scene().board), later=10 * SECOND).checks
    assert set(checks) == {"header"}


def test_a_trade_that_happened_while_the_tape_was_live_must_be_on_it() -> None:
    bench, view = scene().bench, scene().board.tape
    now = bench.clock.true()

    def hits(rows: tuple[TapeRow, ...]) -> int:
        tally = Tally(now)
        oracle = TapeOracle(bench.past, tally)
        oracle.judge(replace(view, rows=()), 1, now - 9 * SECOND, now - 8 * SECOND)
        oracle.judge(replace(view, rows=rows), 1, now - SECOND, now)
        return tally.hits

    assert hits(view.rows) == 0
    due = next(place for place, row in enumerate(view.rows) if row.exchange_at < now - 2 * SECOND)
    assert hits((*view.rows[:due], *view.rows[due + 1 :])) == 1


RECONNECTED = TapeGap(GapKind.CONNECTION, START, START + SECOND)


def with_gap(board: ScreenSnapshot, *past: TapeRow) -> ScreenSnapshot:
    """The same with all but two trades below a gap; other rows than those, if there are any."""
    rows = board.tape.rows
    return replace(board, tape=replace(board.tape, rows=rows[:2], past=(RECONNECTED, *(past or rows[2:]))))


def test_what_stands_below_a_gap_happened_and_is_not_told_above_it_too() -> None:
    board = scene().board
    second, third = board.tape.rows[1:3]
    assert judged(with_gap(board)).hits == 0
    assert judged(with_gap(board, replace(third, price=Price(third.price + SAT)))).hits == 1
    assert judged(with_gap(board, replace(second), third)).hits == 1


def test_connected_without_a_connection_is_a_lie() -> None:
    bench, board = scene().bench, scene().board
    tally, gone = Tally(bench.clock.true()), Timeline(0, 0)
    Oracle(bench.past, tally, gone).judge(board, bench.clock.monotonic(), bench.clock.true())
    assert [hit.what for hit in tally.kept] == ["connected"]


def test_a_bucket_holds_what_its_levels_held_together_at_one_moment() -> None:
    past, now = scene().bench.past.markets[GOLD], scene().bench.clock.true()
    assert past.lots_within(Side.BID, 4_309_000, 1_000, now)[-1] == sum(
        lots for ticks, lots in past.market.book.half(Side.BID).levels() if 43_090 <= ticks < 43_100
    )
    assert past.lots_within(Side.ASK, 4_311_000, 1_000, now)[-1] == sum(
        lots for ticks, lots in past.market.book.half(Side.ASK).levels() if 43_100 < ticks <= 43_110
    )
    assert len(past.lots_within(Side.ASK, 4_311_000, 1_000, now - SECOND)) > 1


def test_what_is_not_vouched_for_or_outdated_or_unknown_is_no_lie() -> None:
    board = scene().board
    for tamper in (
        in_row("book", "bids", 11, size=more(CENT), within_snapshot=to(False), total=more(CENT)),
        in_row("balances", available=more(SAT), outdated=to(True)),
        in_row("positions", size=to(None), pnl=to(None), mark=to(None)),
        in_row("positions", pnl=more(SAT * 5000), state=to(PanelState.STALE)),
        in_view("ticker", mark=to(None), basis_bp=to(None)),
    ):
        assert judged(tamper(board)).hits == 0


def test_some_of_ours_at_a_price_is_the_truth_only_where_it_is_told_as_the_least() -> None:
    past = Bench(Setting()).past
    one = next(
        order for line in past.orders.values() if (order := line.newest) and order.rests and order.symbol == GOLD
    )
    past.add_order("another", GOLD, Timeline(0, replace(one, id="another", lots=one.lots + 7)))
    oracle, side = BookOracle(past, Tally(START)), Side.BID if one.side is OrderSide.BUY else Side.ASK
    both = 2 * one.lots + 7
    assert oracle.ours(GOLD, side, one.price or 0, 1, START) == {both}
    assert oracle.ours(GOLD, side, one.price or 0, 1, START, True) == {0, one.lots, one.lots + 7, both}


def test_an_arrow_that_stays_may_point_from_what_stood_between_two_earlier_looks() -> None:
    bench, tally = Bench(Setting()), Tally(START)
    line, oracle, last = bench.past.markets[GOLD].last, CourseOracle(bench.past, tally), Price("0.04312000")
    for second, price in ((1, 4_312_000), (9, 4_312_100), (10, 4_312_000)):
        line.note(START + second * SECOND, price)

    def hits(direction: int, *looks: int) -> int:
        for second in looks:
            now = START + second * SECOND
            oracle.judge_arrow(GOLD, last, direction, now - SECOND, now)
        return tally.hits

    assert hits(0, 4, 8) == 0
    assert hits(-1, 12, 16, 20, 24) == 0
    assert hits(1, 28) == 1


def test_a_value_is_believed_for_a_second_after_it_ceased_to_be_true() -> None:
    line = Timeline(0, "old")
    line.note(10 * SECOND, "new")
    assert line.since(10 * SECOND - 1) == ["new", "old"]
    assert line.since(10 * SECOND) == ["new"]


def after_the_mark_came_back(rate_told: int) -> tuple[ScreenSnapshot, Past]:
    """Funding told at the mark of six seconds ago, which is true again, while the rate is not what it was."""
    board, past, now = scene().board, copy(scene().bench.past), scene().bench.clock.true()
    row = next(row for row in board.positions.rows if row.symbol == GOLD)
    market, mark = copy(past.markets[GOLD]), sats(row.mark) or 0
    figures = market.figures.newest
    market.figures = Timeline(0, replace(figures, mark=mark, funding_e8=11_591))
    market.figures.note(now - 5 * SECOND, replace(figures, mark=mark + 7, funding_e8=11_598))
    market.figures.note(now - SECOND, replace(figures, mark=mark, funding_e8=11_589))
    past.markets = {**past.markets, GOLD: market}
    told = funding_to_come(row.side, row.size, row.mark, Decimal(rate_told) / SATS)
    rows = tuple(replace(one, funding=told) if one is row else one for one in board.positions.rows)
    return replace(board, positions=replace(board.positions, rows=rows)), past


def test_an_excuse_holds_for_its_streams_and_its_time_only() -> None:
    orders, balance = Stream(Channel.ORDERS), Stream(Channel.BALANCE)
    tally = Tally(0)
    tally.excuses.append(Excuse("silence", frozenset({orders}), 10, 20))
    tally.miss(orders, "size", 15, 1, (2,))
    assert (tally.hits, tally.excused["silence"], tally.last_excused) == (0, 1, 15)
    tally.miss(orders, "size", 21, 1, (2,))
    tally.miss(balance, "total", 15, 1, (2,))
    assert tally.hits == 2


@pytest.mark.parametrize(
    ("rate_told", "excused_by"),
    [
        pytest.param(11_591, {Channel.POSITIONS, Channel.TICKER}, id="a rate of before"),
        pytest.param(11_600, {Channel.POSITIONS}, id="a rate that never was"),
    ],
)
def test_funding_at_a_rate_of_before_has_the_excuses_of_the_ticker_though_its_mark_is_true_again(
    rate_told: int, excused_by: set[Channel]
) -> None:
    board, past = after_the_mark_came_back(rate_told)
    clock, found = scene().bench.clock, set()
    for channel in (Channel.POSITIONS, Channel.TICKER, Channel.ORDERS):
        now, stream = clock.true(), Stream(channel, GOLD if channel is Channel.TICKER else None)
        tally = Tally(now)
        tally.excuses.append(Excuse("silence", frozenset({stream}), now, now))
        AccountOracle(past, tally).judge(board, clock.monotonic(), now, now - SECOND)
        assert tally.hits + tally.excused.total() == 1
        assert {hit.what for hit in tally.kept} <= {f"position {GOLD} funding"}
        found |= {channel} if tally.excused else set()
    assert found == excused_by


def test_what_is_no_whole_number_of_sats_or_lots_equals_nothing_true() -> None:
    assert (sats(Price("0.04312300")), lots(Decimal("1.50"))) == (4_312_300, 150)
    assert (sats(Decimal("0.000000001")) or 0) < 0
    assert (lots(Decimal("0.001")) or 0) < 0


def test_the_same_story_is_told_twice_in_the_same_words() -> None:
    def told() -> tuple[object, ...]:
        bench = Bench(Setting(seed=5))

        async def story(bench: Bench) -> None:
            await asyncio.sleep(3)
            bench.network.close_all(1012)
            await asyncio.sleep(9)

        bench.play(story)
        assert bench.board is not None
        return bench.board.connection.log, bench.board.book.bids, bench.tally.checks

    assert told() == told()


def test_virtual_time_jumps_to_the_next_timer_and_counts_sleep_apart() -> None:
    clock = VirtualClock()

    async def hour() -> None:
        await asyncio.sleep(3600)
        clock.sleep(60 * SECOND)

    before = clock.awake()
    live_through(clock, hour())
    assert clock.awake() - before == 3600 * SECOND
    assert clock.monotonic() - clock.awake() == 60 * SECOND


def test_a_failure_that_nobody_caught_fails_the_story() -> None:
    async def careless() -> None:
        asyncio.get_running_loop().call_soon(lambda: 1 // 0)
        await asyncio.sleep(1)

    with pytest.raises(AssertionError, match="nobody caught"):
        live_through(VirtualClock(), careless())


def test_a_story_in_which_everybody_waits_for_ever_ends_with_a_word() -> None:
    async def stuck() -> None:
        await asyncio.Event().wait()

    with pytest.raises(RuntimeError, match="for ever"):
        live_through(VirtualClock(), stuck())
