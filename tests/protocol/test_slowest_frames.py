"""Frames made to be slow: as much as the limits let through of whatever costs most, in every place looked at."""

from __future__ import annotations

import json
from typing import Final

import pytest

from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.limits import MAX_BYTES, MAX_LEVELS, MAX_PARTS
from tests.protocol.corpus import specimen
from tests.protocol.samples import DEPTH, LEVEL1, LONG_ORDER, POSITION, account, market
from tests.protocol.trial import Tally, answer, no_collector

ROOM: Final = MAX_BYTES - 2000
VALUES: Final = MAX_PARTS - 60
PAIRS: Final = MAX_LEVELS - 20


def text_of(bit: str) -> str:
    return '"' + bit * (ROOM // len(bit.encode("utf-8", "surrogatepass"))) + '"'


def array_of(*items: str) -> str:
    return f"[{','.join(items)}]"


FILLS: Final = {
    **{f"text of {bit!a}": text_of(bit) for bit in ("x", "é", "金", "\u202e", "\ud800", "É", "İ", " ", "7", "-")},
    **{f"text of {bit}": text_of(bit) for bit in ('\\"', "\\\\", "\\t", "\\u0001", "\\ud83d\\ude00")},
    "a long integer": "7" * ROOM,
    "a long fraction": "0." + "7" * ROOM,
    "a long exponent": "1e-" + "7" * ROOM,
    "long fractions": array_of(*["0." + "123456789" * 35 + "e-5"] * VALUES),
    "long texts": array_of(*[f'"{"y" * 340}"'] * VALUES),
    "zeros": array_of(*["0"] * VALUES),
    "empty arrays": array_of(*["[]"] * (VALUES // 2)),
    "an object": "{" + ",".join(f'"{number}":0' for number in range(VALUES)) + "}",
    "fillers": array_of(*["[0,0]"] * PAIRS),
    "levels of integers": array_of(*[f"[{number},{number}]" for number in range(1, PAIRS)]),
    "new levels": array_of(*[f'["0.{number:017}1","{number}.{number:017}1"]' for number in range(1, PAIRS)]),
    "nested": "[" * 900 + "]" * 900,
    "too nested": "[" * 1500 + "]" * 1500,
    "more values than allowed": array_of(*["[]"] * (ROOM // 3)),
    "more digits than allowed": "9" * 3 * MAX_BYTES,
}


PLACES: Final = {
    "a bid": market("level1", **{**LEVEL1, "bid": "@"}),
    "bids": market("depth", **{**DEPTH, "bid": "@"}),
    "changed bids": market("depth", "delta", bid="@", ask=None),
    "trades": json.dumps({"topic": "trade.GOLD-BTC", "data": "@"}),
    "an unknown field": market("level1", **LEVEL1, note="@"),
    "a unit": market("ticker", lastPrice="1", unit="@"),
    "an aggressor": market("trade", px="1", qty="1", side="@"),
    "a time": market("level1", **{**LEVEL1, "timestamp": "@"}),
    "a topic": json.dumps({"topic": "@", "data": {}}),
    "an event": json.dumps({"event": "@"}),
    "streams": json.dumps({"event": "subscribe", "args": "@"}),
    "words": json.dumps({"event": "error", "code": "1", "msg": "@"}),
    "a status": account("order", {**LONG_ORDER, "status": "@"}),
    "a position": account("position", [{**POSITION, "side": "@"}]),
    "balances": account("balance", "@"),
    "a notice": account("account", {"text": "@"}),
    "everything": '"@"',
}


@pytest.mark.parametrize("place", PLACES)
def test_whatever_fills_a_frame_it_is_read_in_five_milliseconds(place: str) -> None:
    tally = Tally()
    with no_collector():
        for fill in FILLS.values():
            answer(tally, Decoder().decode, specimen(PLACES[place]).text.replace('"@"', fill))
    assert tally.total == len(FILLS)


@pytest.mark.parametrize("place", PLACES)
def test_a_frame_cut_anywhere_near_its_end_is_read_in_five_milliseconds(place: str) -> None:
    tally = Tally()
    with no_collector():
        for fill in FILLS.values():
            answer(tally, Decoder().decode, specimen(PLACES[place]).text.replace('"@"', fill)[:-2])
    assert tally.accepted == 0
