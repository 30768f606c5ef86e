"""Headed blocks of lines, stacked or in two columns: what the reading screens are laid out with. Pure."""

from __future__ import annotations

import textwrap
from collections.abc import Sequence
from itertools import zip_longest
from typing import TypeAlias

from roxom_tui.ui.lines import EMPTY, Line, Role, Span, fit

Block: TypeAlias = list[Line]

GAP = 4
"""Columns between two blocks beside each other."""


def headed(title: str, lines: Sequence[Line], width: int) -> Block:
    """Lines under their title and a rule."""
    rule = Span("─" * max(0, width - len(title) - 1), Role.BORDER)
    return [fit((Span(title, Role.SOFT), Span(" "), rule), width), *lines]


def stacked(blocks: Sequence[Block]) -> Block:
    """Blocks below each other, an empty line between."""
    lines: Block = []
    for block in blocks:
        if block:
            lines.extend([EMPTY, *block] if lines else block)
    return lines


def beside(first: Block, second: Block, first_width: int) -> Block:
    """Two blocks next to each other."""
    pairs = zip_longest(first, second, fillvalue=EMPTY)
    return [(*fit(a, first_width + GAP), *b) if b else a for a, b in pairs]


def balanced(blocks: Sequence[Block], first_width: int) -> Block:
    """Blocks in reading order over two columns, parted where the columns come out most alike."""
    splits = [(stacked(blocks[:i]), stacked(blocks[i:])) for i in range(1, len(blocks) + 1)]
    first, second = min(splits, key=lambda split: max(len(split[0]), len(split[1])))
    return beside(first, second, first_width)


def wrapped(text: str, width: int, role: Role, lead: Line = EMPTY, indent: int = 0) -> Block:
    """Words over as many lines as they need; `lead` begins the first, blanks of `indent` cells the others."""
    parts = textwrap.wrap(text, max(8, width - indent)) or [""]
    first: Line = (*lead, Span(parts[0], role))
    return [first, *((Span(" " * indent), Span(part, role)) for part in parts[1:])]
