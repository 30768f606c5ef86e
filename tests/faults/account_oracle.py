"""The account's part of the oracle: positions, balances and orders against the exchange's own."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from decimal import Decimal
from typing import Final, TypeVar

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.simulator.ledger import LEVERAGE, AccountOrder, Holding
from roxom_tui.state.views.account_views import (
    BalanceRow,
    BalancesView,
    OrderRow,
    OrdersView,
    PositionRow,
    PositionsView,
)
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.faults.past import Past
from tests.faults.timeline import Timeline
from tests.faults.units import SATS, is_among, is_live, lots, sats
from tests.faults.verdicts import Tally

ORDERS: Final = Stream(Channel.ORDERS)
BALANCE: Final = Stream(Channel.BALANCE)
POSITIONS: Final = Stream(Channel.POSITIONS)

LONG_UNCHECKED: Final = 102 * SECOND
"""Three half minutes and an answer's patience, and the time until it is painted."""

_HAIR: Final = Decimal("1e-12")
_HAIR_OF_A_SHARE: Final = Decimal("1e-9")

T = TypeVar("T")


class AccountOracle:
    """Judges the three lists of a board."""

    def __init__(self, past: Past, tally: Tally) -> None:
        self._past = past
        self._tally = tally

    def judge(self, board: ScreenSnapshot, now: int, true_now: int, since: int) -> None:
        """As the oracle does."""
        self._now, self._since = true_now, since
        self._met: dict[tuple[Symbol, OrderSide | None], list[int]] = {}
        for stream, view in ((BALANCE, board.balances), (ORDERS, board.orders), (POSITIONS, board.positions)):
            self._checked(stream, view, now)
        if is_live(board.balances.freshness, now):
            self._balances(board.balances)
        if is_live(board.orders.freshness, now):
            self._orders(board.orders)
        if is_live(board.positions.freshness, now):
            self._positions(board.positions)

    def _checked(self, stream: Stream, view: BalancesView | OrdersView | PositionsView, now: int) -> None:
        """What nobody has checked for long is not believed, whatever is in it."""
        if view.checked_at is not None and is_live(view.freshness, now):
            self._tally.checks[stream.channel.value] += 1
            if now - view.checked_at > LONG_UNCHECKED:
                self._tally.miss(stream, "believed unchecked", self._now, now - view.checked_at, (LONG_UNCHECKED,))

    # Balances

    def _balances(self, view: BalancesView) -> None:
        for row in view.rows:
            if row.asset == "BTC":
                self._funds(row)
            else:
                self._tally.miss(BALANCE, "an asset", self._now, row.asset, ("BTC",))
        change = view.last_change
        if change is not None:
            self._tally.checks["balances"] += 1
            told = {(entry.after, entry.amount, entry.cause, entry.at) for entry in self._past.entries}
            shown = (sats(change.after), sats(change.amount), change.cause, change.exchange_at)
            if shown not in told:
                self._tally.miss(BALANCE, "the last change", self._now, shown, ())

    def _funds(self, row: BalanceRow) -> None:
        funds = self._past.funds.since(self._since)
        self._figure(BALANCE, "total", sats(row.total), (one.total for one in funds))
        if not row.outdated:
            self._figure(BALANCE, "available", sats(row.available), (one.available for one in funds))
            self._figure(BALANCE, "in orders", sats(row.in_orders), (one.in_orders for one in funds))
            self._figure(BALANCE, "in margin", sats(row.in_margin), (one.in_margin for one in funds))

    # Orders

    def _orders(self, view: OrdersView) -> None:
        shown = set()
        for row in view.rows:
            shown.add(row.order_id)
            line = self._past.orders.get(row.order_id)
            true = [] if line is None else _known(line.since(self._since))
            self._tally.checks["orders"] += 1
            if not true:
                self._tally.miss(ORDERS, f"order {row.order_id}", self._now, row.status, ("ended",))
                continue
            self._order(row, true)
            if row.state.is_live and row.distance is not None:
                self._distance(row, true)
        if not view.since_connect:
            self._nothing_left_out(ORDERS, shown, self._past.orders.values())

    def _order(self, row: OrderRow, true: list[AccountOrder]) -> None:
        if self._is_one_of(row, true):
            return
        name = f"order {row.order_id[-4:]}"
        self._figure(ORDERS, f"{name} symbol", row.symbol, (order.symbol for order in true))
        self._figure(ORDERS, f"{name} status", row.status, (order.status for order in true))
        self._figure(ORDERS, f"{name} side", row.side, (order.side for order in true))
        self._figure(ORDERS, f"{name} type", row.order_type, (order.kind for order in true))
        self._figure(ORDERS, f"{name} size", lots(row.size), (order.lots for order in true))
        self._figure(ORDERS, f"{name} executed", lots(row.executed), (order.executed for order in true))
        self._figure(ORDERS, f"{name} remaining", lots(row.remaining), (order.remaining for order in true))
        self._figure(ORDERS, f"{name} price", sats(row.price), (order.price for order in true))
        self._figure(ORDERS, f"{name} trigger", sats(row.trigger), (order.trigger for order in true))

    def _is_one_of(self, row: OrderRow, true: list[AccountOrder]) -> bool:
        """Whether all that is shown was true at one moment: then it need not be looked at figure by figure."""
        shown = (
            *(row.symbol, row.status, row.side, row.order_type, lots(row.size), lots(row.executed)),
            *(lots(row.remaining), sats(row.price), sats(row.trigger)),
        )
        for order in true:
            told = (
                *(order.symbol, order.status, order.side, order.kind, order.lots, order.executed),
                *(order.remaining, order.price, order.trigger),
            )
            if all(figure is None or figure == one for figure, one in zip(shown, told, strict=True)):
                self._tally.checks[ORDERS.channel.value] += len(shown) - shown.count(None)
                return True
        return False

    def _distance(self, row: OrderRow, true: list[AccountOrder]) -> None:
        """How far the market is: from the opposite best price, or of a stop from the last."""
        past = self._past.markets[row.symbol]
        waits = any(order.kind == "stop" for order in true)
        possible: set[Decimal] = set()
        if waits and row.trigger is not None:
            trigger = sats(row.trigger) or 0
            possible = {abs(Decimal(trigger - last)) / last for last in past.last.since(self._since) if last}
        elif row.price is not None:
            price = sats(row.price) or 0
            for best in self._bests(row.symbol, row.side):
                gap = best - price if row.side is OrderSide.BUY else price - best
                possible.add(Decimal(gap) / best)
                if row.distance in possible:
                    break
        source = Stream(Channel.TICKER if waits else Channel.LEVEL1, row.symbol)
        self._near(source, f"order {row.order_id[-4:]} away", row.distance, possible)

    def _bests(self, symbol: Symbol, side: OrderSide | None) -> list[int]:
        """The best prices that an order of that side could meet, in sats, the newest first."""
        key = (symbol, side)
        if key not in self._met:
            past = self._past.markets[symbol]
            tops = past.top.since(self._since)
            bests = [top.ask if side is OrderSide.BUY else top.bid for top in tops]
            self._met[key] = [best * past.tick for best in dict.fromkeys(bests) if best is not None]
        return self._met[key]

    # Positions

    def _positions(self, view: PositionsView) -> None:
        shown = set()
        for row in view.rows:
            shown.add(row.position_id)
            line = self._past.positions.get(row.symbol)
            true = [] if line is None else [one for one in _known(line.since(self._since)) if one.id == row.position_id]
            self._tally.checks["positions"] += 1
            if true:
                self._position(row, true)
                if row.state.is_live:
                    self._by_the_mark(row, true)
            else:
                self._tally.miss(POSITIONS, f"position in {row.symbol}", self._now, row.size, ("closed",))
        if not view.since_connect:
            self._nothing_left_out(POSITIONS, shown, self._past.positions.values())

    def _position(self, row: PositionRow, true: list[Holding]) -> None:
        name = f"position {row.symbol}"
        self._figure(POSITIONS, f"{name} side", row.side, (one.side for one in true))
        self._figure(POSITIONS, f"{name} size", lots(row.size), (one.lots for one in true))
        self._figure(POSITIONS, f"{name} entry", sats(row.entry), (one.entry_price for one in true))
        self._figure(POSITIONS, f"{name} liquidation", sats(row.liquidation), (one.liquidation_price for one in true))
        self._figure(POSITIONS, f"{name} leverage", row.leverage, (Decimal(LEVERAGE),))

    def _by_the_mark(self, row: PositionRow, true: list[Holding]) -> None:
        """The mark, and what is measured by it."""
        name = f"position {row.symbol}"
        ticker = Stream(Channel.TICKER, row.symbol)
        marks = [one.mark for one in self._past.markets[row.symbol].figures_since(self._since)]
        self._figure(ticker, f"{name} mark", sats(row.mark), marks)
        # A wrong profit at a true mark is the position's fault.
        blamed = POSITIONS if sats(row.mark) in marks else ticker
        profits = {_profit(one, mark) for one in true for mark in marks}
        self._near(blamed, f"{name} PnL", row.pnl, profits, _HAIR if row.pnl_local else 1 / SATS)
        away = {Decimal(abs(mark - one.liquidation_price)) / mark for one in true for mark in marks}
        self._near(blamed, f"{name} away", row.liquidation_distance, away)
        shares = {profit * SATS / one.margin for one in true for profit in profits if one.margin}
        self._near(blamed, f"{name} PnL %", row.pnl_share, shares, _HAIR_OF_A_SHARE)
        over = {Decimal(mark - one.entry_price) / one.entry_price * 10_000 for one in true for mark in marks}
        self._near(blamed, f"{name} over entry", row.from_entry_bp, over)
        self._funding(row, true, marks, blamed)
        if row.margin_ratio is not None:
            ratios = {one.maintenance / SATS / (one.margin / SATS + profit) for one in true for profit in profits}
            self._near(blamed, f"{name} margin", row.margin_ratio, ratios)

    def _funding(self, row: PositionRow, true: list[Holding], marks: list[int], blamed: Stream) -> None:
        if row.funding is None:
            return
        market, told, by = self._past.markets[row.symbol], row.funding * SATS, _HAIR * SATS
        paid = market.funding_of(true, marks, self._since)
        also = () if is_among(told, paid, by) else market.in_funding(told, true, marks, self._since, by)
        self._near(blamed, f"position {row.symbol} funding", told, paid, by, also)

    # What a comparison is

    def _figure(self, stream: Stream, what: str, shown: object, true: Iterable[object]) -> None:
        if shown is None:
            return
        self._tally.checks[stream.channel.value] += 1
        true = tuple(true)
        if shown not in true:
            self._tally.miss(stream, what, self._now, shown, true)

    def _near(
        self,
        stream: Stream,
        what: str,
        shown: Decimal | None,
        true: Collection[Decimal],
        by: Decimal = _HAIR,
        also: Sequence[Stream] = (),
    ) -> None:
        if shown is None:
            return
        self._tally.checks["derived"] += 1
        if not is_among(shown, true, by):
            self._tally.miss(stream, what, self._now, shown, true, also=also)

    def _nothing_left_out(
        self,
        stream: Stream,
        shown: set[str],
        lines: Iterable[Timeline[AccountOrder | None]] | Iterable[Timeline[Holding | None]],
    ) -> None:
        """What stood through the whole window must be in the list."""
        self._tally.checks[stream.channel.value] += 1
        for line in lines:
            stood = line.since(self._since)
            ids = {None if one is None else one.id for one in stood}
            if None not in ids and not ids & shown:
                self._tally.miss(stream, "left out", self._now, "nothing", ids)


def _known(values: Iterable[T | None]) -> list[T]:
    return [value for value in values if value is not None]


def _profit(held: Holding, mark: int) -> Decimal:
    return held.sign * Decimal((mark - held.entry_price) * held.lots) / LOTS_PER_CONTRACT / SATS
