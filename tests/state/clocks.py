"""Streams' clocks, moved and asked by the second."""

from __future__ import annotations

from roxom_tui.model.channels import Stream
from roxom_tui.model.status import PanelState
from roxom_tui.state.freshness import EXPIRY_NS, StreamClocks
from tests.support.spellings import s


def moved(clocks: StreamClocks, *moves: tuple[Stream, float]) -> None:
    for stream, at in moves:
        clocks.clock(stream).touch(s(at))


def revisions(clocks: StreamClocks) -> dict[Stream, int]:
    """How often each stream has changed."""
    return {clock.stream: clock.revision for clock in clocks.all()}


def end_of(clocks: StreamClocks, stream: Stream, now: int) -> int:
    """The time at which the state changes; no view is believed until then, so it is looked for step by step."""
    while (until := clocks.of(stream, now).valid_until) == now + EXPIRY_NS:
        now = until - 1
    return until


def state_of(clocks: StreamClocks, stream: Stream, now: float) -> PanelState:
    return clocks.of(stream, s(now)).state
