"""What enters in one read means what it would if it were typed slowly; what leaves is held back in time."""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Callable
from contextlib import asynccontextmanager
from random import Random
from types import SimpleNamespace

import pytest
from rich.console import RenderableType
from textual._compositor import ChopsUpdate, LayoutUpdate
from textual.app import App
from textual.command import CommandList, CommandPalette
from textual.geometry import Region
from textual.screen import Screen
from textual.widgets import Input

from roxom_tui.ui.doorway import Doorway
from roxom_tui.ui.screens.help import HelpScreen
from roxom_tui.ui.screens.picker import SymbolPicker
from roxom_tui.ui.terminal.grammar import ESCAPE_PATIENCE, REST_PATIENCE
from tests.support.frantic import Session, play
from tests.support.screen_host import until
from tests.support.spellings import GOLD, OIL
from tests.ui.opened import opened
from tests.ui.terminal.answers import KNOWN, cuts

PALETTE, PAGE_UP, ENTER, ESC = b"\x10", b"\x1b[5~", b"\r", b"\x1b"


CLICK_BESIDE = b"\x1b[<0;1;1M\x1b[<0;1;1m"


@asynccontextmanager
async def session() -> AsyncIterator[Session]:
    made = Session(1)
    async with made.app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        yield made


async def send(made: Session, data: bytes, *, at_once: bool) -> None:
    """In one read, or byte by byte with nothing between."""
    for read in [data] if at_once else [data[at : at + 1] for at in range(len(data))]:
        made.read(read, 0.0)
    made.read(b"", 0.2)
    assert await made.until(lambda: made.app.is_leaving or made.app._gate.is_idle)


@pytest.fixture(params=[True, False], ids=["one read", "byte by byte"])
def at_once(request: pytest.FixtureRequest) -> bool:
    return bool(request.param)


def is_open(kind: type) -> Callable[[Session], bool]:
    return lambda made: isinstance(made.app.screen, kind)


def is_on_the_dashboard(made: Session) -> bool:
    return made.app.screen is made.app.dashboard


ACTING = {
    b"b": "toggle_account",
    b"\x1b[1080::98;;1080u": "toggle_account",
    b"u": "toggle_units",
    b"t": "theme",
    b"z": "zoom",
    b"j": "move",
    b"\x1b[B": "move",
    b"R": "reconnect",
    b"\t": "cycle_panel",
    b"\x1b[Z": "cycle_panel",
    b"2": "symbol",
    b"]": "step_symbol",
}


@pytest.mark.parametrize(
    ("data", "holds"),
    [
        (PALETTE + PAGE_UP, is_open(CommandPalette)),
        (PALETTE + PAGE_UP * 3 + b"\x1b[6~\x1b[B\x1b[A\x1b[1;5H", is_open(CommandPalette)),
        (PALETTE + ESC + ESC, is_on_the_dashboard),
        (PALETTE + CLICK_BESIDE * 2, is_on_the_dashboard),
        (PALETTE + PALETTE, is_open(CommandPalette)),
        (b"s" + ENTER * 2, is_on_the_dashboard),
        (b"sgo", lambda made: made.app.screen.query_one(Input).value == "go"),
        (b"soil" + ENTER, lambda made: made.app.symbol == OIL),
        (b"s\x1b[200~go\x1b[201~", lambda made: made.app.screen.query_one(Input).value == "go"),
        (b"P" + ENTER * 3, is_on_the_dashboard),
        (b"Pjjkk" + ESC, is_on_the_dashboard),
        (b"?", is_open(HelpScreen)),
        (b"??", is_on_the_dashboard),
        (b"ii??", is_on_the_dashboard),
        (
            b"ss",
            lambda made: isinstance(made.app.screen, SymbolPicker) and made.app.screen.query_one(Input).value == "s",
        ),
    ],
)
async def test_what_comes_at_once_means_what_it_means_one_by_one(
    data: bytes, holds: Callable[[Session], bool], at_once: bool
) -> None:
    async with session() as made:
        await send(made, data, at_once=at_once)
        assert await made.until(lambda: holds(made)), made.app.screen_stack
        assert not made.app.is_leaving
        assert made.app._exception is None


