"""All rules of a profile, judged with every message that concerns them (alerts 3.1). No I/O; times are given.

A message costs one look into a table where no rule reads its stream, and nothing where there is no rule.
"""

from __future__ import annotations

from collections import OrderedDict
from collections.abc import Iterable
from typing import Any, Final

from roxom_tui.alerts.delivery import AlertDelivery
from roxom_tui.alerts.engine import Happening, Told
from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.memory import MOST_RULES, NO_RECORD, AlertMemory, Record
from roxom_tui.alerts.quantities import as_written
from roxom_tui.alerts.readers import reader_of
from roxom_tui.alerts.rule import Rule
from roxom_tui.alerts.watched import WatchedRule
from roxom_tui.model.channels import Stream
from roxom_tui.model.events import OrderUpdate
from roxom_tui.model.log_entries import OrderOutcome, outcome_of
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.model.values import replace
from roxom_tui.state.store import Store
from roxom_tui.state.views.account_builders import PositionsViewBuilder
from roxom_tui.state.views.alert_views import AlertNews, AlertState, AlertsView, AlertWhat, CannotJudge

MOST_BROUGHT: Final = 32
"""Streams that rules may bring along."""
ORDERS_KEPT: Final = 256
"""Reports of orders that are told once."""
_WAITING: Final = CannotJudge(words="what was kept of it is still to be read")
DEFAULT_WAYS: Final = ("notify",)

_WHAT: Final = {
    Happening.FIRED: AlertWhat.FIRED,
    Happening.BLIND: AlertWhat.BLIND,
    Happening.SEES: AlertWhat.SEES,
}


