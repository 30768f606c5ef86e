"""What is asked of the feed for what the person looks at."""

from __future__ import annotations

from tests.ui.opened import opened


async def test_whatever_the_person_does_has_way_made_for_it_and_a_moving_mouse_has_not() -> None:
    async with opened() as (desk, pilot):
        before = len(desk.mailbox.ways)
        await pilot.hover()
        assert len(desk.mailbox.ways) == before
        await pilot.press("z")
        assert desk.mailbox.ways[before:] == [desk.clock.monotonic()]


async def test_what_is_in_sight_is_asked_for_once() -> None:
    async with opened() as (desk, pilot):
        asked = len(desk.control.wishes)
        desk.app.request_view()
        assert len(desk.control.wishes) == asked
        await pilot.press("2")
        assert desk.control.wishes[asked].symbol == desk.app.known_symbols[1]
        desk.app.regroup(desk.app.grouping)
        assert len(desk.control.wishes) == asked + 1


async def test_a_panel_of_another_size_asks_for_as_many_levels_as_it_can_show() -> None:
    async with opened() as (desk, pilot):
        few = desk.control.wishes[-1].levels
        await pilot.press("z")
        await pilot.pause()
        assert desk.control.wishes[-1].levels > few
