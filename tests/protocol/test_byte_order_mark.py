"""A frame that begins with a byte order mark says what it would say without; two of them are no JSON."""

from __future__ import annotations

from roxom_tui.model.status import FrameRejected, RejectReason
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.limits import BOM, MAX_BYTES
from tests.support.samples import FRAMES, LEVEL1, market


def test_every_message_is_read_behind_a_mark() -> None:
    for text in FRAMES:
        assert Decoder().decode(BOM + text) == Decoder().decode(text)
    (quote,) = Decoder().decode(BOM + market("level1", **LEVEL1))
    assert not isinstance(quote, FrameRejected)


def test_marks_alone_are_refused_however_many_there_are() -> None:
    for count in (1, 2, 3, 100_000):
        (refused,) = Decoder().decode(BOM * count)
        assert isinstance(refused, FrameRejected)
        assert refused.reason is RejectReason.BAD_JSON
    (refused,) = Decoder().decode(BOM + "x" * MAX_BYTES)
    assert isinstance(refused, FrameRejected)
    assert refused.reason is RejectReason.TOO_LARGE
