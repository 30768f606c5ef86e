"""One line for a status bar. What is not sound is marked in the text itself: a bar must not look fine when it froze."""

from __future__ import annotations

import html
import string
from collections.abc import Mapping
from decimal import Decimal
from typing import Any, Final

import orjson
from msgspec import Struct

from roxom_tui.model.durations import SECOND
from roxom_tui.model.market import Symbol
from roxom_tui.model.status import Freshness, PanelState
from roxom_tui.state.freshness import EXPIRY_NS
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

FORMATS: Final = ("plain", "tmux", "waybar", "i3bar")
TEMPLATE: Final = "{symbol} {last} {arrow}"
WITH_ACCOUNT: Final = "{symbol} {last} {arrow} {pnl}"

I3BAR_HEAD: Final = ('{"version":1}', "[")
"""What comes before the lines of i3bar's endless list."""

_SAT: Final = Decimal("1e-8")

_COLOURS: Final = {"live": "#6cb08a", "quiet": "#98a2af", "stale": "#d9a45b", "down": "#e0696d"}


class Field(Struct, frozen=True):
    """A part of the line: its text, and how good it is."""

    text: str
    state: PanelState = PanelState.LIVE


FIELDS: Final = ("symbol", "last", "arrow", "bid", "ask", "spread", "mark", "funding", "pnl", "state", "age")


def bad_template(template: str, *, with_account: bool) -> str:
    """What is wrong with a template; empty where nothing is."""
    try:
        names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    except ValueError as error:
        return f"{error}"
    unknown = [name for name in names if name not in FIELDS]
    if unknown:
        return f"there is no {{{unknown[0][:30]}}}; there are {', '.join(f'{{{name}}}' for name in FIELDS)}"
    return "{pnl} needs --with-account" if "pnl" in names and not with_account else ""


class StatusLine(Struct, frozen=True):
    """The line, and the class of the worst that is in it: `live`, `quiet`, `stale` or `down`."""

    text: str
    kind: str
    tooltip: str


def status_line(picture: ScreenSnapshot, template: str, now: int) -> StatusLine:
    """The line at `now` (monotonic ns)."""
    fields = _fields(picture, now)
    names = [name for _, name, _, _ in string.Formatter().parse(template) if name is not None]
    text = template.format_map({name: field.text for name, field in fields.items()})
    states = [fields[name].state for name in names] or [fields["last"].state]
    worst = min(states, key=lambda state: state.rank)
    mark = "REPLAY " if picture.connection.replay is not None else ""
    tooltip = f"{mark}{picture.connection.environment.value} {picture.ticker.symbol} {worst.value}"
    return StatusLine(f"{mark}{text}".rstrip(), _kind(worst), tooltip)


def _kind(state: PanelState) -> str:
    if state.is_moving:
        return "live"
    return {PanelState.QUIET: "quiet", PanelState.DOWN: "down"}.get(state, "stale")


def state_at(fresh: Freshness, picture: ScreenSnapshot, now: int) -> PanelState:
    """The state now: a picture that nobody renewed is stale, whatever it says."""
    is_late = now > fresh.valid_until or now - picture.built_at > EXPIRY_NS
    return PanelState.STALE if is_late and fresh.state.is_live else fresh.state


def _fields(picture: ScreenSnapshot, now: int) -> Mapping[str, Field]:
    ticker, book = picture.ticker, picture.book
    told = state_at(ticker.freshness, picture, now)
    quoted = state_at(book.quote_freshness, picture, now)
    age = _age(ticker.freshness, now)

    def price(value: Decimal | None, state: PanelState, fresh: Freshness) -> Field:
        text = "--" if value is None else format(value, "f")
        return Field(text, state) if state.is_live else Field(f"?{text} {_age(fresh, now)}".rstrip(), state)

    arrow = {1: "▲", -1: "▼"}.get(ticker.last_direction, "") if told.is_live else ""
    funding = None if ticker.funding_rate is None else ticker.funding_rate * 100
    return {
        "symbol": Field(ticker.symbol),
        "last": price(ticker.last, told, ticker.freshness),
        "arrow": Field(arrow, told),
        "bid": price(book.bid, quoted, book.quote_freshness),
        "ask": price(book.ask, quoted, book.quote_freshness),
        "spread": price(book.spread, quoted, book.quote_freshness),
        "mark": price(ticker.mark, told, ticker.freshness),
        "funding": price(funding, told, ticker.freshness),
        "pnl": _pnl(picture, ticker.symbol, now),
        "state": Field(told.value, told),
        "age": Field(age, told),
    }


def _pnl(picture: ScreenSnapshot, symbol: Symbol, now: int) -> Field:
    """The profit of the positions in the symbol, at the live mark."""
    fresh = picture.positions.freshness
    rows = [row for row in picture.positions.rows if row.symbol == symbol]
    states = [state_at(fresh, picture, now), *(row.state for row in rows)]
    worst = min(states, key=lambda state: state.rank)
    amounts = [row.pnl for row in rows]
    if None in amounts or (not rows and not worst.is_live):
        return Field("?--" if not worst.is_live else "--", worst)
    total = sum((amount for amount in amounts if amount is not None), Decimal(0))
    # As the screen shows it: the mark has eight digits, and their product sixteen.
    text = f"{total.quantize(_SAT):+f}" if rows else ""
    return Field(text if worst.is_live else f"?{text}", worst)


def _age(fresh: Freshness, now: int) -> str:
    known = max((at for at in (fresh.data_at, fresh.proven_at) if at is not None), default=None)
    if known is None:
        return ""
    seconds = max(0, now - known) // SECOND
    return f"{seconds}s" if seconds < 120 else f"{seconds // 60}m"


def formatted(line: StatusLine, form: str) -> str:
    """The line as a bar wants it."""
    match form:
        case "tmux":
            # A bare # begins a format there.
            return line.text.replace("#", "##")
        case "waybar":
            # The text is markup there.
            text, tooltip = html.escape(line.text, quote=False), html.escape(line.tooltip, quote=False)
            return _json({"text": text, "tooltip": tooltip, "class": line.kind, "alt": line.kind})
        case "i3bar":
            block = {
                "name": "roxom",
                "full_text": line.text,
                "color": _COLOURS[line.kind],
                "urgent": line.kind == "down",
            }
            return _json([block])
        case _:
            return line.text


def _json(value: Any) -> str:
    return orjson.dumps(value).decode()
