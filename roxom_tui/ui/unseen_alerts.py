"""What the person has not looked at yet: the line of the newest alert, the mark in the window's title. No widget."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertNews, AlertRow, AlertState, AlertsView, AlertWhat, CannotJudge
from roxom_tui.ui.format import clock
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, cut, fit, width_of

_PICTURE_OLD: Final = CannotJudge(Reason(Cause.PICTURE_OLD))


def as_of_now(view: AlertsView, valid_until: int, now: int) -> AlertsView:
    """The view of a picture at `now` (monotonic ns): once that has run out nothing in it is known to be judged."""
    if now <= valid_until or not view.rows:
        return view
    return replace(view, rows=tuple(_of_an_old_picture(row, valid_until) for row in view.rows))


def _of_an_old_picture(row: AlertRow, since: int) -> AlertRow:
    if row.state in (AlertState.OFF, AlertState.EXPIRED, AlertState.CANNOT_JUDGE):
        return row
    return replace(row, state=AlertState.CANNOT_JUDGE, since=since, why=_PICTURE_OLD)


class UnseenAlerts:
    """Follows the views of one profile after another."""

    def __init__(self) -> None:
        self._profile: str | None = None
        self._looked_at = 0
        self._delivered = 0
        self._view = AlertsView()

    def hear(self, profile: str, view: AlertsView) -> Sequence[AlertNews]:
        """Take a view; what is to go out by the terminal that did not yet."""
        if profile != self._profile:
            # Another profile counts from the beginning.
            self._profile, self._looked_at, self._delivered = profile, 0, 0
        self._view = view
        news = [one for one in view.deliveries if one.number > self._delivered]
        if news:
            self._delivered = news[-1].number
        return news

    @property
    def waiting(self) -> int:
        """How many were told since the person looked."""
        return self._view.told - self._looked_at

    def look(self) -> bool:
        """The person looked; whether there was anything to look at."""
        had = self.waiting > 0
        self._looked_at = self._view.told
        return had

    def marked(self, title: str) -> str:
        """The title of the window."""
        return f"(!{self.waiting}) {title}" if self.waiting else title

    def lines(self, key: str, width: int, *, hides_account: bool) -> list[Line]:
        """The line of the newest, until it was looked at; `key` opens the list."""
        news = self._view.newest
        if not self.waiting or news is None:
            return []
        from roxom_tui.words.alerts import alert_sentence

        more = f" and {self.waiting - 1} more" if self.waiting > 1 else ""
        end: Line = (Span(f"{more}  ", Role.SOFT), Span(key, Role.STRONG), Span(" list  ", Role.SOFT))
        end = (*end, Span("Esc", Role.STRONG), Span(" seen ", Role.SOFT))
        head = Span(f" ! {clock(news.at)} ", Role.ERROR if news.what is AlertWhat.BLIND else Role.WARNING)
        room = width - width_of((head, *end))
        if room < 20:
            end, room = EMPTY, width - width_of((head,))
        said = Span(cut(alert_sentence(news, hides_account=hides_account), room), Role.STRONG)
        return [fit((head, said, Span(" " * max(0, room - width_of((said,)))), *end), width)]
