"""The judge of charts finds nothing in a true one, and finds bars, prices and heat that are not."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal

from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.state.views.chart_views import ChartBar
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.canvas import canvas
from tests.faults.chart_oracle import ChartOracle
from tests.faults.mistakes import scene
from tests.faults.painted_oracle import PaintedOracle
from tests.faults.verdicts import Tally


def judged(board: ScreenSnapshot) -> Tally:
    bench = scene().bench
    tally = Tally(bench.clock.true())
    oracle = ChartOracle(bench.past, tally, bench.setting.window)
    oracle.judge(board, bench.worker.client.store, bench.clock.monotonic(), bench.clock.true())
    return tally


def with_bars(*bars: ChartBar) -> ScreenSnapshot:
    board = scene().board
    assert board.chart.candles is not None
    return replace(board, chart=replace(board.chart, candles=replace(board.chart.candles, bars=bars)))


def bars() -> tuple[ChartBar, ...]:
    candles = scene().board.chart.candles
    assert candles is not None
    return candles.bars


def test_a_true_chart_has_bars_and_heat_and_nothing_to_find() -> None:
    tally = judged(scene().board)
    assert (tally.hits, tally.kept) == (0, [])
    assert tally.checks["chart"] > 20
    assert any(bar.bar is not None and bar.is_whole for bar in bars()[:-1])


def test_a_bar_that_holds_too_little_is_found() -> None:
    place = next(n for n, bar in enumerate(bars()[:-1]) if bar.bar is not None and bar.is_whole)
    wrong = bars()[place]
    assert wrong.bar is not None
    less = wrong._replace(bar=wrong.bar._replace(volume=Size(wrong.bar.volume - Decimal("0.01"))))
    assert judged(with_bars(*bars()[:place], less, *bars()[place + 1 :])).hits == 1
    assert judged(with_bars(*bars()[:place], wrong._replace(bar=None), *bars()[place + 1 :])).hits == 1


def test_another_last_price_is_found_in_views_and_on_the_painted_screen() -> None:
    newest = bars()[-1]
    price = Price("0.04999900")
    traded = newest.bar or next(bar.bar for bar in reversed(bars()) if bar.bar is not None)
    wrong = newest._replace(close=price, bar=traded._replace(start=newest.start, high=price, close=price))
    board = with_bars(*bars()[:-1], wrong)
    assert judged(board).hits >= 1
    bench = scene().bench
    tally = Tally(bench.clock.true())
    picture = canvas(bench.setting.symbols).paint(board, bench.clock.monotonic(), bench.clock.wall(), Unit.BTC)
    PaintedOracle(bench.past, tally).judge(picture, Unit.BTC, bench.clock.true(), ("Chart",))
    assert [hit.what for hit in tally.kept if "chart" in hit.what] != []


def test_heat_that_never_rested_is_found() -> None:
    bench = scene().bench
    heat = bench.worker.client.store.markets.market(scene().board.chart.symbol).history.heat
    ring = heat._rings[0]
    true = ring[-1]
    ring[-1] = true._replace(sums=[total * 3 for total in true.sums])
    try:
        assert judged(scene().board).hits > 5
    finally:
        ring[-1] = true
