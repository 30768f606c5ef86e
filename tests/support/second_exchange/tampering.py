"""What can go wrong with the messages of one connection on their way out; the truth stays as it is."""

from __future__ import annotations

import random
from dataclasses import dataclass, field
from typing import Protocol

from tests.support.second_exchange.encoding import Message


class Tampering(Protocol):
    """Something that waits for its message. `done` when it has had what it waited for."""

    done: bool

    def offer(self, message: Message) -> list[Message] | None:
        """What goes out in place of a message; None leaves it to others."""
        ...


def is_delta(message: Message, symbol: str) -> bool:
    """Whether it is a change of this symbol's book."""
    return message.get("topic") == f"depth.{symbol}" and message.get("type") == "delta"


@dataclass(slots=True)
class Lose:
    """The next delta does not arrive; `lost` is the list that keeps it."""

    symbol: str
    lost: list[Message] = field(default_factory=list)
    done: bool = False

    def offer(self, message: Message) -> list[Message] | None:
        """Nothing in place of the delta."""
        if not is_delta(message, self.symbol):
            return None
        self.done = True
        self.lost.append(message)
        return []


@dataclass(slots=True)
class Add:
    """The next delta tells a level that there is not; `told` is the list that keeps the changed delta."""

    symbol: str
    side: str
    level: list[str]
    told: list[Message] = field(default_factory=list)
    done: bool = False

    def offer(self, message: Message) -> list[Message] | None:
        """The delta with one level more."""
        if not is_delta(message, self.symbol):
            return None
        self.done = True
        data = message["data"]
        assert isinstance(data, dict)
        changed = message | {"data": data | {self.side: [*(data.get(self.side) or []), self.level]}}
        self.told.append(changed | {"data": {"symbol": self.symbol, self.side: [self.level]}})
        return [changed]


@dataclass(slots=True)
class Behind:
    """A message that goes out behind the next delta rather than before it."""

    symbol: str
    late: Message
    done: bool = False

    def offer(self, message: Message) -> list[Message] | None:
        """The delta, then what was held back."""
        if not is_delta(message, self.symbol):
            return None
        self.done = True
        return [message, self.late]


@dataclass(slots=True)
class Shuffle:
    """The next messages arrive in another order."""

    count: int
    random: random.Random
    held: list[Message] = field(default_factory=list)
    done: bool = False

    def offer(self, message: Message) -> list[Message] | None:
        """Nothing until enough are held, then all of them."""
        self.held.append(message)
        if len(self.held) < self.count:
            return []
        self.done = True
        return self.random.sample(self.held, len(self.held))
