"""Goal 4, decoding against bare parsers, as rows of the table: `python -m tests.tools.benchmarks.decode_cost`.

Where valgrind is installed processes decode the same mix of messages once, twice and three times, and the differences
are what a message costs in instructions, which repeat; else processor time in turns, as `decode` prints it by channel.
"""

from __future__ import annotations

import json
import shutil
from collections.abc import Callable, Iterator
from contextlib import redirect_stdout
from io import StringIO
from statistics import median
from typing import Any, Final

import orjson

from roxom_tui.protocol.decode import Decoder
from tests.tools.benchmarks import decode
from tests.tools.benchmarks.instructions import instructions
from tests.tools.benchmarks.mix import mix
from tests.tools.benchmarks.table import Effort, Figure, at_most, run

COUNTED: Final = 2_000
"""Messages of a round, all decoded before it, so that the memos are as warm as after a while."""

AGREED: Final = 0.02
"""By how much of one two rounds may differ."""

PEERS: Final[dict[str, Callable[[str], Any]]] = {"orjson.loads untyped": orjson.loads, "json.loads": json.loads}
OURS: Final = "decode"


def measure(effort: Effort) -> Iterator[Figure]:
    """The whole mix."""
    goals = dict(zip(PEERS, (2.5, 1.0), strict=True))
    if effort.quick or shutil.which("valgrind") is None:
        messages = mix(decode.MESSAGES * (1 if effort.quick else 5))
        with redirect_stdout(StringIO()):
            ratios = decode.report("mix", messages)
        for (peer, goal), times in zip(goals.items(), ratios, strict=True):
            yield at_most(4, f"decode / {peer}", goal, times, note="processor time")
        return
    costs = counted()
    ours = median(costs[OURS])
    for peer, goal in goals.items():
        note = f"{ours:,.0f}, {median(costs[peer]):,.0f} instructions a message"
        yield at_most(
            4, f"decode / {peer}", goal, [a / b for a, b in zip(costs[OURS], costs[peer], strict=True)], note=note
        )


def counted() -> dict[str, list[float]]:
    """Instructions a message of each, in two rounds."""
    names = (OURS, *PEERS)
    code = "from tests.tools.benchmarks.decode_cost import work; work({name!r}, {rounds})"
    totals = iter(instructions(*(code.format(name=name, rounds=rounds) for name in names for rounds in (1, 2, 3))))
    costs = {}
    for name in names:
        one, two, three = (next(totals) for _ in range(3))
        first, second = (two - one) / COUNTED, (three - two) / COUNTED
        assert abs(first - second) <= AGREED * first, f"{name}: {first:,.0f} and then {second:,.0f} instructions"
        costs[name] = [first, second]
    return costs


def work(name: str, rounds: int) -> None:
    """Decode the mix once, and then so many times more."""
    read = Decoder().decode if name == OURS else PEERS[name]
    messages = mix(COUNTED)
    for text in messages * (1 + rounds):
        read(text)


if __name__ == "__main__":
    run(measure, __doc__)
