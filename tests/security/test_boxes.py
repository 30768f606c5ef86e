"""Names from the configuration and symbols in the boxes over the dashboard: drawn as they are, and never parsed."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

from textual.content import Content
from textual.events import Key, Paste
from textual.widgets import Input, OptionList

from roxom_tui.config.load import load_settings
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import PanelState
from roxom_tui.model.visible_text import is_all_visible, is_visible
from roxom_tui.protocol.text_gate import gate
from roxom_tui.ui.palette import Command, Commands
from roxom_tui.ui.screens.picker import PickRow, SymbolPicker
from roxom_tui.ui.screens.profiles import ProfilePicker
from tests.security.payloads import payloads
from tests.security.screens import screen
from tests.support.screen_host import until

SIZE = (120, 45)
IN_SIGHT = 30
"""Rows of a box at this size."""


def names(count: int = 1000) -> list[str]:
    """Payloads that the configuration takes for the name of a profile."""
    return [text for text in dict.fromkeys(payloads(count, 3)) if is_name(text)]


def is_name(text: str) -> bool:
    return is_all_visible(text) and text == text.strip() and 1 <= len(text) <= 40


def pages(texts: list[str]) -> Iterator[list[str]]:
    for at in range(0, len(texts), IN_SIGHT):
        yield texts[at : at + IN_SIGHT]


def test_a_configuration_takes_only_names_that_may_be_shown(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    for text in payloads(250, 3):
        quoted = "".join(f"\\U{ord(char):08X}" for char in text)
        if any("\ud800" <= char <= "\udfff" for char in text):
            continue
        config.write_text(f'[profiles."{quoted}"]\nenvironment = "demo"\n')
        settings = load_settings(str(config), environ={})
        assert isinstance(settings, Settings) == is_name(text) or text in ("production", "sandbox"), ascii(text)
        if not isinstance(settings, Settings):
            assert str(settings).isprintable(), ascii(text)


async def test_profiles_are_listed_by_their_names_as_they_are() -> None:
    texts = names()
    assert len(texts) > 50
    seen = 0
    async with screen(SIZE) as made:
        for page in pages(texts):
            await made.app.push_screen(ProfilePicker(profiles(page), page[0], made.app.colours))
            await made.pilot.pause()
            shown = made.text()
            made.painted()
            made.app.pop_screen()
            seen += sum(text in shown for text in page)
    assert seen == len(texts)


async def test_symbols_are_found_and_listed_as_they_are() -> None:
    texts = [text for text in dict.fromkeys(payloads(800, 4)) if text and gate(text) == text]
    async with screen(SIZE) as made:
        for page in pages(texts):
            rows = [PickRow(Symbol(text), text, "0.043127", PanelState.LIVE) for text in page]
            box = SymbolPicker(rows, None, made.app.colours)
            await made.app.push_screen(box)
            await made.pilot.pause()
            made.text()
            for typed in (page[0][:5], "[", "金", "\\"):
                box.query_one(Input).value = typed
                await made.pilot.pause()
                made.text()
            made.app.pop_screen()


async def test_the_palette_lists_profiles_as_they_are() -> None:
    texts = names()
    seen = 0
    async with screen(SIZE) as made:
        for page in [texts[at : at + 20] for at in range(0, len(texts), 20)]:
            made.app.settings = Settings(
                "loop", {"loop": made.app.profile, **{one.name: one for one in profiles(page)}}
            )
            made.app.action_palette()
            await made.pilot.pause()
            await until(made.pilot, lambda: made.app.screen.query_one(OptionList).option_count > 20)
            await made.pilot.pause()
            shown = made.painted()
            seen += sum(f"Switch to profile {text}" in shown for text in page)
            made.app.pop_screen()
            await made.pilot.pause()
    assert seen > 0.8 * len(texts), "some wait below the edge"


async def test_a_prompt_of_the_palette_is_never_parsed() -> None:
    async with screen(SIZE) as made:
        commands = Commands(made.app.screen)
        for text in names():
            prompt = commands._prompt(Command(text, lambda: None))
            assert isinstance(prompt, Content)
            assert (prompt.plain, prompt.spans) == (text, [])


async def test_what_is_pasted_into_a_box_does_nothing() -> None:
    async with screen(SIZE) as made:
        box = SymbolPicker([PickRow(Symbol("GOLD-BTC"), "", "1", PanelState.LIVE)], None, made.app.colours)
        await made.app.push_screen(box)
        await made.pilot.pause()
        field = box.query_one(Input)
        for text in payloads(34, 5):
            field.value = ""
            made.app.post_message(Paste(text))
            await made.pilot.pause()
            assert field.value == "".join(filter(is_visible, text))
            made.painted()


async def test_what_is_typed_into_a_box_is_only_what_may_be_shown() -> None:
    async with screen(SIZE) as made:
        box = SymbolPicker([PickRow(Symbol("GOLD-BTC"), "", "1", PanelState.LIVE)], None, made.app.colours)
        await made.app.push_screen(box)
        await made.pilot.pause()
        field = box.query_one(Input)
        for char in "\u0300\u05d0\u0661\U0001f1e6\U0001f3fb\u3164\u2800\u202e\u200b":
            for typed in ("g", char, "é"):
                made.app.post_message(Key(typed, typed))
            await made.pilot.pause()
            assert field.value == "gé", ascii(char)
            field.value = ""
            made.painted()


def profiles(page: list[str]) -> tuple[Profile, ...]:
    return tuple(Profile(name, Environment.SANDBOX, ws_url="wss://loop.invalid/ws") for name in page)
