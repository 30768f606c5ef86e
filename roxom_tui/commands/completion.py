"""`roxom-tui completion bash|zsh|fish`: what a shell reads to complete commands, made before and committed."""

from __future__ import annotations

from collections.abc import Mapping
from pathlib import Path
from types import SimpleNamespace
from typing import Final

from roxom_tui.commands.stdio import put

FOLDER: Final = Path(__file__).parent.parent / "shell"

SHELLS: Final[Mapping[str, str]] = {
    "bash": "bash/roxom-tui",
    "zsh": "zsh/_roxom-tui",
    "fish": "fish/roxom-tui.fish",
}
"""The file for each shell, under the name by which that shell looks for it."""


def run(options: SimpleNamespace) -> int:
    """The script for a shell on stdout."""
    put((FOLDER / SHELLS[options.shell]).read_text(encoding="utf-8").rstrip("\n"))
    return 0
