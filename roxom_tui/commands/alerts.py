"""`roxom-tui alerts test`: tries every way in which an alert can reach the person, and says which was used."""

from __future__ import annotations

import os
import time
from collections.abc import Iterator
from contextlib import suppress
from types import SimpleNamespace

import orjson

from roxom_tui.commands.options import settings_of
from roxom_tui.commands.stdio import put
from roxom_tui.commands.wiring import secrets_of
from roxom_tui.config.settings import NotifySettings, Settings
from roxom_tui.feed.hooks import PATIENCE, run_program
from roxom_tui.model.errors import RoxomError
from roxom_tui.state.views.alert_views import AlertNews, AlertWhat
from roxom_tui.ui.terminal.announce import BELL, How, how_to, sequence
from roxom_tui.ui.terminal.descriptor import Descriptor, write_all
from roxom_tui.ui.terminal.question import takes_osc_99
from roxom_tui.words.alerts import alert_fields, alert_sentence

_HOWS = {
    How.OSC_99: "sent as OSC 99",
    How.OSC_777: "sent as OSC 777",
    How.OSC_9: "sent as OSC 9",
    How.BELL: "this terminal takes none that we know of, so the bell is rung",
    How.OFF: "off in the config file",
}


def run(options: SimpleNamespace) -> int:
    """Answers 0; RoxomError where a hook failed."""
    settings = settings_of(options)
    news = test_news(time.time_ns())
    failed = 0
    for line in _terminal_lines(settings.notify, news):
        put(line)
    for name, fault in _hooks(settings, news):
        put(f"hook:{name}: {fault or 'ended with 0'}")
        failed += bool(fault)
    if failed:
        raise RoxomError(f"{failed} of {len(settings.hooks)} hooks failed")
    return 0


def test_news(wall: int) -> AlertNews:
    """What is sent to try it."""
    rule = "GOLD-BTC last > 0.0431"
    return AlertNews(0, AlertWhat.TEST, wall, rule, "GOLD-BTC last", rule, "this is a test", (), is_private=False)


def _terminal_lines(notify: NotifySettings, news: AlertNews) -> Iterator[str]:
    """Try the terminal, if there is one; a line for each way."""
    if not (os.isatty(0) and os.isatty(2)):
        yield "notify, bell: not tried, for there is no terminal"
        return
    answers = notify.desktop == "auto" and takes_osc_99(0, tmux=notify.tmux)
    how = how_to(notify.desktop, os.environ, answers=answers)
    asked = ", which it answered to take" if answers else ""
    through = " through tmux" if notify.tmux and how not in (How.BELL, How.OFF) else ""
    with suppress(OSError):
        write_all((sequence(how, alert_sentence(news), tmux=notify.tmux) + BELL).encode(), Descriptor(2))
    yield f"notify: {_HOWS[how]}{through}{asked}"
    yield "bell: rung"


def _hooks(settings: Settings, news: AlertNews) -> Iterator[tuple[str, str]]:
    """Run each hook; its name, and what went wrong."""
    secrets = secrets_of(settings)
    environ = {name: value for name, value in os.environ.items() if name not in secrets and value not in secrets}
    text = orjson.dumps(alert_fields(news)) + b"\n"
    for name, arguments in settings.hooks.items():
        yield name, run_program(arguments, text, environ, PATIENCE)
