"""watch: rules without a screen, a line of JSON for each thing that is told, and how it ends."""

from __future__ import annotations

import json
from pathlib import Path

import pytest

from roxom_tui.commands.watch import asked_for
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Environment
from tests.support.program import one_sentence, run

DEMO = Settings("demo", {"demo": Profile("demo", Environment.DEMO)})


def test_the_first_that_fires_ends_it_with_0(tmp_path: Path) -> None:
    ran = run(tmp_path, "watch", "--alert", 'GOLD-BTC last > 0.000001 "up"', "--first")
    assert (ran.returncode, ran.stderr) == (0, "")
    (line,) = ran.stdout.splitlines()
    told = json.loads(line)
    assert (told["event"], told["words"]) == ("fired", "up")
    assert isinstance(told["value"], str)


def test_a_rule_that_cannot_be_read_is_told_with_its_place(tmp_path: Path) -> None:
    ran = run(tmp_path, "watch", "--alert", "GOLD-BTC lst > 1")
    assert ran.returncode == 2
    assert one_sentence(ran).endswith("column 10: expected a figure such as last, not lst; did you mean last?")


def test_without_a_rule_there_is_nothing_to_watch(tmp_path: Path) -> None:
    ran = run(tmp_path, "watch")
    assert ran.returncode == 2
    assert one_sentence(ran).startswith("there is no rule to watch")


def test_only_symbols_and_hooks_that_are_there_may_be_named() -> None:
    assert asked_for(["GOLD-BTC last > 1"], DEMO) == ["GOLD-BTC last > 1"]
    for rule in ("X-BTC last > 1", "GOLD-BTC last > 1 -> hook:x"):
        with pytest.raises(UsageError, match="--alert"):
            asked_for([rule], DEMO)
