"""A box full of lines moves, and says where it is."""

from __future__ import annotations

import re

from roxom_tui.ui.screens.connection import ConnectionScreen
from roxom_tui.ui.screens.reading import balanced, headed
from tests.support.screen_host import BoxHost, on_screen, rebound, until
from tests.ui.connection_views import NOW, WALL, connection_view


async def test_the_connection_screen_moves_and_says_where_it_is() -> None:
    app = BoxHost(rebound(move_down="0", move_last="U"))
    screen = ConnectionScreen()
    screen.update(connection_view(), NOW, WALL)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert any("Connection" in row and "1-19 of" in row for row in on_screen(app))
        await pilot.press("0")
        assert screen.remark().startswith("2-20 of"), "0 moves now"
        await pilot.press("j")
        assert screen.remark().startswith("2-20 of"), "j does not any more"
        await pilot.press("down")
        assert screen.remark().startswith("3-21 of"), "arrows always do"
        await pilot.press("U", "up", "g")
        assert screen.remark().startswith("1-19 of")


def test_what_may_stand_in_either_column_stands_where_both_come_out_most_alike() -> None:
    a, b, c, d = (headed(name, [()] * size, 20) for name, size in (("a", 9), ("b", 2), ("c", 4), ("d", 3)))
    for first, second, at in (([a], [b], 24), ([b], [a], 0)):
        rows = ["".join(span.text for span in line) for line in balanced(first, second, [c, d], 20)]
        assert {row.index(name) for row in rows for name in "cd" if name in row} == {at}
        assert rows[0].index("a") == 24 - at


async def test_where_the_title_has_no_room_the_last_line_says_which_lines_are_in_sight() -> None:
    app = BoxHost()
    screen = ConnectionScreen()
    screen.update(connection_view(), NOW, WALL)
    async with app.run_test(size=(24, 12)) as pilot:
        await app.push_screen(screen)
        await pilot.pause()
        assert "1-10 of" in on_screen(app)[-1]
        await pilot.press("G")
        assert screen.remark() in on_screen(app)[-1]
        first, last, total = (int(number) for number in re.findall(r"\d+", screen.remark()))
        assert (last, last - first) == (total, 9)


async def test_a_window_that_grows_hides_nothing_while_it_has_room() -> None:
    app = BoxHost()
    screen = ConnectionScreen()
    screen.update(connection_view(), NOW, WALL)
    async with app.run_test(size=(80, 24)) as pilot:
        await app.push_screen(screen)
        await pilot.press("G")
        await pilot.resize_terminal(80, 120)
        await until(pilot, lambda: screen.remark() == "")
        assert any("Streams" in line for line in on_screen(app))
