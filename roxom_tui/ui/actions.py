"""Every action of the program in one table: it drives dispatch, footer, help and command palette.

A key is written as Textual names it. Contexts nest: in the order book the keys of the book, of every stream,
of every panel and of the whole program hold.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Collection, Mapping
from enum import StrEnum
from typing import Any, Final

from msgspec import Struct


class Context(StrEnum):
    """The places in which keys have a meaning; the value is how help names the place."""

    GLOBAL = "everywhere"
    PANEL = "in a panel"
    STREAM = "in a stream"
    LIST = "in a list"
    BOOK = "in the order book"
    TAPE = "in the trades"
    ORDERS = "in the orders"
    CHART = "in the chart"
    REPLAY = "in a replay"

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
    Context.ORDERS: Context.LIST,
    Context.CHART: Context.STREAM,
    Context.REPLAY: Context.PANEL,
}


class Words(Struct, frozen=True):
    """The name of an action, for footer and palette, and a sentence about it."""

    label: str
    help: str


class Action(Struct, frozen=True):
    """One thing the person can ask for. `label` is for the footer, `help` one sentence.

    `undo` are the words while it is in force, such as Resume for Pause: the same key then takes it back.
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
    undo: Words | None = None

    def words(self, in_force: Collection[str] = ()) -> Words:
        """What the key does now, where the actions of these ids are in force."""
        return self.undo if self.undo is not None and self.id in in_force else Words(self.label, self.help)

    @property
    def label_width(self) -> int:
        """Columns for the label, whether or not the action is in force: what stands behind it does not move."""
        return max(len(self.label), len(self.undo.label) if self.undo else 0)

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


def _in_chart(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, context=Context.CHART, in_footer=True, **more)


def _in_tape(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, context=Context.TAPE, **more)


def _replay(action_id: str, keys: str, label: str, sentence: str, **more: Any) -> Action:
    return _action(action_id, keys, label, sentence, context=Context.REPLAY, **more)


_BRACKETS: Final = ("left_square_bracket comma", "right_square_bracket full_stop")

