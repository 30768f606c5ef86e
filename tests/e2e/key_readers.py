"""How many threads of a running program read keys, as the program itself tells when a signal asks it."""

from __future__ import annotations

import os
import signal
from pathlib import Path
from typing import Final

from tests.e2e.shell import Shell

_ASK: Final = signal.SIGRTMIN + 1
_ANSWER: Final = "key_readers"

_COUNTING: Final = f"""
import os, signal, sys
def reads_keys(frame):
    while frame is not None:
        code = frame.f_code
        if code.co_filename.endswith("/ui/terminal/reader.py") and code.co_qualname == "Reader.run":
            return True
        frame = frame.f_back
    return False
def tell(*_):
    path = os.environ["HOME"] + "/{_ANSWER}"
    with open(path + ".part", "w") as answer:
        answer.write(str(sum(map(reads_keys, sys._current_frames().values()))))
    os.replace(path + ".part", path)
signal.signal({_ASK:d}, tell)
"""
"""A program that imports this first answers the signal with the number of its threads inside `Reader.run`."""


def import_counting(home: Path) -> None:
    """Have a program answer that starts with this folder first in its PYTHONPATH."""
    (home / "sitecustomize.py").write_text(_COUNTING)


def key_readers(shell: Shell, pid: int, home: Path) -> int:
    """Ask a program in this shell, whose home has `import_counting`."""
    answer = home / _ANSWER
    answer.unlink(missing_ok=True)
    os.kill(pid, _ASK)
    shell.until(lambda _: answer.exists())
    return int(answer.read_text())
