"""From bytes to events, whatever the bytes are."""

from __future__ import annotations

import os
import select
from collections.abc import Iterator
from threading import Event, Thread

import pytest
from textual.events import Key, MouseDown, Resize
from textual.message import Message

from roxom_tui.ui.terminal.reader import PATIENCE as PATIENCE_OF_A_READER
from roxom_tui.ui.terminal.reader import End, Reader

PATIENCE = 20.0


class Typist:
    """A line to a reader of keys, and what that delivered."""

    def __init__(self) -> None:
        self._reader, self._writer = os.pipe()
        self.delivered: list[Message] = []
        self._came = Event()
        self._ended = End()
        self._thread = Thread(target=Reader(self._reader, self._deliver).run, args=(self._ended,))
        self._thread.start()

    def _deliver(self, event: Message) -> None:
        self.delivered.append(event)
        if isinstance(event, Key) and event.key == "full_stop":
            self._came.set()

    def type(self, typed: bytes) -> list[Message]:
        """What came of these bytes; a full stop after them tells that all did."""
        self.delivered.clear()
        self._came.clear()
        os.write(self._writer, typed + b".")
        assert self._came.wait(PATIENCE)
        return self.delivered[:-1]

    def close(self) -> None:
        self._ended.set()
        self._thread.join()
        os.close(self._reader)
        os.close(self._writer)


@pytest.fixture
def typist() -> Iterator[Typist]:
    typist = Typist()
    yield typist
    typist.close()


def keys(events: list[Message]) -> list[str]:
    return [event.key for event in events if isinstance(event, Key)]


@pytest.mark.parametrize("bad", [b"\x1b[97;1:3u", b"\x1b[1114112u", b"\x1b[99999999999999999999u"])
def test_a_report_of_a_key_that_cannot_be_is_no_key(bad: bytes, typist: Typist) -> None:
    assert keys(typist.type(b"a" + bad + b"b")) == ["a", "b"]


def test_a_byte_that_is_no_text_is_shown_as_what_it_is(typist: Typist) -> None:
    (before, bad, after) = keys(typist.type(b"a\xe9b"))
    assert (before, after) == ("a", "b")
    assert bad == "replacement_character"


def test_letters_of_several_bytes_arrive_whole(typist: Typist) -> None:
    assert keys(typist.type("é€".encode())) == ["é", "euro_sign"]


def test_after_a_failure_the_mouse_still_counts_in_pixels_where_it_did(typist: Typist) -> None:
    typist.type(b"\x1b[48;10;20;100;400t")
    (event,) = typist.type(b"\x1b[1114112u\x1b[<0;201;51M")
    assert isinstance(event, MouseDown)
    assert (event.x, event.y) == (10, 5)


def test_a_terminal_without_a_size_in_pixels_fails_nothing_but_its_own_mouse(typist: Typist) -> None:
    (resized,) = typist.type(b"\x1b[48;24;80;0;0t")
    assert isinstance(resized, Resize)
    assert keys(typist.type(b"\x1b[<0;1;1Ma")) == ["a"]


@pytest.mark.parametrize("size", [b"0;0;0;0", b"24;0;0;0", b"9999;9999;0;0", b"24;80;99999999;1"])
def test_a_size_that_cannot_be_is_none(size: bytes, typist: Typist) -> None:
    assert typist.type(b"\x1b[48;" + size + b"ta")[:-1] == []


class ThirdWait(End):
    """Set by the third who waits for it. Being asked whether it is set, the reader has gone round once."""

    def __init__(self) -> None:
        super().__init__()
        self.rounds = 0
        self.waits: list[float | None] = []

    def is_set(self) -> bool:
        self.rounds += 1
        return super().is_set()

    def wait(self, timeout: float | None = None) -> bool:
        self.waits.append(timeout)
        if len(self.waits) == 3:
            self.set()
        return True


def test_a_terminal_that_is_gone_is_not_asked_again_and_again() -> None:
    ended = ThirdWait()
    reader, writer = os.pipe()
    os.close(writer)
    Reader(reader, lambda event: None).run(ended)
    os.close(reader)
    assert ended.rounds == len(ended.waits) + 1 == 4
    assert min(seconds or 0 for seconds in ended.waits) > 0.05


class Counted(End):
    """Counts how often it is looked at."""

    def __init__(self) -> None:
        super().__init__()
        self.looks = 0
        self.was_looked_at = Event()

    def is_set(self) -> bool:
        self.looks += 1
        self.was_looked_at.set()
        return super().is_set()


def test_a_reader_waits_without_looking_around_and_ends_at_once_each_time() -> None:
    ended, (reader, writer) = Counted(), os.pipe()
    for _ in range(3):
        ended.was_looked_at.clear()
        thread = Thread(target=Reader(reader, lambda event: None).run, args=(ended,))
        thread.start()
        assert ended.was_looked_at.wait(PATIENCE)
        looks = ended.looks
        thread.join(2 * PATIENCE_OF_A_READER)
        assert thread.is_alive()
        assert ended.looks == looks
        ended.set()
        thread.join(PATIENCE)
        assert not thread.is_alive()
        ended.clear()
    os.close(reader)
    os.close(writer)


def test_an_end_that_is_wished_for_again_and_again_blocks_nobody() -> None:
    ended = End()
    for _ in range(70_000):
        ended.set()
    ended.clear()
    assert not ended.is_set()
    assert select.select([ended.heard], [], [], 0)[0] == [], "a reader would spin"