class AlertWatch:
    """`goes_out`: what is told also leaves the program; of the demo it does not."""

    def __init__(self, store: Store, configured: Iterable[str], offset: int, *, goes_out: bool = True) -> None:
        self._store = store
        self._positions = PositionsViewBuilder(store)
        self._configured = tuple(dict.fromkeys(configured))
        self._offset = offset
        self._rules: dict[str, WatchedRule] = {}
        self.by_stream: dict[Stream, tuple[WatchedRule, ...]] = {}
        """The rules that each stream may tell something about; empty where there is none."""
        self.delivery = AlertDelivery(goes_out=goes_out)
        """What was told, until it is taken."""
        self._orders: OrderedDict[tuple[object, ...], None] = OrderedDict()
        self.remark = ""
        """What has to be known of the file in which rules are kept."""
        self.is_waiting = False
        """Whether what was kept is still to come: until `restore` nothing is judged, or it would be told twice."""
        self.has_news = self.is_to_be_kept = False
        """Whether something visible changed, or something that is kept; whoever takes it takes the mark away."""
        self._view = AlertsView()
        self._take_rules(self._configured, AlertMemory())

    @property
    def is_idle(self) -> bool:
        """Whether there is no rule, and nothing waits to be told."""
        return not self._rules

    # What comes in

    def note(self, stream: Stream, event: Any, at: int, *, is_lost: bool = False) -> None:
        """A message of a stream was applied; `is_lost`: by it the stream cannot be believed any more."""
        watched = self.by_stream.get(stream)
        if watched is None or self.is_waiting:
            return
        wall = at + self._offset
        is_order = type(event) is OrderUpdate and self._is_new(event)
        for one in watched:
            told = one.look(at, wall) if is_lost else one.glance(at, wall)
            if told:
                self._deliver(one, told, at)
            if one.reader.printed is not None and (printed := one.see_trade(at, wall)):
                self._deliver(one, printed, at)
            if is_order and (heard := one.hear(event, at, wall)):
                self._deliver(one, heard, at, event)

    def tick(self, at: int, wall: int) -> None:
        """Time passed. `wall` is the exchange's clock as it is known now."""
        self._offset = wall - at
        if self.is_waiting:
            return
        for one in self._rules.values():
            one.begin(wall)
            told = one.look(at, wall)
            if told:
                self._deliver(one, told, at)
        self.has_news |= self.delivery.tick(at, wall)

    def _is_new(self, order: OrderUpdate) -> bool:
        key = (order.order_id, order.status, order.executed)
        if key in self._orders:
            return False
        self._orders[key] = None
        if len(self._orders) > ORDERS_KEPT:
            self._orders.popitem(last=False)
        return True

    # What is told

    def _deliver(self, one: WatchedRule, told: Iterable[Told], at: int, order: OrderUpdate | None = None) -> None:
        self.has_news = self.is_to_be_kept = True
        wall = at + self._offset
        if one.is_mute(wall):
            return
        for what in told:
            news = self._news(one.rule, _WHAT[what.what], wall)
            news = replace(
                news,
                value=None if what.value is None else as_written(what.value, one.rule.traits.measure, news.unit),
                in_gap=what.in_gap,
                order=None if order is None else _outcome(order),
                since=None if what.since is None else what.since + self._offset,
                why=one.engine.why,
            )
            self.delivery.note(news)
            self.delivery.offer(news, at)

    def _news(self, rule: Rule, what: AlertWhat, wall: int) -> AlertNews:
        return AlertNews(
            number=self.delivery.number(),
            what=what,
            at=wall,
            rule=rule.text,
            reads=rule.reads,
            asks=rule.asks,
            words=rule.words,
            ways=rule.ways or DEFAULT_WAYS,
            is_private=rule.traits.is_account,
            unit="" if rule.right is None else rule.right.unit,
        )

    # What the person wants

    def obey(self, command: ChangeAlerts, at: int) -> None:
        """Change what is asked for; of a rule that is not there nothing is changed."""
        self.has_news = self.is_to_be_kept = True
        one = self._rules.get(command.rule)
        match command.verb:
            case AlertVerb.SILENCE:
                self.delivery.silence(command.until)
            case AlertVerb.ADD:
                self._add(command.text, at)
            case _ if one is not None:
                self._change(one, command, at)

    def _change(self, one: WatchedRule, command: ChangeAlerts, at: int) -> None:
        match command.verb:
            case AlertVerb.REPLACE:
                new = parse(command.text)
                if isinstance(new, Rule) and new.text != one.rule.text:
                    self._remove(one)
                    self._add(command.text, at)
            case AlertVerb.DELETE:
                self._remove(one)
                self._index()
            case AlertVerb.SWITCH:
                one.switch()
                self._index()
            case AlertVerb.RESET:
                one.reset()
            case AlertVerb.MUTE:
                one.muted_until = command.until
            case AlertVerb.TEST:
                self.delivery.offer(self._news(one.rule, AlertWhat.TEST, at + self._offset), at)

    def _add(self, text: str, at: int) -> None:
        rule = parse(text)
        if isinstance(rule, Rule) and len(self._rules) < MOST_RULES:
            if rule.until is not None:
                # A time of day is that of today, also after a restart.
                rule = replace(rule, until=replace_until(rule, at + self._offset))
            self._take(rule, NO_RECORD, is_configured=False)
        self._index()

    def _remove(self, one: WatchedRule) -> None:
        """One of the config file stands there again at the next start, so it is turned off."""
        if one.is_configured:
            if not one.is_off:
                one.switch()
        else:
            del self._rules[one.rule.text]

    # What is kept

    @property
    def memory(self) -> AlertMemory:
        """What is to be kept across a restart."""
        made = tuple(text for text, one in self._rules.items() if not one.is_configured)
        return AlertMemory(made, {text: one.record for text, one in self._rules.items()}, self.delivery.silent_until)

    def restore(self, memory: AlertMemory, remark: str = "") -> None:
        """Go on from what was kept; rules that were made meanwhile stay."""
        own, self.is_waiting = self.memory, False
        self.remark, self.delivery.silent_until = remark, memory.silent_until
        self._rules.clear()
        memory = replace(memory, records={**own.records, **memory.records})
        self._take_rules((*self._configured, *memory.rules, *own.rules), memory)
        self.has_news = True

    def _take_rules(self, texts: Iterable[str], memory: AlertMemory) -> None:
        for number, text in enumerate(texts):
            rule = parse(text)
            if isinstance(rule, Rule) and len(self._rules) < MOST_RULES:
                record = memory.records.get(rule.text, NO_RECORD)
                self._take(rule, record, is_configured=number < len(self._configured))
        self._index()

    def _take(self, rule: Rule, record: Record, *, is_configured: bool) -> None:
        if rule.text not in self._rules:
            reader = reader_of(rule, self._store, self._positions)
            self._rules[rule.text] = WatchedRule(rule, reader, record, self._offset, is_configured=is_configured)

    def _index(self) -> None:
        found: dict[Stream, tuple[WatchedRule, ...]] = {}
        for one in self._rules.values():
            if not one.is_off:
                for stream in dict.fromkeys((*one.reader.streams, *one.reader.heard)):
                    found[stream] = (*found.get(stream, ()), one)
        self.by_stream = found

    @property
    def streams(self) -> tuple[Stream, ...]:
        """What is to be brought along, the first rules first."""
        judged = (one for one in self._rules.values() if not one.is_off)
        return tuple(dict.fromkeys(stream for one in judged for stream in one.reader.streams))[:MOST_BROUGHT]

    # What is seen

    def view(self, at: int) -> AlertsView:
        """The view; the same object while it says the same."""
        wall = at + self._offset
        rows = tuple(one.row(at, wall) for one in self._rules.values())
        if self.is_waiting:
            rows = tuple(replace(row, state=AlertState.CANNOT_JUDGE, why=_WAITING) for row in rows)
        view = AlertsView(
            rows,
            self.delivery.told,
            self.delivery.newest,
            tuple(self.delivery.deliveries),
            self.delivery.silent_until,
            self.remark,
        )
        if view != self._view:
            self._view = view
        return self._view


def _outcome(order: OrderUpdate) -> OrderOutcome:
    """What became of an order; of one that nothing was executed of its whole size."""
    outcome = outcome_of(order)
    return outcome if outcome.size else replace(outcome, size=order.size)


def replace_until(rule: Rule, wall: int) -> Any:
    """The end of a rule made at `wall`, with its date."""
    return None if rule.until is None else replace(rule.until, at=rule.until.after(wall), is_daily=False)
