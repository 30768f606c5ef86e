from __future__ import annotations

import re
import shutil
import subprocess

import pytest

from roxom_tui.cli import main
from roxom_tui.commands.completion import FOLDER, SHELLS
from tests.tools.shell_files import MAN, made


def test_the_committed_files_are_what_the_parser_makes() -> None:
    for path, text in made().items():
        assert path.read_text(encoding="utf-8") == text, "run: python -m tests.tools.shell_files"
    assert {path for path in FOLDER.rglob("*") if path.is_file()} == set(made())


@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_gets_its_own(shell: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["completion", shell]) == 0
    assert capsys.readouterr().out == (FOLDER / SHELLS[shell]).read_text(encoding="utf-8")


def completed(*typed: str) -> list[str]:
    """What bash offers for the last word."""
    words = " ".join(f"'{word}'" for word in typed)
    script = (
        f"source '{FOLDER / SHELLS['bash']}'; COMP_WORDS=({words}); COMP_CWORD={len(typed) - 1};"
        " _shtab_roxom_tui; printf '%s\\n' \"${COMPREPLY[@]}\""
    )
    ran = subprocess.run(["bash", "-c", script], capture_output=True, text=True, check=True)
    assert ran.stderr == ""
    return ran.stdout.split()


@pytest.mark.skipif(shutil.which("bash") is None, reason="there is no bash here")
def test_bash_completes_commands_options_choices_and_files() -> None:
    assert {"record", "replay", "dashboard"} <= set(completed("roxom-tui", ""))
    assert completed("roxom-tui", "--prof") == ["--profile"]
    assert completed("roxom-tui", "rep") == ["replay"]
    assert completed("roxom-tui", "metrics", "--li") == ["--listen"]
    assert completed("roxom-tui", "statusline", "--format", "way") == ["waybar"]
    assert any(name.startswith(str(FOLDER)) for name in completed("roxom-tui", "replay", f"{FOLDER}/"))


def test_the_manual_names_every_command_and_has_no_slip_that_groff_finds() -> None:
    text = MAN.read_text(encoding="utf-8")
    for command in ("dashboard", "metrics", "record", "replay", "completion"):
        assert f"roxom\\-tui {command}" in text
    groff = shutil.which("groff")
    if groff is not None:
        ran = subprocess.run([groff, "-man", "-Tutf8", "-ww", str(MAN)], capture_output=True, text=True, check=True)
        assert ran.stderr == ""
        assert "EXIT STATUS" in re.sub(".\x08", "", ran.stdout)
