"""The rules of the house, as tests: the one test command proves them too."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

TOP = Path(__file__).parents[1]
TOOLS = Path(sys.executable).parent

RULES = {
    "lint": [sys.executable, "-m", "ruff", "check", "."],
    "format": [sys.executable, "-m", "ruff", "format", "--check", "."],
    "types": [sys.executable, "-m", "mypy"],
    "who imports whom": [str(TOOLS / "lint-imports")],
}


@pytest.mark.parametrize("command", RULES.values(), ids=RULES.keys())
def test_the_house_keeps_its_rule_of(command: list[str]) -> None:
    ran = subprocess.run(command, cwd=TOP, capture_output=True, text=True, check=False, timeout=280)
    assert ran.returncode == 0, ran.stdout + ran.stderr
