"""The command palette: every action by its name, every symbol, every profile, every panel.

Prompts are `Content`, because Textual reads one that is plain text as markup, and its own matcher does too.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from typing import Any, Protocol, cast

from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.fuzzy import FuzzySearch
from textual.types import IgnoreReturnCallbackType
from textual.widgets import LoadingIndicator

from roxom_tui.model.market import Symbol
from roxom_tui.ui.actions import ACTIONS, Action
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.panels.base import Panel

_NAME = 18
_KEYS = 11
_SAID = 0.01
"""The score of an entry whose sentence, not whose name, has what was typed."""


class PaletteApp(Protocol):
    """The part of the app that the palette needs."""

    keymap: Keymap

    def palette_symbols(self) -> Sequence[Symbol]:
        """The symbols one can go to, in the order of the list."""

    def palette_profiles(self) -> Sequence[str]:
        """The names of the profiles one can switch to."""

    def palette_panels(self) -> Sequence[type[Panel[Any]]]:
        """The panels one can give the keys to."""

    def go_to_panel(self, panel_id: str) -> None:
        """Give a panel the keys."""

    def go_to_symbol(self, symbol: Symbol) -> None:
        """Show this symbol."""

    def go_to_profile(self, name: str) -> None:
        """Switch to this profile."""


@dataclass(frozen=True, slots=True)
class Command:
    """An entry: its name, its keys as printed on them, a sentence, and the doing."""

    name: str
    keys: str
    help: str
    run: IgnoreReturnCallbackType


class Commands(Provider):
    """Looks through all entries; with nothing typed it lists them."""

    async def discover(self) -> Hits:
        """Every entry."""
        for command in self.commands():
            yield DiscoveryHit(self._prompt(command), command.run, text=command.name)

    async def search(self, query: str) -> Hits:
        """The entries whose name fits what was typed, letters that fit marked; then those whose sentence has it."""
        fuzzy = FuzzySearch()
        for command in self.commands():
            score, places = fuzzy.match(query, command.name)
            if score > 0:
                yield Hit(score, self._prompt(command, places), command.run, text=command.name)
            elif query.lower() in command.help.lower():
                yield Hit(_SAID, self._prompt(command), command.run, text=command.name)

    def commands(self) -> list[Command]:
        """The commands in order: what one goes looking for first, the digits of the symbol list last."""
        host = cast(PaletteApp, self.app)
        symbols = [Command(f"Go to {s}", "", "", partial(host.go_to_symbol, s)) for s in host.palette_symbols()]
        profiles = [
            Command(f"Switch to profile {name}", "", "", partial(host.go_to_profile, name))
            for name in host.palette_profiles()
        ]
        panels = [
            Command(f"Panel {panel.title}", "", panel.about, partial(host.go_to_panel, panel.panel_id))
            for panel in host.palette_panels()
        ]
        digits = [action for action in ACTIONS if action.id.startswith("symbol_")]
        others = [action for action in ACTIONS if action not in digits]
        named = [self._action(host, action) for action in others]
        return [*symbols, *profiles, *named, *panels, *(self._action(host, action) for action in digits)]

    def _action(self, host: PaletteApp, action: Action) -> Command:
        keys = " ".join(host.keymap.key_labels(action.id))
        return Command(action.label, keys, action.help, partial(self.app.run_action, action.call))

    def _prompt(self, command: Command, places: Sequence[int] = ()) -> Content:
        """One line: name, keys, sentence."""
        name = Content(command.name)
        if self.match_style is not None:
            for place in places:
                name = name.stylize(self.match_style, place, place + 1)
        if not command.help:
            return name
        gap = " " * max(1, _NAME - len(command.name))
        keys = Content.styled(f"{gap}{command.keys:<{_KEYS}}", "$foreground")
        return name + keys + Content.styled(command.help, "$text-muted")


class Entries(CommandList, can_focus=False):
    """Textual's list, for clicks on what has gone since it was drawn, and pages where there is no room for a line."""

    async def _on_click(self, event: Click) -> None:
        option = event.style.meta.get("option")
        if option is not None and option >= self.option_count:
            event.prevent_default()

    def action_page_up(self) -> None:
        """A page up, where there are lines."""
        if self.scrollable_content_region:
            super().action_page_up()  # type: ignore[no-untyped-call]

    def action_page_down(self) -> None:
        """A page down, where there are lines."""
        if self.scrollable_content_region:
            super().action_page_down()  # type: ignore[no-untyped-call]


class Palette(CommandPalette):
    """Textual's palette, which takes no harm from what comes before it stands, or twice, or after it has left."""

    def __init__(self) -> None:
        super().__init__([Commands])
        self._has_left = False

    def compose(self) -> ComposeResult:
        """As Textual's own, but for the list."""
        with Vertical(id="--container"):
            with Horizontal(id="--input"):
                yield SearchIcon()
                yield CommandInput(placeholder="type an action, a symbol or a profile", select_on_focus=False)
            with Vertical(id="--results"):
                yield Entries()
                yield LoadingIndicator()

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        """Its actions look for widgets that must be there."""
        return self._stands and super().check_action(action, parameters)

    def dismiss(self, result: None = None) -> AwaitComplete:
        """Leave, once."""
        if not self._stands:
            return AwaitComplete()
        self._has_left = True
        return super().dismiss(result)

    def _on_click(self, event: Click) -> None:  # type: ignore[override]
        # Textual's own asks for the widget at a place where, after a change of size, none may be.
        event.prevent_default()
        if event.widget is self:
            self._action_escape()

    @property
    def _stands(self) -> bool:
        return not self._has_left and self.is_current and bool(self.query(CommandList))
