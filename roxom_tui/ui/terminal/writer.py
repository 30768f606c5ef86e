"""Writes to the terminal in a thread of its own, and never fails without telling."""

from __future__ import annotations

from codecs import lookup
from collections.abc import Callable
from queue import Empty, SimpleQueue
from threading import Thread
from typing import Final

from roxom_tui.ui.terminal.descriptor import Way, write_all

NAME: Final = "textual-output"
"""The thread's name, by which a stuck write is found and woken."""

MOST_WAITING: Final = 1 << 20
"""Characters that may wait for a terminal that is not read, before pictures are held back."""


class Writer(Thread):
    """Writes in the background what it is given, in order. It stands in for Textual's own thread, and has its methods.

    `fails` is called, in this thread, with whatever ended it before it was stopped.
    """

    def __init__(self, way: Way, encoding: str, errors: str, fails: Callable[[Exception], None]) -> None:
        super().__init__(daemon=True, name=NAME)
        self._way = way
        self._encode = lookup(encoding).encode
        self._errors = errors
        self._fails = fails
        self._queue: SimpleQueue[str | None] = SimpleQueue()
        self._given = 0
        self._taken = 0
        self.failure: Exception | None = None
        """What ended it, if something did."""

    @property
    def is_behind(self) -> bool:
        """Whether something waits behind what is being written."""
        return not self._queue.empty()

    @property
    def is_far_behind(self) -> bool:
        """Whether so much waits that memory is at stake, however little each picture adds."""
        return self.waiting > MOST_WAITING

    @property
    def waiting(self) -> int:
        """The number of characters that wait behind what is being written."""
        return self._given - self._taken

    @property
    def is_lost(self) -> bool:
        """Whether what is given to it goes nowhere."""
        return self.failure is not None or not self.is_alive()

    def write(self, text: str) -> None:
        """Have it written; returns at once."""
        if self.failure is None:
            self._given += len(text)
            self._queue.put(text)

    def stop(self) -> None:
        """Have all that was given written, and end. It takes as long as the terminal does."""
        self._queue.put(None)
        self.join()

    def run(self) -> None:
        """Until it is stopped or fails."""
        try:
            while self._write_what_is_there():
                pass
        except Exception as error:  # noqa: BLE001 - in a thread nobody above would tell it
            self.failure = error
            self._fails(error)

    def _write_what_is_there(self) -> bool:
        """Waits for something to write; False when no more comes."""
        texts, is_last = self._take()
        self._taken += sum(map(len, texts))
        write_all(self._encode("".join(texts), self._errors)[0], self._way)
        return not is_last

    def _take(self) -> tuple[list[str], bool]:
        texts: list[str] = []
        text = self._queue.get()
        while text is not None:
            texts.append(text)
            try:
                text = self._queue.get_nowait()
            except Empty:
                return texts, False
        return texts, True
