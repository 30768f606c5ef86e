"""The exchange's error codes, and what each asks of the client (protocol 3.4).

Codes are compared as text. One that is not here is passed on as it came, in the class `UNKNOWN`.
"""

from __future__ import annotations

from collections.abc import Mapping
from enum import Enum, StrEnum
from typing import Final


class ErrorCode(StrEnum):
    """The codes that are documented."""

    BAD_KEY = "600010"
    BAD_TIMESTAMP = "600011"
    BAD_SIGNATURE = "600012"
    UNKNOWN_CHANNEL = "60014"
    UNKNOWN_SYMBOL = "60015"
    TOO_MANY_STREAMS = "60016"
    UNREADABLE_MESSAGE = "60017"
    BINARY_MESSAGE = "60018"
    INTERNAL_ERROR = "60019"


class ErrorClass(Enum):
    """The classes of errors, by what each asks of the client."""

    AUTHENTICATION = "authentication"
    SUBSCRIPTION = "subscription"
    CLIENT_FAULT = "client fault"
    TEMPORARY = "temporary"
    UNKNOWN = "unknown"


_CLASSES: Final[Mapping[str, ErrorClass]] = {
    ErrorCode.BAD_KEY: ErrorClass.AUTHENTICATION,
    ErrorCode.BAD_TIMESTAMP: ErrorClass.AUTHENTICATION,
    ErrorCode.BAD_SIGNATURE: ErrorClass.AUTHENTICATION,
    ErrorCode.UNKNOWN_CHANNEL: ErrorClass.SUBSCRIPTION,
    ErrorCode.UNKNOWN_SYMBOL: ErrorClass.SUBSCRIPTION,
    ErrorCode.TOO_MANY_STREAMS: ErrorClass.SUBSCRIPTION,
    ErrorCode.UNREADABLE_MESSAGE: ErrorClass.CLIENT_FAULT,
    ErrorCode.BINARY_MESSAGE: ErrorClass.CLIENT_FAULT,
    ErrorCode.INTERNAL_ERROR: ErrorClass.TEMPORARY,
}


def error_class(code: str) -> ErrorClass:
    """The class of a code, `UNKNOWN` for one that is not documented."""
    return _CLASSES.get(code, ErrorClass.UNKNOWN)
