"""Figures as rows of one table, and the command line that each benchmark shares."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

Measure = Callable[[bool], Iterable["Figure"]]
"""Takes whether it has to be quick."""


class Figure(NamedTuple):
    """One line: the number of the goal, what it is about, what is wanted and what came out.

    `measured` is the median, `spread` its least and greatest repetition; `met` None is unknown.
    """

    number: int
    what: str
    goal: str
    measured: str
    met: bool | None
    spread: str = ""
    note: str = ""


def at_most(
    number: int, what: str, limit: float, values: float | Sequence[float], unit: str = "x", note: str = ""
) -> Figure:
    """A figure whose median must not exceed a limit."""
    value, spread = summary(values, unit)
    return Figure(number, what, f"<= {limit:g}{unit}", f"{value:.2f}{unit}", value <= limit, spread, note)


def at_least(
    number: int, what: str, limit: float, values: float | Sequence[float], unit: str = "x", note: str = ""
) -> Figure:
    """A figure whose median must reach a limit."""
    value, spread = summary(values, unit)
    return Figure(number, what, f">= {limit:g}{unit}", f"{value:.2f}{unit}", value >= limit, spread, note)


def unknown(number: int, what: str, goal: str, why: str) -> Figure:
    """A figure that cannot be had here."""
    return Figure(number, what, goal, "", None, note=why)


def told(number: int, what: str, values: float | Sequence[float], unit: str, note: str = "") -> Figure:
    """A figure without a goal, which explains those that have one."""
    value, spread = summary(values, unit)
    return Figure(number, what, "", f"{value:.2f}{unit}", None, spread, note)


def summary(values: float | Sequence[float], unit: str = "") -> tuple[float, str]:
    """The median, and between what the repetitions lay; of one there is no spread."""
    if isinstance(values, float | int):
        return values, ""
    if len(values) == 1:
        return values[0], ""
    return median(values), f"{min(values):.2f}-{max(values):.2f}{unit} of {len(values)}"


def print_table(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Each row is printed as soon as it is known, and handed on."""
    print(f"{'#':>2}  {'what':<58}{'goal':<12}{'met':<5}{'median':<12}{'least-greatest':<26}note", flush=True)
    for figure in figures:
        print(row(figure), flush=True)
        yield figure


def row(figure: Figure) -> str:
    """One line of the table."""
    first = f"{figure.number:>2}  {figure.what:<58}{figure.goal:<12}{is_met(figure):<5}{figure.measured:<12}"
    return f"{first}{figure.spread:<26}{figure.note}".rstrip()


def is_met(figure: Figure) -> str:
    """In a word; what has no goal is neither."""
    return {True: "yes", False: "NO", None: "?" if figure.goal else ""}[figure.met]


def run(measure: Measure, about: str | None) -> None:
    """One benchmark alone."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--quick", action="store_true", help="less time, more noise")
    for _ in print_table(measure(parser.parse_args(sys.argv[1:]).quick)):
        pass
