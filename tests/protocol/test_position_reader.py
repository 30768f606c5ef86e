"""A position as a stream tells it, and its side and size with and without a sign (protocol 4.7)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.events import PositionUpdate
from roxom_tui.model.market import PositionSide
from roxom_tui.model.status import FrameRejected
from roxom_tui.protocol.decode import Decoder
from roxom_tui.protocol.get_answers import decode_positions
from tests.protocol.reading import GOLD, POSITION_UPDATE, decoded, position, without
from tests.support.get_bodies import NEWER_POSITION, body
from tests.support.samples import POSITION, account


@pytest.mark.parametrize("data", [[POSITION], POSITION])
def test_positions_come_as_an_array_or_an_object(data: Any) -> None:
    assert decoded(account("position", data)) == POSITION_UPDATE


@pytest.mark.parametrize("close_date", [1_767_225_600_700, 1_767_225_600_700_000_000, "2026-01-01T00:00:00.7Z"])
def test_milliseconds_and_nanoseconds_are_told_apart_in_one_object(close_date: Any) -> None:
    position = decoded(account("position", {**POSITION, "closeDate": close_date}))
    assert isinstance(position, PositionUpdate)
    assert position.closed_at == 1_767_225_600_700_000_000
    assert position.is_closed


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ({"side": "SHORT"}, PositionSide.SHORT),
        ({"side": "sell"}, PositionSide.SHORT),
        ({"side": "buy"}, PositionSide.LONG),
        ({"side": None, "isBuy": True}, PositionSide.LONG),
        ({"side": None, "isBuy": False}, PositionSide.SHORT),
        ({"side": "up"}, None),
    ],
)
def test_every_spelling_of_a_direction_is_mapped(said: dict[str, Any], side: PositionSide | None) -> None:
    position = decoded(account("position", {**POSITION, **said}))
    assert isinstance(position, PositionUpdate)
    assert position.side is side


def test_a_size_not_sent_is_what_was_entered_less_what_was_left() -> None:
    position = decoded(account("position", without(POSITION, "size")))
    assert isinstance(position, PositionUpdate)
    assert position.size == Decimal("1.50")


@pytest.mark.parametrize(("rank", "kept"), [(0, 0), (5, 5), (6, None), (-1, None), (True, None), ("3", None)])
def test_an_adl_rank_is_a_whole_number_from_0_to_5(rank: Any, kept: int | None) -> None:
    position = decoded(account("position", {**POSITION, "adlRank": rank}))
    assert isinstance(position, PositionUpdate)
    assert position.adl_rank == kept


def test_one_position_without_an_id_rejects_the_array() -> None:
    refusal = decoded(account("position", [POSITION, without(POSITION, "id")]))
    assert isinstance(refusal, FrameRejected)
    assert refusal.stream == Stream(Channel.POSITIONS)


def test_an_empty_array_says_nothing_and_is_no_fault() -> None:
    assert tuple(Decoder().decode(account("position", []))) == ()


LONG, SHORT = PositionSide.LONG, PositionSide.SHORT


@pytest.mark.parametrize(
    ("said", "side"),
    [
        ({"side": "short", "size": "1.5"}, SHORT),
        ({"side": "short", "size": "-1.5"}, SHORT),
        ({"side": "SHORT", "size": -1.5}, SHORT),
        ({"side": "sell", "size": "-1.5"}, SHORT),
        ({"side": ..., "isBuy": False, "size": "-1.5"}, SHORT),
        ({"side": ..., "size": "-1.5"}, SHORT),
        ({"side": None, "size": "-1.50"}, SHORT),
        ({"side": "long", "size": "1.5"}, LONG),
        ({"side": "long", "isBuy": True, "size": "1.5"}, LONG),
        ({"side": ..., "size": "1.5"}, None),
        ({"side": "long", "size": "-1.5"}, None),
        ({"side": "long", "isBuy": False, "size": "1.5"}, None),
        ({"side": "short", "isBuy": True, "size": "1.5"}, None),
        ({"side": "buy", "isBuy": False, "size": "1.5"}, None),
    ],
)
def test_a_position_has_the_side_that_all_say_and_a_size_without_sign(
    said: dict[str, Any], side: PositionSide | None
) -> None:
    update = position(**said)
    assert (update.side, update.size) == (side, Decimal("1.5"))
    assert update.unread == (("side",) if side is None and isinstance(said["side"], str) else ())


@pytest.mark.parametrize(
    ("entered", "left", "size"),
    [
        ("2.00", "0.50", "1.5"),
        ("-2.00", "-0.50", "1.5"),
        ("-2.00", "0.50", "1.5"),
        ("2.00", "-0.50", "1.5"),
        ("2.00", "2.00", "0"),
        ("2.00", "2.50", None),
        ("-2.00", "-2.50", None),
        ("x", "0.5", None),
    ],
)
def test_what_is_held_is_what_was_entered_less_what_was_left_whatever_their_signs(
    entered: str, left: str, size: str | None
) -> None:
    update = position(side="short", size=..., entryAmount=entered, exitAmount=left)
    assert update.size == (None if size is None else Decimal(size))
    assert update.side is SHORT


def test_where_nothing_else_tells_the_side_the_sign_of_what_was_entered_does() -> None:
    update = position(side=..., size=..., entryAmount="-2.00", exitAmount="-0.50")
    assert (update.side, update.size, update.is_signed) == (SHORT, Decimal("1.5"), True)


@given(st.decimals("0.01", "1000", places=2), st.booleans(), st.booleans(), st.booleans())
def test_signed_or_not_by_stream_or_by_get_it_is_one_position(
    size: Decimal, short: bool, signed: bool, listed: bool
) -> None:
    told = {"side": "short" if short else "long", "size": str(-size if short and signed else size)}
    if listed:
        seed = decode_positions(body({"positions": [{**NEWER_POSITION, **told}]}), 200, GOLD)
        (update,) = seed.positions  # type: ignore[union-attr]
    else:
        update = position(**told)
    assert (update.side, update.size) == (SHORT if short else LONG, size)
