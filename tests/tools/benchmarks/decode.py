"""What decoding costs against bare parsers: `python -m tests.tools.benchmarks.decode`.

The three run interleaved over the same messages, many short rounds each, because absolute times swing on a shared
machine; only the ratios of one round are compared, and their median is printed. Every message is decoded once before
the rounds, so the memos are as warm as in a dashboard that has run for a while; numbers that are always new stay new.
"""

from __future__ import annotations

import gc
import json
import sys
from collections.abc import Callable
from statistics import mean, median
from time import process_time_ns
from typing import Any

import orjson

from roxom_tui.model.status import FrameRejected
from roxom_tui.protocol.decode import Decoder
from tests.tools.benchmarks.mix import mix

MESSAGES = 4_000
ROUNDS = 40


def main() -> None:
    """Print the table for the whole mix, then for each channel."""
    messages = mix(MESSAGES * 5)
    print(f"{len(messages)} messages, mean {mean(map(len, messages)):.0f} bytes, python {sys.version.split()[0]}")
    print(f"{'':10}{'ours us':>10}{'orjson us':>11}{'json us':>10}{'ours/orjson':>13}{'ours/json':>11}")
    report("mix", messages)
    for channel in ("depth", "level1", "trade", "ticker"):
        report(channel, [text for text in messages if text.startswith(f'{{"topic":"{channel}.')])


def report(name: str, messages: list[str]) -> tuple[list[float], list[float]]:
    """Print one line; the ratios of ours to `orjson.loads` and to `json.loads` in each round."""
    decode = Decoder().decode
    assert not any(isinstance(event, FrameRejected) for text in messages for event in decode(text))
    candidates: tuple[Callable[[str], Any], ...] = (decode, orjson.loads, json.loads)
    rounds = [[] for _ in candidates]  # type: list[list[float]]
    for number in range(ROUNDS):
        start = number * 997 % max(1, len(messages) - MESSAGES)
        sample = messages[start : start + MESSAGES]
        for run, times in zip(candidates, rounds, strict=True):
            times.append(_cost(run, sample))
    ours, theirs, plain = rounds
    to_orjson = [a / b for a, b in zip(ours, theirs, strict=True)]
    to_json = [a / b for a, b in zip(ours, plain, strict=True)]
    costs = f"{median(ours):>10.2f}{median(theirs):>11.2f}{median(plain):>10.2f}"
    print(f"{name:10}{costs}{median(to_orjson):>12.2f}x{median(to_json):>10.2f}x")
    return to_orjson, to_json


def _cost(run: Callable[[str], Any], messages: list[str]) -> float:
    """Microseconds of processor time a message, with garbage collection as it comes."""
    gc.collect()
    started = process_time_ns()
    for text in messages:
        run(text)
    return (process_time_ns() - started) / len(messages) / 1000


if __name__ == "__main__":
    main()
