"""The dashboard as lines of words: one for each change worth saying, for screen readers, logs and poor links. Pure.

A line stands where it was written, and grows old there: each has its time, and what is not live says so in it.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Btc, Unit
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.state.views.account_views import BalanceRow, ListView, OrderRow, PositionRow
from roxom_tui.state.views.derived_figures import exchange_wall
from roxom_tui.state.views.market_views import SymbolRow
from roxom_tui.state.views.overall_status import overall
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.panels.orders import WORDS
from roxom_tui.words.alerts import alert_sentence
from roxom_tui.words.overall import answer, trouble_words
from roxom_tui.words.reasons import ending, whole
from roxom_tui.words.status_line import state_at

BETWEEN_NS: Final = SECOND
"""From one line about a symbol to the next."""
STILL_THERE_NS: Final = MINUTE
"""So long nothing is said at most: what says nothing may have died."""
WORTH_SAYING: Final = Decimal("0.0001")
"""The part by which the price of a symbol that is not in view moves before it is said again."""
MOST_TROUBLES: Final = 3
CONNECTION: Final = "connection"


class Topic(Struct, frozen=True):
    """Something that can be said: `mark` is what of it is compared with what was said; `gone` once it is not there.

    Of a `group` at most one line a second is said; that it is in another `phase` at once.
    """

    name: str
    group: str
    mark: object
    text: str
    gone: str = ""
    price: Decimal | None = None
    step: Decimal = Decimal(0)
    phase: Phase | None = None


class PlainLines:
    """Remembers what was said, and says what changed since."""

    def __init__(self) -> None:
        self._said: dict[str, Topic] = {}
        self._group_at: dict[str, int] = {}
        self._alerts = 0
        self._newest = 0
        self.is_paused = False
        """Nothing is said of prices and the account."""

    def changes(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> list[str]:
        """The lines to say at `now` (monotonic ns), `wall` the time of day (ns)."""
        lines = [*self._news(picture, options), *self._changed(picture, options, now)]
        if not lines and now - self._newest >= STILL_THERE_NS:
            lines = [connection_text(picture, now)]
        if lines:
            self._newest = now
        return [labelled(picture, line, now, wall) for line in lines]

    def everything(self, picture: ScreenSnapshot, options: DisplayOptions, now: int, wall: int) -> list[str]:
        """All there is to say at this moment."""
        topics = list(topics_of(picture, options, now))
        for topic in topics:
            self._note(topic, now)
        self._newest = now
        return [labelled(picture, topic.text, now, wall) for topic in topics]

    def _news(self, picture: ScreenSnapshot, options: DisplayOptions) -> Iterator[str]:
        for news in picture.alerts.deliveries:
            if news.number > self._alerts:
                self._alerts = news.number
                yield f"alert: {alert_sentence(news, hides_account=options.hide_account)}"

    def _changed(self, picture: ScreenSnapshot, options: DisplayOptions, now: int) -> Iterator[str]:
        topics = [
            topic for topic in topics_of(picture, options, now) if topic.group == CONNECTION or not self.is_paused
        ]
        if not self.is_paused:
            yield from self._gone(picture, topics, now)
        for topic in topics:
            if self._is_due(topic, now):
                self._note(topic, now)
                yield topic.text

    def _is_due(self, topic: Topic, now: int) -> bool:
        said = self._said.get(topic.name)
        if said is not None and not _differs(topic, said):
            return False
        if said is not None and topic.phase is not said.phase:
            # Else prices would be said of a connection that was said not to be there.
            return True
        at = self._group_at.get(topic.group)
        return at is None or now - at >= BETWEEN_NS

    def _note(self, topic: Topic, now: int) -> None:
        self._said[topic.name] = topic
        self._group_at[topic.group] = now

    def _gone(self, picture: ScreenSnapshot, topics: Sequence[Topic], now: int) -> Iterator[str]:
        """What was said and is not there any more; while the account's lists are believed."""
        lists = (picture.positions, picture.orders)
        if not all(state_at(view.freshness, picture, now).is_live for view in lists):
            return
        names = {topic.name for topic in topics}
        for name, said in list(self._said.items()):
            at = self._group_at.get(said.group, 0)
            if said.gone and name not in names and now - at >= BETWEEN_NS:
                del self._said[name]
                self._group_at[said.group] = now
                yield said.gone


