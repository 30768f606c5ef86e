"""Every wait and bound of the feed, in one place. Seconds, unless the name says otherwise (client 9)."""

from __future__ import annotations

from msgspec import Struct, field

from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.client.session import SessionPolicy


class Timing(Struct, frozen=True):
    """The waits of the feed."""

    open_timeout: float = 10.0
    close_timeout: float = 0.5
    ping_every: float = 30.0
    pong_within: float = 10.0
    suspicion: float = 3.0
    """A line by which nothing comes for so long is pinged at once; sooner where much comes by it."""
    suspicion_pong: float = 5.0
    """What says nothing for so long after that ping is dead: so it is back within 12 s."""
    judge_every: float = 1.0
    watch: float = 0.25
    """How often the clock is looked at, to notice that this program or this computer stood still."""
    stall: float = 1.0
    """A gap between two looks that is longer is a standstill: what is held may be older than a second."""
    stall_told: float = 3.0
    """From here on it is worth a notice; shorter ones are only logged."""
    stall_probe: float = 2.0
    rest_timeout: float = 10.0
    rest_backoff: ReconnectPolicy = field(default_factory=lambda: ReconnectPolicy(first=4.0, most=60.0))
    seed_patience: float = 1.0
    """How long the GETs wait at a time for the account's streams to be acknowledged, so that no event falls between."""
    reseed_after: float = 2.0
    """Until a list is asked for of which an event told only a part: an execution is told by several events, and the
    GETs may be answered by a machine behind the stream's. One question, put later, is for all of them."""
    reseed_lost: float = 1.0
    """The same where the chain of balances shows that one was lost: with the answer's way it must be within 2 s."""
    lists_every: float = 30.0
    """How often the account's lists are asked for though nothing calls for it: a lost event may leave no trace."""
    lists_together: float = 10.0
    """With a list that nothing calls for go the others for which nothing does, and which would be asked for within so
    long, or a third of `lists_every`: what is asked in a row costs half of what is asked now and then."""
    doubt_gap: float = 5.0
    """The least time between questions for a list that is doubted: at most twelve a minute."""
    audit_first: float = 12.0
    """After a book became sound: soon, so that what is shown is soon verified."""
    audit_every: float = 60.0
    audit_spread: float = 0.2
    """By this fraction audits come earlier or later, so that clients do not ask in step."""
    audit_answer: float = 4.0
    audit_again: float = 600.0
    """After no way was found to get a fresh snapshot."""
    asked_gap: float = 0.5
    """The least time between connections, however often the person asks for one."""
    restart_first: float = 0.5
    restart_most: float = 5.0
    failures: int = 5
    failures_within: float = 60.0
    reconnect: ReconnectPolicy = field(default_factory=ReconnectPolicy)
    session: SessionPolicy = field(default_factory=SessionPolicy)

    @property
    def tick(self) -> float:
        """Seconds between two ticks of the client."""
        return min(self.watch, self.judge_every)

    @property
    def ticks_a_judgement(self) -> int:
        """The number of ticks from one judgement to the next: what need not be looked at oftener is looked at then."""
        return max(1, round(self.judge_every / self.tick))
