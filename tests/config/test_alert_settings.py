"""Rules and hooks in the config file: read, or refused with line and key path like any other slip."""

from __future__ import annotations

from pathlib import Path

import pytest

from roxom_tui.commands.options import refused_rules
from roxom_tui.config.load import load_settings
from roxom_tui.config.problems import ConfigProblems
from roxom_tui.config.settings import Settings

RULE = "GOLD-BTC last > 0.0431"


def load(folder: Path, text: str) -> Settings | ConfigProblems:
    file = folder / "c.toml"
    file.write_text(text)
    return load_settings(str(file), None, {}, check_rules=refused_rules)


def said(folder: Path, text: str) -> list[str]:
    found = load(folder, text)
    assert isinstance(found, ConfigProblems)
    return [str(problem).removeprefix(f"{folder / 'c.toml'}:") for problem in found.problems]


def test_every_profile_has_the_rules_of_the_file(tmp_path: Path) -> None:
    text = f'[[alerts]]\nrule = "{RULE} -> hook:a"\n[[alerts]]\nrule = "order is filled"\n[hooks]\na = ["x", "-y"]\n'
    settings = load(tmp_path, text)
    assert isinstance(settings, Settings)
    assert settings.alerts == (f"{RULE} -> hook:a", "order is filled")
    assert settings.profiles["demo"].alerts == settings.alerts
    assert settings.hooks == {"a": ("x", "-y")}


@pytest.mark.parametrize(
    ("text", "sentences"),
    [
        (
            '[[alerts]]\nrule = "order is filled"\n\n[[alerts]]\nrule = "GLOD-BTC last > 1"\n',
            [
                "5: alerts[1].rule: column 1: expected one of the symbols GOLD-BTC, OIL-BTC, US100-BTC, US500-BTC,"
                " not GLOD-BTC; did you mean GOLD-BTC?"
            ],
        ),
        (
            '[[alerts]]\nrule = "order is filled -> hook:a"\n',
            ["2: alerts[0].rule: column 20: expected a hook that stands under [hooks] in the config file, not hook:a"],
        ),
        ('[[alerts]]\nrul = "x"\n', ["2: alerts[0].rul: unknown key; did you mean rule?"]),
        ("[[alerts]]\n", ["1: alerts[0]: rule is missing"]),
        ('[[alerts]]\nrule = ""\n', ["2: alerts[0].rule: is empty"]),
        ("[[alerts]]\nrule = 5\n", ["2: alerts[0].rule: expected a string, not a whole number"]),
        (
            f'[[alerts]]\nrule = "{RULE}"\n[[alerts]]\nrule = "gold-btc last above .0431"\n',
            ["4: alerts[1].rule: this rule is listed twice"],
        ),
        (
            'alerts = ["x"]\n',
            ["1: alerts[0]: expected a table, not a string; a rule is written under [[alerts]]"],
        ),
        ("[alerts]\n", ["1: alerts: expected tables, not a table; a rule is written under [[alerts]]"]),
        ('rule = "x"\n', ["1: rule: unknown key; it belongs under [[alerts]]"]),
        ('[hooks]\na = "x"\n', ["2: hooks.a: expected a list: a program and its arguments, not a string"]),
        ("[hooks]\na = []\n", ["2: hooks.a: expected a program and at most 63 arguments"]),
        ('[hooks]\na = ["x", 5]\n', ["2: hooks.a[1]: expected a string, not a whole number"]),
        ('[hooks]\na = [""]\n', ["2: hooks.a[0]: is not the name of a program"]),
        ('[hooks]\n"a b" = ["x"]\n', ['2: hooks."a b": expected a name of letters, digits, - and _']),
        (
            '[notify]\ndesktop = "osc77"\n',
            ["2: notify.desktop: osc77 is not one of auto, osc99, osc777, osc9, bell, off; did you mean osc777?"],
        ),
    ],
)
def test_a_slip_is_told_with_its_line_and_key_path(tmp_path: Path, text: str, sentences: list[str]) -> None:
    assert said(tmp_path, text) == sentences


def test_a_file_of_too_many_rules_or_hooks_is_refused(tmp_path: Path) -> None:
    rules = "".join(f'[[alerts]]\nrule = "GOLD-BTC last > {number}"\n' for number in range(101))
    assert said(tmp_path, rules) == ["1: alerts: expected at most 100 rules, not 101"]
    hooks = "[hooks]\n" + "".join(f'h{number} = ["x"]\n' for number in range(21))
    assert said(tmp_path, hooks) == ["1: hooks: expected at most 20 hooks, not 21"]
