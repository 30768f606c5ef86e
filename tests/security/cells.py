"""What may be seen in a frame: visible characters, in cells that add up, in the styles of our own theme."""

from __future__ import annotations

from collections.abc import Iterable

from rich.cells import cell_len
from rich.style import Style
from textual.strip import Strip

from tests.security.characters import is_harmless


class Examiner:
    """Looks at rows of cells. `styles` are those of the program itself, however they were made."""

    def __init__(self, styles: Iterable[Style] | None) -> None:
        self._styles = None if styles is None else set(styles)
        self._visible: set[str] = set()
        self.rows = 0

    def options(self, strips: Iterable[Strip], width: int) -> str:
        """The text of the rows; AssertionError for one that holds anything foreign."""
        lines = []
        for strip in strips:
            line = "".join(segment.text for segment in strip)
            self._examine_text(line)
            if sum(cell_len(segment.text) for segment in strip) != width:
                raise AssertionError(f"a row of {width} cells takes another number: {line!r}")
            self._examine_styles(strip)
            lines.append(line)
        self.rows += len(lines)
        return "\n".join(lines)

    def words(self, text: str) -> None:
        """A text that stands alone, such as a title."""
        self._examine_text(text)

    def _examine_text(self, line: str) -> None:
        for char in set(line) - self._visible:
            if not is_harmless(char):
                raise AssertionError(f"U+{ord(char):04X} in {line!r}")
            self._visible.add(char)

    def _examine_styles(self, strip: Strip) -> None:
        for segment in strip:
            style = segment.style
            if segment.control or style is None:
                raise AssertionError(f"no style of ours: {segment!r}")
            if style.link or any(key.startswith("@") for key in style.meta):
                raise AssertionError(f"something to click: {segment!r}")
            if self._styles is not None and style not in self._styles:
                raise AssertionError(f"a style that is not ours: {segment!r}")
