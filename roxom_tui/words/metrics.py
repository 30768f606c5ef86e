"""A picture as Prometheus metrics. What is not sound is left out: a scraper would take a repeated value for a new one.

Counters and states are always told, for they are about us. Prices are decimals whose text goes into a binary float
only here, because the format knows no other number; the shortest text that reads back as that float is written.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from decimal import Decimal
from itertools import accumulate
from typing import Final

from prometheus_client.metrics_core import CounterMetricFamily, GaugeMetricFamily, HistogramMetricFamily, Metric

from roxom_tui import __version__
from roxom_tui.client.latency_histogram import BOUNDS, LatencyCounts
from roxom_tui.model.durations import SECOND
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.state.views.connection_views import ConnectionView, StreamRow
from roxom_tui.state.views.overview_view import OverviewRow
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.words.status_line import state_at


def metrics_of(picture: ScreenSnapshot, latency: LatencyCounts, now: int, wall: int) -> Iterator[Metric]:
    """All metrics at `now` (monotonic ns) and `wall` (ns). The picture must hold the overview of all symbols."""
    view = picture.connection
    connected = view.phase is Phase.CONNECTED
    yield _gauge("up", "1 while connected to the exchange", float(connected))
    yield _gauge("collected_timestamp_seconds", "When these values were collected", wall / SECOND)
    told = GaugeMetricFamily("roxom_info", "What tells this", labels=("version", "environment", "profile"))
    told.add_metric((__version__, view.environment.value, view.profile), 1)
    yield told
    yield from _figures(picture, now)
    yield from _streams(picture, now)
    yield from (_counter(name, about, read(view)) for name, about, read in COUNTERS)
    if connected and view.round_trip_ms is not None:
        yield _gauge("round_trip_seconds", "The newest ping's way there and back", view.round_trip_ms / 1000)
    yield _histogram(latency)


def unsound(picture: ScreenSnapshot, now: int) -> tuple[str, ...]:
    """The symbols of which figures are left out at `now`; what the exchange does not send is not missed."""
    rows = () if picture.overview is None else picture.overview.rows
    bad = (row.listed.symbol for row in rows if not all(_is_sound(row, of, picture, now) for of in FIGURES))
    return tuple(bad)


Figure = tuple[str, str, Callable[[OverviewRow], Decimal | None], Callable[[OverviewRow], Freshness]]

FIGURES: Final[tuple[Figure, ...]] = (
    ("last_price_btc", "The last price", lambda row: row.listed.last, lambda row: row.listed.freshness),
    ("bid_price_btc", "The best bid", lambda row: row.listed.bid, lambda row: row.quotes),
    ("ask_price_btc", "The best ask", lambda row: row.listed.ask, lambda row: row.quotes),
    ("spread_btc", "Best ask less best bid", lambda row: _spread(row), lambda row: row.quotes),
    ("mark_price_btc", "The mark price", lambda row: row.mark, lambda row: row.ticker),
    ("funding_rate_ratio", "What longs pay shorts in eight hours", lambda row: _funding(row), lambda row: row.ticker),
    ("open_interest_contracts", "Open contracts", lambda row: row.open_interest, lambda row: row.ticker),
)
"""Of each symbol: the name, what it is, its value, and how far that may be believed."""

COUNTERS: Final[tuple[tuple[str, str, Callable[[ConnectionView], int]], ...]] = (
    ("messages", "Messages received", lambda view: view.messages),
    ("received_bytes", "Bytes of messages received", lambda view: view.bytes_received),
    ("rejected_messages", "Messages that were not believed", lambda view: view.rejected),
    ("reconnects", "Connections after the first", lambda view: view.reconnects),
    ("resyncs", "Streams asked for afresh", lambda view: view.resyncs),
    ("book_audits", "Books compared with a fresh snapshot", lambda view: view.audits),
    ("book_comparisons", "Quotes and snapshots that books were compared with", lambda view: view.checks),
    ("book_differences", "Levels that a comparison found wrong", lambda view: view.differences),
)


def _spread(row: OverviewRow) -> Decimal | None:
    bid, ask = row.listed.bid, row.listed.ask
    return None if bid is None or ask is None else ask - bid


def _funding(row: OverviewRow) -> Decimal | None:
    """A rate so large that its unit is in doubt is not told: there is no mark that a number could have."""
    return None if row.funding_suspect else row.funding_rate


def _is_sound(row: OverviewRow, figure: Figure, picture: ScreenSnapshot, now: int) -> bool:
    return state_at(figure[3](row), picture, now).is_live


def _value(row: OverviewRow, figure: Figure, picture: ScreenSnapshot, now: int) -> Decimal | None:
    """The figure, if it is sound now."""
    return figure[2](row) if _is_sound(row, figure, picture, now) else None


def _figures(picture: ScreenSnapshot, now: int) -> Iterator[Metric]:
    rows = () if picture.overview is None else picture.overview.rows
    for figure in FIGURES:
        family = GaugeMetricFamily(f"roxom_{figure[0]}", figure[1], labels=("symbol",))
        for row in rows:
            value = _value(row, figure, picture, now)
            if value is not None:
                family.add_metric((row.listed.symbol,), float(value))
        yield family


def _streams(picture: ScreenSnapshot, now: int) -> Iterator[Metric]:
    """The state of every stream, each of the words 0 or 1; how old its data is, if any came; and what came by it."""
    labels = ("channel", "symbol")
    states = GaugeMetricFamily("roxom_stream_state", "1 for the state it is in", labels=(*labels, "state"))
    ages = GaugeMetricFamily("roxom_stream_age_seconds", "How old its data is", labels=labels)
    came = CounterMetricFamily("roxom_stream_messages", "Messages by the stream on this connection", labels=labels)
    for row in picture.connection.streams:
        names = (row.stream.channel.value, row.stream.symbol or "")
        state = state_at(row.freshness, picture, now)
        for word in PanelState:
            if word is not PanelState.SOUND:
                states.add_metric((*names, word.value), float(word is state))
        if (age := _age(row, now)) is not None:
            ages.add_metric(names, age / SECOND)
        came.add_metric(names, row.messages)
    yield from (states, ages, came)


def _age(row: StreamRow, now: int) -> int | None:
    known = max((at for at in (row.freshness.data_at, row.freshness.proven_at) if at is not None), default=None)
    return None if known is None else max(0, now - known)


def _gauge(name: str, about: str, value: float) -> Metric:
    return GaugeMetricFamily(f"roxom_{name}", about, value=value)


def _counter(name: str, about: str, value: int) -> Metric:
    return CounterMetricFamily(f"roxom_{name}", about, value=value)


def _histogram(latency: LatencyCounts) -> Metric:
    bounds = [*(repr(bound / SECOND) for bound in BOUNDS), "+Inf"]
    buckets = list(zip(bounds, accumulate(latency.counts), strict=True))
    about = "From a message's arrival until it is applied"
    return HistogramMetricFamily("roxom_latency_seconds", about, buckets, sum_value=latency.sum_ns / SECOND)
