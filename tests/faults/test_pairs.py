"""Nothing wrong is drawn as live when two faults meet. `python -m tests.tools.campaigns.pairs` plays more."""

from __future__ import annotations

from collections.abc import Callable
from unittest.mock import Mock

import pytest

from roxom_tui.model.values import replace
from roxom_tui.simulator.outgoing_messages import Outgoing
from tests.faults.bench import GOLD, US500
from tests.faults.hooks import TRADE
from tests.faults.pairs import Choices, Pair, play
from tests.faults.registry import FAULTS

_BY_NAME = {fault.name: fault for fault in FAULTS}


@pytest.mark.parametrize(
    ("first", "second", "apart", "choices", "seed"),
    [
        ("asked for afresh", "freeze", 0.01, (), 6),
        ("overtaken snapshots", "freeze", 4.0, (), 4),
        ("unknown type", "late by 12 s", 4.64, ((8.84, US500),), 112),
        ("freeze", "clock set back", 5.17, ((4.97, GOLD), (6.27, US500)), 216),
        ("missing acknowledgements", "phantom level", 3.97, ((2.06, GOLD), (5.81, US500), (8.55, GOLD)), 242),
        ("accept then close", "null ticker", 2.22, ((6.49, US500), (6.96, GOLD)), 278),
    ],
)
def test_two_faults_at_once_show_nothing_wrong_as_live_and_all_is_well_in_the_end(
    first: str, second: str, apart: float, choices: Choices, seed: int
) -> None:
    tally, signs = play(Pair(_BY_NAME[first], _BY_NAME[second], apart, choices, seed))
    assert (tally.hits, tally.kept, signs) == (0, [], ())
    assert tally.total > 10_000


@pytest.mark.parametrize("is_cut", [False, True], ids=["the first ended before it", "the first was cut"])
def test_trades_are_told_again_in_each_story_and_in_none_those_of_another(is_cut: bool) -> None:
    fault = _BY_NAME["trades told again with ids"]

    def begun() -> tuple[Callable[[Outgoing], tuple[Outgoing, ...]], Callable[[], None]]:
        bench = Mock()
        fault.begin(bench)
        return bench.exchange.add_hook.call_args.args[0], bench.later.call_args.args[1]

    one, other, last = (Outgoing(place, TRADE, b"%d" % place, 0) for place in range(3))
    tell, cut = begun()
    tell(one)
    if is_cut:
        cut()
    tell, cut = begun()
    assert tell(other) == (other,)
    cut()
    assert tell(last) == (replace(last, payload=other.payload), last)


def test_a_silence_of_everything_goes_on_where_that_of_trades_begins_and_ends_within_it() -> None:
    everything, trades = (replace(_BY_NAME[f"muted {what}"], lasts=6.0) for what in ("everything", "trade"))
    tally, signs = play(Pair(everything, trades, 0.6, (), 60209))
    # Were it cut short, a level would stand that lost its end, and no silence would have told of it.
    assert (tally.kept, signs) == ([], ())
