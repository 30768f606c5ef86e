"""How commands begin: what is wrong with the settings is told once, before anything else; no core is ever written."""

from __future__ import annotations

import os
import resource
from pathlib import Path

import pytest

from tests.support.endings import PACKAGE_HOME
from tests.support.program import one_sentence, run
from tests.support.simulated_process import simulated
from tests.support.terminal import Terminal


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


def test_no_core_of_it_is_written_whatever_the_shell_allows(tmp_path: Path) -> None:
    with Terminal([], tmp_path, before="ulimit -c $(ulimit -H -c);") as terminal:
        terminal.shows("DEMO", "LIVE")
        limits = Path(f"/proc/{terminal.process.pid}/limits")
        if not limits.exists():
            pytest.skip("this system does not tell the limits of a process")
        (line,) = (line for line in limits.read_text().splitlines() if line.startswith("Max core file size"))
        assert line.split()[4:6] == ["0", "0"]


TELLING_LIMIT = """
import os, sys
import roxom_tui.commands.without_screen as headless
def tell(command, *_, **__):
    print("limit", resource.getrlimit(resource.RLIMIT_CORE)[0], file=sys.stderr)
    return 0
headless.run_headless = tell
"""


@pytest.mark.parametrize("command", ["stream", "check", "simulate"])
def test_no_core_of_a_process_that_holds_a_key_is_ever_written(tmp_path: Path, command: str) -> None:
    # The one who starts it wants cores of everything, as far as the system lets them.
    most = resource.getrlimit(resource.RLIMIT_CORE)[1]
    patch = f"import resource\nresource.setrlimit(resource.RLIMIT_CORE, ({most}, {most}))\n{TELLING_LIMIT}"
    (tmp_path / "sitecustomize.py").write_text(patch)
    ran = run(tmp_path, command, PYTHONPATH=f"{tmp_path}{os.pathsep}{PACKAGE_HOME}")
    if most == 0:
        pytest.skip("this system writes no core at all")
    assert "limit 0\n" in ran.stderr
