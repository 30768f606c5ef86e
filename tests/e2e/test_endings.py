"""Every way out, at every moment: the terminal is as before, the code is right, and it takes a second at most."""

from __future__ import annotations

import time
from pathlib import Path

import pytest

from tests.support.endings import LONGEST, WAYS, Way, business, is_restored, stand

MOMENTS = ("starting", "streaming", "reconnecting")


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
