"""Judges the feed as a whole: standstill, late data, silence (client 2.6, 2.9, 2.10)."""

from __future__ import annotations

from typing import Final

from roxom_tui.client.account_poller import AccountPoller
from roxom_tui.client.clock_offset import ClockOffsetEstimator
from roxom_tui.client.connection_status import LAGGING_S, TOO_LATE_S, ConnectionStatus
from roxom_tui.client.journal import Journal
from roxom_tui.client.session import Session
from roxom_tui.client.stall_detector import Standstill
from roxom_tui.model.channels import ACCOUNT_LISTS
from roxom_tui.model.durations import MINUTE, SECOND
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.reasons import Cause, Reason
from roxom_tui.model.status import Phase
from roxom_tui.state.freshness import COMMON_SILENCE_NS
from roxom_tui.state.store import Store
from roxom_tui.state.stream_clock import ASKED_SILENCE_NS
from roxom_tui.state.views.derived_figures import clocks_agree

JUDGED_WITHIN_NS: Final = 2 * SECOND
"""After a silence it may take so long until a change tells how late the data comes."""

OLD_WITHIN_NS: Final = MINUTE
"""So long where all that comes is of times long past and no question is answered: late, or of a market that rests."""

_AFTER_SILENCE: Final = Reason(Cause.AFTER_SILENCE)
_TO_BE_SEEDED: Final = Reason(Cause.LIST_AFTER_SILENCE)


