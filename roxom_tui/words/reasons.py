"""Reasons in words: a tag for the narrowest title, a few words for a title, and the whole; and what comes next.

One table says them for every screen and command. `{text}`, `{code}`, `{done}`, `{of}`, `{seconds}` stand for the
particulars, `{by}` for the reason behind.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

from msgspec import Struct

from roxom_tui.model.reasons import Cause, Ending, Guess, Reason, Rule
from roxom_tui.words.durations import until


class _Words(Struct, frozen=True):
    tag: str
    short: str
    whole: str


_CAUSES: Final[Mapping[Cause, _Words]] = {
    Cause.NOT_CONNECTED: _Words("not connected", "not connected yet", "not connected yet"),
    Cause.CONNECTING: _Words("connecting", "connecting", "connecting to the exchange"),
    Cause.CONNECTION_FAILED: _Words("no connection", "no connection", "{text}"),
    Cause.CONNECTION_LOST: _Words("lost", "connection lost", "connection lost"),
    Cause.GIVEN_UP: _Words("not retrying", "not retrying", "{by}"),
    Cause.ASKED: _Words("reconnecting", "reconnecting", "reconnect requested"),
    Cause.KEY_REFUSED: _Words("key refused", "key refused", "the exchange refuses the key"),
    Cause.PONG_MISSING: _Words("no pong", "ping not answered", "no answer to a ping within {seconds} s"),
    Cause.STREAM_MUTE: _Words("no answer", "no answer on {text}", "no answer on {text} to two new subscriptions"),
    Cause.DEFECT: _Words("own error", "error in this program", "an unexpected error in this program ({text})"),
    Cause.REFUSED: _Words("error {code}", "exchange error {code}", "exchange error {code}: {text}"),
    Cause.PICTURE_OLD: _Words("no update", "no update from the feed", "the program's own feed sends no update"),
    Cause.STANDSTILL: _Words(
        "stopped {seconds} s",
        "this computer stopped {seconds} s",
        "this computer {text} for {seconds} s; checking whether the connection outlived it",
    ),
    Cause.NO_DATA: _Words("all silent", "no data on any stream", "no data on any stream of this connection"),
    Cause.SILENT: _Words("no data", "no data", "no data on any stream of this symbol"),
    Cause.SILENT_ALONE: _Words(
        "others move", "no data, others move", "no data while other streams of this symbol move"
    ),
    Cause.SILENT_ASKED: _Words("no data", "no data, refreshing", "no data, and no answer yet to a refresh"),
    Cause.SILENT_RESUBSCRIBED: _Words(
        "no data", "no data, resubscribed", "no data, and no answer yet to a new subscription"
    ),
    Cause.SILENT_UNANSWERED: _Words("no answer", "no data, no answer", "no data, and no answer to new subscriptions"),
    Cause.LATE: _Words("{seconds} s late", "data delay {seconds} s", "data arrives {seconds} s late"),
    Cause.AFTER_SILENCE: _Words(
        "measuring", "back, measuring delay", "data is back after a silence; measuring how late it arrives"
    ),
    Cause.LIST_ASKED: _Words("no list yet", "no list yet", "no list by GET since connecting"),
    Cause.LIST_FAILED: _Words("GET failed", "GET failed: {code}", "GET failed: {text}"),
    Cause.LIST_DOUBTED: _Words("update missing?", "an update may be missing", "an update may be missing: {rule}"),
    Cause.LIST_AFTER_SILENCE: _Words("after a gap", "updates lost in a gap?", "updates may have been lost in a gap"),
    Cause.NO_SNAPSHOT: _Words("no snapshot", "no snapshot yet", "no snapshot of the book yet"),
    Cause.REFRESH_ASKED: _Words("refresh by you", "refresh by you", "refresh by you: no snapshot since"),
    Cause.CROSSED_LONG: _Words(
        "was crossed", "was crossed", "best bid at or above best ask for over {seconds} s; rebuilding"
    ),
    Cause.QUOTES_DIFFER: _Words(
        "wrong best", "best prices differ", "its best prices differ from those of level1; rebuilding"
    ),
    Cause.DELTAS_LOST: _Words("updates lost", "updates lost", "updates after the snapshot were lost; rebuilding"),
    Cause.DELTAS_DISORDERED: _Words("out of order", "updates out of order", "updates came out of order; rebuilding"),
    Cause.DELTA_IMPOSSIBLE: _Words(
        "bad update", "impossible update", "an update would leave a size below zero; rebuilding"
    ),
    Cause.BOOK_TOO_LONG: _Words("too long", "too many levels", "more levels than are kept; rebuilding"),
    Cause.FORMAT_CHANGED: _Words(
        "depth format", "depth format is {text}", "depth updates turned out to be {text}; rebuilding"
    ),
    Cause.UNREADABLE: _Words("unreadable", "unreadable message", "a message could not be read: {text}"),
    Cause.BROKEN_MESSAGES: _Words("broken data", "broken messages", "messages keep arriving broken: {text}"),
    Cause.REJOINED: _Words("resubscribed", "resubscribed", "resubscribed; no snapshot since"),
    Cause.BROKE_TOO_OFTEN: _Words("broke often", "broke too often", "the book broke too often: {by}"),
    Cause.CROSSED: _Words("crossed", "bid above ask", "crossed: best bid above best ask"),
    Cause.LOCKED: _Words("locked", "bid equals ask", "locked: best bid equals best ask"),
    Cause.SNAPSHOT_DUE: _Words("no snapshot", "snapshot overdue", "resubscribed for a snapshot that has not come yet"),
    Cause.FORMAT_OPEN: _Words(
        "format {done}/{of}",
        "depth format {done} of {of}",
        "detecting depth format, evidence {done} of {of}: is a size the new total or a change?",
    ),
    Cause.FORMAT_DOUBTED: _Words(
        "depth format", "depth format in doubt", "depth updates no longer look {text}; detecting the format again"
    ),
    Cause.QUOTES_DOUBTED: _Words(
        "best differs", "best prices differ", "its best prices differ from those of level1; once more and it is rebuilt"
    ),
    Cause.NOT_CONFIRMED: _Words(
        "unconfirmed", "resubscription pending", "resubscription pending: not acknowledged yet"
    ),
    Cause.UNCHECKED: _Words("unchecked", "list unchecked", "no GET has confirmed the list for over 100 s"),
    Cause.UNCHECKABLE: _Words("not verifiable", "cannot be verified", "cannot be verified any more: {text}"),
    Cause.EVENTS_MISSED: _Words("update missed", "an update was missed", "{rule}; no GET to ask"),
    Cause.SILENCE_UNCHECKABLE: _Words(
        "not verifiable", "cannot be verified", "updates may have been lost in a gap; no GET to ask"
    ),
    Cause.SOURCES_DISAGREE: _Words("sources differ", "GET and stream differ", "the list by GET and the stream differ"),
    Cause.PRINT_MISSING: _Words(
        "trade missing?", "ticker tells a later trade", "the ticker tells a later trade, and no print of it came"
    ),
    Cause.LISTS_REFUSED: _Words("GET refused", "GET refused: {code}", "no GET tells the lists: {text}"),
    Cause.NO_GETS: _Words("no rest_url", "no rest_url", "the profile has no rest_url to ask for the lists"),
    Cause.PENDING: _Words("subscribing", "subscription pending", "subscription pending"),
    Cause.NOT_SUBSCRIBED: _Words(
        "error {code}", "exchange error {code}", "subscribing failed: exchange error {code}: {text}"
    ),
    Cause.NOT_RECORDED: _Words("not recorded", "not recorded", "nobody followed it, or it was left out"),
    Cause.NOTHING_YET: _Words("no new data yet", "no data since connecting", "subscribed; no data since connecting"),
}

_RULES: Final[Mapping[Rule, str]] = {
    Rule.ORDERS: "a position changed, no order executed",
    Rule.POSITIONS: "an order executed, no position changed",
    Rule.BALANCE: "a fee was paid, balance unchanged",
    Rule.SETTLEMENT: "a trade was settled, no order executed",
    Rule.CHANGE: "a change of the balance was missed",
}

_GUESSES: Final[Mapping[Guess, str]] = {
    Guess.OTHER_ENVIRONMENT: "it belongs to another environment",
    Guess.KEY_DISABLED: "it is disabled or expired",
    Guess.KEY_MISMATCH: "the private key does not match",
    Guess.ADDRESS_WRONG: "the address is wrong",
    Guess.UNAVAILABLE: "the exchange is unavailable",
    Guess.SIGN_IN: "this network wants you to sign in",
    Guess.WEB_SITE: "the address leads to a web site",
}

_NO_CODE: Final = "\0"
"""In the place of a code that was not sent; no text that came from outside holds it."""

_STOPPED: Final = {"slept": "slept", "stalled": "held the program up"}

_NEXT: Final[Mapping[Ending, str]] = {
    Ending.CONNECTED: "next try",
    Ending.ANSWERED: "resubscribing",
    Ending.HEARD: "resubscribing",
    Ending.SNAPSHOT: "resubscribing",
}

_SAID_BY_AGE: Final = frozenset((Cause.SILENT, Cause.SILENT_ALONE, Cause.SILENT_ASKED, Cause.SILENT_RESUBSCRIBED))
"""Where the age of the data says what is wrong, what comes next is worth more room than the cause."""

_ENDINGS: Final[Mapping[Ending, str]] = {
    Ending.CONNECTED: "until connected",
    Ending.PERSON: "not retrying",
    Ending.ANSWERED: "until the exchange answers",
    Ending.HEARD: "until data comes",
    Ending.SNAPSHOT: "snapshot requested",
    Ending.LISTED: "list requested",
    Ending.DECIDED: "until decided",
    Ending.AGREED: "until prices agree",
    Ending.ON_TIME: "until data is on time",
    Ending.RECONNECTED: "until reconnected",
    Ending.ACCEPTED: "not retrying",
    Ending.SLOWLY: "tried once a minute",
    Ending.NEVER: "not recorded",
    Ending.PRINTED: "until the next print",
    Ending.CONFIGURED: "until rest_url is set",
}

_BRIEF_ENDINGS: Final = {
    Ending.LISTED: "requested",
    Ending.SNAPSHOT: "requested",
    Ending.ANSWERED: "until answered",
    Ending.ON_TIME: "until on time",
    Ending.RECONNECTED: "until reconnect",
}


def tag(reason: Reason) -> str:
    """At most 15 columns."""
    return _filled(_CAUSES[reason.cause].tag, reason)


def short(reason: Reason) -> str:
    """A few words for a title."""
    return _filled(_CAUSES[reason.cause].short, reason)


def whole(reason: Reason) -> str:
    """All there is to say of the cause, and what may be behind it."""
    if reason.cause is Cause.CONNECTION_LOST:
        return _end(reason)
    said = _filled(_CAUSES[reason.cause].whole, reason)
    if not reason.guesses:
        return said
    *most, last = [_GUESSES[guess] for guess in reason.guesses]
    return f"{said}; perhaps {', '.join(most)}{' or ' if most else ''}{last}"


def quoted(reason: Reason) -> str:
    """Nothing but what the exchange said, where that is the cause: its own words are worth more than ours of them."""
    return f"{reason.code}: {reason.text}".lstrip(": ") if reason.cause is Cause.REFUSED and reason.text else ""


def next_step(reason: Reason, now: int) -> str:
    """When the program takes the next step (`now`: monotonic ns), and which; empty where none is planned."""
    if reason.next_at is None or reason.next_at <= now:
        return ""
    return f"{_NEXT.get(reason.ending, 'next try')} in {until(reason.next_at, now)}"


def ending(reason: Reason, now: int) -> str:
    """What ends it: the next step, or what is waited for."""
    return next_step(reason, now) or _ENDINGS[reason.ending]


def brief_ending(reason: Reason, now: int) -> str:
    """The same for the narrowest places."""
    step = next_step(reason, now).replace("resubscribing in", "again in")
    return step or _BRIEF_ENDINGS.get(reason.ending, _ENDINGS[reason.ending])


def stopped_words(reason: Reason) -> str:
    """What this computer did while nothing ran."""
    return _STOPPED.get(reason.text, reason.text) or "stopped"


def is_said_by_age(reason: Reason) -> bool:
    """Whether the age of the data says what is wrong."""
    return reason.cause in _SAID_BY_AGE


def _end(reason: Reason) -> str:
    """How a connection ended: by us, by the exchange with a code, or without a word."""
    if reason.by is not None:
        return whole(reason.by)
    if reason.code:
        return f"the exchange closed the connection ({' '.join(filter(None, (reason.code, reason.text)))})"
    return reason.text or "connection lost"


def _filled(words: str, reason: Reason) -> str:
    if "{" not in words:
        return words
    filled = words.format(
        text=stopped_words(reason) if reason.cause is Cause.STANDSTILL else reason.text,
        code=reason.code or _NO_CODE,
        done=reason.done,
        of=reason.of,
        seconds="" if reason.seconds is None else _number(reason.seconds),
        rule="" if reason.rule is None else _RULES[reason.rule],
        by="" if reason.by is None else whole(reason.by),
    )
    # Only behind: an address may begin with a colon.
    return filled.replace(f" {_NO_CODE}", "").rstrip(": ")


def _number(seconds: float) -> str:
    """Whole seconds; a part of one is not called none."""
    return f"{seconds:.0f}" if seconds >= 1 else f"{seconds:g}"
