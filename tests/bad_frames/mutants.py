"""Specimens gone wrong, a million in ten seconds, the same for the same seed.

Half the mutations work on tokens and leave valid JSON, so that they reach the readers behind the parser; the others
cut, double and splice the text as a broken wire would.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from random import Random
from typing import Final

from tests.bad_frames.corpus import LARGE, MEDIUM, SMALL, Specimen
from tests.support.samples import AT

_NUMBERS: Final = (
    *("0", "-0", "1", "-1", "7", "0.1", "1.0", "1e5", "1E400", "-1e-400", "9" * 18, "9" * 19, "9" * 400),
    *(str(2**63 - 1), str(2**63), str(2**64), str(-(2**63) - 1), str(AT), str(AT // 10**3), str(AT // 10**6)),
    *('"0"', '"-0"', '"0.00000000"', '"1"', '"1.5"', '"-0.4"', '"0.000000000000000001"', '"00012"', '"4312500"'),
    *(f'"{"9" * 18}.{"9" * 18}"', f'"{"9" * 19}"', f'"0.{"1" * 19}"', f'"{"9" * 400}"', f'"{AT}"', '"1e5"', '"1_000"'),
    *('"NaN"', '"sNaN"', '"Infinity"', '"-inf"', '" 1"', '"1 "', '"+1"', '".5"', '"5."', '"0x1"', '"1,5"'),
    *('"\u0663"', '"\uff11"', '"\u00b2"', '"1\\n"', '"\\u0031"', '"1.2.3"', '"--1"', '"2026-01-01"', '"9999-12-31"'),
)
_WORDS: Final = (
    *("true", "false", "null", "[]", "{}", "[[]]", "[null]", '["1"]', '["1","2"]', '[["1","2"]]', "[1,2]", '{"a":1}'),
    *('""', '" "', '"x"', f'"{"x" * 64}"', f'"{"x" * 65}"', f'"{"é" * 300}"', '"[/x]"', '"[bold]"', '"\\\\"', '"\\""'),
    *('"\\u0000"', '"\\u001b[2J"', '"\\u009b"', '"\\u202e"', '"\u202e"', '"\u200b"', '"\\ud83d\\ude00"', '"\\ud800"'),
    *('"\u0301"', '"\u3164"', '"\U0001f600"', '"\ufffe"', '"\x7f"', '"\x00"', "NaN", "undefined", "'x'"),
    *(
        "[" * 14 + "]" * 14,
        "[" * 20 + "]" * 20,
        "[" * 600 + "]" * 600,
        "[" * 1100 + "]" * 1100,
        '{"a":' * 20 + "0" + "}" * 20,
    ),
    *('"snapshot"', '"delta"', '"update"', '"buy"', '"SELL"', '"long"', '"btc"', '"sats"', '"SATS"', '"usd"', '"USDC"'),
    *('"order"', '"balance"', '"position"', '"account"', '"orders"', '"subscribe"', '"unsubscribe"', '"error"'),
    *(
        '"level1"',
        '"level1.GOLD-BTC"',
        '"depth.GOLD-BTC"',
        '"trade.OIL-BTC"',
        '"ticker.GOLD-BTC"',
        '"candles.GOLD-BTC"',
    ),
    *('"GOLD-BTC"', '"OIL-BTC"', '"filled"', '"cancelled"', '"new"', '"60015"', '"600010"', "60019", '"0"', '"00"'),
)
_BITS: Final = (
    *(
        '"',
        "\\",
        "{",
        "}",
        "[",
        "]",
        ":",
        ",",
        "\x00",
        "\ud800",
        "\udfff",
        "\u202e",
        "\ufeff",
        "9",
        "e9",
        ".",
        "-",
        "/",
    ),
    *("null", "\n", " ", "\\ud800", "é", "\U0001f600", '","', '":"', "[[", "}}", "//", "1" * 40, '"a":' * 8),
)
_KINDS: Final = 200
_LARGE_IN: Final = 4000
_MEDIUM_IN: Final = 60


class Mutants:
    """An endless supply of mutated texts."""

    def __init__(self, seed: int | str, specimens: Sequence[Specimen] = SMALL, others: bool = True) -> None:
        """`others` mixes in the large ones of `corpus`, a few of which cost as much as thousands of the small."""
        self._chance = Random(seed).random
        self._specimens = specimens
        self._others = others
        self._ways = self._table()

    def _table(self) -> tuple[Callable[[Specimen], str], ...]:
        """The ways to mutate, each as often as its share."""
        shares: tuple[tuple[Callable[[Specimen], str], int], ...] = (
            (self._another_value, 62),
            (self._another_number, 40),
            (self._other_key, 12),
            (self._without_a_member, 14),
            (self._member_twice, 12),
            (self._swapped, 14),
            (self._grafted, 12),
            (self._nested_or_bare, 4),
            (self._cut, 8),
            (self._piece_replaced, 14),
            (self._spliced, 6),
            (self._grown, 2),
        )
        ways = tuple(way for way, share in shares for _ in range(share))
        assert len(ways) == _KINDS
        return ways

    def next(self) -> str:
        """One more."""
        chance = self._chance
        specimen = self._specimen()
        return self._ways[int(chance() * _KINDS)](specimen)

    def _specimen(self) -> Specimen:
        chance = self._chance
        if self._others:
            lot = chance()
            if lot * _LARGE_IN < 1:
                return LARGE[int(chance() * len(LARGE))]
            if lot * _MEDIUM_IN < 1:
                return MEDIUM[int(chance() * len(MEDIUM))]
        return self._specimens[int(chance() * len(self._specimens))]

    def _another_value(self, specimen: Specimen) -> str:
        chance = self._chance
        tokens = list(specimen.tokens)
        while True:
            pool = _WORDS if chance() < 0.5 else _NUMBERS
            tokens[specimen.scalars[int(chance() * len(specimen.scalars))]] = pool[int(chance() * len(pool))]
            if chance() < 0.8:
                return "".join(tokens)

    def _another_number(self, specimen: Specimen) -> str:
        """Numbers that were never sent before, most of them good ones."""
        chance = self._chance
        tokens = list(specimen.tokens)
        digits = str(int(chance() * 10 ** int(chance() * 20)))
        text = f'"{digits}"' if chance() < 0.3 else f'"{int(chance() * 4)}.{digits}"'
        tokens[specimen.scalars[int(chance() * len(specimen.scalars))]] = text
        return "".join(tokens)

    def _other_key(self, specimen: Specimen) -> str:
        chance = self._chance
        tokens = list(specimen.tokens)
        source = self._specimens[int(chance() * len(self._specimens))]
        key = source.tokens[source.keys[int(chance() * len(source.keys))]]
        tokens[specimen.keys[int(chance() * len(specimen.keys))]] = key
        return "".join(tokens)

    def _without_a_member(self, specimen: Specimen) -> str:
        tokens = list(specimen.tokens)
        start, stop = self._span(specimen.members)
        del tokens[start:stop]
        return "".join(tokens)

    def _member_twice(self, specimen: Specimen) -> str:
        """The same key twice, the second time with another value."""
        chance = self._chance
        tokens = list(specimen.tokens)
        start, stop = self._span(specimen.members)
        again = tokens[start:stop]
        again[-1:] = [again[-1] if chance() < 0.5 else _NUMBERS[int(chance() * len(_NUMBERS))]]
        tokens[stop:stop] = again
        return "".join(tokens)

    def _swapped(self, specimen: Specimen) -> str:
        chance = self._chance
        tokens = list(specimen.tokens)
        one, other = (specimen.scalars[int(chance() * len(specimen.scalars))] for _ in range(2))
        tokens[one], tokens[other] = tokens[other], tokens[one]
        return "".join(tokens)

    def _grafted(self, specimen: Specimen) -> str:
        """An object or array, replaced by one of another message or by a single value."""
        chance = self._chance
        tokens = list(specimen.tokens)
        start, stop = self._span(specimen.containers)
        source = self._specimens[int(chance() * len(self._specimens))]
        first, last = self._span(source.containers)
        other = source.tokens[first:last] if chance() < 0.7 else (_WORDS[int(chance() * len(_WORDS))],)
        tokens[start:stop] = other
        return "".join(tokens)

    def _nested_or_bare(self, specimen: Specimen) -> str:
        """Wrapped into an array, or only a part of itself."""
        if self._chance() < 0.5:
            return f"[{specimen.text}]"
        start, stop = self._span(specimen.containers)
        return "".join(specimen.tokens[start:stop])

    def _cut(self, specimen: Specimen) -> str:
        place = int(self._chance() * len(specimen.text))
        return specimen.text[:place] if self._chance() < 0.8 else specimen.text[place:]

    def _piece_replaced(self, specimen: Specimen) -> str:
        chance = self._chance
        text = specimen.text
        start = int(chance() * len(text))
        stop = start + int(chance() * chance() * 30)
        instead = _BITS[int(chance() * len(_BITS))] if chance() < 0.7 else text[start:stop] * 2
        return text[:start] + instead + text[stop:]

    def _spliced(self, specimen: Specimen) -> str:
        chance = self._chance
        other = self._specimens[int(chance() * len(self._specimens))].text
        return specimen.text[: int(chance() * len(specimen.text))] + other[int(chance() * len(other)) :]

    def _grown(self, specimen: Specimen) -> str:
        """One member, bit or value many times over."""
        chance = self._chance
        tokens = list(specimen.tokens)
        times = int(1 + chance() ** 8 * 20_000) if len(specimen.text) < 2000 else 2
        if chance() < 0.5:
            start, stop = self._span(specimen.members)
            tokens[stop:stop] = tokens[start:stop] * times
            return "".join(tokens)
        bit = _BITS[int(chance() * len(_BITS))] * times
        place = specimen.scalars[int(chance() * len(specimen.scalars))]
        tokens[place] = f'"{bit}"' if chance() < 0.5 else bit
        return "".join(tokens)

    def _span(self, spans: tuple[tuple[int, int], ...]) -> tuple[int, int]:
        return spans[int(self._chance() * len(spans))] if spans else (0, 0)
