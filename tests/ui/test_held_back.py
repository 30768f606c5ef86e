"""Pictures for a terminal that has far too much to read already are held back, and made good by a whole one."""

from __future__ import annotations

import pytest
from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.screen import Screen

from roxom_tui.ui.doorway import Doorway
from roxom_tui.ui.terminal.writer import MOST_WAITING, Writer
from tests.support.screen_host import until
from tests.ui.opened import opened
from tests.ui.terminal.ways import MoodyWay


async def test_the_first_picture_after_those_that_were_held_back_is_a_whole_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[RenderableType | None] = []
    is_far_behind = False

    def display(app: App[int], screen: Screen[None], renderable: RenderableType | None) -> None:
        drawn.append(renderable)

    monkeypatch.setattr(App, "_display", display)
    monkeypatch.setattr(Doorway, "is_far_behind", property(lambda app: is_far_behind))
    async with opened() as (_, pilot):
        await pilot.press("u")
        await until(pilot, lambda: isinstance(drawn[-1], ChopsUpdate))
        is_far_behind = True
        drawn.clear()
        await pilot.press("u", "b", "tab")
        assert drawn == []
        is_far_behind = False
        await pilot.press("u")
        await until(pilot, lambda: drawn)
        assert isinstance(drawn[0], LayoutUpdate)
        await pilot.press("u")
        await until(pilot, lambda: len(drawn) > 1)
        assert not any(isinstance(each, LayoutUpdate) for each in drawn[1:])


def test_what_waits_is_counted_until_it_is_written() -> None:
    writer = Writer(MoodyWay(1), "utf-8", "strict", lambda error: None)
    writer.write("é" * MOST_WAITING)
    assert writer.waiting == MOST_WAITING
    writer.write("!")
    assert writer.waiting > MOST_WAITING
    writer.start()
    writer.stop()
    assert writer.waiting == 0
