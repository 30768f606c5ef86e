"""What a run of all tests leaves out of what is long."""

from __future__ import annotations

from typing import cast

import pytest

from tests.conftest import SLICED, TESTS, is_narrowed, slice_of


def test_no_file_of_tests_is_left_out_whole(request: pytest.FixtureRequest) -> None:
    if is_narrowed(request.config):
        pytest.skip("somebody chose some of the files")
    assert set(TESTS.rglob("test_*.py")) - {item.path for item in request.session.items} == set()


class Case:
    """Of an item what a slice goes by."""

    path = TESTS / "e2e" / "test_some.py"

    def __init__(self, number: int, mark: str = "") -> None:
        self.nodeid = f"tests/e2e/test_some.py::test_it[{number}]"
        self.mark = mark

    def get_closest_marker(self, name: str) -> str | None:
        return name if name == self.mark else None


def taken(*cases: Case) -> int:
    return len(slice_of(cast("list[pytest.Item]", cases)))


def test_of_many_cases_one_in_so_many_is_taken_and_of_each_file_one_at_least() -> None:
    many = [Case(number) for number in range(500)]
    assert 60 < taken(*many) < 140
    assert [taken(case) for case in many] == [1] * len(many)
    assert taken(Case(1, mark="whole")) == 0


def test_what_reads_the_source_is_never_cut() -> None:
    class Read(Case):
        def __init__(self, number: int) -> None:
            super().__init__(number)
            self.nodeid = f"tests/security/test_source.py::test_it[{number}]"

    assert taken(*map(Read, range(50))) == 50


@pytest.mark.parametrize("place", SLICED)
def test_what_is_sliced_is_there(place: str) -> None:
    assert (TESTS / place).exists()
