from __future__ import annotations

import re
from argparse import _SubParsersAction
from pathlib import Path

from roxom_tui.cli import NOTHING_TYPED
from roxom_tui.commands.command_line import build_parser, read


def test_the_readme_s_table_has_every_command_and_no_option_that_there_is_not() -> None:
    readme = (Path(__file__).parents[2] / "README.md").read_text("utf-8")
    rows = re.findall(r"^\| `([a-z]+)((?: [^`]*)?)` \|", readme.partition("## Commands")[2], re.MULTILINE)
    (commands,) = [action.choices for action in build_parser()._actions if isinstance(action, _SubParsersAction)]
    assert {name for name, _ in rows} == set(commands)
    for name, options in rows:
        known = commands[name].format_help()
        assert all(re.search(rf"{option}\b", known) for option in re.findall(r"--[\w-]+", options)), name


def test_a_flag_holds_before_and_after_the_command() -> None:
    assert read(["--profile", "a", "check"]).profile == "a"
    assert read(["check", "--profile", "b"]).profile == "b"
    assert read(["--profile", "a", "check", "--profile", "b"]).profile == "b"
    assert read(["check"]).profile is None


def test_to_type_nothing_is_what_the_parser_makes_of_nothing() -> None:
    assert read([]) == NOTHING_TYPED
