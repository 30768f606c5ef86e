"""The simulated exchange as its own process, started by the command a person would use."""

from __future__ import annotations

import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import NamedTuple

from tests.support.program import PROGRAM, environment


class Simulated(NamedTuple):
    """A running exchange and the profile it printed."""

    process: subprocess.Popen[str]
    toml: str

    def config(self, home: Path) -> Path:
        """A config file whose first profile is this exchange."""
        file = home / "config.toml"
        file.touch(mode=0o600)
        file.write_text('profile = "simulated"\n' + self.toml)
        return file


@contextmanager
def simulated(home: Path, *arguments: str, **more: str) -> Iterator[Simulated]:
    """Runs `roxom-tui simulate` until the block ends."""
    process = subprocess.Popen(
        [*PROGRAM, "simulate", *arguments],
        env=environment(home, **more),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        lines = []
        for line in process.stdout:
            lines.append(line)
            if line.startswith("depth_mode"):
                break
        yield Simulated(process, "".join(lines))
    finally:
        process.kill()
        process.communicate()
