"""An HTTP answer and its text, whatever that was wrapped in: JSON is UTF-8 by its standard, which not all writers know.

Content codings are the HTTP library's affair; what it cannot unpack is named. Pure.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Mapping
from typing import Final

from msgspec import Struct

_BOMS: Final = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)
"""The longer ones first, for one is the beginning of another."""

_WIDE: Final = frozenset({"utf-16", "utf-16-le", "utf-16-be", "utf-32", "utf-32-le", "utf-32-be"})
_NARROW: Final = frozenset({"iso8859-1", "iso8859-15", "cp1252"})
"""Charsets that may be stated of an answer; in the narrow ones it is read only where it is no UTF-8."""

_UNPACKED: Final = frozenset({"", "identity", "gzip", "deflate"})


class Answer(Struct, frozen=True):
    """An HTTP answer as far as it tells who gave it. Header names are in lower case."""

    status: int
    headers: Mapping[str, str]
    body: bytes = b""


def as_utf8(answer: Answer) -> bytes:
    """The body in UTF-8 without a byte order mark; as it came where it is in no charset that is known."""
    body = answer.body
    for mark, charset in _BOMS:
        if body.startswith(mark):
            return _decoded(body[len(mark) :], charset) if charset != "utf-8" else body[len(mark) :]
    stated = _charset(answer)
    if stated in _WIDE or (stated in _NARROW and not _is_utf8(body)):
        return _decoded(body, stated)
    return body


def unknown_packing(answer: Answer) -> str:
    """The first content coding that nobody here unpacks; empty if there is none."""
    codings = answer.headers.get("content-encoding", "").lower().split(",")
    return next((coding.strip() for coding in codings if coding.strip() not in _UNPACKED), "")


def _charset(answer: Answer) -> str:
    found = re.search(r"""charset\s*=\s*["']?([\w.:-]{1,40})""", answer.headers.get("content-type", ""), re.IGNORECASE)
    if found is None:
        return ""
    try:
        return codecs.lookup(found[1]).name
    except LookupError:
        return ""


def _decoded(body: bytes, charset: str) -> bytes:
    try:
        return body.decode(charset).encode()
    except UnicodeError:
        return body


def _is_utf8(body: bytes) -> bool:
    try:
        body.decode()
    except UnicodeDecodeError:
        return False
    return True
