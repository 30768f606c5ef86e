"""The words in which causes, next steps and ends are told, with any particulars: to know them where they stand."""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import product
from typing import Final

from roxom_tui.model.reasons import Cause, Ending, Reason, Rule
from roxom_tui.words.reasons import brief_ending, ending, quoted, short, tag, whole

_ANY: Final = "\x01"
"""In the place of a particular, which is any text."""

_NUMBER: Final = 987_654
"""The same, where it is a number."""

LEAST_FREE: Final = 12
"""Shorter words stand in a sentence by chance."""

_BEGINS: Final = re.compile(r"for (\d+ \w+)( \d+ \w+)?")

_STEP: Final = re.compile(r"(?:next try|resubscribing|again) in [\d.]+ \w+(?: \d+ \w+)?")

_QUOTED: Final = re.compile(r"\d{3,6}: \S.*")
"""An error of the exchange by its number, in the exchange's words."""

_LETTERS: Final = re.compile(r"[A-Za-z]")


def _template(words: str) -> re.Pattern[str] | None:
    """The words as a pattern, or None where they are nothing but a particular."""
    parts = words.replace(str(_NUMBER), _ANY).split(_ANY)
    if not _LETTERS.search("".join(parts)):
        return None
    return re.compile(".+?".join(map(re.escape, parts)))


def _patterns() -> Iterator[re.Pattern[str]]:
    """The words of all causes, with any particulars."""
    behind = Reason(Cause.CONNECTION_FAILED, _ANY)
    for cause, by, rule in product(Cause, (None, behind), Rule):
        reason = Reason(cause, _ANY, _ANY, (), _NUMBER, _NUMBER, _NUMBER, by, rule)
        told = (words(reason) for words in (whole, short, tag, quoted))
        yield from (found for words in told if words and (found := _template(words)) is not None)


_CAUSES: Final = tuple({pattern.pattern: pattern for pattern in _patterns()}.values())
LONG: Final = tuple(
    pattern for pattern in _CAUSES if len(pattern.pattern) >= LEAST_FREE and not pattern.pattern.startswith(".")
)
_ENDINGS: Final = frozenset(
    words(Reason(cause), 0)
    for cause in Cause
    for words in (ending, brief_ending)
    if Reason(cause).ending not in (Ending.PERSON, Ending.ACCEPTED)
)


def reads_like_a_cause(words: str) -> bool:
    """Whether some words, from a separator to the next, are those of a cause, a next step or an end."""
    words = words.strip()
    return (
        words in _ENDINGS
        or _STEP.fullmatch(words) is not None
        or _BEGINS.fullmatch(words) is not None
        or _QUOTED.fullmatch(words) is not None
        or any(pattern.fullmatch(words) for pattern in _CAUSES)
    )
