"""The thread that writes: in order, never waiting, never failing without telling."""

from __future__ import annotations

import errno
import os

from hypothesis import given, settings
from hypothesis import strategies as st

from roxom_tui.ui.terminal.descriptor import Descriptor, Way
from roxom_tui.ui.terminal.writer import MOST_WAITING, Writer
from tests.ui.terminal.ways import MoodyWay, unread_terminal

ERRORS = (errno.EIO, errno.EPIPE, errno.ENXIO, errno.ENODEV, errno.EBADF, errno.ENOSPC, errno.EINVAL)


texts = st.lists(st.text(st.characters(exclude_categories=["Cs"]), max_size=40), max_size=20)


def written(way: Way, given_: list[str]) -> tuple[Writer, list[Exception]]:
    """A writer that was given these, and how it failed, if it did."""
    failures: list[Exception] = []
    thread = Writer(way, "utf-8", "strict", failures.append)
    thread.start()
    for text in given_:
        thread.write(text)
    thread.stop()
    assert not thread.is_alive()
    return thread, failures


@settings(max_examples=120, deadline=None)
@given(texts, st.integers(0, 2**32))
def test_all_of_it_arrives_in_order_whatever_the_terminal_takes_at_a_time(given_: list[str], seed: int) -> None:
    way = MoodyWay(seed)
    thread, failures = written(way, given_)
    assert way.arrived == "".join(given_).encode()
    assert failures == []
    assert thread.failure is None


@settings(max_examples=120, deadline=None)
@given(texts, st.integers(0, 2**32), st.integers(0, 400), st.sampled_from(ERRORS))
def test_an_error_anywhere_is_told_and_what_arrived_is_the_beginning(
    given_: list[str], seed: int, after: int, error: int
) -> None:
    way = MoodyWay(seed, fails_after=after, error=error)
    thread, failures = written(way, given_)
    whole = "".join(given_).encode()
    assert whole.startswith(bytes(way.arrived))
    assert (way.arrived == whole) == (failures == [])
    if failures:
        assert [failure.errno for failure in failures if isinstance(failure, OSError)] == [error]
        assert thread.failure is failures[0]
        assert thread.is_lost


def test_a_text_that_cannot_be_encoded_is_told_too() -> None:
    _, failures = written(MoodyWay(1), ["a", "\ud800"])
    assert [type(failure) for failure in failures] == [UnicodeEncodeError]


def test_giving_a_text_never_waits_for_a_terminal_that_is_not_read() -> None:
    with unread_terminal() as (master, slave):
        thread = Writer(Descriptor(slave), "utf-8", "strict", lambda error: None)
        thread.start()
        for _ in range(2000):
            thread.write("x" * 1000)
        assert thread.is_behind
        thread.write("end")
        received = 0
        while not (data := os.read(master, 65536)).endswith(b"end"):
            received += len(data)
        thread.stop()
        assert received + len(data) == 2000 * 1000 + len(b"end")


def test_what_waits_is_counted_until_it_is_written() -> None:
    writer = Writer(MoodyWay(1), "utf-8", "strict", lambda error: None)
    writer.write("é" * MOST_WAITING)
    assert writer.waiting == MOST_WAITING
    writer.write("!")
    assert writer.waiting > MOST_WAITING
    writer.start()
    writer.stop()
    assert writer.waiting == 0
