"""Boards as a running feed would publish them: the market, decoded and applied by the real parts, without a clock."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import islice

from roxom_tui.model.book_columns import TOTAL_ONLY, ColumnsRequest
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.charting import ChartRequest
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import DepthMode, Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.status import ErrorReceived, FrameRejected, Phase, Rejected, Subscribed, Unsubscribed
from roxom_tui.model.values import replace
from roxom_tui.protocol.decode import Decoder
from roxom_tui.state.store import Store
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.state.views.snapshot_builder import SnapshotBuilder
from tests.support.sample_screens import NOW, WALL, board
from tests.tools.benchmarks.market import GOLD, STAMP, SYMBOLS, Market

FRAME_NS = 50_000_000
MESSAGES_A_FRAME = 50
"""A thousand a second at 20 frames a second."""

_NOT_EVENTS = (Subscribed, Unsubscribed, Rejected, ErrorReceived, FrameRejected)


def pictures(
    count: int,
    levels: int = 20,
    chart: ChartRequest | None = None,
    seconds_before: int = 0,
    columns: ColumnsRequest = TOTAL_ONLY,
) -> Iterator[ScreenSnapshot]:
    """`count` boards, one frame apart, the account's part as in the sample board. Of each of the seconds before only a
    frame's messages came: a past for the chart and for columns that look back."""
    sample, market = board(), Market()
    store = Store([Symbol(symbol) for symbol in SYMBOLS], DepthMode.ABSOLUTE)
    wish = ViewRequest(Symbol(GOLD), levels, whole=columns.is_derived, columns=columns, chart=chart)
    decoder, builder = Decoder(), SnapshotBuilder(store)
    store.select(wish.symbol)
    store.connection_changed(Phase.CONNECTED, None, NOW)
    for stream in followed():
        store.subscription(stream, Subscribed((stream,)), 0)
    quotes = (make(symbol) for symbol in SYMBOLS for make in (market.level1, market.ticker))
    texts = iter([market.first, *quotes, *market.round((count + seconds_before + 1) * MESSAGES_A_FRAME)])
    now = NOW
    for _ in range(seconds_before):
        now += SECOND
        for text in islice(texts, MESSAGES_A_FRAME):
            _apply(store, decoder, text, now)
        store.overdue(now)
    for number in range(count):
        now += FRAME_NS
        for text in islice(texts, MESSAGES_A_FRAME):
            _apply(store, decoder, text, now)
        # The rate and the round trip change once a second.
        connection = replace(sample.connection, rate=990 + number * 7 // 20 % 20)
        made = builder.build(now, WALL + now - NOW, wish, connection)
        yield replace(made, positions=sample.positions, balances=sample.balances, orders=sample.orders)


def followed() -> list[Stream]:
    """What a dashboard that looks at gold subscribes to, the account apart."""
    everywhere = [Stream(channel, Symbol(s)) for s in SYMBOLS for channel in (Channel.LEVEL1, Channel.TICKER)]
    return [Stream(Channel.DEPTH, Symbol(GOLD)), Stream(Channel.TRADE, Symbol(GOLD)), *everywhere]


def _apply(store: Store, decoder: Decoder, text: str, now: int) -> None:
    for item in decoder.decode(text.replace(str(STAMP), str(WALL + now - NOW))):
        assert not isinstance(item, _NOT_EVENTS), item
        store.apply(item, now)
