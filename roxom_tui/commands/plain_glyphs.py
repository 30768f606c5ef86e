"""The screen on a terminal that is not UTF-8: each glyph it lacks becomes one ASCII character, so columns stay."""

from __future__ import annotations

import codecs
import unicodedata
from typing import Final

HANDLER: Final = "roxom-plain"

_SMALL_FONTS: Final = ("linux-", "vt1", "vt2", "vt3", "vt4", "vt5")

_ALIKE: Final = {
    glyph: plain
    for glyphs, plain in (
        ("╭╮╰╯┌┐└┘├┤┬┴┼", "+"),
        ("│▏▎▍▌┃", "|"),
        ("─━", "-"),
        ("●•", "*"),
        ("○", "o"),
        ("▲△↑", "^"),
        ("▼▽↓", "v"),
        ("▸→›≥", ">"),
        ("←‹", "<"),
        ("·", "."),
        ("…", "~"),
        ("▁▂", "_"),
        ("▃▄▅", "="),
        ("▆▇█▋▊▉▐", "#"),
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
