"""The end of a connection in words."""

from __future__ import annotations

import pytest

from roxom_tui.model.connection import Closed


@pytest.mark.parametrize(
    ("closed", "sentence"),
    [
        (Closed(None, ""), "the connection was cut off"),
        (Closed(None, "asked to reconnect"), "asked to reconnect"),
        (Closed(1001, ""), "the exchange closed the connection (1001)"),
        (Closed(1012, "restarting"), "the exchange closed the connection (1012 restarting)"),
    ],
)
def test_an_end_says_who_ended_it_and_how(closed: Closed, sentence: str) -> None:
    assert closed.sentence == sentence


def test_a_close_is_told_by_who_closed() -> None:
    assert Closed(None, "").sentence == "the connection was cut off"
    assert Closed(None, "nothing came for 60 s").sentence == "nothing came for 60 s"
    assert Closed(1001, "").sentence == "the exchange closed the connection (1001)"
