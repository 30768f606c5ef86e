"""The table of all faults in RESULTS.md, the same bytes for the same program."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final

from tests.faults.fault import Fault
from tests.faults.registry import SECTIONS
from tests.faults.stories import Report, report_of

FILE: Final = Path(__file__).with_name("RESULTS.md")

_INTRODUCTION: Final = """\
# What every fault does to the screen

Written by the tests (`python -m pytest tests/faults`) from the bench of this folder: the whole worker over the
simulated exchange in virtual time, five looks a second, and each value that would be painted as live compared with
all that was true in the last second. Beside them frames are painted by the real screen, at each change of a panel's
state and every half minute, and what stands there in live letters is read and compared in the same way. A *hit* is a
value that was not true.

*Excused*, with how long after the fault the last of them was seen in brackets, is what nothing could have told yet:
a silence that could still be a quiet market (6 s); an event of the account that never came (until its lists are asked
for again, each half minute, and where another of its streams tells of an execution 5 s); a level of the book that only
the next audit can show to be wrong; a trade that never came, for trades have neither numbers nor snapshots. Times in
seconds, exact to a fifth; `-` is not at all.

"""


def table() -> str:
    """The whole file."""
    parts = [_INTRODUCTION]
    for title, faults in SECTIONS.items():
        parts += [f"## {title.capitalize()}\n\n", *_section(faults), "\n"]
    reports = [report_of(fault) for faults in SECTIONS.values() for fault in faults]
    checks, hits = sum(report.checks for report in reports), sum(report.hits for report in reports)
    painted, frames = sum(report.painted for report in reports), sum(report.frames for report in reports)
    parts.append(
        f"{len(reports)} faults, {checks:,} checks, of them {painted:,} in {frames:,} painted frames, {hits:,} hits.\n"
    )
    return "".join(parts)


def _section(faults: Iterable[Fault]) -> Iterator[str]:
    yield "| fault | what happens | detected as | visible after | well again after | ends | checks | excused | hits |\n"
    yield "|---|---|---|---:|---:|---|---:|---:|---:|\n"
    waiting = []
    for fault in faults:
        yield _row(fault, report_of(fault))
        if fault.waits_for:
            waiting.append(f"* {fault.name}: {fault.waits_for}\n")
    if waiting:
        yield "\nNot borne yet:\n\n"
        yield from waiting


def _row(fault: Fault, report: Report) -> str:
    excused = f"{report.excused} ({report.excused_for:.1f})" if report.excused else "0"
    cells = (
        fault.name,
        fault.about,
        report.seen_as.replace("|", "/") or "-",
        _seconds(report.seen_after),
        _seconds(report.healed_after),
        report.ending.value,
        f"{report.checks:,}",
        excused,
        f"{report.hits:,}",
    )
    return f"| {' | '.join(cells)} |\n"


def _seconds(value: float | None) -> str:
    return "-" if value is None else f"{value:.1f}"
