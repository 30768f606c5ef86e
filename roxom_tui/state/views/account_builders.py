"""The pictures of positions, balances and open orders; derived figures take the worst state of their inputs."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from roxom_tui.model.channels import BALANCE, ORDERS, POSITIONS, Channel, Stream
from roxom_tui.model.events import OrderUpdate, PositionUpdate, Quote
from roxom_tui.model.market import PricedSize, Symbol
from roxom_tui.model.money import Btc, Price, UnstatedPrice
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState, worst
from roxom_tui.model.values import replace
from roxom_tui.state.account.account_lists import AccountLists
from roxom_tui.state.account.orders import executed_of, is_in_the_book, remaining_of
from roxom_tui.state.decimal_math import NO_SIZE
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_summary import account_summary, btc_balance
from roxom_tui.state.views.account_views import BalancesView, OrderRow, OrdersView, PositionRow, PositionsView
from roxom_tui.state.views.derived_figures import (
    contradicts,
    from_entry_bp,
    funding_to_come,
    is_funding_suspect,
    limit_distance,
    liquidation_distance,
    margin_ratio,
    share_of_margin,
    trigger_distance,
    unrealized_pnl,
)
from roxom_tui.state.views.fill_rows import FillRows
from roxom_tui.state.views.order_sequence import OrderSequence
from roxom_tui.state.views.view_builder import ViewBuilder


class _MarketAround(Struct, frozen=True):
    """The rows of a contract are made of this, besides their orders: prices without sizes, and how good they are."""

    best: Quote
    last: Price | None
    state: PanelState
    quoted: PanelState
    ticked: PanelState
    units: object
    """By which a price that states no unit is read."""


class _OrderBasis(Struct, frozen=True):
    """A row and what it was made from. `price` is what its distance is measured from."""

    order: OrderUpdate
    is_doubtful: bool
    figures: tuple[Any, ...]
    at: int | None
    unknown: tuple[str, ...]
    price: Price | None
    by_trigger: bool
    by: _MarketAround | None = None
    row: OrderRow | None = None


def _price_alone(level: PricedSize | None) -> PricedSize | None:
    return None if level is None else (level[0], NO_SIZE)


def _of_the_list(account: AccountLists, stream: Stream) -> tuple[bool, int | None, int, Reason | None]:
    """The facts of a whole list: no GET seeded it, when it was last checked, how many found no room, why none will."""
    since_connect = stream not in account.seeded
    why = account.unlisted if since_connect else None
    return since_connect, account.checked_at(stream), account.lists[stream].left_out, why


class PositionsViewBuilder(ViewBuilder[PositionsView]):
    """Builds `PositionsView`s."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._marks: dict[str, tuple[object, Price | None]] = {}
        """What the mark was when a profit without one was first seen."""

    def view(self, now: int) -> PositionsView:
        """The open positions, with profit and distances from the live mark."""
        store, held = self._store, self._store.account.positions.open
        freshness = self._settled("positions", store.freshness(POSITIONS, now), now)
        tickers = {p.symbol: Stream(Channel.TICKER, p.symbol) for p in held}
        states = {symbol: store.judge.state(stream, now) for symbol, stream in tickers.items()}
        revisions = map(store.revision, (POSITIONS, *tickers.values()))
        told = self._settled("balances", store.freshness(BALANCE, now), now)
        key = (*revisions, store.revision(BALANCE), store.units.priced(tickers), *states.values(), freshness, told)
        return self._renewed(key, lambda: self._compose(freshness, told, held, states))

    def _compose(
        self, freshness: Freshness, told: Freshness, held: Sequence[PositionUpdate], states: Mapping[Symbol, PanelState]
    ) -> PositionsView:
        self._store.units.refresh()
        self._marks = {p.position_id: self._marks[p.position_id] for p in held if p.position_id in self._marks}
        rows = tuple(self._row(p, worst(freshness.state, states[p.symbol])) for p in held)
        account = self._store.account
        facts = since_connect, _, left_out, _ = _of_the_list(account, POSITIONS)
        is_whole = not since_connect and not left_out
        balance = btc_balance(account.balances.rows)
        summary = account_summary(rows, freshness, is_whole=is_whole, balance=balance, told=told)
        return PositionsView(freshness, rows, *facts, summary)

    def _row(self, position: PositionUpdate, state: PanelState) -> PositionRow:
        """Derived figures from the live mark; where that is not known, what was last reported, as history."""
        market = self._store.markets.market(position.symbol)
        live_mark, rate = market.mark, None if market.ticker is None else market.ticker.funding_rate
        told = self._store.units.in_btc(position)
        position, pnl = told.position, unrealized_pnl(told.position, told.position.entry_price, live_mark)
        is_local = pnl is not None
        disputed = self._disputed(position, live_mark, state) if is_local else None
        if disputed is not None:
            state = worst(state, PanelState.UNPROVEN)
        if pnl is None and position.unrealized_pnl is not None:
            # What was reported with the position was true at that time; it moves with every mark.
            pnl, state = position.unrealized_pnl, worst(state, PanelState.WAITING)
        mark = live_mark
        if mark is None:
            # The ticker may be live and not know a mark; the one last reported is history.
            mark, state = position.mark_price, worst(state, PanelState.WAITING)
        liquidation = position.liquidation_price
        return PositionRow(
            position_id=position.position_id,
            symbol=position.symbol,
            side=position.side,
            size=position.size,
            entry=position.entry_price,
            mark=mark,
            pnl=pnl,
            pnl_local=is_local,
            leverage=position.leverage,
            liquidation=liquidation,
            liquidation_distance=liquidation_distance(liquidation, mark, position.side),
            margin_ratio=margin_ratio(position, pnl) if disputed is None else None,
            status=position.status,
            adl_rank=position.adl_rank,
            state=state,
            pnl_disputed=disputed,
            unit_unknown=told.unknown,
            funding=funding_to_come(position.side, position.size, live_mark, rate),
            funding_suspect=is_funding_suspect(rate),
            pnl_share=share_of_margin(pnl, position.margin) if disputed is None else None,
            from_entry_bp=from_entry_bp(position.entry_price, mark),
        )

    def _disputed(self, position: PositionUpdate, live_mark: Price | None, state: PanelState) -> Btc | None:
        """The exchange's own profit, where ours is another at the mark of that time: told with it, or noted by us."""
        reported, then = position.unrealized_pnl, position.mark_price
        key = (reported, position.updated_at, position.size, position.entry_price)
        noted_key, noted = self._marks.get(position.position_id, (None, None))
        if noted_key != key:
            noted = live_mark if state.is_live else None
            self._marks[position.position_id] = (key, noted)
        mark = noted if then is None else then
        expected = unrealized_pnl(position, position.entry_price, mark)
        is_other = contradicts(reported, expected, position.size, mark, is_later=then is None)
        return reported if is_other else None


