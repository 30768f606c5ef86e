"""The help: what the focused panel shows and its keys; states, words and signs; then all other keys and panels."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Sequence
from typing import Any, ClassVar, Final, TypeAlias

from msgspec import Struct
from textual.binding import BindingType

from roxom_tui.model.status import PanelState
from roxom_tui.ui.actions import HEADINGS, Action, Context, here
from roxom_tui.ui.keymap import DEFAULT_KEYMAP, Keymap
from roxom_tui.ui.lines import Line, Role, Span, fit, left
from roxom_tui.ui.panels import PANELS
from roxom_tui.ui.panels.base import Panel
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT, keys_for
from roxom_tui.ui.screens.overview_rows import TERMS as OVERVIEW
from roxom_tui.ui.screens.reading import GAP, Block, Reading, balanced, headed, stacked, wrapped
from roxom_tui.ui.states import answer_role
from roxom_tui.ui.theme import Paint

AnyPanel: TypeAlias = type[Panel[Any]]


class BoxWords(Struct, frozen=True):
    """What a box says of itself: its title, its keys, and its terms with their meanings."""

    title: str
    hint: str
    terms: tuple[tuple[str, str], ...]


class HelpPanels(Struct, frozen=True):
    """The panel that is focused, and all there are."""

    focused: AnyPanel | None = None
    shown: Sequence[AnyPanel] = PANELS
    box: BoxWords | None = None
    """The box that is open, where the person is in none of them."""

    @property
    def context(self) -> Context:
        """The keys that hold where the person is."""
        return Context.GLOBAL if self.focused is None else self.focused.context


class HelpScreen(Reading):
    """Shows the keys as they are bound now, and for what they do now."""

    BINDINGS: ClassVar[list[BindingType]] = keys_for({"help": "leave"})

    heading = "Help"
    lies_over_boxes = True

    def __init__(
        self,
        keymap: Keymap,
        panels: HelpPanels,
        in_force: Collection[str] = (),
        paint: Paint = DEFAULT_PAINT,
    ) -> None:
        super().__init__(paint)
        self.panels = panels
        self.keymap = keymap
        self.in_force = in_force
        self._made: tuple[int, list[Line]] = (0, [])

    def wanted(self) -> tuple[int, int]:
        """Two columns, and as many rows as they take, with a free one on both sides."""
        return _WIDTH, len(self.lines(_WIDTH)) + 4

    def lines(self, width: int) -> list[Line]:
        """The help for this width, made once."""
        if self._made[0] != width:
            self._made = width, help_lines(self.keymap, self.panels, width, self.in_force)
        return self._made[1]


TWO_COLUMNS: Final = 100
"""The least width for two columns of help."""

_WIDTH = TWO_COLUMNS + 12
_KEYS = 12
_WORD = 10

STATES: Final = {
    PanelState.LIVE: "Data is current and every check passes.",
    PanelState.SOUND: "The same in a replay: it was true at the time it tells.",
    PanelState.QUIET: "No updates due: the connection is proven alive, the market is quiet.",
    PanelState.WAITING: "Subscribed; nothing has come yet.",
    PanelState.UNPROVEN: "Shown, but a check that would vouch for it is open or failing; the title says which.",
    PanelState.RESYNC: "The book is being rebuilt from a fresh snapshot; the dim one is the old.",
    PanelState.STALE: "Too old to trust; dim, with its age.",
    PanelState.REJECTED: "The exchange refused the subscription, and said why.",
    PanelState.DOWN: "No connection; why, and when the next try is.",
}

WORDS: Final = {
    "CANNOT JUDGE": "An alert whose data is not sound, and for how long; after 30 s it tells once that it is blind.",
    "PAUSED": "The panel stands still, what comes meanwhile is counted; the state beside it is that of the newest.",
    "checked": "A fresh answer of the exchange was compared with the list so long ago.",
    "data 2 s old": "Silent for unusually long, not yet STALE.",
    "data delay 3 s": "Data arrives, that much after it happened.",
    "not recorded": "In a replay: it was not followed then, or is left out of the recording.",
    "1-3 of 7": "The rows in sight. At the next symbol, focus, zoom or size the list has the rows it needs.",
}
"""What stands beside a state."""

SIGNS: Final[tuple[tuple[Line, str], ...]] = (
    (
        (Span("▲", Role.BID), Span(" "), Span("▼", Role.ASK)),
        "The price rose, fell; in the trades, the buyer, the seller crossed the spread.",
    ),
    ((Span("△", Role.BID), Span(" "), Span("▽", Role.ASK)), "The same, inferred: the exchange did not say."),
    ((Span("▸", Role.ACCENT),), "The symbol in view, or the row that is chosen."),
    ((Span("●", Role.OWN),), "A resting order of your own, and its size."),
    ((Span("≥", Role.OWN),), "At least so much: not all of your orders are known, or not all of the trades."),
    ((Span("dim", Role.STALE),), "History: not to be trusted now; the title says why."),
    ((Span("╳", Role.ERROR), Span(" "), Span("!", Role.WARNING)), "On the bar of a replay: a gap; a finding."),
    ((Span("--", Role.TEXT),), "Not known. Never zero."),
    ((Span("··", Role.TEXT),), "A number that does not fit; it is never cut."),
    ((Span("••••", Role.TEXT),), "An account figure, hidden."),
)

IDS: Final = "`[keys]` in the config file binds other keys; `roxom-tui config keys` lists the id of every action."


def help_rows(keymap: Keymap, actions: Sequence[Action], in_force: Collection[str] = ()) -> list[tuple[str, str]]:
    """Keys and what they do: a row an action, but one for the digits of the symbol list."""
    series = [action for action in actions if _is_digit(keymap, action)]
    rows: list[tuple[str, str]] = []
    for action in actions:
        if action not in series or len(series) < 2:
            rows.append((" ".join(keymap.key_labels(action.id)), action.words(in_force).help))
        elif action is series[0]:
            first, last = keymap.key_label(action.id), keymap.key_label(series[-1].id)
            rows.append((f"{first} … {last}", "Go to that symbol of the list."))
    return rows


def help_lines(keymap: Keymap, panels: HelpPanels, width: int, in_force: Collection[str] = ()) -> list[Line]:
    """The whole help in one column; where it is wide in two: what is here and the keys, and what all else means."""
    wide = width >= TWO_COLUMNS
    column = (width - GAP) // 2 if wide else width
    local = here(panels.context)
    first = [] if panels.focused is None else [_panel(panels.focused, column)]
    if panels.box is not None:
        first.append(_box(panels.box, column))
    if local:
        first.append(_keys_block(f"Keys {panels.context.value}", help_rows(keymap, local, in_force), column))
    first += [] if panels.focused is None else _further(panels.focused, column)
    words = [
        _states(column),
        _named("Beside a state", WORDS.items(), column),
        _signs(column),
    ]
    if panels.box is None or panels.box.terms is not OVERVIEW:
        words.append(_named("Overview", OVERVIEW, column))
    keys = [
        _keys_block(heading, help_rows(keymap, rest, in_force), column)
        for heading, actions in HEADINGS.items()
        if (rest := [action for action in actions if action not in local])
    ]
    keys.append(headed("Your own keys", wrapped(IDS, column, Role.SOFT), column))
    others = [panel for panel in panels.shown if panel is not panels.focused]
    elsewhere = [block for panel in others for block in (_panel(panel, column), *_further(panel, column))]
    if wide:
        return balanced([*first, *keys], words, elsewhere, column)
    return stacked([*first, *words, *keys, *elsewhere])


def _is_digit(keymap: Keymap, action: Action) -> bool:
    """True while a symbol's key is the digit it has by default."""
    return action.id.startswith("symbol_") and keymap.keys[action.id] == DEFAULT_KEYMAP.keys[action.id]


