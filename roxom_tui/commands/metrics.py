"""`roxom-tui metrics`: Prometheus text, once on stdout, into a file again and again, or to whoever asks on loopback."""

from __future__ import annotations

import asyncio
import os
from collections.abc import Callable, Iterator
from contextlib import suppress
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from prometheus_client.exposition import choose_encoder, generate_latest
from prometheus_client.metrics_core import Metric

from roxom_tui.client.latency_histogram import LatencyHistogram
from roxom_tui.commands.options import known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.stdio import demand_reader, put, write_notice
from roxom_tui.commands.wiring import open_profile
from roxom_tui.commands.without_screen import run_headless
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.settings import Profile
from roxom_tui.feed.looking import Looking, looking
from roxom_tui.feed.metrics_server import Page, Place, place_of, serving
from roxom_tui.model.channels import MARKET_CHANNELS, Channel, Stream, streams_of
from roxom_tui.model.errors import NotFresh, RoxomError, UsageError
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import ViewRequest
from roxom_tui.words.metrics import metrics_of, unsound

LOOK: Final = 0.1
"""Seconds between looks whether all is sound."""

SUFFIX: Final = ".prom"


class Metrics:
    """What a scraper collects: made of a new picture each time."""

    def __init__(self, looker: Looking) -> None:
        self._looker = looker
        self._latency = looker.worker.client.latency = LatencyHistogram()

    def collect(self) -> Iterator[Metric]:
        """All metrics, as they are now."""
        picture, clock = self._looker.picture(), self._looker.outside.clock
        return metrics_of(picture, self._latency.counts(), self._looker.now, clock.wall())

    def page(self, accept: str) -> Page:
        """The text in the form that was asked for."""
        encode, media_type = choose_encoder(accept)
        return Page(encode(self), media_type)

    def text(self) -> bytes:
        """The text in the plain form."""
        return generate_latest(self)


def run(options: SimpleNamespace) -> int:
    """Without a place once, and 5 where something had to be left out; else until a signal."""
    place = None if options.listen is None else _place(options.listen)
    if options.output is not None and not options.output.endswith(SUFFIX):
        raise UsageError(f"--output: a file of metrics is named {SUFFIX}, or nobody would read it")
    settings = settings_of(options)
    profile = settings.profiles[settings.profile]
    symbol = known_symbol(options.symbol, profile) if options.symbol else profile.symbols[0]
    refuse_key_log(profile)
    if place is None and options.output is None:
        demand_reader()
    leave_no_traces()
    return run_headless(lambda: _print_metrics(profile, symbol, place, options))


def _place(text: str) -> Place:
    place = place_of(text)
    if isinstance(place, str):
        raise UsageError(f"--listen: {place}")
    return place


def followed(symbol: Symbol, profile: Profile) -> tuple[Stream, ...]:
    """Quotes and ticker of every symbol; of the one in view everything, so that its book is checked."""
    wide = streams_of((Channel.LEVEL1, Channel.TICKER), profile.symbols)
    return tuple(dict.fromkeys((*streams_of(MARKET_CHANNELS, (symbol,)), *wide)))


async def _print_metrics(profile: Profile, symbol: Symbol, place: Place | None, options: SimpleNamespace) -> int:
    view = ViewRequest(symbol, 1, overview=True)
    async with (
        open_profile(profile) as endpoint,
        looking(profile, endpoint, view, followed(symbol, profile)) as looker,
    ):
        metrics = Metrics(looker)
        if place is not None:
            async with serving(place, metrics.page) as bound:
                write_notice(f"metrics at {bound}")
                await asyncio.Event().wait()
        if options.output is not None:
            await _into_file(Path(options.output), metrics.text, options.every)
        missing = await _when_sound(looker, options.wait)
        put(metrics.text().decode().rstrip("\n"))
    if missing:
        raise NotFresh(f"not sound, so left out: {', '.join(missing)}")
    return 0


async def _when_sound(looker: Looking, seconds: float) -> tuple[str, ...]:
    """Wait until nothing is left out, or so long; what is left out then."""
    for _ in range(round(seconds / LOOK)):
        if looker.picture().overview is not None and not unsound(looker.picture(), looker.now):
            return ()
        await asyncio.sleep(LOOK)
    return unsound(looker.picture(), looker.now) or ()


async def _into_file(path: Path, text: Callable[[], bytes], every: float) -> None:
    """Write it anew each so many seconds, whole or not at all. Once nobody writes it any more, it says only that.

    UsageError where the first cannot be written: the place is wrong.
    """
    try:
        replace_file(path, text())
    except RoxomError as error:
        raise UsageError(error.sentence) from error
    write_notice(f"metrics in {path}")
    try:
        while True:
            await asyncio.to_thread(replace_file, path, text())
            await asyncio.sleep(every)
    finally:
        with suppress(RoxomError):
            replace_file(path, ENDED)


ENDED: Final = b"# HELP roxom_up 1 while connected to the exchange\n# TYPE roxom_up gauge\nroxom_up 0.0\n"


def replace_file(path: Path, content: bytes) -> None:
    """The file with this content in place of the one before. RoxomError if it cannot; then there is none any more."""
    beside = path.with_name(f".{path.name}.{os.getpid()}")
    try:
        beside.write_bytes(content)
        beside.replace(path)
    except OSError as error:
        # What is not renewed must not stay there as if it were.
        for each in (beside, path):
            with suppress(OSError):
                each.unlink()
        raise RoxomError(f"the metrics cannot be written to {path}: {error.strerror}") from error
