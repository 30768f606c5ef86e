"""What is not well, for the header: which parts of the picture are in which state, the worst first. Pure."""

from __future__ import annotations

from collections.abc import Collection, Iterator
from typing import Final

from msgspec import Struct

from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.states import seen
from roxom_tui.words.durations import data_age, time_in_state
from roxom_tui.words.reasons import brief_ending, ending, quoted, short, tag, whole

_NAMED: Final = 2
"""So many parts in one state are named wherever there is little room, more are counted there."""

_MARKET: Final = frozenset(("ticker", "book", "level1", "trades"))
_ACCOUNT: Final = frozenset(("positions", "orders", "balances"))
SEPARATOR: Final = " · "
"""Between a cause and what ends it."""

_EVERY_SYMBOL: Final = "all symbols"
_EVERYTHING: Final = "all"


class NotWell(Struct, frozen=True):
    """Parts of the picture that are in one state, which is not live."""

    state: PanelState
    parts: tuple[str, ...]

    @property
    def named(self) -> str:
        """Which, and their state."""
        return f"{', '.join(self.parts)} {self.state.value}"

    @property
    def words(self) -> str:
        """Which, or how many where they are many, and their state."""
        return self.named if len(self.parts) <= _NAMED else f"{_counted(self.parts)} {self.state.value}"


def not_well(picture: ScreenSnapshot, now: int) -> tuple[NotWell, ...]:
    """Every state that is not live with the parts that are in it; nothing when all is well."""
    found: dict[PanelState, list[str]] = {}
    for name, fresh in _parts(picture, now):
        if not fresh.state.is_live and not is_not_recorded(fresh):
            found.setdefault(fresh.state, []).append(name)
    return tuple(NotWell(state, _together(found[state], picture)) for state in PanelState if state in found)


def is_not_recorded(fresh: Freshness) -> bool:
    """Whether it is only not in the recording that is played, which its panel says: nothing is wrong by it."""
    return fresh.reason is not None and fresh.reason.cause is Cause.NOT_RECORDED


def _counted(parts: tuple[str, ...]) -> str:
    return f"{len(parts)} parts"


def _together(names: list[str], picture: ScreenSnapshot) -> tuple[str, ...]:
    """What stands for several: the account for its lists, a symbol for all that is drawn of it, and all symbols."""
    parts = tuple(names)
    if _ACCOUNT.issubset(parts):
        parts = (*(name for name in parts if name not in _ACCOUNT), "account")
    if _MARKET.issubset(parts):
        parts = (picture.symbols.selected, *(name for name in parts if name not in _MARKET))
    symbols = [row.symbol for row in picture.symbols.rows]
    if len(symbols) > 1 and set(symbols).issubset(parts):
        parts = (_EVERY_SYMBOL, *(name for name in parts if name not in symbols))
    return (_EVERYTHING,) if set(parts) == {_EVERY_SYMBOL, "account"} else parts


def _parts(picture: ScreenSnapshot, now: int) -> Iterator[tuple[str, Freshness]]:
    """What the person looks at, by the names on the screen; another symbol by its own."""
    named = (
        ("ticker", picture.ticker.freshness),
        ("book", picture.book.freshness),
        ("level1", picture.book.quote_freshness),
        ("trades", picture.tape.freshness),
        ("positions", picture.positions.freshness),
        ("orders", picture.orders.freshness),
        ("balances", picture.balances.freshness),
    )
    for name, freshness in named:
        yield name, seen(freshness, now)
    for row in picture.symbols.rows:
        if row.symbol != picture.symbols.selected:
            yield row.symbol, seen(row.freshness, now)


def first_cause(picture: ScreenSnapshot, now: int, among: Collection[str] | None = None) -> tuple[str, ...]:
    """The worst of what is not well: which parts, why, and what ends it, from the longest form to the shortest.

    Nothing when all is well. What holds for the connection is told elsewhere. `among`: of no other parts.
    """
    common, causes = picture.connection.reason, dict[tuple[PanelState, Reason], list[str]]()
    for name, fresh in _parts(picture, now):
        if among is not None and name not in among:
            continue
        reason = None if fresh.state.is_live or is_not_recorded(fresh) else fresh.reason
        if reason is not None and not reason.is_of_connection and not _is_told(reason, common):
            causes.setdefault((fresh.state, reason), []).append(name)
    if not causes:
        return ()
    (state, reason), names = min(causes.items(), key=lambda item: (item[0][0].rank, -len(item[1])))
    told = NotWell(state, _together(names, picture))
    is_whole = among is None and _has_one_cause(picture, state, now)
    forms = _forms(told, reason, now, is_whole=is_whole)
    if among is not None:
        # Nothing else on the screen tells the state of what is not in sight, nor how old it is.
        old = _age_of(picture, names, now)
        aged = [form.replace(": ", f" {state.value}: {old} · ", 1) for form in forms if old]
        bare = [form.replace(": ", f" {state.value}: ", 1) for form in forms]
        # What ends it is worth more than the age, and that more than the whole cause.
        ends = (ending(reason, now), brief_ending(reason, now))
        forms = tuple(sorted((*aged, *bare), key=lambda form: not form.endswith(ends)))
    if common is None or common.cause is not Cause.LATE:
        return forms
    # The part tells its cause in its own frame; where there are other words beside the delay, what ends that is here.
    delay = f"delay: {brief_ending(common, now)}"
    return (*(f"{form} · {delay}" for form in forms), delay)


def _age_of(picture: ScreenSnapshot, names: Collection[str], now: int) -> str:
    """The age of the oldest data among parts; of what holds nothing for how long that is so."""
    parts = [fresh for name, fresh in _parts(picture, now) if name in names]
    since = min((fresh.since for fresh in parts if fresh.since is not None), default=None)
    ages = [fresh.data_at for fresh in parts if fresh.data_at is not None]
    return data_age(min(ages, default=None), now) or time_in_state(since, now)


def _is_told(reason: Reason, common: Reason | None) -> bool:
    """Whether it is the cause that the header tells of the connection as a whole."""
    return common is not None and reason.cause is common.cause


def _has_one_cause(picture: ScreenSnapshot, state: PanelState, now: int) -> bool:
    """Whether all that is in a state is so for one reason that is told of its own."""
    reasons = [fresh.reason for _, fresh in _parts(picture, now) if fresh.state is state and not is_not_recorded(fresh)]
    return all(reason is not None and reason == reasons[0] for reason in reasons)


def _forms(told: NotWell, reason: Reason, now: int, *, is_whole: bool) -> tuple[str, ...]:
    """Names go before what ends it; where there is no room for them their state stands for them if it is so of all
    that is in it, as it does there; else they are counted."""
    ends, brief_ends = ending(reason, now), brief_ending(reason, now)
    # Where the exchange itself said why, its words stand at the edge of the panel: what ends it is told nowhere else.
    least = ends if quoted(reason) else tag(reason)
    named = ", ".join(told.parts)
    few = named if len(told.parts) == 1 else told.state.value if is_whole else _counted(told.parts)
    brief = named if len(told.parts) <= _NAMED else few
    forms = [f"{named}: {why(reason)} · {ends}" for why in (whole, quoted, short, tag) if why(reason)]
    forms += [f"{name}: {tag(reason)} · {last}" for name in dict.fromkeys((brief, few)) for last in (ends, brief_ends)]
    forms += [f"{named}: {least}", f"{brief}: {least}"]
    if len(told.parts) > 1:
        forms.append(f"{few}: {least}")
    return tuple(dict.fromkeys(forms))
