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


def full_scale(values: Iterable[Decimal]) -> Decimal:
    """The value of a full bar: what nine of ten values stay within, rounded up to 1, 2 or 5 times a power of ten.

    A scale that follows the greatest value itself makes every bar jump whenever that one changes, and one lump
    makes all others too small to tell apart.
    """
    ordered = sorted(values)
    usual = ordered[(len(ordered) - 1) * 9 // 10] if ordered else Decimal(0)
    if usual <= 0:
        return Decimal(1)
    unit = Decimal(1).scaleb(usual.adjusted())
    return next(unit * step for step in (1, 2, 5, 10) if unit * step >= usual)


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


def block(length: int, cells: int, role: Role) -> Span:
    """A bar of `length` eighths drawn in blocks, in a column of its own of so many cells.

    For terminals without a colour that is soft enough to lie behind digits.
    """
    whole, part = divmod(min(length, cells * 8), 8)
    return Span(("█" * whole + _LEFT[part].strip()).ljust(cells), role)


def chart(values: Sequence[Decimal | None], width: int, rows: int) -> list[str]:
    """The newest `width` values as columns between their least and greatest, from the top row down.

    A gap where nothing was known; a course that never moved is a line at the bottom.
    """
    newest = list(values[-width:]) if width > 0 else []
    heights = [0] * (max(0, width) - len(newest)) + _heights(newest, rows * 8)
    return ["".join(_block(height - row * 8) for height in heights) for row in reversed(range(rows))]


def _heights(values: Sequence[Decimal | None], most: int) -> list[int]:
    """Eighths of a row for each value: at least one where something is known."""
    known = [value for value in values if value is not None]
    if not known:
        return [0] * len(values)
    least, reach = min(known), max(known) - min(known)
    return [0 if v is None else 1 + int((v - least) / reach * (most - 1)) if reach else 1 for v in values]


def _block(height: int) -> str:
    return " " if height <= 0 else _UP[min(8, height) - 1]
