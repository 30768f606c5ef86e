"""Figures as rows of one table, and the command line that each benchmark shares."""

from __future__ import annotations

import argparse
import platform
import sys
from collections.abc import Callable, Iterable
from importlib.metadata import version
from typing import NamedTuple

Measure = Callable[[bool], Iterable["Figure"]]
"""Takes whether it has to be quick."""


class Figure(NamedTuple):
    """One line: the number of the goal, what it is about, what is wanted and what came out; `met` None is unknown."""

    number: int
    what: str
    goal: str
    measured: str
    met: bool | None


def at_most(number: int, what: str, limit: float, value: float, unit: str = "x", note: str = "") -> Figure:
    """A figure that must not exceed a limit."""
    measured = f"{value:.2f}{unit}" + (f" ({note})" if note else "")
    return Figure(number, what, f"<= {limit:g}{unit}", measured, value <= limit)


def at_least(number: int, what: str, limit: float, value: float, unit: str = "x", note: str = "") -> Figure:
    """A figure that must reach a limit."""
    measured = f"{value:.2f}{unit}" + (f" ({note})" if note else "")
    return Figure(number, what, f">= {limit:g}{unit}", measured, value >= limit)


def unknown(number: int, what: str, goal: str, why: str) -> Figure:
    """A figure that cannot be had here."""
    return Figure(number, what, goal, why, None)


def print_table(figures: Iterable[Figure]) -> None:
    """Each row as soon as it is known."""
    print(f"python {platform.python_version()}, {', '.join(f'{name} {version(name)}' for name in _LIBRARIES)}")
    print(f"{'#':>2}  {'what':<58}{'goal':<12}{'met':<5}measured", flush=True)
    for figure in figures:
        print(row(figure), flush=True)


def row(figure: Figure) -> str:
    """One line of the table."""
    met = {True: "yes", False: "NO", None: "?"}[figure.met]
    return f"{figure.number:>2}  {figure.what:<58}{figure.goal:<12}{met:<5}{figure.measured}"


def run(measure: Measure, about: str | None) -> None:
    """One benchmark alone."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="less time, more noise")
    print_table(measure(parser.parse_args(sys.argv[1:]).quick))


_LIBRARIES = ("textual", "websockets", "orjson")
