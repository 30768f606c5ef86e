"""The state of the strip in words: which of the streams it is drawn from is not live, and how old its data is. Pure."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from itertools import groupby
from typing import Final

from msgspec import Struct

from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.lines import Role, Span
from roxom_tui.ui.states import STATE_ROLES, is_silent, seen
from roxom_tui.words.durations import data_age
from roxom_tui.words.reasons import ending, short, tag

TRADES: Final = "trades"


class Told(Struct, frozen=True):
    """What is told of streams in one state: who and which, the age of their data, why and what comes next."""

    state: str
    age: str
    role: Role
    why: str = ""
    brief_why: str = ""
    """The cause in a word or two, in its place where that is too long."""

    @property
    def whole(self) -> str:
        return " · ".join(part for part in (self.state, self.age) if part)


class StripState(Struct, frozen=True):
    """The states that are to be told, the worst first; `is_live` where there is nothing to tell but that."""

    told: tuple[Told, ...]
    is_live: bool

    @property
    def forms(self) -> tuple[str, ...]:
        """The words, shorter and shorter."""
        first, *others = self.told
        whole = " · ".join(one.whole for one in self.told)
        reasons = " · ".join(part for one in self.told for part in (one.whole, one.brief_why) if part)
        states = " · ".join((first.whole, *(one.state for one in others)))
        return reasons, whole, states, first.whole, first.state

    def span(self, form: str) -> Span:
        """One of the forms in the colour of the worst state."""
        return Span(form, self.told[0].role)


def strip_state(picture: ScreenSnapshot, now: int, *, with_trades: bool = True) -> StripState:
    """The state of the strip at `now` (monotonic ns), and of what came with trades where that is shown."""
    view = picture.ticker
    streams = [("ticker", seen(view.freshness, now)), ("level1", seen(picture.book.quote_freshness, now))]
    if with_trades and view.statistics is not None:
        streams.append((TRADES, seen(view.statistics.freshness, now)))
    bad = [one for one in streams if not one[1].state.is_live or is_silent(one[1])]
    if not bad:
        state = streams[0][1].state
        return StripState((Told(state.value, "", STATE_ROLES[state]),), is_live=True)
    bad.sort(key=lambda one: one[1].state.rank)
    groups = [(state, list(group)) for state, group in groupby(bad, key=lambda one: one[1].state)]
    is_all = len(groups) == 1 and len(bad) == len(streams)
    return StripState(tuple(_told(state, group, now, named=not is_all) for state, group in groups), is_live=False)


def _told(state: PanelState, streams: Sequence[tuple[str, Freshness]], now: int, *, named: bool) -> Told:
    names = ", ".join(name for name, _ in streams)
    # How long the last trade is ago stands beside what came with it, and is no age of a price.
    dated = [fresh for name, fresh in streams if name != TRADES] or [fresh for _, fresh in streams]
    since = [at for fresh in dated if (at := _data_at(fresh, now)) is not None]
    role = Role.WARNING if state.is_moving else STATE_ROLES[state]
    age = data_age(min(since, default=None), now)
    whys = (_why(streams[0][1], now, words) for words in (short, tag))
    return Told(f"{names} {state.value}" if named else state.value, age, role, *whys)


def _why(fresh: Freshness, now: int, words: Callable[[Reason], str]) -> str:
    """The cause, and what comes next; nothing where that is told once for everything."""
    reason = fresh.reason
    if fresh.state.is_live or reason is None or reason.is_of_connection:
        return ""
    return f"{words(reason)} · {ending(reason, now)}"


def _data_at(fresh: Freshness, now: int) -> int | None:
    """When the newest data came, where its age is part of what is wrong."""
    if fresh.state.is_moving:
        return fresh.silent_since
    return fresh.data_at
