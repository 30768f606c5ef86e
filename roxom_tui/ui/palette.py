"""The command palette: every action by its name, every symbol, every profile, every panel.

Prompts are `Content`, because Textual reads one that is plain text as markup, and its own matcher does too.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Sequence
from typing import Final, cast

from msgspec import Struct
from rich.segment import Segment
from textual.app import ComposeResult
from textual.await_complete import AwaitComplete
from textual.command import CommandInput, CommandList, CommandPalette, DiscoveryHit, Hit, Hits, Provider, SearchIcon
from textual.containers import Horizontal, Vertical
from textual.content import Content
from textual.events import Click
from textual.fuzzy import FuzzySearch
from textual.strip import Strip
from textual.types import IgnoreReturnCallbackType
from textual.widgets import LoadingIndicator
from textual.widgets.option_list import Option

from roxom_tui.ui.actions import ACTIONS
from roxom_tui.ui.keymap import Keymap
from roxom_tui.ui.row_window import RowWindow
from roxom_tui.ui.screens.modal_box import BOXES

CHOSEN: Final = "▸"
_NAME = 18
_KEYS = 11
NOTHING: Final = "nothing matches"
_SAID = 0.01
"""The score of an entry whose sentence, not whose name, has what was typed."""


class Command(Struct, frozen=True):
    """An entry: its name, its keys as printed on them, a sentence, and the doing."""

    name: str
    run: IgnoreReturnCallbackType
    keys: str = ""
    help: str = ""


def of_actions(
    keymap: Keymap, run: Callable[[str], IgnoreReturnCallbackType], in_force: Collection[str] = ()
) -> list[Command]:
    """All actions in the order of their table, the digits of the symbol list last; `run` makes the doing of one.

    Those in force are named for what they do then, such as Resume.
    """
    return [
        Command(words.label, run(action.call), " ".join(keymap.key_labels(action.id)), words.help)
        for action in sorted(ACTIONS, key=lambda action: action.id.startswith("symbol_"))
        for words in (action.words(in_force),)
    ]


class Commands(Provider):
    """Looks through all entries; with nothing typed it lists them."""

    async def discover(self) -> Hits:
        """Every entry."""
        for command in cast(Palette, self.app.screen).commands:
            yield DiscoveryHit(self._prompt(command), command.run, text=command.name)

    async def search(self, query: str) -> Hits:
        """The entries whose name fits what was typed, letters that fit marked; then those whose sentence has it."""
        fuzzy = FuzzySearch()
        for command in cast(Palette, self.app.screen).commands:
            score, places = fuzzy.match(query, command.name)
            if score > 0:
                yield Hit(score, self._prompt(command, places), command.run, text=command.name)
            elif query.lower() in command.help.lower():
                yield Hit(_SAID, self._prompt(command), command.run, text=command.name)

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
    """Textual's list, for clicks on what has gone since it was drawn, and pages where there is no room for a line.

    The chosen entry has a mark in front, for whoever does not see the colour behind it.
    """

    def render_line(self, y: int) -> Strip:
        """Textual's line; the blank in front of the chosen entry is the mark."""
        strip = super().render_line(y)
        place = self.scroll_offset.y + y
        chosen = place < len(self._lines) and self._lines[place][0] == self.highlighted
        if not chosen or not strip.text.startswith(" "):
            return strip
        style = next(iter(strip)).style
        return Strip([Segment(CHOSEN, style), *strip.crop(1)], strip.cell_length)

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

    CSS_PATH = BOXES

    def __init__(self, commands: Sequence[Command]) -> None:
        super().__init__([Commands])
        self.commands = commands
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

    def on_mount(self) -> None:
        """Tell which entries are in sight whenever that changes."""
        # None where the program is left while this opens.
        for entries in self.query(Entries):
            for what in ("scroll_y", "virtual_size", "size"):
                self.watch(entries, what, self._show_range)

    def _show_range(self) -> None:
        for entries, frame in zip(self.query(Entries), self.query("#--container"), strict=True):
            window = RowWindow(entries.option_count, entries.scrollable_content_region.height)
            frame.border_subtitle = Content(window.words(round(entries.scroll_y)) if window.room else "")

    def _start_no_matches_countdown(self, search_value: str) -> None:
        """Textual waits half a second, in which nobody knows whether it looks yet; ours has looked."""
        if search_value and self._stands:
            words = Option(Content(NOTHING), disabled=True, id=self._NO_MATCHES)
            self.query_one(CommandList).add_option(words)
            self._list_visible = True

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
