"""Every action of the program in one table: it drives dispatch, footer, help and command palette.

A key is written as Textual names it. Contexts nest: in the order book the keys of the book, of every stream,
of every panel and of the whole program hold.
"""

from __future__ import annotations

from dataclasses import dataclass
from enum import StrEnum
from typing import Final


class Context(StrEnum):
    """Where a key has its meaning; the value is how help names the place."""

    GLOBAL = "everywhere"
    PANEL = "in a panel"
    STREAM = "in a stream"
    BOOK = "in the order book"
    TAPE = "in the trades"

    @property
    def chain(self) -> tuple[Context, ...]:
        """This context and those around it, innermost first."""
        parent = _PARENTS.get(self)
        return (self,) if parent is None else (self, *parent.chain)

    def meets(self, other: Context) -> bool:
        """Whether keys of both can hold at the same moment."""
        return self in other.chain or other in self.chain


_PARENTS: Final = {
    Context.PANEL: Context.GLOBAL,
    Context.STREAM: Context.PANEL,
    Context.BOOK: Context.STREAM,
    Context.TAPE: Context.STREAM,
}


class Group(StrEnum):
    """A heading of the help."""

    SYMBOLS = "Symbols"
    PANELS = "Panels"
    BOOK = "Streams and order book"
    FIGURES = "Figures"
    CONNECTION = "Connection"
    PROGRAM = "Program"


@dataclass(frozen=True, slots=True)
class Action:
    """One thing the person can ask for. `label` is for the footer, `help` one sentence.

    `fixed` keys are never rebound: the terminal's own ways out must work whatever the configuration says.
    `priority` keys come before those of the focused widget, except keys that type a character.
    """

    id: str
    keys: tuple[str, ...]
    context: Context
    group: Group
    label: str
    help: str
    fixed: tuple[str, ...] = ()
    priority: bool = False
    in_footer: bool = False
    command: str = ""

    @property
    def call(self) -> str:
        """The action in Textual's spelling: a method `action_<id>` of the app unless `command` says else."""
        return f"app.{self.command or self.id}"


def _show_symbol(number: int) -> Action:
    return Action(
        id=f"symbol_{number}",
        keys=(str(number),),
        context=Context.GLOBAL,
        group=Group.SYMBOLS,
        label=f"Symbol {number}",
        help=f"Show symbol {number} of the list.",
        command=f"symbol({number})",
    )


_SYMBOLS: Final = (
    *(_show_symbol(number) for number in range(1, 10)),
    Action(
        "previous_symbol",
        ("left_square_bracket", "comma"),
        Context.GLOBAL,
        Group.SYMBOLS,
        "Previous symbol",
        "Show the symbol before this one.",
    ),
    Action(
        "next_symbol",
        ("right_square_bracket", "full_stop"),
        Context.GLOBAL,
        Group.SYMBOLS,
        "Next symbol",
        "Show the symbol after this one.",
    ),
    Action(
        "pick_symbol",
        ("s",),
        Context.GLOBAL,
        Group.SYMBOLS,
        "Symbol",
        "Find a symbol by typing part of its name.",
        in_footer=True,
    ),
)

_PANELS: Final = (
    Action(
        "next_panel",
        ("tab",),
        Context.GLOBAL,
        Group.PANELS,
        "Next panel",
        "Move the keys to the next panel.",
        priority=True,
    ),
    Action(
        "previous_panel",
        ("shift+tab",),
        Context.GLOBAL,
        Group.PANELS,
        "Previous panel",
        "Move the keys to the panel before.",
        priority=True,
    ),
    Action("move_down", ("j", "down"), Context.PANEL, Group.PANELS, "Down", "Move one line down."),
    Action("move_up", ("k", "up"), Context.PANEL, Group.PANELS, "Up", "Move one line up."),
    Action("move_first", ("g", "home"), Context.PANEL, Group.PANELS, "First", "Move to the first line."),
    Action("move_last", ("G", "end"), Context.PANEL, Group.PANELS, "Last", "Move to the last line."),
    Action("page_down", ("pagedown",), Context.PANEL, Group.PANELS, "Page down", "Move one page down."),
    Action("page_up", ("pageup",), Context.PANEL, Group.PANELS, "Page up", "Move one page up."),
    Action(
        "zoom",
        ("z",),
        Context.PANEL,
        Group.PANELS,
        "Zoom",
        "Fill the screen with this panel, and back.",
        in_footer=True,
    ),
)

