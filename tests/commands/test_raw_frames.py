from __future__ import annotations

import pytest

from roxom_tui.commands.raw_frames import tells_of
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.market import Symbol
from roxom_tui.protocol.decode import Decoder
from tests.recording.made import quote

GOLD = Stream(Channel.LEVEL1, Symbol("GOLD-BTC"))
POSITIONS = '{"type":"position","data":[]}'


@pytest.mark.parametrize(
    ("payload", "told"),
    [
        (quote("1", "2"), True),
        (quote("1", "2").replace("GOLD", "OIL"), False),
        ('{"event":"subscribe","arg":{"channel":"level1","symbol":"GOLD-BTC"}}', True),
        ('{"event":"subscribe","arg":{"channel":"depth","symbol":"GOLD-BTC"}}', False),
        ('{"event":"error","code":"60019","msg":"later"}', True),
        ('{"topic":"depth.GOLD-BTC","data":{}}', False),
        ('{"topic":"depth.GOLD-BTC","data":', False),
        ("{what is this", True),
        (b"\x00", True),
    ],
)
def test_a_frame_is_told_where_it_is_of_a_stream_asked_for_or_of_none(payload: str | bytes, told: bool) -> None:
    assert tells_of({GOLD}, payload, tuple(Decoder().decode(payload))) is told


def test_a_list_without_an_entry_is_of_its_stream() -> None:
    assert not tells_of({GOLD}, POSITIONS, ())
    assert tells_of({Stream(Channel.POSITIONS)}, POSITIONS, ())
