"""Whatever Hypothesis can think of, `decode` answers with values: twenty thousand examples a run (client 5.3)."""

from __future__ import annotations

import json
from random import Random
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.protocol.decode import Decoder
from tests.bad_frames.odd_values import any_object, any_tree
from tests.bad_frames.trial import Tally, answer, no_collector
from tests.support.samples import FRAMES

PROMISED = 10_000

tally = Tally()
planned: list[int] = []
"""How many examples each test of this file tries."""


def examples(count: int) -> settings:
    """That so many are tried, counted."""
    planned.append(count)
    return settings(max_examples=count, deadline=None)


def answers(payload: str | bytes) -> None:
    """Decode, and check what was said and how long it took."""
    with no_collector():
        answer(tally, Decoder().decode, payload)


json_values = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=20),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(max_size=5), inner, max_size=4),
    max_leaves=10,
)
seeds = st.integers(0, 2**32)


@examples(500)
@given(json_values)
def test_any_json_is_answered(tree: Any) -> None:
    answers(json.dumps(tree))


@examples(2000)
@given(seeds)
def test_any_object_with_familiar_names_is_answered(seed: int) -> None:
    answers(json.dumps(any_object(Random(seed)), ensure_ascii=False))


@examples(2000)
@given(st.text(st.characters(codec=None), max_size=40) | st.binary(max_size=40))
def test_any_text_and_any_bytes_are_answered(payload: str | bytes) -> None:
    answers(payload)


@examples(2000)
@given(st.sampled_from(FRAMES), seeds)
def test_a_frame_with_a_piece_cut_out_doubled_or_replaced_is_answered(frame: str, seed: int) -> None:
    random = Random(seed)
    start = random.randrange(len(frame))
    stop = min(len(frame), start + random.randrange(30))
    instead = random.choice(("", frame[start:stop] * 2, "[", "}", '"', "\\", "\ud800", "9", "\x00", "null", "e9"))
    answers(frame[:start] + instead + frame[stop:])


@examples(2000)
@given(st.sampled_from(FRAMES), seeds)
def test_a_frame_with_any_value_replaced_is_answered(frame: str, seed: int) -> None:
    answers(with_a_value_replaced(frame, Random(seed)))


@examples(2000)
@given(st.sampled_from(FRAMES), seeds)
def test_a_decoder_that_knows_the_topic_says_the_same_as_one_that_never_met_it(frame: str, seed: int) -> None:
    damaged = with_a_value_replaced(frame, Random(seed))
    experienced = Decoder()
    experienced.decode(frame)
    assert repr(experienced.decode(damaged)) == repr(Decoder().decode(damaged))


def with_a_value_replaced(frame: str, random: Random) -> str:
    message = json.loads(frame)
    node: Any = message
    while node:
        place = random.choice(list(node) if isinstance(node, dict) else range(len(node)))
        if not isinstance(node[place], dict | list) or random.random() < 0.3:
            node[place] = any_tree(random)
            break
        node = node[place]
    return json.dumps(message)


def test_the_examples_of_this_file_are_as_many_as_promised() -> None:
    assert sum(planned) >= PROMISED
