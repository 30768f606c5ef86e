"""A troubled hour at the second exchange, judged from the screen alone.

`python -m tests.tools.campaigns.troubled --seconds 600`: the real program runs in a real terminal; each 6 to 14 s
something goes wrong by lot; each 0.3 s somebody looks. Exit code 1 if a value drawn as live was wrong, or the book was
live in fewer than three looks of four.
"""

from __future__ import annotations

import argparse
import random
import re
import sys
import tempfile
import time
from collections import Counter, defaultdict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from statistics import median

from msgspec import Struct

from roxom_tui.model.durations import SECOND
from tests.second_exchange.onlooker import DisplayOptions, Onlooker
from tests.support.second_exchange.conventions import Conventions, chosen
from tests.support.second_exchange.faults import Fault
from tests.support.second_exchange.thread import ExchangeThread
from tests.support.terminal import Terminal

SYMBOL = "US500-BTC"
EVERY = 0.3
LIVE_GOAL = 0.75


class Trouble(Struct, frozen=True):
    """A fault and when it was injected, in exchange time."""

    at: int
    fault: Fault


@dataclass(slots=True)
class Report:
    """All looks and all faults of a run."""

    looks: list[DisplayOptions] = field(default_factory=list)
    troubles: list[Trouble] = field(default_factory=list)
    values: int = 0

    @property
    def live_share(self) -> float:
        """Looks in which the book was LIVE or QUIET, of all looks."""
        return sum(look.is_live for look in self.looks) / max(1, len(self.looks))

    @property
    def wrong(self) -> int:
        """Values drawn as live that were not true."""
        return sum(len(look.wrong) for look in self.looks)

    def fault_before(self, at: int) -> str:
        """The fault that came last, and how long before."""
        before = [one for one in self.troubles if one.at <= at]
        return f"{(at - before[-1].at) / SECOND:.1f} s after {before[-1].fault}" if before else "before any fault"

    def recoveries(self) -> dict[Fault, list[float | None]]:
        """Seconds from each fault until the book was live for good; None where it was not before the next one."""
        found: dict[Fault, list[float | None]] = defaultdict(list)
        ends = [one.at for one in self.troubles[1:]] + [self.looks[-1].at if self.looks else 0]
        for trouble, end in zip(self.troubles, ends, strict=True):
            looks = [look for look in self.looks if trouble.at <= look.at < end]
            found[trouble.fault].append(_back_after(looks, trouble.at))
        return dict(found)


def _back_after(looks: Sequence[DisplayOptions], since: int) -> float | None:
    dull = [number for number, look in enumerate(looks) if not look.is_live]
    if not dull:
        return 0.0
    after = dull[-1] + 1
    return (looks[after].at - since) / SECOND if after < len(looks) else None


class Course(Struct, frozen=True):
    """What a run is made of. `pause` bounds the seconds between two faults."""

    seconds: float
    seed: int
    rate: float = 100.0
    pause: tuple[float, float] = (6.0, 14.0)
    faults: tuple[Fault, ...] = tuple(Fault)
    size: tuple[int, int] = (120, 40)
    conventions: Conventions = Conventions()


def troubled(course: Course, folder: Path) -> Report:
    """Run it."""
    with ExchangeThread(folder / "key.pem", course.conventions, rate=course.rate, seed=course.seed) as running:
        config = folder / "config.toml"
        config.write_text(running.profile())
        config.chmod(0o600)
        with Terminal(["--config", str(config)], folder, size=course.size) as terminal:
            terminal.shows("Order book", seconds=30)
            onlooker = Onlooker(running, terminal, SYMBOL)
            report = Report()
            for _ in _beats(terminal, course.seconds):
                report.looks.append(onlooker.look())
                _trouble(running, onlooker, report, course)
            report.values = onlooker.values
            return report


def _beats(terminal: Terminal, seconds: float) -> Iterator[None]:
    """Every third of a second until the end; what is painted meanwhile is taken in."""
    begun = time.monotonic()
    beat = begun
    while (beat := beat + EVERY) < begun + seconds:
        while (left := beat - time.monotonic()) > 0:
            terminal.read(left)
        beat = max(beat, time.monotonic())
        if terminal.process.poll() is not None:
            raise AssertionError(f"the program ended with {terminal.process.returncode}:\n{terminal.text}")
        yield


def _trouble(running: ExchangeThread, onlooker: Onlooker, report: Report, course: Course) -> None:
    """The next fault, when its time has come. Its lot is drawn by its number, so that a seed tells the course."""
    lots = random.Random(f"{course.seed}:{len(report.troubles)}")
    pause, fault = lots.uniform(*course.pause), lots.choice(course.faults)
    before = report.troubles[-1].at if report.troubles else report.looks[0].at
    if time.time_ns() - before < pause * SECOND:
        return
    report.troubles.append(Trouble(time.time_ns(), fault))
    if fault is Fault.SILENCE:
        onlooker.silence_begins()
    running.do(lambda exchange: exchange.inject(fault, SYMBOL))


def told(report: Report) -> Iterator[str]:
    """The report in lines."""
    for look in report.looks:
        for wrong in look.wrong:
            clock = time.strftime("%H:%M:%S", time.gmtime(look.at // SECOND))
            when = f"{clock}.{look.at // 10_000_000 % 100:02d} {look.state}, {report.fault_before(look.at)}"
            yield f"WRONG {when}: {wrong.what}: shown {wrong.shown}, true {wrong.true}"
    yield f"{'fault':<22}{'count':>6}{'median':>9}{'longest':>9}  not live again before the next"
    for fault, times in sorted(report.recoveries().items()):
        back = [one for one in times if one is not None]
        middle, most = (f"{median(back):.1f} s", f"{max(back):.1f} s") if back else ("-", "-")
        yield f"{fault:<22}{len(times):>6}{middle:>9}{most:>9}  {len(times) - len(back) or ''}"
    for title, count in _dull_titles(report).most_common(12):
        yield f"{count:>6} looks: {title}"
    yield f"{len(report.looks)} looks, {report.live_share:.1%} live, {report.values} values, {report.wrong} wrong"


def _dull_titles(report: Report) -> Counter[str]:
    """What the book's title said while it was not live, its numbers left out."""
    titles = (look.seen.book.title if look.seen else "no dashboard" for look in report.looks if not look.is_live)
    return Counter(re.sub(r"[ ─]{2,}", " ", re.sub(r"[\d.,]+", "#", title)) for title in titles)


def main(arguments: list[str] | None = None) -> int:
    """The command line."""
    parser = argparse.ArgumentParser(prog="python -m tests.tools.campaigns.troubled", description=__doc__)
    parser.add_argument("--seconds", type=float, default=600.0)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--rate", type=float, default=100.0, help="market messages a second at the exchange")
    parser.add_argument("--fault", action="append", default=[], choices=list(Fault), help="only these; repeatable")
    parser.add_argument("--size", type=int, nargs=2, default=(120, 40), metavar=("COLUMNS", "ROWS"))
    parser.add_argument("--set", action="append", default=[], metavar="NAME=VALUE", help="a convention")
    options = parser.parse_args(arguments)
    course = Course(
        options.seconds,
        options.seed,
        options.rate,
        faults=tuple(Fault(one) for one in options.fault) or tuple(Fault),
        size=tuple(options.size),
        conventions=chosen(options.set),
    )
    with tempfile.TemporaryDirectory() as folder:
        report = troubled(course, Path(folder))
    for line in told(report):
        print(line, flush=True)
    return 0 if report.wrong == 0 and report.live_share >= LIVE_GOAL else 1


if __name__ == "__main__":
    sys.exit(main())
