"""How each figure of a rule is read from the store, and by which streams it comes (alerts 1.1). One line a figure.

A reader is made once for its rule; it answers a sample that is as good as the worst of what it is made of.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from typing import Final, TypeAlias

from msgspec import Struct

from roxom_tui.alerts import tape_readers
from roxom_tui.alerts.engine import Sample, Soundness
from roxom_tui.alerts.move_window import MoveWindow
from roxom_tui.alerts.quantities import span_of
from roxom_tui.alerts.rule import Figure, Operator, Rule
from roxom_tui.alerts.sources import NOT_TOLD, Both, Peek, Read, Source, at_ticks, judged, sample_of, told
from roxom_tui.alerts.tokens import Token
from roxom_tui.model.channels import ORDERS, POSITIONS, Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import Quote, Ticker
from roxom_tui.model.market import ImbalanceScope, Side
from roxom_tui.model.money import Price
from roxom_tui.model.status import worst
from roxom_tui.state.decimal_math import ZERO, add, shift
from roxom_tui.state.reading.pressure import FLOW_WINDOW_NS, imbalance
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_builders import PositionsViewBuilder
from roxom_tui.state.views.account_views import PositionRow
from roxom_tui.state.views.alert_views import CannotJudge
from roxom_tui.state.views.derived_figures import spread_of

_ONE: Final = Decimal(1)
_NOT_IN_REACH: Final = Sample(Soundness.UNSOUND, why=CannotJudge(words="the book is not told as far as that price"))
_NOT_HERE: Final = Sample(Soundness.UNSOUND, why=CannotJudge(words="this profile does not follow that symbol"))
_NOT_WHOLE: Final = Sample(Soundness.UNSOUND, why=CannotJudge(words="the list of positions is not whole"))
_ABSENT: Final = Sample(Soundness.ABSENT)

_CHANNELS: Final[Mapping[str, Channel]] = {
    "book": Channel.DEPTH,
    "quote": Channel.LEVEL1,
    "trades": Channel.TRADE,
    "ticker": Channel.TICKER,
    "account": Channel.POSITIONS,
}


class Reader(Struct, frozen=True):
    """The streams a figure comes by, and how it is read. `heard` may tell it too, where they are followed.

    `peek` is the value alone, whether or not it is to be believed. Without it nothing but time changes the figure.
    """

    streams: tuple[Stream, ...]
    read: Read
    heard: tuple[Stream, ...] = ()
    peek: Peek | None = None
    printed: Callable[[], Decimal | None] | None = None
    """Asked after each trade: how large a taker's prints are, where they have just become large enough."""


def reader_of(rule: Rule, store: Store, positions: PositionsViewBuilder) -> Reader:
    """The reader of a rule. What the profile does not follow at all cannot be judged."""
    streams = streams_of(rule)
    if rule.symbol is not None and rule.symbol not in store.symbols:
        return Reader((), lambda now: _NOT_HERE)
    heard = (Stream(Channel.TRADE, rule.symbol),) if rule.figure in _TOLD_BY_TRADES else ()
    source = Source(rule, store, positions, streams)
    read, peek = _READERS[rule.figure](source)
    return Reader(streams, read, heard, peek, tape_readers.printed(source))


def streams_of(rule: Rule) -> tuple[Stream, ...]:
    """The streams by which a rule's figure comes, which are brought along for it."""
    if rule.figure in (Figure.STATE, Figure.AGE):
        return _of_state(rule)
    if rule.figure is Figure.ORDER:
        return (ORDERS,)
    market = tuple(Stream(channel, rule.symbol) for channel in _FIGURE_CHANNELS[rule.figure])
    return (*market, POSITIONS) if rule.traits.is_account else market


def _of_state(rule: Rule) -> tuple[Stream, ...]:
    channel = _CHANNELS[rule.argument]
    return (Stream(channel) if channel.is_account else Stream(channel, rule.symbol),)


