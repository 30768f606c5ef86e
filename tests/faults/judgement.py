"""Whether a fault was borne as the rules demand (client 1.1): visible, bounded, recoverable, never wrong as live."""

from __future__ import annotations

from collections.abc import Iterator

from tests.faults.fault import Ending, Fault
from tests.faults.stories import Report


def problems(fault: Fault, report: Report) -> list[str]:
    """What was not as it must be, in words; nothing when all was well."""
    return [*_never_wrong(report), *_visible(fault, report), *_recoverable(fault, report), *_said(report)]


def _never_wrong(report: Report) -> Iterator[str]:
    if report.hits:
        yield f"{report.hits} values drawn as live were wrong, first: {report.kept[0]}"
    if report.checks < 1000:
        yield f"only {report.checks} values were compared"


def _visible(fault: Fault, report: Report) -> Iterator[str]:
    if fault.starts_live and not report.live_before:
        yield "not everything was live before the fault"
    if fault.harmless and report.panel_sign:
        yield f"a panel was disturbed: {report.panel_sign}"
    if fault.seen_within is not None and (report.seen_after is None or report.seen_after > fault.seen_within):
        yield f"seen after {report.seen_after} s, due within {fault.seen_within} s"


def _recoverable(fault: Fault, report: Report) -> Iterator[str]:
    if report.ending is not fault.ends:
        yield f"ended {report.ending}, not {fault.ends}"
    elif fault.ends in (Ending.LIVE, Ending.SINCE_CONNECT) and (
        report.healed_after is None or report.healed_after > fault.healed_within
    ):
        yield f"well again after {report.healed_after} s, due within {fault.healed_within} s"


def _said(report: Report) -> Iterator[str]:
    """Each cause that was not true of the fault."""
    return (f"untrue: {said}" for said in report.untrue)
