"""Whatever a file holds, loading answers settings or problems."""

from __future__ import annotations

import random
from pathlib import Path

from roxom_tui.config.load import load_settings
from roxom_tui.config.problems import ConfigProblems
from roxom_tui.config.settings import Settings

ROUNDS = 2000
PIECES = (
    "[",
    "]",
    "{",
    "}",
    "=",
    ".",
    ",",
    '"',
    "'''",
    '"""',
    "#",
    "\n",
    "\\",
    "1e9",
    "nan",
    "-",
    "é",
    "\0",
    "[[x]]\n",
)


def test_thousands_of_damaged_configurations_never_raise(example: str, tmp_path: Path) -> None:
    chance = random.Random(20)
    file = tmp_path / "config.toml"
    refused = 0
    for _ in range(ROUNDS):
        file.write_text(_damaged(example, chance), encoding="utf-8")
        found = load_settings(str(file), environ={})
        assert isinstance(found, Settings | ConfigProblems)
        if isinstance(found, ConfigProblems):
            refused += 1
            _check_lines(found, file)
    assert refused > ROUNDS / 2


def test_thousands_of_odd_values_under_known_keys_never_raise(example: str, tmp_path: Path) -> None:
    chance = random.Random(21)
    file = tmp_path / "config.toml"
    values = ("0", "-1", "1.5", '""', '"~nobody-at-all/x"', "[]", "[[1], {}]", "{}", "{a.b = 1}", "true", "07:32:00")
    lines = example.splitlines()
    places = [number for number, line in enumerate(lines) if " = " in line and not line.startswith("#")]
    for _ in range(ROUNDS):
        changed = list(lines)
        for place in chance.sample(places, chance.randint(1, 5)):
            changed[place] = f"{changed[place].split(' = ')[0]} = {chance.choice(values)}"
        file.write_text("\n".join(changed), encoding="utf-8")
        found = load_settings(str(file), environ={})
        if isinstance(found, ConfigProblems):
            _check_lines(found, file)


def _damaged(text: str, chance: random.Random) -> str:
    for _ in range(chance.randint(1, 6)):
        start = chance.randrange(len(text))
        end = min(len(text), start + chance.choice((0, 1, 1, 5, 80)))
        text = text[:start] + chance.choice((*PIECES, "", text[end : end + 40])) + text[end:]
    return text


def _check_lines(found: ConfigProblems, file: Path) -> None:
    count = file.read_text(encoding="utf-8").count("\n") + 1
    for problem in found.problems:
        assert problem.line is None or 1 <= problem.line <= count
        assert all(line.isprintable() for line in str(problem).splitlines())
