"""The screen without a feed: a mailbox filled by hand, a control that remembers, and a clock that stands."""

from __future__ import annotations

from collections.abc import Callable

from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.channels import Stream
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import ChangeAlerts, FeedCommand, Reconnect, Resync, SwitchProfile, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.support.sample_screens import NOW, US100, US500, WALL
from tests.support.spellings import GOLD, OIL


class StillClock:
    """Time that moves only when told to."""

    def __init__(self) -> None:
        self.now, self.day = NOW, WALL

    def monotonic(self) -> int:
        return self.now

    def awake(self) -> int:
        return self.now

    def wall(self) -> int:
        return self.day

    def advance(self, ns: int) -> None:
        """Both clocks go on."""
        self.now += ns
        self.day += ns


class Recorder:
    """The feed's control, written down instead of done."""

    def __init__(self) -> None:
        self.wishes: list[ViewRequest] = []
        self.resyncs: list[Stream] = []
        self.reconnects = 0
        self.switches: list[str] = []
        self.alerts: list[ChangeAlerts] = []
        self.others: list[FeedCommand] = []
        """What records, and what moves a replay."""

    def send(self, command: FeedCommand) -> None:
        match command:
            case ViewRequest():
                self.wishes.append(command)
            case Resync(stream):
                self.resyncs.append(stream)
            case Reconnect():
                self.reconnects += 1
            case SwitchProfile(name):
                self.switches.append(name)
            case ChangeAlerts():
                self.alerts.append(command)
            case _:
                self.others.append(command)


class HandMailbox:
    """A single slot that a test fills."""

    def __init__(self, board: ScreenSnapshot | None = None) -> None:
        self._board = board
        self._wake: Callable[[], None] | None = None
        self._notices: list[Notice] = []
        self.asked = 0
        self.ways: list[int] = []

    def on_news(self, wake: Callable[[], None] | None) -> None:
        self._wake = wake

    def ask(self, soonest: float = 0.0, calmly: float = 0.0) -> None:
        self.asked += 1
        if self._board is not None and self._wake is not None:
            self._wake()

    def make_way(self, now: int) -> None:
        self.ways.append(now)

    def take(self) -> ScreenSnapshot | None:
        board, self._board = self._board, None
        return board

    def notices(self) -> tuple[tuple[Notice, ...], int]:
        taken, self._notices = tuple(self._notices), []
        return taken, 0

    def put(self, board: ScreenSnapshot) -> None:
        """A new picture from the feed."""
        self._board = board
        if self._wake is not None:
            self._wake()

    def put_notice(self, notice: Notice) -> None:
        """Something that must not be lost."""
        self._notices.append(notice)


def settings(environment: Environment = Environment.DEMO) -> Settings:
    """Two profiles with the four contracts."""
    symbols = (US500, US100, GOLD, OIL)
    first = Profile(environment.value, environment, symbols=symbols)
    other = Profile("second", Environment.SANDBOX, ws_url="wss://sandbox.invalid/ws", symbols=symbols)
    return Settings(first.name, {first.name: first, other.name: other})
