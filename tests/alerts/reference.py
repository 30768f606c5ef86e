"""The rules of alerts once more, the slow way: every answer is found in the whole past, and nothing is kept but that.

And random lives of a rule, for engine and reference together: a walk around the line, gaps, windows that are not full,
positions that are closed, sleeps and restarts.
"""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from random import Random
from typing import Final, NamedTuple

from roxom_tui.alerts.engine import BLIND_AFTER_NS, Happening, Past, RuleEngine, Sample, Soundness
from roxom_tui.alerts.grammar import parse
from roxom_tui.alerts.rule import Operator, Rule
from roxom_tui.model.durations import MILLISECOND, SECOND
from roxom_tui.state.views.alert_views import CannotJudge

LINE: Final = Decimal("100")
_UNSEEN: Final = (Soundness.UNSOUND, Soundness.FILLING)


class Step(NamedTuple):
    """A sample and its time; `restarts`: the program began anew before it."""

    at: int
    sample: Sample
    restarts: bool = False


class Reference:
    """Answers what is told of a rule at each sample."""

    def __init__(self, rule: Rule) -> None:
        self._rule = rule
        self._past: list[tuple[int, Sample]] = []
        self._fired: list[int] = []
        """Places in the past; -1 before it began."""
        self._last_at: int | None = None
        self._dropped = -1
        self._was_spent = False
        self._told_blind = False
        self.count = 0
        self.is_done = False

    def restart(self) -> None:
        """Of the past only what is kept in a file is known."""
        self._was_spent = not self._is_armed()
        self._past, self._fired, self._dropped, self._told_blind = [], [], -1, False

    def take(self, sample: Sample, at: int) -> list[Happening]:
        """What is told now."""
        if self.is_done:
            return []
        self._past.append((at, sample))
        if sample.soundness in _UNSEEN:
            return self._blind(at)
        told = [Happening.SEES] if self._told_blind else []
        self._told_blind = False
        if sample.value is not None and self._fires(at):
            self._fired.append(len(self._past) - 1)
            self._last_at, self.count = at, self.count + 1
            told.append(Happening.FIRED)
            self.is_done = self._is_once()
        return told

    @property
    def blind_since(self) -> int | None:
        """When the stretch began in which nothing can be judged."""
        since = None
        for at, sample in reversed(self._past):
            if sample.soundness not in _UNSEEN:
                break
            since = at
        return since

    def _blind(self, at: int) -> list[Happening]:
        since = at
        for then, sample in reversed(self._past):
            if sample.soundness is not Soundness.UNSOUND:
                break
            since = then
        is_due = self._past[-1][1].soundness is Soundness.UNSOUND and at - since >= BLIND_AFTER_NS
        if self._told_blind or not is_due:
            return []
        self._told_blind = True
        return [Happening.BLIND]

    def _fires(self, at: int) -> bool:
        rule = self._rule
        since = self._holding_since()
        if since is None or at - since < rule.hold:
            return False
        if rule.every is not None and self._last_at is not None and at - self._last_at < rule.every:
            self._dropped = len(self._past) - 1
            return False
        return True

    def _holding_since(self) -> int | None:
        """Since when it holds without a break, and may fire."""
        rule, since = self._rule, None
        first = 0
        if rule.operator.crosses:
            crossed = self._crossing()
            if crossed is None:
                return None
            first = crossed
        for place in range(len(self._past) - 1, first - 1, -1):
            at, sample = self._past[place]
            if sample.value is None or not self._is_beyond(sample.value) or not self._is_armed(place):
                break
            since = at
        return since

    def _crossing(self) -> int | None:
        """The place of the newest crossing that was not told or dropped yet, if it has not come back since."""
        wanted = 1 if self._rule.operator.is_upwards else -1
        over: int | None = None
        for place in range(len(self._past) - 1, -1, -1):
            value = self._past[place][1].value
            if self._past[place][1].soundness is Soundness.ABSENT:
                # What was before is of another position.
                return None
            if value is None or value == LINE:
                continue
            if (value > LINE) is (wanted > 0):
                if place <= max(self._dropped, *self._fired, -1):
                    # That crossing was told, or fell into the time in which it is not told again.
                    return None
                over = place
            else:
                return over
        return None

    def _is_beyond(self, value: Decimal) -> bool:
        match self._rule.operator:
            case Operator.ABOVE | Operator.CROSSES_UP:
                return value > LINE
            case Operator.BELOW | Operator.CROSSES_DOWN:
                return value < LINE
            case Operator.AT_LEAST:
                return value >= LINE
            case _:
                return value <= LINE

    def _is_once(self) -> bool:
        rule = self._rule
        return rule.once or (rule.operator.crosses and not self._is_repeated())

    def _is_repeated(self) -> bool:
        return self._rule.every is not None or self._rule.rearm is not None

    def _is_armed(self, place: int | None = None) -> bool:
        """Whether it may fire at a place of the past: it has not yet, or has gone back since."""
        end = len(self._past) - 1 if place is None else place
        before = [fired for fired in self._fired if fired < end or place is None]
        rule = self._rule
        if rule.every is not None and rule.rearm is None:
            return True
        if not before:
            return not self._was_spent or self._went_back(-1, end + 1)
        return self._went_back(before[-1], end + 1)

    def _went_back(self, after: int, end: int) -> bool:
        return any(self._is_back(sample) for _, sample in self._past[after + 1 : end])

    def _is_back(self, sample: Sample) -> bool:
        if sample.soundness is Soundness.ABSENT:
            return True
        if sample.value is None:
            return False
        if self._rule.rearm is None:
            return not self._is_beyond(sample.value)
        away = LINE * self._rule.rearm.number / 100 if self._rule.rearm.unit == "%" else self._rule.rearm.number
        return sample.value <= LINE - away if self._rule.operator.is_upwards else sample.value >= LINE + away