_FIGURE_CHANNELS: Final[Mapping[Figure, tuple[Channel, ...]]] = {
    Figure.LAST: (Channel.TICKER,),
    Figure.MARK: (Channel.TICKER,),
    Figure.INDEX: (Channel.TICKER,),
    Figure.FUNDING: (Channel.TICKER,),
    Figure.OPEN_INTEREST: (Channel.TICKER,),
    Figure.MOVE: (Channel.TICKER,),
    Figure.BID: (Channel.LEVEL1,),
    Figure.ASK: (Channel.LEVEL1,),
    Figure.MID: (Channel.LEVEL1,),
    Figure.SPREAD: (Channel.LEVEL1,),
    Figure.SIZE: (Channel.DEPTH,),
    Figure.IMBALANCE: (Channel.DEPTH,),
    Figure.FLOW: (Channel.LEVEL1,),
    Figure.VOLUME: (Channel.TRADE,),
    Figure.PRINT: (Channel.TRADE,),
    Figure.PNL: (Channel.TICKER,),
    Figure.LIQUIDATION: (Channel.TICKER,),
    Figure.MARGIN: (Channel.TICKER,),
}

_TOLD_BY_TRADES: Final = frozenset((Figure.LAST, Figure.MOVE))

_Made: TypeAlias = Callable[[Source], Both]


def _of_ticker(figure: Callable[[Ticker], Decimal | None]) -> _Made:
    def made(source: Source) -> Both:
        def peek(now: int) -> Decimal | None:
            ticker = source.market.ticker
            return None if ticker is None else figure(ticker)

        return told(source, peek)

    return made


def _of_quote(figure: Callable[[Quote], Decimal | None]) -> _Made:
    def made(source: Source) -> Both:
        def peek(now: int) -> Decimal | None:
            quote = source.market.quote
            return None if quote is None else figure(quote)

        return told(source, peek)

    return made


def _last(source: Source) -> Both:
    return told(source, lambda now: source.market.last_price.price)


def _move(source: Source) -> Both:
    window = MoveWindow(span_of(Token(source.rule.argument, 1), source.rule.argument))
    last, _ = _last(source)

    def peek(now: int) -> Decimal | None:
        price = source.market.last_price.price
        if price is None:
            return None
        # What is noted before its stream is found not to be sound goes with all that was.
        window.note(price, now)
        move = window.move(price, now)
        return None if move is None else shift(move, 2)

    def read(now: int) -> Sample:
        sample = last(now)
        if sample.value is None:
            window.begin_anew()
            return sample
        move = peek(now)
        if move is None:
            return Sample(Soundness.FILLING, why=CannotJudge(filled=window.filled(now), of=window.length))
        return Sample(Soundness.SOUND, move)

    return read, peek


def _size(source: Source) -> Both:
    price = Price(source.rule.argument)

    def peek(now: int) -> Decimal | None:
        depth = source.market.depth
        if depth is None:
            return None
        sizes = [size for side in Side if (size := depth.book.size_at(side, price)) is not None]
        if not sizes and not all(depth.book.must_know(side, price) for side in Side):
            return None
        return max(sizes, default=ZERO)

    def read(now: int) -> Sample:
        bad, size = judged(source.store, source.streams, now), peek(now)
        return bad or (_NOT_IN_REACH if size is None else Sample(Soundness.SOUND, size))

    return read, peek


def _imbalance(source: Source) -> Both:
    def figure(now: int) -> Sample:
        depth = source.market.depth
        found = None if depth is None else imbalance(depth.book, ImbalanceScope.TOP_10)
        if found is None or found.is_estimate:
            return NOT_TOLD if found is None else _NOT_IN_REACH
        return Sample(Soundness.SOUND, found.share)

    return at_ticks(source, figure)


def _flow(source: Source) -> Both:
    def figure(now: int) -> Sample:
        flow = source.market.flow.read(now)
        if flow is None:
            return NOT_TOLD
        if flow.watched_ns < FLOW_WINDOW_NS:
            return Sample(Soundness.FILLING, why=CannotJudge(filled=flow.watched_ns, of=FLOW_WINDOW_NS))
        return Sample(Soundness.SOUND, flow.value)

    return at_ticks(source, figure)


