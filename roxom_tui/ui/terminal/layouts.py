"""Where letters of other alphabets stand: the key of a US keyboard in the same place. Pure.

For Ctrl and Alt with such a letter, where the terminal does not report the base layout key itself. What a letter
means alone is never guessed from here: phonetic layouts have it in other places.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Final

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
    """What a US key types with Shift."""
    return key.upper() if key.isalpha() else key.translate(_SHIFTED)
