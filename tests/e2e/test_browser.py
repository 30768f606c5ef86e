"""`roxom-tui serve` in a real browser: what is drawn there, typed there, and what is left when either side goes."""

from __future__ import annotations

import os
import select
import signal
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.support.browser import Browser, Page, executable
from tests.support.program import PATIENCE, PROGRAM, environment

pytestmark = [
    pytest.mark.skipif(executable() is None, reason="there is no chromium here"),
    pytest.mark.skipif(not Path("/proc/self/task").exists(), reason="processes are found in /proc"),
]

ENDED = "document.body?.classList.contains('-closed') && getComputedStyle(document.querySelector('%s')).display"
BLANK = 0.002
"""A cell of one colour; the neighbour's letter may hang over its edge by a pixel."""


class Served:
    """The program, and a browser."""

    def __init__(self, process: subprocess.Popen[str], address: str, browser: Browser) -> None:
        self.process, self.address, self.browser = process, address, browser

    def page(self) -> Page:
        """A tab in which the dashboard is live."""
        page = self.browser.open(self.address)
        page.until(lambda seen: "ALL LIVE" in seen.text)
        return page

    @property
    def children(self) -> list[int]:
        number = self.process.pid
        return [int(child) for child in Path(f"/proc/{number}/task/{number}/children").read_text().split()]


@contextmanager
def served(home: Path) -> Iterator[Served]:
    process = subprocess.Popen(
        [*PROGRAM, "serve", "--symbol", "GOLD-BTC"],
        env=environment(home, ROXOM_SECRET="canary"),
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
    )
    assert process.stdout is not None
    try:
        with Browser(home / "browser") as browser:
            yield Served(process, process.stdout.readline().strip(), browser)
    finally:
        process.terminate()
        process.communicate(timeout=PATIENCE)


def ended(child: int) -> None:
    """Wait for a process that is not ours."""
    try:
        descriptor = os.pidfd_open(child)
    except ProcessLookupError:
        return
    try:
        assert select.select([descriptor], [], [], PATIENCE)[0], "it goes on"
    finally:
        os.close(descriptor)


def is_drawn(page: Page) -> bool:
    """Whether each letter of the terminal has ink in its cell of the page, and blank cells have none; cells that change
    meanwhile do not count."""
    before = page.screen.display
    ink = page.ink(page.picture())
    page.call("Page.bringToFront")
    after = page.screen.display
    still = [cell for cell in ink if before[cell[0]][cell[1]] == after[cell[0]][cell[1]]]
    letters = [cell for cell in still if before[cell[0]][cell[1]].isalnum()]
    blanks = [cell for cell in still if before[cell[0]][cell[1]] == " "]
    assert len(letters) > 1000
    with_ink = sum(ink[cell] > BLANK for cell in blanks)
    return all(ink[cell] > 0.02 for cell in letters) and with_ink < len(blanks) / 100


def test_what_the_terminal_holds_is_what_the_browser_draws_and_keys_go_to_it_without_a_click(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        page = here.page()
        page.press("?")
        page.until(lambda seen: "Too old to trust" in seen.text)
        # What came to the page is drawn a moment later.
        page.until(is_drawn)
        assert page.complaints == []
        own = here.address.partition("//")[2]
        elsewhere = [address for address in page.requested if own not in address and not address.startswith("data:")]
        assert elsewhere == []


def test_a_window_of_another_size_is_filled_anew(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        page = here.page()
        assert (page.screen.columns, page.screen.lines) > (120, 30)
        page.resize(740, 460)
        page.until(lambda seen: seen.screen.columns < 90 and seen.screen.display[0].rstrip().endswith("UTC"))
        page.until(lambda seen: "q Quit" in seen.screen.display[-1])
        assert page.screen.lines < 30


def test_a_wrong_token_opens_nothing(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        page = here.browser.open(here.address[:-2] + "x/")
        page.until(lambda seen: seen.status is not None)
        assert page.status == 404
        assert here.children == []


def test_a_tab_that_is_closed_ends_its_dashboard_and_no_other(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        first = here.page()
        (child,) = here.children
        second = here.page()
        assert len(here.children) == 2
        first.close()
        ended(child)
        second.press("?")
        second.until(lambda seen: "Too old to trust" in seen.text)


@pytest.mark.parametrize("way", ["quit", "killed", "server gone"])
def test_a_dashboard_that_ended_does_not_look_live(way: str, tmp_path: Path) -> None:
    with served(tmp_path) as here:
        page = here.page()
        (child,) = here.children
        match way:
            case "quit":
                page.press("q")
            case "killed":
                os.kill(child, signal.SIGKILL)
            case _:
                here.process.terminate()
        page.until(lambda seen: seen.evaluate(ENDED % ".ended") == "block")
        assert page.evaluate("getComputedStyle(document.querySelector('.textual-terminal')).opacity") == "0.15"
        if way != "server gone":
            page.call("Page.reload")
            page.screen.reset()
            page.until(lambda seen: "ALL LIVE" in seen.text)


def test_the_fifth_dashboard_is_refused_and_says_why(tmp_path: Path) -> None:
    with served(tmp_path) as here:
        for _ in range(4):
            here.browser.open(here.address).until(lambda seen: seen.screen.columns > 80)
        page = here.browser.open(here.address)
        page.until(lambda seen: seen.evaluate(ENDED % ".refused") == "block")
        assert "4 are open already" in page.evaluate("document.querySelector('.refused').innerText")
