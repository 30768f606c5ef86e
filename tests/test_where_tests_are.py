"""Each module's tests stand under its name: `roxom_tui/X/y.py` in `tests/X/test_y.py`, and nothing else stands there.

What several modules do together has folders of its own: `tests/e2e`, `tests/faults`, ..., and `together` in a room.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Final

from tests.conftest import FIRST

HERE: Final = Path(__file__).parent
PACKAGE: Final = HERE.parent / "roxom_tui"

MOST_EXCEPTIONS: Final = 25
WITHOUT_A_TEST: Final = {
    "__main__.py": "one call of `cli.main`",
    "client/questions.py": "frozen values",
    "client/timing.py": "numbers",
    "config/settings.py": "frozen values",
    "feed/endpoint.py": "frozen values",
    "feed/outside.py": "frozen values",
    "feed/transport/transport.py": "a protocol",
    "model/charting.py": "words",
    "model/durations.py": "numbers",
    "model/errors.py": "exceptions that hold a sentence",
    "model/events.py": "frozen values",
    "model/market.py": "words",
    "model/ports.py": "protocols and frozen commands",
    "model/verification.py": "words and frozen values",
    "state/views/account_views.py": "frozen views",
    "state/views/alert_views.py": "frozen views",
    "state/views/book_column_views.py": "frozen views",
    "state/views/chart_views.py": "frozen views",
    "state/views/connection_views.py": "frozen views",
    "state/views/market_views.py": "frozen views",
    "state/views/overview_view.py": "frozen views",
    "state/views/pressure_view.py": "a frozen view",
    "state/views/recording_views.py": "frozen views",
    "state/views/screen_snapshot.py": "a frozen view",
    "ui/terminal/tokens.py": "frozen values",
}
"""Modules that have nothing to be wrong, or nothing that stands alone, and why."""


def modules() -> Iterator[str]:
    """Every module of the package, by its path in it."""
    for file in sorted(PACKAGE.rglob("*.py")):
        if file.name != "__init__.py":
            yield file.relative_to(PACKAGE).as_posix()


def files_of_tests() -> Iterator[str]:
    """Every file of tests in the folder of a package, by the path that its module would have."""
    packages = {HERE / file.parent.relative_to(PACKAGE) for file in PACKAGE.rglob("__init__.py")} - {HERE}
    for folder in sorted(packages):
        for file in sorted(folder.glob("test_*.py")):
            yield file.with_name(file.name.removeprefix("test_")).relative_to(HERE).as_posix()


def test_every_module_has_a_file_of_tests_by_its_name() -> None:
    tested = {*files_of_tests(), *(file.name.removeprefix("test_") for file in HERE.glob("test_*.py"))}
    missing = [name for name in modules() if name not in tested and name not in WITHOUT_A_TEST]
    assert missing == []


def test_every_file_of_tests_in_a_room_is_of_a_module_there() -> None:
    known = set(modules())
    assert [name for name in files_of_tests() if name not in known] == []


def test_few_modules_are_excepted_and_each_is_there_and_has_none() -> None:
    assert len(WITHOUT_A_TEST) <= MOST_EXCEPTIONS
    known, tested = set(modules()), set(files_of_tests())
    assert [name for name in WITHOUT_A_TEST if name not in known or name in tested] == []


def test_no_file_of_tests_is_imported_by_another() -> None:
    importing = re.compile(r"^(?:from|import) tests\.(?:\w+\.)*test_", re.MULTILINE)
    files = [file for file in HERE.rglob("*.py") if importing.search(file.read_text(encoding="utf-8"))]
    assert files == []


def test_what_begins_first_is_there() -> None:
    assert [part for part in FIRST if not (HERE / part).exists()] == []
