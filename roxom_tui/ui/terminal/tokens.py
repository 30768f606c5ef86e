"""The tokens of what a terminal sends."""

from __future__ import annotations

from typing import NamedTuple, TypeAlias

from msgspec import Struct


class Text(Struct, frozen=True):
    """One character, control characters among them. Bytes that are no UTF-8 come as U+FFFD."""

    character: str


class Alt(Struct, frozen=True):
    """One character with ESC before it."""

    character: str


class Escape(Struct, frozen=True):
    """An ESC that is the key."""


class Pasted(Struct, frozen=True):
    """The text of a bracketed paste."""

    text: str


class Sequence(Struct, frozen=True):
    """A whole CSI or SS3 sequence in its 7-bit form. `is_late`: its ESC has already been taken for the key Esc."""

    text: str
    is_late: bool = False


class Answer(NamedTuple):
    """An OSC that answers a question of ours, without what begins and ends it."""

    text: str


Token: TypeAlias = Text | Alt | Escape | Pasted | Sequence | Answer
