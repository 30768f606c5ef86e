from __future__ import annotations

from decimal import Decimal

import pytest

from roxom_tui.model.durations import MINUTE
from roxom_tui.model.events import Trade
from roxom_tui.protocol.decode import Decoder
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.exports import CANDLE_NS, COLUMNS, rows_of
from tests.recording.made import GOLD, WALL, quote, recording_of, standing
from tests.recording.sample import sample


@pytest.mark.parametrize("what", COLUMNS)
def test_every_row_has_the_columns_of_its_table_and_no_float(what: str) -> None:
    with sample() as recording:
        rows = list(rows_of(recording, what, GOLD, depth=2))
    assert rows
    for row in rows:
        assert tuple(row) == COLUMNS[what]
        assert row["symbol"] == GOLD
        assert not any(isinstance(value, float) for value in row.values())


def test_trades_are_those_that_came_each_once() -> None:
    with sample() as recording:
        rows = list(rows_of(recording, "trades", None, depth=1))
        decoder = Decoder()
        came = [
            item
            for entry in recording.entries()
            if entry.kind is Kind.FRAME
            for item in decoder.decode(entry.payload)
            if isinstance(item, Trade)
        ]
    assert {(row["exchange_at"], row["price"]) for row in rows} == {
        (trade.exchange_at, format(trade.price, "f")) for trade in came
    }


def test_candles_hold_all_that_was_traded_and_one_that_is_cut_is_not_whole() -> None:
    with sample() as recording:
        candles = list(rows_of(recording, "candles", GOLD, depth=1))
        trades = list(rows_of(recording, "trades", GOLD, depth=1))
    assert sum(Decimal(candle["volume"]) for candle in candles) == sum(Decimal(one["size"]) for one in trades)
    assert CANDLE_NS == MINUTE
    assert not any(candle["whole"] for candle in candles)


def test_of_a_book_that_was_not_sound_there_is_no_row() -> None:
    with sample() as recording:
        seconds = {row["at"] for row in rows_of(recording, "book", GOLD, depth=1)}
        states = {row["state"] for row in rows_of(recording, "book", GOLD, depth=1)}
    assert states <= {"SOUND", "QUIET"}
    assert 30 < len(seconds) < 55


def test_a_quote_without_a_side_has_nothing_there() -> None:
    one_sided = quote("1", "2").replace('"ask":["2","2.00"]', '"ask":null')
    recording = recording_of(standing("level1.GOLD-BTC"), (1, Kind.FRAME, quote("1", "2")), (2, Kind.FRAME, one_sided))
    first, *rest = rows_of(recording, "quotes", None, depth=1)
    assert (first["bid"], first["ask_size"], first["received_at"]) == ("1", "2.00", WALL + 1)
    assert all(row["ask"] is None for row in rest)
