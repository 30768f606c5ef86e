"""Names of keys: from what a person writes to the name Textual knows, and from there to a label. Pure."""

from __future__ import annotations

import unicodedata
from typing import Final

from textual.keys import KEY_NAME_REPLACEMENTS, REPLACED_KEYS, Keys, key_to_character

_MODIFIERS: Final = ("ctrl", "alt", "shift", "super", "hyper", "meta")
_SPOKEN: Final = {
    "esc": "escape",
    "return": "enter",
    "pgup": "pageup",
    "pgdn": "pagedown",
    "del": "delete",
    "ins": "insert",
    "control": "ctrl",
    "option": "alt",
    "↑": "up",
    "↓": "down",
    "←": "left",
    "→": "right",
}
_LABELS: Final = {
    "up": "↑",
    "down": "↓",
    "left": "←",
    "right": "→",
    "escape": "Esc",
    "pageup": "PgUp",
    "pagedown": "PgDn",
    "space": "Space",
}
_NAMED: Final = frozenset(key.value for key in Keys if "+" not in key.value and key.value[0].isalpha())


def key_list(text: str) -> list[str]:
    """The keys in a setting: separated by spaces, or by commas where a comma is not itself the key."""
    return [key for part in text.split() for key in ([part] if part == "," else part.split(","))]


def key_name(written: str) -> str | None:
    """Textual's name of a key written as `z`, `[`, `Ctrl+P` or `PgUp`; None if there is no such key."""
    *prefix, base = written.split("+") if len(written) > 1 else [written]
    if written.endswith("++"):
        prefix, base = written[:-2].split("+"), "+"
    modifiers = [_SPOKEN.get(word.lower(), word.lower()) for word in prefix]
    if any(word not in _MODIFIERS for word in modifiers):
        return None
    return _joined(modifiers, _base_name(base))


def key_label(name: str) -> str:
    """What is printed on the key: `Shift+Tab`, `Ctrl+P`, `PgUp`, `?`."""
    *modifiers, base = name.split("+")
    return "+".join([*(word.capitalize() for word in modifiers), _base_label(base, bool(modifiers))])


def is_typing(name: str) -> bool:
    """Whether the key puts a character into a text field."""
    return _character(name) is not None


def _character(name: str) -> str | None:
    character = key_to_character(REPLACED_KEYS.get(name, name))
    return character if character is not None and character.isprintable() else None


def _base_name(base: str) -> str | None:
    base = _SPOKEN.get(base.lower(), base)
    if len(base) == 1:
        return _character_name(base)
    lower = base.lower()
    return lower if lower in _NAMED or _character(lower) is not None else None


def _character_name(character: str) -> str | None:
    if character.isalnum():
        return character
    name = unicodedata.name(character, "").lower().replace("-", "_").replace(" ", "_")
    return KEY_NAME_REPLACEMENTS.get(name, name) or None


def _joined(modifiers: list[str], base: str | None) -> str | None:
    """Terminals send Shift and a letter as the capital, and know no case under Ctrl."""
    if base is None:
        return None
    if modifiers == ["shift"] and len(base) == 1:
        return base.upper() if base.isalpha() else None
    if "ctrl" in modifiers and len(base) == 1:
        base = base.lower()
    ordered = [word for word in _MODIFIERS if word in modifiers]
    return "+".join([*ordered, base])


def _base_label(base: str, modified: bool) -> str:
    if base in _LABELS:
        return _LABELS[base]
    character = _character(base)
    if character is not None:
        return character.upper() if modified else character
    return base.capitalize()
