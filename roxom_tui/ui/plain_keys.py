"""What terminals without a keyboard protocol send for a key: some keys are others to them. Pure."""

from __future__ import annotations

from typing import Final

from roxom_tui.ui.keymap import character_of
from roxom_tui.ui.terminal.keys import keys_of_character, us_key, with_shift

_ALONE: Final = ("escape", "enter", "backspace")
"""Keys whose one byte stays as it is, whatever is held."""
_HEARD_WITH: Final = {"tab": "shift", "space": "ctrl"}
"""Keys that are another with one modifier alone. Arrows and their like say all that is held."""

_BEGIN_SEQUENCES: Final = "[]NOPX^_\\"
"""Characters that behind an Escape begin, or end, what a terminal reports."""

_CONTROL: Final = 0x1F
_SAME_WITH_CTRL: Final = {
    "2": "@",
    "3": "[",
    "4": "\\",
    "5": "]",
    "6": "^",
    "7": "_",
    "8": "\x7f",
    "/": "_",
    "?": "\x7f",
}
"""Characters that make with Ctrl what these make. Of the others all before `@` type what they are, Ctrl or not."""


def sent_as(name: str) -> str:
    """The key that arrives where a plain terminal is pressed `name`: mostly that key itself.

    Super, Hyper and Meta arrive only from terminals that tell all keys apart.
    """
    *modifiers, base = name.split("+")
    held = set(modifiers)
    if not held <= {"alt", "ctrl", "shift"}:
        return name
    kept = [word for word in modifiers if word == "alt"]
    return "+".join((*kept, *_without_alt(base, held - {"alt"})))


def can_arrive(name: str) -> bool:
    """Whether a plain terminal sends it as a key at all: with Alt some characters begin what is none."""
    *modifiers, base = name.split("+")
    if "alt" not in modifiers or "ctrl" in modifiers or (character := character_of(base)) is None:
        return True
    return (with_shift(character) if "shift" in modifiers else character) not in _BEGIN_SEQUENCES


def _without_alt(base: str, held: set[str]) -> tuple[str, ...]:
    if base in _ALONE:
        return (base,)
    if base in _HEARD_WITH:
        held &= {_HEARD_WITH[base]}
    elif "ctrl" in held and (character := character_of(base)) is not None:
        return tuple(_with_control(with_shift(character) if "shift" in held else character).split("+"))
    return (*sorted(held), base)


def _with_control(character: str) -> str:
    character = us_key(character)
    character = _SAME_WITH_CTRL.get(character, character)
    if "@" <= character < "\x7f":
        character = chr(ord(character) & _CONTROL)
    return keys_of_character(character)[0].key