def _differs(topic: Topic, said: Topic) -> bool:
    if topic.mark != said.mark or (topic.price is None) is not (said.price is None):
        return True
    if topic.price is None or said.price is None or topic.price == said.price:
        return False
    return not said.price or abs(topic.price / said.price - 1) >= topic.step


def labelled(picture: ScreenSnapshot, line: str, now: int, wall: int) -> str:
    """A line with the environment and the time of day, by the exchange's clock where that is known."""
    view = picture.connection
    at = exchange_wall(view, now, wall)
    return f"{view.environment.value.upper()} {fmt.clock(at)} {line}"


def topics_of(picture: ScreenSnapshot, options: DisplayOptions, now: int) -> Iterator[Topic]:
    """All there is to say, what is rare and matters first."""
    yield _connection(picture, now)
    if not options.hide_account:
        yield from _account(picture, options, now)
    if picture.connection.phase is not Phase.CONNECTED:
        # Said once, by the line before.
        return
    for row in picture.symbols.rows:
        yield _symbol(row, picture, options, now)


def _connection(picture: ScreenSnapshot, now: int) -> Topic:
    view, judged = picture.connection, overall(picture.connection)
    troubles = tuple((each.streams, each.state, each.reason and each.reason.cause) for each in judged.troubles)
    is_old = state_at(_picture(picture), picture, now) is PanelState.STALE
    mark = (view.phase, judged.answer, troubles, is_old, view.profile)
    return Topic(CONNECTION, CONNECTION, mark, connection_text(picture, now), phase=view.phase)


def _picture(picture: ScreenSnapshot) -> Freshness:
    return Freshness(PanelState.LIVE, None, picture.built_at, picture.valid_until)


def connection_text(picture: ScreenSnapshot, now: int) -> str:
    """The connection, whether all is true, and what is not."""
    view, judged = picture.connection, overall(picture.connection)
    if state_at(_picture(picture), picture, now) is PanelState.STALE:
        return f"{view.phase.value}. Nothing new from the feed: what was said is history"
    told = [trouble_words(trouble, now) for trouble in judged.troubles[:MOST_TROUBLES]]
    more = len(judged.troubles) - MOST_TROUBLES
    words = [answer(judged, view, now), *told, *([f"and {more} more"] if more > 0 else [])]
    if view.phase is not Phase.CONNECTED and view.reason is not None and not told:
        words.append(f"{whole(view.reason)}; {ending(view.reason, now)}")
    return f"{view.phase.value}. {'. '.join(words)}"


def _symbol(row: SymbolRow, picture: ScreenSnapshot, options: DisplayOptions, now: int) -> Topic:
    is_selected = row.symbol == picture.symbols.selected
    state = state_at(row.freshness, picture, now)
    name = f"price {row.symbol}"
    if not state.is_live:
        text = f"{row.symbol} {_not_live(state, row.freshness, now)}"
        if row.last is not None:
            text += f"; last was {fmt.price_with_unit(row.last, options.unit)}"
        return Topic(name, row.symbol, (state, is_selected, options), text)
    parts = _selected(picture, options, now) if is_selected else [_last(row.last, row.direction, options)]
    step = Decimal(0) if is_selected else WORTH_SAYING
    text = f"{row.symbol} {', '.join(parts)}"
    parts_of = (picture.book.quote_freshness, picture.ticker.freshness, picture.book.freshness) if is_selected else ()
    live = tuple(state_at(fresh, picture, now).is_live for fresh in parts_of)
    return Topic(name, row.symbol, (live, is_selected, options), text, price=row.last, step=step)


def _last(last: Decimal | None, direction: int, options: DisplayOptions) -> str:
    way = {1: " up", -1: " down"}.get(direction, "")
    return f"last {fmt.price_with_unit(last, options.unit)}{way}"


