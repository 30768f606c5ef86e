"""Executed instructions of a piece of Python, by valgrind's callgrind; and its processor time where that will do."""

from __future__ import annotations

import re
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from tempfile import TemporaryDirectory

_CALLGRIND = ("valgrind", "--tool=callgrind", "--callgrind-out-file=/dev/null")


def instructions(*programs: str) -> list[int]:
    """Of each program, from the interpreter's start to its end; two run side by side."""
    with TemporaryDirectory() as empty, ThreadPoolExecutor(2) as pool:
        environment = {"PYTHONPATH": ":".join(sys.path), "PYTHONHASHSEED": "0", "HOME": empty, "PATH": "/usr/bin:/bin"}
        for program in programs:
            # Once without counting, so that all is compiled.
            subprocess.run([sys.executable, "-c", program], check=True, env=environment)
        return list(pool.map(lambda program: _count(program, environment), programs))


def seconds_of(program: str) -> float:
    """Processor seconds of a program without the interpreter's own start."""
    code = f"import time; a = time.process_time(); {program}; print(time.process_time() - a)"
    return float(subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, text=True).stdout)


def _count(program: str, environment: dict[str, str]) -> int:
    command = [*_CALLGRIND, sys.executable, "-c", program]
    told = subprocess.run(command, capture_output=True, check=True, text=True, env=environment).stderr
    found = re.search(r"Collected : (\d+)", told)
    assert found is not None, told
    return int(found.group(1))
