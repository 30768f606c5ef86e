"""The account's lists by GET: all on every connection, again after what calls for it, and now and then (client 4.1).

What the stream reports after a question was sent wins over its answer; the store sees to that, for it knows both.
"""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Iterable
from random import Random

from roxom_tui.client.client import Client
from roxom_tui.client.reconnect_delay import Backoff
from roxom_tui.client.timing import Timing
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.transport import Failed
from roxom_tui.feed.waiting import happens
from roxom_tui.model.channels import ACCOUNT_LISTS, Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.error_codes import ErrorCode
from roxom_tui.model.events import BookSnapshot, PositionsSeed, Seed
from roxom_tui.model.market import Symbol
from roxom_tui.model.ports import Clock
from roxom_tui.model.status import NeedsResync, Outcome, PanelState
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.store import BEHIND

_MOST_WAITS = 30
_BEHIND_AT_MOST = 4
"""So often in a row a list may know less than the stream, and is asked for again soon."""
_KINDS = {Channel.ORDERS: GetKind.ORDERS, Channel.BALANCE: GetKind.BALANCE, Channel.POSITIONS: GetKind.POSITIONS}


class AccountPoller:
    """Asks for one connection's lists. Made for a connection and cancelled with it, so no late answer is applied."""

    def __init__(self, rest: GetClient, client: Client, clock: Clock, timing: Timing, random: Random) -> None:
        self._rest = rest
        self._store = client.store
        self._link = client.link
        self._tell = client.tell
        self._news = client.publisher.news
        self._clock = clock
        self._timing = timing
        self._backoff = Backoff(timing.rest_backoff, random)
        self._changed = asyncio.Event()
        now = clock.monotonic()
        self._due: dict[Stream, int] = dict.fromkeys(ACCOUNT_LISTS, now)
        self._asked_at: dict[Stream, int] = {}
        self._unseeded = set(ACCOUNT_LISTS)
        self._behind: Counter[Stream] = Counter()
        for stream in ACCOUNT_LISTS:
            self._store.seeding(stream, "asking the exchange for it")

    def soon(self, stream: Stream) -> None:
        """Something happened that only a GET can tell in full; what happens until then is answered with it."""
        self._plan(stream, self._clock.monotonic() + int(self._timing.reseed_after * SECOND))

    def sooner(self, stream: Stream) -> None:
        """An event was lost, though what came after it is believed: the list is here within two seconds."""
        self._plan(stream, self._clock.monotonic() + int(self._timing.reseed_lost * SECOND))

    def at_once(self, stream: Stream) -> None:
        """What is held is doubted: ask now, but not without end."""
        gap = int(self._timing.doubt_gap * SECOND)
        now = self._clock.monotonic()
        self._plan(stream, max(now, self._asked_at.get(stream, now - gap) + gap))

    def _plan(self, stream: Stream, at: int) -> None:
        if stream in ACCOUNT_LISTS and at < self._due.get(stream, at + 1):
            self._due[stream] = at
            self._changed.set()

    async def run(self, account_settled: asyncio.Event) -> None:
        """Ask when due, for as long as the exchange lets us."""
        await self._in_time(account_settled)
        while True:
            self._changed.clear()
            now = self._clock.monotonic()
            for stream in [stream for stream, at in self._due.items() if at <= now]:
                del self._due[stream]
                self._asked_at[stream] = now
                failure = await self._seed(stream)
                if failure is not None and not await self._failed(stream, failure):
                    return
            await happens(self._changed, self._until_due())

    async def _in_time(self, account_settled: asyncio.Event) -> None:
        """Until the connection speaks, or has shown how late it is: behind an answer, old events make a list old."""
        for _ in range(_MOST_WAITS):
            if await happens(account_settled, self._timing.seed_patience) or self._link.lag_s is not None:
                return

    def _until_due(self) -> float | None:
        now = self._clock.monotonic()
        return max(0.0, (min(self._due.values()) - now) / SECOND) if self._due else None

    async def _seed(self, stream: Stream) -> Failed | None:
        # All answers first: a list that is half there must not look whole.
        answers: list[tuple[Seed, int]] = []
        for symbol in self._symbols(stream):
            at = self._clock.monotonic()
            if symbol is not None and self._is_unknown(symbol, at):
                # Nothing can be held in a contract the exchange does not know, and asking for it spoils the list.
                answers.append((PositionsSeed(symbol, ()), at))
                continue
            answer = await self._rest.get(_KINDS[stream.channel], symbol)
            if isinstance(answer, Failed):
                return answer
            if not isinstance(answer, BookSnapshot):
                answers.append((answer, at))
        now = self._clock.monotonic()
        outcomes = [self._store.seed(seed, now, at) for seed, at in answers]
        self._unseeded.discard(stream)
        self._due.setdefault(stream, now + int(self._timing.lists_every * SECOND))
        self._ask_again_where_behind(stream, outcomes)
        self._backoff.reset()
        self._news()
        return None

    def _ask_again_where_behind(self, stream: Stream, outcomes: Iterable[Outcome]) -> None:
        """Who answers will know soon what the stream has told, or the other way round; if not, they disagree."""
        if not any(isinstance(outcome, NeedsResync) for outcome in outcomes):
            self._behind[stream] = 0
            return
        self._behind[stream] += 1
        if self._behind[stream] < _BEHIND_AT_MOST:
            self.soon(stream)
        else:
            self._store.seeding(stream, "")
            self._store.miss(stream, BEHIND)

    def _symbols(self, stream: Stream) -> tuple[Symbol | None, ...]:
        if stream.channel is not Channel.POSITIONS:
            return (None,)
        return (*self._store.symbols, *self._store.extra_symbols())

    def _is_unknown(self, symbol: Symbol, now: int) -> bool:
        """Refused for what it is (protocol 3.4), not for a limit: what is merely not followed can be held."""
        quote = self._store.freshness(Stream(Channel.LEVEL1, symbol), now)
        return quote.state is PanelState.REJECTED and quote.reason.startswith(ErrorCode.UNKNOWN_SYMBOL)

    async def _failed(self, stream: Stream, failure: Failed) -> bool:
        """Plan to ask again; False if only the person can change anything."""
        # Only what failed counts as a try: who answers "come back at once" is not asked at once for ever.
        self._backoff.trying(self._clock.monotonic())
        delay = self._backoff.after_failure(failure)
        if delay is None:
            self._tell(f"account lists hold only what came since connecting: {failure.sentence}", "warning")
            for listed in ACCOUNT_LISTS:
                if listed not in self._unseeded:
                    self._store.miss(listed, "checked no more: no GET can tell")
                self._store.seeding(listed, "")
            self._news()
            return False
        if stream in self._unseeded:
            self._store.seeding(stream, failure.sentence)
        self._tell(f"{stream}: {failure.sentence}; asked again in {delay:.0f} s", "information")
        self._due[stream] = self._clock.monotonic() + int(delay * SECOND)
        self._news()
        # The others wait too: a host that has trouble is not asked faster by asking for something else.
        await asyncio.sleep(delay)
        return True
