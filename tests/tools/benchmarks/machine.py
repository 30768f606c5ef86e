"""What figures were taken with: nothing that names the machine, only what it is."""

from __future__ import annotations

import os
import platform
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path

LIBRARIES = ("textual", "websockets", "orjson", "ccxt", "order-book", "crypto-terminal")
TOP = Path(__file__).parents[3]


def about() -> str:
    """When, which state of the program, with what, and how busy the machine was before: one line."""
    when = f"{datetime.now(UTC):%Y-%m-%d %H:%M} UTC"
    return "; ".join(
        (when, f"roxom-tui {commit()}", ", ".join(versions()), hardware(), f"load {os.getloadavg()[0]:.1f}")
    )


def commit() -> str:
    """The short id of what is checked out, and whether something in the program differs from it."""
    try:
        head = _git("rev-parse", "--short=8", "HEAD")
        return f"{head} with changes" if _git("status", "--porcelain", "--", "roxom_tui") else head
    except (OSError, subprocess.CalledProcessError):
        return version("roxom-tui")


def versions() -> Iterator[str]:
    """Python and the libraries, as far as they are installed."""
    yield f"Python {platform.python_version()}"
    for name in LIBRARIES:
        try:
            yield f"{name} {version(name)}"
        except PackageNotFoundError:
            continue


def hardware() -> str:
    """The processor, how many of its cores are ours, the system."""
    lines = Path("/proc/cpuinfo").read_text().splitlines()
    model = next(
        (line.partition(":")[2].strip() for line in lines if line.startswith("model name")), platform.machine()
    )
    try:
        system = platform.freedesktop_os_release()["PRETTY_NAME"]
    except OSError:
        system = platform.system()
    return f"{model}, {len(os.sched_getaffinity(0))} cores, {system}"


def _git(*arguments: str) -> str:
    ran = subprocess.run(["git", *arguments], cwd=TOP, capture_output=True, text=True, check=True)
    return ran.stdout.strip()
