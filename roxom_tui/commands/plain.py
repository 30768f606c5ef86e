"""`roxom-tui dashboard --plain`: lines on stdout in the place of a screen; keys that make sense there still work."""

from __future__ import annotations

import asyncio
import os
import signal
import termios
import tty
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import FrameType
from typing import Any, Final

from roxom_tui.commands.options import bound_keys
from roxom_tui.commands.stdio import demand_reader, put
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.settings import Settings
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.model.channels import Stream
from roxom_tui.model.market import Symbol
from roxom_tui.model.money import Unit
from roxom_tui.model.ports import Clock, Mark, Reconnect, Record, Resync, SaveLast, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.actions import ACTIONS
from roxom_tui.ui.display_options import DisplayOptions
from roxom_tui.ui.keymap import Keymap, key_name
from roxom_tui.ui.notices import notice_words
from roxom_tui.ui.plain_lines import PlainLines, labelled, symbols_in, topics_of
from roxom_tui.words.alerts import state_words

LOOK: Final = 0.25
"""Seconds between looks at what is new."""
INPUT: Final = 0
ESCAPE: Final = 27
HANG_UP: Final = 128 + signal.SIGHUP


def run_plain(settings: Settings, symbol: Symbol) -> int:
    """Until q, a signal, or the reader of stdout leaves."""
    from roxom_tui.commands.dashboard import CLOSING_PATIENCE, load_feed

    demand_reader()
    keys, commands, mailbox = bound_keys(settings), CommandQueue(), SlotMailbox[ScreenSnapshot]()
    feed = load_feed(settings, commands, mailbox)
    session = PlainSession(settings, commands, mailbox, keys, SystemClock(), symbol, put)
    terminal = KeyTerminal()
    feed.start()
    try:
        return run_headless(lambda: session.run(terminal), terminal.give_back)
    finally:
        feed.close(CLOSING_PATIENCE)


class KeyTerminal:
    """Keys one by one from stdin, where that is a terminal; what it was like before is given back."""

    def __init__(self) -> None:
        self._before: list[Any] | None = termios.tcgetattr(INPUT) if os.isatty(INPUT) else None

    @property
    def has_keys(self) -> bool:
        """Whether anybody can press one."""
        return self._before is not None

    def take(self) -> None:
        """From now on, and after a stop once it goes on."""
        if self._before is not None:
            tty.setcbreak(INPUT, termios.TCSANOW)
            signal.signal(signal.SIGCONT, self._again)

    def give_back(self) -> None:
        """As it was."""
        if self._before is not None:
            with suppress(termios.error, OSError):
                termios.tcsetattr(INPUT, termios.TCSANOW, self._before)

    def _again(self, number: int, frame: FrameType | None) -> None:
        with suppress(termios.error, OSError):
            tty.setcbreak(INPUT, termios.TCSANOW)


