"""All that is written arrives in order, or an error does; and the terminal is given back."""

from __future__ import annotations

import fcntl
import os
import pty
from contextlib import suppress

from roxom_tui.ui.terminal.descriptor import RESTORE, Descriptor, write_all, write_at_last
from roxom_tui.ui.terminal.writer import Writer
from tests.ui.terminal.ways import MoodyWay, unread_terminal

PATIENCE = 20.0


def test_whoever_gives_up_waiting_has_written_a_beginning() -> None:
    class Full(MoodyWay):
        def write(self, data: memoryview) -> int:
            if self.waits > 3:
                raise AssertionError("nobody wants it any more")
            raise BlockingIOError

    way = Full(1)
    assert write_all(b"abc", way, lambda: way.waits < 3) == 0


def test_a_terminal_that_is_full_and_does_not_block_is_waited_for_and_its_flag_is_left_alone() -> None:
    text = "".join(f"{number};" for number in range(30_000))
    with unread_terminal() as (master, slave):
        failures: list[Exception] = []
        thread = Writer(Descriptor(slave), "utf-8", "strict", failures.append)
        thread.start()
        thread.write(text)
        thread.write("last")
        while not thread.is_behind:
            pass
        received = bytearray()
        while not received.endswith(b"last"):
            received += os.read(master, 4096)
        thread.stop()
        assert received.decode() == text + "last"
        assert failures == []
        assert fcntl.fcntl(slave, fcntl.F_GETFL) & os.O_NONBLOCK


def test_the_restoring_sequence_reaches_a_terminal_that_does_not_block() -> None:
    with unread_terminal() as (master, slave):
        write_at_last(slave, RESTORE, PATIENCE)
        assert os.read(master, 4096) == RESTORE


def test_the_restoring_sequence_is_given_up_where_nobody_reads() -> None:
    with unread_terminal() as (_, slave):
        with suppress(BlockingIOError):
            while True:
                os.write(slave, b"x" * 4096)
        write_at_last(slave, RESTORE, 0.0)


def test_the_restoring_sequence_on_a_terminal_that_is_gone_is_no_error() -> None:
    master, slave = pty.openpty()
    os.close(master)
    write_at_last(slave, RESTORE, PATIENCE)
    os.close(slave)