class BalancesViewBuilder(ViewBuilder[BalancesView]):
    """Builds `BalancesView`s."""

    def view(self, now: int) -> BalancesView:
        """One row for each asset, and the newest change."""
        store = self._store
        freshness = self._settled("balances", store.freshness(BALANCE, now), now)
        key = store.revision(BALANCE), freshness, store.account.due.get(BALANCE)
        return self._renewed(key, lambda: self._compose(freshness))

    def _compose(self, freshness: Freshness) -> BalancesView:
        account = self._store.account
        facts = _of_the_list(account, BALANCE)
        lists = account.balances.listed_at, account.due.get(BALANCE)
        return BalancesView(freshness, account.balances.rows, *facts, account.balances.last_change, *lists)


class OrdersViewBuilder(ViewBuilder[OrdersView]):
    """Builds `OrdersView`s."""

    def __init__(self, store: Store) -> None:
        super().__init__(store)
        self._rows: dict[str, _OrderBasis] = {}
        self._sequence = OrderSequence(store.symbols)
        self._fills = FillRows(store)

    def view(self, now: int) -> OrdersView:
        """The open orders by symbol, with their distance to the market, the nearest first."""
        store, held = self._store, self._store.account.orders.open
        freshness = self._settled("orders", store.freshness(ORDERS, now), now)
        symbols = {order.symbol for order in held}
        streams = [Stream(channel, symbol) for symbol in symbols for channel in (Channel.LEVEL1, Channel.TICKER)]
        states = {stream: store.judge.state(stream, now) for stream in streams}
        # A trade moves the last price, from which a trigger is measured.
        lasts = tuple(store.markets.market(symbol).last_price.price for symbol in symbols)
        revisions = map(store.revision, (ORDERS, *streams))
        key = (*revisions, lasts, store.units.priced(symbols), *states.values(), freshness)
        return self._renewed(key, lambda: self._compose(freshness, held, states, now))

    def _compose(
        self, freshness: Freshness, held: Sequence[OrderUpdate], states: Mapping[Stream, PanelState], now: int
    ) -> OrdersView:
        self._store.units.refresh()
        symbols = {order.symbol for order in held}
        by = {symbol: self._market_around(symbol, freshness.state, states) for symbol in symbols}
        self._rows = {order.order_id: self._kept(order, by[order.symbol]) for order in held}
        rows = {key: kept.row for key, kept in self._rows.items() if kept.row is not None}
        arranged = self._sequence.arranged(rows, now)
        facts = since_connect, *_ = _of_the_list(self._store.account, ORDERS)
        fills = self._fills.view(freshness, len(arranged), since_connect=since_connect)
        return OrdersView(freshness, arranged, *facts, fills)

    def _market_around(self, symbol: Symbol, state: PanelState, states: Mapping[Stream, PanelState]) -> _MarketAround:
        market, units = self._store.markets.market(symbol), self._store.units
        quote = market.quote or Quote(symbol, None, None, 0)
        best = Quote(symbol, _price_alone(quote.bid), _price_alone(quote.ask), 0)
        quoted, ticked = (states[Stream(channel, symbol)] for channel in (Channel.LEVEL1, Channel.TICKER))
        return _MarketAround(
            best, market.last_price.price, state, quoted, ticked, (units.neighbours, units.market_price(symbol))
        )

    def _kept(self, order: OrderUpdate, by: _MarketAround) -> _OrderBasis:
        """The row with what it was made from; the one before if nothing of that changed."""
        kept = self._rows.get(order.order_id)
        if kept is None or kept.by is None or kept.order is not order:
            return self._measured(self._standing(order), by)
        if kept.is_doubtful and kept.by.units != by.units:
            return self._measured(self._standing(order), by)
        return kept if kept.by == by else self._measured(kept, by)

    def _measured(self, kept: _OrderBasis, by: _MarketAround) -> _OrderBasis:
        """The row with its distance to the market, which is as good as what it is measured by."""
        if kept.by_trigger:
            distance, source = trigger_distance(kept.price, by.last), by.ticked
        else:
            distance, source = limit_distance(kept.order.side, kept.price, by.best), by.quoted
        state = by.state if distance is None else worst(by.state, source)
        row = OrderRow(*(*kept.figures, distance, kept.at, state, kept.unknown))
        return replace(kept, by=by, row=row)

    def _standing(self, order: OrderUpdate) -> _OrderBasis:
        """The part of a row that the market does not move."""
        read = self._store.units.read
        limit, no_limit = read(order.limit_price, order.symbol)
        trigger, no_trigger = read(order.trigger_price, order.symbol)
        by_trigger = trigger is not None and not is_in_the_book(order)
        figures = (
            *(order.order_id, order.symbol, order.side, order.order_type, order.status, limit, trigger),
            *(order.size, executed_of(order), remaining_of(order)),
        )
        return _OrderBasis(
            order,
            any(isinstance(price, UnstatedPrice) for price in (order.limit_price, order.trigger_price)),
            figures,
            order.exchange_at if order.exchange_at is not None else order.created_at,
            (("price",) if no_limit else ()) + (("trigger",) if no_trigger else ()),
            trigger if by_trigger else limit,
            by_trigger,
        )
