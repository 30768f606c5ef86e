"""The account's three streams held against each other: when one tells something another must have told (client 4.3).

An execution moves a position, a position is moved by an execution; a fee moves the balance, and what the balance was
moved by for an order is an execution. A list whose stream kept silent is doubted. A rule that accuses wrongly again
and again does not fit this exchange, and is dropped.
"""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.channels import BALANCE, ORDERS, POSITIONS, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.reasons import Rule
from roxom_tui.state.account.fills_against_positions import WINDOW_NS, FillReconciler, Moment

WRONG_AT_MOST: Final = 3
"""So many accusations in a row that proved wrong, and a rule is dropped."""

MOST_CONTRACTS: Final = 200


_LISTS: Final[Mapping[Rule, Stream]] = {
    Rule.ORDERS: ORDERS,
    Rule.POSITIONS: POSITIONS,
    Rule.BALANCE: BALANCE,
    Rule.SETTLEMENT: ORDERS,
}
"""The list that each rule doubts."""


class MissedUpdate(Struct, frozen=True):
    """A list that missed something, and the rule that shows it."""

    stream: Stream
    rule: Rule


class AccountReconciler:
    """Told of everything that moves; `judge` about once a second. Times are monotonic ns."""

    def __init__(self) -> None:
        self._look = 0
        self._fills: dict[Symbol, FillReconciler] = {}
        self._heard: dict[Rule, int] = {}
        self._wanted: dict[Rule, Moment] = {}
        self._accused: dict[Rule, int] = {}
        self._wrong: dict[Rule, int] = {}

    def restart(self) -> None:
        """Another connection, or data that cannot be relied on: nothing told before says anything."""
        self._fills.clear()
        self._heard.clear()
        self._wanted.clear()
        self._accused.clear()

    # What happened

    def executed(self, symbol: Symbol, size: Decimal | None, at: int, asked_at: int | None = None) -> None:
        """Contracts bought by an order, sold if negative; None where it is not known how many.

        `asked_at` is when a list was asked for that tells it: what came since may not be in it.
        """
        fills = self._fills.get(symbol)
        if fills is not None and size is None:
            fills.begin_anew(Moment(at, self._look))
        elif fills is not None and size:
            fills.execute(size, Moment(at, self._look), asked_at)

    def held(
        self, symbol: Symbol, size: Decimal | None, at: int, asked_at: int | None = None, *, for_trade: bool = True
    ) -> None:
        """Contracts held in all, short if negative; None where it is not known how many. `asked_at` as for `executed`.

        Not `for_trade` is what moves a position without an order: a liquidation, or what the exchange calls so.
        """
        if size is None:
            self._fills.pop(symbol, None)
            return
        fills = self._fills.get(symbol)
        if fills is None:
            if len(self._fills) >= MOST_CONTRACTS:
                return
            fills = self._fills[symbol] = FillReconciler(Moment(at, self._look))
        fills.hold(size, Moment(at, self._look), asked_at)
        if not for_trade:
            fills.begin_anew(Moment(at, self._look))

    def filled(self, *, paid: bool, at: int) -> None:
        """An order told of executions; whether it `paid` more fees than before."""
        self._hear(Rule.SETTLEMENT, at)
        if paid:
            self._want(Rule.BALANCE, at)

    def moved(self, cause: str | None, at: int) -> None:
        """The balance moved."""
        self._hear(Rule.BALANCE, at)
        if cause is not None and _is_of_an_order(cause):
            self._want(Rule.SETTLEMENT, at)

    def listed(self, stream: Stream, asked_at: int, *, news_at: int | None) -> None:
        """A list was asked for at that time and is whole again; `news_at` is when it last told what was not known."""
        for rule, doubted in _LISTS.items():
            if doubted != stream:
                continue
            accused_at, wanted = self._accused.get(rule), self._wanted.get(rule)
            if wanted is not None and wanted.at <= asked_at:
                del self._wanted[rule]
            if accused_at is not None and accused_at <= asked_at:
                del self._accused[rule]
                self._proved(rule, asked_at, right=news_at is not None and news_at >= accused_at)

    # What follows

    def judge(self, now: int) -> tuple[MissedUpdate, ...]:
        """The lists that have missed something, each rule once until its list was asked for again."""
        self._look += 1
        moment = Moment(now, self._look)
        found = []
        for fills in self._fills.values():
            orders, positions = fills.judge(moment)
            found += [Rule.ORDERS] * orders + [Rule.POSITIONS] * positions
        for rule, since in list(self._wanted.items()):
            if since.is_settled(moment):
                del self._wanted[rule]
                found.append(rule)
        return tuple(MissedUpdate(_LISTS[rule], rule) for rule in dict.fromkeys(found) if self._accuse(rule, now))

    def _accuse(self, rule: Rule, now: int) -> bool:
        if rule in self._accused or self._wrong.get(rule, 0) >= WRONG_AT_MOST:
            return False
        self._accused[rule] = now
        return True

    def _proved(self, rule: Rule, at: int, *, right: bool) -> None:
        self._wrong[rule] = 0 if right else self._wrong.get(rule, 0) + 1
        if not right:
            # What was missed was missed before: where the streams stand to each other is to be found out anew.
            for fills in self._fills.values():
                fills.begin_anew(Moment(at, self._look))

    def _hear(self, rule: Rule, at: int) -> None:
        self._heard[rule] = at
        self._wanted.pop(rule, None)

    def _want(self, rule: Rule, at: int) -> None:
        heard_at = self._heard.get(rule)
        if heard_at is None or at - heard_at > WINDOW_NS:
            self._wanted.setdefault(rule, Moment(at, self._look))


def _is_of_an_order(cause: str) -> bool:
    """The exchange's own word is `ordersettle` (protocol 4.6); others are not documented."""
    return "order" in cause.lower() or "trade" in cause.lower()
