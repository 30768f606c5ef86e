"""Flag, then environment, then profile, then file, then default; and whatever a file holds, settings or problems."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from pathlib import Path

import pytest

from roxom_tui.commands.options import refused_keys, refused_layouts
from roxom_tui.config.load import load_settings
from roxom_tui.config.problems import MOST_TOLD, ConfigProblems
from roxom_tui.config.settings_text import settings_text
from roxom_tui.model.market import DEFAULT_SYMBOLS, DepthMode, Environment
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


TWO = """\
profile = "one"
symbols = ["A-BTC"]
depth_mode = "signed"
[profiles.one]
environment = "demo"
symbols = ["B-BTC"]
[profiles.two]
environment = "demo"
[ui]
units = "sats"
"""


def test_the_flag_wins_over_the_variable_and_that_over_the_file(load: Load) -> None:
    variable = {"ROXOM_TUI_PROFILE": "two"}
    assert good(load(TWO)).profile == "one"
    assert good(load(TWO, environ=variable)).profile == "two"
    assert good(load(TWO, profile="demo", environ=variable)).profile == "demo"
    assert good(load("")).profile == "demo"


def test_variables_of_the_screen_win_over_the_file(load: Load) -> None:
    variables = {
        "ROXOM_TUI_UNITS": "btc",
        "ROXOM_TUI_MAX_FPS": "7",
        "ROXOM_TUI_STREAM_FPS": "5",
        "ROXOM_TUI_MOUSE": "false",
        "ROXOM_TUI_THEME": "light",
    }
    assert good(load(TWO)).ui.units == "sats"
    ui = good(load(TWO, environ=variables)).ui
    assert (ui.units, ui.max_fps, ui.stream_fps, ui.mouse, ui.theme) == ("btc", 7, 5, False, "light")
    assert good(load(TWO, environ=dict.fromkeys(variables, ""))).ui.units == "sats"


@pytest.mark.parametrize(
    ("variable", "value", "problem"),
    [
        ("ROXOM_TUI_MAX_FPS", "99", "ROXOM_TUI_MAX_FPS: expected a whole number from 1 to 60"),
        ("ROXOM_TUI_STREAM_FPS", "1", "ROXOM_TUI_STREAM_FPS: expected a whole number from 2 to 60"),
        ("ROXOM_TUI_MAX_FPS", "30.5", 'ROXOM_TUI_MAX_FPS: expected a whole number from 1 to 60, not "30.5"'),
        ("ROXOM_TUI_STREAM_FPS", "-1", 'ROXOM_TUI_STREAM_FPS: expected a whole number from 2 to 60, not "-1"'),
        ("ROXOM_TUI_MOUSE", "yes", 'ROXOM_TUI_MOUSE: expected true or false, not "yes"'),
        ("ROXOM_TUI_MOUSE", "\x1b[0m", 'ROXOM_TUI_MOUSE: expected true or false, not "\\u001b[0m"'),
        ("ROXOM_TUI_SYMBOLS", "a", "ROXOM_TUI_SYMBOLS: a is not a symbol; one looks like GOLD-BTC"),
        ("ROXOM_TUI_PROFILE", "tow", "ROXOM_TUI_PROFILE: there is no profile tow; did you mean two?"),
    ],
)
def test_a_bad_variable_is_refused_by_name(load: Load, variable: str, value: str, problem: str) -> None:
    assert said(load(TWO, environ={variable: value})) == [problem]


def test_without_a_file_the_demo_stands(tmp_path: Path) -> None:
    settings = good(load_settings(environ={"XDG_CONFIG_HOME": str(tmp_path)}))
    assert (settings.profile, settings.path, settings.remarks) == ("demo", None, ())
    assert settings.profiles["demo"].environment is Environment.DEMO
    assert settings.profiles["demo"].symbols == DEFAULT_SYMBOLS


def test_a_readable_file_with_a_key_in_it_earns_a_remark(load: Load, tmp_path: Path) -> None:
    text = '[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://h/ws"\napi_key = "0123456789abcdef"'
    load(text)
    (tmp_path / "config.toml").chmod(0o644)
    (remark,) = good(load(text)).remarks
    assert remark.endswith("others can read it: chmod 600 it")
    (tmp_path / "config.toml").chmod(0o600)
    assert good(load(text)).remarks == ()


def test_problems_of_environment_and_file_come_together(load: Load) -> None:
    problems = load("x = 1", environ={"ROXOM_TUI_UNITS": "x"})
    assert isinstance(problems, ConfigProblems)
    assert len(problems.problems) == 2


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


def test_a_profile_wins_over_the_top_of_the_file_and_a_variable_over_both(load: Load) -> None:
    plain = good(load(TWO)).profiles
    assert (plain["one"].symbols, plain["two"].symbols) == (("B-BTC",), ("A-BTC",))
    assert plain["one"].depth_mode is DepthMode.SIGNED
    variables = {"ROXOM_TUI_SYMBOLS": "C-BTC, D-BTC", "ROXOM_TUI_DEPTH_MODE": "absolute"}
    strongest = good(load(TWO, environ=variables)).profiles
    assert {profile.symbols for profile in strongest.values()} == {("C-BTC", "D-BTC")}
    assert {profile.depth_mode for profile in strongest.values()} == {DepthMode.ABSOLUTE}


def test_an_unknown_profile_is_refused_with_the_nearest(load: Load) -> None:
    assert said(load(TWO, profile="on")) == ["--profile: there is no profile on; did you mean one?"]


def test_a_profile_is_not_called_missing_when_it_is_only_faulty(load: Load) -> None:
    assert said(load("[profiles.x]\nseed = 1", profile="x")) == [
        "config.toml:1: profiles.x: environment is missing: demo, sandbox or production"
    ]


def test_the_demo_is_there_whatever_the_file_defines(load: Load) -> None:
    assert "demo" in good(load(TWO)).profiles
    assert good(load("[profiles.demo]\nseed = 3\n")).profiles["demo"].seed == 3


def test_a_relative_key_file_starts_at_the_folder_of_the_config(load: Load, tmp_path: Path) -> None:
    text = '[profiles.x]\nenvironment = "demo"\nprivate_key_file = "keys/x.pem"\n'
    assert good(load(text)).profiles["x"].private_key_file == tmp_path / "keys" / "x.pem"


def test_production_has_its_addresses_built_in(load: Load) -> None:
    profile = good(load('[profiles.p]\nenvironment = "production"')).profiles["p"]
    assert (profile.ws_url, profile.rest_url) == ("wss://ws.roxom.com/ws", "https://api.roxom.com/v1")
    only_ws = good(load('[profiles.p]\nenvironment = "production"\nws_url = "wss://ws.roxom.com/ws"')).profiles["p"]
    assert only_ws.rest_url is None


def test_the_ui_judges_rebound_keys_and_its_refusal_has_a_line(load: Load) -> None:
    def check(keys: Mapping[str, str]) -> Mapping[str, str]:
        return {action: f"no action {action}" for action in keys if action != "quit"}

    assert said(load('[keys]\nquit = "q"\nqit = "x"', check_keys=check)) == ["config.toml:3: keys.qit: no action qit"]
    assert good(load('[keys]\nquit = "x"', check_keys=check)).keys == {"quit": "x"}


LAID_OUT = """
[ui]
layout = "gold"
[layouts]
gold = "book:3 tape:2 / chart"
[profiles.one]
environment = "demo"
layout = "chart"
"""


def test_layouts_are_chosen_for_the_screen_and_for_a_profile_and_a_variable_wins(load: Load) -> None:
    settings = good(load(LAID_OUT, check_layouts=refused_layouts))
    assert (settings.ui.layout, settings.profiles["one"].layout) == ("gold", "chart")
    assert settings.layouts == {"gold": "book:3 tape:2 / chart"}
    asked = good(load(LAID_OUT, environ={"ROXOM_TUI_LAYOUT": "book"}))
    assert (asked.ui.layout, asked.profiles["one"].layout) == ("book", None)
    assert good(load("")).ui.layout == "trade"


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ('[ui]\nlayout = "trad"', "config.toml:2: ui.layout: there is no layout trad; did you mean trade?"),
        ('[ui]\nlayout = "a b"', "config.toml:2: ui.layout: expected a name of letters, digits, - and _"),
        ('[layouts]\ntrade = "book"', "config.toml:2: layouts.trade: is built in; an own layout has a name of its own"),
        ("[layouts]\nmine = 3", "config.toml:2: layouts.mine: expected panels as text, not a whole number"),
        (
            '[layouts]\nmine = "book:0"',
            "config.toml:2: layouts.mine: expected from 1 to 100 parts of the width, not '0'",
        ),
        (
            '[layouts]\nmine = "boook"',
            "config.toml:2: layouts.mine: there is no panel boook; known are symbols, book, trades, chart, balances,"
            " positions, orders",
        ),
    ],
)
def test_a_layout_that_is_none_is_refused_with_what_it_should_be(load: Load, text: str, problem: str) -> None:
    assert said(load(text, check_layouts=refused_layouts)) == [problem]
