"""Starts the person's own programs for alerts: an argument list and never a shell, JSON on stdin, five seconds each.

They run one after another in a thread of their own: whatever they do costs nothing but their own word.
"""

from __future__ import annotations

import logging
import os
import signal
import subprocess
from collections.abc import Callable, Collection, Mapping
from contextlib import suppress
from queue import Full, Queue
from threading import Thread
from typing import Final

import orjson
from msgspec import Struct

from roxom_tui.state.views.alert_views import AlertNews
from roxom_tui.words.alerts import alert_fields

PATIENCE: Final = 5.0
"""Seconds that a hook has."""
MOST_FAILURES: Final = 5
"""Failures one after another, after which a hook is off."""
MOST_WAITING: Final = 20

Report = Callable[[str], None]

_log = logging.getLogger(__name__)


class _Call(Struct, frozen=True):
    name: str
    text: bytes
    report: Report


class HookRunner:
    """`programs` by name; `secrets` are the names of variables, and texts, that no program is handed down."""

    def __init__(
        self,
        programs: Mapping[str, tuple[str, ...]],
        environ: Mapping[str, str],
        secrets: Collection[str] = (),
        patience: float = PATIENCE,
    ) -> None:
        self._programs = programs
        self._environ = {name: value for name, value in environ.items() if name not in secrets and value not in secrets}
        self._patience = patience
        self._failures = dict.fromkeys(programs, 0)
        self._calls: Queue[_Call] = Queue(MOST_WAITING)
        self._thread: Thread | None = None

    def start(self, news: AlertNews, report: Report) -> None:
        """Start each hook that is named; returns at once. What goes wrong is reported, from another thread."""
        text = orjson.dumps(alert_fields(news)) + b"\n"
        for way in news.ways:
            kind, _, name = way.partition(":")
            if kind != "hook":
                continue
            if name not in self._programs:
                report(f"there is no hook {name} in the config file")
            elif self._failures[name] < MOST_FAILURES:
                self._queue(_Call(name, text, report))

    def _queue(self, call: _Call) -> None:
        if self._thread is None:
            self._thread = Thread(target=self._run, name="roxom-hooks", daemon=True)
            self._thread.start()
        try:
            self._calls.put_nowait(call)
        except Full:
            call.report(f"hook {call.name} was not started: {MOST_WAITING} others wait")

    def _run(self) -> None:
        while True:
            self._do(self._calls.get())

    def _do(self, call: _Call) -> None:
        if self._failures[call.name] >= MOST_FAILURES:
            return
        fault = run_program(self._programs[call.name], call.text, self._environ, self._patience)
        if not fault:
            self._failures[call.name] = 0
            return
        self._failures[call.name] += 1
        _log.warning("hook %s: %s", call.name, fault)
        if self._failures[call.name] == MOST_FAILURES:
            call.report(f"hook {call.name} is off: it failed {MOST_FAILURES} times; the last time it {fault}")
        else:
            call.report(f"hook {call.name} {fault}")


def run_program(arguments: tuple[str, ...], text: bytes, environ: Mapping[str, str], patience: float) -> str:
    """Run a program with a text on its stdin; what went wrong, in words that follow its name, or nothing."""
    try:
        program = subprocess.Popen(  # noqa: S603 - the person's own program, named in the person's own file
            arguments,
            stdin=subprocess.PIPE,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            env=environ,
            close_fds=True,
            start_new_session=True,
        )
    except (OSError, ValueError) as error:
        return f"cannot be started: {getattr(error, 'strerror', None) or 'its arguments cannot be used'}"
    try:
        # A reader that has gone is no failure of its own: how it ended says that.
        with suppress(BrokenPipeError):
            program.communicate(text, timeout=patience)
        code = program.wait(patience)
    except subprocess.TimeoutExpired:
        return f"did not end within {patience:g} s"
    finally:
        _end(program)
    return "" if code == 0 else f"ended with {code}"


def _end(program: subprocess.Popen[bytes]) -> None:
    """It is gone; and whatever it started, if it had to be stopped."""
    if program.poll() is None:
        with suppress(OSError):
            os.killpg(program.pid, signal.SIGKILL)
    if program.stdin is not None:
        with suppress(OSError):
            program.stdin.close()
    program.wait()
