"""Alerts on a real terminal: the bytes of a notification, in tmux and out of it, and the line that stays."""

from __future__ import annotations

import re
from pathlib import Path

import pytest

from tests.support.simulated_process import simulated
from tests.support.terminal import Terminal

RULE = "[[alerts]]\nrule = 'US500-BTC last > 0.000001 every 2s -> notify \"up\"'\n"
NINE = re.compile(rb"\x1b\]9;roxom-tui: alert: up \xc2\xb7 US500-BTC last > 0\.000001, it is 0\.\d{8}\x07")
IN_TMUX = re.compile(rb"\x1bPtmux;\x1b\x1b\]9;roxom-tui: [ -~\xc2\xb7]+\x07\x1b\\")


@pytest.mark.parametrize(("tmux", "bytes_of"), [("false", NINE), ("true", IN_TMUX)], ids=["plain", "tmux"])
def test_a_rule_that_comes_true_is_notified_by_the_terminal(
    tmp_path: Path, tmux: str, bytes_of: re.Pattern[bytes]
) -> None:
    with simulated(
        tmp_path, "--environment", "sandbox", "--rate", "3", "--key-file", str(tmp_path / "k.pem")
    ) as exchange:
        config = exchange.config(tmp_path)
        config.write_text(f"{config.read_text()}\n{RULE}\n[notify]\ndesktop = 'osc9'\ntmux = {tmux}\n")
        with Terminal(["--config", str(config)], tmp_path) as terminal:
            terminal.until(lambda seen: bytes_of.search(bytes(seen.output)) is not None)
            terminal.shows("alert: up")
            terminal.press("q")
            assert terminal.ends() == 0


def test_in_the_demo_it_stands_on_the_screen_and_nothing_goes_out(tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text(f"{RULE}\n[notify]\ndesktop = 'osc9'\n")
    with Terminal(["--config", str(config)], tmp_path) as terminal:
        terminal.shows("alert: up")
        terminal.press("q")
        assert terminal.ends() == 0
        assert b"\x1b]9;" not in bytes(terminal.output)