HEADINGS: Final[Mapping[str, tuple[Action, ...]]] = {
    "Go to a symbol": (
        *(
            _action(f"symbol_{n}", f"{n}", f"Symbol {n}", f"Go to symbol {n} of the list.", command=f"symbol({n})")
            for n in range(1, 10)
        ),
        _action("previous_symbol", _BRACKETS[0], "Previous symbol", "Previous symbol.", command="step_symbol(-1)"),
        _action("next_symbol", _BRACKETS[1], "Next symbol", "Next symbol.", command="step_symbol(1)"),
        _action("pick_symbol", "s", "Symbol", "Find a symbol by name.", in_footer=True),
        _action("overview", "o", "Overview", "All symbols side by side.", in_footer=True),
    ),
    "Panels": (
        _urgent("next_panel", "tab", "Next panel", "Focus next panel.", command="cycle_panel(1)"),
        _urgent("previous_panel", "shift+tab", "Previous panel", "Focus previous panel.", command="cycle_panel(-1)"),
        _action("next_layout", "v", "Layout", "Next layout of the panels.", in_footer=True),
        _in_panel("move_down", "j down", "Down", "Down one line.", command="move(1)"),
        _in_panel("move_up", "k up", "Up", "Up one line.", command="move(-1)"),
        _in_panel("move_first", "g home", "First", "To the first line."),
        _in_panel("move_last", "G end", "Last", "To the last line."),
        _in_panel("page_down", "pagedown", "Page down", "Down one page.", command="page(1)"),
        _in_panel("page_up", "pageup", "Page up", "Up one page.", command="page(-1)"),
        _in_list("go_to_row", "enter", "Open", "A position or order in detail; else to the symbol of the row."),
        _in_list("filter", "slash", "Filter", "Filter the rows; Esc shows all."),
        _in_panel(
            "zoom",
            "z",
            "Zoom",
            "Zoom the panel to the full screen.",
            in_footer=True,
            undo=Words("Restore", "Restore the other panels."),
        ),
    ),
    "Data and order book": (
        _action(
            "pause",
            "space",
            "Pause",
            "Pause; counts updates.",
            context=Context.STREAM,
            in_footer=True,
            undo=Words("Resume", "Resume at the newest."),
        ),
        _action("recentre", "m", "Centre", "Order book back to the spread.", context=Context.BOOK),
        _action(
            "imbalance_scope",
            "c",
            "Scope",
            "Next part of the book for its imbalance: top 5, top 10, 10 bp, whole.",
            context=Context.BOOK,
        ),
        _in_book("coarser", "plus", "Coarser", "Coarser price grouping.", command="regroup(1)"),
        _in_book("finer", "minus", "Finer", "Finer price grouping.", command="regroup(-1)"),
        _action("book_columns", "d", "Columns", "Next columns of the order book.", context=Context.BOOK),
        _action("column_windows", "D", "Window", "Next window of the columns that look back.", context=Context.BOOK),
        _action("large_levels", "l", "Large levels", "List the last large levels.", context=Context.BOOK),
        _in_tape("raise_least", "f", "Larger", "Larger prints only.", command="least_size(1)", in_footer=True),
        _in_tape("lower_least", "F", "Smaller", "Smaller prints too.", command="least_size(-1)"),
        _in_tape(
            "join_prints", "e", "Join", "Prints of one taker as one: same instant, 50 ms, 200 ms.", in_footer=True
        ),
        _in_tape("measure", "c", "Count by", "The bar by volume, prints, mean size."),
        _action(
            "cost_of_size",
            "x",
            "Cost of a size",
            "What a size costs: 3.5, 0.2 btc, pos; Esc takes it off.",
            context=Context.BOOK,
        ),
        _action("cursor", "enter", "Cursor", "Cursor in the order book; Esc takes it off.", context=Context.BOOK),
        _action(
            "fills",
            "f",
            "Fills",
            "Your fills of this session.",
            context=Context.ORDERS,
            in_footer=True,
            undo=Words("Orders", "Back to the open orders."),
        ),
    ),
    "Charts": (
        _action("chart", "h", "Chart", "Show the chart; in it, its next face.", in_footer=True),
        _in_chart("longer_bars", "plus right_curly_bracket", "Longer", "Longer bars.", command="resize_bars(1)"),
        _in_chart("shorter_bars", "minus left_curly_bracket", "Shorter", "Shorter bars.", command="resize_bars(-1)"),
        _in_chart("overlay", "I", "Overlay", "Next figure over the bars."),
        _in_chart(
            "freeze",
            "H",
            "Freeze scale",
            "Freeze the scales.",
            undo=Words("Free scale", "Let the scales follow."),
        ),
        _in_chart("aim_back", "left", "Back in time", "Crosshair to the left.", command="aim(-1)"),
        _in_chart("aim_on", "right", "On in time", "Crosshair to the right.", command="aim(1)"),
    ),
    "Figures": (
        _action("toggle_units", "u", "BTC/sats", "All amounts in BTC, or in sats.", in_footer=True),
        _action(
            "toggle_account",
            "b",
            "Hide account",
            "Hide account figures.",
            in_footer=True,
            undo=Words("Show account", "Show account figures."),
        ),
    ),
    "Alerts": (
        _action("new_alert", "a", "New alert", "Be told when something comes true: a new rule."),
        _action("alerts", "A", "Alerts", "All rules: edit, on and off, mute, reset, try."),
        _action("silence", "M", "Do not disturb", "Alerts stay on the screen, for a time."),
    ),
    "Connection": (
        _action("pick_profile", "P", "Profile", "Switch profile."),
        _in_panel("resync", "r", "Refresh", "Refresh panel.", in_footer=True),
        _action("reconnect", "R", "Reconnect", "Reconnect at once."),
        _action("connection", "i", "Connection", "Connection: checks, rates, latency, log.", in_footer=True),
    ),
    "Recording": (
        _action("record", "w", "Record", "Record what comes into a file, or end that."),
        _action("save_last", "W", "Save last", "Save the last five minutes."),
        _action("mark", "p", "Mark", "Put a mark with a note into a recording; in a replay, beside it."),
    ),
    "Copies": (
        _in_panel("copy_row", "y", "Copy row", "Copy the row as CSV to the terminal's clipboard."),
        _in_panel("copy_panel", "Y", "Copy panel", "Copy the panel as CSV to the terminal's clipboard."),
        _action("save_copy", "E", "Save copy", "Write what was copied last to a file."),
        _action("save_picture", "C", "Save picture", "Save a picture of the screen to a file (SVG)."),
    ),
    "In a replay": (
        _replay("replay_back", "left", "Back 1 s", "Back by a second.", command="leap(-1)"),
        _replay("replay_on", "right", "On 1 s", "On by a second.", command="leap(1)"),
        _replay("replay_far_back", "J", "Back 10 s", "Back by ten seconds.", command="leap(-10)"),
        _replay("replay_far_on", "L", "On 10 s", "On by ten seconds.", command="leap(10)"),
        _replay("replay_slower", "less_than_sign", "Slower", "Slower.", command="pace(-1)"),
        _replay(
            "replay_faster", "greater_than_sign", "Faster", "Faster; at last as fast as it goes.", command="pace(1)"
        ),
        _replay("replay_message", "S", "Message", "On by one message.", command="next_message"),
        _replay("next_moment", "n", "Next moment", "To the next finding, mark, fill or gap.", command="moment(1)"),
        _replay("previous_moment", "N", "Moment before", "To the one before.", command="moment(-1)"),
        _replay("replay_time", "colon", "Time", "To a time: 12:03, +30s or 50%.", command="go_to_time"),
    ),
    "Program": (
        _action("theme", "t", "Theme", "Next theme."),
        _action("reload_config", "ctrl+r", "Read config", "Read the config again; what can be changed at once is."),
        _action("help", "question_mark f1", "Help", "Help for where you are.", in_footer=True),
        _urgent("palette", "ctrl+p", "Commands", "Find any command by name.", in_footer=True),
        _action("back", "escape", "Back", "Close; never quits.", fixed=("escape",)),
        _urgent(
            "suspend",
            "ctrl+z",
            "Suspend",
            "Suspend to the shell; `fg` comes back.",
            fixed=("ctrl+z",),
            command="suspend_process",
        ),
        _action("quit", "q", "Quit", "Quit.", in_footer=True),
        _urgent("interrupt", "ctrl+c", "Interrupt", "Quit from anywhere, with exit code 130.", fixed=("ctrl+c",)),
    ),
}
"""All actions under the headings of the help."""

