"""Figures as rows of one table, and the command line that each benchmark shares."""

from __future__ import annotations

import argparse
from collections.abc import Callable, Iterable, Iterator, Sequence
from statistics import median
from typing import NamedTuple

Measure = Callable[["Effort"], Iterable["Figure"]]


class Effort(NamedTuple):
    """How much time there is."""

    quick: bool = False
    minutes: float = 2.0
    """How long the demo is watched for what it does not give back; an hour for the goal."""


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
    return median(values), f"{min(values):.2f} to {max(values):.2f}{unit}, {len(values)}"


def print_table(figures: Iterable[Figure]) -> Iterator[Figure]:
    """Each row is printed as soon as it is known, and handed on."""
    print(f"{'#':>2}  {'what':<56} {'goal':<14} {'met':<4} {'median':<14} {'least to greatest':<30} note", flush=True)
    for figure in figures:
        print(row(figure), flush=True)
        yield figure


def row(figure: Figure) -> str:
    """One line of the table."""
    first = f"{figure.number:>2}  {figure.what:<56} {figure.goal:<14} {is_met(figure):<4} {figure.measured:<14} "
    return f"{first}{figure.spread:<30} {figure.note}".rstrip()


def is_met(figure: Figure) -> str:
    """In a word; what has no goal is neither."""
    return {True: "yes", False: "NO", None: "?" if figure.goal else ""}[figure.met]


def run(measure: Measure, about: str | None) -> None:
    """One benchmark alone, on the screen only."""
    parser = argparse.ArgumentParser(description=about, formatter_class=argparse.RawDescriptionHelpFormatter)
    add_effort(parser)
    for _ in print_table(measure(effort_of(parser.parse_args()))):
        pass


def add_effort(parser: argparse.ArgumentParser) -> None:
    """The flags that all share."""
    parser.add_argument("--quick", action="store_true", help="less time, more noise")
    parser.add_argument(
        "--minutes", type=float, default=Effort().minutes, help="how long `memory` watches the demo; 60 for its goal"
    )


def effort_of(options: argparse.Namespace) -> Effort:
    return Effort(options.quick, options.minutes)
