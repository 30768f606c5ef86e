"""Lines of JSON between the benchmark and the processes it measures, beside their terminals."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
from collections.abc import Callable, Mapping, Sequence
from typing import Any

VARIABLE = "ROXOM_BENCHMARK_CHANNEL"
"""Names the descriptor in the child's environment."""

Line = dict[str, Any]


class Child:
    """A module of this package as a process that answers one line with one line."""

    def __init__(self, module: str, *arguments: str, stdio: int | None = None, **environment: str) -> None:
        ours, theirs = socket.socketpair()
        with theirs:
            self.process = start(module, arguments, stdio, (theirs.fileno(),), environment)
        self._socket = ours
        self._lines = ours.makefile("r")

    def hear(self, seconds: float = 30.0) -> Line:
        """The next line. TimeoutError if none comes, EOFError if the process is gone."""
        self._socket.settimeout(seconds)
        text = self._lines.readline()
        if not text:
            raise EOFError(f"the process ended with {self.process.wait()}")
        heard: Line = json.loads(text)
        return heard

    def ask(self, patience: float = 30.0, **line: Any) -> Line:
        """Say something and wait for the answer."""
        self.say(**line)
        return self.hear(patience)

    def say(self, **line: Any) -> None:
        """Say something."""
        self._socket.sendall(json.dumps(line).encode() + b"\n")

    def end(self) -> None:
        """End the process, by its own id."""
        self.process.kill()
        self.process.wait()
        self._lines.close()
        self._socket.close()


def start(
    module: str,
    arguments: Sequence[str],
    stdio: int | None,
    keep: tuple[int, ...] = (),
    environment: Mapping[str, str] | None = None,
) -> subprocess.Popen[bytes]:
    """`python -m module`, on a terminal if one is given; the first kept descriptor is its channel."""
    more = {VARIABLE: str(keep[0])} if keep else {}
    base = {"PYTHONPATH": os.environ.get("PYTHONPATH", ""), "PATH": os.environ["PATH"]}
    return subprocess.Popen(
        [sys.executable, "-m", module, *arguments],
        stdin=subprocess.DEVNULL if stdio is None else stdio,
        stdout=stdio,
        stderr=stdio,
        env={**base, **(environment or {}), **more},
        pass_fds=keep,
        start_new_session=True,
    )


def child_channel(obey: Callable[[Line], Line], first: Line | None = None) -> None:
    """The child's end: say `first`, then answer every line until the benchmark is gone."""
    with socket.socket(fileno=int(os.environ[VARIABLE])) as connection, connection.makefile("rw") as lines:
        if first is not None:
            lines.write(json.dumps(first) + "\n")
            lines.flush()
        for text in lines:
            lines.write(json.dumps(obey(json.loads(text))) + "\n")
            lines.flush()
