"""The report of an unexpected error: where it happened, and nothing of what was being handled.

No local variables, no source lines and no message of a foreign exception: any of them can hold a secret.
"""

from __future__ import annotations

import os
import platform
import traceback
from collections.abc import Iterator, Mapping
from datetime import UTC, datetime
from pathlib import Path

from roxom_tui import __version__
from roxom_tui.config.private_files import make_private_folder, state_folder, write_private
from roxom_tui.model.errors import RoxomError
from roxom_tui.model.visible_text import escaped

MOST_REPORTS = 20
_MOST_CAUSES = 8
_PACKAGE = Path(__file__).parents[1]


def crash_sentence(error: BaseException, environ: Mapping[str, str] | None = None) -> str:
    """Writes the report and says where it is."""
    file = write_report(error, os.environ if environ is None else environ)
    where = f"a report without secrets is in {file}" if file is not None else "no report could be written"
    return f"roxom-tui stopped on an unexpected {type(error).__name__}; {where}"


def write_report(error: BaseException, environ: Mapping[str, str]) -> Path | None:
    """The report's file (0600), or None where no file can be written."""
    folder = state_folder(environ)
    if folder is None:
        return None
    now = datetime.now(UTC)
    file = folder / f"crash-{now:%Y%m%dT%H%M%S}-{os.getpid()}.txt"
    try:
        make_private_folder(folder)
        _forget_old(folder)
        write_private(file, report_text(error, now))
    except OSError:
        return None
    return file


def _forget_old(folder: Path) -> None:
    """Room for one more report: the names tell their age."""
    reports = sorted(folder.glob("crash-*.txt"))
    for report in reports[: max(0, len(reports) - MOST_REPORTS + 1)]:
        report.unlink(missing_ok=True)


def report_text(error: BaseException, now: datetime) -> str:
    """The text of a crash report: an error's type and places, and none of its values."""
    return "\n".join(map(escaped, _lines(error, now))) + "\n"


def _lines(error: BaseException, now: datetime) -> Iterator[str]:
    yield f"roxom-tui {__version__}, {now:%Y-%m-%d %H:%M:%S} UTC"
    yield f"Python {platform.python_version()} on {platform.system()} {platform.machine()}"
    yield f"TERM={os.environ.get('TERM', '')[:32]!r}, stdin/stdout/stderr a terminal: {_terminals()}"
    seen: BaseException | None = error
    for _ in range(_MOST_CAUSES):
        if seen is None:
            return
        yield ""
        yield f"{type(seen).__module__}.{type(seen).__qualname__}{_safe_message(seen)}"
        for frame in traceback.extract_tb(seen.__traceback__, limit=100):
            yield f"  {_short(frame.filename)}:{frame.lineno} {frame.name}"
        seen = seen.__cause__ or seen.__context__


def _safe_message(error: BaseException) -> str:
    """Only texts that cannot hold what came from outside: our own sentences, and the system's."""
    if isinstance(error, RoxomError):
        return f": {error.sentence}"
    if isinstance(error, OSError) and error.errno is not None:
        return f": {os.strerror(error.errno)}"
    return ""


def _short(filename: str) -> str:
    path = Path(filename)
    return str(path.relative_to(_PACKAGE.parent)) if path.is_relative_to(_PACKAGE) else "/".join(path.parts[-3:])


def _terminals() -> str:
    return ", ".join("yes" if os.isatty(number) else "no" for number in range(3))
