"""One rule that is watched: its engine, how its figure is read, and what the person decided about it (alerts 2)."""

from __future__ import annotations

from typing import Final

from roxom_tui.alerts.engine import NOTHING, Happening, Past, RuleEngine, Told
from roxom_tui.alerts.memory import Record
from roxom_tui.alerts.readers import Reader
from roxom_tui.alerts.rule import Figure, Rule
from roxom_tui.model.events import OrderStatus, OrderUpdate
from roxom_tui.state.views.alert_views import AlertRow, AlertState

_OUTCOMES: Final = {
    "filled": frozenset((OrderStatus.FILLED,)),
    "partly_filled": frozenset((OrderStatus.PARTIALLY_FILLED,)),
    "cancelled": frozenset((OrderStatus.CANCELLED, OrderStatus.PARTIALLY_FILLED_CANCELLED)),
    "rejected": frozenset((OrderStatus.REJECTED, OrderStatus.INACTIVE)),
}


class WatchedRule:
    """`offset` is what makes monotonic ns wall ns of the exchange's clock; times kept are of the latter."""

    def __init__(self, rule: Rule, reader: Reader, record: Record, offset: int, *, is_configured: bool) -> None:
        self.rule = rule
        self.reader = reader
        self.is_configured = is_configured
        self.is_off = record.is_off
        self.muted_until = record.muted_until
        self.expires_at: int | None = None
        self._fired_at = record.fired_at
        last_at = None if record.fired_at is None else record.fired_at - offset
        self.engine = RuleEngine(rule, Past(record.fired, last_at, record.is_spent))
        self._row: AlertRow | None = None

    @property
    def record(self) -> Record:
        """What is kept of it."""
        engine = self.engine
        return Record(engine.fired, self._fired_at, engine.is_spent, self.is_off, self.muted_until)

    def begin(self, wall: int) -> None:
        """It counts from now on: a time of day in it is the next one."""
        if self.rule.until is not None and self.expires_at is None:
            self.expires_at = self.rule.until.after(wall)

    def is_judged(self, wall: int) -> bool:
        """Whether it is looked at at all."""
        return not self.is_off and (self.expires_at is None or wall < self.expires_at)

    def is_mute(self, wall: int) -> bool:
        """Whether nothing is told of it."""
        return self.muted_until is not None and wall < self.muted_until

    def glance(self, at: int, wall: int) -> tuple[Told, ...]:
        """Judge it after a message, if that may have changed anything."""
        peek = self.reader.peek
        if peek is None or self.engine.is_settled(peek(at), at):
            return NOTHING
        return self.look(at, wall)

    def look(self, at: int, wall: int) -> tuple[Told, ...]:
        """Judge it by what its figure is now."""
        if not self.is_judged(wall):
            return NOTHING
        return self._noted(self.engine.take(self.reader.read(at), at), wall)

    def hear(self, order: OrderUpdate, at: int, wall: int) -> tuple[Told, ...]:
        """Judge it by what happened to an order."""
        if not self.is_judged(wall) or not self._is_about(order):
            return NOTHING
        return self._noted(self.engine.happened(at), wall)

    def see_trade(self, at: int, wall: int) -> tuple[Told, ...]:
        """Judge it by what was traded just now."""
        printed = self.reader.printed
        value = None if printed is None else printed()
        if value is None or not self.is_judged(wall):
            return NOTHING
        return self._noted(self.engine.happened(at, value), wall)

    def switch(self) -> None:
        """Off, or on again; what it saw before does not count then."""
        self.is_off = not self.is_off
        self.engine.pause()

    def reset(self) -> None:
        """As if it had never fired."""
        self._fired_at = None
        self.engine.reset()

    def _noted(self, told: tuple[Told, ...], wall: int) -> tuple[Told, ...]:
        if told and any(one.what is Happening.FIRED for one in told):
            self._fired_at = wall
        return told

    def _is_about(self, order: OrderUpdate) -> bool:
        rule = self.rule
        if rule.figure is not Figure.ORDER or rule.symbol not in (None, order.symbol):
            return False
        return rule.word == "any" or order.status in _OUTCOMES[rule.word]

    def row(self, at: int, wall: int) -> AlertRow:
        """The row of the list; the same object while it says the same."""
        state = self._state(at, wall)
        engine, until = self.engine, self.muted_until if state is AlertState.MUTED else self.expires_at
        is_blind = state is AlertState.CANNOT_JUDGE
        since = engine.blind_since if is_blind else engine.holding_since if state is AlertState.HOLDING else None
        row = AlertRow(
            text=self.rule.text,
            reads=self.rule.reads,
            state=state,
            is_configured=self.is_configured,
            is_private=self.rule.traits.is_account,
            fired=engine.fired,
            fired_at=self._fired_at,
            since=since,
            hold=self.rule.hold,
            until=until,
            why=engine.why if is_blind else None,
            is_done=engine.is_done,
            symbol=self.rule.symbol,
            price=self.rule.price,
        )
        if self._row is None or row != self._row:
            self._row = row
        return self._row

    def _state(self, at: int, wall: int) -> AlertState:
        engine = self.engine
        if self.is_off:
            return AlertState.OFF
        if not self.is_judged(wall):
            return AlertState.EXPIRED
        if self.is_mute(wall):
            return AlertState.MUTED
        if engine.blind_since is not None and not engine.is_done:
            return AlertState.CANNOT_JUDGE
        held = None if engine.holding_since is None else at - engine.holding_since
        if engine.is_spent or (held is not None and engine.fired and held >= self.rule.hold):
            return AlertState.FIRED
        return AlertState.HOLDING if held is not None and self.rule.hold else AlertState.ARMED
