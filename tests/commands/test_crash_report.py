"""An unexpected error: one sentence, a private report, exit 1, and no value of the program in any of it."""

from __future__ import annotations

import errno
import os
import subprocess
import sys
from datetime import UTC, datetime
from pathlib import Path

import pytest

from roxom_tui.commands.crash_report import MOST_REPORTS, crash_sentence, report_text, write_report
from roxom_tui.model.errors import ConnectionFailed
from tests.support.program import environment

CANARY = "canary-5f0c2d"

CRASHING = f"""
import sys
from roxom_tui.commands import config
from roxom_tui.cli import main
def run(options):
    secret = "{CANARY}"
    try:
        {{}}[secret]
    except KeyError as error:
        raise ValueError(secret) from error
config.run = run
sys.exit(main(["config", "show"]))
"""


def crash(home: Path) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [sys.executable, "-c", CRASHING], env=environment(home), capture_output=True, text=True, check=False
    )


def test_a_crash_prints_one_sentence_and_the_path_of_a_private_report(tmp_path: Path) -> None:
    ran = crash(tmp_path)
    assert (ran.returncode, ran.stdout) == (1, "")
    (line,) = ran.stderr.splitlines()
    file = Path(line.rpartition(" is in ")[2])
    assert file.stat().st_mode & 0o777 == 0o600
    assert file.parent.stat().st_mode & 0o777 == 0o700
    report = file.read_text()
    assert "builtins.ValueError" in report
    assert "builtins.KeyError" in report
    assert "roxom_tui/cli.py:" in report
    assert CANARY not in report + ran.stderr


def test_a_crash_without_a_writable_disk_still_ends_in_one_sentence(tmp_path: Path) -> None:
    (tmp_path / ".local").touch()
    ran = crash(tmp_path)
    assert ran.returncode == 1
    assert ran.stderr == "roxom-tui stopped on an unexpected ValueError; no report could be written\n"


def test_a_report_repeats_our_own_sentences_and_the_systems_but_no_other_text() -> None:
    now = datetime(2026, 1, 2, tzinfo=UTC)
    error = OSError(2, CANARY, f"/{CANARY}")
    error.__cause__ = ConnectionFailed("the exchange left")
    text = report_text(error, now)
    assert "FileNotFoundError: No such file or directory" in text
    assert "ConnectionFailed: the exchange left" in text
    assert CANARY not in text


def test_a_chain_of_causes_that_bites_its_tail_is_cut() -> None:
    error, other = ValueError(), KeyError()
    error.__cause__, other.__cause__ = other, error
    assert report_text(error, datetime(2026, 1, 2, tzinfo=UTC)).count("ValueError") == 4


def test_no_home_at_all_is_no_second_crash() -> None:
    assert "unexpected ValueError" in crash_sentence(ValueError(CANARY), {"XDG_STATE_HOME": "/dev/null"})


def test_only_the_newest_reports_are_kept_and_other_files_left_alone(tmp_path: Path) -> None:
    folder = tmp_path / "roxom-tui"
    folder.mkdir()
    for number in range(30):
        (folder / f"crash-202001{number:02d}T000000-1.txt").touch()
    (folder / "roxom-tui.log").touch()
    file = write_report(ValueError(), {"XDG_STATE_HOME": str(tmp_path)})
    assert file is not None
    kept = sorted(folder.glob("crash-*"))
    assert (len(kept), kept[-1], kept[0].name) == (MOST_REPORTS, file, "crash-20200111T000000-1.txt")
    assert (folder / "roxom-tui.log").exists()


def test_a_report_that_does_not_fit_on_the_disk_leaves_nothing_behind(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(descriptor: int) -> None:
        raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    monkeypatch.setattr(os, "fsync", full)
    assert write_report(ValueError(), {"XDG_STATE_HOME": str(tmp_path)}) is None
    assert list((tmp_path / "roxom-tui").iterdir()) == []
