"""The judge of charts finds nothing in a true one, and finds bars, prices and heat that are not."""

from __future__ import annotations

from decimal import Decimal

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.money import Price, Size, Unit
from roxom_tui.model.values import replace
from roxom_tui.state.views.chart_views import ChartBar
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.canvas import canvas
from tests.faults.chart_oracle import ChartOracle
from tests.faults.mistakes import scene
from tests.faults.painted_chart import PaintedChart
from tests.faults.painted_oracle import PaintedOracle
from tests.faults.picture import Panel, Row
from tests.faults.reading import Reader
from tests.faults.verdicts import Excuse, Tally


def judged(board: ScreenSnapshot, *excuses: Excuse) -> Tally:
    bench = scene().bench
    tally = Tally(bench.clock.true(), excuses=list(excuses))
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
    less = replace(wrong, bar=replace(wrong.bar, volume=Size(wrong.bar.volume - Decimal("0.01"))))
    assert judged(with_bars(*bars()[:place], less, *bars()[place + 1 :])).hits == 1
    assert judged(with_bars(*bars()[:place], replace(wrong, bar=None), *bars()[place + 1 :])).hits == 1


def test_a_bar_is_excused_by_what_excuses_its_trades_and_by_nothing_else() -> None:
    place = next(n for n, bar in enumerate(bars()[:-1]) if bar.bar is not None and bar.is_whole)
    start, symbol = bars()[place].start, scene().board.chart.symbol
    board = with_bars(*bars()[:place], replace(bars()[place], bar=None), *bars()[place + 1 :])

    def excused(channel: Channel, begins: int) -> Excuse:
        return Excuse(channel.value, frozenset({Stream(channel, symbol)}), begins, start + 9 * SECOND)

    of_the_book, of_the_trades = excused(Channel.DEPTH, start - SECOND), excused(Channel.TRADE, start + 3 * SECOND)
    assert judged(board, of_the_book).hits == 1
    assert judged(board, of_the_trades).hits == 0
    assert judged(board, of_the_book, of_the_trades).hits == 0, "whichever began first"


def test_where_it_is_told_that_nothing_comes_no_silence_excuses_what_is_called_whole() -> None:
    bench, symbol = scene().bench, scene().board.chart.symbol
    now = bench.clock.true()
    ends = {bar.start + 5 * SECOND: n for n, bar in enumerate(bars()[:-1]) if bar.bar is not None and bar.is_whole}
    end = max(end for end in ends if end < now - 2 * SECOND)
    board = with_bars(*bars()[: ends[end]], replace(bars()[ends[end]], bar=None), *bars()[ends[end] + 1 :])
    silence = Excuse("silence", frozenset({Stream(Channel.TRADE, symbol)}), 0, now)

    def hits(silent_from: int) -> int:
        fresh = replace(board.chart.freshness, silent_since=bench.clock.monotonic() - now + silent_from)
        return judged(replace(board, chart=replace(board.chart, freshness=fresh)), silence).hits

    assert (hits(end - 1), hits(end)) == (1, 0)


def test_another_last_price_is_found_in_views_and_on_the_painted_screen() -> None:
    newest = bars()[-1]
    price = Price("0.04999900")
    traded = newest.bar or next(bar.bar for bar in reversed(bars()) if bar.bar is not None)
    wrong = replace(newest, close=price, bar=replace(traded, start=newest.start, high=price, close=price))
    board = with_bars(*bars()[:-1], wrong)
    assert judged(board).hits >= 1
    bench = scene().bench
    tally = Tally(bench.clock.true())
    picture = canvas(bench.setting.symbols).paint(board, bench.clock.monotonic(), bench.clock.wall(), Unit.BTC)
    PaintedOracle(bench.past, tally).judge(picture, Unit.BTC, bench.clock.true(), ("Chart",))
    found = {hit.what for hit in tally.kept if "chart" in hit.what}
    assert "painted: chart badge" in found
    assert found & {"painted: chart close", "painted: chart last"}


def told(title: str, first: str, *sides: tuple[str, str]) -> list[str]:
    """What the oracle finds in a chart with this first row, and these inks and prices at its side."""
    bench = scene().bench
    tally = Tally(bench.clock.true())
    texts = [(first, "text"), *((f"   {price}", ink) for ink, price in sides), ("╵14:22", "faint")]
    panel = Panel(title, tuple(Row(text, (ink,) * len(text), frozenset({"dim"})) for text, ink in texts))
    now = bench.clock.true()
    PaintedChart(bench.past, Reader(tally, now, Unit.BTC), scene().board.chart.symbol, now - SECOND, now).judge(panel)
    return [hit.what for hit in tally.kept]


def test_a_badge_that_is_not_the_last_price_is_found_and_round_prices_are_not_judged() -> None:
    last = bars()[-1].close
    assert last is not None
    first = f" 14:22:05  C {last}  no trade"
    labels = [("faint", f"0.0{n}000000") for n in range(4)]
    assert told("Chart · candles", first, *labels, ("strong", str(last))) == []
    wrong = told("Chart · candles", first, *labels, ("strong", "0.04999900"))
    assert [what for what in wrong if "chart badge" in what] == wrong != []
    assert told("Chart · candles", first, *labels, ("dim", "0.04999900")) == []


def test_a_legend_of_more_than_ever_rested_or_upside_down_is_found() -> None:
    assert told("Chart · heatmap 1 s", " 0.10 " + " " * 15 + " 2.5") == []
    assert told("Chart · heatmap 1 s", " 0.10 .:-=+*#%@ 2.5") == []
    assert any("legend" in what for what in told("Chart · heatmap 1 s", " 0.10 " + " " * 15 + " 250,000,000"))
    assert any("legend" in what for what in told("Chart · heatmap 1 s", " 2.5 " + " " * 15 + " 0.10"))


def test_heat_that_never_rested_is_found() -> None:
    bench = scene().bench
    heat = bench.worker.client.store.markets.market(scene().board.chart.symbol).history.heat
    ring = heat._rings[0]
    true = ring[-1]
    ring[-1] = replace(true, sums=[total * 3 for total in true.sums])
    try:
        assert judged(scene().board).hits > 5
    finally:
        ring[-1] = true
