"""The head of the trades: bought against sold, and below it delta, CVD and pace. Each says its window. Pure."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Final

from msgspec import Struct

from roxom_tui.model.durations import MINUTE
from roxom_tui.model.money import Size
from roxom_tui.state.decimal_math import ratio
from roxom_tui.state.reading.trade_flow import Flow, Told
from roxom_tui.state.views.tape_figures import FILLED_IN, FlowWindow, TapeFlow, TradeRate
from roxom_tui.ui import format as fmt
from roxom_tui.ui.display_options import RenderContext
from roxom_tui.ui.lines import EMPTY, Line, Role, Span, width_of
from roxom_tui.ui.panels.face import Further
from roxom_tui.ui.panels.tape_choice import Measure
from roxom_tui.ui.widgets.digits import ColumnMemory, in_column

HEAD: Final = Further(
    "What was bought and sold",
    (
        ("━━ ──", "Bought against sold in the last 5 minutes, or in so much of them as there is: 5m 3:10."),
        ("12 % guessed", "Of that the side was inferred (△12%). Prints without a side (·3) are left out."),
        ("delta, Δ", "Bought less sold in the window, in contracts, by the time at which it happened."),
        (
            "CVD",
            "The same since trades are whole. A gap ends it, and so does a total of the exchange that skips a trade.",
        ),
        ("1.8x usual", "Prints of the last minute against the mean of 15, of which there must be 5."),
    ),
)

HEAD_FROM: Final = 14
"""Rows inside the frame from which there is a head: below it a screen of trades is worth more."""

HEAD_ROWS: Final = 2

_SPELT_OUT_FROM: Final = 60
"""Columns from which delta is called by its name, and not by its letter."""

_LEAST_BAR: Final = 4
_BOUGHT, _SOLD = "━", "─"


class _Drawing(Struct, frozen=True):
    """What all parts are drawn by."""

    columns: ColumnMemory
    width: int
    wall: int

    def number(self, name: str, text: str) -> str:
        """In a column of its own, that never becomes narrower."""
        return in_column(text, self.columns.room(f"head {name}", (text,)))

    def words(self, name: str, text: str) -> str:
        """The same for words, from the left."""
        return text.ljust(self.columns.needed(f"head {name}", len(text)))


def head_lines(flow: TapeFlow | None, measure: Measure, rendering: RenderContext) -> list[Line]:
    """Two lines; where trades are not whole there is nothing to tell."""
    drawing = _Drawing(rendering.columns, rendering.width, rendering.wall)
    if flow is None:
        return [(Span(" bought -- sold --", Role.FAINT),), (Span(" delta -- CVD --", Role.FAINT),)]
    return [_balance(flow.long, measure, drawing), _sums(flow, drawing)]


# --- bought against sold


def _balance(window: FlowWindow, measure: Measure, drawing: _Drawing) -> Line:
    """The window, both figures and the bar between them, and what of it is guessed or left out."""
    bought, sold = _measured(window.flow, measure)
    start: Line = (
        Span(f" {_window_words(window, measure.value)} ", Role.FAINT),
        Span(f"{drawing.number('bought', _text(bought))} ", Role.BID),
    )
    end: Line = (Span(f" {drawing.number('sold', _text(sold))}", Role.ASK),)
    room = drawing.width - width_of((*start, *end))
    forms = [*_uncertainty(window.flow, measure)] or [""]
    doubts = next((form for form in forms if len(form) + _LEAST_BAR <= room), forms[-1])
    if len(doubts) > room:
        # A figure that cannot be called an estimate is not told.
        return EMPTY
    cells = room - drawing.columns.needed(f"head doubts {forms.index(doubts)}", len(doubts))
    return (*start, *(_bar(bought, sold, cells) if cells >= _LEAST_BAR else ()), *end, Span(doubts, Role.SOFT))


def _window_words(window: FlowWindow, more: str = "") -> str:
    """`5m`, and how much of that there is while it fills."""
    filled = "" if window.is_full else f" {fmt.filled(window.filled, FILLED_IN)}"
    return f"{window.span // MINUTE}m{filled}{f' {more}' if more else ''}"


def _measured(flow: Flow, measure: Measure) -> tuple[Decimal | None, Decimal | None]:
    if measure is Measure.COUNT:
        return Decimal(flow.buys), Decimal(flow.sells)
    if measure is Measure.MEAN:
        return _mean(flow.bought, flow.buys), _mean(flow.sold, flow.sells)
    return flow.bought, flow.sold


def _mean(volume: Size, count: int) -> Decimal | None:
    """To the decimals of the sizes; None of nothing."""
    mean, exponent = ratio(volume, Decimal(count)), volume.as_tuple().exponent
    return None if mean is None else fmt.rounded(mean, max(0, -exponent) if isinstance(exponent, int) else 0)


def _text(figure: Decimal | None) -> str:
    return fmt.UNKNOWN if figure is None else fmt.grouped(figure)


def _bar(bought: Decimal | None, sold: Decimal | None, width: int) -> Line:
    """Heavy for what was bought, light for the rest; blank where nothing was traded."""
    one, other = bought or Decimal(0), sold or Decimal(0)
    share = ratio(one, one + other)
    if share is None:
        return (Span(" " * width),)
    cells = int(share * width + Decimal("0.5"))
    # A side that traded is seen, however little it was.
    cells = max(1 if one else 0, min(width - 1 if other else width, cells))
    return (Span(_BOUGHT * cells, Role.BID), Span(_SOLD * (width - cells), Role.ASK))


def _uncertainty(flow: Flow, measure: Measure) -> Iterator[str]:
    """What is guessed, and what is left out, in words, in signs, and that there is something."""
    part, whole = (flow.guessed, flow.bought + flow.sold)
    if measure is not Measure.VOLUME:
        part, whole = Size(Decimal(flow.guesses)), Decimal(flow.buys + flow.sells)
    share, unknown = ratio(part, whole), flow.counts[Told.NOT_KNOWN]
    guessed = fmt.percent(share, 0, signed=False) if share else ""
    guessed = "<1" if guessed == "0" else guessed
    if guessed or unknown:
        words = (f"{guessed} % guessed" if guessed else "", f"{unknown:,} without side" if unknown else "")
        yield " " + " · ".join(filter(None, words))
        yield " " + " ".join(filter(None, (f"△{guessed}%" if guessed else "", f"·{unknown:,}" if unknown else "")))
        yield " est."


# --- delta, CVD, pace


def _sums(flow: TapeFlow, drawing: _Drawing) -> Line:
    """As many parts as there is room for: first the pace gives way, then CVD, then the longer delta."""
    name = " delta " if drawing.width >= _SPELT_OUT_FROM else " Δ "
    line: Line = (Span(name, Role.FAINT), *_delta("1m", flow.short, drawing))
    # Until the short window is full, the long one holds the same.
    longer: Line = (Span(" "), *_delta("5m", flow.long, drawing)) if flow.short.is_full else EMPTY
    for part in (
        longer,
        (Span(" · CVD ", Role.FAINT), *_cvd(flow, drawing)),
        (Span(" · ", Role.FAINT), *_rate(flow.rate, drawing)),
    ):
        if width_of((*line, *part)) > drawing.width:
            break
        line = (*line, *part)
    return line if width_of(line) <= drawing.width else EMPTY


def _delta(name: str, window: FlowWindow, drawing: _Drawing) -> Line:
    return (Span(f"{_window_words(window)} ", Role.FAINT), _signed(f"delta {name}", window.flow.delta, drawing))


def _signed(name: str, figure: Size, drawing: _Drawing) -> Span:
    text = fmt.with_sign(figure, fmt.grouped(abs(figure)))
    return Span(drawing.number(name, text), Role.BID if figure > 0 else Role.ASK if figure < 0 else Role.TEXT)


def _cvd(flow: TapeFlow, drawing: _Drawing) -> Line:
    """The sum, and since when; after a gap it says that it is another one than before."""
    since = f"since {'gap ' if flow.after_gap else ''}{fmt.since(flow.since, drawing.wall)}"
    return (_signed("cvd", flow.cvd, drawing), Span(f" {drawing.words('since', since)}", Role.FAINT))


def _rate(rate: TradeRate, drawing: _Drawing) -> Line:
    """Prints in the last minute, and how many times what is usual; while that fills, of how long."""
    prints = fmt.UNKNOWN if rate.prints is None else f"{rate.prints:,}"
    filled = "" if rate.is_full else f" {fmt.filled(rate.filled, FILLED_IN)}"
    usual = "" if rate.times_usual is None else f" {rate.times_usual}x usual{filled}"
    return (Span(drawing.number("pace", prints), Role.TEXT), Span(f"/min{drawing.words('usual', usual)}", Role.SOFT))
