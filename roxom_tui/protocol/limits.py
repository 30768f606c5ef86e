"""Bounds of messages (client 5.1): they protect memory and time, and lie far above what an exchange could mean.

Size and number of values are bounded before parsing. Nesting is not: the parser never recurses beyond 1,024 levels, and
most readers look at fixed places and never go down a tree. It is measured on what was parsed, before someone does go
down. Of a list that is longer than its bound the useful part is read, the best levels and the newest entries, and what
was left out is counted.
"""

from __future__ import annotations

from typing import Final

import orjson
from msgspec import Struct

from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.refusal import Message, Refusal

BOM: Final = "\ufeff"
MAX_BYTES: Final = 4 << 20
"""Of a frame in UTF-8."""

MAX_ANSWER_BYTES: Final = 16 << 20
"""Of the answer of a GET, which brings all open orders at once."""

MAX_NESTING: Final = 16

MAX_LEVELS: Final = 5_000
"""Levels of one side of a book that are kept, the best ones."""

MAX_READ: Final = 15_000
"""Levels of one side that are read one by one: changes, and a book of which the best cannot be told without."""

MAX_LISTED: Final = 5_000
"""Trades, orders or positions that one message or answer may bring, the newest ones."""

MAX_STREAMS: Final = 5_000
"""Streams in one acknowledgement."""

SURELY_SMALL: Final = 2048
"""A text of so few characters is within every bound whatever they are."""


class Bounds(Struct, frozen=True):
    """The bounds of a text before it is parsed. An array or object costs the parser as much as twenty numbers do.

    As many arrays as a frame has room for may be the levels of a book; nothing brings so many objects.
    """

    size: int
    values: int
    """Commas."""
    containers: int
    """Opening brackets of either kind."""
    objects: int
    """Opening braces."""


FRAME: Final = Bounds(MAX_BYTES, 400_000, 200_000, 30_000)
ANSWER: Final = Bounds(MAX_ANSWER_BYTES, 1_600_000, 120_000, 120_000)


def parse_object(payload: str | bytes, bounds: Bounds = FRAME) -> Message:
    """The JSON object in a text; `Refusal` if it is binary, too large, not text, not JSON or not an object.

    Digits need no limit of their own here. The parser turns integers beyond 64 bits into floats in one pass, and none
    of those is short enough to be read as a number; one that no float holds (over 308 digits) is no JSON to it.
    """
    if type(payload) is not str:
        raise Refusal(RejectReason.BINARY, f"{len(payload)} bytes")
    if len(payload) > SURELY_SMALL:
        refuse_large(payload, bounds)
    try:
        message = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        if payload[:1] == BOM and payload[1:2] != BOM:
            # Its standard lets a reader overlook one.
            return parse_object(payload[1:], bounds)
        raise _not_json(payload, error) from None
    if type(message) is not dict:
        raise Refusal(RejectReason.NOT_AN_OBJECT, f"a {type(message).__name__}")
    return message


def refuse_large(text: str, bounds: Bounds) -> None:
    """Refuse a text of more bytes in UTF-8, or of more values, than allowed."""
    most = bounds.size
    if len(text) > most:
        raise Refusal(RejectReason.TOO_LARGE, f"{len(text):,} characters, over {most:,} bytes")
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > most:
        raise Refusal(RejectReason.TOO_LARGE, f"{size:,} bytes, over {most:,}")
    objects = text.count("{")
    refuse_many(objects, bounds.objects, "objects")
    refuse_many(text.count("[") + objects, bounds.containers, "arrays and objects")
    refuse_many(text.count(","), bounds.values, "values")


def refuse_many(count: int, most: int, what: str) -> None:
    """Refuse more than `most` of something that is read one by one."""
    if count > most:
        raise Refusal(RejectReason.TOO_LARGE, f"{count:,} {what}, over {most:,}")


def refuse_depth(message: Message) -> None:
    """Refuse what nests deeper than `MAX_NESTING`, the message itself being the first level."""
    level: list[Message | list[object]] = [message]
    for _ in range(MAX_NESTING):
        children = [child for node in level for child in (node.values() if type(node) is dict else node)]
        level = [child for child in children if type(child) is dict or type(child) is list]
        if not level:
            return
    raise Refusal(RejectReason.TOO_DEEP, f"over {MAX_NESTING} levels")


def _not_json(text: str, error: orjson.JSONDecodeError) -> Refusal:
    try:
        text.encode()
    except UnicodeEncodeError:
        return Refusal(RejectReason.BAD_TEXT, "a lone surrogate")
    if "limit" in error.msg:
        return Refusal(RejectReason.TOO_DEEP, f"over {MAX_NESTING} levels")
    return Refusal(RejectReason.BAD_JSON, error.msg)
