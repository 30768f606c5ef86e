"""Why something is not live, as data: the cause, what ends it, and what the person may do about it (client 1.5).

Whoever decides on a state gives a `Reason`; the sentences are made of it where they are read.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum
from typing import Final

from msgspec import Struct


class Ending(Enum):
    """What ends a state that is not live."""

    CONNECTED = "connected"
    """A connection stands."""
    PERSON = "person"
    """Nothing is tried any more until the person wants it."""
    ANSWERED = "answered"
    """The connection, or the stream, answers what it was asked."""
    HEARD = "heard"
    """Its next message."""
    SNAPSHOT = "snapshot"
    """The next whole book, which is asked for."""
    LISTED = "listed"
    """The next whole list, which is asked for by GET."""
    DECIDED = "decided"
    """Enough evidence came."""
    AGREED = "agreed"
    """The next comparison agrees, or the book is built anew."""
    ON_TIME = "on_time"
    """Data comes in time again."""
    RECONNECTED = "reconnected"
    """Only another connection tells all there is."""
    SLOWLY = "slowly"
    """It is tried once a minute: more often brought nothing."""
    PRINTED = "printed"
    """The next trade."""
    CONFIGURED = "configured"
    """The profile says where."""
    ACCEPTED = "accepted"
    """The exchange accepts what it refused."""
    NEVER = "never"
    """Nothing: what was not recorded is not there."""


class UserAction(Enum):
    """What the person may do, by the action that does it."""

    RECONNECT = "reconnect"
    REFRESH = "resync"
    PROFILE = "pick_profile"


class Cause(Enum):
    """What keeps something from being live; the value is the name that programs are told."""

    NOT_CONNECTED = "not_connected_yet"
    CONNECTING = "connecting"
    CONNECTION_FAILED = "connection_failed"
    CONNECTION_LOST = "connection_lost"
    GIVEN_UP = "not_retrying"
    ASKED = "reconnect_requested"
    KEY_REFUSED = "key_refused"
    PONG_MISSING = "ping_unanswered"
    STREAM_MUTE = "stream_mute"
    DEFECT = "defect_of_the_program"

    REFUSED = "refused"

    PICTURE_OLD = "no_new_picture"
    STANDSTILL = "computer_stopped"
    NO_DATA = "no_data_on_any_stream"
    SILENT = "silent"
    SILENT_ALONE = "silent_alone"
    SILENT_ASKED = "silent_and_asked"
    SILENT_RESUBSCRIBED = "silent_and_resubscribed"
    SILENT_UNANSWERED = "silent_and_unanswered"
    LATE = "data_delayed"
    AFTER_SILENCE = "after_silence"
    LIST_ASKED = "list_requested"
    LIST_FAILED = "list_not_answered"
    LIST_DOUBTED = "list_doubted"
    LIST_AFTER_SILENCE = "list_after_silence"

    NO_SNAPSHOT = "no_snapshot"
    REFRESH_ASKED = "refresh_requested"
    CROSSED_LONG = "crossed_too_long"
    QUOTES_DIFFER = "quotes_differ"
    DELTAS_LOST = "deltas_lost"
    DELTAS_DISORDERED = "deltas_disordered"
    DELTA_IMPOSSIBLE = "delta_impossible"
    BOOK_TOO_LONG = "book_too_long"
    FORMAT_CHANGED = "depth_format_changed"
    UNREADABLE = "message_unreadable"
    BROKEN_MESSAGES = "messages_broken"
    REJOINED = "subscribed_again"
    BROKE_TOO_OFTEN = "book_broke_too_often"

    CROSSED = "crossed"
    LOCKED = "locked"
    SNAPSHOT_DUE = "snapshot_due"
    FORMAT_OPEN = "depth_format_open"
    FORMAT_DOUBTED = "depth_format_doubted"
    QUOTES_DOUBTED = "quotes_doubted"
    NOT_CONFIRMED = "not_confirmed"
    UNCHECKED = "list_unchecked"
    UNCHECKABLE = "list_uncheckable"
    EVENTS_MISSED = "events_missed"
    SILENCE_UNCHECKABLE = "silence_uncheckable"
    SOURCES_DISAGREE = "list_and_stream_disagree"
    PRINT_MISSING = "print_missing"
    LISTS_REFUSED = "lists_refused"
    NO_GETS = "no_gets"

    PENDING = "subscription_pending"
    NOT_SUBSCRIBED = "subscription_failed"
    NOTHING_YET = "nothing_yet"
    NOT_RECORDED = "not_recorded"


class Rule(Enum):
    """The rules that hold the account's streams against each other (client 4.3); `CHANGE` is the balance's own."""

    ORDERS = "position_moved_without_execution"
    POSITIONS = "execution_without_position"
    BALANCE = "fee_without_balance"
    SETTLEMENT = "settlement_without_execution"
    CHANGE = "balance_change_missed"


class Guess(Enum):
    """What may be behind a failure that does not say it."""

    OTHER_ENVIRONMENT = "key_of_another_environment"
    KEY_DISABLED = "key_disabled_or_expired"
    KEY_MISMATCH = "private_key_does_not_match"
    ADDRESS_WRONG = "address_wrong"
    UNAVAILABLE = "unavailable"
    SIGN_IN = "network_wants_sign_in"
    WEB_SITE = "address_of_a_web_site"


DISPROVEN_BY_SUCCESS: Final = frozenset(
    (Guess.OTHER_ENVIRONMENT, Guess.KEY_MISMATCH, Guess.ADDRESS_WRONG, Guess.WEB_SITE)
)
"""What cannot be where the same address took the same key before."""


class Reason(Struct, frozen=True):
    """A cause with its particulars. Times are monotonic nanoseconds.

    `text` is what another party said, or a name, and `code` its number for it; `guesses` what may be behind it; `done`
    of `of` how far it is; `seconds` a length; `by` the reason behind this one; `next_at` when the program itself takes
    the next step.
    """

    cause: Cause
    text: str = ""
    code: str = ""
    guesses: tuple[Guess, ...] = ()
    done: int | None = None
    of: int | None = None
    seconds: float | None = None
    by: Reason | None = None
    rule: Rule | None = None
    next_at: int | None = None

    @property
    def ending(self) -> Ending:
        """What ends it."""
        return _WAYS_OUT[self.cause].ending

    @property
    def remedies(self) -> tuple[UserAction, ...]:
        """What the person may do about it, the likeliest first; nothing where it ends by itself."""
        return _WAYS_OUT[self.cause].remedies

    @property
    def is_of_connection(self) -> bool:
        """Whether it holds for everything that comes by the connection, and is told once for all."""
        return self.cause in OF_CONNECTION


class _WayOut(Struct, frozen=True):
    ending: Ending
    remedies: tuple[UserAction, ...] = ()


_REFRESH: Final = (UserAction.REFRESH,)
_RECONNECT: Final = (UserAction.RECONNECT,)

_BY_SNAPSHOT: Final = _WayOut(Ending.SNAPSHOT)
_BY_LIST: Final = _WayOut(Ending.LISTED)

_WAYS_OUT: Final[Mapping[Cause, _WayOut]] = {
    Cause.NOT_CONNECTED: _WayOut(Ending.CONNECTED),
    Cause.CONNECTING: _WayOut(Ending.CONNECTED),
    Cause.CONNECTION_FAILED: _WayOut(Ending.CONNECTED, _RECONNECT),
    Cause.CONNECTION_LOST: _WayOut(Ending.CONNECTED, _RECONNECT),
    Cause.GIVEN_UP: _WayOut(Ending.PERSON, (UserAction.RECONNECT, UserAction.PROFILE)),
    Cause.ASKED: _WayOut(Ending.CONNECTED),
    Cause.KEY_REFUSED: _WayOut(Ending.PERSON, (UserAction.RECONNECT, UserAction.PROFILE)),
    Cause.PONG_MISSING: _WayOut(Ending.CONNECTED),
    Cause.STREAM_MUTE: _WayOut(Ending.CONNECTED),
    Cause.DEFECT: _WayOut(Ending.CONNECTED, _RECONNECT),
    Cause.REFUSED: _WayOut(Ending.ACCEPTED, _REFRESH),
    Cause.PICTURE_OLD: _WayOut(Ending.HEARD),
    Cause.STANDSTILL: _WayOut(Ending.ANSWERED),
    Cause.NO_DATA: _WayOut(Ending.HEARD, _RECONNECT),
    Cause.SILENT: _WayOut(Ending.HEARD, _REFRESH),
    Cause.SILENT_ALONE: _WayOut(Ending.HEARD, _REFRESH),
    Cause.SILENT_ASKED: _WayOut(Ending.ANSWERED),
    Cause.SILENT_RESUBSCRIBED: _WayOut(Ending.ANSWERED),
    Cause.SILENT_UNANSWERED: _WayOut(Ending.SLOWLY, _RECONNECT),
    Cause.LATE: _WayOut(Ending.ON_TIME, _RECONNECT),
    Cause.AFTER_SILENCE: _WayOut(Ending.ON_TIME),
    Cause.LIST_ASKED: _BY_LIST,
    Cause.LIST_FAILED: _BY_LIST,
    Cause.LIST_DOUBTED: _BY_LIST,
    Cause.LIST_AFTER_SILENCE: _BY_LIST,
    Cause.NO_SNAPSHOT: _BY_SNAPSHOT,
    Cause.REFRESH_ASKED: _BY_SNAPSHOT,
    Cause.CROSSED_LONG: _BY_SNAPSHOT,
    Cause.QUOTES_DIFFER: _BY_SNAPSHOT,
    Cause.DELTAS_LOST: _BY_SNAPSHOT,
    Cause.DELTAS_DISORDERED: _BY_SNAPSHOT,
    Cause.DELTA_IMPOSSIBLE: _BY_SNAPSHOT,
    Cause.BOOK_TOO_LONG: _BY_SNAPSHOT,
    Cause.FORMAT_CHANGED: _BY_SNAPSHOT,
    Cause.UNREADABLE: _WayOut(Ending.HEARD),
    Cause.BROKEN_MESSAGES: _WayOut(Ending.HEARD),
    Cause.REJOINED: _BY_SNAPSHOT,
    Cause.BROKE_TOO_OFTEN: _WayOut(Ending.SLOWLY, _RECONNECT),
    Cause.CROSSED: _WayOut(Ending.AGREED),
    Cause.LOCKED: _WayOut(Ending.AGREED),
    Cause.SNAPSHOT_DUE: _BY_SNAPSHOT,
    Cause.FORMAT_OPEN: _WayOut(Ending.DECIDED),
    Cause.FORMAT_DOUBTED: _WayOut(Ending.DECIDED),
    Cause.QUOTES_DOUBTED: _WayOut(Ending.AGREED),
    Cause.NOT_CONFIRMED: _WayOut(Ending.HEARD),
    Cause.UNCHECKED: _BY_LIST,
    Cause.UNCHECKABLE: _WayOut(Ending.RECONNECTED, _RECONNECT),
    Cause.EVENTS_MISSED: _WayOut(Ending.RECONNECTED, _RECONNECT),
    Cause.SILENCE_UNCHECKABLE: _WayOut(Ending.RECONNECTED, _RECONNECT),
    Cause.SOURCES_DISAGREE: _BY_LIST,
    Cause.PRINT_MISSING: _WayOut(Ending.PRINTED, _REFRESH),
    Cause.LISTS_REFUSED: _WayOut(Ending.RECONNECTED, _RECONNECT),
    Cause.NO_GETS: _WayOut(Ending.CONFIGURED),
    Cause.PENDING: _WayOut(Ending.ANSWERED),
    Cause.NOT_SUBSCRIBED: _WayOut(Ending.ANSWERED),
    Cause.NOTHING_YET: _WayOut(Ending.HEARD),
    Cause.NOT_RECORDED: _WayOut(Ending.NEVER),
}

OF_CONNECTION: Final = frozenset(
    (
        Cause.NOT_CONNECTED,
        Cause.CONNECTING,
        Cause.CONNECTION_FAILED,
        Cause.CONNECTION_LOST,
        Cause.DEFECT,
        Cause.GIVEN_UP,
        Cause.STANDSTILL,
    )
)
