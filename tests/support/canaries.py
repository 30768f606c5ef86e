"""Every secret of a test is a canary: no log line, at DEBUG, no file a program leaves and no byte it paints may hold
one, as it is, in base64, in hex or URL-encoded."""

from __future__ import annotations

import base64
import functools
import logging
import urllib.parse
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, Final

from roxom_tui.config.log_file import WIRE_LOGGERS
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.protocol import auth
from roxom_tui.recording.compression import first_frame

SHORTEST: Final = 12
"""Shorter texts are no secrets, only what a test wrote where one would stand."""

LEFT_BEHIND: Final = ("*.log*", "crash-*", "*.svg", "*.jsonl", "*.txt", "*.roxrec", "*.marks")
"""What programs write, other than the keys and configurations a test gave them."""

_MOST_HIDDEN: Final = 64
_FRAME: Final = b"\x28\xb5\x2f\xfd"
"""How a zstd frame begins."""

_hidden: dict[str, tuple[bytes, ...]] = {}
leaks: list[str] = []
"""Where a secret was found in this test: the place, never the secret."""


def hide(secret: str) -> None:
    """From now on this must not be seen anywhere."""
    if len(secret) >= SHORTEST and len(_hidden) < _MOST_HIDDEN:
        _hidden[secret] = tuple(spellings(secret.encode()))


def hide_key(pem: bytes) -> None:
    """A private key: each line of it."""
    for line in pem.decode().splitlines()[2:-2]:
        hide(line)


def spellings(secret: bytes) -> Iterator[bytes]:
    """A secret as it is, and as it could be disguised."""
    yield secret
    yield base64.b64encode(secret).rstrip(b"=")[:-1]
    yield secret.hex().encode()
    yield urllib.parse.quote(secret, safe="").encode()


def is_in(data: bytes) -> bool:
    """Whether any secret of this test is in there."""
    return any(spelling in data for spelled in _hidden.values() for spelling in spelled)


def forget() -> None:
    """Another test begins, and whatever the one before did to the levels is undone."""
    _hidden.clear()
    leaks.clear()
    logging.getLogger().setLevel(logging.DEBUG)
    for name in WIRE_LOGGERS:
        logging.getLogger(name).setLevel(logging.INFO)


def search(folder: Path) -> None:
    """Look through what programs left in a folder."""
    for pattern in LEFT_BEHIND:
        _search_files(folder.rglob(pattern))


def watch() -> None:
    """From now on every secret made is hidden, and every log line read."""
    _hide_after(Secret, "__init__", lambda self, value: hide(value))
    _hide_headers()
    logging.getLogger().addHandler(_Reader(logging.DEBUG))


class _Reader(logging.Handler):
    """Reads each line as it would be written."""

    def emit(self, record: logging.LogRecord) -> None:
        if is_in(self.format(record).encode(errors="replace")):
            leaks.append(f"the log of {record.name}")


def _search_files(files: Iterable[Path]) -> None:
    leaks.extend(file.name for file in files if file.is_file() and is_in(_content(file)))


def _content(file: Path) -> bytes:
    """What is in a file; of a recording also what its frames pack."""
    data = file.read_bytes()
    if file.suffix != ".roxrec":
        return data
    places = [at for at in range(len(data)) if data.startswith(_FRAME, at)]
    packed = (first_frame(data[at:]) for at in places)
    return b"\n".join((data, *(frame[0] for frame in packed if frame is not None)))


def _hide_after(owner: type, name: str, note: Any) -> None:
    original = getattr(owner, name)

    @functools.wraps(original)
    def noted(*arguments: Any) -> None:
        original(*arguments)
        note(*arguments)

    setattr(owner, name, noted)


def _hide_headers() -> None:
    original = auth._headers

    @functools.wraps(original)
    def noted(credentials: Credentials, payload: str) -> dict[str, str]:
        headers = original(credentials, payload)
        hide(headers[auth.SIGNATURE_HEADER])
        return headers

    setattr(auth, "_headers", noted)  # noqa: B010 - a function put in the place of another
