"""Desktop notifications and the clipboard, by the terminal: which sequence it takes, and its bytes. Pure.

OSC 99 is asked for; OSC 777 and OSC 9 are known of some terminals by their names; everything has a bell.
"""

from __future__ import annotations

from base64 import b64encode
from collections.abc import Mapping
from enum import Enum
from typing import Final

from roxom_tui.model.visible_text import is_visible

LONGEST: Final = 200
"""Characters of a notification."""

BELL: Final = "\x07"
_ST: Final = "\x1b\\"
_ID: Final = "roxom-tui"
QUESTION: Final = f"\x1b]99;i={_ID}:p=?;{_ST}"
"""Asks a terminal whether it takes OSC 99."""
ANSWER: Final = f"99;i={_ID}:p=?;"
"""How its answer begins, without what begins an OSC."""


class How(Enum):
    """The ways to a person who looks elsewhere."""

    OSC_99 = "osc99"
    OSC_777 = "osc777"
    OSC_9 = "osc9"
    BELL = "bell"
    OFF = "off"


_BY_NAME: Final[Mapping[str, How]] = {
    "iterm.app": How.OSC_9,
    "wezterm": How.OSC_777,
    "ghostty": How.OSC_777,
    "foot": How.OSC_777,
    "foot-extra": How.OSC_777,
    "rxvt-unicode": How.OSC_777,
    "rxvt-unicode-256color": How.OSC_777,
}
"""By TERM_PROGRAM or TERM in small letters."""


def how_to(setting: str, environ: Mapping[str, str], *, answers: bool) -> How:
    """The way for a setting (`auto` or a way's name); `answers`: the terminal answered the question."""
    if setting != "auto":
        return How(setting)
    if answers:
        return How.OSC_99
    names = (environ.get(variable, "").lower() for variable in ("TERM_PROGRAM", "TERM"))
    return next((_BY_NAME[name] for name in names if name in _BY_NAME), How.BELL)


def sequence(how: How, text: str, *, tmux: bool = False) -> str:
    """The bytes of a notification. Of the text only what can be seen is left."""
    said = "".join(filter(is_visible, text))[:LONGEST]
    match how:
        case How.OSC_99:
            # In base64, so that nothing of the text can be taken for the end of it; only while we have no focus.
            return wrapped(f"\x1b]99;i={_ID}:o=unfocused:e=1;{b64encode(said.encode()).decode()}{_ST}", tmux=tmux)
        case How.OSC_777:
            return wrapped(f"\x1b]777;notify;{_ID};{said.replace(';', ',')}{BELL}", tmux=tmux)
        case How.OSC_9:
            # A text that began with a digit and a semicolon would be another command.
            return wrapped(f"\x1b]9;{_ID}: {said}{BELL}", tmux=tmux)
        case How.BELL:
            return BELL
        case _:
            return ""


MOST_COPIED: Final = 74_994
"""Bytes in base64: the most that terminals of long ago take in one sequence; some drop, some cut what is longer."""


def clipboard(text: str, *, tmux: bool = False) -> str:
    """The bytes that put a text into the clipboard of the terminal (OSC 52); empty where it is too long for that.

    No terminal answers, and many have it turned off. In base64 nothing of the text can act.
    """
    coded = b64encode(text.encode("utf-8", "replace")).decode()
    return wrapped(f"\x1b]52;c;{coded}{_ST}", tmux=tmux) if len(coded) <= MOST_COPIED else ""


def wrapped(text: str, *, tmux: bool) -> str:
    """A sequence as tmux passes it on to the terminal around it, where it is allowed to."""
    return f"\x1bPtmux;{text.replace(chr(27), chr(27) * 2)}{_ST}" if tmux else text
