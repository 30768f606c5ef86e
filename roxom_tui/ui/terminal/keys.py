"""From whole tokens to keys in Textual's names. Pure.

Understood are what terminals have always sent (Textual's table), xterm's modifyOtherKeys, and the kitty keyboard
protocol with all its parameters: `CSI code:shifted:base ; modifiers:event ; text u`.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct
from textual._ansi_sequences import ANSI_SEQUENCES_KEYS
from textual._keyboard_protocol import FUNCTIONAL_KEYS, MODIFIER_FUNCTIONAL_KEYS
from textual.events import Key
from textual.keys import _character_to_key

from roxom_tui.model.values import replace

# Where letters of other alphabets stand on a US keyboard, for Ctrl and Alt with such a letter, where the terminal does
# not report the base layout key itself. What a letter means alone is never guessed from here: phonetic layouts have it
# in other places.
_US: Final = "qwertyuiop[]asdfghjkl;'zxcvbnm,."
_RUSSIAN: Final = "йцукенгшщзхъфывапролджэячсмитьбю"
_UKRAINIAN: Final = "йцукенгшщзхїфівапролджєячсмитьбю"
_GREEK: Final = ";ςερτυθιοπ[]ασδφγηξκλ΄'ζχψωβνμ,."

_SHIFTED_FROM: Final = "`1234567890-=[]\\;',./"
_SHIFTED_TO: Final = '~!@#$%^&*()_+{}|:"<>?'
_SHIFTED: Final = str.maketrans(_SHIFTED_FROM, _SHIFTED_TO)

US_KEYS: Final[Mapping[str, str]] = {
    letter: key
    for layout in (_RUSSIAN, _UKRAINIAN, _GREEK)
    for letter, key in zip(layout, _US, strict=True)
    if not letter.isascii()
}
"""From the letter to the US key, both without Shift."""


def us_key(letter: str) -> str:
    """The US key where this letter stands; the letter itself where it is ASCII or in no layout known here."""
    return US_KEYS.get(letter.lower(), letter)


def with_shift(key: str) -> str:
    """The character that a US key types with Shift."""
    return key.upper() if key.isalpha() else key.translate(_SHIFTED)


_REPORT: Final = r"\x1b\[(\d*(?::\d*){0,2})(?:;(\d*(?::\d*)?))?(?:;([\d:]*))?([A-HP-Su~])"
_MODIFY_OTHER_KEYS: Final = r"\x1b\[27;(\d+);(\d+)~"

_MODIFIERS: Final = ("shift", "alt", "ctrl", "super", "hyper", "meta")
"""In the order of their bits. Caps Lock and Num Lock, which come after them, change no key."""
_RELEASED: Final = 3
_SURROGATES: Final = range(0xD800, 0xE000)
_PRIVATE: Final = range(0xE000, 0xF900)
_LARGEST: Final = 0x10FFFF
_CTRL_SPACE: Final = "\0"
"""Textual's name of it is one that no key can be bound to, nor is it what the kitty protocol tells."""
_CHARACTERS: Final = {"backspace": "\x7f", "enter": "\r", "tab": "\t"}
"""What function keys type."""


class Report(Struct, frozen=True):
    """A key as the kitty protocol reports it. `shifted` and `base` are 0 where the terminal does not say."""

    code: int
    final: str
    modifiers: frozenset[str] = frozenset()
    shifted: int = 0
    base: int = 0
    text: str = ""
    is_release: bool = False

    @property
    def function(self) -> str | None:
        """The name of a key that is known by its number."""
        return FUNCTIONAL_KEYS.get(f"{self.code}{self.final}")


def keys_of_character(character: str) -> list[Key]:
    """A character that was typed, control characters among them."""
    if character == _CTRL_SPACE:
        return [Key("ctrl+space", character)]
    known = ANSI_SEQUENCES_KEYS.get(character)
    if isinstance(known, tuple):
        return [Key(key.value, character) for key in known]
    return [Key(_character_to_key(character), character)]


def keys_with_alt(character: str) -> list[Key]:
    """A character that was typed with Alt: it types nothing."""
    (key, *_) = keys_of_character(character)
    name = f"shift+{key.key.lower()}" if len(key.key) == 1 and key.key.isupper() else key.key
    return [Key(f"alt+{name}", None)]


