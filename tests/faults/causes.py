"""What is true of each fault as a client can see it: the causes that its screen may give.

Words are those a cause must hold where the fault fixes them, such as the code of a close. What no fault brings about
is in no list, and what a list allows is seen (`test_causes.py`).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final, NamedTuple

from roxom_tui.model.reasons import Cause
from tests.faults.cause_places import CONNECTION

_GOLD: Final = "list GOLD-BTC"


class Truth(NamedTuple):
    """A cause that is true of a fault: of which parts (by their whole names; empty is of all), in which words."""

    cause: Cause
    parts: tuple[str, ...] = ()
    words: str = ""
    until_rebuilt: bool = False
    """Only from when something was done to a depth message, until a whole book was told after it."""


def _of(*causes: Cause) -> tuple[Truth, ...]:
    return tuple(Truth(cause) for cause in causes)


BEGINNING: Final = _of(
    Cause.NOT_CONNECTED,
    Cause.CONNECTING,
    Cause.PENDING,
    Cause.NOTHING_YET,
    Cause.NO_SNAPSHOT,
    Cause.LIST_ASKED,
    Cause.FORMAT_OPEN,
)
"""Of every connection while it begins, the first too."""

_AGAIN: Final = _of(Cause.CONNECTING, Cause.PENDING, Cause.NOTHING_YET, Cause.NO_SNAPSHOT, Cause.LIST_ASKED)
"""Of every other: what the depth format is was found out by the first."""

CUT: Final = (*_of(Cause.CONNECTION_LOST), *_AGAIN)
"""What follows every end of a connection."""

GROUPED: Final = frozenset((*CUT, *BEGINNING))
"""Allowed together, and seen somewhere: a connection that begins fast shows few of them."""

_FAILED: Final = (*CUT, Truth(Cause.CONNECTION_FAILED))
_MEANWHILE: Final = _of(Cause.AFTER_SILENCE, Cause.LIST_AFTER_SILENCE)
_SILENT_ALL: Final = _of(Cause.NO_DATA, Cause.SILENT_ASKED)
"""The stream that was silent first may be asked before all are."""
_OF_GOLD: Final = ("book", "quote", "ticker", "tape", _GOLD)


def _ended(*words: str) -> tuple[Truth, ...]:
    """A cut, told in one of these words."""
    return (*(Truth(Cause.CONNECTION_LOST, words=each) for each in words), *_AGAIN)


def _until_rebuilt(*causes: Cause) -> tuple[Truth, ...]:
    return tuple(Truth(cause, ("book",), until_rebuilt=True) for cause in causes)


def _mute(stream: str) -> tuple[Truth, ...]:
    """The connection is given up for a stream that never answers."""
    return (*CUT, Truth(Cause.STREAM_MUTE, words=stream))


def _silent(*parts: str) -> tuple[Truth, ...]:
    return (Truth(Cause.SILENT_ASKED, parts), Truth(Cause.SILENT_RESUBSCRIBED, parts))


def _refused(words: str) -> tuple[Truth, ...]:
    return (*CUT, Truth(Cause.GIVEN_UP, words=words), Truth(Cause.CONNECTION_FAILED, words=words))


def _answered(words: str) -> tuple[Truth, ...]:
    return (*CUT, Truth(Cause.CONNECTION_FAILED, words=words))


_NOTHING: Final[tuple[Truth, ...]] = ()

TRUE_OF: Final[Mapping[str, tuple[Truth, ...]]] = {
    # The book
    "lost delta": _until_rebuilt(Cause.QUOTES_DIFFER),
    "lost deltas": _NOTHING,
    "lost deltas, grouped": _NOTHING,
    "drop, grouped": CUT,
    "nothing, grouped": _NOTHING,
    "depth in batches": _NOTHING,
    "phantom level": _NOTHING,
    "phantom best price": _NOTHING,
    "corrupt size": _NOTHING,
    "delta without a side": _NOTHING,
    "duplicated delta": _NOTHING,
    "duplicated signed delta": _NOTHING,
    "overtaken delta": _NOTHING,
    "overtaken signed delta": _of(Cause.QUOTES_DOUBTED),
    "replayed deltas": _NOTHING,
    "replayed signed deltas": _NOTHING,
    "overtaken quote": _NOTHING,
    "crossed book": _of(Cause.CROSSED),
    "second snapshot": _NOTHING,
    "late snapshot": CUT,
    "overtaken snapshots": _NOTHING,
    "missing snapshot": CUT,
    "snapshots cut short": (*_of(Cause.REFRESH_ASKED), *_mute("depth.GOLD-BTC")),
    "whole books of 5,000 levels a side": CUT,
    "longer books than are kept": CUT,
    "snapshot too large": (*CUT, Truth(Cause.UNREADABLE, ("book",), "too large")),
    "asked for afresh": _of(Cause.REFRESH_ASKED),
    "signed deltas unannounced": CUT,
    "signed deltas told absolute": _of(Cause.QUOTES_DIFFER, Cause.NO_SNAPSHOT, Cause.BROKE_TOO_OFTEN),
    # Silence. Best prices go on while depth is silent, so they differ before the silence is told.
    "muted depth": (*_of(Cause.QUOTES_DIFFER), Truth(Cause.SILENT_ALONE, ("book",)), *_mute("depth.GOLD-BTC")),
    "muted level1": (*_silent("quote", _GOLD), *_mute("level1.GOLD-BTC")),
    "muted ticker": (*_silent("ticker", _GOLD), *_mute("ticker.GOLD-BTC")),
    "muted trade": _of(Cause.PRINT_MISSING),
    "muted depth for a moment": _of(Cause.QUOTES_DIFFER),
    # The list that ends the gap may tell of an execution long after the position moved.
    "muted orders": (
        Truth(Cause.LIST_DOUBTED, ("orders",), "no order executed"),
        Truth(Cause.LIST_DOUBTED, ("positions",), "no position changed"),
    ),
    "muted balance": _NOTHING,
    "muted positions": (Truth(Cause.LIST_DOUBTED, ("positions",), "no position changed"),),
    "muted symbol": (*_silent(*_OF_GOLD), *_mute("GOLD-BTC")),
    "muted everything": (*_silent(), *_of(Cause.NO_DATA), *_MEANWHILE, *_mute("-BTC")),
    "dead line": (*_SILENT_ALL, *CUT, *_of(Cause.PONG_MISSING)),
    "freeze": (*_SILENT_ALL, *_FAILED, *_of(Cause.PONG_MISSING)),
    "long freeze": (*_SILENT_ALL, *_FAILED, *_of(Cause.PONG_MISSING)),
    # The connection
    "drop": CUT,
    "close 1000": _ended("(1000)"),
    "close 1001": _ended("(1001 going away)"),
    "close 1008": _ended("(1008 policy)"),
    "close 1011": _ended("(1011 internal error)"),
    "close 1012": _ended("(1012 service restart)"),
    "close 1013": _ended("(1013 try again later)"),
    "close 4000": _ended("(4000 of its own)"),
    "too slow a reader": _ended("(1013 too slow)"),
    "accept then close": _ended("connection lost", "(1011 flapping)"),
    "trades told again with ids": CUT,
    "trades told again without ids": CUT,
    "asked to reconnect": (*CUT, *_of(Cause.ASKED)),
    "a defect of ours": (*CUT, *_of(Cause.DEFECT)),
    "late acknowledgements": CUT,
    "very late acknowledgements": CUT,
    "missing acknowledgements": CUT,
    "internal error": (*CUT, *_of(Cause.NOT_SUBSCRIBED)),
    "internal error while all is well": _NOTHING,
    "internal error for long": (*CUT, *_of(Cause.NOT_SUBSCRIBED, Cause.NO_DATA), *_MEANWHILE),
    "too few subscriptions": (*CUT, *_of(Cause.REFUSED)),
    "fast switching": _NOTHING,
    "everything asked for afresh": _of(Cause.REFRESH_ASKED),
    # The handshake
    "handshake 401": _refused("401"),
    "handshake 403": _refused("403"),
    "handshake 302": _refused("302"),
    "handshake 429": _answered("429"),
    "handshake 429 without a time": _answered("429"),
    "handshake 408": _answered("408"),
    "handshake 500": _answered("500"),
    "handshake 503": _answered("503"),
    "nobody listens": _FAILED,
    "error 600010 then close": _refused("600010"),
    # Words
    "broken JSON between": _NOTHING,
    "broken JSON instead": _NOTHING,
    "broken JSON again and again": (
        *CUT,
        Truth(Cause.BROKEN_MESSAGES, words="not JSON"),
        *_of(Cause.FORMAT_DOUBTED, Cause.CROSSED, Cause.LOCKED),
    ),
    "binary frame": _NOTHING,
    "too deep": _NOTHING,
    "too large": _NOTHING,
    "unknown channel": _NOTHING,
    "unknown type": _NOTHING,
    "two symbols": _NOTHING,
    "two symbols in depth": _NOTHING,
    "null ticker": _NOTHING,
    "float price": _NOTHING,
    "giant exponent": _NOTHING,
    "quotes and tickers in a shape nobody knows": (Truth(Cause.UNREADABLE, ("quote", "ticker", _GOLD)),),
    "strange trades": (Truth(Cause.UNREADABLE, ("tape",)),),
    "numbers with a fraction": _NOTHING,
    "numbers with a fraction in older GETs": _NOTHING,
    "every error code": _NOTHING,
    "sats": _NOTHING,
    "old GETs": _NOTHING,
    "nested events": _NOTHING,
    "everything at once": _NOTHING,
    # The account
    "lost balance event": _NOTHING,
    "broken chain of balances": _NOTHING,
    "lost execution": (Truth(Cause.LIST_DOUBTED, ("orders",), "no order executed"),),
    "lost end of an order": _NOTHING,
    "lost position event": _NOTHING,
    "account events twice": _NOTHING,
    "events out of order": _NOTHING,
    "short orders": _NOTHING,
    "quiet account": _NOTHING,
    "GETs fail": (*CUT, Truth(Cause.LIST_FAILED, words="503")),
    "GETs limited": (*CUT, Truth(Cause.LIST_FAILED, words="429")),
    "GETs refused": CUT,
    "GETs hang": (*CUT, Truth(Cause.LIST_FAILED, words="in time")),
    "GETs cease": _of(Cause.UNCHECKED),
    "answers of the past": _NOTHING,
    "signed sizes": _NOTHING,
    "signed sizes alone": _NOTHING,
    "5,000 orders": CUT,
    "profit of the other sign": _NOTHING,
    "sizes that are no text": _NOTHING,
    "no GETs, and executions lost": _of(Cause.EVENTS_MISSED),
    "no GETs, and no data": (*_silent(), *_of(Cause.NO_DATA, Cause.AFTER_SILENCE, Cause.SILENCE_UNCHECKABLE)),
    "no GETs at all": (Truth(Cause.LIST_FAILED, words="429"),),
    # Time
    "clock ahead": _NOTHING,
    "clock behind": _NOTHING,
    "clock set back": _NOTHING,
    "clock set ahead": _NOTHING,
    "late by 3 s": (*_SILENT_ALL, *_MEANWHILE, Truth(Cause.LATE, (CONNECTION,))),
    "late by 12 s": (*_SILENT_ALL, *CUT, *_MEANWHILE, *_of(Cause.PONG_MISSING)),
    "an hour ahead, once": _NOTHING,
    "stopped for 2 s": (Truth(Cause.STANDSTILL, words="2 s"),),
    "stopped for 10 s": (Truth(Cause.STANDSTILL, words="10 s"), *_MEANWHILE),
    "slept for a minute": (*CUT, Truth(Cause.STANDSTILL, words="slept for 60 s")),
    "slept for 8 hours": (*CUT, Truth(Cause.STANDSTILL, words="slept for 28800 s")),
    "unread terminal": _NOTHING,
}

_COMPARED: Final = _of(
    *(Cause.QUOTES_DOUBTED, Cause.QUOTES_DIFFER, Cause.DELTA_IMPOSSIBLE, Cause.LOCKED, Cause.CROSSED_LONG)
)
_DOUBTED: Final = _of(Cause.LIST_DOUBTED)
_UNREAD: Final = _of(Cause.UNREADABLE)

_INCOMPLETE: Final = _until_rebuilt(
    *(Cause.QUOTES_DOUBTED, Cause.QUOTES_DIFFER, Cause.LOCKED, Cause.CROSSED, Cause.CROSSED_LONG)
)
"""Of a book that lacks absolute deltas: a level that they ended may stand as a best price."""

_LACKING: Final = (
    *("lost delta", "lost deltas", "lost deltas, grouped"),
    *("delta without a side", "broken JSON instead", "two symbols in depth"),
)

_BOOKS: Final = (
    *(
        "depth in batches",
        "signed deltas told absolute",
        "overtaken delta",
    ),
    *(
        "crossed book",
        "muted depth",
        "muted depth for a moment",
        "broken JSON again and again",
    ),
)
_EVENTS: Final = ("muted balance", "lost balance event", "broken chain of balances", "lost position event")

ON_OTHER_DAYS: Final[Mapping[str, tuple[Truth, ...]]] = {
    **dict.fromkeys(_BOOKS, _COMPARED),
    **dict.fromkeys(_LACKING, _INCOMPLETE),
    **dict.fromkeys(("phantom level", "phantom best price"), (*_COMPARED, *_of(Cause.CROSSED))),
    "overtaken signed delta": (*_COMPARED, *_of(Cause.DELTAS_DISORDERED)),
    **dict.fromkeys(_EVENTS, _DOUBTED),
    **dict.fromkeys(("float price", "giant exponent"), _UNREAD),
    **dict.fromkeys(("muted symbol", "muted everything", "freeze", "strange trades"), _of(Cause.PRINT_MISSING)),
    "fast switching": _of(Cause.NOTHING_YET),
    "everything asked for afresh": _of(Cause.NOT_CONFIRMED),
    # Where something happened just before each of four questions: until the next list, half a minute later.
    "answers of the past": (Truth(Cause.SOURCES_DISAGREE, ("orders", "positions")),),
}
"""What is true of a fault too, and not seen on the first day: where prices are and what happens to be bought decides
whether a loss shows in the best prices, or a missing event beside an execution. Found by the campaign."""
