"""Writes what shells and `man` read, made of the one parser: `python -m tests.tools.shell_files`.

They are committed and installed with the program, which needs none of what makes them; a test holds them fresh.
"""

from __future__ import annotations

import argparse
import os
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final
from unittest.mock import patch

import shtab
from argparse_manpage.manpage import Manpage

from roxom_tui import __version__
from roxom_tui.commands.command_line import DESCRIPTION, EPILOG, build_parser
from roxom_tui.commands.completion import FOLDER, SHELLS

FILES: Final = frozenset(("file", "config", "output", "key_file"))
"""Options and arguments that are completed with the names of files."""

MAN: Final = FOLDER / "man" / "roxom-tui.1"

SECTIONS: Final[Mapping[str, str]] = {
    "FILES": """\
.TP
.I config.toml
In \\fI$XDG_CONFIG_HOME/roxom\\-tui\\fR; \\fBconfig path\\fR says where, \\fBconfig init\\fR writes a first one.
.TP
.I *.roxrec
Recordings, in \\fI$XDG_DATA_HOME/roxom\\-tui\\fR unless named. \\fBzstd \\-dc\\fR shows their lines.""",
    "ENVIRONMENT": """\
.TP
.B ROXOM_TUI_CONFIG
The config file, where \\fB\\-\\-config\\fR names none.
.TP
.B NO_COLOR, SSL_CERT_FILE, HTTPS_PROXY, NO_PROXY
As everywhere.""",
    "EXAMPLES": """\
.TP
.B roxom\\-tui
The dashboard; without a configuration the built\\-in simulated exchange.
.TP
.B roxom\\-tui record session.roxrec \\-\\-for 10m && roxom\\-tui replay session.roxrec
Ten minutes kept, and lived through again.""",
}


def main() -> None:
    """Write them all."""
    for path, text in made().items():
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(text, encoding="utf-8")
        print(path.relative_to(FOLDER.parent.parent))


def made() -> dict[Path, str]:
    """The text of each file."""
    with patch.dict(os.environ, {"COLUMNS": "1000"}):
        return {**{FOLDER / place: _completion(shell) for shell, place in SHELLS.items()}, MAN: _manual()}


def _completion(shell: str) -> str:
    parser = build_parser()
    for action in _actions(parser):
        if action.dest in FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
    return shtab.complete(parser, shell).rstrip("\n") + "\n"


def _actions(parser: argparse.ArgumentParser) -> Iterator[argparse.Action]:
    for action in parser._actions:
        yield action
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from _actions(below)


def _manual() -> str:
    parser = build_parser()
    parser.epilog = None
    about = DESCRIPTION.split(".")[0]
    page = Manpage(
        parser,
        # A date would be another with each day that it is made on.
        {
            "date": " ",
            "version": __version__,
            "description": about[0].lower() + about[1:],
            "manual_title": "User Commands",
            "project_name": "roxom-tui",
        },
        format="pretty",
    )
    page.add_section("exit status", "=", EPILOG.removeprefix("exit codes: ").replace("-", "\\-").replace("\n", " "))
    for name, text in SECTIONS.items():
        page.add_section(name.lower(), "=", text)
    return str(page)


if __name__ == "__main__":
    main()
