"""The account's panels as painted: positions, balances and orders read off their tables."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import OrderStatus
from roxom_tui.model.market import OrderSide, Symbol
from roxom_tui.simulator.contracts import LOTS_PER_CONTRACT
from roxom_tui.simulator.ledger import LEVERAGE, AccountOrder, Holding
from tests.faults.past import Past
from tests.faults.picture import Panel, Row, columns, figure
from tests.faults.reading import Reader
from tests.faults.units import is_among

ORDERS: Final = Stream(Channel.ORDERS)
BALANCE: Final = Stream(Channel.BALANCE)
POSITIONS: Final = Stream(Channel.POSITIONS)

_WORDS: Final = {
    "submitting": OrderStatus.PENDING_SUBMIT,
    "waiting trigger": OrderStatus.WAITING_TRIGGER,
    "working": OrderStatus.SUBMITTED,
    "partly filled": OrderStatus.PARTIALLY_FILLED,
    "cancelling": OrderStatus.PENDING_CANCEL,
}
_UNKNOWN: Final = "--"
_CELLS_OFF: Final = Decimal("1.5")
_HUNDREDTH, _TENTH, _HALF = Decimal("0.01"), Decimal("0.06"), Decimal("0.5")
RAISED, HIGH = 50, 80
"""Per cent of a position's funds from which its margin has one sign, and two."""
_BAR: Final = re.compile(r"(?P<margin>█*)(?P<orders>▒*)(?P<free>░+)")
_CURSOR: Final = "▸"
"""Before the row that is chosen."""
_CHANGE: Final = re.compile(r" (?P<time>\d\d:\d\d:\d\d) (?P<cause>.*?) +(?P<amount>[+-][\d,.]+)\s*")


