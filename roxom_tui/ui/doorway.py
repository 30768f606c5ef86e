"""The app as the terminal meets it: input enters through one gate, one box opens at a time, leaving is final.

And its colours are those that the terminal has.
"""

from __future__ import annotations

import asyncio
import os
from collections import deque
from collections.abc import Callable, Sequence
from contextlib import nullcontext
from typing import Any, Final
from weakref import WeakSet

from rich.console import RenderableType
from textual import constants
from textual._compositor import ChopsUpdate
from textual.app import App, ScreenStackError
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, MouseMove, Paste, Resize
from textual.filter import LineFilter, Monochrome
from textual.message import Message
from textual.screen import Screen

from roxom_tui.model.errors import INTERRUPTED
from roxom_tui.model.market import Environment
from roxom_tui.model.visible_text import is_visible
from roxom_tui.ui.color_fallback import WithoutColour, palettes_for
from roxom_tui.ui.terminal.driver import GuestDriver
from roxom_tui.ui.terminal.strips import WrittenRows
from roxom_tui.ui.terminal.writer import Writer
from roxom_tui.ui.theme import textual_theme, theme_name

INTERRUPT: Final = "ctrl+c"

MOST_WAITING: Final = 4096
"""Events; what comes on top is dropped, but for Ctrl+C."""
LONGEST: Final = 0.5
"""Seconds that one event is waited for, should it never be done."""
HURRY: Final = 0.15
"""Seconds that Ctrl+C waits for its turn."""
CALM: Final = 3
"""Turns of the loop with nothing left to do, after which an event is done: handlers hand on to each other."""

Entering = InputEvent | Paste

_WITHOUT_COLOUR: Final = WithoutColour()


class Gate:
    """`let_in` hands an event to the app, `is_calm` says whether nothing of it is left to be done.

    `interrupt` leaves without the app's queue: for a Ctrl+C that does not get through.
    """

    def __init__(
        self, let_in: Callable[[Entering], object], is_calm: Callable[[], bool], interrupt: Callable[[], object]
    ) -> None:
        self._let_in = let_in
        self._is_calm = is_calm
        self._interrupt = interrupt
        self._waiting: deque[Entering] = deque()
        self._task: asyncio.Task[None] | None = None
        self.is_closed = False
        self.patience = LONGEST
        """Seconds, as above."""

    @property
    def is_idle(self) -> bool:
        """True once all that entered has been acted on."""
        return self._task is None

    def enter(self, event: Entering) -> None:
        """Let it in now, or after those before it. In the loop's thread."""
        is_interrupt = isinstance(event, Key) and event.key == INTERRUPT
        if self.is_closed or (len(self._waiting) >= MOST_WAITING and not is_interrupt):
            return
        if isinstance(event, MouseMove) and self._waiting and isinstance(self._waiting[-1], MouseMove):
            # Where the mouse went through meanwhile has no meaning.
            self._waiting.pop()
        self._waiting.append(event)
        if is_interrupt:
            asyncio.get_running_loop().call_later(HURRY, self._hurry)
        if self.is_idle:
            self._task = asyncio.get_running_loop().create_task(self._pass_on())

    def close(self) -> None:
        """Nothing enters any more."""
        self.is_closed = True
        self._waiting.clear()

    def _hurry(self) -> None:
        """Whatever stands before a Ctrl+C, or hangs, must not keep it from the end."""
        if not self.is_closed:
            self._interrupt()

    async def _pass_on(self) -> None:
        try:
            await self._until_calm()
            while self._waiting:
                self._let_in(self._waiting.popleft())
                await self._until_calm()
        finally:
            self._task = None

    async def _until_calm(self) -> None:
        loop = asyncio.get_running_loop()
        until, calm = loop.time() + self.patience, 0
        while calm < CALM and loop.time() < until and not self.is_closed:
            calm = calm + 1 if self._is_calm() else 0
            # Where only time helps (a screen waits for its turn to be laid out), turns alone would be a spin.
            await asyncio.sleep(0 if calm else 0.001)


