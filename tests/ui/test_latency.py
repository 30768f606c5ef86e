"""From the wire to the terminal, measured where the way ends."""

from __future__ import annotations

from dataclasses import replace

from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.ui.frames import ScreenLatency
from tests.support.sample_screens import board
from tests.support.screen_host import until
from tests.ui.connection_views import connection_view
from tests.ui.opened import opened


def told(latency: ScreenLatency, now: int) -> tuple[float | None, float | None]:
    view = latency.measured(connection_view(), now)
    assert view.wire_end == "screen"
    return view.wire_p50_ms, view.wire_p99_ms


def test_nothing_painted_is_nothing_known_whatever_the_feed_measured() -> None:
    assert told(ScreenLatency(), 0) == (None, None)


def test_delays_are_told_as_quantiles_and_at_most_once_a_second() -> None:
    latency = ScreenLatency()
    for number in range(100):
        latency.painted((0,), (number + 1) * MILLISECOND)
    assert told(latency, SECOND) == (51.0, 100.0)
    latency.painted((0,) * 512, 7 * MILLISECOND)
    assert told(latency, 2 * SECOND - 1) == (51.0, 100.0), "figures that dance cannot be read"
    assert told(latency, 2 * SECOND) == (7.0, 7.0)


async def test_a_picture_is_timed_once_when_its_frame_went_to_the_terminal() -> None:
    async with opened() as (desk, pilot):
        came = desk.clock.monotonic() - 4 * MILLISECOND
        picture = board()
        timed = replace(picture, connection=replace(picture.connection, arrivals=(came, came)))
        desk.mailbox.put(timed)
        desk.clock.advance(3 * MILLISECOND)
        await until(pilot, lambda: told(desk.app.latency, SECOND) == (7.0, 7.0))
        desk.clock.advance(100 * MILLISECOND)
        desk.app.tick()
        await pilot.pause()
        assert told(desk.app.latency, 3 * SECOND) == (7.0, 7.0), "the same picture painted again is no news"
