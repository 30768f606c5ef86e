"""What is typed, and how it ends: exit codes, one sentence, data and words apart."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from roxom_tui import __version__
from tests.support.program import PATIENCE, PROGRAM, environment, one_sentence, run

INTERRUPTED_WHILE_LOADING = """
import os, signal, sys

loaded, sys.argv[1] = sys.argv[1], "check"

class Finder:
    @staticmethod
    def find_spec(name, *_):
        if name == loaded:
            os.kill(os.getpid(), signal.SIGINT)

sys.meta_path.insert(0, Finder)
from roxom_tui.__main__ import main
sys.exit(main())
"""


@pytest.mark.parametrize("module", ["roxom_tui.cli", "roxom_tui.commands.check", "uuid", "websockets"])
def test_an_interrupt_while_a_module_is_loaded_ends_without_a_traceback(tmp_path: Path, module: str) -> None:
    """`uuid` is loaded by a compiled library, which takes the interpreter down when an exception comes in between."""
    ran = subprocess.run(
        [sys.executable, "-c", INTERRUPTED_WHILE_LOADING, module],
        env=environment(tmp_path),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, ran.stdout, ran.stderr) == (130, "", "")


def test_the_version_is_told_without_loading_anything_heavy(tmp_path: Path) -> None:
    code = (
        "import sys; from roxom_tui.cli import main; main(['--version']);"
        "heavy = {'asyncio', 'textual', 'rich', 'websockets', 'cryptography', 'httpx2', 'orjson', 'tomllib'};"
        "sys.stderr.write(' '.join(sorted(heavy & set(sys.modules))))"
    )
    ran = subprocess.run(
        [sys.executable, "-c", code], env=environment(tmp_path), capture_output=True, text=True, check=False
    )
    assert (ran.stdout, ran.stderr) == (f"roxom-tui {__version__}\n", "")


@pytest.mark.parametrize("arguments", [["--help"], ["check", "--help"], ["simulate", "-h"], ["stream", "-h"]])
def test_help_goes_to_stdout_and_ends_fine(tmp_path: Path, arguments: list[str]) -> None:
    ran = run(tmp_path, *arguments)
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("usage: roxom-tui")


def test_help_names_every_exit_code(tmp_path: Path) -> None:
    text = run(tmp_path, "--help").stdout
    for code in ("0", "1", "2", "3", "4", "5", "130", "129", "131", "143"):
        assert f" {code} " in f" {text} ".replace("\n", " ")


@pytest.mark.parametrize(
    ("arguments", "words"),
    [
        (["--profle=x"], "unrecognized arguments: --profle"),
        (["chek"], "invalid choice: 'chek'"),
        (["config"], "required: path|show|validate|keys|init"),
        (["config", "sho"], "invalid choice: 'sho'"),
        (["stream", "--channel", "depht"], "invalid choice: 'depht'"),
        (["stream", "--count", "-1"], "expected a whole number from 1"),
        (["stream", "--count", "0"], "expected a whole number from 1"),
        (["simulate", "--port", "70000"], "expected a whole number from 0 to 65535"),
        (["simulate", "--rate", "nan"], "expected a number from 0.01 to 1000"),
        (["--profile", "x", "config", "show"], "there is no profile x"),
        (["config", "show", "--profile", "x"], "there is no profile x"),
        (["--config", "/nowhere/c.toml", "config", "validate"], "/nowhere/c.toml: there is no such file"),
        (["--symbol", "GOLD-BTC", "check"], "--symbol has no meaning for roxom-tui check"),
        (["--symbol", "GOLD-BTC", "config", "path"], "--symbol has no meaning for roxom-tui config"),
        (["--profile", "demo", "simulate"], "--profile has no meaning for roxom-tui simulate"),
        (["--config", "/nowhere/c.toml", "simulate"], "--config has no meaning for roxom-tui simulate"),
        (["simulate", "--profile", "demo"], "unrecognized arguments: --profile"),
    ],
)
def test_a_mistake_is_answered_in_one_sentence_with_exit_2(tmp_path: Path, arguments: list[str], words: str) -> None:
    ran = run(tmp_path, *arguments)
    assert ran.returncode == 2
    assert words in one_sentence(ran)


@pytest.mark.parametrize("locale", ["C", "en_US.ISO-8859-1", "POSIX"])
def test_no_locale_ends_the_program(tmp_path: Path, locale: str) -> None:
    file = tmp_path / "c.toml"
    file.write_text('["é…"]\n[profiles.demo]\n', encoding="utf-8")
    ran = run(tmp_path, "--config", str(file), "config", "show", LC_ALL=locale, PYTHONUTF8="0", PYTHONCOERCECLOCALE="0")
    assert ran.returncode == 2
    assert "Traceback" not in ran.stderr


HOMELESS = (
    {"HOME": "/proc"},
    {"HOME": ""},
    {"XDG_STATE_HOME": "/dev/null", "XDG_CONFIG_HOME": "/dev/null"},
    {"XDG_STATE_HOME": "FILE", "XDG_CONFIG_HOME": "FILE"},
)


@pytest.mark.parametrize("places", HOMELESS, ids=str)
def test_without_a_home_or_a_writable_disk_nothing_is_said_and_nothing_written(
    tmp_path: Path, places: dict[str, str]
) -> None:
    (tmp_path / "file").touch()
    named = {name: str(tmp_path / "file") if place == "FILE" else place for name, place in places.items()}
    ran = subprocess.run(
        [*PROGRAM, "stream", "--count", "1", "--channel", "trade"],
        env=environment(tmp_path) | named,
        cwd=tmp_path,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert (ran.returncode, ran.stderr) == (0, "")
    assert ran.stdout.startswith("{")
    assert [entry.name for entry in tmp_path.iterdir()] == ["file"]


def test_a_user_the_system_does_not_know_sees_the_demo(tmp_path: Path) -> None:
    code = (
        "import os, pwd, sys; os.environ.pop('HOME')\n"
        "def nobody(uid): raise KeyError(uid)\n"
        "pwd.getpwuid = nobody\n"
        "from roxom_tui.cli import main; sys.exit(main(sys.argv[1:]))"
    )
    for arguments, result in (
        (["stream", "--count", "1"], (0, "")),
        (
            ["config", "validate"],
            (0, "no config file, the built-in settings stand: OK; profiles: demo; default: demo\n"),
        ),
        (
            ["config", "path"],
            (2, "there is no home folder, so no usual place for a config file; name one with --config\n"),
        ),
    ):
        ran = subprocess.run(
            [sys.executable, "-c", code, *arguments],
            env=environment(tmp_path),
            capture_output=True,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
        assert (ran.returncode, ran.stderr) == result
