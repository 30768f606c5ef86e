"""A person, a terminal and a line that are all out of hand: keys, clicks, pastes, sizes and answers in any cut.

The real reader's translation feeds the real app; only the terminal itself is not there. Nothing may raise, nothing
may be done that no key stands for, leaving is final, and Ctrl+C always leaves.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any, Final

from textual.events import Resize
from textual.geometry import Size

from roxom_tui.model.errors import INTERRUPTED
from roxom_tui.ui.actions import ACTIONS
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from tests.support.sample_screens import board, down
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.ui.terminal.answers import ESC, KNOWN, Line, cuts

LONGEST: Final = 10.0
"""Seconds that leaving may take on a machine that does much else."""

OPENING: Final = (b"s", b"P", b"i", b"?", b"\x10", b"\x1bOP", b"\x1b[112;5u")
MOVING: Final = (
    *(
        b"\x1b[A",
        b"\x1b[B",
        b"\x1b[C",
        b"\x1b[D",
        b"\x1b[5~",
        b"\x1b[6~",
        b"\x1b[H",
        b"\x1b[F",
        b"\x1b[1;5H",
        b"\x1b[1;5F",
    ),
    *(b"j", b"k", b"g", b"G", b"\t", b"\x1b[Z"),
)
DECIDING: Final = (b"\r", b"\r\r", ESC, b"\x1b\x1b", b"\x1b[27u", b"\x1b[13u", b"\x7f")
OTHERS: Final = (
    *(bytes((key,)) for key in b"123456789[],.z +-ubrRtxoe/m"),
    "й".encode(),
    b"\x1b[1081::113;;1081u",
    b"\x1bq",
)
LEAVING: Final = (b"q", b"\x03", b"\x1b[99;5u", b"\x1b[1089;5u", b"\x1b[1089::99;5u")

LEADS_TO: Final = {action.id: action.method for action in ACTIONS}


@dataclass
class Tally:
    """How many events were sent, how often the app was left, and what went wrong."""

    sent: int = 0
    sessions: int = 0
    wrong: list[str] = field(default_factory=list)


class Session:
    """One run of the app, from the first byte to the last."""

    def __init__(self, seed: int) -> None:
        self.random = Random(seed)
        self.line = Line()
        self.mailbox = HandMailbox(board())
        self.app = RoxomApp(settings(), Recorder(), self.mailbox, StillClock(), DEFAULT_KEYMAP, symbol=GOLD)
        self.done: Counter[str] = Counter()
        self.sent = 0
        self._pictures = (board(), down(board(), "reset by the exchange"))
        self._note_actions()

    def _note_actions(self) -> None:
        dispatch = self.app._dispatch_action

        async def noted(namespace: Any, name: str, parameters: Any) -> bool:
            if namespace is self.app:
                self.done[name] += 1
            return await dispatch(namespace, name, parameters)

        self.app._dispatch_action = noted  # type: ignore[method-assign,assignment]

    # --- what is done ---------------------------------------------------------------------------

    def read(self, data: bytes, after: float) -> None:
        """The terminal gives these bytes at once, so many seconds (of the line's clock) after those before."""
        driver = self.app._driver
        assert driver is not None
        for event in self.line.send(data, after):
            self.sent += 1
            driver.process_message(event)

    def resize(self) -> None:
        """Drag the corner of the window anywhere."""
        size = Size(self.random.randint(1, 180), self.random.randint(1, 60))
        self.app.post_message(Resize(size, size))

    async def work(self, turns: int) -> None:
        """Let the app work a little."""
        for _ in range(turns):
            await asyncio.sleep(0)

    def is_done(self) -> bool:
        """Whether all that was read has been acted on, or leaving has begun."""
        return self.app.is_leaving or (self.app._gate.is_idle and not self.app.message_queue_size)

    async def until(self, happened: Callable[[], bool]) -> bool:
        """Let it work until something is so; whether it came to be."""
        loop = asyncio.get_running_loop()
        until = loop.time() + LONGEST
        # What was read is on its way into the loop.
        await self.work(3)
        while not happened() and loop.time() < until:  # noqa: ASYNC110 - anything may be waited for
            await asyncio.sleep(0.001)
        return happened()

    # --- what comes -----------------------------------------------------------------------------

    def piece(self) -> bytes:
        """One thing that a person or a terminal does."""
        kind = self.random.random()
        choose = self.random.choice
        if kind < 0.004:
            return choose(LEAVING)
        if kind < 0.60:
            return choose(choose((OPENING, MOVING, DECIDING, OTHERS)))
        if kind < 0.80:
            return self._mouse()
        if kind < 0.86:
            return b"\x1b[200~" + self._letters() + b"\x1b[201~"
        if kind < 0.98:
            return choose(KNOWN)
        return self.random.randbytes(self.random.randint(1, 12)).replace(b"\x03", b"")

    def _letters(self) -> bytes:
        return bytes(self.random.choices(b"abgopsuz0123 []\n\r\t", k=self.random.randint(0, 20)))

    def _mouse(self) -> bytes:
        x, y = self.random.randint(1, 130), self.random.randint(1, 45)
        button = self.random.choice((0, 0, 0, 2, 35, 64, 65))
        press, release = b"\x1b[<%d;%d;%dM" % (button, x, y), b"\x1b[<%d;%d;%dm" % (button, x, y)
        return self.random.choice((press + release, (press + release) * 2, press, release))

    def reads(self) -> Iterator[bytes]:
        """Some things, in one read or in many."""
        data = b"".join(self.piece() for _ in range(self.random.randint(1, 12)))
        return iter(cuts(data, self.random, self.random.choice((0, 0, 1, 3, 20))))


async def play(seed: int, count: int) -> Tally:
    """So many things in as many sessions as it takes."""
    tally = Tally()
    while tally.sent < count:
        tally.sessions += 1
        session = Session(seed * 100_000 + tally.sessions)
        try:
            await _run(session, count - tally.sent)
        except Exception as error:  # noqa: BLE001 - whatever it is, it is what is looked for
            tally.wrong.append(f"seed {seed}, session {tally.sessions}: {type(error).__name__}: {error}")
        tally.sent += session.sent
    return tally


async def _run(session: Session, count: int) -> None:
    app = session.app
    if session.random.random() < 0.3:
        # As on a machine that does much else: nothing is ever done in time.
        app._gate.patience = 0.0
    async with app.run_test(size=session.random.choice(((120, 40), (80, 24), (60, 16)))) as pilot:
        if session.random.random() < 0.7:
            await pilot.pause()
        while not app.is_leaving and session.sent < count:
            await _turn(session)
        if not app.is_leaving:
            session.read(b"\x03", 5.0)
        left = await session.until(lambda: not app.is_running)
        code, screens = app.return_value, len(app.screen_stack) if app._running else 0
        for read in (*session.reads(), *session.reads()):
            session.read(read, 0.0)
            await session.work(session.random.randint(0, 5))
    assert left, "it did not leave"
    assert code in (0, INTERRUPTED), code
    assert screens == 0


async def _turn(session: Session) -> None:
    if session.app._exception is not None:
        raise session.app._exception
    for read in session.reads():
        session.read(read, session.random.choice((0.0, 0.0, 0.02, 0.15, 0.5, 1.2)))
        await session.work(session.random.choice((0, 0, 1, 5, 30)))
    if session.random.random() < 0.2:
        session.resize()
    if session.random.random() < 0.2:
        session.mailbox.put(session.random.choice(session._pictures))
    if session.random.random() < 0.9:
        assert await session.until(session.is_done), "it hangs"