def _of_positions(figure: Callable[[list[PositionRow]], Decimal | None]) -> _Made:
    def made(source: Source) -> Both:
        def read(now: int) -> Sample:
            bad = judged(source.store, (POSITIONS,), now)
            if bad is not None:
                return bad
            view = source.positions.view(now)
            rows = [row for row in view.rows if row.symbol == source.rule.symbol]
            if not rows:
                return _NOT_WHOLE if view.since_connect or view.left_out else _ABSENT
            if not worst(*(row.state for row in rows)).is_live:
                return judged(source.store, source.streams, now) or NOT_TOLD
            return sample_of(figure(rows))

        # Marks and lists come a few times a second: each is looked at whole.
        return read, lambda now: None

    return made


def _pnl(rows: list[PositionRow]) -> Decimal | None:
    total: Decimal = ZERO
    for row in rows:
        if row.pnl is None:
            return None
        total = add(total, row.pnl)
    return total


def _liquidation(rows: list[PositionRow]) -> Decimal | None:
    found = [row.liquidation_distance for row in rows if row.liquidation_distance is not None]
    return shift(min(found), 2) if len(found) == len(rows) else None


def _margin(rows: list[PositionRow]) -> Decimal | None:
    found = [row.margin_ratio for row in rows if row.margin_ratio is not None]
    return shift(max(found), 2) if len(found) == len(rows) else None


def _state(source: Source) -> Both:
    is_wanted = source.rule.operator is Operator.IS

    def read(now: int) -> Sample:
        state = source.store.judge.state(source.streams[0], now)
        # What is quiet is as true as what is live; who asks for `live` asks for that.
        is_it = state.value.lower() == source.rule.word or (source.rule.word == "live" and state.is_live)
        return Sample(Soundness.SOUND, _ONE if is_it is is_wanted else ZERO)

    return read, None


def _age(source: Source) -> Both:
    def read(now: int) -> Sample:
        data_at = source.store.freshness(source.streams[0], now).data_at
        return _ABSENT if data_at is None else Sample(Soundness.SOUND, Decimal(max(0, now - data_at)) / SECOND)

    return read, None


def _event(source: Source) -> Both:
    # What happens is told by its event; here only how far the stream may be believed.
    return (lambda now: judged(source.store, source.streams, now) or _ABSENT), None


_READERS: Final[Mapping[Figure, _Made]] = {
    Figure.LAST: _last,
    Figure.MARK: _of_ticker(lambda ticker: ticker.mark_price),
    Figure.INDEX: _of_ticker(lambda ticker: ticker.index_price),
    Figure.FUNDING: _of_ticker(lambda ticker: None if ticker.funding_rate is None else shift(ticker.funding_rate, 2)),
    Figure.OPEN_INTEREST: _of_ticker(lambda ticker: ticker.open_interest),
    Figure.MOVE: _move,
    Figure.BID: _of_quote(lambda quote: None if quote.bid is None else quote.bid[0]),
    Figure.ASK: _of_quote(lambda quote: None if quote.ask is None else quote.ask[0]),
    Figure.MID: _of_quote(lambda quote: spread_of(quote).mid),
    Figure.SPREAD: _of_quote(lambda quote: spread_of(quote).basis_points),
    Figure.SIZE: _size,
    Figure.PNL: _of_positions(_pnl),
    Figure.LIQUIDATION: _of_positions(_liquidation),
    Figure.MARGIN: _of_positions(_margin),
    Figure.IMBALANCE: _imbalance,
    Figure.FLOW: _flow,
    Figure.VOLUME: tape_readers.volume,
    Figure.PRINT: _event,
    Figure.ORDER: _event,
    Figure.STATE: _state,
    Figure.AGE: _age,
}
