"""Judges one rule: samples and time in, what is to be told out (alerts 2). Pure, constant work a sample.

All times are nanoseconds of one clock that never goes back; what has to be a time of day is the caller's to turn.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping
from decimal import Decimal
from enum import Enum
from typing import Final, NamedTuple

from msgspec import Struct

from roxom_tui.alerts.rule import Operator, Rule
from roxom_tui.model.durations import SECOND
from roxom_tui.state.decimal_math import add, multiply, shift, subtract
from roxom_tui.state.views.alert_views import CannotJudge

BLIND_AFTER_NS: Final = 30 * SECOND
"""So long a rule may be unable to judge before that is told."""


class Soundness(Enum):
    """How far a sample may be believed."""

    SOUND = "sound"
    ABSENT = "there is nothing to judge"
    """Sound, and without a value: no position is held."""
    FILLING = "its window is not full"
    UNSOUND = "not to be believed"


class Sample(Struct, frozen=True):
    """A figure as it is known now. Without a value it is absent, or cannot be judged, and `why`."""

    soundness: Soundness
    value: Decimal | None = None
    why: CannotJudge | None = None


class Happening(Enum):
    """What is told of a rule."""

    FIRED = "fired"
    BLIND = "blind"
    SEES = "sees again"


class Told(Struct, frozen=True):
    """One thing to tell. `value` is the figure that fired; `since` when it went blind; `in_gap`: it crossed unseen."""

    what: Happening
    value: Decimal | None = None
    since: int | None = None
    in_gap: bool = False


class Past(NamedTuple):
    """What is kept of a rule across a restart: how often it fired, when last (on the caller's clock), and whether it
    waits to be armed again."""

    fired: int = 0
    last_at: int | None = None
    is_spent: bool = False


NOTHING: Final[tuple[Told, ...]] = ()
_SEES: Final = (Told(Happening.SEES),)

_HOLDS: Final[Mapping[Operator, Callable[[Decimal, Decimal], bool]]] = {
    Operator.ABOVE: lambda value, right: value > right,
    Operator.BELOW: lambda value, right: value < right,
    Operator.AT_LEAST: lambda value, right: value >= right,
    Operator.AT_MOST: lambda value, right: value <= right,
}


def _equals(value: Decimal, right: Decimal) -> bool:
    return value == right


_ONE: Final = Decimal(1)
"""The value of a rule about words that are so."""


class RuleEngine:
    """One rule and its past."""

    def __init__(self, rule: Rule, past: Past = Past()) -> None:  # noqa: B008 - a frozen value
        self.rule = rule
        self.fired, self.last_at, self.is_spent = past
        self.holding_since: int | None = None
        self.blind_since: int | None = None
        self.why: CannotJudge | None = None
        """Why it cannot; None while it can."""
        self._right = rule.right.worth if rule.right is not None else _ONE
        self._holds = _HOLDS.get(rule.operator, _equals)
        self._back_at = _armed_again_at(rule)
        self._is_once = rule.once or (rule.operator.crosses and rule.every is None and rule.rearm is None)
        self._unsound_since: int | None = None
        self._is_blind_told = False
        self._side = 0
        """Where the newest sound sample that was not on the line lay: 1 above, -1 below, 0 there was none."""
        self._has_crossed = self._in_gap = self._had_gap = False

    @property
    def is_done(self) -> bool:
        """Whether it fired the one time that was asked for."""
        return self._is_once and self.is_spent

    @property
    def past(self) -> Past:
        """What is to be kept of it."""
        return Past(self.fired, self.last_at, self.is_spent)

    def reset(self) -> None:
        """Arm it anew, as if it had never fired."""
        self.fired, self.last_at, self.is_spent = Past()
        self._forget()

    def pause(self) -> None:
        """It is not judged for a time: what it saw before says nothing afterwards."""
        self._forget()
        self.blind_since = self.why = self._unsound_since = None
        self._is_blind_told = self._had_gap = False

    def take(self, sample: Sample, at: int) -> tuple[Told, ...]:
        """Judge by a sample that holds at `at`."""
        if self.is_done:
            return NOTHING
        soundness = sample.soundness
        if soundness is Soundness.UNSOUND or soundness is Soundness.FILLING:
            return self._be_blind(sample, at)
        told = self._see() if self.blind_since is not None else NOTHING
        if sample.value is None:
            self._forget()
            self.is_spent = self.is_spent and self._is_once
        elif self._judge(sample.value, at):
            told = (*told, self._fire(sample.value, at))
        self._had_gap = False
        return told

    def is_settled(self, value: Decimal | None, at: int) -> bool:
        """Whether a sound sample of this value at `at` would change nothing: asked with every message, so it is cheap.

        While it cannot judge time alone decides when it can again.
        """
        if self.blind_since is not None or self.is_done:
            return True
        if value is None or self._had_gap:
            return False
        is_crossing = self.rule.operator.crosses
        if is_crossing and (self._has_crossed or (value > self._right) - (value < self._right) != self._side):
            return False
        holds = self._holds(value, self._right)
        if self.is_spent or is_crossing:
            return not (self.is_spent and self._is_armed_again(value, holds=holds))
        since = self.holding_since
        if since is None or not holds:
            return since is None and not holds
        return at - since < self.rule.hold or self._cools_down(at)

    def happened(self, at: int, value: Decimal | None = None) -> tuple[Told, ...]:
        """What it waits for happened, and does not last: an order was filled, a print became as large as `value`."""
        if self.is_done or self._cools_down(at):
            return NOTHING
        fired = self._fire(value, at)
        self.is_spent = self._is_once
        return (fired,)

    # While it cannot judge

    def _be_blind(self, sample: Sample, at: int) -> tuple[Told, ...]:
        if self.blind_since is None:
            self.blind_since = at
        self.why = sample.why
        self.holding_since = None
        self._had_gap = True
        if sample.soundness is Soundness.FILLING:
            self._unsound_since = None
            return NOTHING
        if self._unsound_since is None:
            self._unsound_since = at
        if self._is_blind_told or at - self._unsound_since < BLIND_AFTER_NS:
            return NOTHING
        self._is_blind_told = True
        return (Told(Happening.BLIND, since=self.blind_since),)

    def _see(self) -> tuple[Told, ...]:
        was_told, self._is_blind_told = self._is_blind_told, False
        self.blind_since = self.why = self._unsound_since = None
        return _SEES if was_told else NOTHING

    # While it can

    def _judge(self, value: Decimal, at: int) -> bool:
        """Whether it fires by this value."""
        holds = self._crosses(value) if self.rule.operator.crosses else self._holds(value, self._right)
        if self.is_spent and self._is_armed_again(value, holds=holds):
            self.is_spent = False
        if not holds or self.is_spent:
            self.holding_since = None
            return False
        if self.holding_since is None:
            self.holding_since = at
        if at - self.holding_since < self.rule.hold:
            return False
        if self._cools_down(at):
            self._end_crossing()
            return False
        return True

    def _crosses(self, value: Decimal) -> bool:
        """Whether it has come over the line, in the direction asked for, and stayed there."""
        wanted = 1 if self.rule.operator.is_upwards else -1
        before, side = self._side, (value > self._right) - (value < self._right)
        if side:
            self._side = side
        if side == wanted and before == -wanted:
            self._has_crossed, self._in_gap = True, self._had_gap
        elif side == -wanted:
            self._has_crossed = False
        return self._has_crossed and side == wanted

    def _is_armed_again(self, value: Decimal, *, holds: bool) -> bool:
        if self._back_at is None:
            return not holds
        return value <= self._back_at if self.rule.operator.is_upwards else value >= self._back_at

    def _cools_down(self, at: int) -> bool:
        return self.rule.every is not None and self.last_at is not None and at - self.last_at < self.rule.every

    def _fire(self, value: Decimal | None, at: int) -> Told:
        rule = self.rule
        self.fired += 1
        self.last_at = at
        self.is_spent = self._is_once or rule.every is None or rule.rearm is not None
        in_gap = self._in_gap
        self._end_crossing()
        return Told(Happening.FIRED, value, in_gap=in_gap)

    def _end_crossing(self) -> None:
        """A crossing is a moment, and the one there was is over. A condition goes on."""
        if self.rule.operator.crosses:
            self.holding_since = None
            self._has_crossed = self._in_gap = False

    def _forget(self) -> None:
        """What it saw so far says nothing about what it sees next."""
        self.holding_since = None
        self._side = 0
        self._has_crossed = self._in_gap = False


def _armed_again_at(rule: Rule) -> Decimal | None:
    """The value to which a figure must go back before the rule fires again; None where it need not."""
    if rule.rearm is None or rule.right is None:
        return None
    away = rule.rearm.worth
    if rule.rearm.unit == "%" and rule.right.unit != "%":
        away = shift(multiply(abs(rule.right.worth), away), -2)
    return subtract(rule.right.worth, away) if rule.operator.is_upwards else add(rule.right.worth, away)
