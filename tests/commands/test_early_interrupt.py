"""Ctrl+C while the program is still being loaded: an exit code, and not a word."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from tests.support.program import PATIENCE, environment

INTERRUPTED_WHILE_LOADING = """
import os, signal, sys

loaded, sys.argv[1] = sys.argv[1], "check"

class Finder:
    @staticmethod
    def find_spec(name, *_):
        if name == loaded:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder)
from roxom_tui.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("module", ["roxom_tui.cli", "roxom_tui.commands.check", "uuid", "websockets"])
def test_an_interrupt_while_a_module_is_loaded_ends_without_a_traceback(tmp_path: Path, module: str) -> None:
    """`uuid` is loaded by a compiled library, which takes the interpreter down when an exception comes in between."""
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING, module],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")
