"""`roxom-tui replay FILE`: a recording on the dashboard, or what it holds."""

from __future__ import annotations

import os
from collections import Counter
from collections.abc import Iterator
from types import SimpleNamespace
from typing import TYPE_CHECKING, Final

from roxom_tui.commands.dashboard import refuse_without_terminal, run_app
from roxom_tui.commands.new_files import path_of
from roxom_tui.commands.options import bound_keys, known_symbol, leave_no_traces, settings_of
from roxom_tui.commands.recordings import moment_in, opened
from roxom_tui.commands.stdio import lacks_glyphs, put, write_ascii
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.feed.mailbox import CommandQueue
from roxom_tui.model.durations import SECOND
from roxom_tui.model.errors import NotFresh, UsageError
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.values import replace
from roxom_tui.recording.entries import Kind
from roxom_tui.recording.moments import gaps, moments
from roxom_tui.recording.reader import Recording
from roxom_tui.state.views.recording_views import Moment, Notable
from roxom_tui.words.recordings import length_words, size_words, time_words

if TYPE_CHECKING:
    from roxom_tui.feed.replay_feed import Playback

NAME: Final = "replay"


def run(options: SimpleNamespace) -> int:
    """Plays until the person leaves; with --check tells what there is, 5 where something is missing."""
    if options.check and options.begin:
        raise UsageError("--from has no meaning with --check, which tells of the whole recording")
    settings = settings_of(options)
    with opened(options.file) as recording:
        if options.check:
            return _check(recording)
        refuse_without_terminal()
        if lacks_glyphs(os.environ.get("TERM", "")):
            write_ascii()
        leave_no_traces()
        return _show(settings, recording, options)


def _show(settings: Settings, recording: Recording, options: SimpleNamespace) -> int:
    from roxom_tui.commands.guarded_app import GuardedApp
    from roxom_tui.feed.clock import SystemClock
    from roxom_tui.feed.replay_feed import ReplayFeed, ReplayMailbox, ShownTime

    header = recording.header
    profile = Profile(NAME, Environment.REPLAY, symbols=header.symbols)
    symbol = known_symbol(options.symbol, profile) if options.symbol else header.selected
    playback = _playback(recording, options, ViewRequest(symbol))
    settings = replace(settings, profile=NAME, profiles={NAME: profile})
    time = playback.player.time
    shown = ShownTime(time.monotonic(), time.wall())
    commands, mailbox = CommandQueue(), ReplayMailbox(shown)
    feed = ReplayFeed(playback, commands, mailbox)
    app = GuardedApp(settings, commands, mailbox, shown, bound_keys(settings), symbol=symbol, paced_by=SystemClock())
    return run_app(app, feed, mouse=settings.ui.mouse)


def _playback(recording: Recording, options: SimpleNamespace, view: ViewRequest) -> Playback:
    from roxom_tui.feed.replay_feed import Playback
    from roxom_tui.feed.replay_marks import ReplayMarks
    from roxom_tui.recording.player import Player

    path = path_of(options.file)
    player = Player(recording, view)
    if options.begin:
        player.seek(moment_in(recording, "--from", options.begin))
    return Playback(player, path.name, ReplayMarks(path), options.speed)


def _check(recording: Recording) -> int:
    for line in check_lines(recording):
        put(line)
    missing = gaps(moments(recording.notes, recording.end))
    if missing or not recording.is_complete:
        raise NotFresh(f"{len(missing)} gap{'' if len(missing) == 1 else 's'}" if missing else "it was cut off")
    return 0


def check_lines(recording: Recording) -> Iterator[str]:
    """What a recording holds, a fact a line."""
    header = recording.header
    yield f"recorded    {header.environment} {header.host} by roxom-tui {header.program}".rstrip()
    begin = header.wall + recording.begin
    yield f"from        {time_words(begin)} UTC, {length_words(recording.end - recording.begin)}"
    yield f"symbols     {', '.join(header.symbols)}; the account is {'' if header.account else 'not '}in it"
    kinds, streams, damaged = counted(recording)
    yield f"messages    {kinds[Kind.FRAME]:,}, {size_words(sum(place.size for place in recording.places))} packed"
    for stream, count in sorted(streams.items(), key=lambda item: -item[1]):
        yield f"            {count:>9,} {stream}"
    found = moments(recording.notes, recording.end)
    missing = gaps(found)
    yield f"gaps        {len(missing)}"
    for gap in missing:
        until = gap.at if gap.until is None else gap.until
        yield f"            {time_words(header.wall + gap.at)}  {(until - gap.at) / SECOND:.1f} s  {gap.said}"
    others = [moment for moment in found if moment.kind is not Notable.GAP]
    yield f"findings    {sum(moment.kind is Notable.FINDING for moment in others)}"
    yield from (_moment_line(moment, header.wall) for moment in others)
    if damaged:
        yield f"damaged     {damaged} pieces cannot be read; a replay treats each as a gap"
    if kinds[Kind.WITHHELD]:
        yield f"left out    {kinds[Kind.WITHHELD]:,} messages of the account, or that may have been"


def _moment_line(moment: Moment, wall: int) -> str:
    return f"            {time_words(wall + moment.at)}  {moment.kind.value}: {moment.said}"


def counted(recording: Recording) -> tuple[Counter[Kind], Counter[str], int]:
    """How many entries there are of each kind, frames of each stream, and pieces that cannot be read."""
    from roxom_tui.protocol.decode import stream_named

    kinds, streams, damaged = Counter[Kind](), Counter[str](), 0
    for number in range(len(recording.places)):
        entries = recording.frame(number)
        damaged += entries is None
        for entry in entries or ():
            kinds[entry.kind] += entry.payload.get("count", 1) if entry.kind is Kind.WITHHELD else 1
            if entry.kind is Kind.FRAME:
                streams[str(stream_named(entry.payload) or "answers, and what names no stream")] += 1
    return kinds, streams, damaged
