"""What holds for every test: pictures are drawn for one terminal, whatever the tester's own can do, and signals reach
the programs under test, also where the tests themselves run in the background (`nohup`, `&` in a script). And no test
may make the program ask an exchange for anything but to read, or tell a secret."""

from __future__ import annotations

import os
import signal
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Final
from zlib import crc32

import pytest
from hypothesis import HealthCheck, settings

from tests.support import canaries, journal

os.environ.update(TERM="xterm-256color", COLORTERM="truecolor")
os.environ.pop("NO_COLOR", None)

# A machine that is busy is slow at making examples too.
settings.register_profile("suite", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("suite")

for number in (signal.SIGINT, signal.SIGHUP, signal.SIGQUIT, signal.SIGTERM):
    # What is ignored here would be ignored by every child, which takes it for the wish of whoever started it.
    if signal.getsignal(number) is signal.SIG_IGN:
        signal.signal(number, signal.default_int_handler if number == signal.SIGINT else signal.SIG_DFL)

FIRST: Final = (
    "faults/test_faults.py",
    "faults/test_long_life.py",
    "second_exchange/",
    "security/test_terminal.py",
    "e2e/test_unread.py",
    "bad_frames/test_mutated_frames.py",
    "bad_frames/test_slowest_frames.py",
    "test_house.py",
    "ui/test_doorway.py",
    "e2e/",
    "commands/",
    "security/",
    "seeded_markets/",
    "faults/",
    "ui/together/test_resizing.py",
    "protocol/test_limits.py",
    "client/test_book_audits.py",
    "feed/together/test_storms.py",
    "state/account/",
    "state/book/",
    "ui/",
)
"""What takes longest begins first, so that processes side by side end together."""


TESTS: Final = Path(__file__).resolve().parent

SLICED: Final = {
    **dict.fromkeys(("security/test_source.py", "security/test_read_only.py", "security/test_no_way_around_tls.py"), 1),
    "commands/test_command_line.py": 1,
    "faults/test_faults.py": 9,
    "faults/": 4,
    "e2e/": 5,
    "commands/": 5,
    "security/": 4,
    "second_exchange/": 5,
    "seeded_markets/": 4,
    "simulator/": 2,
    "bad_frames/": 2,
    "feed/": 2,
    "client/together/": 2,
    "client/test_book_audits.py": 3,
    "config/": 2,
    "protocol/test_long_lists.py": 3,
    "state/reading/": 4,
    "state/account/test_account_lists.py": 2,
    "ui/together/": 4,
    "ui/test_doorway.py": 4,
    "ui/screens/": 2,
    "ui/panels/test_orders.py": 4,
    "ui/panels/test_listing.py": 3,
    "ui/panels/test_row_panel.py": 3,
    "test_pictures.py": 3,
}
"""What plays whole stories or starts whole programs: of so many cases one is in a run of all tests, and of each file
one at least. Which, goes by their names, and is always the same. `--whole`, a path or `-k` takes all. What reads the
source is quick, and always whole."""


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--whole", action="store_true", help="every case of every story: some 12 minutes on 2 cores")


def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> None:
    """Take a slice of what is long, and sort by when a test's file should begin; the rest keep their order behind."""
    if not (config.getoption("whole") or is_narrowed(config)):
        chosen = slice_of(items)
        config.hook.pytest_deselected(items=[item for item in items if item not in chosen])
        items[:] = [item for item in items if item in chosen]
    items.sort(key=lambda item: next((place for place, part in enumerate(FIRST) if part in item.nodeid), len(FIRST)))


def is_narrowed(config: pytest.Config) -> bool:
    """Whether a run is of some tests that somebody chose."""
    return bool(config.getoption("keyword")) or any(Path(one).resolve() != TESTS for one in config.args)


def slice_of(items: Iterable[pytest.Item]) -> set[pytest.Item]:
    """What a run of all tests takes: of each file one case at least, so that none is never run."""
    files: dict[Path, list[pytest.Item]] = {}
    for item in items:
        if item.get_closest_marker("whole") is None:
            files.setdefault(item.path, []).append(item)
    chosen = set[pytest.Item]()
    for cases in files.values():
        chosen.update([item for item in cases if _turn(item) == 0] or [min(cases, key=_turn)])
    return chosen


def _turn(item: pytest.Item) -> int:
    """Which turn a case has, 0 for this run; tests of one story, which have the same parameters, have the same."""
    parts = next((parts for place, parts in SLICED.items() if f"tests/{place}" in item.nodeid), 1)
    _, _, case = item.nodeid.partition("[")
    return crc32((case or item.nodeid).encode()) % parts


journal.write_down()
canaries.watch()


@pytest.fixture(autouse=True)
def exchanges_are_only_read(request: pytest.FixtureRequest) -> Iterator[None]:
    """The tests of the simulated exchange itself ask it for what it must refuse."""
    journal.beyond_reading.clear()
    yield
    if "simulator" not in request.path.parts:
        assert journal.beyond_reading == []


@pytest.fixture(autouse=True)
def no_secret_is_told(request: pytest.FixtureRequest) -> Iterator[None]:
    """What logs, files and screens say is read by `canaries` in every test."""
    canaries.forget()
    folder = request.getfixturevalue("tmp_path") if "tmp_path" in request.fixturenames else None
    yield
    if folder is not None:
        canaries.search(folder)
    assert canaries.leaks == []
