"""How the screens look, as pictures; `-n 0 --snapshot-update` accepts a change that was meant."""

from __future__ import annotations

from typing import Any, Final

import pytest
from textual.pilot import Pilot
from textual.screen import Screen

from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace
from roxom_tui.state.views.alert_views import AlertState
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from roxom_tui.ui.widgets.line_widget import LineWidget
from tests.support.sample_screens import WALL, board, down, partly_refused, with_overview
from tests.support.screen_host import until
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings
from tests.ui.alerted import LOSS, news, row, told, with_alerts
from tests.ui.panels.whole import whole_board

SIZES = [(120, 40), (80, 24), (200, 60)]

_BETWEEN: Final = 0.02
_ALIKE: Final = 10
_MOST_LOOKS: Final = 1000
"""Looks at a screen until so many in turn are alike, and seconds between two."""


def app_with(picture: ScreenSnapshot) -> RoxomApp:
    environment = picture.connection.environment
    return RoxomApp(settings(environment), Recorder(), HandMailbox(picture), StillClock(), DEFAULT_KEYMAP, symbol=GOLD)


async def painted(pilot: Pilot[int]) -> None:
    """Until nothing waits to be laid out or painted: a first picture gives panels other places, which takes turns."""
    for _ in range(2):
        await pilot.pause()
        await until(pilot, lambda: _is_painted(pilot.app.screen))


async def settled(pilot: Pilot[int]) -> None:
    """Until the picture is there, and has been the same for a while: what it needs gives panels other places later."""
    app = pilot.app
    assert isinstance(app, RoxomApp)
    await until(pilot, lambda: app.picture is not None)
    before, same = None, 0
    for _ in range(_MOST_LOOKS):
        await pilot.pause(_BETWEEN)
        now = [strip.text for strip in app.screen._compositor.render_strips()]
        same = same + 1 if now == before and _is_painted(app.screen) else 0
        if same == _ALIKE:
            return
        before = now
    raise AssertionError("it never stood still")


def _is_painted(screen: Screen[Any]) -> bool:
    """Nothing waits, and all that is in sight is drawn for the size that it has: another follows with the next tick."""
    in_sight = (widget for widget in screen.query(LineWidget) if widget.region.area)
    waits = screen._layout_required or screen._repaint_required or screen._dirty_widgets
    return not waits and all(widget.is_drawn_for_its_size for widget in in_sight)


def pressing(*keys: str) -> Any:
    async def run(pilot: Pilot[int]) -> None:
        await settled(pilot)
        for key in keys:
            await pilot.press(key)
            await painted(pilot)
        await settled(pilot)

    return run


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("environment", [Environment.DEMO, Environment.PRODUCTION])
def test_the_dashboard_looks_as_designed(snap_compare: Any, size: tuple[int, int], environment: Environment) -> None:
    assert snap_compare(app_with(board(environment)), terminal_size=size, run_before=pressing())


@pytest.mark.parametrize("size", [*SIZES, (40, 10)], ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_lost_connection_looks_lost(snap_compare: Any, size: tuple[int, int]) -> None:
    picture = down(board(), "reset by the exchange")
    assert snap_compare(app_with(picture), terminal_size=size, run_before=pressing())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_cursor_and_the_cost_of_a_size_look_as_designed(snap_compare: Any, size: tuple[int, int]) -> None:
    keys = ("j", "j", "j", "x", *"buy 3", "full_stop", "5", "enter")
    assert snap_compare(app_with(whole_board()), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_a_symbol_that_is_refused_looks_refused_and_the_others_do_not(snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app_with(partly_refused(board())), terminal_size=size, run_before=pressing())


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
@pytest.mark.parametrize("keys", [(), ("a",), ("A",)], ids=["line", "editor", "list"])
def test_alerts_look_as_designed(snap_compare: Any, size: tuple[int, int], keys: tuple[str, ...]) -> None:
    rows = (
        row(),
        row(LOSS, AlertState.FIRED, fired=3, fired_at=WALL),
        row("GOLD-BTC bid > 1", AlertState.CANNOT_JUDGE),
    )
    view = replace(told(news(), news(2, text=LOSS)), rows=rows)
    assert snap_compare(app_with(with_alerts(view)), terminal_size=size, run_before=pressing(*keys))


@pytest.mark.parametrize(
    "keys",
    [("s",), ("P",), ("i",), ("question_mark",), ("u", "b"), ("t",), ("z",), ("tab", "space")],
    ids=["picker", "profiles", "connection", "help", "sats-hidden", "light", "zoom", "paused"],
)
def test_every_screen_and_mode_looks_as_designed(snap_compare: Any, keys: tuple[str, ...]) -> None:
    assert snap_compare(app_with(board()), terminal_size=(120, 40), run_before=pressing(*keys))


@pytest.mark.parametrize("size", SIZES, ids=lambda size: f"{size[0]}x{size[1]}")
def test_the_overview_looks_as_designed(snap_compare: Any, size: tuple[int, int]) -> None:
    assert snap_compare(app_with(with_overview(board())), terminal_size=size, run_before=pressing("o"))
