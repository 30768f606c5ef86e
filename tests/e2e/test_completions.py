"""The completions in the shells themselves: a word is begun, Tab is pressed, and the shell runs what stands there."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from roxom_tui.commands.completion import FOLDER, SHELLS
from tests.e2e.shell import PROMPT
from tests.support.terminal import Terminal

INSTALLED = {shell: FOLDER / place for shell, place in SHELLS.items()}

INTERACTIVE = {
    "bash": ("bash", "--norc", "--noprofile", "-i"),
    "zsh": ("zsh", "-f", "-i"),
    "fish": ("fish", "--no-config", "-C", f"function fish_prompt; echo -n '{PROMPT}'; end", "-i"),
}
RUNS = {
    "bash": 'roxom-tui() { echo "ran:$*;"; }',
    "zsh": 'roxom-tui() { echo "ran:$*;" }',
    "fish": 'function roxom-tui; echo "ran:$argv;"; end',
}
"""In the place of the program: says with what it was run."""

COMPINIT = "autoload -Uz compinit; compinit -u -D"
LOADED = {
    "bash": (f"source '{INSTALLED['bash']}'", f"eval \"$(cat '{INSTALLED['bash']}')\""),
    "zsh": (
        f"fpath=('{INSTALLED['zsh'].parent}' $fpath); {COMPINIT}",
        f"{COMPINIT}; eval \"$(cat '{INSTALLED['zsh']}')\"",
    ),
    "fish": (f"set -p fish_complete_path '{INSTALLED['fish'].parent}'", f"cat '{INSTALLED['fish']}' | source"),
}
"""From the folder where the shell looks by itself, or by what `roxom-tui completion` prints."""

TYPED = (
    ("sn", "snapshot"),
    ("--prof", "--profile"),
    ("statusline --format way", "statusline --format waybar"),
    ("metrics --li", "metrics --listen"),
    ("completion fi", "completion fish"),
    ("replay qui", "replay quiet.roxrec"),
    ("--profile x export --wh", "--profile x export --what"),
)


class Interactive(Terminal):
    """A shell that reads no start-up file."""

    def __init__(self, shell: str, home: Path) -> None:
        super().__init__([], home, size=(300, 60), PS1=PROMPT)
        self._arguments = list(INTERACTIVE[shell])

    def runs(self, line: str, *, says: str) -> None:
        """A line for the shell once it asks for one, and what it says then."""
        self.until(lambda seen: seen.text.rstrip().endswith(PROMPT.rstrip()))
        self.press(f"{line}\r")
        self.until(lambda seen: any(says in row and line not in row for row in seen.lines))


@contextmanager
def shell_with_completions(shell: str, way: int, home: Path) -> Iterator[Interactive]:
    (home / "quiet.roxrec").touch()
    with Interactive(shell, home) as terminal:
        terminal.runs(f"cd '{home}'; echo 'begu''n'", says="begun")
        terminal.runs(f"{LOADED[shell][way]}; {RUNS[shell]}; echo 'load''ed'", says="loaded")
        yield terminal


@pytest.mark.parametrize("way", [0, 1], ids=["installed", "printed"])
@pytest.mark.parametrize("shell", SHELLS)
def test_each_shell_completes_commands_options_choices_and_files(shell: str, way: int, tmp_path: Path) -> None:
    if shutil.which(shell) is None:
        pytest.skip(f"there is no {shell} here")
    with shell_with_completions(shell, way, tmp_path) as terminal:
        for begun, completed in TYPED:
            terminal.runs(f"roxom-tui {begun}\t", says=f"ran:{completed};")
        assert "rror" not in terminal.text
        assert "not found" not in terminal.text


@pytest.mark.skipif(shutil.which("fish") is None, reason="there is no fish here")
def test_fish_tells_what_each_command_does(tmp_path: Path) -> None:
    with shell_with_completions("fish", 0, tmp_path) as terminal:
        terminal.runs("complete -C 'roxom-tui sn'", says="snapshot\twhat is so now".expandtabs())
