"""`roxom-tui`: the dashboard. First paint first: the feed and its libraries are loaded once the screen stands."""

from __future__ import annotations

import asyncio
import gc
import logging
import os
import threading
import time
from collections.abc import Mapping
from contextlib import closing, suppress
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from roxom_tui.commands.config_reader import ConfigReader
from roxom_tui.commands.late_feed import Feed, LateFeed
from roxom_tui.commands.options import bound_keys, known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.stdio import is_hung_up, lacks_glyphs, write_ascii, write_notice
from roxom_tui.commands.terminal_guard import HANG_UP, TerminalGuard
from roxom_tui.commands.without_screen import leave_now
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Settings
from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Symbol
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

if TYPE_CHECKING:
    from roxom_tui.commands.guarded_app import GuardedApp

CLOSING_PATIENCE: Final = 0.5
"""Seconds the feed has to say goodbye to the exchange."""

_log = logging.getLogger(__name__)


def run(options: SimpleNamespace) -> int:
    """Runs until the person leaves or a signal comes. UsageError for wrong settings, or without a terminal."""
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    symbol = known_symbol(options.symbol, profile) if options.symbol else profile.symbols[0]
    refuse_key_log(profile)
    if options.plain or is_dumb_terminal():
        from roxom_tui.commands.plain import run_plain

        leave_no_traces()
        return run_plain(settings, symbol)
    if not is_driven():
        refuse_without_terminal()
    if lacks_glyphs(os.environ.get("TERM", "")):
        write_ascii()
    leave_no_traces()
    return _show(settings, symbol, ConfigReader(options))


def load_app() -> type[GuardedApp]:
    """The app's class. From here on nobody looks for garbage until the first paint (`BaseApp`): there is hardly any,
    and looking took a tenth of the time until then."""
    gc.disable()
    from roxom_tui.commands.guarded_app import GuardedApp

    return GuardedApp


def _show(settings: Settings, symbol: Symbol, config: ConfigReader) -> int:
    app_class = load_app()
    from roxom_tui.feed.clock import SystemClock

    keys = bound_keys(settings)
    commands, mailbox = CommandQueue(), SlotMailbox[ScreenSnapshot]()
    feed = LateFeed(lambda: load_feed(settings, commands, mailbox), mailbox)
    app = app_class(settings, commands, mailbox, SystemClock(), keys, symbol=symbol)
    app.config = config
    return run_app(app, feed, mouse=settings.ui.mouse)


def run_app(app: GuardedApp, feed: LateFeed | Feed, *, mouse: bool) -> int:
    """Shows the app, and starts and ends its feed; the exit code."""
    app.on_started = feed.start
    code = _run_driven(app, mouse=mouse) if is_driven() else _run_guarded(app, mouse=mouse)
    feed.close(CLOSING_PATIENCE)
    return code


def _run_guarded(app: GuardedApp, *, mouse: bool) -> int:
    """The app until it ends, and the exit code; its terminal as it was before."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(_log_failure)
    threading.excepthook = _log_thread_failure

    def leave(code: int) -> None:
        # A loop that has ended already needs no telling.
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(app.exit, code)

    with TerminalGuard(leave, lambda: app.has_terminal) as guard, closing(loop):
        app.on_leaving = guard.leaving
        app.on_crash = lambda error: _report(error, guard)
        app.on_lost = guard.lose
        result = loop.run_until_complete(app.run_async(mouse=mouse))
    if guard.code is not None:
        return guard.code
    if app.has_crashed:
        return 1
    return (app.return_code or 0) if result is None else result


def _run_driven(app: GuardedApp, *, mouse: bool) -> int:
    """The app behind a driver that was brought along: no terminal is to be given back, and it ends with stdin."""
    loop = asyncio.new_event_loop()
    loop.set_exception_handler(_log_failure)
    threading.excepthook = _log_thread_failure

    def leave_with_stdin() -> None:
        is_hung_up((0,), patience=None)
        with suppress(RuntimeError):
            loop.call_soon_threadsafe(app.exit, HANG_UP)
        time.sleep(CLOSING_PATIENCE)
        leave_now(HANG_UP)

    app.on_crash = _report_crash
    threading.Thread(target=leave_with_stdin, name="roxom-hang-up", daemon=True).start()
    with closing(loop):
        result = loop.run_until_complete(app.run_async(mouse=mouse))
    if app.has_crashed:
        return 1
    return (app.return_code or 0) if result is None else result


def _report_crash(error: BaseException) -> None:
    from roxom_tui.commands.crash_report import crash_sentence

    write_notice(crash_sentence(error))


def is_driven() -> bool:
    """Whether whoever starts us brings a driver along, and there is no terminal (`roxom-tui serve`)."""
    return bool(os.environ.get("TEXTUAL_DRIVER"))


def _report(error: BaseException, guard: TerminalGuard) -> None:
    # At once: whatever hangs later, the report is there.
    from roxom_tui.commands.crash_report import crash_sentence

    guard.words = crash_sentence(error)


def _log_failure(loop: asyncio.AbstractEventLoop, context: Mapping[str, object]) -> None:
    # Only what it was: texts and handles of the context are not ours to vouch for.
    _log.error("in the screen's loop: %s", type(context.get("exception")).__name__)


def _log_thread_failure(failure: threading.ExceptHookArgs) -> None:
    name = failure.thread.name if failure.thread is not None else "unknown"
    _log.error("in thread %s: %s", name, failure.exc_type.__name__)


def refuse_without_terminal() -> None:
    """The screen is drawn on stderr and keys come from stdin: UsageError unless both are a terminal that can draw."""
    if not os.isatty(0) or not os.isatty(2):
        raise UsageError(
            "the dashboard needs a terminal; roxom-tui dashboard --plain writes lines, roxom-tui stream events"
        )
    if os.environ.get("TERM", "dumb") == "dumb":
        raise UsageError("this terminal cannot draw (TERM=dumb); roxom-tui stream writes events as lines")


def is_dumb_terminal() -> bool:
    """Whether there is a terminal that can only write one line below the other."""
    return os.isatty(0) and os.isatty(1) and os.environ.get("TERM") == "dumb"


def load_feed(settings: Settings, commands: CommandQueue, mailbox: SlotMailbox[ScreenSnapshot]) -> Feed:
    """The feed on its own thread. Imported here, because its libraries take a while."""
    from roxom_tui.commands.wiring import opener, recording_outside
    from roxom_tui.feed.thread import FeedThread

    outside = recording_outside(settings, mailbox.put_notice)
    return FeedThread(settings.profiles, settings.profile, opener(settings), commands, mailbox, outside)
