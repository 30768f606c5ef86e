"""A small app that opens boxes over something, and notes which actions were asked for."""

from __future__ import annotations

import html
import re
from collections.abc import Callable, Sequence
from decimal import Decimal
from functools import partial
from typing import Any, ClassVar

from textual.app import App, ComposeResult
from textual.binding import BindingType
from textual.pilot import Pilot

from roxom_tui.model.market import Environment, Symbol
from roxom_tui.ui.actions import ACTIONS, UNDER_BOXES
from roxom_tui.ui.asking_app import AskingApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap, keymap
from roxom_tui.ui.lines import Line, Role, Span
from roxom_tui.ui.palette import Command, Palette, of_actions
from roxom_tui.ui.screens.modal_box import BOXES, Drawn
from roxom_tui.ui.theme import DARK, Paint, textual_theme

SIZES = [(120, 40), (80, 24), (40, 10)]


class BoxHost(App[None], inherit_bindings=False):
    """A first line with the badge as the dashboard has it, and numbers below."""

    ENABLE_COMMAND_PALETTE = False
    CSS = AskingApp.CSS
    CSS_PATH = BOXES
    BINDINGS: ClassVar[list[BindingType]] = [*DEFAULT_KEYMAP.bindings()]

    def __init__(self, keys: Keymap = DEFAULT_KEYMAP, environment: Environment = Environment.DEMO) -> None:
        super().__init__()
        self.keymap = keys
        self.set_keymap(dict(keys.changed))
        self.paint = Paint(DARK, environment)
        theme = textual_theme(DARK, environment)
        self.register_theme(theme)
        self.theme = theme.name
        self.asked: list[str] = []
        self.symbols: tuple[Symbol, ...] = (Symbol("GOLD-BTC"), Symbol("[/x]"))

    def compose(self) -> ComposeResult:
        yield Drawn(self._behind, id="behind")

    def check_action(self, action: str, parameters: tuple[object, ...]) -> bool | None:
        return not (self.screen.is_modal and action in UNDER_BOXES)

    def palette(self) -> Palette:
        symbols = [Command(f"Go to {name}", partial(self.note, "symbol", name)) for name in self.symbols]
        profiles = [
            Command(f"Switch to profile {name}", partial(self.note, "profile", name)) for name in ("demo", "[bold]mine")
        ]
        return Palette([*symbols, *profiles, *of_actions(self.keymap, lambda call: partial(self.run_action, call))])

    def note(self, name: str, *parameters: object) -> None:
        self.asked.append(" ".join([name, *map(str, parameters)]))

    def _behind(self, width: int, height: int) -> Sequence[Line]:
        badge = Span(f" {self.paint.environment.value.upper()} ", Role.BADGE)
        return [(badge,), *([(Span("last 0.043127 " * 60, Role.FAINT),)] * height)]


def _noting(name: str) -> Callable[..., None]:
    def noted(app: BoxHost, *parameters: object) -> None:
        app.note(name, *parameters)

    return noted


for _action in ACTIONS:
    setattr(BoxHost, f"action_{_action.method}", _noting(_action.method))


def rebound(**overrides: str) -> Keymap:
    result = keymap(overrides)
    assert isinstance(result, Keymap), result
    return result


def on_screen(app: App[Any]) -> list[str]:
    """The rows of the terminal as text, whatever lies over what."""
    rows: dict[Decimal, list[tuple[Decimal, str]]] = {}
    pattern = r'<text class="[^"]*-r\d+" x="([\d.]+)" y="([\d.]+)"[^>]*>([^<]*)</text>'
    for x, y, text in re.findall(pattern, app.export_screenshot()):
        rows.setdefault(Decimal(y), []).append((Decimal(x), html.unescape(text).replace("\xa0", " ")))
    return ["".join(text for _, text in sorted(parts)) for _, parts in sorted(rows.items())]


async def until(pilot: Pilot[Any], happened: Callable[[], object]) -> None:
    """Let the app work until something is so."""
    for _ in range(500):
        if happened():
            return
        await pilot.pause()
    raise AssertionError("it never happened")
