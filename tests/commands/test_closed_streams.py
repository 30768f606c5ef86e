"""Standard streams that the shell closed: data for nobody ends what only makes data; a code is answered anyway."""

from __future__ import annotations

import subprocess
from pathlib import Path

import pytest

from tests.support.program import PATIENCE, PROGRAM, environment
from tests.support.simulated_process import simulated


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