class PlainSession:
    """Says what changed, and does what keys ask."""

    def __init__(
        self,
        settings: Settings,
        commands: CommandQueue,
        mailbox: SlotMailbox[ScreenSnapshot],
        keys: Keymap,
        clock: Clock,
        symbol: Symbol,
        say: Callable[[str], None],
    ) -> None:
        self._commands, self._mailbox, self._keys, self._clock = commands, mailbox, keys, clock
        self._profile = settings.profiles[settings.profile]
        self._print = say
        self._lines = PlainLines()
        self._options = DisplayOptions(unit=Unit(settings.ui.units))
        self._symbol = symbol
        self._picture: ScreenSnapshot | None = None
        self._by_key = {key: action.id for action in ACTIONS for key in keys.keys[action.id] if action.id in DOES}
        self.code: int | None = None
        """The exit code, once it is to end."""

    async def run(self, terminal: KeyTerminal) -> int:
        """Until a key ends it; the exit code."""
        loop = asyncio.get_running_loop()
        self._print(f"roxom-tui, profile {self._profile.name}. {self._how()}")
        if terminal.has_keys:
            terminal.take()
            loop.add_reader(INPUT, self._read)
        self._commands.send(ViewRequest(self._symbol, 1))
        while self.code is None:
            self.look()
            await asyncio.sleep(LOOK)
        loop.remove_reader(INPUT)
        return self.code

    def look(self) -> None:
        """Take what is new and say it."""
        self._mailbox.ask()
        self._picture = self._mailbox.take() or self._picture
        picture = self._picture
        if picture is None:
            return
        now, wall = self._clock.monotonic(), self._clock.wall()
        notices, dropped = self._mailbox.notices()
        # A picture that was made before something happened says how it was before.
        made = wall - (now - picture.built_at)
        for notice in notices:
            if notice.at <= made:
                self._tell(notice, wall)
        if dropped:
            self._said(f"{dropped} notices more")
        for line in self._lines.changes(picture, self._options, now, wall):
            self._print(line)
        for notice in notices:
            if notice.at > made:
                self._tell(notice, wall)

    def _tell(self, notice: Notice, wall: int) -> None:
        self._said(notice_words(notice, self._options, self._keys.key_label("connection"), wall))

    def _said(self, text: str) -> None:
        picture = self._picture
        if picture is None:
            self._print(text)
        else:
            self._print(labelled(picture, text, self._clock.monotonic(), self._clock.wall()))

    def _how(self) -> str:
        return f"{self._keys.key_label('help')} lists the keys, {self._keys.key_label('quit')} ends."

    # --- keys ---------------------------------------------------------------------------------

    def _read(self) -> None:
        try:
            typed = os.read(INPUT, 256)
        except OSError:
            typed = b""
        if not typed:
            # The terminal is gone.
            asyncio.get_running_loop().remove_reader(INPUT)
            self.code = HANG_UP
            return
        if typed[0] != ESCAPE:
            # What begins so is a key that has no meaning here, such as an arrow.
            for character in typed.decode("utf-8", "replace"):
                self.press(character)

    def press(self, character: str) -> None:
        """A key."""
        name = {"\x0c": "ctrl+l", " ": "space", "\r": "enter", "\n": "enter"}.get(character) or key_name(character)
        action = self._by_key.get(name or "")
        if action is not None:
            DOES[action](self)
        elif name is not None and any(name in keys for keys in self._keys.keys.values()):
            self._said(f"{character if character.isprintable() else name} has no meaning without a screen")

    def _go_to(self, symbol: Symbol) -> None:
        self._symbol = symbol
        self._commands.send(ViewRequest(symbol, 1))
        self._said(f"{symbol} in view")

    def symbol_at(self, number: int) -> None:
        """The nth symbol in view."""
        symbols = symbols_in(self._picture) or self._profile.symbols
        if number <= len(symbols):
            self._go_to(symbols[number - 1])
        else:
            self._said(f"no symbol {number}")

    def step(self, by: int) -> None:
        """The next symbol in view, or the one before."""
        symbols = list(symbols_in(self._picture) or self._profile.symbols)
        at = symbols.index(self._symbol) if self._symbol in symbols else 0
        self._go_to(symbols[(at + by) % len(symbols)])

    def units(self) -> None:
        """The other unit."""
        self._options = replace(self._options, unit=Unit.SATS if self._options.unit is Unit.BTC else Unit.BTC)
        self._said(f"amounts in {'sats' if self._options.unit is Unit.SATS else 'BTC'}")

    def hide(self) -> None:
        """Hide the account, or show it."""
        self._options = replace(self._options, hide_account=not self._options.hide_account)
        self._said(f"account {'hidden' if self._options.hide_account else 'shown'}")

    def pause(self) -> None:
        """Say nothing of prices and the account, or go on."""
        self._lines.is_paused = not self._lines.is_paused
        key = self._keys.key_label("pause")
        self._said(
            f"paused, the connection and alerts are still told; {key} goes on" if self._lines.is_paused else "on"
        )

    def everything(self) -> None:
        """All there is to say."""
        picture = self._picture
        if picture is None:
            self._print("no data yet")
            return
        for line in self._lines.everything(picture, self._options, self._clock.monotonic(), self._clock.wall()):
            self._print(line)

    def connection(self) -> None:
        """The connection and its streams."""
        picture = self._picture
        if picture is None:
            self._print("no data yet")
            return
        view, now = picture.connection, self._clock.monotonic()
        self._said(next(iter(topics_of(picture, self._options, now))).text)
        self._said(f"{view.messages} messages, {view.reconnects} reconnects, {view.resyncs} resyncs")
        for row in view.streams:
            self._said(f"{row.stream} {row.freshness.state.value}, {row.messages} messages")

    def alerts(self) -> None:
        """Every rule with its state."""
        rows = () if self._picture is None else self._picture.alerts.rows
        for row in rows:
            self._said(f"alert {row.text}: {state_words(row, self._clock.monotonic())}")
        if not rows:
            self._said("no alert is set")

    def refresh(self) -> None:
        """Ask for the book and the prices of the symbol in view afresh."""
        for stream in self._streams():
            self._commands.send(Resync(stream))
        self._said(f"{self._symbol} requested")

    def _streams(self) -> list[Stream]:
        rows = () if self._picture is None else self._picture.connection.streams
        return [row.stream for row in rows if row.stream.symbol == self._symbol]

    def reconnect(self) -> None:
        """Leave the connection and make another."""
        self._commands.send(Reconnect())
        self._said("reconnecting")

    def order(self, command: Record | SaveLast | Mark) -> None:
        """Have the feed do it; what comes of it is told by a notice."""
        self._commands.send(command)

    def help(self) -> None:
        """The keys that work here, a line each."""
        for action in ACTIONS:
            if action.id in DOES:
                self._print(f"{' '.join(self._keys.key_labels(action.id))}: {WORDS.get(action.id, action.help)}")

    def end(self, code: int) -> None:
        """Leave."""
        self.code = code


WORDS: Final[Mapping[str, str]] = {
    "overview": "All there is to say, now.",
    "pause": "Say nothing of prices and the account, or go on.",
    "resync": "Ask for the symbol in view afresh.",
    "mark": "Put a mark into a recording.",
    "alerts": "Every alert with its state.",
    "connection": "The connection and its streams.",
}
"""Of the actions that do something else here than on the screen."""


def _symbol(number: int) -> Callable[[PlainSession], None]:
    return lambda session: session.symbol_at(number)


DOES: Final[Mapping[str, Callable[[PlainSession], None]]] = {
    **{f"symbol_{n}": _symbol(n) for n in range(1, 10)},
    "previous_symbol": lambda session: session.step(-1),
    "next_symbol": lambda session: session.step(1),
    "overview": PlainSession.everything,
    "pause": PlainSession.pause,
    "toggle_units": PlainSession.units,
    "toggle_account": PlainSession.hide,
    "alerts": PlainSession.alerts,
    "resync": PlainSession.refresh,
    "reconnect": PlainSession.reconnect,
    "connection": PlainSession.connection,
    "record": lambda session: session.order(Record()),
    "save_last": lambda session: session.order(SaveLast()),
    "mark": lambda session: session.order(Mark("mark")),
    "help": PlainSession.help,
    "quit": lambda session: session.end(0),
}
"""The actions that make sense without a screen."""
