"""Texts that a server, a file or the environment could hold to harm a terminal, or whoever reads it. Seeded."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from typing import Final, TypeAlias

Kind: TypeAlias = Callable[[Random], str]

ESC: Final = "\x1b"
_STRINGS: Final = (f"{ESC}]", f"{ESC}P", f"{ESC}_", f"{ESC}^", f"{ESC}X", "\x9d", "\x90", "\x9f", "\x9e", "\x98")
_ENDS: Final = ("\x07", f"{ESC}\\", "\x9c", "")
_ORDERS: Final = (
    "0;owned",
    "2;owned",
    "52;c;b3duZWQ=",
    "8;;http://evil.invalid/",
    "4;1;rgb:ff/00/00",
    "10;?",
    "11;#000000",
    "1337;File=inline=1:AAAA",
    "777;notify;a;b",
    "9;9;x",
    "$qm",
    "Gi=1,a=T,f=24,s=1,v=1;AAAA",
)
_CSI: Final = (
    *("2J", "H", "1;1H", "3J", "?1049l", "?1049h", "?25h", "?25l", "?1000h", "?1003h", "?2004l", "?7l", "?5h", "?1h"),
    *("6n", "5n", "c", ">c", "=c", "0x", "21t", "8;1;1t", "22;2t", "23;2t", "31m", "0m", "38;5;1m", "4:3m", "8m"),
    *("?2026h", ">1u", "<u", "s", "u", "1;1r", "!p", "4h", "20h", "1000b", "99P", "1L", "?6n", ">q", "?996n", "5i"),
)
_LONE: Final = (*(f"{ESC}{c}" for c in "c78DEHMNOZ=>#(%lmn|}~"), f"{ESC}(0", f"{ESC}#8", f"{ESC}%G", f"{ESC} F", ESC)
_BIDI: Final = "\u061c\u200e\u200f\u202a\u202b\u202c\u202d\u202e\u2066\u2067\u2068\u2069"
_THIN: Final = "\u200b\u200c\u200d\u2060\u2061\ufeff\u00ad\u180e\u034f\u17b4\ufe0f\ufe0e\u115f\u3164\u2800\U000e0041"
_ON_TOP: Final = "\u0301\u0308\u0336\u20dd\u20e3\u0489\u093e\u0903\u1161\u11a8\U0001d165"
_WIDE: Final = (
    *("金" * 9, "日本語の注文", "각하", "🙂", "👨\u200d👩\u200d👧", "👍\U0001f3fd", "🇺🇸", "🇩", "☺\ufe0f", "1\u20e3"),
    *("﷽", "𒐫", "ｆｕｌｌ", "ﾊﾝｶｸ", "🏴\U000e0067\U000e007f", "\u1100\u1161\u11a8", "क्षि", "ก็็็็", "Z̸̡̢̛͕̮"),
)
_RIGHT_TO_LEFT: Final = ("שלום 123", "مرحبا 45.6", "א0.043127ב", "ܐ1", "\u06dd7", "٣٤٥")
_CASE: Final = ("ŉ", "ǰ", "ΐ", "İ", "ẖ", "ﬀ", "ß", "ẞ", "K")
_MARKUP: Final = (
    *("[red]", "[/]", "[/x]", "[/red]", "[bold red on white]", "[@click=app.quit]go[/]", "[@click='app.quit']x", "[b"),
    *("[link=http://evil.invalid]here[/link]", "[$accent]", "[", "]", "[[", "\\[", "\\", "[]", "[red", "[/", "[!x]"),
    *("[not]", "[reverse]", "[on red]", "[@click=app.interrupt()]", "[#ff0000]", "[blink]", "[@x=1]", "[auto]", "$x"),
    *("{x}", "%s", "%(message)s", "{0.__class__}", "<b>", "&lt;", ":smile:", "`x`", "**x**", "${HOME}", "$(id)"),
)
_OURS: Final = (
    *("LIVE", "● LIVE", "DEMO", " PRODUCTION ", "SANDBOX", "▲", "▼ 0.043127", "│", "╭ Order book ─╮", "─" * 70),
    *(
        "STALE",
        "DOWN",
        "PAUSED +3",
        "verified 1 s ago",
        "--",
        "…",
        "\ufffd",
        "next try in 3 s",
        "not yet verified",
        "cannot be verified",
    ),
)
_NUMBERS: Final = ("0", "-0", "1e9", "0.043127", "1,000", "∞", "NaN", "½", "²", "99999999999999999999", "+0.5 %", ".")
_LINES: Final = ("\n", "\r", "\r\n", "\t", "\b", "\v", "\f", "\x85", "\u2028", "\u2029", "\b\b\b\b0", "\r0.999999 ")


def _any(*texts: str) -> Kind:
    return lambda random: random.choice(texts)


def _sequence(random: Random) -> str:
    kind = random.randrange(5)
    if kind == 0:
        return random.choice((f"{ESC}[", "\x9b")) + random.choice(_CSI)
    if kind == 1:
        return random.choice(_LONE)
    if kind == 2:
        numbers = ";".join(str(random.randrange(10_000)) for _ in range(random.randrange(40)))
        return f"{ESC}[{random.choice(('', '?', '>', '<', '='))}{numbers}{chr(random.randrange(0x40, 0x7F))}"
    return random.choice(_STRINGS) + random.choice(_ORDERS) + random.choice(_ENDS)


def _control(random: Random) -> str:
    return chr(random.choice((*range(0x20), 0x7F, *range(0x80, 0xA0))))


def _flood(random: Random) -> str:
    return "0" + random.choice(_ON_TOP + _BIDI + _THIN) * random.randrange(1, 200)


def _surrogate(random: Random) -> str:
    return chr(random.randrange(0xD800, 0xE000))


def _any_character(random: Random) -> str:
    return chr(random.randrange(0x110000))


def _eight_bit(random: Random) -> str:
    """Bytes of another encoding, as a careless program reads them."""
    raw = random.choice((b"\xc0\x9b31m", b"\xe0\x80\x9b2J", b"\x9b2J", b"\xff\xfe", b"\xc2\x9b31m", b"\xed\xa0\x80"))
    return raw.decode(random.choice(("latin-1", "utf-8")), "surrogateescape")


def _long(random: Random) -> str:
    return random.choice(("x", "W", "金", "0", " ", "a b ", "\x1b[31m", "[red]", "é")) * random.randrange(60, 3000)


KINDS: Final[dict[str, Kind]] = {
    "sequence": _sequence,
    "control": _control,
    "bidi": _any(*_BIDI, "\u202e321.0"),
    "thin": _any(*_THIN),
    "flood": _flood,
    "surrogate": _surrogate,
    "eight bit": _eight_bit,
    "wide": _any(*_WIDE),
    "right to left": _any(*_RIGHT_TO_LEFT),
    "case": _any(*_CASE),
    "markup": _any(*_MARKUP),
    "our words": _any(*_OURS),
    "number": _any(*_NUMBERS),
    "lines": _any(*_LINES),
    "long": _long,
    "any": _any_character,
    "plain": _any("", " ", "a", "order", "GOLD-BTC", "limit", "x y"),
}


def payloads(count: int, seed: int) -> Iterator[str]:
    """Each kind alone in turn, and every second time between others."""
    random, kinds = Random(seed), list(KINDS.values())
    for number in range(count):
        text = kinds[number % len(kinds)](random)
        if number // len(kinds) % 2:
            others = [random.choice(kinds)(random) for _ in range(random.randrange(1, 4))]
            others.insert(random.randrange(len(others) + 1), text)
            text = "".join(others)
        yield text
