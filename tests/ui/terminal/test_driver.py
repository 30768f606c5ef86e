"""What we lean on inside Textual has the shape it had when it was read and tested.

Where one of these fails with a newer Textual: read what changed, adapt `roxom_tui/ui/terminal`, `doorway` and
`palette`, run the tests of the terminal, then renew the digest.
"""

from __future__ import annotations

import hashlib
import inspect
from collections.abc import Callable
from importlib.metadata import version
from typing import Any

import pytest
from textual import _ansi_sequences, _keyboard_protocol, keys
from textual.app import App
from textual.command import CommandPalette
from textual.driver import Driver
from textual.drivers._writer_thread import WriterThread
from textual.drivers.linux_driver import LinuxDriver
from textual.message_pump import MessagePump
from textual.messages import InBandWindowResize
from textual.screen import Screen
from textual.widgets import OptionList

from roxom_tui.ui.terminal import driver
from roxom_tui.ui.terminal.descriptor import Descriptor
from roxom_tui.ui.terminal.writer import Writer

TESTED = "8.2.8"

LEANED_ON: dict[str, tuple[Callable[..., Any], str]] = {
    "the driver makes its threads": (LinuxDriver.start_application_mode, "7c41f5ba11a8"),
    "the driver takes what is answered": (LinuxDriver.process_message, "685f4c56ecfc"),
    "the driver gives the terminal back": (LinuxDriver.stop_application_mode, "9a7e99c8d4bd"),
    "the driver ends its reader": (LinuxDriver.disable_input, "6154c5a7c174"),
    "the driver closes its writer": (LinuxDriver.close, "c32293a24c1a"),
    "the driver writes": (LinuxDriver.write, "b78a34033db5"),
    "the driver hands over": (Driver.send_message, "4ecf73a431b2"),
    "the app is handed over to": (MessagePump._post_message, "d18d8abf3b53"),
    "the app takes events": (App.on_event, "3dbf14d69491"),
    "the app draws": (App._display, "4b78dff6669a"),
    "a screen is dismissed": (Screen.dismiss, "0c6d250ef5e6"),
    "the palette is clicked beside": (CommandPalette._on_click, "1d644a55e632"),
    "the palette is made of": (CommandPalette.compose, "055ae3b84d55"),
    "the palette's list is clicked": (OptionList._on_click, "5ceb90ee0983"),
    "the palette passes actions on": (CommandPalette._action_command_list, "48813d9c9f89"),
    "a key has its name": (keys._character_to_key, "422e0a6af915"),
    "a mode is reported": (InBandWindowResize.from_setting_parameter, "6c81c81637f6"),
}


def digest(function: Callable[..., Any]) -> str:
    return hashlib.sha256(inspect.getsource(function).encode()).hexdigest()[:12]


@pytest.mark.parametrize("name", LEANED_ON)
def test_what_we_lean_on_has_not_changed(name: str) -> None:
    function, expected = LEANED_ON[name]
    assert digest(function) == expected, f"Textual {version('textual')}, tested was {TESTED}: {function.__qualname__}"


def test_the_tables_of_keys_are_there() -> None:
    assert _ansi_sequences.ANSI_SEQUENCES_KEYS["\x1b[A"]
    assert _keyboard_protocol.FUNCTIONAL_KEYS["27u"] == "escape"
    assert "left_shift" in _keyboard_protocol.MODIFIER_FUNCTIONAL_KEYS


def test_our_writer_has_every_method_of_the_thread_it_stands_in_for_that_the_driver_calls() -> None:
    source = inspect.getsource(LinuxDriver)
    called = {name for name in vars(WriterThread) if f"_writer_thread.{name}(" in source}
    assert called == {"write", "stop"}
    assert all(hasattr(Writer, name) for name in called)


def test_what_the_driver_asks_of_keyboards_is_what_we_ask_more_of() -> None:
    assert driver._KEYS == "\x1b[>25u"
    assert driver._KEYS_AND_PLACES == "\x1b[>29u"
    assert "\\x1b[>{KITTY_PROTOCOL_FLAG}u" in inspect.getsource(LinuxDriver.start_application_mode)


class Handed(Writer):
    """A writer that is never started: what it was given, and nothing is written."""

    def __init__(self) -> None:
        super().__init__(Descriptor(2), "utf-8", "strict", lambda _: None)
        self.texts: list[str] = []

    def write(self, text: str) -> None:
        self.texts.append(text)

    def stop(self) -> None:
        return


def guest() -> tuple[driver.GuestDriver, list[str]]:
    """A driver that has the terminal, and what it gives its writer."""
    one, writer = driver.GuestDriver(App()), Handed()
    one.has_terminal, one.writer = True, writer
    return one, writer.texts


async def test_what_is_written_in_one_piece_is_handed_over_once() -> None:
    one, handed = guest()
    with one.in_one_piece():
        one.write("a")
        one.write("b")
        assert not handed
    one.write("c")
    assert handed == ["ab", "c"]


async def test_a_stop_amid_a_picture_gives_the_terminal_back_and_drops_the_half_picture() -> None:
    one, handed = guest()
    with one.in_one_piece():
        one.write("half a picture")
        one.suspend_application_mode()
        assert "\x1b[?25h" in "".join(handed)
        one.write("the other half")
    assert "half" not in "".join(handed)
