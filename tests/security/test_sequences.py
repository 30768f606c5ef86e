"""The reader of what a terminal is told knows every hostile order from the program's own."""

from __future__ import annotations

import re

import pytest

from tests.security.payloads import _CSI, _LONE, _ORDERS, _STRINGS, payloads
from tests.security.sequences import foreign, titles

OURS = (
    "\x1b[38;2;143;159;216;48;2;15;18;22mGOLD\x1b[0m\x1b[1;1H\x1b[?2026h\x1b[?2026l"
    "\x1b]2;GOLD-BTC 0.043127 LIVE · roxom-tui\x07\x1b[22;2t\x1b[23;2t\x1b[>29u\x1b[<u\x1b[?1049h"
)
ASKED_AS_WE_DO = {"?1049l", "?1049h", "?25h", "?25l", "?1000h", "?1003h", "?2004l", "?7l", "?2026h", "<u"} | {
    "1;1H",
    "H",
    "22;2t",
    "23;2t",
    "31m",
    "38;5;1m",
    "0m",
}
"""What the program says too; that a payload does not is shown by looking for ESC itself in the cells."""


def test_what_the_program_says_is_its_own() -> None:
    assert foreign(OURS.encode(), is_screen=True) == []
    assert titles(OURS.encode()) == ["GOLD-BTC 0.043127 LIVE · roxom-tui"]
    assert foreign("words and 金\r\n".encode(), is_screen=False) == []


@pytest.mark.parametrize(
    "order",
    [
        *(f"\x1b[{order}" for order in _CSI if order not in ASKED_AS_WE_DO),
        *(f"\x9b{order}" for order in _CSI),
        *_LONE,
        *(f"{opening}{order}\x07" for opening in _STRINGS for order in _ORDERS),
        *"\x00\x07\x08\x0b\x0c\x0e\x7f\x85\u202e\u200d\u0301\ud800א",
    ],
)
def test_an_order_of_another_is_found(order: str) -> None:
    written = f"{OURS}{order}{OURS}".encode("utf-8", "surrogatepass")
    assert foreign(written, is_screen=True)
    assert foreign(order.encode("utf-8", "surrogatepass"), is_screen=False)


def test_text_alone_may_hold_no_order_at_all() -> None:
    for text in payloads(2000, 11):
        raw = text.encode("utf-8", "surrogatepass")
        if re.search("[\x00-\x09\x0b\x0c\x0e-\x1f\x7f-\x9f\ud800-\udfff]", text):
            assert foreign(raw, is_screen=False), ascii(text)