def keys_of_sequence(sequence: str) -> list[Key]:
    """The keys that a control sequence stands for; none where it is no key."""
    report = read_report(sequence)
    if report is not None and (report.final == "u" or report.function is not None):
        return _keys_of_report(report)
    known = ANSI_SEQUENCES_KEYS.get(sequence)
    if isinstance(known, str):
        return keys_of_character(known)
    # Several keys are Textual's word for one with Alt or Meta, the first of them Esc.
    return [Key(known[0].value, None)] if isinstance(known, tuple) and len(known) == 1 else []


def read_report(sequence: str) -> Report | None:
    """A sequence of the kitty protocol, or one of xterm's, which say the same in another order."""
    if (other := re.fullmatch(_MODIFY_OTHER_KEYS, sequence)) is not None:
        return Report(_number(other[2]), "u", _modifiers(_number(other[1])))
    if (match := re.fullmatch(_REPORT, sequence)) is None:
        return None
    codes = [_number(each) for each in match[1].split(":")]
    modifiers, _, event = (match[2] or "").partition(":")
    return Report(
        # A letter alone counts as the first of its keys, a tilde as none.
        code=codes[0] or match[4] != "~",
        final=match[4],
        modifiers=_modifiers(_number(modifiers)),
        shifted=codes[1] if len(codes) > 1 else 0,
        base=codes[2] if len(codes) > 2 else 0,
        text="".join(map(_character, map(_number, (match[3] or "").split(":")))),
        is_release=_number(event) == _RELEASED,
    )


def _keys_of_report(report: Report) -> list[Key]:
    function = report.function
    if report.is_release or function in MODIFIER_FUNCTIONAL_KEYS:
        return []
    if report.text:
        return _typed(report)
    if function is not None:
        return [_combined(report.modifiers, function, _CHARACTERS.get(function))]
    return _untyped(report)


def _typed(report: Report) -> list[Key]:
    """A key that types something acts by what it types, or by its place where that is no ASCII."""
    if len(report.text) > 1:
        return [key for character in report.text for key in keys_of_character(character)]
    (key,) = keys_of_character(report.text)
    base = "" if report.text.isascii() else _at_base(report)
    name = _name_of(base) if base else key.key
    # A space is the only character that is typed alike with Shift and without.
    shift = report.modifiers & {"shift"} if report.text.isspace() else frozenset()
    return [_combined(shift, name, report.text, keeps_character=True)]


def _at_base(report: Report) -> str:
    base = _character(report.base)
    if base.isalpha():
        return base.upper() if report.text.isupper() else base
    return with_shift(base) if "shift" in report.modifiers else base


def _untyped(report: Report) -> list[Key]:
    """A key with modifiers, or one of a terminal that does not report what keys type."""
    character = _character(report.code)
    if not character:
        return []
    if report.modifiers <= {"shift"}:
        shifted = _character(report.shifted) or character.upper()
        return _typed(replace(report, text=shifted if report.modifiers else character))
    if not character.isascii():
        character = _character(report.base) or us_key(character)
    # In lower case İ is two characters, and no key has two.
    small = character.lower()
    return [_combined(report.modifiers, _name_of(small if len(small) == 1 else character), None)]


def _combined(modifiers: frozenset[str], name: str, character: str | None, *, keeps_character: bool = False) -> Key:
    return Key("+".join((*sorted(modifiers), name)), character if keeps_character or not modifiers else None)


def _name_of(character: str) -> str:
    return keys_of_character(character)[0].key


def _modifiers(reported: int) -> frozenset[str]:
    """The protocol adds one to the bits."""
    bits = max(0, reported - 1)
    return frozenset(name for bit, name in enumerate(_MODIFIERS) if bits & (1 << bit))


def _character(code: int) -> str:
    """The character of a code; empty where it is none that can be printed."""
    if not 0x20 <= code <= _LARGEST or code in _SURROGATES or code in _PRIVATE:
        return ""
    return character if (character := chr(code)).isprintable() else ""


def _number(digits: str) -> int:
    """Beyond any character it is all the same; the length of a sequence is bounded."""
    return int(digits) if digits else 0
