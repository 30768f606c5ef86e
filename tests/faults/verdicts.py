"""How often the screen was compared with the truth, and how often it lied."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Final, NamedTuple

from msgspec import Struct

from roxom_tui.model.channels import Stream

HITS_KEPT: Final = 40


class Hit(NamedTuple):
    """A value drawn as live that was not true at any moment of the window. `at`: seconds into the story."""

    at: float
    stream: Stream
    what: str
    shown: str
    true: str


class Excuse(Struct, frozen=True):
    """A lie that cannot be helped (client 1.3): values of these streams, in this span of exchange time (ns)."""

    why: str
    streams: frozenset[Stream]
    begins: int
    ends: int
    of: str = ""
    """Only of what has this in its name."""


@dataclass(slots=True)
class Tally:
    """Checks by panel, hits, and what was excused."""

    began: int
    checks: Counter[str] = field(default_factory=Counter)
    hits: int = 0
    kept: list[Hit] = field(default_factory=list)
    excused: Counter[str] = field(default_factory=Counter)
    excuses: list[Excuse] = field(default_factory=list)
    last_excused: int | None = None
    """Exchange time (ns) of the last lie that was excused."""

    @property
    def total(self) -> int:
        return self.checks.total()

    def miss(
        self,
        stream: Stream,
        what: str,
        now: int,
        shown: object,
        true: Iterable[object],
        *,
        reach: int = 0,
        also: Sequence[Stream] = (),
    ) -> None:
        """A value was not among the true ones. `reach` (ns) is how far back it looks: so long an excuse goes on.

        A value that is made of several streams has the excuses of each: those beside the first are `also`.
        """
        for excuse in self.excuses:
            is_of_it = excuse.of in what and not excuse.streams.isdisjoint((stream, *also))
            if is_of_it and excuse.begins <= now <= excuse.ends + reach:
                self.excused[excuse.why] += 1
                self.last_excused = now
                return
        self.hits += 1
        if len(self.kept) < HITS_KEPT:
            some = ", ".join(str(value) for value in list(true)[:6])
            self.kept.append(Hit((now - self.began) / 1e9, stream, what, str(shown), some))
