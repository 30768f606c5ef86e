"""The config read again in the running app: what is taken over, what is kept, and what is said."""

from __future__ import annotations

from collections.abc import AsyncIterator
from contextlib import asynccontextmanager
from pathlib import Path
from types import SimpleNamespace

import pytest
from textual.pilot import Pilot

from roxom_tui.commands.config_reader import ConfigReader
from roxom_tui.model.money import Unit
from roxom_tui.model.values import replace
from tests.support.config_texts import good
from tests.support.screen_host import on_screen, until
from tests.ui.opened import OpenedApp, opened

FIRST = '[ui]\nlayout = "trade"\n[layouts]\nown = "book tape / chart"\n'


def write(file: Path, text: str) -> None:
    file.write_text(text)


@asynccontextmanager
async def reading(
    file: Path, text: str = FIRST, *, asked_for: bool = True
) -> AsyncIterator[tuple[OpenedApp, Pilot[int]]]:
    """An app that began with this file, named to it or in the usual place."""
    write(file, text)
    async with opened() as (desk, pilot):
        config = ConfigReader(SimpleNamespace(config=str(file) if asked_for else None, profile=None))
        start = good(config.read())
        desk.app.settings = replace(desk.app.settings, ui=start.ui, layouts=start.layouts, profiles=start.profiles)
        desk.app.config = config
        desk.app.action_reload_config()
        yield desk, pilot


def footer(desk: OpenedApp) -> str:
    return desk.text().splitlines()[-1]


async def test_a_file_that_was_changed_is_taken_over_within_some_ticks_and_says_what(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with reading(file) as (desk, _):
        file.write_text('[ui]\nlayout = "book"\nunits = "sats"\ntheme = "light"\n')
        desk.app.tick()
        assert desk.app.dashboard.places.layout.name == "trade", "somebody may be writing it yet"
        desk.app.tick()
        assert desk.app.dashboard.places.layout.name == "book"
        assert desk.app.options.unit is Unit.SATS
        assert desk.app.palette_in_use.name == "light"
        assert "config: ui.units, ui.theme and 2 more taken over" in desk.text()
        assert "own" not in desk.app.layouts


async def test_another_pace_of_the_stream_is_taken_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "config.toml"
    async with reading(file) as (desk, _):
        paces: list[int] = []
        monkeypatch.setattr(desk.app.frames, "stream_at", paces.append)
        file.write_text(FIRST.replace("[ui]", "[ui]\nstream_fps = 9"))
        desk.app.action_reload_config()
        assert paces == [9]
        assert "ui.stream_fps taken over" in desk.text()


async def test_a_slip_changes_nothing_and_is_told_with_its_line_and_key(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with reading(file) as (desk, pilot):
        before = desk.app.settings
        file.write_text('[ui]\nunits = "sats"\ntheme = "drak"\n')
        await pilot.press("ctrl+r")
        assert "all stays as it was: config.toml:3: ui.theme" in desk.text()
        assert "drak" in desk.text(), "with what was wrong, in full"
        assert desk.app.settings == before
        assert desk.app.options.unit is Unit.BTC
        await pilot.press("escape")
        await until(pilot, lambda: not any("config.toml" in row for row in on_screen(desk.app)))
        await pilot.press("ctrl+r")
        assert any("config.toml" in row for row in on_screen(desk.app))
        write(file, FIRST)
        await pilot.press("ctrl+r")
        await until(pilot, lambda: not any("config.toml" in row for row in on_screen(desk.app)))


def usual_place(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Where a config file is looked for that nobody named; its folder is there."""
    monkeypatch.setenv("XDG_CONFIG_HOME", str(tmp_path))
    monkeypatch.delenv("ROXOM_TUI_CONFIG", raising=False)
    file = tmp_path / "roxom-tui" / "config.toml"
    file.parent.mkdir()
    return file


async def test_a_file_in_the_usual_place_that_grows_too_large_or_is_none_changes_nothing_and_stays_told(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = usual_place(tmp_path, monkeypatch)
    async with reading(file, FIRST.replace("[ui]", '[ui]\nunits = "sats"'), asked_for=False) as (desk, pilot):
        before = desk.app.settings
        file.write_text("#" * 70_000)
        await pilot.press("ctrl+r")
        assert "all stays as it was: config.toml: is larger than 64 KiB" in desk.text()
        file.unlink()
        file.mkdir()
        await pilot.press("ctrl+r")
        assert "all stays as it was: config.toml: is not a file" in desk.text()
        file.rmdir()
        await pilot.press("ctrl+r")
        assert "all stays as it was: there is no config file" in desk.text()
        assert desk.app.settings == before


async def test_what_was_chosen_by_keys_stays_where_the_file_says_nothing_else(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with reading(file) as (desk, pilot):
        await pilot.press("u", "v")
        file.write_text(FIRST + 'wide = "book tape"\n')
        await pilot.press("ctrl+r")
        assert (desk.app.options.unit, desk.app.dashboard.places.layout.name) == (Unit.SATS, "chart")
        assert "wide" in desk.app.layouts


async def test_the_layout_in_use_is_laid_anew_where_it_reads_otherwise_and_left_where_it_is_gone(
    tmp_path: Path,
) -> None:
    file = tmp_path / "config.toml"
    async with reading(file, FIRST.replace("trade", "own")) as (desk, pilot):
        desk.app.use_layout("own")
        file.write_text('[ui]\nlayout = "own"\n[layouts]\nown = "book / orders"\n')
        await pilot.press("ctrl+r")
        await pilot.pause()
        regions = set(desk.app.dashboard.places.lay(desk.app.dashboard.size))
        assert regions & set(desk.app.dashboard.panels) == {"book", "orders"}
        file.write_text("")
        await pilot.press("ctrl+r")
        assert desk.app.dashboard.places.layout.name == "trade"


async def test_keys_and_profiles_are_named_as_what_a_restart_needs(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    async with reading(file) as (desk, pilot):
        file.write_text(FIRST + '[keys]\nquit = "Q"\n[profiles.other]\nenvironment = "demo"\n')
        await pilot.press("ctrl+r")
        assert "config: profiles.other, keys taken over at the next start" in desk.text()
        assert "other" not in desk.app.settings.profiles


async def test_what_a_restart_needs_gives_way_to_why_the_file_cannot_be_read_and_is_told_again_once_it_can(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    file = usual_place(tmp_path, monkeypatch)
    async with reading(file, asked_for=False) as (desk, pilot):
        write(file, FIRST + '[keys]\nquit = "Q"\n')
        await pilot.press("ctrl+r")
        assert "config: keys taken over at the next start" in desk.text()
        file.rename(tmp_path / "aside")
        file.symlink_to(tmp_path / "nowhere")
        await pilot.press("ctrl+r")
        assert "all stays as it was: config.toml: config.toml is a link to what is not there" in desk.text()
        file.unlink()
        (tmp_path / "aside").rename(file)
        await pilot.press("ctrl+r")
        assert "config: keys taken over at the next start" in desk.text()


async def test_where_there_is_no_file_it_says_so() -> None:
    async with opened() as (desk, pilot):
        await pilot.press("ctrl+r")
        assert "there is no config to read again here" in desk.text()
