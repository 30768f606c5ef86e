"""What the exchanges of all tests were asked, so that each test is held to it: to read, and nothing else.

`write_down` wraps the simulated exchange; the loopback exchange of the feed's tests, made with another library, is
wrapped as well. Only what ran in a test's own process is seen, which the exchanges of the program's tests do.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any, Final

import orjson

from roxom_tui.model.channels import Channel
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.simulator.exchange import Exchange
from tests.support.scripted_exchange import LoopbackExchange

_PATHS: Final = "|".join(re.escape(kind.value) for kind in GetKind)
_READS: Final = re.compile(rf"GET (?:/ws|\S*(?:{_PATHS})(?:\?\S*)?)").fullmatch
_OPS: Final = frozenset({"subscribe", "unsubscribe"})
_CHANNELS: Final = frozenset(channel.value for channel in Channel)
_MOST_KEPT: Final = 100

asked_for: set[str] = set()
"""Every different thing that was asked, as `GET /v1/orders` or a frame."""

beyond_reading: list[str] = []
"""What was asked and does not read, oldest first."""


def note_request(method: str, target: str) -> None:
    """An HTTP request, answered or refused."""
    _note(f"{method} {target.partition('?')[0]}", _READS(f"{method} {target}") is not None)


def note_frame(data: str | bytes) -> None:
    """A client's frame."""
    text = data if isinstance(data, str) else repr(data)
    _note(text, isinstance(data, str) and is_a_wish(data))


def is_a_wish(text: str) -> bool:
    """Whether a frame only asks for streams, or to be spared them."""
    try:
        frame = orjson.loads(text)
    except orjson.JSONDecodeError:
        return False
    if not isinstance(frame, dict) or set(frame) != {"op", "args"} or frame["op"] not in _OPS:
        return False
    args = frame["args"]
    return isinstance(args, list) and all(
        isinstance(arg, dict) and set(arg) <= {"channel", "symbol"} and str(arg.get("channel")) in _CHANNELS
        for arg in args
    )


def write_down() -> None:
    """From now on, everything that reaches an exchange in this process is noted."""
    _wrap(Exchange, "http", lambda request: note_request(request.method, request.target))
    _wrap(Exchange, "receive", lambda _, data: note_frame(data))
    _wrap(LoopbackExchange, "heard_request", note_request)
    _wrap(LoopbackExchange, "heard_frame", note_frame)


def _note(what: str, reads: bool) -> None:
    if len(asked_for) < _MOST_KEPT:
        asked_for.add(what)
    if not reads and len(beyond_reading) < _MOST_KEPT:
        beyond_reading.append(what)


def _wrap(owner: type, name: str, note: Callable[..., None]) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)
    def noted(self: Any, *arguments: Any) -> Any:
        note(*arguments)
        return original(self, *arguments)

    setattr(owner, name, noted)
