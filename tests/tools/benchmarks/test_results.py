"""What a run says of its figures, and how it is kept."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.tools.benchmarks.__main__ import BENCHMARKS
from tests.tools.benchmarks.machine import TOP, about
from tests.tools.benchmarks.results import FILE, merged, section
from tests.tools.benchmarks.table import Figure, at_least, at_most, row, told


@pytest.mark.parametrize(
    ("figure", "met"),
    [
        (at_most(1, "a", 1.3, 1.3), "yes"),
        (at_most(1, "a", 1.3, 1.31), "NO"),
        (at_least(3, "a", 0.5, 0.5), "yes"),
        (at_least(3, "a", 0.5, 0.49), "NO"),
        (Figure(5, "a", "b", "", None, note="not installed"), "?"),
    ],
)
def test_a_row_says_whether_its_goal_is_met(figure: Figure, met: str) -> None:
    assert met in row(figure).split()


def test_the_median_of_the_repetitions_decides_and_their_spread_is_told() -> None:
    figure = at_most(12, "a", 13, [30.0, 10.0, 12.0])
    assert (figure.measured, figure.spread, figure.met) == ("12.00x", "10.00 to 30.00x, 3", True)


def test_what_has_no_goal_is_neither_met_nor_missed() -> None:
    assert not {"yes", "NO", "?"} & set(row(told(12, "a", 3.0, " %")).split())


def test_a_run_of_one_benchmark_keeps_the_sections_of_the_others() -> None:
    old = merged("", {name: section(name, "old", [told(1, name, 1.0, "x")]) for name in ("b", "a")}, ["a", "b"])
    new = merged(old, {"b": section("b", "new", [told(1, "b", 2.0, "x")])}, ["a", "b"])
    assert new.index("## `a`\n\nold.") < new.index("## `b`\n\nnew.")
    assert new.count("## ") == 2
    assert "1.00x" in new
    assert "2.00x" in new
    assert merged(new, {}, ["a", "b"]) == new


def test_what_is_kept_is_of_benchmarks_there_are_and_names_no_place_on_the_machine() -> None:
    kept = FILE.read_text()
    assert {line[4:-1] for line in kept.splitlines() if line.startswith("## ")} <= set(BENCHMARKS)
    for place in (str(TOP), str(Path.home())):
        assert place not in kept
        assert place not in about()
