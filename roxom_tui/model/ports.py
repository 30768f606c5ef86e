"""The protocols by which rooms use each other without importing each other."""

from __future__ import annotations

from collections.abc import Callable
from decimal import Decimal
from enum import Enum
from typing import Protocol, TypeAlias, TypeVar

from msgspec import Struct

from roxom_tui.model.book_columns import TOTAL_ONLY, ColumnsRequest
from roxom_tui.model.channels import Stream
from roxom_tui.model.charting import ChartRequest
from roxom_tui.model.market import ImbalanceScope, Symbol
from roxom_tui.model.status import Notice


class Clock(Protocol):
    """Time as nanoseconds, of this computer or of a recording."""

    def monotonic(self) -> int:
        """Nanoseconds to measure ages by: never goes back, and goes on while the computer sleeps."""

    def awake(self) -> int:
        """The same, standing still while the computer sleeps: as timers do."""

    def wall(self) -> int:
        """Nanoseconds since the epoch, for display only."""


class Detailed(Enum):
    """The things of which details are told."""

    POSITION = "position"
    ORDER = "order"


class DetailRequest(Struct, frozen=True):
    """Which one, by its id."""

    of: Detailed
    key: str


class ViewRequest(Struct, frozen=True):
    """The part of the data that the screen shows, so what the feed must keep and publish.

    `levels` is how many book rows a side the panel can draw, `group` the price step of a row (None: each level);
    `whole` asks for all levels of both sides beside the rows. `scope` is the part of the book of which the imbalance
    is told; `overview` asks for all symbols side by side; `columns` names the columns that are drawn of each row;
    `chart` is the chart that is in sight, `detail` the position or order whose details are.
    """

    symbol: Symbol
    levels: int = 20
    group: Decimal | None = None
    whole: bool = False
    scope: ImbalanceScope = ImbalanceScope.TOP_10
    overview: bool = False
    columns: ColumnsRequest = TOTAL_ONLY
    chart: ChartRequest | None = None
    detail: DetailRequest | None = None


class Resync(Struct, frozen=True):
    """Ask the exchange for a stream afresh."""

    stream: Stream


class Reconnect(Struct, frozen=True):
    """Reconnect, or try at once."""


class SwitchProfile(Struct, frozen=True):
    """Leave the profile that is open and open the one of this name."""

    name: str


class AlertVerb(Enum):
    """The things that can be asked of the alerts."""

    ADD = "add"
    REPLACE = "replace"
    DELETE = "delete"
    SWITCH = "switch"
    RESET = "reset"
    MUTE = "mute"
    TEST = "test"
    SILENCE = "silence"


class ChangeAlerts(Struct, frozen=True):
    """Change the rules. `rule` is the text of one that is there, `text` of the new one.

    `SWITCH` turns one off, or on again. `until` (wall ns) is how long one is mute, or all are silent; None ends it.
    """

    verb: AlertVerb
    rule: str = ""
    text: str = ""
    until: int | None = None


class Record(Struct, frozen=True):
    """Begin to record what comes, or end it."""


class SaveLast(Struct, frozen=True):
    """Write the last minutes to a file."""


class Mark(Struct, frozen=True):
    """Put a note into what is recorded; in a replay, beside it."""

    note: str


class Remember(Struct, frozen=True):
    """Keep a sentence of the screen's in the log: a notice stands for seconds."""

    sentence: str


class Leap(Enum):
    """The ways to another moment of a replay."""

    BY = "by"
    """So many seconds on, or back."""
    NOTABLE = "notable"
    """To the next finding, mark, fill or gap (1), or the one before (-1)."""
    MESSAGE = "message"
    """On by so many messages."""


class Play(Struct, frozen=True):
    """Go on with a replay, or pause it."""


class ChangeSpeed(Struct, frozen=True):
    """Play a replay faster (1) or slower (-1)."""

    by: int


class Seek(Struct, frozen=True):
    """Go to another moment of a replay."""

    leap: Leap
    amount: float


class GoTo(Struct, frozen=True):
    """Go to a moment of a replay, as a person writes it: `12:03`, `+30s`, `50%`."""

    text: str


FeedCommand: TypeAlias = (
    ViewRequest
    | Resync
    | Reconnect
    | SwitchProfile
    | ChangeAlerts
    | Record
    | SaveLast
    | Mark
    | Remember
    | Play
    | ChangeSpeed
    | Seek
    | GoTo
)
"""All that the screen may ask of the feed."""


class FeedControl(Protocol):
    """The feed's end of what the screen asks."""

    def send(self, command: FeedCommand) -> None:
        """Returns at once, from any thread; commands are obeyed in the order in which they came."""


T_co = TypeVar("T_co", covariant=True)


class Mailbox(Protocol[T_co]):
    """The screen's end of the single slot: newest wins, and notices that must not be lost beside it."""

    def on_news(self, wake: Callable[[], None] | None) -> None:
        """`wake` is called from the feed's thread, at most once until the next `ask`."""

    def ask(self, soonest: float = 0.0, calmly: float = 0.0) -> None:
        """Say that the next picture is wanted: in `soonest` seconds for what a person must see at once, in `calmly`
        for what streams. It comes then if there is news, else when there is."""

    def make_way(self, now: int) -> None:
        """A key was pressed at `now` (monotonic ns): for a moment what comes of it goes before what comes in."""

    def take(self) -> T_co | None:
        """The newest picture since the last call, or None."""

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        """Notices since the last call, and how many were dropped because nobody looked."""
