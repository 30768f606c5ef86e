"""Bars behind digits and little graphs, in eighths of a cell. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from decimal import Decimal

from roxom_tui.ui.lines import Line, Role, Span, Tint

_LEFT = " ▏▎▍▌▋▊▉"
_UP = "▁▂▃▄▅▆▇█"


def eighths(share: Decimal, cells: int) -> int:
    """The length of a bar in eighths of a cell; anything above zero is seen."""
    if share <= 0:
        return 0
    return max(1, min(cells * 8, int(share * cells * 8)))


def behind(spans: Iterable[Span], length: int, tint: Tint, edge: Role) -> Line:
    """The spans with a bar of `length` eighths behind them, from the left.

    The cell where the bar ends shows its fraction only where it holds no digit.
    """
    whole, part = divmod(length, 8)
    drawn: list[Span] = []
    at = 0
    for span in spans:
        inside = max(0, min(len(span.text), whole - at))
        if inside:
            drawn.append(Span(span.text[:inside], span.role, tint))
        rest = span.text[inside:]
        if rest and part and at + inside == whole and rest[0] == " ":
            drawn.append(Span(_LEFT[part], edge))
            rest = rest[1:]
        if rest:
            drawn.append(Span(rest, span.role, span.tint))
        at += len(span.text)
    return tuple(drawn)


def sparkline(values: Sequence[Decimal | None], width: int) -> str:
    """The newest `width` values as blocks between their least and greatest; a gap where nothing was known."""
    newest = list(values[-width:])
    known = [value for value in newest if value is not None]
    if not known:
        return " " * width
    least, reach = min(known), max(known) - min(known)
    blocks = (" " if v is None else _UP[int((v - least) / reach * 7)] if reach else _UP[0] for v in newest)
    return "".join(blocks).rjust(width)