_STREAMS: Final = (
    Action(
        "pause",
        ("space",),
        Context.STREAM,
        Group.BOOK,
        "Pause",
        "Hold the picture; what arrives is counted.",
        in_footer=True,
    ),
    Action(
        "coarser",
        ("plus",),
        Context.BOOK,
        Group.BOOK,
        "Coarser",
        "Join more prices in each row of the book.",
        in_footer=True,
    ),
    Action("finer", ("minus",), Context.BOOK, Group.BOOK, "Finer", "Join fewer prices in each row.", in_footer=True),
)

_FIGURES: Final = (
    Action(
        "toggle_units",
        ("u",),
        Context.GLOBAL,
        Group.FIGURES,
        "BTC/sats",
        "Show all money in BTC, or all in sats.",
        in_footer=True,
    ),
    Action(
        "toggle_account",
        ("b",),
        Context.GLOBAL,
        Group.FIGURES,
        "Hide account",
        "Hide the account's figures, or show them.",
        in_footer=True,
    ),
)

_CONNECTION: Final = (
    Action(
        "pick_profile",
        ("P",),
        Context.GLOBAL,
        Group.CONNECTION,
        "Profile",
        "Switch to another configured profile.",
    ),
    Action(
        "resync",
        ("r",),
        Context.PANEL,
        Group.CONNECTION,
        "Resync",
        "Ask for this panel's data anew.",
        in_footer=True,
    ),
    Action("reconnect", ("R",), Context.GLOBAL, Group.CONNECTION, "Reconnect", "Drop the connection and dial now."),
    Action(
        "connection",
        ("i",),
        Context.GLOBAL,
        Group.CONNECTION,
        "Connection",
        "Show rates, latency, counters and the log.",
        in_footer=True,
    ),
)

_PROGRAM: Final = (
    Action("theme", ("t",), Context.GLOBAL, Group.PROGRAM, "Theme", "Change to the next theme."),
    Action(
        "help",
        ("question_mark", "f1"),
        Context.GLOBAL,
        Group.PROGRAM,
        "Help",
        "Show what the keys do, here first.",
        in_footer=True,
    ),
    Action(
        "palette",
        ("ctrl+p",),
        Context.GLOBAL,
        Group.PROGRAM,
        "Commands",
        "Find any action by its name.",
        priority=True,
        in_footer=True,
    ),
    Action(
        "back",
        ("escape",),
        Context.GLOBAL,
        Group.PROGRAM,
        "Back",
        "Leave what is open; never the program.",
        fixed=("escape",),
    ),
    Action(
        "suspend",
        ("ctrl+z",),
        Context.GLOBAL,
        Group.PROGRAM,
        "Suspend",
        "Leave for the shell; `fg` brings you back.",
        fixed=("ctrl+z",),
        priority=True,
        command="suspend_process",
    ),
    Action(
        "quit",
        ("q",),
        Context.GLOBAL,
        Group.PROGRAM,
        "Quit",
        "Leave the program.",
        in_footer=True,
    ),
    Action(
        "interrupt",
        ("ctrl+c",),
        Context.GLOBAL,
        Group.PROGRAM,
        "Interrupt",
        "Leave the program from anywhere, with the exit code of an interrupt.",
        fixed=("ctrl+c",),
        priority=True,
    ),
)

ACTIONS: Final[tuple[Action, ...]] = (*_SYMBOLS, *_PANELS, *_STREAMS, *_FIGURES, *_CONNECTION, *_PROGRAM)

BY_ID: Final = {action.id: action for action in ACTIONS}


def footer(context: Context) -> tuple[Action, ...]:
    """What the footer offers where the person is: the innermost context first."""
    return tuple(
        action for place in context.chain for action in ACTIONS if action.in_footer and action.context is place
    )


def here(context: Context) -> tuple[Action, ...]:
    """The actions that belong to the focused panel and not to every place."""
    return tuple(
        action
        for place in context.chain
        if place is not Context.GLOBAL
        for action in ACTIONS
        if action.context is place
    )


def by_group() -> dict[Group, tuple[Action, ...]]:
    """All actions under the headings of the help, in the order of the table."""
    return {group: tuple(action for action in ACTIONS if action.group is group) for group in Group}
