"""Every fault, by what it strikes."""

from __future__ import annotations

from typing import Final

from tests.faults.fault import Fault
from tests.faults.registry import account, book, connection, handshake, silence, time, words

SECTIONS: Final = {
    "the book": book.FAULTS,
    "silence": silence.FAULTS,
    "the connection": connection.FAULTS,
    "the handshake": handshake.FAULTS,
    "words": words.FAULTS,
    "the account": account.FAULTS,
    "time": time.FAULTS,
}

FAULTS: Final[tuple[Fault, ...]] = tuple(fault for section in SECTIONS.values() for fault in section)
