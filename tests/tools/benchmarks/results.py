"""RESULTS.md: a section for each benchmark, with what it was measured on. A run replaces the sections of its own."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import Path

from tests.tools.benchmarks.table import Figure, is_met

FILE = Path(__file__).with_name("RESULTS.md")

INTRODUCTION = """\
# What the program costs

Written by `python -m tests.tools.benchmarks`: each section by the run it names, so sections may be of different
days. Goals are ratios against peers of the same run wherever one can be had; absolute figures hold for the machine
named. *Median* and *least to greatest* are of the repetitions, which take turns with those of the peer; *load* is
how many processes wanted a core in the minute before: above the number of cores, absolute figures are too high.
"""

_HEAD = "| # | what | goal | met | median | least to greatest | note |\n|---:|---|---|---|---:|---|---|"
_MARK = "\n## "


def merged(text: str, new: Mapping[str, str], order: Sequence[str]) -> str:
    """The file with new sections in place of the old ones of the same names, in this order."""
    sections = {part.partition("\n")[0].strip("`"): part.strip() for part in text.split(_MARK)[1:]}
    sections |= {name: body.strip() for name, body in new.items()}
    kept = [f"## {sections[name]}" for name in order if name in sections]
    return "\n\n".join([INTRODUCTION.strip(), *kept]) + "\n"


def section(name: str, about: str, figures: Sequence[Figure]) -> str:
    """A section without its mark: its name, what it was measured on, its rows."""
    return "\n".join([f"`{name}`", "", f"{about}.", "", _HEAD, *map(_row, figures)])


def write(new: Mapping[str, str], order: Sequence[str]) -> None:
    """Put these sections into the file."""
    text = FILE.read_text() if FILE.exists() else ""
    FILE.write_text(merged(text, new, order))


def _row(figure: Figure) -> str:
    cells = (
        str(figure.number),
        figure.what,
        figure.goal,
        is_met(figure),
        figure.measured,
        figure.spread,
        figure.note,
    )
    return f"| {' | '.join(cell.replace('|', '/') for cell in cells)} |"
