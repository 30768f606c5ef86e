"""What a message may cost (reliability 5): the bounds that keep any frame under five milliseconds, whatever is in it.

Size and number of values are bounded before parsing, which then takes no longer than two milliseconds. Nesting is not:
the parser never recurses beyond 1,024 levels, and most readers look at fixed places and never go down a tree. It is
measured on what was parsed, before someone does go down.
"""

from __future__ import annotations

from typing import Final

import orjson

from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.refusal import Message, Refusal

BOM: Final = "\ufeff"
MAX_BYTES: Final = 1 << 20
MAX_NESTING: Final = 16

MAX_LEVELS: Final = 1000
"""Levels that a depth message may have, both sides together, five times what the exchange's own GET gives. A level of
numbers never met before takes three microseconds, so this is the bound that matters most."""

MAX_PARTS: Final = 3 * MAX_LEVELS + 40
"""Commas and opening brackets that a frame may have: three for each level, and some for all else. Without this bound a
mebibyte holds 300,000 empty arrays, which take a tenth of a second."""

MAX_ANSWER_PARTS: Final = 10 * MAX_PARTS
"""The same for the answer of a GET, which brings all open orders at once, but once a minute: it may take longer."""

MAX_TRADES: Final = 400
MAX_ITEMS: Final = 100
"""Orders or positions in one message of the account."""

MAX_LISTED: Final = 500
"""Entries in one list of a GET's answer."""

MAX_STREAMS: Final = 500
"""Streams in one acknowledgement."""

SURELY_SMALL: Final = 2048
"""A text of so few characters is within `MAX_BYTES` and `MAX_PARTS` whatever they are."""


def parse_object(payload: str | bytes, most_parts: int = MAX_PARTS) -> Message:
    """The JSON object in a text; `Refusal` if it is binary, too large, not text, not JSON or not an object.

    Digits need no limit of their own here: the parser turns integers beyond 64 bits into floats in one pass, and
    floats are refused where numbers are read.
    """
    if type(payload) is not str:
        raise Refusal(RejectReason.BINARY, f"{len(payload)} bytes")
    if len(payload) > SURELY_SMALL:
        refuse_large(payload, most_parts)
    try:
        message = orjson.loads(payload)
    except orjson.JSONDecodeError as error:
        if payload[:1] == BOM and payload[1:2] != BOM:
            # Its standard lets a reader overlook one.
            return parse_object(payload[1:], most_parts)
        raise _not_json(payload, error) from None
    if type(message) is not dict:
        raise Refusal(RejectReason.NOT_AN_OBJECT, f"a {type(message).__name__}")
    return message


def refuse_large(text: str, most_parts: int) -> None:
    """Refuse a text of more than `MAX_BYTES` in UTF-8, or of more values than allowed."""
    if len(text) > MAX_BYTES:
        raise Refusal(RejectReason.TOO_LARGE, f"{len(text)} characters, over {MAX_BYTES} bytes")
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise Refusal(RejectReason.TOO_LARGE, f"{size} bytes, over {MAX_BYTES}")
    refuse_many(text.count(",") + text.count("[") + text.count("{"), most_parts, "values")


def refuse_many(count: int, most: int, what: str) -> None:
    """Refuse more than `most` of something that is read one by one."""
    if count > most:
        raise Refusal(RejectReason.TOO_LARGE, f"{count} {what}, over {most}")


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
