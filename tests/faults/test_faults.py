"""Every fault of the registry, played out and judged."""

from __future__ import annotations

import sys
from collections import Counter
from collections.abc import Iterator

import pytest

from roxom_tui.model.reasons import Cause
from tests.faults import results
from tests.faults.causes import BEGINNING, CUT, GROUPED, TRUE_OF
from tests.faults.fault import Fault
from tests.faults.judgement import problems
from tests.faults.registry import FAULTS
from tests.faults.stories import played_ahead, report_of

LEAST_CHECKS = 500_000
LEAST_PAINTED = 50
"""Figures that were read off the frames of one story."""


def _marked(fault: Fault) -> pytest.param:  # type: ignore[valid-type]
    marks = [pytest.mark.xfail(strict=True, reason=fault.waits_for)] if fault.waits_for else []
    return pytest.param(fault, id=fault.name.replace(" ", "-"), marks=marks)


@pytest.fixture(scope="module", autouse=True)
def _ahead(request: pytest.FixtureRequest) -> Iterator[None]:
    """The stories that the tests of this run are about are played side by side."""
    chosen = [
        item
        for item in request.session.items
        if isinstance(item, pytest.Function) and item.module is sys.modules[__name__]
    ]
    named = {
        fault.name
        for item in chosen
        if hasattr(item, "callspec") and isinstance(fault := item.callspec.params["fault"], Fault)
    }
    with played_ahead(fault for fault in FAULTS if fault.name in named):
        yield


@pytest.mark.parametrize("fault", [_marked(fault) for fault in FAULTS])
def test_a_fault_is_seen_bounded_healed_and_never_drawn_as_true(fault: Fault) -> None:
    assert problems(fault, report_of(fault)) == []


@pytest.mark.parametrize("fault", FAULTS, ids=lambda fault: fault.name.replace(" ", "-"))
def test_what_a_list_allows_beside_what_any_connection_brings_is_seen_in_that_fault(fault: Fault) -> None:
    allowed = {truth.cause for truth in TRUE_OF[fault.name] if truth not in GROUPED}
    assert allowed - report_of(fault).causes == set()


@pytest.mark.whole
def test_what_any_connection_brings_is_seen_somewhere() -> None:
    seen = frozenset[Cause]().union(*(report_of(fault).causes for fault in FAULTS))
    assert {truth.cause for truth in CUT} - seen == set()
    before = frozenset[Cause]().union(*(report_of(fault).causes_before for fault in FAULTS))
    assert {truth.cause for truth in BEGINNING} - seen - before == set()


def test_no_two_faults_have_one_name() -> None:
    assert [name for name, count in Counter(fault.name for fault in FAULTS).items() if count > 1] == []


def test_a_fault_that_must_be_seen_is_not_called_harmless() -> None:
    assert [fault.name for fault in FAULTS if fault.harmless and fault.seen_within is not None] == []


@pytest.mark.whole
def test_half_a_million_values_of_views_were_compared() -> None:
    reports = [report_of(fault) for fault in FAULTS if not fault.waits_for]
    assert sum(report.checks - report.painted for report in reports) >= LEAST_CHECKS


@pytest.mark.whole
def test_frames_were_painted_and_read_in_every_story() -> None:
    assert [fault.name for fault in FAULTS if report_of(fault).painted < LEAST_PAINTED] == []


@pytest.mark.whole
def test_the_table_of_results_is_written_anew() -> None:
    """Not compared with the one before: a change of behaviour shows as a change of the file, for whoever commits it."""
    table = results.table()
    if not results.FILE.exists() or results.FILE.read_text() != table:
        results.FILE.write_text(table)
    assert all(f"| {fault.name} |" in table for fault in FAULTS)
