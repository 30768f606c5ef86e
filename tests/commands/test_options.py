"""Settings with the options of the command line applied: what is wrong with them is told once, before anything else."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.program import one_sentence, run
from tests.support.simulated_process import simulated


def test_a_key_file_open_to_others_is_told_once_with_the_command_and_nothing_vaguer(tmp_path: Path) -> None:
    with simulated(tmp_path, "--key-file", str(tmp_path / "k.pem")) as exchange:
        config = exchange.config(tmp_path)
        (tmp_path / "k.pem").chmod(0o644)
        ran = run(tmp_path, "--config", str(config), "check")
    *_, step, _ = ran.stdout.splitlines()
    assert step.endswith(f"close it: chmod 600 {tmp_path / 'k.pem'}")


@pytest.mark.parametrize("variable", [{}, {"TERM": "dumb"}])
def test_a_wrong_config_is_told_before_a_missing_terminal(variable: dict[str, str], tmp_path: Path) -> None:
    config = tmp_path / "c.toml"
    config.write_text("[ui]\nunit = 'btc'\n")
    ran = run(tmp_path, "--config", str(config), **variable)
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(f"{config}:2: ui.unit: ")
    assert one_sentence(run(tmp_path, "--profile", "sandbx")).startswith("--profile: there is no profile sandbx")
    assert one_sentence(run(tmp_path, "--symbol", "GOLD-BTX")).startswith("--symbol: GOLD-BTX is not among")


def test_config_problems_are_told_all_at_once(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('x = 1\n[ui]\nmax_fps = "30"\n')
    ran = run(tmp_path, "--config", str(file), "config", "validate")
    assert ran.returncode == 2
    assert [line.removeprefix(f"{file}:")[:2] for line in ran.stderr.splitlines()] == ["1:", "3:"]


def test_a_rebound_key_is_judged_by_the_screen(tmp_path: Path) -> None:
    file = tmp_path / "c.toml"
    file.write_text('[keys]\nzom = "x"\nzoom = "no such key"\n')
    lines = run(tmp_path, "--config", str(file), "config", "validate").stderr.splitlines()
    assert lines[0] == f"{file}:2: keys.zom: there is no such action; did you mean zoom?"
    assert lines[1].startswith(f"{file}:3: keys.zoom: ")
