"""The grammar of what a terminal sends: bytes in, whole tokens out (ECMA-48, xterm, UTF-8). Pure; time is passed in.

A control sequence, known or not, whole or cut anywhere, is one token or none, never letters. One that was begun and
never ends is dropped after its patience. Strings (OSC, DCS, APC, PM, SOS) are answers that nobody asked for, but for
one: they are swallowed to their end.
"""

from __future__ import annotations

from codecs import getincrementaldecoder
from collections.abc import Callable
from enum import Enum, auto
from typing import Final

from roxom_tui.ui.terminal.tokens import Alt, Answer, Escape, Pasted, Sequence, Text, Token

ESCAPE_PATIENCE: Final = 0.1
"""Seconds until an ESC that nothing follows is the key Esc."""
REST_PATIENCE: Final = 1.0
"""Seconds that the next byte of a sequence may take, counted from the one before."""
PASTE_PATIENCE: Final = 3.0
"""Seconds that the next byte of a paste may take."""

MOST_COLLECTED: Final = 256
"""Bytes of a control sequence that are kept; a longer one is swallowed."""
MOST_PASTED: Final = 65_536
"""Bytes of a paste that are kept; the rest is swallowed."""


class _State(Enum):
    GROUND = auto()
    ESCAPE = auto()
    CSI = auto()
    CONSOLE_KEY = auto()
    X10_MOUSE = auto()
    SS3 = auto()
    SS2 = auto()
    STRING = auto()
    STRING_ESCAPE = auto()
    PASTE = auto()


_ESC: Final = 0x1B
_BEL: Final = 0x07
_ST: Final = 0x9C
_INTERRUPT: Final = b"\x03"
_PASTE_BEGINS: Final = b"200~"
_PASTE_ENDS: Final = b"\x1b[201~"
_STRAY_PASTE_END: Final = b"201~"
_X10_MOUSE_LENGTH: Final = 3
_ASKED_FOR: Final = b"99;"
"""The beginning of the one OSC that is an answer to us."""

_INTRODUCED: Final = {
    **dict.fromkeys(b"PX]^_", _State.STRING),
    ord("["): _State.CSI,
    ord("O"): _State.SS3,
    ord("N"): _State.SS2,
}
"""What the second byte of an escape sequence begins. Its 8-bit form is that byte plus 0x40."""

_PATIENCE: Final = {_State.ESCAPE: ESCAPE_PATIENCE, _State.PASTE: PASTE_PATIENCE}


class _Paste:
    """The bytes of a paste, as many as are kept."""

    def __init__(self) -> None:
        self._bytes = bytearray()

    def ends_with(self, byte: int) -> bool:
        """Take one more; True once the whole end has come."""
        self._bytes.append(byte)
        if byte == _PASTE_ENDS[-1] and self._bytes.endswith(_PASTE_ENDS):
            del self._bytes[-len(_PASTE_ENDS) :]
            return True
        if len(self._bytes) > MOST_PASTED + len(_PASTE_ENDS):
            del self._bytes[MOST_PASTED]
        return False

    @property
    def token(self) -> Pasted:
        """The text that was pasted."""
        return Pasted(self._bytes[:MOST_PASTED].decode("utf-8", "replace").replace("\0", ""))


