"""The dashboard in the middle of a fault of the bench, on this terminal, standing still: to see what a person would.

    python -m tests.tools.fault_on_screen "muted depth" --after 9
    python -m tests.tools.fault_on_screen "GETs limited" "crossed book" --after 3 --keys i

Two faults begin together. Without a name it lists all there are.
"""

from __future__ import annotations

import argparse
import asyncio
from collections.abc import Sequence

from msgspec import Struct

from roxom_tui.model.market import Environment
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.app import RoxomApp
from roxom_tui.ui.keymap import DEFAULT_KEYMAP
from tests.faults.bench import Bench
from tests.faults.fault import Fault
from tests.faults.registry import FAULTS
from tests.support.unfed_screen import HandMailbox, Recorder, StillClock, settings

SETTLED = 20.0
"""Seconds of ordinary life before a fault begins."""


class Moment(Struct, frozen=True):
    """What the screen had to show at a moment, and both clocks of this computer then (ns)."""

    picture: ScreenSnapshot
    now: int
    wall: int


def moment_in(faults: Sequence[Fault], after: float) -> Moment:
    """The moment so many seconds after these faults began; those that are over by then have ended."""
    bench = Bench(faults[0].setting)

    async def story(bench: Bench) -> None:
        await asyncio.sleep(SETTLED)
        for fault in faults:
            fault.begin(bench)
            if fault.lasts <= after:
                bench.later(fault.lasts, lambda fault=fault: fault.end(bench))  # type: ignore[misc]
        await asyncio.sleep(after)

    bench.play(story)
    if bench.board is None:
        raise RuntimeError("nothing was painted")
    return Moment(bench.board, bench.clock.monotonic(), bench.clock.wall())


def named(name: str) -> Fault:
    """The fault of that name. Raises SystemExit where there is none."""
    found = next((fault for fault in FAULTS if fault.name == name), None)
    if found is None:
        raise SystemExit("\n".join(fault.name for fault in FAULTS))
    return found


def app_at(moment: Moment) -> RoxomApp:
    """The program with that picture, and clocks that stand."""
    clock = StillClock()
    clock.now, clock.day = moment.now, moment.wall
    symbol = moment.picture.symbols.selected
    mailbox = HandMailbox(moment.picture)
    return RoxomApp(settings(Environment.SANDBOX), Recorder(), mailbox, clock, DEFAULT_KEYMAP, symbol=symbol)


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("faults", nargs="*")
    parser.add_argument("--after", type=float, default=5.0, help="seconds since the fault began")
    options = parser.parse_args()
    faults = [named(name) for name in options.faults or [""]]
    app_at(moment_in(faults, options.after)).run()


if __name__ == "__main__":
    main()
