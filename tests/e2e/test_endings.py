"""Every way out, at every moment: the terminal is as before, the code is right, and it takes a second at most."""

from __future__ import annotations

import os
import time
from pathlib import Path

import pytest

from tests.e2e.endings import WAYS, Way, is_restored, stand

MOMENTS = ("starting", "streaming", "reconnecting")
LONGEST = 1.0


@pytest.mark.parametrize("moment", MOMENTS)
@pytest.mark.parametrize("way", WAYS, ids=lambda way: way.name)
def test_an_ending_gives_the_terminal_back(way: Way, moment: str, tmp_path: Path) -> None:
    with stand(moment, way, tmp_path) as standing:
        terminal = standing.terminal
        way.act(standing)
        began = time.monotonic()
        code = terminal.process.wait(timeout=20) if way.name == "closed" else terminal.ends()
        assert time.monotonic() - began < LONGEST * business()
        assert code == way.code
        if way.name != "closed":
            assert terminal.modes() == terminal.modes_before
            assert is_restored(bytes(terminal.output))
            assert b"Traceback" not in terminal.output


def business() -> float:
    """How many times longer things take on this machine now: tests run side by side, and others beside them."""
    return max(1.0, os.getloadavg()[0] / (os.cpu_count() or 1))
