"""Alerts in words: what is told of a rule, why it cannot be judged, and the same for programs."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime
from typing import Final

from roxom_tui.model.durations import SECOND
from roxom_tui.state.views.alert_views import AlertNews, AlertRow, AlertState, AlertsView, AlertWhat, CannotJudge
from roxom_tui.words.durations import age
from roxom_tui.words.log import in_btc, order_sentence
from roxom_tui.words.reasons import short, whole

_WHAT: Final[Mapping[AlertWhat, str]] = {
    AlertWhat.FIRED: "alert",
    AlertWhat.BLIND: "blind",
    AlertWhat.SEES: "sees again",
    AlertWhat.TEST: "test",
}
HIDDEN_NEWS: Final = "of the account, hidden"


def alert_sentence(news: AlertNews, *, hides_account: bool = False) -> str:
    """What is told, in one sentence; of the account only that it is, where its figures are hidden."""
    said = HIDDEN_NEWS if hides_account and news.is_private else _said(news)
    told = f"{_WHAT[news.what]}: {said}"
    return f"{news.more + 1} alerts, newest: {told}" if news.more else told


def _said(news: AlertNews) -> str:
    words = f"{news.words} · " if news.words else ""
    match news.what:
        case AlertWhat.FIRED:
            return words + _fired(news)
        case AlertWhat.BLIND:
            since = "" if news.since is None else f" since {_time(news.since)}"
            why = why_words(news.why)
            return f"{news.reads}{since}" + (f" · {why}" if why else "")
        case AlertWhat.SEES:
            return news.reads
        case _:
            return words + news.asks


def _fired(news: AlertNews) -> str:
    if news.order is not None:
        return order_sentence(news.order, in_btc(news.order))
    value = "" if news.value is None else f", it is {news.value:f} {news.unit}".rstrip()
    # A rule about words says all there is to say.
    value = "" if " is " in news.asks else value
    return news.asks + value + (" (crossed during a gap)" if news.in_gap else "")


def why_words(why: CannotJudge | None, *, is_short: bool = False) -> str:
    """Why a rule cannot be judged."""
    if why is None:
        return ""
    if why.of is not None:
        return f"has {age(why.filled)} of {age(why.of)}"
    if why.reason is not None:
        return short(why.reason) if is_short else whole(why.reason)
    return why.words


def state_words(row: AlertRow, now: int) -> str:
    """The state of a rule at `now` (monotonic ns): `holding 3/5 s`, `CANNOT JUDGE 0:41`, `fired x3 12:04:11`."""
    match row.state:
        case AlertState.HOLDING:
            held = 0 if row.since is None else min(row.hold, max(0, now - row.since))
            return f"holding {held // SECOND}/{row.hold // SECOND} s"
        case AlertState.CANNOT_JUDGE:
            return f"CANNOT JUDGE {_lasting(row.since, now)}".rstrip()
        case AlertState.MUTED:
            return "muted" if row.until is None else f"muted until {_time(row.until)[:5]}"
        case _:
            return f"{row.state.value}{_how_often(row)}"


def _how_often(row: AlertRow) -> str:
    if not row.fired or row.fired_at is None:
        return ""
    return f" x{row.fired} {_time(row.fired_at)}"


def count_words(view: AlertsView) -> tuple[str, ...]:
    """How many rules there are, and of how many what: `3 rules · 1 fired · 1 blind`, then shorter and shorter forms, of
    which the one that matters most is the last; nothing where there are none."""
    if not view.rows:
        return ()
    states = [row.state for row in view.rows]
    parts = [f"{len(states)} rule{'' if len(states) == 1 else 's'}"]
    for state, word in ((AlertState.FIRED, "fired"), (AlertState.CANNOT_JUDGE, "blind")):
        if count := states.count(state):
            parts.append(f"{count} {word}")
    return tuple(" · ".join(parts[first:]) for first in range(len(parts)))


def alert_fields(news: AlertNews) -> dict[str, object]:
    """What is told, for programs: decimals are exact texts, times wall nanoseconds."""
    return {
        "event": news.what.value,
        "at": news.at,
        "rule": news.rule,
        "text": alert_sentence(news),
        "value": None if news.value is None else f"{news.value:f}",
        "unit": news.unit or None,
        "words": news.words,
        "since": news.since,
        "why": why_words(news.why) or None,
        "during_gap": news.in_gap,
        "folded": news.more,
    }


def _lasting(since: int | None, now: int) -> str:
    if since is None:
        return ""
    seconds = max(0, now - since) // SECOND
    return f"{seconds // 60}:{seconds % 60:02d}"


def _time(wall: int) -> str:
    return datetime.fromtimestamp(wall // SECOND, UTC).strftime("%H:%M:%S")
