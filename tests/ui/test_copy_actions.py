from __future__ import annotations

import csv
import io
import re
import stat
from base64 import b64decode
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path

import pytest
from textual.pilot import Pilot

from roxom_tui.config.settings import NotifySettings
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.values import replace
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.copy_actions import MOST_OF_A_MOMENT, NO_ROW, NOTHING_COPIED, save_new, self_contained, shown_folder
from roxom_tui.ui.format import HIDDEN
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from tests.support.sample_screens import board
from tests.support.screen_host import on_screen
from tests.support.spellings import GOLD
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings


class Written(RoxomApp):
    """Notes what it would have the terminal written."""

    def __init__(self, *, tmux: bool = False, environment: Environment = Environment.DEMO) -> None:
        chosen = replace(settings(environment), notify=NotifySettings(tmux=tmux))
        super().__init__(chosen, Recorder(), HandMailbox(board(environment)), StillClock(), DEFAULT_KEYMAP, symbol=GOLD)
        self.written: list[str] = []

    @property
    def has_clipboard(self) -> bool:
        return True

    def write_to_terminal(self, text: str) -> None:
        self.written.append(text)

    def copies(self) -> list[list[dict[str, str]]]:
        """The rows of each copy, as a terminal takes it."""
        found = (re.fullmatch(r"\x1b\]52;c;([A-Za-z0-9+/=]*)\x1b\\", text) for text in self.written)
        texts = (b64decode(match[1]).decode() for match in found if match is not None)
        return [list(csv.DictReader(io.StringIO(text))) for text in texts]


@asynccontextmanager
async def running(panel: str, app: Written | None = None) -> AsyncIterator[tuple[Written, Pilot[int]]]:
    app = app or Written()
    async with app.run_test(size=(120, 40)) as pilot:
        await pilot.pause()
        app.dashboard.focus_panel(panel)
        await pilot.pause()
        yield app, pilot


async def test_y_copies_the_row_with_the_cursor_and_says_what_was_sent_and_that_nobody_answers() -> None:
    async with running("orders") as (app, pilot):
        await pilot.press("y", "j", "y")
        first, second = app.copies()
        orders = board().orders.rows
        assert [row["size"] for row in (*first, *second)] == [format(order.size or 0, "f") for order in orders[:2]]
        assert "sent row, E: file · clipboards do not confirm" in "\n".join(on_screen(app))


async def test_without_a_row_of_its_own_the_book_copies_none_and_says_so() -> None:
    async with running("book") as (app, pilot):
        await pilot.press("y")
        assert app.copies() == []
        assert NO_ROW in "\n".join(on_screen(app))
        await pilot.press("enter", "j", "y")
        ((row,),) = app.copies()
        assert row["price_btc"] in {format(level.price, "f") for level in (*board().book.bids, *board().book.asks)}


async def test_capital_y_copies_the_panel_and_tmux_passes_it_on() -> None:
    async with running("positions", Written(tmux=True)) as (app, pilot):
        await pilot.press("Y")
        assert app.written[0].startswith("\x1bPtmux;\x1b\x1b]52;c;")
        assert len(list(csv.DictReader(io.StringIO(app.copied)))) == len(board().positions.rows)


async def test_what_is_hidden_on_the_screen_is_hidden_in_the_copy() -> None:
    async with running("positions") as (app, pilot):
        await pilot.press("b", "Y")
        assert {row["size"] for rows in app.copies() for row in rows} == {HIDDEN}


async def test_a_copy_of_a_replay_says_so() -> None:
    async with running("balances", Written(environment=Environment.REPLAY)) as (app, pilot):
        await pilot.press("Y")
        ((row, *_),) = app.copies()
        assert "replayed_at" in row
        assert "copied_at" not in row


async def test_a_copy_and_a_picture_are_saved_for_us_alone(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    async with running("trades") as (app, pilot):
        await pilot.press("E")
        assert NOTHING_COPIED in "\n".join(on_screen(app))
        await pilot.press("Y", "E", "C", "C")
        await pilot.pause()
        folder = tmp_path / "roxom-tui" / "copies"
        names = [file.name for file in sorted(folder.iterdir())]
        at = "20260101-142207"
        assert names == [f"screen-{at}-2.svg", f"screen-{at}.svg", f"trades-{at}.csv"]
        assert {stat.S_IMODE(file.stat().st_mode) for file in folder.iterdir()} == {0o600}
        assert (folder / names[2]).read_text() == app.copied
        picture = (folder / names[1]).read_text()
        assert "GOLD-BTC" in picture
        assert "http://www.w3.org" in picture
        assert set(re.findall(r"https?://([\w.]+)", picture)) <= {"www.w3.org", "www.textualize.io"}
        assert "font-face" not in picture


def test_no_file_is_written_over_and_a_disk_that_refuses_is_told(tmp_path: Path) -> None:
    said = [save_new(tmp_path / "a", "x", ".csv", str(n)) for n in range(MOST_OF_A_MOMENT + 1)]
    assert said[-1].startswith("not saved")
    assert len(set(said)) == MOST_OF_A_MOMENT + 1
    assert (tmp_path / "a" / "x.csv").read_text() == "0"
    (tmp_path / "b").write_text("")
    assert save_new(tmp_path / "b", "x", ".csv", "").startswith("not saved: ")


async def test_what_is_too_much_for_a_clipboard_is_not_sent_and_can_be_saved() -> None:
    picture = board()
    rows = tuple(replace(row, symbol=Symbol(f"{'X' * 900}{n}")) for n, row in enumerate(picture.symbols.rows * 30))
    app = Written()
    async with running("symbols", app) as (_, pilot):
        app.show_picture(replace(picture, symbols=replace(picture.symbols, rows=rows)))
        await pilot.press("Y")
        assert "too much to send, E: file · 120 rows" in "\n".join(on_screen(app))
        assert app.copies() == []
        assert len(app.copied) > 100_000


def test_a_folder_at_home_is_shown_from_there() -> None:
    assert shown_folder(Path.home() / "a" / "b") == "~/a/b"
    assert shown_folder(Path("/nowhere")) == "/nowhere"


def test_a_picture_fetches_nothing() -> None:
    assert self_contained("@font-face { src: url(https://a/b) } .terminal-123-x { font: Fira Code }") == (
        " .terminal-x { font: ui-monospace, Menlo, DejaVu Sans Mono }"
    )
