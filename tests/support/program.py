"""Runs the program as a person would: its own process, an empty home, nothing of this one's environment."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

PROGRAM = (sys.executable, "-m", "roxom_tui")
PATIENCE = 20.0
"""Seconds after which a test gives up; a passing one waits for none of it."""


def environment(home: Path, **more: str) -> dict[str, str]:
    """What the child sees."""
    return {"HOME": str(home), "PATH": os.environ.get("PATH", ""), "TERM": "xterm-256color", **more}


def run(home: Path, *arguments: str, stdin: str = "", **more: str) -> subprocess.CompletedProcess[str]:
    """The finished program: its exit code, stdout and stderr."""
    return subprocess.run(
        [*PROGRAM, *arguments],
        env=environment(home, **more),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


def one_sentence(ran: subprocess.CompletedProcess[str]) -> str:
    """What a refused person reads: one line on stderr, nothing on stdout, no traceback."""
    assert ran.stdout == ""
    (line,) = ran.stderr.splitlines()
    return line
