"""Every action of the program in one table: it drives dispatch, footer, help and command palette.

A key is written as Textual names it. Contexts nest: in the order book the keys of the book, of every stream,
of every panel and of the whole program hold.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Any, Final


class Context(StrEnum):
    """The places in which keys have a meaning; the value is how help names the place."""

    GLOBAL = "everywhere"
    PANEL = "in a panel"
    STREAM = "in a stream"
    LIST = "in a list"
    BOOK = "in the order book"
    TAPE = "in the trades"

    @property
    def chain(self) -> tuple[Context, ...]:
        """This context and those around it, innermost first."""
        parent = _PARENTS.get(self)
        return (self,) if parent is None else (self, *parent.chain)

    def meets(self, other: Context) -> bool:
        """True where keys of both can hold at the same moment."""
        return self in other.chain or other in self.chain


_PARENTS: Final = {
    Context.PANEL: Context.GLOBAL,
    Context.STREAM: Context.PANEL,
    Context.LIST: Context.PANEL,
    Context.BOOK: Context.STREAM,
    Context.TAPE: Context.STREAM,
}


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the person can ask for. `label` is for the footer, `help` one sentence.

    `fixed` keys are never rebound: the terminal's own ways out must work whatever the configuration says.
    `priority` keys come before those of the focused widget, except keys that type a character.
    """

    id: str
    keys: tuple[str, ...]
    label: str
    help: str
    context: Context = Context.GLOBAL
    fixed: tuple[str, ...] = ()
    priority: bool = False
    in_footer: bool = False
    command: str = ""

    @property
    def call(self) -> str:
        """The action in Textual's spelling: a method `action_<id>` of the app unless `command` says else."""
        return f"app.{self.command or self.id}"

    @property
    def method(self) -> str:
        """The name of that method, without its prefix and arguments."""
        return (self.command or self.id).partition("(")[0]


def _action(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    """A line of the table, its keys separated by blanks."""
    return Action(action_id, tuple(keys.split()), label, sentence, **more)


def _urgent(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, priority=True, **more)


def _in_panel(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, context=Context.PANEL, **more)


def _in_list(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, context=Context.LIST, in_footer=True, **more)


def _in_book(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, context=Context.BOOK, in_footer=True, **more)


_BRACKETS: Final = ("left_square_bracket comma", "right_square_bracket full_stop")

HEADINGS: Final[Mapping[str, tuple[Action, ...]]] = {
    "Symbols": (
        *(
            _action(f"symbol_{n}", f"{n}", f"Symbol {n}", f"Show symbol {n} of the list.", command=f"symbol({n})")
            for n in range(1, 10)
        ),
        _action(
            "previous_symbol",
            _BRACKETS[0],
            "Previous symbol",
            "Show the symbol before this one.",
            command="step_symbol(-1)",
        ),
        _action(
            "next_symbol", _BRACKETS[1], "Next symbol", "Show the symbol after this one.", command="step_symbol(1)"
        ),
        _action("pick_symbol", "s", "Symbol", "Find a symbol by typing part of its name.", in_footer=True),
    ),
    "Panels": (
        _urgent("next_panel", "tab", "Next panel", "Move the keys to the next panel.", command="cycle_panel(1)"),
        _urgent(
            "previous_panel",
            "shift+tab",
            "Previous panel",
            "Move the keys to the panel before.",
            command="cycle_panel(-1)",
        ),
        _in_panel("move_down", "j down", "Down", "Move one line down.", command="move(1)"),
        _in_panel("move_up", "k up", "Up", "Move one line up.", command="move(-1)"),
        _in_panel("move_first", "g home", "First", "Move to the first line."),
        _in_panel("move_last", "G end", "Last", "Move to the last line."),
        _in_panel("page_down", "pagedown", "Page down", "Move one page down.", command="page(1)"),
        _in_panel("page_up", "pageup", "Page up", "Move one page up.", command="page(-1)"),
        _in_list("go_to_row", "enter", "Go to", "Show the symbol of the marked row."),
        _in_list("filter", "slash", "Filter", "Show only rows with the words you type; Esc shows all again."),
        _in_panel("zoom", "z", "Zoom", "Fill the screen with this panel, and back.", in_footer=True),
    ),
    "Streams and order book": (
        _action(
            "pause",
            "space",
            "Pause",
            "Hold the picture; what arrives is counted.",
            context=Context.STREAM,
            in_footer=True,
        ),
        _action("recentre", "m", "Centre", "Bring the order book back to the spread.", context=Context.BOOK),
        _in_book("coarser", "plus", "Coarser", "Join more prices in each row of the book.", command="regroup(1)"),
        _in_book("finer", "minus", "Finer", "Join fewer prices in each row.", command="regroup(-1)"),
    ),
    "Figures": (
        _action("toggle_units", "u", "BTC/sats", "Show all money in BTC, or all in sats.", in_footer=True),
        _action("toggle_account", "b", "Hide account", "Hide the account's figures, or show them.", in_footer=True),
    ),
    "Connection": (
        _action("pick_profile", "P", "Profile", "Switch to another configured profile."),
        _in_panel("resync", "r", "Resync", "Ask for this panel's data anew.", in_footer=True),
        _action("reconnect", "R", "Reconnect", "Drop the connection and dial now."),
        _action("connection", "i", "Connection", "Show rates, latency, counters and the log.", in_footer=True),
    ),
    "Program": (
        _action("theme", "t", "Theme", "Change to the next theme."),
        _action("help", "question_mark f1", "Help", "Show what the keys do, here first.", in_footer=True),
        _urgent("palette", "ctrl+p", "Commands", "Find any action by its name.", in_footer=True),
        _action("back", "escape", "Back", "Leave what is open; never the program.", fixed=("escape",)),
        _urgent(
            "suspend",
            "ctrl+z",
            "Suspend",
            "Leave for the shell; `fg` brings you back.",
            fixed=("ctrl+z",),
            command="suspend_process",
        ),
        _action("quit", "q", "Quit", "Leave the program.", in_footer=True),
        _urgent(
            "interrupt",
            "ctrl+c",
            "Interrupt",
            "Leave the program from anywhere, with the exit code of an interrupt.",
            fixed=("ctrl+c",),
        ),
    ),
}
"""All actions under the headings of the help."""

ACTIONS: Final[tuple[Action, ...]] = tuple(action for actions in HEADINGS.values() for action in actions)

BY_ID: Final = {action.id: action for action in ACTIONS}

UNDER_BOXES: Final = frozenset(action.method for action in ACTIONS if action.priority and not action.fixed)
"""Methods that must not reach the dashboard through a box over it: Textual offers priority keys to the app first."""


def footer(context: Context) -> tuple[Action, ...]:
    """The actions in the footer where the person is: the innermost context first."""
    return tuple(
        action for place in context.chain for action in ACTIONS if action.in_footer and action.context is place
    )


def here(context: Context) -> tuple[Action, ...]:
    """The actions that belong to the focused panel and not to every place, the innermost context first."""
    places = [place for place in context.chain if place is not Context.GLOBAL]
    return tuple(action for place in places for action in ACTIONS if action.context is place)
