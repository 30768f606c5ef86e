"""A wrong key or value is refused with file, line, key path and what was meant."""

from __future__ import annotations

from collections.abc import Mapping

import pytest

from roxom_tui.config.problems import ConfigProblems
from tests.support.config_texts import Load, good, said

SANDBOX = """\
[profiles.sandbox]
environment = "sandbox"
ws_url = "wss://sandbox.example/ws"
"""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("max_fps = 3", "config.toml:1: max_fps: unknown key; it belongs under [ui]"),
        ('ws_url = "x"', "config.toml:1: ws_url: unknown key; it belongs under [profiles.NAME]"),
        ("[sandbox]", "config.toml:1: sandbox: unknown key; a profile is written [profiles.sandbox]"),
        ("[ui]\nfoo = 1", "config.toml:2: ui.foo: unknown key; known are units, max_fps, theme, mouse"),
        ("ui = 3", "config.toml:1: ui: expected a table, not a whole number"),
        ("profile = 3", "config.toml:1: profile: expected a string, not a whole number"),
        ('profile = "x"', "config.toml:1: profile: there is no profile x; known are demo"),
        ("[profile.x]", "config.toml:1: profile: expected a name, not a table; a profile is written [profiles.NAME]"),
        (
            '[profiles."x\\u001b"]\nenvironment = "demo"',
            'config.toml:1: profiles."x\\u001b": a profile\'s name is 1 to 40',
        ),
        ("[profiles.'']\nenvironment = 'demo'", 'config.toml:1: profiles."": a profile\'s name is 1 to 40'),
        ("[profiles.' x']\nenvironment = 'demo'", 'config.toml:1: profiles." x": a profile\'s name is 1 to 40'),
        ("profiles.x = 1", "config.toml:1: profiles.x: expected a table, not a whole number"),
        ("[ui]\nmax_fps = 0", "config.toml:2: ui.max_fps: expected a whole number from 1 to 60"),
        (
            "[ui]\nmax_fps = true",
            "config.toml:2: ui.max_fps: expected a whole number from 1 to 60, not true or false",
        ),
        ("[ui]\nmouse = 1979-05-27", "config.toml:2: ui.mouse: expected true or false, not a date or time"),
        ('[ui]\nunits = "sat"', "config.toml:2: ui.units: sat is not one of btc, sats; did you mean sats?"),
        ("[keys]\nquit = 1", "config.toml:2: keys.quit: expected the name of a key, not a whole number"),
        ('[keys]\nquit = ""', "config.toml:2: keys.quit: is empty"),
        ('symbols = ["A-B",\n"a"]', "config.toml:2: symbols[1]: a is not a symbol; one looks like GOLD-BTC"),
        ('symbols = ["A-B", "A-B"]', "config.toml:1: symbols[1]: A-B is listed twice"),
        ("symbols = []", "config.toml:1: symbols: expected 1 to 50 symbols, not 0"),
        (
            'depth_mode = "sined"',
            "config.toml:1: depth_mode: sined is not one of auto, absolute, signed; did you mean signed?",
        ),
        (
            "[profiles.demo]\nseed = -1",
            f"config.toml:2: profiles.demo.seed: expected a whole number from 0 to {2**63 - 1}",
        ),
        ("[profiles.x]\n", "config.toml:1: profiles.x: environment is missing: demo, sandbox or production"),
        (
            '[profiles.x]\nenvironment = "sandbox"',
            "config.toml:1: profiles.x: ws_url is missing: the address of the exchange's WebSocket",
        ),
        (
            SANDBOX + 'api_key = "0123456789"\napi_key_env = "K"',
            "config.toml:5: profiles.sandbox.api_key_env: give api_key or api_key_env, not both",
        ),
        (SANDBOX + 'api_key = "a b"', "config.toml:4: profiles.sandbox.api_key: holds a space or another character"),
        (SANDBOX + 'api_key_env = "a b"', "config.toml:4: profiles.sandbox.api_key_env: is not the name of an env"),
        (SANDBOX + 'private_key_file = ""', "config.toml:4: profiles.sandbox.private_key_file: is not a path"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line_and_what_was_expected(load: Load, text: str, problem: str) -> None:
    (line,) = said(load(text))
    assert line.startswith(problem)


def test_all_problems_are_told_at_once_in_the_order_of_the_file(load: Load) -> None:
    problems = said(load('profile = 1\n[ui]\nmax_fps = 99\n[profiles.sandbox]\nenvironment = "x"\nws_ur = ""\n'))
    assert [problem.split(": ")[0] for problem in problems] == [f"config.toml:{line}" for line in (1, 3, 5, 6)]


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("a = ", "config.toml:1: not TOML: Invalid value, at the end of the file"),
        ("\n\na b = 1", "config.toml:3: not TOML: "),
        ("[ui]\n[ui]", "config.toml:2: not TOML: "),
        (
            'profile = "x"\n[profile.x]',
            "config.toml:2: not TOML: there is a key of that name already; a profile is written [profiles.NAME], at",
        ),
        ("a = 1\na = 2", "config.toml:2: not TOML: there is a key of that name already, at the end of the file"),
        ("a = " + "[" * 5000, "config.toml: is nested too deep"),
        ("a = " + "9" * 5000, "config.toml: is not TOML"),
    ],
)
def test_text_that_is_not_toml_is_refused_with_its_line(load: Load, text: str, problem: str) -> None:
    (line,) = said(load(text))
    assert line.startswith(problem)


def test_a_control_character_in_a_key_never_reaches_the_terminal(load: Load) -> None:
    (line,) = said(load('"\\u001b[2J" = 1'))
    assert line.isprintable()


def test_a_key_pasted_into_the_wrong_place_is_not_repeated(load: Load) -> None:
    pem = "-----BEGIN PRIVATE KEY-----canary"
    text = f'{SANDBOX}api_key = "canary canary"\nprivate_key_file = "{pem}"\nrest_url = "https://u:canary@h"\n'
    assert "canary" not in "\n".join(said(load(text)))
    assert "canary" not in "\n".join(said(load(f'{SANDBOX}api_key_env = "canary-canary"')))


def test_the_ui_judges_rebound_keys_and_its_refusal_has_a_line(load: Load) -> None:
    def check(keys: Mapping[str, str]) -> Mapping[str, str]:
        return {action: f"no action {action}" for action in keys if action != "quit"}

    assert said(load('[keys]\nquit = "q"\nqit = "x"', check_keys=check)) == ["config.toml:3: keys.qit: no action qit"]
    assert good(load('[keys]\nquit = "x"', check_keys=check)).keys == {"quit": "x"}


def test_problems_become_a_usage_error_at_the_edge(load: Load) -> None:
    problems = load("x = 1")
    assert isinstance(problems, ConfigProblems)
    assert problems.as_error().exit_code == 2
    assert str(problems.as_error()) == str(problems)
