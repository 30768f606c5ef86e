"""What terminals send that is no typing, of every kind and many makes, and ways to cut it."""

from __future__ import annotations

import random
from collections.abc import Iterator
from typing import Final

from hypothesis import strategies as st
from textual.message import Message

from roxom_tui.ui.terminal.reader import Translator

ESC: Final = b"\x1b"
ST: Final = b"\x1b\\"
BEL: Final = b"\x07"

LETTERS: Final = b" !#+,-./0123456789:;<=>?@ABCQ[]^_abcefgijklqrstuxz{}~"
"""What a string is full of; each of them is a key of ours, or could be."""

KNOWN: Final = (
    b"\x1bP1$r2 q\x1b\\",
    b"\x1bP1$r0;38;2;1;2;3m\x1b\\",
    b"\x1bP0$r\x1b\\",
    b"\x1bP>|XTerm(390)\x1b\\",
    b"\x1bP!|7E565445\x1b\\",
    b"\x1bP1+r5463=323536\x1b\\",
    b"\x1b]11;rgb:bbbb/1b1b/2b2b\x07",
    b"\x1b]4;7;rgb:q1b2/ssss/1111\x1b\\",
    b"\x1b]52;c;cTFicTFiIHF1aXQ=\x1b\\",
    b"\x1b]l q quits here 1 2 3\x1b\\",
    b"\x1b]Lb q\x1b\\",
    b"\x1b_Gi=31;OK q\x1b\\",
    b"\x1b^q private 1b\x1b\\",
    b"\x1bXq start 1b\x07q\x1b\\",
    b"\x1b[?1u",
    b"\x1b[?29u",
    b"\x1b[?62;22;52c",
    b"\x1b[>41;390;0c",
    b"\x1b[0n",
    b"\x1b[?997;1n",
    b"\x1b[24;80R",
    b"\x1b[?24;80;1R",
    b"\x1b[8;40;120t",
    b"\x1b[4;800;1200t",
    b"\x1b[?2004;1$y",
    b"\x1b[?1016;2$y",
    b"\x1b[?12;2$y",
    b"\x1b[?2026;2$y",
    b"\x1b[48;40;120;800;1200t",
    b"\x1b[I",
    b"\x1b[O",
    b"\x1b[M !!",
    b"\x1b[M#\xe1\xc3",
    b"\x1b[35;12;7M",
    b"\x1b[<35;12;7M",
    b"\x1b[<0;-1;5M",
    b"\x1b[>4;2m",
    b"\x1bOZ",
    b"\x1bO5Z",
    b"\x1bNq",
    b"\x1b[?q",
    b"\x1b[1;2;3;4;5;6q",
    b"\x1b[%q",
    b"\x1b[=q",
)
"""Answers of known make; none of them is a key."""

strings = st.builds(
    lambda kind, said, end: ESC + kind + bytes(said) + end,
    st.sampled_from([b"P", b"]", b"_", b"^", b"X"]),
    st.lists(st.sampled_from(LETTERS), min_size=1, max_size=24),
    st.just(ST),
) | st.builds(
    lambda said, end: ESC + b"]" + said.encode() + end,
    st.text(st.characters(exclude_categories=["Cc", "Cs"]), min_size=1, max_size=12),
    st.sampled_from([ST, BEL]),
)
"""Strings of every kind, with every end."""

unknown = st.builds(
    lambda private, parameters, between, final: ESC + b"[" + private + bytes(parameters) + between + final,
    st.sampled_from([b"?", b">", b"=", b"<"]),
    st.lists(st.sampled_from(b"0123456789;:"), max_size=12),
    st.sampled_from([b"", b"$", b" ", b"!", b"'"]),
    st.sampled_from([bytes((final,)) for final in range(0x40, 0x7F) if final not in b"Mm"]),
)
"""Private control sequences: no key has that form."""

# A Ctrl+C that comes in a read of its own is the person's, also within a paste.
pastes = st.builds(
    lambda text: b"\x1b[200~" + text.encode().replace(b"\x1b[201~", b"") + b"\x1b[201~",
    st.text(st.characters(exclude_categories=["Cs"], exclude_characters="\x03"), max_size=20)
    | st.sampled_from(["q1b", "\x1b[Aq", "\x1bq\x07"]),
)

eight_bit = st.builds(
    lambda kind, said: kind + bytes(said) + b"\x9c",
    st.sampled_from([b"\x90", b"\x9d", b"\x98", b"\x9e", b"\x9f"]),
    st.lists(st.sampled_from(LETTERS), max_size=12),
)

answers = st.sampled_from(KNOWN) | strings | unknown | pastes | eight_bit


class Line:
    """A line to a translator, read as the reader reads it: a deadline that comes before the next bytes has its say."""

    def __init__(self) -> None:
        self.translator = Translator()
        self.now = 100.0

    def send(self, data: bytes, after: float = 0.0) -> list[Message]:
        """What came of these bytes, read at once, so many seconds after those before."""
        events = list(self.wait(after))
        return [*events, *self.translator.feed(data, self.now)]

    def wait(self, seconds: float) -> Iterator[Message]:
        """What came of nothing."""
        until = self.now + seconds
        while (deadline := self.translator.deadline) is not None and deadline < until:
            self.now = max(self.now, deadline)
            yield from self.translator.tick(self.now)
        self.now = until


def cuts(data: bytes, random_: random.Random, most: int = 6) -> list[bytes]:
    """The bytes in some pieces."""
    places = sorted(random_.sample(range(1, len(data)), min(most, len(data) - 1))) if len(data) > 1 else []
    return [data[start:end] for start, end in zip([0, *places], [*places, len(data)], strict=True)]
