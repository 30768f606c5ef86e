"""When rows are given out anew: nothing moves while data flows, and what a person does brings the room."""

from __future__ import annotations

from textual.geometry import Region
from textual.pilot import Pilot

from roxom_tui.model.values import replace
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.layout import Need
from roxom_tui.ui.rows_given import moved_blank_rows
from tests.support.sample_screens import board
from tests.ui.opened import OpenedApp, opened


def with_orders(count: int, **more: object) -> ScreenSnapshot:
    picture = board()
    row = picture.orders.rows[0]
    rows = tuple(replace(row, order_id=f"o-{n}") for n in range(count))
    return replace(picture, orders=replace(picture.orders, rows=rows), **more)  # type: ignore[arg-type]


def places(desk: OpenedApp) -> dict[str, Region]:
    return {name: panel.region for name, panel in desk.app.dashboard.panels.items()}


async def show(desk: OpenedApp, pilot: Pilot[int], picture: ScreenSnapshot) -> None:
    desk.mailbox.put(picture)
    await pilot.pause()
    await pilot.pause()


async def test_the_first_list_has_its_rows_at_once() -> None:
    async with opened(picture=with_orders(7)) as (desk, _):
        assert places(desk)["orders"].height == 7 + 3
        assert " of 7" not in desk.panel("orders")


async def test_a_list_that_outgrows_its_room_moves_nothing_and_tells_the_rows_in_sight() -> None:
    async with opened(picture=with_orders(3)) as (desk, pilot):
        before = places(desk)
        for count in (5, 9, 12):
            await show(desk, pilot, with_orders(count))
            assert places(desk) == before
        assert "1-3 of 12" in desk.panel("orders")


async def test_another_focus_or_symbol_gives_the_rows_that_are_needed_by_then_and_takes_none_back() -> None:
    for keys in (["tab"], ["1"]):
        async with opened(picture=with_orders(3)) as (desk, pilot):
            await show(desk, pilot, with_orders(8))
            await pilot.press(*keys)
            await pilot.pause()
            assert places(desk)["orders"].height == 8 + 3
            await show(desk, pilot, with_orders(1))
            await pilot.press(*keys)
            await pilot.pause()
            assert places(desk)["orders"].height == 8 + 3


async def test_zoom_and_back_and_another_size_give_exactly_what_is_needed() -> None:
    async with opened(picture=with_orders(8)) as (desk, pilot):
        await show(desk, pilot, with_orders(2))
        assert places(desk)["orders"].height == 8 + 3
        await pilot.press("z")
        await pilot.pause()
        await pilot.press("z")
        await pilot.pause()
        after = places(desk)["orders"].height
        assert after < 8
        await show(desk, pilot, with_orders(7))
        assert places(desk)["orders"].height == after
        await pilot.resize_terminal(121, 40)
        await pilot.pause()
        assert places(desk)["orders"].height == 7 + 3


async def test_another_profile_begins_afresh() -> None:
    async with opened(picture=with_orders(8)) as (desk, pilot):
        other = replace(board().connection, profile="another")
        await show(desk, pilot, with_orders(0, connection=other))
        assert places(desk)["orders"].height < 8
        await show(desk, pilot, with_orders(8, connection=other))
        assert places(desk)["orders"].height == 8 + 3, "its first list counts as one"


async def test_a_symbol_more_or_less_is_room_for_it() -> None:
    async with opened((80, 24)) as (desk, pilot):
        picture = board()
        few = replace(picture.symbols, rows=picture.symbols.rows[:2])
        height = places(desk)["symbols"].height
        await show(desk, pilot, replace(picture, symbols=few))
        assert places(desk)["symbols"].height == height - 2


async def test_rows_that_stand_blank_go_to_a_list_that_outgrew_its_own_and_the_market_stays_where_it_is() -> None:
    first = with_orders(7)
    async with opened(picture=first) as (desk, pilot):
        before = places(desk)
        fewer = with_orders(4)
        positions = replace(fewer.positions, rows=fewer.positions.rows * 2)
        await show(desk, pilot, replace(fewer, positions=positions))
        after = places(desk)
        assert after["positions"].height == before["positions"].height + len(first.positions.rows)
        assert after["orders"].height == before["orders"].height - len(first.positions.rows)
        assert all(after[name] == before[name] for name in ("book", "trades", "symbols"))


def test_blank_rows_are_moved_only_where_they_are_enough() -> None:
    given = {"positions": Need(4), "orders": Need(9), "book": Need(12)}
    assert moved_blank_rows(given, given | {"positions": Need(6), "orders": Need(5)}) == (
        given | {"positions": Need(6), "orders": Need(7)}
    )
    assert moved_blank_rows(given, given | {"positions": Need(9), "orders": Need(5)}) == given
    assert moved_blank_rows(given, given | {"orders": Need(5)}) == given, "what shrank alone keeps its rows"
