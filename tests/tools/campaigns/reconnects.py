"""10,000 connections in one process, in turn: `python -m tests.tools.campaigns.reconnects` takes five minutes.

Over real sockets, without the waits between them. Each must ask for every stream once, in one batch, and get it; and
nothing may be left behind: tasks, threads, descriptors, objects, at most 4 MiB. Exit code 1 otherwise.

It runs on the system's allocator: Python's own keeps pieces of what was given back, and that looks like growth.
"""

from __future__ import annotations

import argparse
import asyncio
import os
import subprocess
import sys
import time

from tests.tools.soak.reconnects import WARM, come_back
from tests.tools.soak.weighing import resident


def _tell(number: int) -> None:
    if number % 500 == 0:
        print(f"{number:,} connections, {resident() / 2**20:.1f} MiB resident", file=sys.stderr, flush=True)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.reconnects", description=__doc__)
    parser.add_argument("--times", type=int, default=10_000, help="how many connections")
    options = parser.parse_args(arguments)
    if options.times <= WARM:
        parser.error(f"the first {WARM} are for warming up")
    if os.environ.get("PYTHONMALLOC") != "malloc":
        command = [sys.executable, "-m", "tests.tools.campaigns.reconnects", "--times", str(options.times)]
        return subprocess.call(command, env=os.environ | {"PYTHONMALLOC": "malloc"})
    began = time.monotonic()
    residue = asyncio.run(come_back(options.times, _tell))
    print(
        f"{options.times:,} connections, a batch each, nothing twice or missing; "
        f"tasks, threads, descriptors {residue.before} -> {residue.after}; {residue.objects.total()} objects and "
        f"{residue.memory / 2**20:.2f} MiB more; {time.monotonic() - began:.0f} s"
    )
    for flaw in residue.flaws:
        print(f"WRONG: {flaw}")
    return 1 if residue.flaws else 0


if __name__ == "__main__":
    sys.exit(main())
