"""Whatever a file holds, loading answers settings or problems: soon, in few words, and never with a traceback."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from roxom_tui.commands.options import refused_keys
from roxom_tui.config.load import load_settings
from roxom_tui.config.problems import MOST_TOLD
from roxom_tui.config.settings_text import settings_text
from tests.config.mutations import try_files
from tests.support.config_texts import Load, good, said

FULL = 65_000
"""A file about as large as is read."""


def test_thousands_of_damaged_configurations_are_loaded_or_refused_in_words(example: str, tmp_path: Path) -> None:
    tally = try_files(4000, 20, tmp_path, example)
    assert min(tally.answers["loaded"], tally.answers["refused"]) > 200


def repeated(line: Callable[[int], str]) -> str:
    """As many of such lines as a file can have."""
    return "".join(line(number) for number in range(FULL // len(line(9999))))


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a." * (FULL // 2) + "a = 1", "config.toml: is nested too deep"),
        ("[" + "'a b' . " * (FULL // 8) + "a]", "config.toml: is nested too deep"),
        ("a = " + "[" * 30_000, "config.toml: is nested too deep"),
        (repeated(lambda n: f"k{n}=1\n"), "config.toml:1: k0: unknown key; known are profile"),
        (repeated(lambda n: f"[k{n}]\n"), "config.toml:1: k0: unknown key; a profile is written [profiles.k0]"),
        (
            repeated(lambda n: f"[profiles.p{n}]\nenvironment='sandbox'\nws_url='wss://h/ws'\nprivate_key_file='k'\n"),
            "config.toml:1: profiles: expected at most 50 profiles, not",
        ),
        ("[keys]\n" + repeated(lambda n: f"k{n}='x'\n"), "config.toml:1: keys: expected at most 200 keys, not"),
        ("symbols=[" + "'A-B'," * (FULL // 6) + "]", "config.toml:1: symbols: expected 1 to 50 symbols, not"),
        ("k" * FULL + " = 1", f"config.toml:1: {'k' * 63}…: unknown key; known are profile"),
        (f"[{'k' * 60_000}]\n" * 2, "config.toml: is larger than 64 KiB"),
        (f"[{'k' * 30_000}]\n" * 2, "config.toml:2: not TOML: Cannot declare ('kkkk"),
        (f"[keys]\nquit = '{'x' * 60_000}'", "config.toml:2: keys.quit: 'xxxx"),
        (f"profile = '{'x' * 60_000}'", f"config.toml:1: profile: there is no profile {'x' * 63}…; known are demo"),
    ],
    ids=lambda value: value[:20],
)
def test_a_file_made_to_be_slow_or_noisy_is_neither(load: Load, text: str, problem: str) -> None:
    problems = said(load(text, check_keys=refused_keys))
    assert problems[0].startswith(problem)
    assert len(problems) <= MOST_TOLD + 1
    assert max(map(len, problems)) < 500
    if len(problems) > MOST_TOLD:
        assert problems[-1].startswith("and ")
        assert problems[-1].endswith(" more")


def test_a_bom_and_the_line_ends_of_windows_are_no_problem(load: Load, example: str) -> None:
    plain = settings_text(good(load(example)))
    assert settings_text(good(load("\ufeff" + example))) == plain
    assert settings_text(good(load(example.replace("\n", "\r\n")))) == plain
    assert said(load("\ufeff# a\r\nx = 1\r\n"))[0].startswith("config.toml:2: x: unknown key")


@pytest.mark.parametrize("text", ["a = 1\0", "# \0", "\0", "a = '\0'", "\ufeff\ufeff", "a = '\x7f'", "a\r= 1"])
def test_a_control_character_is_refused_with_its_line(load: Load, text: str) -> None:
    (problem,) = said(load(text))
    assert problem.startswith("config.toml:1: not TOML: ")


def test_a_text_cut_off_in_a_character_or_in_another_code_is_refused_with_its_line(tmp_path: Path) -> None:
    file = tmp_path / "config.toml"
    for data in ("# é".encode()[:-1], "# é".encode("latin-1"), "a = 1".encode("utf-16"), "a".encode("utf-32")):
        file.write_bytes(b"\n" + data)
        assert said(load_settings(str(file), environ={})) == ["config.toml:2: is not UTF-8 text"]
