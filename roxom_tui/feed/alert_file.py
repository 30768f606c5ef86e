"""The file in which the alerts of a profile are kept: ours alone, whole or not there, and never lost without a word.

Two programs with the same profile share the rules: what one adds or takes away is added to or taken from what is there.
What fired is each one's own, and the last to write is kept.
"""

from __future__ import annotations

import fcntl
import logging
import os
from collections.abc import Callable, Iterator, Mapping
from contextlib import contextmanager, suppress
from pathlib import Path
from threading import Condition, Thread
from typing import Final, NamedTuple
from urllib.parse import quote

from roxom_tui.alerts.memory import AlertMemory, memory_text, read_memory
from roxom_tui.config.private_files import make_private_folder, open_private, read_regular, state_folder, write_private
from roxom_tui.model.values import replace
from roxom_tui.model.visible_text import escaped

MOST_BYTES: Final = 1_000_000
LONGEST_NAME: Final = 100
LAST_WORDS: Final = 0.3
"""Seconds that a slow disk has when the program ends."""

AGAIN: Final = 30.0
"""Seconds after which what could not be written is tried once more."""

_log = logging.getLogger(__name__)


class Kept(NamedTuple):
    """What a file held, and what the person has to know of it."""

    memory: AlertMemory
    remark: str = ""


class AlertFile:
    """Reads once, then writes in a thread of its own what it is given, the newest only."""

    def __init__(self, path: Path, again: float = AGAIN) -> None:
        self._path = path
        self._again = again
        self._base: tuple[str, ...] = ()
        """The rules that were there when they were last read or written here."""
        self._changed = Condition()
        self._waiting: AlertMemory | None = None
        self._unkept: AlertMemory | None = None
        """What could not be written, where nothing newer waits."""
        self._why = ""
        """Why not, in words; empty while all is kept."""
        self._report: Callable[[str], None] = _log.warning
        self._is_closed = self._is_refused = False
        self._thread = Thread(target=self._write_all, name="roxom-alerts", daemon=True)

    def load(self) -> Kept:
        """What the file holds. One that is damaged is set aside, and said so; one that cannot be read is left alone."""
        try:
            memory = self._read()
        except OSError as error:
            self._is_refused = True
            return Kept(AlertMemory(), f"rules made here are not kept: {self._name} cannot be read: {error.strerror}")
        except ValueError:
            return Kept(AlertMemory(), self._set_aside())
        self._base = memory.rules
        return Kept(memory)

    def keep(self, memory: AlertMemory, report: Callable[[str], None]) -> None:
        """Have it written; returns at once. `report` takes a sentence where that fails, from another thread."""
        if self._is_refused:
            return
        with self._changed:
            self._waiting, self._report = memory, report
            if not self._thread.is_alive() and not self._is_closed:
                self._thread.start()
            self._changed.notify()

    def close(self, within: float = LAST_WORDS) -> None:
        """Wait for what is still to be written, but not for ever."""
        with self._changed:
            self._is_closed = True
            self._changed.notify()
        if self._thread.is_alive():
            self._thread.join(within)

    @property
    def _name(self) -> str:
        return escaped(str(self._path))

    def _read(self) -> AlertMemory:
        try:
            _, data = read_regular(self._path, MOST_BYTES)
        except FileNotFoundError:
            return AlertMemory()
        return read_memory(data.decode("utf-8"))

    def _set_aside(self) -> str:
        for number in range(1, 100):
            aside = self._path.with_name(f"{self._path.name}.damaged-{number}")
            if not aside.exists():
                break
        try:
            self._path.rename(aside)
        except OSError as error:
            self._is_refused = True
            return f"the file of your rules is damaged, and cannot be set aside: {self._name}: {error.strerror}"
        return f"the file of your rules was damaged; it is now {escaped(str(aside))}"

    def _write_all(self) -> None:
        while (memory := self._next()) is not None:
            why = ""
            try:
                self._write(memory)
            except (OSError, ValueError) as error:
                why = getattr(error, "strerror", None) or "the file is damaged"
                if not self._is_closed:
                    self._unkept = memory
            if why != self._why:
                self._why = why
                self._report(f"rules made here are not kept: {self._name}: {why}" if why else "rules are kept again")

    def _next(self) -> AlertMemory | None:
        """What is to be written; None when that is over."""
        with self._changed:
            while self._waiting is None and not self._is_closed:
                if not self._changed.wait(self._again if self._unkept is not None else None):
                    break
            memory = self._unkept if self._waiting is None else self._waiting
            self._waiting = self._unkept = None
            return memory

    def _write(self, memory: AlertMemory) -> None:
        make_private_folder(self._path.parent)
        with self._locked():
            there = self._read().rules
            added = tuple(rule for rule in memory.rules if rule not in self._base and rule not in there)
            gone = set(self._base) - set(memory.rules)
            rules = (*(rule for rule in there if rule not in gone), *added)
            write_private(self._path, memory_text(replace(memory, rules=rules)))
        self._base = memory.rules

    @contextmanager
    def _locked(self) -> Iterator[None]:
        """One program at a time."""
        descriptor = open_private(self._path.with_name(f".{self._path.name}.lock"), os.O_RDWR | os.O_CREAT)
        try:
            # A disk without locks: two that write at once lose a rule of one, no more.
            with suppress(OSError):
                fcntl.flock(descriptor, fcntl.LOCK_EX)
            yield
        finally:
            os.close(descriptor)


def alert_file(profile: str, environ: Mapping[str, str]) -> AlertFile | None:
    """The file of a profile; None where there is no home folder."""
    folder = state_folder(environ)
    name = f"alerts-{quote(profile, safe='')[:LONGEST_NAME]}.json"
    return None if folder is None else AlertFile(folder / name)
