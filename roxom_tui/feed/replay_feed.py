"""A recording in the place of the feed: a thread that plays it at the pace the person wants (recording 4).

It meets the screen where the feed does, in mailbox and commands, and asks nothing of anybody.
"""

from __future__ import annotations

import time
from collections.abc import Callable
from threading import Event, Thread
from typing import Final

from roxom_tui.feed.mailbox import CommandQueue, SlotMailbox
from roxom_tui.feed.replay_marks import ReplayMarks
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.ports import ChangeSpeed, FeedCommand, GoTo, Leap, Mark, Play, Remember, Seek, ViewRequest
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.recording.moments import moments
from roxom_tui.recording.places import moment_of
from roxom_tui.recording.player import Player
from roxom_tui.state.views.recording_views import Moment, ReplayView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot

SPEEDS: Final = (0.25, 0.5, 1.0, 2.0, 5.0, 10.0, 20.0, 50.0, 100.0, 0.0)
"""Times as fast as it was; the last is as fast as it goes."""

STEP: Final = 0.04
"""Seconds between two steps of what is played: no eye tells them apart."""

MOST_BEHIND: Final = 0.25
"""Seconds that it makes up for where something came between; on a machine that is too slow it falls behind."""

MEASURED_FOR: Final = 2.0
"""Seconds over which it is seen how fast it goes."""
AS_FAST: Final = 0.9
"""Of the speed that is wanted: so much counts as reached."""

SLICE: Final = 100 * MILLISECOND
"""Of the recording, between two looks for a command of the person's."""

ONLY_WATCHED: Final = "this is a replay: nothing is asked of an exchange"


class ShownTime:
    """The screen's clock: the time of the picture that it shows (model's Clock). Whatever is played meanwhile, no
    picture is older than itself."""

    def __init__(self, monotonic: int, wall: int) -> None:
        self._monotonic, self._wall = monotonic, wall

    def show(self, picture: ScreenSnapshot) -> None:
        """This picture is shown from now on."""
        self._monotonic = picture.built_at
        if picture.connection.replay is not None:
            self._wall = picture.connection.replay.wall

    def monotonic(self) -> int:
        """Of the recording."""
        return self._monotonic

    def awake(self) -> int:
        """The same."""
        return self._monotonic

    def wall(self) -> int:
        """The recording's time of day."""
        return self._wall


class ReplayMailbox(SlotMailbox[ScreenSnapshot]):
    """Sets the screen's clock with each picture that is taken."""

    def __init__(self, clock: ShownTime) -> None:
        super().__init__()
        self._clock = clock

    def take(self) -> ScreenSnapshot | None:
        picture = super().take()
        if picture is not None:
            self._clock.show(picture)
        return picture


class Playback:
    """A player with a pace: `advance` is told how much time went by. No thread, no clock."""

    def __init__(self, player: Player, name: str, marks: ReplayMarks, speed: float = 1.0) -> None:
        self.player = player
        self._name = name
        self._marks = marks
        self.speed = speed
        self.is_playing = True
        self._behind = 0
        """What it should have played by now and has not (ns of the recording)."""
        self._reached: float | None = None
        self._measured = (0.0, 0)
        """Seconds of which that is measured, and what was played in them (ns)."""
        self._moments = self._known()

    def advance(self, seconds: float, is_wanted: Callable[[], bool]) -> bool:
        """Play what these seconds are worth, or less where the person wants something; whether anything was played."""
        player, end = self.player, self.player.recording.end
        if not self.is_playing or player.position >= end:
            self.is_playing = False
            self._begin_anew()
            return False
        worth = int(seconds * self.speed * SECOND) + self._behind if self.speed else end
        target = min(end, player.position + worth)
        began, begin = time.monotonic(), player.position
        while player.position < target:
            player.play_to(min(target, player.position + SLICE))
            if time.monotonic() - began > STEP or is_wanted():
                break
        self._behind = max(0, min(target - player.position, int(MOST_BEHIND * self.speed * SECOND)))
        self._measure(seconds, player.position - begin)
        return True

    def _measure(self, seconds: float, played: int) -> None:
        seconds, played = seconds + self._measured[0], played + self._measured[1]
        self._measured = seconds, played
        if seconds >= MEASURED_FOR:
            pace = played / SECOND / seconds
            self._reached = pace if pace < self.speed * AS_FAST else None
            self._measured = (0.0, 0)

    def _begin_anew(self) -> None:
        """Somewhere else, or at another pace: nothing is made up for, and it is not known yet how fast it goes."""
        self._behind, self._reached, self._measured = 0, None, (0.0, 0)

    def seek(self, command: Seek) -> str:
        """Go there; a sentence for the person where there is one."""
        player = self.player
        self._begin_anew()
        match command.leap:
            case Leap.BY:
                player.seek(player.position + int(command.amount * SECOND))
            case Leap.MESSAGE:
                self.is_playing = False
                return "" if player.step() else "the end of the recording"
            case Leap.NOTABLE:
                return self._to_notable(forward=command.amount > 0)
        return ""

    def go_to(self, text: str) -> str:
        """Go to a moment as a person writes it; a sentence where that is none."""
        player, recording = self.player, self.player.recording
        span, wall = (recording.begin, recording.end), player.time.wall_of(recording.begin)
        at = moment_of(text, player.position, span, wall)
        if at is None:
            return f"no time: {text[:40]}; write 12:03, 12:03:30, +30s or 50%"
        player.seek(at)
        self._begin_anew()
        return ""

    def _to_notable(self, *, forward: bool) -> str:
        here = self.player.position
        ahead = [one for one in self._moments if (one.at > here if forward else one.at < here)]
        if not ahead:
            return f"nothing more to go to {'behind' if forward else 'before'} here"
        moment = ahead[0] if forward else ahead[-1]
        self.player.seek(moment.at)
        return f"{moment.kind.value}: {moment.said}"

    def change_speed(self, by: int) -> None:
        """The next speed, or the one before."""
        at = SPEEDS.index(self.speed) if self.speed in SPEEDS else SPEEDS.index(1.0)
        self.speed = SPEEDS[max(0, min(len(SPEEDS) - 1, at + by))]
        self._begin_anew()

    def mark(self, note: str) -> str:
        """Keep a mark of this moment beside the file; a sentence for the person."""
        said = self._marks.add(self.player.position, note)
        self._moments = self._known()
        return said

    def _known(self) -> tuple[Moment, ...]:
        recording = self.player.recording
        found = moments((*recording.notes, *self._marks.entries()), recording.end)
        return tuple(one for one in found if recording.begin <= one.at <= recording.end)

    def picture(self) -> ScreenSnapshot:
        """What a screen shows now."""
        player = self.player
        picture = player.client.picture(is_first=True)
        connection = replace(picture.connection, replay=self._view(), arrivals=())
        return replace(picture, connection=connection)

    def _view(self) -> ReplayView:
        player, recording = self.player, self.player.recording
        header = recording.header
        return ReplayView(
            name=self._name,
            recorded=f"{header.environment.value} {header.host}".rstrip(),
            begin=recording.begin,
            end=recording.end,
            position=player.position,
            wall=player.time.wall(),
            speed=self.speed,
            is_playing=self.is_playing,
            since=player.since,
            moments=self._moments,
            reached=self._reached,
        )


