"""What a terminal is told, taken apart: text, single controls, and escape sequences of every kind."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import Final, NamedTuple

from tests.security.characters import is_harmless

_TOKEN: Final = re.compile(
    r"(?P<csi>(?:\x1b\[|\x9b)(?P<parameters>[0-?]*)(?P<between>[ -/]*)(?P<final>[@-~]))"
    r"|(?P<string>(?P<opened>\x1b[\]PX^_]|[\x9d\x90\x98\x9e\x9f])(?P<said>[^\x07\x1b\x9c]*)(?:\x07|\x1b\\|\x9c)?)"
    r"|(?P<escape>\x1b(?:[ -/]*[0-~])?)"
    r"|(?P<control>[\x00-\x1f\x7f-\x9f])"
    r"|(?P<text>[^\x00-\x1f\x7f-\x9f]+)"
)
_MODES: Final = frozenset(["1000", "1003", "1004", "1006", "1015", "1016", "1049", "2004", "2026", "2048", "25", "7"])
_COLOURS: Final = re.compile(
    r"(?:(?:0|1|2|22|3|4|7|23|24|27|39|49|[349][0-7]|10[0-7]|[34]8;(?:5;\d+|2;\d+;\d+;\d+));?)*"
)
_NUMBERS: Final = re.compile(r"[\d;]*")
_POINTERS: Final = ("22;default", "22;pointer", "22;text")
_TITLE: Final = re.compile(r"2;[A-Z0-9-]+ (?:--|[\d.,]+) [A-Z]+ · roxom-tui")


class Token(NamedTuple):
    """A piece of output. `what` is the whole of it; `kind` one of csi, string, escape, control, text."""

    kind: str
    what: str
    match: re.Match[str]


def tokens(written: bytes) -> Iterator[Token]:
    """The output in pieces."""
    for found in _TOKEN.finditer(written.decode("utf-8", "surrogateescape")):
        kind = next(name for name in ("csi", "string", "escape", "control", "text") if found[name] is not None)
        yield Token(kind, found[0], found)


def foreign(written: bytes, *, is_screen: bool) -> list[str]:
    """Everything in the output that the program would not say by itself; `is_screen` for the dashboard's."""
    return [token.what for token in tokens(written) if not _is_ours(token, is_screen=is_screen)]


def titles(written: bytes) -> list[str]:
    """The titles that were set."""
    said = [token.match["said"] for token in tokens(written) if token.kind == "string"]
    return [one[2:] for one in said if one.startswith("2;")]


def _is_ours(token: Token, *, is_screen: bool) -> bool:
    if token.kind == "text":
        return all(map(is_harmless, token.what))
    if token.kind == "control":
        return token.what in "\r\n"
    if not is_screen:
        return False
    if token.kind == "string":
        opened, said = token.match["opened"], token.match["said"]
        return opened == "\x1b]" and (said in _POINTERS or _TITLE.fullmatch(said) is not None)
    return token.kind == "csi" and token.what[1] == "[" and _is_our_order(token.match)


def _is_our_order(found: re.Match[str]) -> bool:
    """Styles, places, the modes that are switched on and off again, and what is asked at the start."""
    parameters, final = found["parameters"], found["final"]
    if found["between"]:
        return found[0] == "\x1b[?2026$p" or found[0] == "\x1b[?2048$p"
    if final == "m":
        return _COLOURS.fullmatch(parameters) is not None
    if final in "hl":
        return parameters.startswith("?") and set(parameters[1:].split(";")) <= _MODES
    if final == "H":
        return _NUMBERS.fullmatch(parameters) is not None
    return (parameters, final) in {(">29", "u"), ("<", "u"), ("22;2", "t"), ("23;2", "t")}
