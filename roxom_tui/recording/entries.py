"""The lines of a recording: a header, then `[elapsed_ns, kind, payload]`, one JSON text a line (recording 2).

What is read comes from a file that anybody may have made: a line that is not one of these is no entry, and nothing
raises on it.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from enum import StrEnum
from typing import Any, Final, NamedTuple

import orjson
from msgspec import Struct
from msgspec.structs import asdict

from roxom_tui.model.market import DepthMode, Environment, Symbol

FORMAT: Final = 1
"""The number of this format; a reader refuses a larger one."""

MOST_SYMBOLS: Final = 256
LONGEST_TEXT: Final = 200
"""Characters of a name in the header."""


class Kind(StrEnum):
    """The kinds of entries; the value is the word in the file."""

    FRAME = "frame"
    """A text frame as it was received."""
    SENT = "sent"
    """A text that was sent."""
    REST = "rest"
    """A GET: `method`, `path`, `kind`, `symbol`; and again with `status` and `body` as it was answered, or `failed`.
    Only with the account."""
    LINK = "link"
    """A connection `opened`, `closed` or `pong`ed: `number`, `code`, `text`, `ms`; or `absent`: there is none now. That
    is told after a try that failed, and where a recording begins or ends without one."""
    CLOCK = "clock"
    """The wall clock jumped to `wall` (ns), or this computer `stopped` for so many seconds, `slept` or not."""
    FINDING = "finding"
    """What the program saw in it: `what` and a sentence `said`."""
    MARK = "mark"
    """A note of the person's: `note`."""
    START = "start"
    """Every stream was asked for what it holds: from here on a replay can begin."""
    LOST = "lost"
    """`count` entries could not be kept up with since `since` (elapsed ns); nothing before them is certain."""
    WITHHELD = "withheld"
    """So many frames (`count`) were not written: of the account, or not known not to be."""

    __hash__ = str.__hash__


NOTABLE: Final = frozenset((Kind.LINK, Kind.CLOCK, Kind.FINDING, Kind.MARK, Kind.START, Kind.LOST))
"""Kinds that the head of a frame repeats, so that they are found without unpacking."""


class Entry(NamedTuple):
    """One line: nanoseconds since the recording began, the kind, and what it holds."""

    elapsed: int
    kind: Kind
    payload: Any


class Header(Struct, frozen=True):
    """The first line. `wall` and `monotonic` (ns) are the clocks when it began; `decided` is the depth format that was
    known by then; `account` says whether the account is in it."""

    environment: Environment
    host: str
    symbols: tuple[Symbol, ...]
    selected: Symbol
    depth_mode: DepthMode
    wall: int
    monotonic: int
    account: bool
    program: str
    decided: DepthMode | None = None


class BadRecording(Struct, frozen=True):
    """Not a recording that can be read here, and why."""

    sentence: str


def header_line(header: Header) -> bytes:
    """The line of a header."""
    return orjson.dumps({"roxrec": FORMAT, **asdict(header)}, option=orjson.OPT_APPEND_NEWLINE)


def read_header(line: bytes) -> Header | BadRecording:
    """The header that a line holds, every field checked."""
    try:
        fields = orjson.loads(line)
    except orjson.JSONDecodeError:
        return BadRecording("its first line is no header")
    if not isinstance(fields, dict) or not isinstance(fields.get("roxrec"), int):
        return BadRecording("its first line is no header")
    if fields["roxrec"] > FORMAT:
        return BadRecording(f"it has format {fields['roxrec']}, and this program reads up to {FORMAT}")
    try:
        return _header(fields)
    except (KeyError, ValueError, TypeError) as error:
        return BadRecording(f"its header is damaged ({type(error).__name__})")


def _header(fields: Mapping[str, Any]) -> Header:
    symbols = tuple(Symbol(_name(name)) for name in fields["symbols"][:MOST_SYMBOLS])
    selected = Symbol(_name(fields["selected"]))
    if selected not in symbols:
        raise ValueError("the symbol in view is not among the symbols")
    decided = fields.get("decided")
    return Header(
        environment=Environment(fields["environment"]),
        host=_name(fields["host"], least=0),
        symbols=symbols,
        selected=selected,
        depth_mode=DepthMode(fields["depth_mode"]),
        wall=_time(fields["wall"]),
        monotonic=_time(fields["monotonic"]),
        account=fields["account"] is True,
        program=_name(fields["program"]),
        decided=None if decided is None else DepthMode(decided),
    )


def _name(text: object, least: int = 1) -> str:
    if not isinstance(text, str) or not least <= len(text) <= LONGEST_TEXT or not (text.isprintable()):
        raise ValueError("not a name")
    return text


def _time(number: object) -> int:
    if type(number) is not int or not 0 <= number < 1 << 62:
        raise ValueError("not a time")
    return number


_WORDS: Final = {kind: str(kind) for kind in Kind}
"""Plain texts, which are written in less time than members of an enumeration."""

_LINE: Final = orjson.OPT_APPEND_NEWLINE


def entry_line(elapsed: int, kind: Kind, payload: Any) -> bytes:
    """The line of an entry."""
    return orjson.dumps((elapsed, _WORDS[kind], payload), option=_LINE)


def read_entries(content: bytes) -> Iterator[Entry]:
    """The entries of some lines, in their order; a line that is none, or goes back in time, is left out."""
    return entries_of(_fields(line) for line in content.split(b"\n") if line)


def entries_of(lines: Iterable[Any]) -> Iterator[Entry]:
    """The same of lines that are parsed already."""
    newest = 0
    for fields in lines:
        entry = _entry(fields)
        if entry is not None and entry.elapsed >= newest:
            newest = entry.elapsed
            yield entry


_KINDS: Final = {kind.value: kind for kind in Kind}


def _fields(line: bytes) -> Any:
    try:
        return orjson.loads(line)
    except orjson.JSONDecodeError:
        return None


def _entry(fields: Any) -> Entry | None:
    if not isinstance(fields, list) or len(fields) != 3:
        return None
    elapsed, word, payload = fields
    kind = _KINDS.get(word) if isinstance(word, str) else None
    if kind is None or type(elapsed) is not int or not 0 <= elapsed < 1 << 62:
        return None
    wanted = str if kind is Kind.FRAME or kind is Kind.SENT else dict
    return Entry(elapsed, kind, payload) if isinstance(payload, wanted) else None