ACTIONS: Final[tuple[Action, ...]] = tuple(action for actions in HEADINGS.values() for action in actions)

BY_ID: Final = {action.id: action for action in ACTIONS}

_USES: Final = Counter(key for action in ACTIONS for key in set(action.keys))

BY_PLACE: Final = frozenset(action.id for action in ACTIONS if any(_USES[key] > 1 for key in action.keys))
"""The actions whose key does something else in another place: they are bound to the panels of theirs alone."""

EVERYWHERE: Final = tuple(action.id for action in ACTIONS if action.id not in BY_PLACE)
"""All others, which the app has."""

UNDER_BOXES: Final = frozenset(action.method for action in ACTIONS if action.priority and not action.fixed)
"""Methods that must not reach the dashboard through a box over it: Textual offers priority keys to the app first."""


def footer(context: Context) -> tuple[Action, ...]:
    """The actions in the footer where the person is: the innermost context first."""
    return tuple(
        action for place in context.chain for action in ACTIONS if action.in_footer and action.context is place
    )


def by_place(context: Context) -> tuple[str, ...]:
    """The ids of the actions that only panels of this context have; those of a replay where their keys are free."""
    placed = [action for action in ACTIONS if action.id in BY_PLACE]
    own = [action for action in placed if action.context in context.chain]
    taken = {key for action in own for key in action.keys}
    replays = (action for action in placed if action.context is Context.REPLAY and not taken & set(action.keys))
    return tuple(action.id for action in (*own, *replays))


def here(context: Context) -> tuple[Action, ...]:
    """The actions that belong to the focused panel and not to every place, the innermost context first."""
    places = [place for place in context.chain if place is not Context.GLOBAL]
    return tuple(action for place in places for action in ACTIONS if action.context is place)