def random_rule(random: Random) -> Rule:
    """A rule about the line, with any of what a rule can ask."""
    operator = random.choice([">", "<", ">=", "<=", "crosses up", "crosses down"])
    more = [f"for {random.choice([1, 3, 10])}s"] if random.random() < 0.5 else []
    more += [f"every {random.choice([2, 15, 60])}s"] if random.random() < 0.4 else []
    more += [f"rearm {random.choice(['1', '2 %', '3'])}"] if random.random() < 0.4 else []
    more += ["once"] if random.random() < 0.1 else []
    rule = parse(f"GOLD-BTC last {operator} {LINE} {' '.join(more)}")
    assert isinstance(rule, Rule)
    return rule


_WEIGHTS: Final = {Soundness.SOUND: 85, Soundness.UNSOUND: 9, Soundness.FILLING: 4, Soundness.ABSENT: 2}


def random_life(random: Random, steps: int) -> Iterator[Step]:
    """Samples of one rule's figure, one after another."""
    at, value, soundness = 0, LINE, Soundness.SOUND
    for _ in range(steps):
        at += random.choice([0, 500, 1_000, 1_000, 2_500]) * MILLISECOND
        if random.random() < 0.01:
            at += random.randrange(10, 200) * SECOND
        if random.random() < 0.12:
            soundness = random.choices([*_WEIGHTS], [*_WEIGHTS.values()])[0]
        value += Decimal(random.choice([-2, -1, -1, 0, 0, 1, 1, 2])) / 2
        value += Decimal(1).copy_sign(LINE - value) if abs(value - LINE) > 3 else 0
        why = None if soundness in (Soundness.SOUND, Soundness.ABSENT) else CannotJudge()
        yield Step(at, Sample(soundness, value if soundness is Soundness.SOUND else None, why), random.random() < 0.01)


def disagreement(rule: Rule, life: Iterator[Step]) -> str:
    """Where the engine and the reference first tell different things of one life; empty where they never do."""
    engine, reference = RuleEngine(rule), Reference(rule)
    for number, (at, sample, restarts) in enumerate(life):
        if restarts:
            engine = RuleEngine(rule, Past(*engine.past))
            reference.restart()
        told, expected = [one.what for one in engine.take(sample, at)], reference.take(sample, at)
        if told != expected:
            return f"step {number} of {rule.text}: told {told}, expected {expected}"
        if not engine.is_done and engine.blind_since != reference.blind_since:
            return f"step {number} of {rule.text}: blind since {engine.blind_since}, {reference.blind_since} expected"
    return "" if engine.fired == reference.count else f"{rule.text}: fired {engine.fired} times"
