from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from typing import Any

import pytest
from prometheus_client.exposition import generate_latest
from prometheus_client.metrics_core import Metric
from prometheus_client.openmetrics.exposition import generate_latest as open_metrics
from prometheus_client.openmetrics.parser import text_string_to_metric_families as parse_open
from prometheus_client.parser import text_string_to_metric_families as parse

from roxom_tui.client.latency_histogram import LatencyCounts, LatencyHistogram
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.overview_view import OverviewRow
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.metrics import FIGURES, metrics_of, unsound
from tests.support.sample_screens import NOW, WALL, board, with_overview

Samples = Mapping[tuple[str, tuple[tuple[str, str], ...]], float]

NONE = LatencyHistogram().counts()
STALE = Freshness(PanelState.STALE, Reason(Cause.SILENT), NOW - 9 * SECOND, NOW + SECOND)
PRICES = frozenset(f"roxom_{name}" for name, *_ in FIGURES)


class Collected:
    def __init__(self, picture: ScreenSnapshot, now: int = NOW, latency: LatencyCounts = NONE) -> None:
        self._metrics = list(metrics_of(picture, latency, now, WALL))

    def collect(self) -> Iterable[Metric]:
        return self._metrics


def samples(picture: ScreenSnapshot, now: int = NOW, latency: LatencyCounts = NONE) -> Samples:
    """What a scraper reads, the same in both forms of the text."""
    collected = Collected(picture, now, latency)
    plain = _read(parse(generate_latest(collected).decode()))
    text: bytes = open_metrics(collected)  # type: ignore[no-untyped-call]
    assert plain == _read(parse_open(text.decode()))  # type: ignore[no-untyped-call]
    return plain


def _read(families: Iterable[Metric]) -> Samples:
    read = {}
    for family in families:
        for sample in family.samples:
            key = (sample.name, tuple(sorted(sample.labels.items())))
            assert key not in read
            read[key] = sample.value
    return read


def overview_rows(picture: ScreenSnapshot) -> tuple[OverviewRow, ...]:
    assert picture.overview is not None
    return picture.overview.rows


def with_row(picture: ScreenSnapshot, row: OverviewRow) -> ScreenSnapshot:
    assert picture.overview is not None
    return replace(picture, overview=replace(picture.overview, rows=(row, *picture.overview.rows[1:])))


def test_every_figure_of_every_symbol_reads_back_as_the_decimal_it_was() -> None:
    picture = with_overview(board())
    read = samples(picture)
    told = 0
    for row in overview_rows(picture):
        for name, _, value, _ in FIGURES:
            truth, written = value(row), read.get((f"roxom_{name}", (("symbol", row.listed.symbol),)))
            assert (truth is None) is (written is None)
            if truth is not None and written is not None:
                assert Decimal(repr(written)) == truth
                told += 1
    assert told > 20


@pytest.mark.parametrize("part", ["quotes", "ticker", "listed"])
def test_what_is_not_sound_is_left_out_and_not_repeated(part: str) -> None:
    picture = with_overview(board())
    row = overview_rows(picture)[0]
    assert unsound(picture, NOW) == ()
    stale = replace(row.listed, freshness=STALE) if part == "listed" else STALE
    changes: dict[str, Any] = {part: stale}
    worse = with_row(picture, replace(row, **changes))
    before, after = (
        {name for name, labels in samples(each) if ("symbol", row.listed.symbol) in labels and name in PRICES}
        for each in (picture, worse)
    )
    expected = {
        "quotes": {"roxom_bid_price_btc", "roxom_ask_price_btc", "roxom_spread_btc"},
        "ticker": {"roxom_mark_price_btc", "roxom_funding_rate_ratio", "roxom_open_interest_contracts"},
        "listed": {"roxom_last_price_btc"},
    }
    assert before - after == expected[part]
    assert unsound(worse, NOW) == (row.listed.symbol,)


def test_of_a_picture_that_nobody_renewed_no_price_is_told() -> None:
    read = samples(with_overview(board()), NOW + 60 * SECOND)
    assert not PRICES & {name for name, _ in read}
    assert read["roxom_messages_total", ()] > 0


def test_a_funding_rate_whose_unit_is_in_doubt_is_left_out_and_nothing_is_unsound() -> None:
    picture = with_overview(board())
    row = overview_rows(picture)[0]
    doubtful = with_row(picture, replace(row, funding_suspect=True))
    key = ("roxom_funding_rate_ratio", (("symbol", row.listed.symbol),))
    assert key in samples(picture)
    assert key not in samples(doubtful)
    assert unsound(doubtful, NOW) == ()


def test_of_the_states_of_a_stream_one_is_1_and_it_is_the_one_on_the_screen() -> None:
    picture = board()
    read = samples(picture)
    for row in picture.connection.streams:
        names = (("channel", row.stream.channel.value), ("symbol", row.stream.symbol or ""))
        states = {
            dict(labels)["state"]: value
            for (name, labels), value in read.items()
            if name == "roxom_stream_state" and set(names) < set(labels)
        }
        assert [word for word, value in states.items() if value] == [row.freshness.state.value]
        assert len(states) == 8


def test_without_a_connection_it_is_not_up_and_has_no_round_trip() -> None:
    picture = board()
    assert samples(picture)["roxom_up", ()] == 1
    down = replace(picture, connection=replace(picture.connection, phase=Phase.WAITING))
    read = samples(down)
    assert read["roxom_up", ()] == 0
    assert ("roxom_round_trip_seconds", ()) not in read


def test_latencies_are_counted_up_to_each_bound() -> None:
    histogram = LatencyHistogram()
    for length in (MILLISECOND, 3 * MILLISECOND, 30 * SECOND):
        histogram.note(length)
    read = samples(board(), latency=histogram.counts())
    buckets = {dict(labels)["le"]: value for (name, labels), value in read.items() if name.endswith("_bucket")}
    assert (buckets["0.001"], buckets["0.002"], buckets["0.005"], buckets["+Inf"]) == (1, 1, 2, 3)
    assert read["roxom_latency_seconds_count", ()] == 3
    assert read["roxom_latency_seconds_sum", ()] == pytest.approx(30.004)
