"""What the first paint waits for, and what the feed of a live profile loads after it: by name, which always repeats."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Final

import pytest

from tests.support.program import environment
from tests.tools.benchmarks.start import OURS

FEED: Final = "import roxom_tui.commands.wiring, roxom_tui.feed.thread"

NETWORK: Final = frozenset(
    {"cryptography", "email", "http", "httpx2", "json", "orjson", "urllib.request", "websockets"}
)
AT_WORK: Final = ("client", "protocol", "simulator", "state.account", "state.book", "state.market", "feed.transport")
"""Rooms that work on what comes from an exchange; the screen needs only what they make of it."""

OPENED_LATER: Final = ("connection", "help", "picker", "profiles", "reading")
MOST_OF_OURS: Final = 170
"""Modules, of some 0.2 ms each."""
MOST_COLLECTIONS: Final = 40
"""By the interpreter itself, and before it is known which command it will be."""
MOST_COMPILED: Final = 14
"""Named tuples and dataclasses, of the time of eight structs each."""

REPORT: Final = """
import gc, json, sys
classes = {thing for name, module in list(sys.modules.items()) if name.startswith("roxom_tui")
           for thing in vars(module).values() if isinstance(thing, type) and thing.__module__ == name}
costly = [kind.__qualname__ for kind in classes if "__dataclass_params__" in vars(kind) or issubclass(kind, tuple)]
print(json.dumps([sorted(sys.modules), sorted(costly), gc.isenabled(), gc.get_stats()[0]["collections"]]))
"""


class Loaded:
    """A process that has loaded something: the names of its modules, and of our classes with methods of their own."""

    def __init__(self, code: str, home: Path) -> None:
        program = [sys.executable, "-c", f"{code}\n{REPORT}"]
        ran = subprocess.run(program, env=environment(home), capture_output=True, text=True, check=True)
        self.modules, self.costly, self.collects, self.collections = json.loads(ran.stdout)

    def among(self, *names: str) -> list[str]:
        """Those of these packages that were loaded."""
        return [one for one in names if any(f"{module}.".startswith(f"{one}.") for module in self.modules)]


@pytest.fixture(scope="module")
def painted(tmp_path_factory: pytest.TempPathFactory) -> Loaded:
    return Loaded(OURS, tmp_path_factory.mktemp("home"))


def test_the_first_paint_waits_for_nothing_that_speaks_to_an_exchange(painted: Loaded) -> None:
    # `json` is loaded by this report alone.
    assert painted.among(*NETWORK - {"json"}) == []
    assert painted.among(*(f"roxom_tui.{room}" for room in AT_WORK)) == []


def test_who_types_nothing_waits_for_no_description_of_what_could_be_typed(painted: Loaded) -> None:
    assert painted.among("argparse", "gettext", "roxom_tui.commands.command_line") == []


def test_the_first_paint_waits_for_no_box_that_is_opened_later(painted: Loaded) -> None:
    assert painted.among("roxom_tui.ui.palette", *(f"roxom_tui.ui.screens.{name}" for name in OPENED_LATER)) == []


def test_the_first_paint_waits_for_few_of_our_modules(painted: Loaded) -> None:
    assert len([name for name in painted.modules if name.startswith("roxom_tui")]) <= MOST_OF_OURS


def test_until_the_first_paint_hardly_any_garbage_is_looked_for(painted: Loaded) -> None:
    assert not painted.collects
    assert painted.collections <= MOST_COLLECTIONS


def test_few_classes_that_the_first_paint_waits_for_are_written_and_compiled_when_they_are_declared(
    painted: Loaded,
) -> None:
    assert len(painted.costly) <= MOST_COMPILED, painted.costly


def test_a_live_profile_loads_no_simulator_and_nothing_for_keys_and_questions_before_it_needs_it(
    tmp_path: Path,
) -> None:
    live = Loaded(FEED, tmp_path)
    assert live.among("roxom_tui.simulator", "cryptography", "httpx2", "websockets.asyncio.server") == []