@pytest.mark.parametrize(
    ("data", "code"),
    [
        (b"q", 0),
        (b"q" + PALETTE, 0),
        (b"qsi?P" + PALETTE + PAGE_UP + ENTER + CLICK_BESIDE, 0),
        (b"q\x03", 0),
        (b"\x03q", 130),
        (b"iq", 0),
        (b"?q" + PALETTE, 0),
        (b"s\x03", 130),
        (PALETTE + b"\x03", 130),
        (PALETTE + b"\x1b[1089;5u", 130),
        (b"sq\x1b[1089::99;5u" + ENTER, 130),
        (b"\x1b[1081::113;;1081u" + PALETTE, 0),
    ],
)
async def test_once_leaving_has_begun_nothing_else_does(data: bytes, code: int, at_once: bool) -> None:
    async with session() as made:
        await send(made, data, at_once=at_once)
        begun = made.done.copy()
        await send(made, b"usbi" + PALETTE + PAGE_UP + ENTER, at_once=at_once)
        assert await made.until(lambda: not made.app.is_running)
        assert made.app.return_value == code
        assert made.done == begun
        assert made.app._exception is None


@pytest.mark.parametrize("size", [(1, 1), (2, 1), (20, 4), (120, 2)])
async def test_a_palette_without_room_for_a_line_takes_every_key(size: tuple[int, int], at_once: bool) -> None:
    made = Session(1)
    async with made.app.run_test(size=size) as pilot:
        await pilot.pause()
        await send(made, PALETTE, at_once=True)
        assert await made.until(lambda: made.app.screen.query_one(CommandList).option_count > 0)
        await send(made, PAGE_UP + b"\x1b[6~\x1b[B\x1b[A\x1b[1;5F" + PAGE_UP + CLICK_BESIDE, at_once=at_once)
        assert made.app._exception is None


async def test_a_long_queue_of_keys_keeps_no_ctrl_c_waiting() -> None:
    async with session() as made:
        made.read(b"ii" * 3000 + b"\x03", 0.0)
        assert await made.until(lambda: made.app.is_leaving)
        assert made.app.return_value == 130


async def test_keys_before_the_first_picture_are_kept() -> None:
    made = Session(1)
    async with made.app.run_test(size=(120, 40)):
        made.read(b"sgo", 0.0)
        assert await made.until(lambda: made.app._gate.is_idle)
        assert made.app.screen.query_one(Input).value == "go"


async def test_a_screen_that_is_asked_for_over_another_is_not_opened() -> None:
    async with session() as made:
        await send(made, b"s", at_once=True)
        made.app.push_screen(SymbolPicker((), GOLD))
        assert len(made.app.screen_stack) == 2


@pytest.mark.parametrize("seed", range(3))
async def test_among_answers_and_pastes_in_any_cut_each_key_acts_once_and_nothing_else_does(seed: int) -> None:
    random = Random(seed)
    typed = [random.choice(list(ACTING)) for _ in range(40)]
    noise = [random.choice([*KNOWN, b"\x1b[200~q1b\x1b[201~", b"\x1b[200~\x1b[Bu\x1b[201~"]) for _ in range(120)]
    sent = [*typed, *(each for each in noise if not each.startswith(b"\x1b[48"))]
    random.shuffle(sent)
    async with session() as made:
        longest = REST_PATIENCE
        for read in cuts(b"".join(sent), random, most=300):
            made.read(read, random.uniform(0, longest) * 0.99)
            longest = ESCAPE_PATIENCE if read.endswith(b"\x1b") else REST_PATIENCE
            await made.work(random.choice((0, 1, 10)))
        assert await made.until(lambda: made.app._gate.is_idle)
        assert made.done == Counter(ACTING[key] for key in typed)


@pytest.mark.parametrize("seed", range(2))
async def test_a_person_out_of_hand_breaks_nothing(seed: int) -> None:
    tally = await play(seed, 60)
    assert tally.wrong == []
    assert tally.sent >= 60


async def test_the_first_picture_after_those_that_were_held_back_is_a_whole_one(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    drawn: list[RenderableType | None] = []
    is_far_behind = False

    def display(app: App[int], screen: Screen[None], renderable: RenderableType | None) -> None:
        drawn.append(renderable)

    monkeypatch.setattr(App, "_display", display)
    writer = property(lambda app: SimpleNamespace(is_behind=False, is_far_behind=is_far_behind))
    monkeypatch.setattr(Doorway, "_writer", writer)
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


async def test_nothing_to_display_takes_nothing_back_of_what_was_written() -> None:
    async with opened() as (desk, _):
        rows: list[str] = []
        desk.app._written = SimpleNamespace(forget=lambda: rows.append("forgotten"))  # type: ignore[assignment]
        desk.app._display(desk.app.screen, None)
        assert rows == []
        desk.app._display(desk.app.screen, LayoutUpdate([], Region(0, 0, 1, 1)))
        assert rows == ["forgotten"]