def _keys_block(title: str, rows: Iterable[tuple[str, str]], width: int) -> Block:
    return _named(title, ((left(keys, max(_KEYS - 1, len(keys))), sentence) for keys, sentence in rows), width)


def _named(title: str, rows: Iterable[tuple[str, str]], width: int) -> Block:
    """A word a row and what it means."""
    return headed(title, [line for row in rows for line in _row(*row, width)], width)


def _row(word: str, text: str, width: int) -> Block:
    lead = Span(f"{word:<{_KEYS - 1}} ", Role.TEXT)
    return wrapped(text, width, Role.SOFT, lead=(lead,), indent=max(_KEYS, len(lead.text)))


def _panel(panel: AnyPanel, width: int) -> Block:
    """What a panel shows, and what its words and signs mean."""
    return headed(panel.title, [*wrapped(panel.about, width, Role.SOFT), *_named("", panel.terms, width)[1:]], width)


def _box(box: BoxWords, width: int) -> Block:
    """The keys of an open box, and what its words mean."""
    return headed(box.title, [*wrapped(box.hint, width, Role.SOFT), *_named("", box.terms, width)[1:]], width)


def _further(panel: AnyPanel, width: int) -> list[Block]:
    """The same of what is laid over it."""
    return [_named(f"{panel.title}: {part.title.lower()}", part.terms, width) for part in panel.further]


def _states(width: int) -> Block:
    lines: Block = []
    for state, meaning in STATES.items():
        lead = (Span(f"{state.value:<{_WORD}}", answer_role(state)),)
        lines += wrapped(meaning, width, Role.SOFT, lead=lead, indent=_WORD)
    return headed("States", lines, width)


def _signs(width: int) -> Block:
    lines: Block = []
    for sign, meaning in SIGNS:
        lines += wrapped(meaning, width, Role.SOFT, lead=fit(sign, _WORD), indent=_WORD)
    return headed("Signs", lines, width)
