"""Frames made to be slow: as much as the limits let through of whatever costs most, in every place looked at."""

from __future__ import annotations

import json
from typing import Final

import pytest

from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.limits import FRAME, MAX_BYTES, MAX_LEVELS, MAX_READ
from tests.bad_frames.corpus import specimen
from tests.bad_frames.trial import LIMIT_NS, Tally, answer, least, no_collector
from tests.support.samples import DEPTH, LEVEL1, LONG_ORDER, POSITION, account, market

ROOM: Final = MAX_BYTES // 4
"""Of a text, whose cost grows with its length and nothing else."""

VALUES: Final = FRAME.values - 60
CONTAINERS: Final = FRAME.containers - 60
OBJECTS: Final = FRAME.objects - 60
KEPT: Final = MAX_LEVELS
MANY: Final = 150_000
"""Levels of usual length that a frame has room for."""


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
    "long fractions": array_of(*["0." + "123456789" * 35 + "e-5"] * (ROOM // 330)),
    "long texts": array_of(*[f'"{"y" * 340}"'] * (ROOM // 350)),
    "zeros": array_of(*["0"] * VALUES),
    "fractions": array_of(*["4.312e-05"] * (ROOM // 10)),
    "empty arrays": array_of(*["[]"] * CONTAINERS),
    "empty objects": array_of(*["{}"] * OBJECTS),
    "an object": "{" + ",".join(f'"{number}":0' for number in range(100_000)) + "}",
    "fillers": array_of(*["[0,0]"] * MAX_READ),
    "more fillers": array_of(*["[0,0]"] * CONTAINERS),
    "levels of integers": array_of(*[f"[{number},{number}]" for number in range(1, MAX_READ)]),
    "more levels of integers": array_of(*[f"[{number},{number}]" for number in range(1, CONTAINERS)]),
    "levels that no double tells apart": array_of(*[f'["12345678.{number:010}",1]' for number in range(1, MAX_READ)]),
    "more of those": array_of(*[f'["12345678.{number:010}",1]' for number in range(1, MANY)]),
    "levels of fractions": array_of(*[f"[{number}e-7,{number}.25]" for number in range(1, KEPT)]),
    "new levels": array_of(*[f'["0.{number:017}1","{number}.{number:017}1"]' for number in range(1, KEPT)]),
    "new levels of two kinds": array_of(
        *[f'["0.{number:017}1","{number}.25"],[{number},{number}.25]' for number in range(1, MAX_READ // 2)]
    ),
    "as many new levels as there is room for": array_of(
        *[f'["0.{number * 7919 % MANY:08}1","{number % 9}.25"]' for number in range(1, MANY)]
    ),
    "as many fractions as there is room for": array_of(
        *[f"[{number * 7919 % MANY + 1}e-10,{number % 9}.25]" for number in range(1, MANY)]
    ),
    "nested": "[" * 900 + "]" * 900,
    "too nested": "[" * 1500 + "]" * 1500,
    "arrays in a mebibyte": array_of(*["[]"] * 300_000),
    "the longest text": '"' + "x" * (MAX_BYTES - 2000) + '"',
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


def test_three_hundred_thousand_empty_arrays_in_a_mebibyte_cost_five_milliseconds_at_most() -> None:
    frame = specimen(PLACES["bids"]).text.replace('"@"', FILLS["arrays in a mebibyte"])
    assert least(Decoder().decode, frame) < LIMIT_NS


@pytest.mark.parametrize("place", PLACES)
def test_whatever_fills_a_frame_it_is_read_within_the_limit_of_its_size(place: str) -> None:
    tally = Tally()
    with no_collector():
        for fill in FILLS.values():
            answer(tally, Decoder().decode, specimen(PLACES[place]).text.replace('"@"', fill))
    assert tally.total == len(FILLS)


@pytest.mark.parametrize("place", ["bids", "a unit", "a topic", "everything"])
def test_a_frame_cut_anywhere_near_its_end_is_read_within_the_same_limit(place: str) -> None:
    tally = Tally()
    with no_collector():
        for fill in FILLS.values():
            answer(tally, Decoder().decode, specimen(PLACES[place]).text.replace('"@"', fill)[:-2])
    assert tally.accepted == 0
