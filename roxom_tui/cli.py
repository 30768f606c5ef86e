"""The command line: what was asked for, who does it, and how it ended.

Every command is imported when it is asked for, so that `--version` answers at once and the dashboard's first frame
waits for nothing it does not need.
"""

from __future__ import annotations

import gc
import importlib
import sys
from collections.abc import Sequence
from types import ModuleType, SimpleNamespace
from typing import Final

from roxom_tui.commands.stdio import flush_data, let_go, open_missing_streams, silence, write_notice
from roxom_tui.model.errors import INTERRUPTED, RoxomError

NOTHING_TYPED: Final = SimpleNamespace(
    command="dashboard", profile=None, config=None, symbol=None, layout=None, plain=False
)
"""What the command line means that says nothing: to describe all that could be said takes longer."""


def main(arguments: Sequence[str] | None = None) -> int:
    """Runs the command line and answers the exit code; never lets an exception through."""
    open_missing_streams()
    try:
        return _run(arguments)
    except RoxomError as error:
        write_notice(error.sentence)
        return error.exit_code
    except KeyboardInterrupt:
        return INTERRUPTED
    except BrokenPipeError:
        # Whoever read our data has had enough of it: `roxom-tui stream | head`.
        silence(1)
        return 0
    except Exception as error:  # noqa: BLE001 - the last resort: no person is ever shown a traceback
        return _crashed(error)
    finally:
        let_go()


def _run(arguments: Sequence[str] | None) -> int:
    arguments = sys.argv[1:] if arguments is None else arguments
    options = NOTHING_TYPED
    if arguments:
        from roxom_tui.commands.command_line import read

        try:
            options = read(arguments)
        except SystemExit:
            # After --help or --version, which argparse has written.
            flush_data()
            return 0
    code: int = load_command(options.command).run(options)
    return code


def load_command(name: str) -> ModuleType:
    """The module of a command. What it loads stays, so nobody looks for garbage in it, now or later."""
    gc.disable()
    try:
        return importlib.import_module(f"roxom_tui.commands.{name}")
    finally:
        gc.freeze()
        gc.enable()


def _crashed(error: Exception) -> int:
    from roxom_tui.commands.crash_report import crash_sentence

    write_notice(crash_sentence(error))
    return RoxomError.exit_code
