"""The program's own streams: data to stdout, words to stderr, and nothing ever to a closed one.

On a terminal that is not UTF-8 each glyph it lacks becomes one ASCII character, so columns stay.
"""

from __future__ import annotations

import codecs
import os
import select
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import contextmanager
from io import TextIOWrapper, UnsupportedOperation
from typing import Final, TextIO

from roxom_tui.model.errors import RoxomError
from roxom_tui.model.visible_text import escaped
from roxom_tui.ui.terminal.descriptor import Descriptor, write_all

_closed: set[int] = set()
"""Standard streams that were closed when the program began."""


def open_missing_streams() -> None:
    """Gives the null device to a standard stream that was closed, so that no other file takes its number.

    What is written there is for nobody: `demand_reader` and `put` say so.
    """
    for number in range(3):
        try:
            os.fstat(number)
        except OSError:
            _closed.add(number)
            os.dup2(os.open(os.devnull, os.O_RDWR), number)
    if sys.stdout is None:
        sys.stdout = open(1, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - for the whole run
    if sys.stderr is None:
        sys.stderr = open(2, "w", encoding="utf-8", closefd=False)  # noqa: SIM115 - for the whole run
    # A locale without "…" must not end the program. Data stays whole, words and the screen stay readable.
    for stream, errors in ((sys.stdout, "backslashreplace"), (sys.stderr, register())):
        if hasattr(stream, "reconfigure"):
            stream.reconfigure(errors=errors)


def write_ascii() -> None:
    """Words and screen in ASCII from now on: for a terminal that would show squares for anything else."""
    if isinstance(sys.stderr, TextIOWrapper):
        sys.stderr.reconfigure(encoding="ascii", errors=register())


def write_notice(words: str) -> None:
    """A line for the person, or some. One who cannot be told is no reason to fail."""
    try:
        _write(sys.stderr, _harmless(words) + "\n")
    except OSError:
        silence(2)


def notice_bytes(words: str) -> bytes:
    """The bytes that `write_notice` would write of these words, for whoever has to get them past the stream."""
    return (_harmless(words) + "\n").encode(sys.stderr.encoding, sys.stderr.errors or "strict")


def demand_reader() -> None:
    """Raises BrokenPipeError where stdout was closed from the start (`>&-`): as a pipe whose reader has left."""
    if 1 in _closed:
        raise BrokenPipeError


def put(data: str) -> None:
    """A line of data, at once; to a terminal without its control characters.

    Raises BrokenPipeError when the reader has left, RoxomError when the disk is full.
    """
    demand_reader()
    with _writing():
        _write(sys.stdout, (_harmless(data) if os.isatty(1) else data) + "\n")


def offer(data: str) -> None:
    """As `put`, but a reader that has left is no reason to end: the exit code still has something to say."""
    try:
        put(data)
    except BrokenPipeError:
        silence(1)


def flush_data() -> None:
    """Flush what others wrote to stdout; fails like `put`."""
    with _writing():
        sys.stdout.flush()


def _harmless(text: str) -> str:
    """The last gate before a terminal, whatever path or argument the text repeats; its lines stay lines."""
    return "\n".join(map(escaped, text.split("\n")))


def _write(stream: TextIO, text: str) -> None:
    """All of it, also where another job has made a descriptor that it shares with us non-blocking."""
    stream.flush()
    try:
        descriptor = Descriptor(stream.fileno())
    except UnsupportedOperation:
        # Whoever runs us in a program of their own may have put anything in its place.
        stream.write(text)
    else:
        write_all(text.encode(stream.encoding, stream.errors or "strict"), descriptor)


@contextmanager
def _writing() -> Iterator[None]:
    try:
        yield
    except BrokenPipeError:
        raise
    except OSError as error:
        silence(1)
        raise RoxomError(f"the output cannot be written: {error.strerror}") from error


def let_go() -> None:
    """Give up unwritten output. Else the interpreter tries again at its end, and exits with 120."""
    for number, stream in ((1, sys.stdout), (2, sys.stderr)):
        try:
            stream.flush()
        except (OSError, ValueError):
            silence(number)


def is_hung_up(numbers: Iterable[int], signs: int = select.POLLHUP, patience: int | None = 0) -> bool:
    """Whether the other end of a descriptor is gone, or goes within so many milliseconds (None: wait for it)."""
    watch = select.poll()
    # Nothing is asked for: a hang-up is reported all the same.
    for number in numbers:
        watch.register(number, 0)
    return any(event & signs for _, event in watch.poll(patience))


def silence(number: int) -> None:
    """Points a descriptor at the null device, so that what is still buffered for a dead reader goes nowhere."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), number)


HANDLER: Final = "roxom-plain"

_SMALL_FONTS: Final = ("linux-", "vt1", "vt2", "vt3", "vt4", "vt5")

_ALIKE: Final = {
    glyph: plain
    for glyphs, plain in (
        ("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        ("│▏▎▍▌╿╽╵╷‖", "|"),
        ("┃", "#"),
        ("┇", "%"),
        ("║", "H"),
        ("╹", "'"),
        ("╻", ","),
        ("─━┄▔", "-"),
        ("╱", "/"),
        ("▀▄", "="),
        ("●•◆", "*"),
        ("○", "o"),
        ("▲△↑", "^"),
        ("▼▽↓", "v"),
        ("▸▶→›≥", ">"),
        ("◂←‹", "<"),
        ("·", "."),
        ("…", "~"),
        ("▁▂", "_"),
        ("▃▅", "="),
        ("▆▇█▋▊▉▐■", "#"),
        ("▪", "+"),
        ("▒", ":"),
        ("░", "."),
        ("╳", "x"),
        ("Δ", "d"),
    )
    for glyph in glyphs
}


def register() -> str:
    """Make the error handler known to Python; answers its name."""
    codecs.register_error(HANDLER, _replace)
    return HANDLER


def lacks_glyphs(terminal: str) -> bool:
    """Whether a terminal of that name has a small font, whatever its locale says: the console, and hardware."""
    return terminal == "linux" or terminal.startswith(_SMALL_FONTS)


def plain(text: str) -> str:
    """The text in ASCII, cell for cell."""
    return "".join(_plain(glyph) for glyph in text)


def _plain(glyph: str) -> str:
    if glyph.isascii():
        return glyph
    return _ALIKE.get(glyph, "??" if unicodedata.east_asian_width(glyph) in "WF" else "?")


def _replace(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeEncodeError):
        raise error
    return plain(error.object[error.start : error.end]), error.end
