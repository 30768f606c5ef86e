"""alerts test: each way is tried, and what was used is said."""

from __future__ import annotations

import sys
from pathlib import Path

from tests.support.program import run


def test_each_hook_is_started_and_how_it_ended_is_said(tmp_path: Path) -> None:
    config, out = tmp_path / "c.toml", tmp_path / "out"
    program = f"import sys; open({str(out)!r}, 'w').write(sys.stdin.read())"
    config.write_text(f"[hooks]\ngood = [{sys.executable!r}, '-c', {program!r}]\nbad = ['/bin/false']\n")
    ran = run(tmp_path, "alerts", "test", "--config", str(config))
    assert ran.returncode == 1
    assert ran.stdout.splitlines() == [
        "notify, bell: not tried, for there is no terminal",
        "hook:good: ended with 0",
        "hook:bad: ended with 1",
    ]
    assert ran.stderr == "1 of 2 hooks failed\n"
    assert '"event":"test"' in out.read_text()


def test_without_hooks_there_is_only_the_terminal(tmp_path: Path) -> None:
    ran = run(tmp_path, "alerts", "test")
    assert (ran.returncode, ran.stderr) == (0, "")
