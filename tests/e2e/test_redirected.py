"""Streams that are closed, at their end or somewhere else: one sentence and a code, or a dashboard all the same."""

from __future__ import annotations

import os
from pathlib import Path

import pytest

from tests.support.terminal import Terminal

NEEDS_ONE = "the dashboard needs a terminal"


class Redirected(Terminal):
    """The program with redirections as a person types them; its terminal is where they do not lead."""

    def __init__(self, redirections: str, home: Path) -> None:
        super().__init__([], home)
        self._arguments = ["sh", "-c", f'exec "$@" {redirections}', "sh", *self._arguments]


@pytest.mark.parametrize("redirection", ["</dev/null", "<&-", "<&- >&-"])
def test_without_keys_it_says_so_and_ends(redirection: str, tmp_path: Path) -> None:
    with Redirected(redirection, tmp_path) as terminal:
        assert terminal.ends() == 2
        assert NEEDS_ONE in terminal.text
        assert b"\x1b" not in terminal.output
        assert terminal.modes() == terminal.modes_before


def test_without_a_screen_it_says_so_where_words_go(tmp_path: Path) -> None:
    words = tmp_path / "words"
    with Redirected(f"2>{words}", tmp_path) as terminal:
        assert terminal.ends() == 2
        assert words.read_text().startswith(NEEDS_ONE)
        assert not terminal.output


@pytest.mark.parametrize("redirection", ["2>&-", "<&- >&- 2>&-"])
def test_where_nobody_can_be_told_the_code_says_it(redirection: str, tmp_path: Path) -> None:
    with Redirected(redirection, tmp_path) as terminal:
        assert terminal.ends() == 2
        assert not terminal.output


@pytest.mark.parametrize("redirection", [">&-", ">/dev/full"])
def test_data_has_nowhere_to_go_and_none_comes_from_a_dashboard(redirection: str, tmp_path: Path) -> None:
    with Redirected(redirection, tmp_path) as terminal:
        terminal.shows("DEMO", "● ALL LIVE", "spread")
        terminal.press("q")
        assert terminal.ends() == 0
        assert terminal.modes() == terminal.modes_before


@pytest.mark.parametrize("redirection", ["<{}", "2>{}"], ids=["keys", "screen"])
def test_of_two_terminals_either_may_go_and_that_is_the_end(redirection: str, tmp_path: Path) -> None:
    master, slave = os.openpty()
    with Redirected(redirection.format(os.ttyname(slave)), tmp_path) as terminal:
        if redirection.startswith("<"):
            terminal.shows("DEMO", "● ALL LIVE")
        else:
            assert os.read(master, 1)
        os.close(slave)
        os.close(master)
        assert terminal.ends() == 129
        assert b"Traceback" not in terminal.output


def test_a_terminal_without_a_name_is_refused_as_one_that_cannot_draw(tmp_path: Path) -> None:
    with Unnamed(tmp_path) as terminal:
        assert terminal.ends() == 2
        assert "this terminal cannot draw" in terminal.text
        assert b"\x1b" not in terminal.output


class Unnamed(Redirected):
    """A terminal of which nothing is known: no TERM at all."""

    def __init__(self, home: Path) -> None:
        super().__init__("", home)
        del self._environment["TERM"]