def _selected(picture: ScreenSnapshot, options: DisplayOptions, now: int) -> list[str]:
    """The figures of the symbol in view; a part that is not live says that in the place of its figures."""
    ticker, book = picture.ticker, picture.book
    parts = [_last(ticker.last, ticker.last_direction, options)]
    quoted = state_at(book.quote_freshness, picture, now)
    if quoted.is_live:
        bid, ask = (fmt.price(price, options.unit) for price in (book.bid, book.ask))
        parts.append(f"bid {bid} size {fmt.size(book.bid_size)}, ask {ask} size {fmt.size(book.ask_size)}")
        parts.append(f"spread {fmt.basis_points(book.spread_bp, signed=False)} bp")
    else:
        parts.append(f"bid and ask {_not_live(quoted, book.quote_freshness, now)}")
    told = state_at(ticker.freshness, picture, now)
    if told.is_live:
        parts.append(f"mark {fmt.price(ticker.mark, options.unit)}")
    else:
        parts.append(f"mark {_not_live(told, ticker.freshness, now)}")
    if not (kept := state_at(book.freshness, picture, now)).is_live:
        parts.append(f"book {_not_live(kept, book.freshness, now)}")
    return parts


def _not_live(state: PanelState, fresh: Freshness, now: int) -> str:
    old = "" if fresh.data_at is None else f", data {fmt.age(now - fresh.data_at)} old"
    reason = "" if fresh.reason is None else f", {whole(fresh.reason)}"
    return f"{state.value}{old}{reason}"


def _account(picture: ScreenSnapshot, options: DisplayOptions, now: int) -> Iterator[Topic]:
    """What the account's lists hold, while they are believed; that they are not, the connection's line says."""

    def is_live(view: ListView[PositionRow] | ListView[OrderRow] | ListView[BalanceRow]) -> bool:
        return state_at(view.freshness, picture, now).is_live

    if is_live(picture.positions):
        yield from (_position(row, options) for row in picture.positions.rows)
    if is_live(picture.orders):
        yield from (_order(row, options) for row in picture.orders.rows)
    if is_live(picture.balances):
        for row in picture.balances.rows:
            unit = options.unit if row.asset == "BTC" else Unit.BTC
            name = "BTC in sats" if unit is Unit.SATS else row.asset
            text = f"balance {name}: total {fmt.price(row.total, unit)}"
            yield Topic(f"balance {row.asset}", f"balance {row.asset}", (row.total, options), text)


def _position(row: PositionRow, options: DisplayOptions) -> Topic:
    head = f"position {row.symbol} {row.side.value if row.side else fmt.UNKNOWN} {fmt.size(row.size)}"
    money = _money(options)
    profit = f"PnL {money(row.pnl)}" if row.state.is_live and row.pnl_disputed is None else "PnL not sure now"
    parts = [
        f"entry {_stated(row, 'entry_price', row.entry, options)}",
        profit,
        f"liquidation {_stated(row, 'liquidation_price', row.liquidation, options)}",
        f"{fmt.percent(row.liquidation_distance, 1, signed=False)} % away",
    ]
    mark = (row.side, row.size, row.entry, row.state.is_live, options)
    return Topic(f"position {row.position_id}", row.symbol, mark, f"{head}, {', '.join(parts)}", f"{head} is closed")


def _order(row: OrderRow, options: DisplayOptions) -> Topic:
    head = f"order {row.symbol} {row.side.value if row.side else fmt.UNKNOWN} {fmt.size(row.size)}"
    head += _at(row, options)
    status = WORDS.get(row.status, row.status) if isinstance(row.status, OrderStatus) else row.status
    text = f"{head}: {status}, filled {fmt.size(row.executed)}"
    mark = (row.status, row.price, row.size, row.executed, options)
    return Topic(f"order {row.order_id}", row.symbol, mark, text, f"{head} is no longer open")


def _at(row: OrderRow, options: DisplayOptions) -> str:
    """The price of an order, and what sets a stop off."""
    limit = f" at {_stated(row, 'price', row.price, options)}" if row.price is not None or row.trigger is None else ""
    stop = f" triggered at {_stated(row, 'trigger', row.trigger, options)}" if row.trigger is not None else ""
    return limit + stop


def _money(options: DisplayOptions) -> Callable[[Decimal | None], str]:
    def said(value: Decimal | None) -> str:
        if value is None:
            return fmt.UNKNOWN
        # To a whole sat, as on the screen.
        return fmt.signed_money(Btc(fmt.rounded(value, 8)), options.unit).strip()

    return said


def _stated(row: PositionRow | OrderRow, name: str, value: Decimal | None, options: DisplayOptions) -> str:
    return "in an unknown unit" if name in row.unit_unknown else fmt.price(value, options.unit)


def symbols_in(picture: ScreenSnapshot | None) -> Sequence[Symbol]:
    """The symbols in the order of their numbers."""
    return () if picture is None else [row.symbol for row in picture.symbols.rows]
