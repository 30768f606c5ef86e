"""Kinds of terminals, by the bytes they get: each sees what it can show, and the facts are words on all of them."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.endings import is_restored
from tests.support.terminal import Terminal

SGR = re.compile(rb"\x1b\[([0-9;]*)m")
WITHOUT = re.compile(rb"(1|2|4|7|22|24|27)")
OF_16 = re.compile(rb"(1|2|4|7|22|24|27|[349][0-79]|10[0-7])")
OF_256 = re.compile(rb"(^|;)[34]8;5;\d+")
OF_ALL = re.compile(rb"(^|;)[34]8;2;\d+;\d+;\d+")

PICKER = "Go to symbol"
FACTS = ("DEMO", "LIVE", "US500-BTC", "spread")


def painted(terminal: Terminal) -> set[bytes]:
    """Every colour and weight that was asked of the terminal, on the dashboard and in two boxes over it."""
    terminal.shows(*FACTS)
    terminal.press("s")
    terminal.shows(PICKER)
    terminal.press("\x1b")
    terminal.until(lambda seen: PICKER not in seen.text)
    terminal.press("\x10")
    terminal.shows("Page down")
    terminal.press("\x03")
    assert terminal.ends() == 130
    assert is_restored(bytes(terminal.output))
    return set(SGR.findall(bytes(terminal.output)))


def foreign(asked: set[bytes], known: re.Pattern[bytes]) -> set[bytes]:
    """What is asked for beside a reset that the pattern does not know."""
    return {codes for codes in asked - {b"", b"0"} if not all(known.fullmatch(code) for code in codes.split(b";"))}


@pytest.mark.parametrize(
    ("no_color", "term", "colorterm"),
    [("1", "xterm-256color", "truecolor"), ("", "vt100", "")],
)
def test_no_colour_is_ever_asked_for_where_none_is_wanted(
    no_color: str, term: str, colorterm: str, tmp_path: Path
) -> None:
    with Terminal([], tmp_path, NO_COLOR=no_color, TERM=term, COLORTERM=colorterm) as terminal:
        asked = painted(terminal)
    assert foreign(asked, WITHOUT) == set()
    assert any(b"7" in codes.split(b";") for codes in asked), "the badge is turned round"


def test_the_console_gets_sixteen_colours_by_their_numbers_and_only_ascii(tmp_path: Path) -> None:
    with Terminal([], tmp_path, TERM="linux", COLORTERM="") as terminal:
        terminal.shows("* LIVE", "+>Order book -", "|>1 US500-BTC")
        asked = painted(terminal)
        assert terminal.output.isascii()
    assert foreign(asked, OF_16) == set()
    used = {part for codes in asked for part in codes.split(b";")}
    assert {b"91", b"92"} <= used, "bids and asks have their colours"


def test_256_colours_inside_tmux(tmp_path: Path) -> None:
    with Terminal([], tmp_path, TERM="tmux-256color", COLORTERM="") as terminal:
        asked = painted(terminal)
    assert any(OF_256.search(codes) for codes in asked)
    assert not any(OF_ALL.search(codes) for codes in asked)


def test_an_empty_no_color_is_none(tmp_path: Path) -> None:
    with Terminal([], tmp_path, NO_COLOR="") as terminal:
        terminal.shows(*FACTS)
        assert any(OF_ALL.search(codes) for codes in SGR.findall(bytes(terminal.output)))
        colours = {tuple(code.split(b";")[2:5]) for code in SGR.findall(bytes(terminal.output)) if code[:4] == b"38;2"}
        assert any(len(set(colour)) > 1 for colour in colours), "greys are what Textual makes of it"


def test_the_size_is_the_terminals_whatever_the_environment_says(tmp_path: Path) -> None:
    with Terminal([], tmp_path, COLUMNS="70", LINES="20") as terminal:
        terminal.until(lambda seen: "╭ Orders" in seen.text and is_filled(seen))
        terminal.resize(90, 30)
        terminal.until(is_filled)
        terminal.press("q")
        assert terminal.ends() == 0


def is_filled(terminal: Terminal) -> bool:
    """Whether the picture reaches the last column and the last row."""
    return terminal.lines[-2].rstrip().endswith("╯") and len(terminal.lines[-2].rstrip()) == terminal.columns
