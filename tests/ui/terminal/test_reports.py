"""What the terminal reports of its mouse, size, modes and focus."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st
from textual.events import AppBlur, AppFocus, MouseDown, MouseEvent, MouseMove, MouseScrollDown, MouseUp, Resize
from textual.messages import InBandWindowResize, TerminalSupportsSynchronizedOutput

from roxom_tui.ui.terminal.reports import MOST_CELLS, Reports


def mouse(sequence: str, reports: Reports | None = None) -> MouseEvent:
    event = (reports or Reports()).read(sequence)
    assert isinstance(event, MouseEvent)
    return event


def test_a_press_a_release_and_a_movement() -> None:
    reports = Reports()
    down, up, moved = (mouse(f"\x1b[<{what}", reports) for what in ("0;12;7M", "0;12;7m", "35;14;8M"))
    assert isinstance(down, MouseDown)
    assert (down.x, down.y, down.button) == (11, 6, 1)
    assert isinstance(up, MouseUp)
    assert isinstance(moved, MouseMove)
    assert (moved.delta_x, moved.delta_y, moved.button) == (2, 1, 0)


def test_modifiers_buttons_and_the_wheel() -> None:
    right = mouse("\x1b[<30;1;1M")
    assert (right.button, right.shift, right.meta, right.ctrl) == (3, True, True, True)
    assert isinstance(mouse("\x1b[<65;1;1M"), MouseScrollDown)


def test_pixels_are_cells_once_the_terminal_said_how_many() -> None:
    reports = Reports()
    resized = reports.read("\x1b[48;20;100;400;1000t")
    assert isinstance(resized, Resize)
    assert resized.size == (100, 20)
    down = mouse("\x1b[<0;201;51M", reports)
    assert (down.x, down.y) == (20, 2)


@pytest.mark.parametrize(
    "sequence",
    [
        "\x1b[<128;1;1M",
        "\x1b[<0;0;1M",
        "\x1b[<0;-1;5M",
        "\x1b[<0;99999;1M",
        "\x1b[35;1;1M",
        "\x1b[<0;1M",
        "\x1b[<0;1;1;1M",
    ],
)
def test_a_button_or_a_place_that_we_do_not_have_is_nothing(sequence: str) -> None:
    assert Reports().read(sequence) is None


@given(st.lists(st.integers(0, 10**8), min_size=4, max_size=4), st.lists(st.integers(0, 10**8), min_size=3, max_size=3))
def test_no_numbers_fail_or_lead_far_away(size: list[int], press: list[int]) -> None:
    reports = Reports()
    resized = reports.read("\x1b[48;{};{};{};{}t".format(*size))
    event = reports.read("\x1b[<{};{};{}M".format(*press))
    assert resized is None or (isinstance(resized, Resize) and max(resized.size) <= MOST_CELLS)
    assert event is None or (isinstance(event, MouseEvent) and max(event.x, event.y) < MOST_CELLS)


def test_modes_and_focus() -> None:
    reports = Reports()
    assert isinstance(reports.read("\x1b[?2026;2$y"), TerminalSupportsSynchronizedOutput)
    assert reports.read("\x1b[?2026;0$y") is None
    resizes = reports.read("\x1b[?2048;2$y")
    assert isinstance(resizes, InBandWindowResize)
    assert (resizes.supported, resizes.enabled) == (True, False)
    assert reports.read("\x1b[?2004;1$y") is None
    assert isinstance(reports.read("\x1b[I"), AppFocus)
    assert isinstance(reports.read("\x1b[O"), AppBlur)