class PaintedAccount:
    """Judges one frame's panels. `since` (exchange ns) is the beginning of the window."""

    def __init__(self, past: Past, reader: Reader, since: int) -> None:
        self._past = past
        self._reader = reader
        self._since = since

    def judge(self, name: str, panel: Panel) -> None:
        """One of the three panels."""
        if name == "Balances":
            for row in panel.rows:
                self._balance(row)
            self._bar(panel.bottom)
            return
        for row in panel.rows[1:]:
            cells = columns(panel.rows[0], row._replace(text=row.text.replace(_CURSOR, " ")))
            if not cells["symbol"].text or not row.is_live:
                continue
            judged = self._position if name == "Positions" else self._order
            judged(self._symbol(cells["symbol"].text), cells)

    def _symbol(self, text: str) -> Symbol:
        """Also of one that is cut off."""
        begun = text.removesuffix("…")
        return next((symbol for symbol in self._past.markets if symbol.startswith(begun)), Symbol(text))

    def _bar(self, bottom: Row | None) -> None:
        """The parts of the bar, to a cell and a half each; the least part has one cell."""
        found = None if bottom is None else _BAR.search(bottom.text)
        if bottom is None or not found or not bottom.part(*found.span()).is_live:
            return
        cells, funds = len(found[0]), self._past.funds.since(self._since)
        bars = [bar for one in funds for bar in _bars((one.in_margin, one.in_orders, one.available), cells)]
        for place, name in enumerate(("margin", "orders", "free")):
            true = [bar[place] for bar in bars]
            self._reader.near_number(BALANCE, f"bar {name}", Decimal(len(found[name])), true, _CELLS_OFF)

    def _balance(self, row: Row) -> None:
        reader, funds = self._reader, self._past.funds.since(self._since)
        true = {
            "total": [one.total for one in funds],
            "available": [one.available for one in funds],
            "in orders": [one.in_orders for one in funds],
            "in margin": [one.in_margin for one in funds],
        }
        found = re.fullmatch(r"[ ░▒█] (?:BTC |sats )?(?P<what>[a-z ]*[a-z])\*? +(?P<amount>[\d,.]+|--)\s*", row.text)
        if found and found["what"] in true:
            reader.price(BALANCE, f"balance {found['what']}", row.group(found, "amount"), true[found["what"]])
        elif (change := _CHANGE.fullmatch(row.text)) and row.is_live:
            amount = reader.sats(change["amount"])
            entries = [one for one in self._past.entries if Decimal(one.amount) == amount]
            causes = ["trade settled" if one.cause == "ordersettle" else one.cause for one in entries]
            reader.check(BALANCE, "last change", bool(entries), (True,))
            word = change["cause"].rstrip("… ")
            reader.check(BALANCE, "its cause", any(cause.startswith(word) for cause in causes), (True,))

    def _position(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        line, market = self._past.positions[symbol], self._past.markets[symbol]
        held = [one for one in line.since(self._since) if one is not None]
        marks = [one.mark for one in market.figures_since(self._since)]
        reader, name = self._reader, f"position {symbol}"
        reader.check(POSITIONS, f"{name} side", cells["side"].text, [_UNKNOWN, *(one.side.value for one in held)])
        reader.near(POSITIONS, f"{name} size", cells["size"], [Decimal(one.lots) / LOTS_PER_CONTRACT for one in held])
        reader.price(POSITIONS, f"{name} entry", cells["entry"], [one.entry_price for one in held])
        reader.price(POSITIONS, f"{name} liquidation", cells["liquidation"], [one.liquidation_price for one in held])
        reader.near(POSITIONS, f"{name} leverage", cells["lev"], [Decimal(LEVERAGE)])
        reader.price(Stream(Channel.TICKER, symbol), f"{name} mark", cells["mark"], marks)
        shown = figure(cells["mark"])
        blamed = POSITIONS if shown is not None and reader.sats(str(shown)) in marks else Stream(Channel.TICKER, symbol)
        profits = [(one, mark, _profit(one, mark)) for one in held for mark in marks]
        pnl = figure(cells["PnL at mark"])
        if pnl is not None and cells["PnL at mark"].is_live:
            reader.near_number(
                blamed, f"{name} PnL", reader.sats(str(pnl)), [profit for *_, profit in profits], Decimal(1)
            )
        away = [Decimal(abs(mark - one.liquidation_price)) / mark * 100 for one, mark, _ in profits]
        reader.near(blamed, f"{name} away", cells["away %"], away, Decimal("0.05"))
        ratios = [one.maintenance / (one.margin + profit) * 100 for one, _, profit in profits]
        reader.near(blamed, f"{name} margin", cells["margin %"], ratios, Decimal("0.5"))
        self._margin_mark(blamed, name, cells["margin %"])
        shares = [profit / one.margin * 100 for one, _, profit in profits]
        reader.near(blamed, f"{name} PnL %", cells["PnL %"], shares, _HUNDREDTH)
        over = [Decimal(mark - one.entry_price) / one.entry_price * 10_000 for one, mark, _ in profits]
        reader.near(blamed, f"{name} over entry", cells["entry bp"], over, _TENTH)
        self._funding(symbol, cells["funding est."], held, marks, blamed)

    def _funding(self, symbol: Symbol, cell: Row, held: list[Holding], marks: list[int], blamed: Stream) -> None:
        told = figure(cell)
        if told is None or not cell.is_live:
            return
        market, shown, by = self._past.markets[symbol], self._reader.sats(str(told)), Decimal(1)
        paid = market.funding_of(held, marks, self._since)
        also = () if is_among(shown, paid, by) else market.in_funding(shown, held, marks, self._since, by)
        self._reader.near_number(blamed, f"position {symbol} funding", shown, paid, by, also=also)

    def _margin_mark(self, stream: Stream, name: str, cell: Row) -> None:
        """The sign behind the ratio says how high it is; at the bounds themselves rounding may say either."""
        ratio = figure(cell)
        if ratio is None or not cell.is_live:
            return
        true = {"!!" if bound >= HIGH else "!" if bound >= RAISED else "" for bound in (ratio - _HALF, ratio + _HALF)}
        self._reader.check(stream, f"{name} margin's sign", cell.text.strip().lstrip("0123456789.").strip(), true)

    def _order(self, symbol: Symbol, cells: defaultdict[str, Row]) -> None:
        lines = [line.since(self._since) for line in self._past.orders.values()]
        true = [one for line in lines for one in line if one is not None and one.symbol == symbol]
        alike = [one for one in true if self._is(one, cells)]
        self._reader.count(6)
        if not alike:
            shown = " ".join(cell.text for cell in cells.values())
            self._reader.lie(ORDERS, f"order in {symbol}", shown, (f"{len(true)} others",))
            return
        stops = alike[0].kind == "stop"
        source = Stream(Channel.TICKER if stops else Channel.LEVEL1, symbol)
        self._reader.near(source, f"order in {symbol} away", cells["away %"], self._distances(alike), Decimal("0.005"))

    def _is(self, order: AccountOrder, cells: defaultdict[str, Row]) -> bool:
        """Whether the row can be this order, as it stood at one moment."""
        words = {"side": order.side.value}
        numbers = {"size": order.lots, "filled": order.executed}
        status = cells["status"].text
        return (
            all(cells[label].text in (word, "", _UNKNOWN) for label, word in words.items())
            and all(
                figure(cells[label]) in (Decimal(size) / LOTS_PER_CONTRACT, None) for label, size in numbers.items()
            )
            and cells["type"].text.removesuffix(" @") in (order.kind, "", _UNKNOWN)
            and self._has(order, cells)
            and (not status or _WORDS.get(status) is order.status)
        )

    def _has(self, order: AccountOrder, cells: defaultdict[str, Row]) -> bool:
        """Whether its price and trigger stand there; folded, behind the type, a trigger stands in the other's place."""
        is_folded = cells["type"].text.endswith(" @")
        true = {"price": order.trigger if is_folded else order.price, "trigger": order.trigger}
        told = {label: figure(cells[label]) for label in true}
        return all(shown is None or self._reader.sats(str(shown)) == true[label] for label, shown in told.items())

    def _distances(self, orders: Iterable[AccountOrder]) -> list[Decimal]:
        """How far the market is from them, in per cent."""
        found: list[Decimal] = []
        for order in orders:
            past = self._past.markets[order.symbol]
            if order.kind == "stop" and order.trigger is not None:
                lasts = [one for one in past.last.since(self._since) if one]
                found += [abs(Decimal(order.trigger - last)) / last * 100 for last in lasts]
            elif order.price is not None:
                buys = order.side is OrderSide.BUY
                tops = [(top.ask if buys else top.bid) for top in past.top.since(self._since)]
                bests = [best * past.tick for best in tops if best is not None]
                found += [Decimal(best - order.price if buys else order.price - best) / best * 100 for best in bests]
        return found


def _bars(parts: tuple[int, int, int], cells: int) -> list[list[Decimal]]:
    """The parts in cells. What small ones take to be seen the largest gives; of two about as large either may."""
    exact = [max(Decimal(1), Decimal(part) / sum(parts) * cells) if part else Decimal(0) for part in parts]
    over = sum(exact) - cells
    givers = [place for place, part in enumerate(exact) if part >= max(exact) - 1]
    return [[part - over * (place == giver) for place, part in enumerate(exact)] for giver in givers]


def _profit(held: Holding, mark: int) -> Decimal:
    return held.sign * Decimal((mark - held.entry_price) * held.lots) / LOTS_PER_CONTRACT
