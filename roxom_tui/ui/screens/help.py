"""The help: the keys where the person is, then everywhere else; then what panels show, and words and signs mean."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, ClassVar, Final, TypeAlias

from textual.binding import BindingType

from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import HEADINGS, Action, Context, here
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.lines import Line, Role, Span, fit, left
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, keys_for
from roxom_tui.ui.screens.reading import GAP, Block, Reading, balanced, headed, stacked, wrapped
from roxom_tui.ui.states import answer_role
from roxom_tui.ui.theme import Paint

Panels: TypeAlias = Sequence[type[Panel[Any]]]


class HelpScreen(Reading):
    """Shows the keys as they are bound now."""

    BINDINGS: ClassVar[list[BindingType]] = keys_for({"help": "leave"})

    heading = "Help"

    def __init__(
        self,
        keymap: Keymap,
        context: Context = Context.GLOBAL,
        paint: Paint = DEFAULT_PAINT,
        panels: Panels = PANELS,
    ) -> None:
        super().__init__(paint)
        self.panels = panels
        self.keymap = keymap
        self.context = context

    def wanted(self) -> tuple[int, int]:
        """Two columns, and as many rows as they take, with a free one on both sides."""
        return _WIDTH, len(self.lines(_WIDTH)) + 4

    def lines(self, width: int) -> list[Line]:
        """The help for this width."""
        return help_lines(self.keymap, self.context, width, self.panels)


TWO_COLUMNS: Final = 100
"""The least width for two columns of help."""

_WIDTH = TWO_COLUMNS + 12
_KEYS = 12
_WORD = 10

STATES: Final = {
    PanelState.LIVE: "Events arrive and every check passes.",
    PanelState.QUIET: "Nothing to tell: the market is quiet, the connection is proven alive.",
    PanelState.WAITING: "Asked for; nothing has come yet.",
    PanelState.UNPROVEN: "Shown, while a check has not decided yet.",
    PanelState.RESYNC: "The book is being built anew; the dim one is the old one.",
    PanelState.STALE: "Older than it may be; dim, with its age.",
    PanelState.REJECTED: "The exchange refused to send this, and said why.",
    PanelState.DOWN: "No connection; the reason and the next try stand beside it.",
}

SIGNS: Final[tuple[tuple[Line, str], ...]] = (
    (
        (Span("▲", Role.BID), Span(" "), Span("▼", Role.ASK)),
        "The price rose or fell; in the trades, who crossed the spread.",
    ),
    ((Span("△", Role.BID), Span(" "), Span("▽", Role.ASK)), "The same, guessed: the exchange did not say."),
    ((Span("●", Role.OWN),), "A resting order of your own, and its size."),
    ((Span("≥", Role.OWN),), "At least so much is yours: not all orders are known."),
    ((Span("*", Role.TEXT),), "Of a balance: as its last change reported it; no list has confirmed it yet."),
    ((Span("--", Role.TEXT),), "Not known. Never zero."),
    ((Span("··", Role.TEXT),), "A number that does not fit; it is never cut."),
)


def help_rows(keymap: Keymap, actions: Sequence[Action]) -> list[tuple[str, str]]:
    """Keys and what they do: a row an action, but one for the digits of the symbol list."""
    series = [action for action in actions if _is_digit(keymap, action)]
    rows: list[tuple[str, str]] = []
    for action in actions:
        if action not in series or len(series) < 2:
            rows.append((" ".join(keymap.key_labels(action.id)), action.help))
        elif action is series[0]:
            first, last = keymap.key_label(action.id), keymap.key_label(series[-1].id)
            rows.append((f"{first} … {last}", "Show that symbol of the list."))
    return rows


def help_lines(keymap: Keymap, context: Context, width: int, panels: Panels = PANELS) -> list[Line]:
    """The whole help in one column, or in two where it is wide."""
    wide = width >= TWO_COLUMNS
    column = (width - GAP) // 2 if wide else width
    local = here(context)
    blocks = [_keys_block(f"Here: {context.value}", keymap, local, column)] if local else []
    for heading, actions in HEADINGS.items():
        others = [action for action in actions if action not in local]
        blocks += [_keys_block(heading, keymap, others, column)] if others else []
    blocks += [_panels(panels, column), _states(column), _signs(column)]
    return balanced(blocks, column) if wide else stacked(blocks)


def _is_digit(keymap: Keymap, action: Action) -> bool:
    """True while a symbol's key is the digit it has by default."""
    return action.id.startswith("symbol_") and keymap.keys[action.id] == DEFAULT_KEYMAP.keys[action.id]


def _keys_block(title: str, keymap: Keymap, actions: Sequence[Action], width: int) -> Block:
    lines: Block = []
    for keys, sentence in help_rows(keymap, actions):
        lines += _row(Span(left(keys, max(_KEYS - 1, len(keys))) + " ", Role.TEXT), sentence, width, _KEYS)
    return headed(title, lines, width)


def _row(lead: Span, text: str, width: int, indent: int) -> Block:
    return wrapped(text, width, Role.SOFT, lead=(lead,), indent=max(indent, len(lead.text)))


def _panels(panels: Panels, width: int) -> Block:
    lines: Block = []
    for panel in panels:
        lines += _row(Span(f"{panel.title:<{_KEYS}}", Role.TEXT), panel.about, width, _KEYS)
    return headed("What the panels show", lines, width)


def _states(width: int) -> Block:
    lines: Block = []
    for state, meaning in STATES.items():
        lines += _row(Span(f"{state.value:<{_WORD}}", answer_role(state)), meaning, width, _WORD)
    return headed("What the states mean", lines, width)


def _signs(width: int) -> Block:
    lines: Block = []
    for sign, meaning in SIGNS:
        lines += wrapped(meaning, width, Role.SOFT, lead=fit(sign, _WORD), indent=_WORD)
    return headed("Signs", lines, width)
