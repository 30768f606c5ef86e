"""Type a rule: what is wrong with it is told while it is typed, with the place and the word that was meant."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Final

from msgspec import Struct
from msgspec.structs import astuple

from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.rule import EVENTS, Rule
from roxom_tui.alerts.tokens import Slip
from roxom_tui.ui.lines import EMPTY, Line, Role, Span
from roxom_tui.ui.screens.line_editor import PROMPT, LineEditor
from roxom_tui.ui.screens.modal_box import DEFAULT_PAINT
from roxom_tui.ui.screens.reading import wrapped
from roxom_tui.ui.theme import Paint

_WIDTH: Final = 92
_ROWS: Final = 16

EXAMPLES: Final = (
    ("last > 0.0431 for 5s", "also mark, index, bid, ask, mid, spread_bp, oi"),
    ("last crosses down 0.0431 every 5m", "an event; at most one in five minutes"),
    ("move(5m) < -1 % rearm 0.5 %", "again only after it went back so far"),
    ("liq_distance < 5 %", "also pnl < -20000 sats, margin_ratio > 80 %"),
    ("print(buy) >= 10", "one taker; also volume(1m) > 3x, imbalance, ofi"),
    ("order is filled", "or partly_filled, cancelled, rejected, any"),
    ("state(book) is not live for 30s", "quote, trades, ticker, account; age(book) > 5s"),
    ('... until 18:00 -> notify, bell "words"', "UTC; hook:NAME starts a program of yours"),
)
_EXAMPLE_WIDTH: Final = max(len(example) for example, _ in EXAMPLES) + 2


class MayName(Struct, frozen=True):
    """The symbols and hooks that there are."""

    symbols: Sequence[str]
    hooks: Sequence[str] = ()


class RuleEditor(LineEditor[str]):
    """Answers the rule as it is written, or None."""

    heading = "Alert"
    hint = "Enter set · Esc back"

    def __init__(self, text: str, may_name: MayName, paint: Paint = DEFAULT_PAINT, *, goes_out: bool = True) -> None:
        super().__init__(text, paint)
        self._may_name = may_name
        self._goes_out = goes_out

    def wanted(self) -> tuple[int, int]:
        """The line, what is said of it, and the examples."""
        return _WIDTH, _ROWS + 2

    def answer(self, text: str) -> str | None:
        """The rule, if it can be read."""
        found = self._read(text)
        return found.text if isinstance(found, Rule) else None

    def remarks(self, text: str, width: int) -> Sequence[Line]:
        """The slip with a mark under its place, or how often it is told and where; and what else can be written."""
        found = self._read(text)
        said = (
            slip_lines(found, width)
            if isinstance(found, Slip)
            else meaning_lines(found, width, goes_out=self._goes_out)
        )
        said = [*said, *[EMPTY] * (3 - len(said))]
        return [*said, *(_example(*one, width) for one in EXAMPLES)]

    def _read(self, text: str) -> Rule | Slip:
        return parse(text, *astuple(self._may_name))


def slip_lines(slip: Slip, width: int) -> list[Line]:
    """A mark under the place, where that is in sight, and the sentence."""
    place = len(PROMPT) + slip.column - 1
    mark: Line = (Span(" " * place + "^", Role.WARNING),) if place < width else EMPTY
    return [mark, *wrapped(slip.sentence, width, Role.WARNING)]


def meaning_lines(rule: Rule, width: int, *, goes_out: bool = True) -> list[Line]:
    """How a rule is understood; of the demo it goes nowhere but onto the screen."""
    ways = (rule.ways or ("notify",)) if goes_out else ("the demo sends nothing out",)
    return [EMPTY, *wrapped(meaning(rule, ways), width, Role.GOOD)]


def meaning(rule: Rule, ways: Sequence[str]) -> str:
    """How often a rule is told, and by which ways, in words."""
    is_event = rule.operator.crosses or rule.figure in EVENTS
    parts = ["an event" if is_event else "a condition"]
    if rule.once or (rule.operator.crosses and rule.every is None and rule.rearm is None):
        parts.append("told once")
    elif is_event:
        parts.append("told each time")
    else:
        parts.append("told once a stretch" if rule.every is None else "told again while it holds")
    return " · ".join([*parts, "on the screen", *ways])


def _example(text: str, words: str, width: int) -> Line:
    """With its words, where there is room for all of them."""
    example = Span(f"{text:<{_EXAMPLE_WIDTH}}", Role.SOFT)
    return (example, Span(words, Role.FAINT)) if _EXAMPLE_WIDTH + len(words) <= width else (example,)
