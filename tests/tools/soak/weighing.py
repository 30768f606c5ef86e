"""What a process holds: how much hangs on the worker, and what the system says of it."""

from __future__ import annotations

import asyncio
import gc
import os
import reprlib
import sys
import threading
from collections import deque
from collections.abc import Iterable, Iterator
from pathlib import Path
from types import BuiltinFunctionType, CodeType, FunctionType, ModuleType
from typing import Any, Final, NamedTuple

from roxom_tui.protocol.numbers import NumberMemo
from tests.faults.bench import Bench

_OURS: Final = "roxom_tui"
_NOT_OURS: Final = ("tests.", "roxom_tui.simulator", "asyncio", "_asyncio", "selectors", "unittest", "_pytest")
_LEAVES: Final = (type, ModuleType, CodeType, FunctionType, BuiltinFunctionType, NumberMemo)
"""Not looked into. The memos of numbers fill and are emptied again, which hides what else changes."""


class Figures(NamedTuple):
    """One look at the process. Bytes; `held` and `things` are what can be reached from the worker, `blocks` all of
    Python's."""

    held: int
    things: int
    blocks: int
    resident: int
    tasks: int
    threads: int
    files: int


def weigh(bench: Bench) -> Figures:
    """Now, after a collection. For what runs in the bench's loop."""
    gc.collect()
    held = [sys.getsizeof(thing) for thing in reach(roots(bench.worker, bench.mailbox))]
    return Figures(
        sum(held),
        len(held),
        sys.getallocatedblocks(),
        resident(),
        len(asyncio.all_tasks()),
        threading.active_count(),
        files(),
    )


def reach(starts: Iterable[object]) -> Iterator[object]:
    """Everything that hangs on these, but for leaves and what belongs to tests."""
    waiting: deque[Any] = deque(starts)
    seen = {id(thing): thing for thing in waiting}
    while waiting:
        thing = waiting.pop()
        yield thing
        for part in gc.get_referents(thing):
            if id(part) not in seen and not _is_foreign(part):
                seen[id(part)] = part
                waiting.append(part)


def roots(*things: object) -> Iterator[object]:
    """These, and the globals of our modules: caches live there."""
    yield from things
    for name, module in list(sys.modules.items()):
        if name.startswith(_OURS) and not name.startswith(_NOT_OURS):
            yield from (value for value in vars(module).values() if not _is_foreign(value))


class Containers:
    """The containers there are now, to see later which have grown. They are kept alive.

    A deque that states its own bound needs no watching.
    """

    def __init__(self, *things: object) -> None:
        found = (thing for thing in reach(roots(*things)) if isinstance(thing, (list, dict, set, deque)))
        self._lengths = [(one, len(one)) for one in found if not (isinstance(one, deque) and one.maxlen is not None)]

    def grown(self, by: int) -> list[str]:
        """What gained so many, in words."""
        return [
            f"{len(container)} in a {type(container).__name__}, {before} before: {reprlib.repr(container)}"
            for container, before in self._lengths
            if len(container) - before >= by
        ]


def _is_foreign(thing: object) -> bool:
    return isinstance(thing, _LEAVES) or str(getattr(type(thing), "__module__", "")).startswith(_NOT_OURS)


def resident() -> int:
    """Resident memory in bytes; 0 where nobody tells."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE")
    except OSError:
        return 0


def files() -> int:
    """Open descriptors; 0 where nobody tells."""
    folder = Path("/proc/self/fd")
    return len(list(folder.iterdir())) if folder.exists() else 0