class Doorway(App[int], inherit_bindings=False):
    """Knows when a screen stands, and whether the person is leaving."""

    ENABLE_COMMAND_PALETTE = False
    """Textual's own palette is not ours: it opens over boxes, and has commands of its own."""

    def __init__(self, theme: str) -> None:
        super().__init__()
        self.palettes = palettes_for(os.environ, self.console.color_system)
        self.palette_in_use = self.palettes[theme]
        self._gate = Gate(self.post_message, self._is_calm, self.action_interrupt)
        self._standing: WeakSet[Screen[Any]] = WeakSet()
        self._owes_picture = False
        self._written = WrittenRows()
        self._titled = ""
        self.is_leaving = False
        """From the first wish to leave on; nothing else begins after it."""

    # --- colours ------------------------------------------------------------------------------

    def put_on(self, environment: Environment) -> None:
        """Textual's theme for the palette and the environment; it learns of one when it is first worn, for there are
        a dozen and each takes a while to make."""
        name = theme_name(self.palette_in_use, environment)
        if name not in self.available_themes:
            self.register_theme(textual_theme(self.palette_in_use, environment))
        self.theme = name

    def get_line_filters(self) -> Sequence[LineFilter]:
        """Textual's, but not its greys for NO_COLOR: those are colours too, and it takes an empty one for a set one."""
        if self.palette_in_use.plain:
            return (_WITHOUT_COLOUR,)
        return [each for each in super().get_line_filters() if not isinstance(each, Monochrome)]

    # --- the terminal -------------------------------------------------------------------------

    def get_driver_class(self) -> type[Driver]:
        """The terminal is one we share with a shell, unless whoever starts us brings a driver (`TEXTUAL_DRIVER`)."""
        return super().get_driver_class() if constants.DRIVER else GuestDriver

    @property
    def guest(self) -> GuestDriver | None:
        """The driver, where there is a terminal."""
        return self._driver if isinstance(self._driver, GuestDriver) else None

    @property
    def has_terminal(self) -> bool:
        """Whether the terminal is in our modes now."""
        return self.guest is not None and self.guest.has_terminal

    @property
    def is_behind(self) -> bool:
        """Whether frames are still waiting to be read by the terminal, so that another would only queue behind them."""
        return self._writer is not None and self._writer.is_behind

    @property
    def _writer(self) -> Writer | None:
        return None if self.guest is None else self.guest.writer

    def follow_terminal(self) -> None:
        """A change of size is told once, by a signal: one that was missed would leave a picture of another size."""
        if not self.screen_stack:
            # While the app closes its timers still go.
            return
        size = self.size if self.guest is None else self.guest.terminal_size
        if size != self.size or size != self.screen.outer_size:
            self.post_message(Resize(size, size))

    def on_guest_driver_lost(self, message: GuestDriver.Lost) -> None:
        """The terminal is lost: what is drawn reaches nobody."""
        self.lose_terminal(message.error)

    def lose_terminal(self, error: Exception) -> None:
        """End: a picture that reaches nobody must not look alive."""
        self.exit(1)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw, unless far too much waits to be read already; the first picture after that is a whole one."""
        if self._writer is not None and self._writer.is_far_behind:
            self._owes_picture = True
            return
        if self._owes_picture and self.screen_stack:
            self._owes_picture = False
            screen = self.screen
            renderable = screen._compositor.render_update(full=True, screen_stack=self._background_screens)
        if isinstance(renderable, ChopsUpdate):
            renderable = self._written.changes(renderable)
        elif renderable is not None:
            self._written.forget()
        with nullcontext() if self.guest is None else self.guest.in_one_piece():
            super()._display(screen, renderable)

    def retitle(self, title: str) -> None:
        """Name the window of the terminal, where that is another name than it has."""
        if title != self._titled and self.guest is not None:
            self._titled = title
            self.guest.name_window(title)

    def forget_written(self) -> None:
        """Write each row whole when it changes next: others may have written to the terminal as well."""
        self._written.forget()

    # --- what enters --------------------------------------------------------------------------

    async def _post_message(self, message: Message) -> bool:
        """Take over an event of the driver, from its thread into our loop."""
        if isinstance(message, InputEvent | Paste):
            if not isinstance(message, MouseMove):
                self.on_entered()
            self._gate.enter(message)
            return True
        return await super()._post_message(message)

    def on_entered(self) -> None:
        """The person did something."""

    async def on_event(self, event: Event) -> None:
        """Gate what is pasted or typed: it comes from anywhere, and Textual would paint it as it is."""
        if self.is_leaving and isinstance(event, InputEvent | Paste):
            return
        if isinstance(event, Paste):
            event.text = "".join(filter(is_visible, event.text))
        elif isinstance(event, Key) and event.is_printable and not is_visible(event.character or ""):
            return
        await super().on_event(event)

    def _is_calm(self) -> bool:
        """True once all that entered has been acted on, and the screen for what comes next stands."""
        try:
            screen = self.screen
        except ScreenStackError:
            return False
        if screen not in self._standing or self.message_queue_size:
            return False
        return not any(node.message_queue_size for node in screen.walk_children(with_self=True))

    # --- screens ------------------------------------------------------------------------------

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """No action begins once leaving has."""
        return not self.is_leaving and super().check_action(action, parameters)

    def push_screen(self, screen: Any, *arguments: Any, **more: Any) -> Any:
        """Open a screen, unless the person is leaving, or another lies over the dashboard: the first one stays.

        But for one that may lie over others, once.
        """
        is_covered = bool(self.screen_stack) and self.screen.is_modal
        lies_over = getattr(screen, "lies_over_boxes", False) and type(screen) is not type(self.screen)
        if self.is_leaving or (is_covered and not lies_over):
            return AwaitComplete()
        pushed = super().push_screen(screen, *arguments, **more)
        self.will_stand(screen)
        return pushed

    def will_stand(self, screen: Screen[Any]) -> None:
        """What is typed is for this screen once it is painted."""
        screen.call_after_refresh(self._standing.add, screen)

    # --- leaving ------------------------------------------------------------------------------

    def exit(self, *arguments: Any, **more: Any) -> None:
        """Leave, once: the first wish is the one that counts."""
        if not self.is_leaving:
            self.leave_off()
            super().exit(*arguments, **more)

    async def action_quit(self) -> None:
        self.exit(0)

    def action_interrupt(self) -> None:
        self.exit(INTERRUPTED)

    def leave_off(self) -> None:
        """Let nothing begin any more."""
        self.is_leaving = True
        self._gate.close()