class Grammar:
    """Feed it what was read, and tick it when its deadline has come and nothing was."""

    def __init__(self) -> None:
        self._state = _State.GROUND
        self._tokens: list[Token] = []
        self._decoder = getincrementaldecoder("utf-8")("replace")
        self._collected = bytearray()
        self._pasted = _Paste()
        self._introducer = 0
        self._continuations = 0
        self._newest = 0.0
        self._escaped: float | None = None
        self._acted = b""
        self._is_alt = self._is_late = False
        self.swallowed = 0
        """Sequences that were no token: strings, broken ones, those too long."""

    @property
    def deadline(self) -> float | None:
        """The time (seconds) at which `tick` is next due; None while nothing is begun."""
        if self._state is _State.GROUND and not self._is_in_character():
            return None
        return self._newest + _PATIENCE.get(self._state, REST_PATIENCE)

    def feed(self, data: bytes, now: float) -> list[Token]:
        """The tokens that are whole with these bytes, which came in one read at `now` (seconds)."""
        if not data:
            return []
        if data == _INTERRUPT and self._state is not _State.GROUND:
            # Whatever was begun, a Ctrl+C that comes alone is the person's.
            self._drop()
        self._newest = now
        for byte in self._with_late_beginning(data, now):
            _STEPS[self._state](self, byte)
        return self._taken()

    def tick(self, now: float) -> list[Token]:
        """The tokens that the silence until `now` (seconds) decides."""
        if (deadline := self.deadline) is not None and now >= deadline:
            self._decide()
        return self._taken()

    def _taken(self) -> list[Token]:
        tokens, self._tokens = self._tokens, []
        return tokens

    def _with_late_beginning(self, data: bytes, now: float) -> bytes:
        """A slow line cuts sequences after their ESC. What then comes in one read and looks like the rest, is."""
        escaped, acted = self._escaped, self._acted
        self._escaped, self._acted = None, b""
        if escaped is None or self._state is not _State.GROUND or now - escaped > REST_PATIENCE:
            return data
        if len(data) == 1:
            if not acted and data[0] in _INTRODUCED:
                self._escaped, self._acted = now, data
            return data
        if not acted and data[0] not in _INTRODUCED:
            return data
        self._begin_escape()
        self._is_late = True
        return acted + data

    def _decide(self) -> None:
        if self._state is _State.ESCAPE:
            self._tokens.append(Escape())
            self._escaped = self._newest
        elif self._state is _State.PASTE:
            self._end_paste()
        elif self._state is _State.GROUND:
            self._give_up_character()
        elif not self._collected and not self._is_late and self._state is _INTRODUCED.get(self._introducer):
            # Nothing came but two bytes, which with Alt are a key of their own.
            self._tokens.append(Alt(chr(self._introducer)))
        else:
            self.swallowed += 1
        self._state = _State.GROUND

    def _drop(self) -> None:
        self.swallowed += 1
        self._decoder.reset()
        self._state = _State.GROUND

    def _ground(self, byte: int) -> None:
        if self._is_in_character() and not 0x80 <= byte < 0xC0:
            self._give_up_character()
        if byte == _ESC:
            self._begin_escape()
        elif 0x80 <= byte < 0xA0 and not self._is_in_character():
            self._control(byte)
        else:
            for character in self._decoder.decode(bytes((byte,))):
                self._emit(character)

    def _emit(self, character: str) -> None:
        self._tokens.append(Alt(character) if self._is_alt else Text(character))
        self._is_alt = False

    def _is_in_character(self) -> bool:
        return bool(self._decoder.getstate()[0])

    def _give_up_character(self) -> None:
        self._decoder.reset()
        self._emit("\ufffd")

    def _control(self, byte: int) -> None:
        """One of C1 in its 8-bit form."""
        self._is_alt = self._is_late = False
        if byte - 0x40 in _INTRODUCED:
            self._introduce(byte - 0x40)
            # It is no key with Alt, even if nothing follows.
            self._introducer = byte
        else:
            self.swallowed += 1

    def _begin_escape(self) -> None:
        self._state = _State.ESCAPE
        self._is_alt = self._is_late = False

    def _escape(self, byte: int) -> None:
        if byte in _INTRODUCED:
            self._introduce(byte)
        elif byte == _ESC:
            self._tokens.append(Escape())
            self._begin_escape()
        elif byte == ord("\\"):
            # The end of a string whose beginning was given up.
            self._drop()
        else:
            self._state = _State.GROUND
            self._is_alt = bytes((byte,)) != _INTERRUPT
            self._ground(byte)

    def _introduce(self, byte: int) -> None:
        self._state, self._introducer = _INTRODUCED[byte], byte
        self._collected.clear()
        self._continuations = 0

    def _break_off(self, byte: int) -> None:
        """A byte that cannot belong to the sequence ends it, and is itself what it is."""
        self._drop()
        self._ground(byte)

    def _collect(self, byte: int) -> None:
        if len(self._collected) < MOST_COLLECTED:
            self._collected.append(byte)

    def _csi(self, byte: int) -> None:
        if 0x20 <= byte < 0x40:
            self._collect(byte)
        elif 0x40 <= byte < 0x7F:
            self._end_csi(byte)
        else:
            self._break_off(byte)

    def _end_csi(self, final: int) -> None:
        self._collected.append(final)
        body = bytes(self._collected)
        if body in (b"[", b"M"):
            self._state = _State.CONSOLE_KEY if body == b"[" else _State.X10_MOUSE
        elif body == _PASTE_BEGINS:
            self._state, self._pasted = _State.PASTE, _Paste()
        elif body == _STRAY_PASTE_END or len(body) > MOST_COLLECTED:
            self._drop()
        else:
            self._end(f"\x1b[{body.decode('ascii')}")

    def _end(self, sequence: str) -> None:
        self._tokens.append(Sequence(sequence, self._is_late))
        self._state = _State.GROUND

    def _x10_mouse(self, byte: int) -> None:
        self._collected.append(byte)
        if byte < 0x20:
            self._break_off(byte)
        elif len(self._collected) > _X10_MOUSE_LENGTH:
            self._drop()

    def _single(self, byte: int) -> None:
        """The character that ends what has one more; SS3 may have digits before it, and SS2 is no key."""
        if self._state is _State.SS3 and byte in b"0123456789;":
            self._collect(byte)
        elif not 0x20 <= byte < 0x7F:
            self._break_off(byte)
        elif self._state is _State.SS2:
            self._drop()
        else:
            introducer = "O" if self._state is _State.SS3 else "["
            self._end(f"\x1b{introducer}{self._collected.decode('ascii')}{chr(byte)}")

    def _string(self, byte: int) -> None:
        self._collect(byte)
        if byte == _ESC:
            self._state = _State.STRING_ESCAPE
        elif (byte == _BEL and self._introducer in b"]\x9d") or (byte == _ST and not self._continuations):
            # xterm ends its own strings with BEL; what looks like the 8-bit ST may be a part of a character.
            self._end_string()
        else:
            self._continuations = _continuations(byte, self._continuations)

    def _end_string(self) -> None:
        if self._introducer in b"]\x9d" and self._collected.startswith(_ASKED_FOR):
            self._tokens.append(Answer(self._collected.decode("ascii", "replace")))
            self._state = _State.GROUND
        else:
            self._drop()

    def _string_escape(self, byte: int) -> None:
        if byte == ord("\\"):
            self._end_string()
        elif byte != _ESC:
            self._state = _State.STRING

    def _paste(self, byte: int) -> None:
        if self._pasted.ends_with(byte):
            self._end_paste()

    def _end_paste(self) -> None:
        self._tokens.append(self._pasted.token)
        self._state = _State.GROUND


def _continuations(byte: int, expected: int) -> int:
    """The number of bytes still to come of the character that this byte begins or goes on with."""
    if 0x80 <= byte < 0xC0:
        return max(0, expected - 1)
    return (byte >= 0xC2) + (byte >= 0xE0) + (byte >= 0xF0) if byte < 0xF5 else 0


_STEPS: Final[dict[_State, Callable[[Grammar, int], None]]] = {
    _State.GROUND: Grammar._ground,
    _State.ESCAPE: Grammar._escape,
    _State.CSI: Grammar._csi,
    _State.CONSOLE_KEY: Grammar._single,
    _State.X10_MOUSE: Grammar._x10_mouse,
    _State.SS3: Grammar._single,
    _State.SS2: Grammar._single,
    _State.STRING: Grammar._string,
    _State.STRING_ESCAPE: Grammar._string_escape,
    _State.PASTE: Grammar._paste,
}
