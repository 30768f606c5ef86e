"""Do not disturb: for a time, until a time, or not any more."""

from __future__ import annotations

import pytest

from roxom_tui.alerts.tokens import Slip
from roxom_tui.model.durations import HOUR, MINUTE
from roxom_tui.model.ports import AlertVerb, ChangeAlerts
from roxom_tui.ui.screens.silence import SilenceBox, silent_until
from tests.support.screen_host import BoxHost, on_screen
from tests.support.spellings import WALL


@pytest.mark.parametrize(
    ("text", "until"), [("15m", WALL + 15 * MINUTE), ("1h", WALL + HOUR), ("18:00", WALL + 18 * HOUR), ("Off", None)]
)
def test_a_length_a_time_or_off_is_understood(text: str, until: int | None) -> None:
    assert silent_until(text, WALL) == until


@pytest.mark.parametrize("text", ["", "soon", "25:00", "1h later", "0s"])
def test_anything_else_is_told_with_what_can_be_said(text: str) -> None:
    found = silent_until(text, WALL)
    assert isinstance(found, Slip)
    assert "15m, 1h" in found.sentence


async def test_what_enter_does_is_told() -> None:
    app = BoxHost()
    answers: list[ChangeAlerts | None] = []
    async with app.run_test(size=(120, 40)) as pilot:
        app.push_screen(SilenceBox(WALL, WALL + HOUR), answers.append)
        await pilot.pause()
        assert any("on until 01:00:00 UTC" in line for line in on_screen(app))
        assert any("alerts go out again" in line for line in on_screen(app))
        await pilot.press("enter")
        assert answers == [ChangeAlerts(AlertVerb.SILENCE, until=None)]
