"""The program's own streams: a closed one, a full one, one that nobody reads, one that knows no glyphs."""

from __future__ import annotations

import ast
import io
import os
import subprocess
from pathlib import Path

import pytest

import roxom_tui.ui
from roxom_tui.commands.stdio import plain, register
from tests.support.program import PATIENCE, PROGRAM, environment
from tests.support.simulated_process import simulated


@pytest.mark.parametrize("number", [0, 1, 2])
def test_a_closed_standard_stream_is_no_reason_to_fail(tmp_path: Path, number: int) -> None:
    ran = subprocess.run(
        ["/bin/sh", "-c", f'exec "$@" {number}>&-', "sh", *PROGRAM, "config", "show"],
        env=environment(tmp_path),
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    assert ran.returncode == 0
    assert ran.stderr == ""


def test_a_full_disk_behind_stdout_is_told_in_one_sentence(tmp_path: Path) -> None:
    if not os.path.exists("/dev/full"):
        pytest.skip("this system has no /dev/full")
    with open("/dev/full", "w") as full:
        ran = subprocess.run(
            [*PROGRAM, "config", "show"],
            env=environment(tmp_path),
            stdout=full,
            stderr=subprocess.PIPE,
            text=True,
            timeout=PATIENCE,
            check=False,
        )
    assert (ran.returncode, ran.stderr) == (1, "the output cannot be written: No space left on device\n")


def test_a_reader_that_left_is_a_quiet_end(tmp_path: Path) -> None:
    reading, writing = os.pipe()
    os.close(reading)
    ran = subprocess.run(
        [*PROGRAM, "config", "show"],
        env=environment(tmp_path),
        stdout=writing,
        stderr=subprocess.PIPE,
        text=True,
        timeout=PATIENCE,
        check=False,
    )
    os.close(writing)
    assert (ran.returncode, ran.stderr) == (0, "")


def redirected(home: Path, redirection: str, *arguments: str) -> subprocess.CompletedProcess[str]:
    """The program as a shell starts it with that redirection."""
    return subprocess.run(
        ["sh", "-c", f'exec "$@" {redirection}', "sh", *PROGRAM, *arguments],
        env=environment(home),
        capture_output=True,
        text=True,
        timeout=PATIENCE,
        check=False,
    )


@pytest.mark.parametrize("redirection", [">&-", ">&- <&-"])
@pytest.mark.parametrize(
    "arguments",
    [
        ("stream",),
        ("stream", "--raw"),
        ("stream", "--channel", "account"),
        ("config", "show"),
        ("config", "path"),
        ("check",),
        ("--version",),
        ("--help",),
    ],
)
def test_closed_output_ends_it_as_a_reader_that_left(
    arguments: tuple[str, ...], redirection: str, tmp_path: Path
) -> None:
    ran = redirected(tmp_path, redirection, *arguments)
    assert (ran.returncode, ran.stdout, ran.stderr) == (0, "", "")


def test_a_simulated_exchange_whose_profile_nobody_gets_ends(tmp_path: Path) -> None:
    ran = redirected(tmp_path, ">&-", "simulate")
    assert ran.returncode == 0
    assert "Traceback" not in ran.stderr


def test_check_answers_its_code_although_nobody_reads_its_lines(tmp_path: Path) -> None:
    with simulated(tmp_path, "--scenario", "auth_rejected") as exchange:
        config = str(exchange.config(tmp_path))
        assert redirected(tmp_path, ">&-", "--config", config, "check").returncode == 4
        process = subprocess.Popen(
            [*PROGRAM, "--config", config, "check"],
            env=environment(tmp_path),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        assert process.stdout is not None
        process.stdout.close()
        assert process.wait(PATIENCE) == 4
        assert process.stderr is not None
        assert process.stderr.read() == b""
        process.stderr.close()


def test_a_wrong_config_is_told_although_nobody_reads_the_data(tmp_path: Path) -> None:
    config = tmp_path / "config.toml"
    config.write_text("profil = 1\n")
    ran = redirected(tmp_path, ">&-", "--config", str(config), "stream")
    assert ran.returncode == 2
    assert "profil" in ran.stderr


@pytest.mark.parametrize("arguments", [("check",), ("stream", "--count", "3"), ("config", "show")])
def test_without_words_and_keys_the_data_comes(arguments: tuple[str, ...], tmp_path: Path) -> None:
    ran = redirected(tmp_path, "2>&- <&-", *arguments)
    assert ran.returncode == 0
    assert ran.stdout


def test_an_output_that_cannot_be_written_is_told(tmp_path: Path) -> None:
    ran = redirected(tmp_path, "1</dev/null", "stream")
    assert ran.returncode == 1
    assert ran.stderr == "the output cannot be written: Bad file descriptor\n"


UI = Path(roxom_tui.ui.__file__).parent


def glyphs_of_the_screen() -> set[str]:
    """Every character beyond ASCII in a text of the screen's code, documentation aside."""
    found: set[str] = set()
    # What terminals send is read, not shown.
    for file in (file for file in UI.rglob("*.py") if file.parent.name != "terminal"):
        tree = ast.parse(file.read_text(encoding="utf-8"))
        words = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
        for node in ast.walk(tree):
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in words:
                found |= {character for character in node.value if not character.isascii()}
    return found


def test_every_glyph_of_the_screen_has_its_likeness_of_one_cell() -> None:
    glyphs = glyphs_of_the_screen()
    assert {"▲", "│", "●", "…"} <= glyphs
    assert {glyph for glyph in glyphs if plain(glyph) == "?" or len(plain(glyph)) != 1} == set()


@pytest.mark.parametrize(("text", "seen"), [("▲ 0.5 ●", "^ 0.5 *"), ("日本", "????"), ("é", "?"), ("abc", "abc")])
def test_what_is_not_known_keeps_its_width(text: str, seen: str) -> None:
    assert plain(text) == seen


def test_a_stream_of_a_narrow_encoding_gets_only_what_it_lacks_replaced() -> None:
    raw = io.BytesIO()
    stream = io.TextIOWrapper(raw, encoding="latin-1", errors=register())
    stream.write("§ · ▲")
    stream.flush()
    assert raw.getvalue() == "§ · ^".encode("latin-1")
