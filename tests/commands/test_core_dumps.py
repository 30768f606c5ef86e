"""No picture of a memory that holds a key is written, whatever the shell allows."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from tests.support.endings import PACKAGE_HOME
from tests.support.program import run
from tests.support.terminal import Terminal


def test_no_core_of_it_is_written_whatever_the_shell_allows(tmp_path: Path) -> None:
    with Terminal([], tmp_path, before="ulimit -c $(ulimit -H -c);") as terminal:
        terminal.shows("DEMO", "LIVE")
        limits = Path(f"/proc/{terminal.process.pid}/limits")
        if not limits.exists():
            pytest.skip("this system does not tell the limits of a process")
        (line,) = (line for line in limits.read_text().splitlines() if line.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"]


TELLING_LIMIT = """
import os, sys
import roxom_tui.commands.without_screen as headless
def tell(command, *_, **__):
    print("limit", resource.getrlimit(resource.RLIMIT_CORE)[0], file=sys.stderr)
    return 0
headless.run_headless = tell
"""


@pytest.mark.parametrize("command", ["stream", "check", "simulate"])
def test_no_core_of_a_process_that_holds_a_key_is_ever_written(tmp_path: Path, command: str) -> None:
    # The one who starts it wants cores of everything, as far as the system lets them.
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    patch = f"import resource\nresource.setrlimit(resource.RLIMIT_CORE, ({most}, {most}))\n{TELLING_LIMIT}"
    (tmp_path / "sitecustomize.py").write_text(patch)
    ran = run(tmp_path, command, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}")
    if most == 0:
        pytest.skip("this system writes no core at all")
    assert "limit 0\n" in ran.stderr
