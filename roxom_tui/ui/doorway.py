"""The app as the terminal meets it: input enters through one gate, one box opens at a time, leaving is final."""

from __future__ import annotations

from typing import Any, Final
from weakref import WeakSet

from rich.console import RenderableType
from textual.app import App, ScreenStackError
from textual.await_complete import AwaitComplete
from textual.driver import Driver
from textual.events import Event, InputEvent, Key, Paste
from textual.message import Message
from textual.screen import Screen

from roxom_tui.model.visible import is_visible
from roxom_tui.ui.gate import Gate
from roxom_tui.ui.terminal import words
from roxom_tui.ui.terminal.driver import GuestDriver

INTERRUPTED: Final = 130
"""The exit code of Ctrl+C."""


class Doorway(App[int], inherit_bindings=False):
    """Knows when a screen stands, and whether the person is leaving."""

    ENABLE_COMMAND_PALETTE = False
    """Textual's own palette is not ours: it opens over boxes, and has commands of its own."""

    def __init__(self) -> None:
        super().__init__()
        self._gate = Gate(self.post_message, self._is_calm, self.action_interrupt)
        self._standing: WeakSet[Screen[Any]] = WeakSet()
        self._owes_picture = False
        self.is_leaving = False
        """From the first wish to leave on; nothing else begins after it."""

    # --- the terminal -------------------------------------------------------------------------

    def get_driver_class(self) -> type[Driver]:
        """The terminal is one we share with a shell."""
        return GuestDriver

    @property
    def has_terminal(self) -> bool:
        """Whether the terminal is in our modes now."""
        return isinstance(self._driver, GuestDriver) and self._driver.has_terminal

    def on_guest_driver_lost(self, message: GuestDriver.Lost) -> None:
        """What is drawn reaches nobody."""
        self.lose_terminal(message.error)

    def lose_terminal(self, error: Exception) -> None:
        """End: a picture that reaches nobody must not look alive."""
        self.exit(1)

    def _display(self, screen: Screen[Any], renderable: RenderableType | None) -> None:
        """Draw, unless far too much waits to be read already; the first picture after that is a whole one."""
        if words.is_far_behind(self._driver):
            self._owes_picture = True
            return
        if self._owes_picture and self.screen_stack:
            self._owes_picture = False
            whole = self.screen._compositor.render_update(full=True, screen_stack=self._background_screens)
            super()._display(self.screen, whole)
            return
        super()._display(screen, renderable)

    # --- what enters --------------------------------------------------------------------------

    async def _post_message(self, message: Message) -> bool:
        """What the driver hands over, from its thread into our loop."""
        if isinstance(message, InputEvent | Paste):
            self._gate.enter(message)
            return True
        return await super()._post_message(message)

    async def on_event(self, event: Event) -> None:
        """What is pasted comes from anywhere, what is typed from any keyboard, and Textual would paint it as it is."""
        if self.is_leaving and isinstance(event, InputEvent | Paste):
            return
        if isinstance(event, Paste):
            event.text = "".join(filter(is_visible, event.text))
        elif isinstance(event, Key) and event.is_printable and not is_visible(event.character or ""):
            return
        await super().on_event(event)

    def _is_calm(self) -> bool:
        """Whether all that entered has been acted on, and the screen for what comes next stands."""
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
        """Open a screen, unless the person is leaving, or another lies over the dashboard: the first one stays."""
        if self.is_leaving or self._is_covered():
            return AwaitComplete()
        pushed = super().push_screen(screen, *arguments, **more)
        screen.call_after_refresh(self._standing.add, screen)
        return pushed

    def _is_covered(self) -> bool:
        return bool(self.screen_stack) and self.screen.is_modal

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
