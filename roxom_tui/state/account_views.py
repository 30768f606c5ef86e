"""The pictures of positions, balances and open orders; derived figures take the worst state of their inputs."""

from __future__ import annotations

from roxom_tui.model.events import OrderUpdate, PositionUpdate, Quote
from roxom_tui.model.market import Channel, Stream
from roxom_tui.model.status import PanelState, worst
from roxom_tui.state.account import BALANCE, ORDERS, POSITIONS
from roxom_tui.state.figures import (
    amounts_in_btc,
    limit_distance,
    liquidation_distance,
    margin_ratio,
    price_in_btc,
    trigger_distance,
    unrealized_pnl,
)
from roxom_tui.state.orders import is_in_the_book, remaining_of
from roxom_tui.state.settle import settled
from roxom_tui.state.store import Store
from roxom_tui.state.views import BalancesView, OrderRow, OrdersView, PositionRow, PositionsView


class PositionsPainter:
    """Builds `PositionsView`s."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: PositionsView | None = None
        self._key: object = None

    def view(self, now: int) -> PositionsView:
        """The open positions, with profit and distances from the live mark."""
        store, old = self._store, self._view
        freshness = settled(old.freshness if old is not None else None, store.freshness(POSITIONS, now), now)
        held = store.account.positions.open
        tickers = {p.symbol: Stream(Channel.TICKER, p.symbol) for p in held}
        states = {symbol: store.freshness(stream, now).state for symbol, stream in tickers.items()}
        revisions = tuple(store.revision(stream) for stream in tickers.values())
        key = (store.revision(POSITIONS), revisions, tuple(states.values()))
        if old is not None and key == self._key and old.freshness is freshness:
            return old
        rows = tuple(self._row(p, worst(freshness.state, states[p.symbol])) for p in held)
        self._key = key
        account = store.account
        self._view = PositionsView(
            freshness,
            rows,
            POSITIONS not in account.seeded,
            account.checked_at(POSITIONS),
            account.positions.left_out,
        )
        return self._view

    def _row(self, position: PositionUpdate, state: PanelState) -> PositionRow:
        live_mark = self._store.markets.market(position.symbol).mark
        entry = price_in_btc(position.entry_price, live_mark)
        if entry is not position.entry_price:
            position = amounts_in_btc(position)
        liquidation = price_in_btc(position.liquidation_price, live_mark)
        pnl = unrealized_pnl(position, entry, live_mark)
        is_local = pnl is not None
        if pnl is None and position.unrealized_pnl is not None:
            # What was reported with the position was true at that time; it moves with every mark.
            pnl, state = position.unrealized_pnl, worst(state, PanelState.WAITING)
        mark = live_mark
        if mark is None:
            # The ticker may be live and not know a mark; the one last reported is history.
            mark, state = position.mark_price, worst(state, PanelState.WAITING)
        return PositionRow(
            position_id=position.position_id,
            symbol=position.symbol,
            side=position.side,
            size=position.size,
            entry=entry,
            mark=mark,
            pnl=pnl,
            pnl_local=is_local,
            leverage=position.leverage,
            liquidation=liquidation,
            liquidation_distance=liquidation_distance(liquidation, mark),
            margin_ratio=margin_ratio(position, pnl),
            status=position.status,
            adl_rank=position.adl_rank,
            state=state,
        )


class BalancesPainter:
    """Builds `BalancesView`s."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: BalancesView | None = None
        self._revision = -1

    def view(self, now: int) -> BalancesView:
        """One row for each asset, and the newest change."""
        store, old = self._store, self._view
        freshness = settled(old.freshness if old is not None else None, store.freshness(BALANCE, now), now)
        revision = store.revision(BALANCE)
        if old is not None and revision == self._revision and old.freshness is freshness:
            return old
        account, self._revision = store.account, revision
        self._view = BalancesView(
            freshness,
            account.balances.rows,
            account.balances.last_change,
            BALANCE not in account.seeded,
            account.checked_at(BALANCE),
            account.balances.left_out,
        )
        return self._view


class OrdersPainter:
    """Builds `OrdersView`s."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._view: OrdersView | None = None
        self._key: object = None
        self._rows: dict[str, tuple[object, OrderRow]] = {}

    def view(self, now: int) -> OrdersView:
        """The open orders, with their distance to the market."""
        store, old = self._store, self._view
        freshness = settled(old.freshness if old is not None else None, store.freshness(ORDERS, now), now)
        held = store.account.orders.open
        symbols = dict.fromkeys(order.symbol for order in held)
        streams = [Stream(channel, symbol) for symbol in symbols for channel in (Channel.LEVEL1, Channel.TICKER)]
        states = {stream: store.freshness(stream, now).state for stream in streams}
        # A trade moves the last price, from which a trigger is measured.
        lasts = tuple(store.markets.market(symbol).last for symbol in symbols)
        key = (store.revision(ORDERS), lasts, *map(store.revision, streams), *states.values())
        if old is not None and key == self._key and old.freshness is freshness:
            return old
        self._rows = {order.order_id: self._kept(order, freshness.state, states) for order in held}
        rows = tuple(row for _, row in self._rows.values())
        self._key = key
        account = store.account
        self._view = OrdersView(
            freshness, rows, ORDERS not in account.seeded, account.checked_at(ORDERS), account.orders.left_out
        )
        return self._view

    def _kept(self, order: OrderUpdate, state: PanelState, states: dict[Stream, PanelState]) -> tuple[object, OrderRow]:
        """The row with what it was made from; the one before if nothing of that changed."""
        market = self._store.markets.market(order.symbol)
        quote = market.quote or Quote(order.symbol, None, None, 0)
        prices = (quote.bid and quote.bid.price, quote.ask and quote.ask.price, market.last, market.mark)
        key = (order, state, prices, *states.values())
        kept = self._rows.get(order.order_id)
        return kept if kept is not None and kept[0] == key else (key, self._row(order, state, states))

    def _row(self, order: OrderUpdate, state: PanelState, states: dict[Stream, PanelState]) -> OrderRow:
        market = self._store.markets.market(order.symbol)
        limit = price_in_btc(order.limit_price, market.mark)
        trigger = price_in_btc(order.trigger_price, market.mark)
        if trigger is not None and not is_in_the_book(order):
            distance, source = trigger_distance(trigger, market.last), Channel.TICKER
        else:
            distance, source = limit_distance(order.side, limit, market.quote), Channel.LEVEL1
        if distance is not None:
            state = worst(state, states[Stream(source, order.symbol)])
        return OrderRow(
            order_id=order.order_id,
            symbol=order.symbol,
            side=order.side,
            order_type=order.order_type,
            status=order.status,
            price=limit,
            trigger=trigger,
            size=order.size,
            executed=order.executed,
            remaining=remaining_of(order),
            distance=distance,
            at=order.exchange_at if order.exchange_at is not None else order.created_at,
            state=state,
        )