class FeedHealth:
    """Judged about once a second: silence, lateness, the two clocks, and what they make of the account's lists."""

    def __init__(
        self,
        store: Store,
        session: Session,
        status: ConnectionStatus,
        journal: Journal,
        poller: AccountPoller,
        standstill: Standstill,
    ) -> None:
        self._store = store
        self._session = session
        self._status = status
        self._journal = journal
        self._poller = poller
        self._standstill = standstill
        self.clock_offset = ClockOffsetEstimator()
        self._silent_at: int | None = None
        self._is_silent = self._is_long = self._is_unsure = False
        self._is_told_late = False
        self._is_clock_doubted = False

    def restart(self) -> None:
        """Another connection, or none."""
        self._silent_at = None
        self._is_unsure = False
        self.clock_offset.restart()

    def break_silence(self, now: int, length: int) -> None:
        """Something comes after a silence of so many ns, of which no tick may have known."""
        # Whether it was this computer that stood still is looked at first: what it has not read is not lost.
        self._standstill.look()
        self._is_silent, self._silent_at = True, now
        self._is_long = length >= ASKED_SILENCE_NS
        self._store.clocks.behind = _AFTER_SILENCE
        self._store.look_for_silence(now)
        self._judge_lists(now, is_unsure=True)

    def tick(self, now: int, wall: int, round_trip_ms: float | None) -> None:
        """About once a second."""
        self.clock_offset.tick(now)
        self._status.lag_s = self.clock_offset.seconds
        self._status.skew_ms = self.clock_offset.skew_ms(now, wall, round_trip_ms)
        self._status.compared_at = None if self._status.skew_ms is None else (now, wall)
        self._judge_clock(self._status.skew_ms, round_trip_ms)
        self._judge_silence(now)
        self._judge_delay(now)

    def _judge_clock(self, skew_ms: float | None, round_trip_ms: float | None) -> None:
        """Say once that ours is wrong, and once that it is not any more."""
        # Only a clock that is well within the limit agrees again: one at the limit would be talked of for ever.
        enough = 2.0 if self._is_clock_doubted else 1.0
        is_doubted = skew_ms is not None and not clocks_agree(enough * skew_ms, (round_trip_ms or 0.0) / 2)
        if skew_ms is None or is_doubted is self._is_clock_doubted:
            return
        self._is_clock_doubted = is_doubted
        kind = LogKind.CLOCK_WRONG if is_doubted else LogKind.CLOCK_RIGHT
        self._journal.log(LogEntry(kind, seconds=skew_ms / 1000))

    def _judge_silence(self, now: int) -> None:
        self._is_silent = self._store.clocks.is_silent(now) and not self._is_beginning(now)
        self._is_long = self._is_silent and self._store.clocks.is_silent_for_long(now)
        if self._is_silent:
            self._silent_at = now

    def _is_beginning(self, now: int) -> bool:
        """Whether the connection has had no time yet to say anything; what comes now cannot be late for long."""
        connected_at = self._status.connected_at
        is_young = connected_at is not None and now - connected_at < JUDGED_WITHIN_NS
        return is_young and not self._store.clocks.has_heard()

    def _judge_delay(self, now: int) -> None:
        lag = self._status.lag_s
        self._store.clocks.behind = why = self._doubt_of_time(lag, now)
        self._judge_lists(now, is_unsure=why is not None)
        is_late = lag is not None and lag > LAGGING_S
        if is_late is not self._is_told_late:
            self._is_told_late = is_late
            self._journal.log(LogEntry(LogKind.LATE if is_late else LogKind.ON_TIME, seconds=lag))

    def _doubt_of_time(self, lag: float | None, now: int) -> Reason | None:
        """Why what comes is not believed: it is much too late, or nobody can say yet that it is not."""
        if lag is not None and lag > TOO_LATE_S:
            return Reason(Cause.LATE, seconds=round(lag))
        is_unjudged = lag is None and self._is_unjudged(now)
        return _AFTER_SILENCE if is_unjudged or self._is_silent else None

    def _is_unjudged(self, now: int) -> bool:
        """Whether what comes since a silence may all be late, for all we know."""
        if self._silent_at is None:
            return False
        if (self.clock_offset.seconds_at_most or 0.0) <= TOO_LATE_S:
            return now - self._silent_at < JUDGED_WITHIN_NS
        answer = self._session.answer
        is_answered = answer is not None and answer.at > self._silent_at and answer.took <= TOO_LATE_S * SECOND
        return not is_answered and now - self._silent_at < OLD_WITHIN_NS

    def _judge_lists(self, now: int, *, is_unsure: bool) -> None:
        """Ask for the account's lists again after a doubtful time: a lost event would leave no trace in its streams.

        Nor does an answer count that came meanwhile: it is true, but what the streams tell behind it is older.
        """
        was_unsure, self._is_unsure = self._is_unsure, is_unsure
        if not self._poller.can_ask:
            self._judge_lists_without_gets(now, is_unsure)
            return
        if not (was_unsure or is_unsure):
            self._hold_against_each_other(now)
            return
        self._store.account.reconciler.restart()
        for stream in ACCOUNT_LISTS:
            self._store.seeding(stream, _TO_BE_SEEDED, now)
            if not is_unsure:
                self._poller.at_once(stream)

    def _judge_lists_without_gets(self, now: int, is_unsure: bool) -> None:
        """Mark the account's lists after a silence: an event may be lost, and nobody can be asked for it."""
        if self._status.phase is not Phase.CONNECTED:
            return
        account = self._store.account
        # What nobody can be asked for again is not given up for a lull.
        if self._is_long and self._store.clocks.has_heard() and self._is_of_the_exchange(now):
            account.reconciler.restart()
            for stream in ACCOUNT_LISTS:
                self._store.clocks.clock(stream).miss(Reason(Cause.SILENCE_UNCHECKABLE))
        elif not is_unsure:
            for doubt in account.reconciler.judge(now):
                reason = Reason(Cause.EVENTS_MISSED, rule=doubt.rule)
                self._store.clocks.clock(doubt.stream).miss(reason)
                self._journal.log(LogEntry(LogKind.DOUBTED, stream=doubt.stream, reason=reason))

    def _is_of_the_exchange(self, now: int) -> bool:
        """Whether a silence is not our own: what came while this computer stood still lies there to be read."""
        return self._standstill.ended_at is None or now - self._standstill.ended_at > COMMON_SILENCE_NS

    def _hold_against_each_other(self, now: int) -> None:
        account = self._store.account
        for doubt in account.reconciler.judge(now):
            if doubt.stream in account.seeded:
                reason = Reason(Cause.LIST_DOUBTED, rule=doubt.rule)
                self._store.seeding(doubt.stream, reason, now)
                self._poller.at_once(doubt.stream)
                self._journal.log(LogEntry(LogKind.DOUBTED, stream=doubt.stream, reason=reason))
