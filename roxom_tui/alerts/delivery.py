"""What is told, and what of it goes out of the program, not too often: storms are folded into one (alerts 3.2).

Pure; times are given.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Sequence
from typing import Final

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews, AlertWhat

APART_NS: Final = 2 * SECOND
"""Two deliveries of one rule are at least so far apart."""
MOST_A_MINUTE: Final = 6
MOST_RULES: Final = 256
"""Rules of which it is remembered when they were delivered last."""
DELIVERIES_KEPT: Final = 20
"""So many of the last stand in a view: more than can go out while the screen looks away for three minutes."""
HAPPENINGS_KEPT: Final = 1_000


class DeliveryGate:
    """Takes what is to be told, and answers what goes out now. Nothing is lost: what waits is counted."""

    def __init__(self) -> None:
        self._sent: deque[int] = deque(maxlen=MOST_A_MINUTE)
        self._sent_of: dict[str, int] = {}
        self._newest: AlertNews | None = None
        self._waiting = 0
        self._ways: dict[str, None] = {}

    def offer(self, news: AlertNews, at: int) -> AlertNews | None:
        """What goes out now because of it: itself, with what waited, or nothing."""
        self._newest = news
        self._waiting += 1
        self._ways |= dict.fromkeys(news.ways)
        return self.due(at)

    def due(self, at: int) -> AlertNews | None:
        """What goes out now, if anything waits and its time has come."""
        news = self._newest
        if news is None or not self._may_send(news.rule, at):
            return None
        sent = replace(news, more=self._waiting - 1, ways=tuple(self._ways))
        self._note(news.rule, at)
        self.drop()
        return sent

    def drop(self) -> None:
        """Let go of what waits."""
        self._newest, self._waiting = None, 0
        self._ways = {}

    def _may_send(self, rule: str, at: int) -> bool:
        full = len(self._sent) == MOST_A_MINUTE and at - self._sent[0] < MINUTE
        last = self._sent_of.get(rule)
        return not full and (last is None or at - last >= APART_NS)

    def _note(self, rule: str, at: int) -> None:
        self._sent.append(at)
        self._sent_of.pop(rule, None)
        self._sent_of[rule] = at
        if len(self._sent_of) > MOST_RULES:
            del self._sent_of[next(iter(self._sent_of))]


class AlertDelivery:
    """What was told of all rules. Where nothing `goes_out`, as in the demo, it only stands on the screen."""

    def __init__(self, *, goes_out: bool) -> None:
        self._goes_out = goes_out
        self._gate = DeliveryGate()
        self._undelivered: list[AlertNews] = []
        self._happened: deque[AlertNews] = deque(maxlen=HAPPENINGS_KEPT)
        self._numbered = 0
        self.deliveries: deque[AlertNews] = deque(maxlen=DELIVERIES_KEPT)
        """The last that went out."""
        self.newest: AlertNews | None = None
        self.told = 0
        """How often something was told, but for rules that see again."""
        self.silent_until: int | None = None
        """Until then nothing goes out (wall ns)."""

    def number(self) -> int:
        """That of the next news."""
        self._numbered += 1
        return self._numbered

    def note(self, news: AlertNews) -> None:
        """A rule told this."""
        self._happened.append(news)

    def offer(self, news: AlertNews, at: int) -> None:
        """Have it go out, unless all is silent."""
        self.newest = news
        self.told += news.what is not AlertWhat.SEES
        if self._goes_out and self.silent_until is None:
            self._deliver(self._gate.offer(news, at))

    def silence(self, until: int | None) -> None:
        """Send nothing until then, nor what waits (wall ns)."""
        self.silent_until = until
        self._gate.drop()

    def tick(self, at: int, wall: int) -> bool:
        """Time passed: a silence may end, and what waited may go out; whether something did."""
        if self.silent_until is not None and wall >= self.silent_until:
            self.silent_until = None
        return self._deliver(self._gate.due(at))

    def take_happenings(self) -> Sequence[AlertNews]:
        """All that was to be told since the last call."""
        happened = tuple(self._happened)
        self._happened.clear()
        return happened

    def take_deliveries(self) -> Sequence[AlertNews]:
        """What goes out of the program since the last call."""
        taken, self._undelivered = tuple(self._undelivered), []
        return taken

    def _deliver(self, news: AlertNews | None) -> bool:
        if news is not None:
            self.deliveries.append(news)
            self._undelivered.append(news)
        return news is not None
