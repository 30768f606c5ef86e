"""Lines go out in order and whole; a reader that lags or leaves is noticed."""

from __future__ import annotations

import asyncio
import os
import subprocess
import sys

import pytest

from roxom_tui.commands.line_writer import LineWriter
from roxom_tui.model.errors import NotFresh, RoxomError
from tests.support.program import PATIENCE


def everything(descriptor: int) -> bytes:
    """All that is in a pipe whose other end is closed."""
    with open(descriptor, "rb") as pipe:
        return pipe.read()


async def test_lines_go_out_in_order_and_whole() -> None:
    reading, writing = os.pipe()
    out = LineWriter(writing)
    for number in range(500):
        out.put(f"line {number} é\udcff")
    await out.close()
    os.close(writing)
    assert everything(reading).decode() == "".join(f"line {number} é\\udcff\n" for number in range(500))


async def test_a_pipe_that_another_job_made_non_blocking_is_waited_for() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    out = LineWriter(writing)
    for number in range(5000):
        out.put(f"{number:0>100}")
    received = bytearray()
    while not received.endswith(b"4999\n"):
        received += await asyncio.to_thread(os.read, reading, 65536)
    await out.close()
    assert received.decode().split() == [f"{number:0>100}" for number in range(5000)]
    assert not os.get_blocking(writing)
    os.close(reading)
    os.close(writing)


def test_data_and_words_wait_for_a_pipe_that_is_non_blocking() -> None:
    reading, writing = os.pipe()
    os.set_blocking(writing, False)
    script = (
        "from roxom_tui.commands.stdio import put, write_notice\n"
        "for n in range(2000): put(f'{n:0>99}'); write_notice(f'{n:0>99}')"
    )
    with subprocess.Popen([sys.executable, "-c", script], stdout=writing, stderr=writing) as process:
        os.close(writing)
        received = everything(reading).decode().split()
        assert process.wait(PATIENCE) == 0
    assert received == [f"{number:0>99}" for number in range(2000) for _ in range(2)]


async def test_a_reader_that_left_is_noticed_without_another_line() -> None:
    reading, writing = os.pipe()
    os.close(reading)
    out = LineWriter(writing)
    out.put("x")
    with pytest.raises(BrokenPipeError):
        await out.ended
    os.close(writing)


async def test_a_reader_that_left_is_noticed_without_any_line() -> None:
    reading, writing = os.pipe()
    out = LineWriter(writing, look=0.01)
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        async with asyncio.timeout(PATIENCE):
            await out.ended
    os.close(writing)


async def test_a_failing_disk_is_told_in_one_sentence() -> None:
    reading, writing = os.pipe()
    out = LineWriter(reading)
    out.put("x")
    with pytest.raises(RoxomError, match="the output cannot be written: Bad file descriptor"):
        await out.close()
    os.close(reading)
    os.close(writing)


async def test_a_reader_too_far_behind_is_told() -> None:
    reading, writing = os.pipe()
    out = LineWriter(writing, most_waiting=20)
    line = "x" * 100_000

    def flood() -> None:
        for _ in range(1000):
            out.put(line)

    with pytest.raises(NotFresh, match="20 lines behind"):
        flood()
    read = os.read(reading, 10_000)
    assert read == line.encode()[: len(read)]
    os.close(reading)
    with pytest.raises(BrokenPipeError):
        await out.close()
    os.close(writing)