class ReplayFeed:
    """The thread."""

    def __init__(self, playback: Playback, commands: CommandQueue, mailbox: SlotMailbox[ScreenSnapshot]) -> None:
        self._playback = playback
        self._commands = commands
        self._mailbox = mailbox
        self._due = Event()
        self._is_over = False
        self._matters = True
        """Whether the person asked for something; what is played is a stream."""
        self._thread = Thread(target=self._run, name="roxom-feed", daemon=True)

    def start(self) -> None:
        """Start playing."""
        self._mailbox.has_news = True
        self._commands.on_command(self._due.set)
        self._mailbox.on_ask(self._due.set)
        self._thread.start()

    def close(self, timeout: float = 1.0) -> bool:
        """End it; whether it ended within `timeout` seconds."""
        self._mailbox.on_news(None)
        self._is_over = True
        self._due.set()
        if self._thread.is_alive():
            self._thread.join(timeout)
        return not self._thread.is_alive()

    def _run(self) -> None:
        at = time.monotonic()
        while not self._is_over:
            self._due.clear()
            for command in self._commands.take():
                self._obey(command)
                at = time.monotonic()
            now = time.monotonic()
            if self._playback.advance(now - at, self._due.is_set):
                self._mailbox.has_news = True
            at = now
            wanted_in = self._publish()
            if not self._playback.is_playing:
                self._due.wait(wanted_in)
            elif self._playback.speed:
                self._due.wait(max(0.0, STEP - (time.monotonic() - now)))

    def _publish(self) -> float | None:
        """Put a picture into the mailbox, if there is news and the screen wants it; if it does by and by, the seconds
        until then."""
        client = self._playback.player.client
        for notice in client.journal.take_notices():
            # That somebody was connected then is no news now.
            if self._playback.is_playing and notice.entry.kind is not LogKind.CONNECTED:
                self._mailbox.put_notice(notice)
        if not (self._mailbox.has_news and self._mailbox.is_asked):
            return None
        seconds = self._mailbox.seconds_left(matters=self._matters)
        if seconds > 0:
            return seconds
        self._mailbox.has_news = self._matters = False
        self._mailbox.put(self._playback.picture())
        return None

    def _obey(self, command: FeedCommand) -> None:
        playback, said = self._playback, ""
        match command:
            case ViewRequest():
                playback.player.view(command)
            case Play():
                is_over = playback.player.position >= playback.player.recording.end
                playback.is_playing = not playback.is_playing and not is_over
                said = "the end of the recording" if is_over else ""
            case ChangeSpeed(by):
                playback.change_speed(by)
            case Seek():
                said = playback.seek(command)
                # What was told on the way is not told as if it happened now.
                playback.player.client.journal.take_notices()
            case GoTo(text):
                said = playback.go_to(text)
                playback.player.client.journal.take_notices()
            case Mark(note):
                said = playback.mark(note)
            case Remember(sentence):
                playback.player.client.journal.log(LogEntry(LogKind.NOTE, sentence, told_as="information"))
            case _:
                said = ONLY_WATCHED
        self._mailbox.has_news = self._matters = True
        if said:
            entry = LogEntry(LogKind.NOTE, said, told_as="information")
            self._mailbox.put_notice(Notice(playback.player.time.wall(), entry))
