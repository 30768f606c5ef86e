"""What goes out of the program, and not too often: storms are folded into one (alerts 3.2). Pure; times are given."""

from __future__ import annotations

from collections import deque
from dataclasses import replace
from typing import Final

from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.state.views.alert_views import AlertNews

APART_NS: Final = 2 * SECOND
"""Two deliveries of one rule are at least so far apart."""
MOST_A_MINUTE: Final = 6
MOST_RULES: Final = 256
"""Rules of which it is remembered when they were delivered last."""


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
