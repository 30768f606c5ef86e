from __future__ import annotations

import pytest

from roxom_tui.model.market import Environment
from roxom_tui.model.ports import ChangeSpeed, FeedCommand, GoTo, Leap, Mark, Play, Record, SaveLast, Seek
from roxom_tui.ui.recording_actions import ONLY_WATCHED
from tests.ui.opened import opened
from tests.ui.replayed import replayed_board


@pytest.mark.parametrize(("key", "command"), [("w", Record()), ("W", SaveLast())], ids=["w", "W"])
async def test_a_key_records_and_another_saves(key: str, command: FeedCommand) -> None:
    async with opened() as (desk, pilot):
        await pilot.press(key)
        assert desk.control.others == [command]


async def test_a_mark_has_the_note_that_was_typed_and_esc_makes_none() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("p", "h", "i", "enter")
        await pilot.press("p", "x", "escape")
        await pilot.press("p", "enter")
        assert desk.control.others == [Mark("hi"), Mark("mark")]


KEYS = {
    "space": Play(),
    "left": Seek(Leap.BY, -1),
    "right": Seek(Leap.BY, 1),
    "J": Seek(Leap.BY, -10),
    "L": Seek(Leap.BY, 10),
    "less_than_sign": ChangeSpeed(-1),
    "greater_than_sign": ChangeSpeed(1),
    "S": Seek(Leap.MESSAGE, 1),
    "n": Seek(Leap.NOTABLE, 1),
    "N": Seek(Leap.NOTABLE, -1),
}


@pytest.mark.parametrize("panel", ["book", "trades", "orders"])
async def test_every_key_of_a_replay_works_wherever_the_focus_is(panel: str) -> None:
    async with opened(picture=replayed_board(), environment=Environment.REPLAY) as (desk, pilot):
        desk.app.dashboard.focus_panel(panel)
        await pilot.press(*KEYS)
        assert desk.control.others == list(KEYS.values())


async def test_a_time_is_typed() -> None:
    async with opened(picture=replayed_board(), environment=Environment.REPLAY) as (desk, pilot):
        await pilot.press("colon", *"50%", "enter")
        await pilot.press("colon", "enter")
        assert desk.control.others == [GoTo("50%")]


@pytest.mark.parametrize("key", ["r", "R", "P", "w", "W"])
async def test_nothing_is_asked_of_an_exchange_and_it_says_so(key: str) -> None:
    async with opened(picture=replayed_board(), environment=Environment.REPLAY) as (desk, pilot):
        await pilot.press(key)
        assert ONLY_WATCHED[:30] in desk.text()
        assert (desk.control.others, desk.control.resyncs, desk.control.reconnects) == ([], [], 0)


@pytest.mark.parametrize("key", ["left", "greater_than_sign", "n", "colon"])
async def test_keys_of_a_replay_move_no_exchange(key: str) -> None:
    async with opened() as (desk, pilot):
        await pilot.press(key)
        assert "only in a replay" in desk.text()
        assert desk.control.others == []


@pytest.mark.parametrize("size", [(120, 40), (80, 24), (200, 60), (60, 16), (40, 10)])
async def test_the_word_live_is_nowhere_in_a_replay_and_its_badge_at_every_size(size: tuple[int, int]) -> None:
    async with opened(size, picture=replayed_board(), environment=Environment.REPLAY) as (desk, pilot):
        assert "LIVE" not in desk.text()
        assert "REPLAY" in desk.text().splitlines()[0] or "REPLAY" in desk.text()
        for key in ("i", "escape", "s", "escape"):
            await pilot.press(key)
            assert "LIVE" not in desk.text()
