"""What a message may cost before it is parsed (reliability 5)."""

from __future__ import annotations

import re
from typing import Final

import orjson

from roxom_tui.model.status import RejectReason
from roxom_tui.protocol.refusal import Message, Refusal

MAX_BYTES: Final = 1 << 20
MAX_NESTING: Final = 16

SURELY_FITS: Final = MAX_BYTES // 4
"""A text of so few characters is within `MAX_BYTES` whatever they are."""

_SHORT: Final = 1024
"""A text of so few characters is neither large nor, at two for each level, too deep for the parser, which itself stops
at 1,024 levels. Measuring it would cost a third of parsing it, so `refuse_depth` is left to those who look inside."""

_STRING = re.compile(r'"[^"\\]*+(?:\\.[^"\\]*+)*+"?', re.DOTALL)
"""Possessive, and the closing quote optional: one pass over any text, closed or not."""

_NO_BRACKET = re.compile(r"[^\[\]{}]+")


def parse_object(text: str) -> Message:
    """The JSON object in `text`; `Refusal` if it is too large, too deep, not text, not JSON or not an object.

    A short text may still nest deeper than `MAX_NESTING`: see `_SHORT`.

    Digits need no limit of their own here: the parser turns integers beyond 64 bits into floats in one pass, and
    floats are refused where numbers are read.
    """
    if len(text) > _SHORT:
        _refuse_size(text)
        refuse_depth(text)
    try:
        message = orjson.loads(text)
    except orjson.JSONDecodeError as error:
        raise _not_json(text, error) from None
    if type(message) is not dict:
        raise Refusal(RejectReason.NOT_AN_OBJECT, f"a {type(message).__name__}")
    return message


def refuse_depth(text: str) -> None:
    """Refuse brackets nested deeper than `MAX_NESTING`."""
    if text.count("[") + text.count("{") > MAX_NESTING and is_too_deep(text):
        raise Refusal(RejectReason.TOO_DEEP, f"over {MAX_NESTING} levels")


def is_too_deep(text: str) -> bool:
    """Whether brackets nest deeper than `MAX_NESTING`. Brackets inside strings do not count.

    Innermost pairs are struck out once per level allowed, each pass at the speed of a search, so no input makes
    this recurse or take long. A pair still left was nested too deep; so are too many that were never closed.
    """
    brackets = _NO_BRACKET.sub("", _STRING.sub("", text))
    for _ in range(MAX_NESTING):
        brackets = brackets.replace("[]", " ").replace("{}", " ").replace(" ", "")
        if not brackets:
            return False
    unclosed = brackets.count("[") + brackets.count("{")
    return unclosed > MAX_NESTING or "[]" in brackets or "{}" in brackets


def _refuse_size(text: str) -> None:
    size = len(text) if text.isascii() else len(text.encode("utf-8", "surrogatepass"))
    if size > MAX_BYTES:
        raise Refusal(RejectReason.TOO_LARGE, f"{size} bytes, over {MAX_BYTES}")


def _not_json(text: str, error: orjson.JSONDecodeError) -> Refusal:
    try:
        text.encode()
    except UnicodeEncodeError:
        return Refusal(RejectReason.BAD_TEXT, "a lone surrogate")
    return Refusal(RejectReason.BAD_JSON, error.msg)
