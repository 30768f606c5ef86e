"""Damaged configurations, and what must hold of what is said of them. A seed makes the same ones again."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass, field
from pathlib import Path
from random import Random
from time import perf_counter
from typing import Final

from roxom_tui.commands.options import refused_keys
from roxom_tui.config.load import load_settings
from roxom_tui.config.problems import MOST_TOLD, ConfigProblems
from roxom_tui.config.settings import Settings
from roxom_tui.config.settings_text import settings_text
from roxom_tui.model.visible_text import is_all_visible

PATIENCE: Final = 2.0
"""Seconds for one file, on a machine that has other work."""
LONGEST_LINE: Final = 700

PIECES: Final = (
    *("[", "]", "{", "}", "=", ".", ",", '"', "'", "'''", '"""', "#", "\n", "\r\n", "\\", "\\u001b", "-", "_", "+"),
    *("1e9", "nan", "inf", "0x1f", "1_0", "1979-05-27T07:32:00Z", "true", "é", "\0", "\x1b[2J", "\u202e", "\ufeff"),
    *("[[x]]\n", "[profiles]\n", "[ui]\n", "[keys]\n", "profile", "symbols", "environment", '"demo"', "a.b", "[" * 60),
)
VALUES: Final = (
    *("0", "-1", "1.5", '""', '"x"', '"~nobody-at-all/x"', "[]", "[[1], {}]", "{}", "{a.b = 1}", "true", "07:32:00"),
    *('"wss://h/ws"', '"ws://h/ws"', '"https://h/v1"', '"demo"', '"production"', '"GOLD-BTC"', '["GOLD-BTC"]', '"q"'),
)
BYTES: Final = (
    b"\0",
    b"\xff",
    b"\xfe\xff",
    b"\xef\xbb\xbf",
    b"\r",
    b"\r\n",
    b"\xc3",
    b"\xed\xa0\x80",
    b"\x7f",
    b"\x1a",
)


@dataclass
class Tally:
    """What became of the files, and the longest time one took."""

    answers: Counter[str] = field(default_factory=Counter)
    slowest: float = 0.0

    def __str__(self) -> str:
        told = ", ".join(f"{count:,} {what}" for what, count in sorted(self.answers.items()))
        return f"{told}; the slowest took {self.slowest * 1000:.0f} ms"


def try_files(count: int, seed: int, folder: Path, example: str) -> Tally:
    """Load so many damaged files. Raises AssertionError, or what the loader let through, with the file left behind."""
    chance = Random(seed)
    tally = Tally()
    for _ in range(count):
        file = folder / "config.toml"
        file.write_bytes(damaged(example, chance))
        began = perf_counter()
        found = load_settings(str(file), environ={}, check_keys=refused_keys)
        taken = perf_counter() - began
        judge(found, file)
        assert taken < PATIENCE, f"{taken:.1f} s"
        tally.slowest = max(tally.slowest, taken)
        tally.answers["refused" if isinstance(found, ConfigProblems) else "loaded"] += 1
    return tally


def damaged(example: str, chance: Random) -> bytes:
    """The example after some accidents to its bytes, its tokens, its lines or its values."""
    ways = chance.choices((_characters, _lines, _values), k=chance.choice((1, 1, 1, 2, 3)))
    text = example
    for way in ways:
        text = way(text, chance)
    data = text.encode("utf-8", "surrogatepass")
    return _bytes(data, chance) if chance.random() < 0.25 else data


def judge(found: Settings | ConfigProblems, file: Path) -> None:
    """Settings that can be shown, or one short harmless line for each problem, with a line that is there."""
    if isinstance(found, Settings):
        settings_text(found)
        return
    lines = str(found).split("\n")
    assert len(lines) == min(len(found.problems), MOST_TOLD + 1) > 0
    for line in lines:
        assert is_all_visible(line), line
        assert len(line) < LONGEST_LINE + len(str(file)), line
    last = file.read_bytes().count(b"\n") + 1
    assert all(problem.line is None or 1 <= problem.line <= last for problem in found.problems)


def _characters(text: str, chance: Random) -> str:
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text) + 1)
        end = min(len(text), start + chance.choice((0, 1, 1, 5, 80)))
        text = text[:start] + chance.choice((*PIECES, "", text[end : end + 40])) + text[end:]
    return text


def _lines(text: str, chance: Random) -> str:
    lines = text.split("\n")
    for _ in range(chance.randint(1, 4)):
        here, there = chance.randrange(len(lines)), chance.randrange(len(lines))
        match chance.randrange(4):
            case 0:
                lines[here], lines[there] = lines[there], lines[here]
            case 1:
                lines.insert(there, lines[here])
            case 2:
                lines[here] += chance.choice(("", " ")) + lines[there]
            case _:
                del lines[here]
                lines = lines or [""]
    return "\n".join(lines)


def _values(text: str, chance: Random) -> str:
    lines = text.split("\n")
    places = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    for place in chance.sample(places, min(len(places), chance.randint(1, 5))):
        lines[place] = f"{lines[place].split(' = ')[0]} = {chance.choice(VALUES)}"
    return "\n".join(lines)


def _bytes(data: bytes, chance: Random) -> bytes:
    for _ in range(chance.randint(1, 3)):
        start = chance.randrange(len(data) + 1)
        piece = chance.choice((*BYTES, bytes((chance.randrange(256),))))
        data = data[:start] + piece + data[start + chance.choice((0, 1, 30)) :]
    return data
