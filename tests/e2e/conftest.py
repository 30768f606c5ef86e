"""A shell at its prompt, whose programs import first what a test puts into their home."""

from __future__ import annotations

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.e2e.shell import Shell
from tests.support.endings import PACKAGE_HOME


@pytest.fixture
def shell(tmp_path: Path) -> Iterator[Shell]:
    with Shell(tmp_path, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}") as shell:
        shell.await_prompt()
        yield shell
