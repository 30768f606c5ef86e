"""What was found out about a host's depth deltas is kept for the next time, and is never the reason for a failure."""

from __future__ import annotations

import os
import stat
from collections.abc import Callable
from pathlib import Path
from socket import AF_UNIX, socket
from threading import Thread

import orjson
import pytest

from roxom_tui.config.depth_formats import MOST_BYTES, MOST_HOSTS, NAME, recall, remember
from roxom_tui.model.market import READINGS, DepthMode

HOST = "ws.roxom.com"


@pytest.fixture
def environ(tmp_path: Path) -> dict[str, str]:
    return {"XDG_STATE_HOME": str(tmp_path), "HOME": str(tmp_path)}


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "roxom-tui" / NAME


@pytest.mark.parametrize("mode", READINGS)
def test_what_is_remembered_is_recalled_of_that_host_alone(environ: dict[str, str], mode: DepthMode) -> None:
    assert recall(HOST, environ) is None
    remember(HOST, mode, environ)
    assert recall(HOST, environ) is mode
    assert recall("ws.roxom.com:8443", environ) is None


def test_what_was_found_out_last_counts(environ: dict[str, str]) -> None:
    for mode in (*READINGS, READINGS[0]):
        remember(HOST, mode, environ)
    assert recall(HOST, environ) is READINGS[0]


def test_the_file_and_its_folder_are_ours_alone(environ: dict[str, str], file: Path) -> None:
    remember(HOST, DepthMode.SIGNED, environ)
    assert stat.S_IMODE(file.stat().st_mode) == 0o600
    assert stat.S_IMODE(file.parent.stat().st_mode) == 0o700


def test_what_is_known_already_is_not_written_again(environ: dict[str, str], file: Path) -> None:
    remember(HOST, DepthMode.SIGNED, environ)
    before = file.stat().st_ino
    remember(HOST, DepthMode.SIGNED, environ)
    assert file.stat().st_ino == before


def test_only_the_newest_hosts_are_kept(environ: dict[str, str], file: Path) -> None:
    for number in range(MOST_HOSTS + 5):
        remember(f"host{number}", DepthMode.SIGNED, environ)
    kept = list(orjson.loads(file.read_bytes()))
    assert kept == [f"host{number}" for number in range(5, MOST_HOSTS + 5)]


@pytest.mark.parametrize(
    "damaged",
    [
        b"",
        b"{",
        b"[]",
        b"null",
        b"\xff\xfe",
        b'{"ws.roxom.com": "auto"}',
        b'{"ws.roxom.com": 1}',
        b"[" * MOST_BYTES * 2,
    ],
    ids=["empty", "torn", "a list", "nothing", "no text", "no reading", "a number", "endless"],
)
def test_a_damaged_file_is_no_guess_and_is_replaced(environ: dict[str, str], file: Path, damaged: bytes) -> None:
    file.parent.mkdir(mode=0o700)
    file.write_bytes(damaged)
    assert recall(HOST, environ) is None
    remember(HOST, DepthMode.SIGNED, environ)
    assert recall(HOST, environ) is DepthMode.SIGNED


def a_socket(path: Path) -> None:
    """The name of a socket that nobody listens at."""
    with socket(AF_UNIX) as listener:
        listener.bind(str(path))


def a_link_to_good_words(path: Path) -> None:
    """A link to a file that would be read, were it in place."""
    kept = path.with_name("elsewhere")
    kept.write_text('{"ws.roxom.com": "signed"}')
    path.symlink_to(kept)


@pytest.mark.parametrize("put", [os.mkfifo, a_socket, a_link_to_good_words], ids=["a pipe", "a socket", "a link"])
def test_what_is_no_file_of_ours_is_no_guess_and_never_waited_for(
    environ: dict[str, str], file: Path, put: Callable[[Path], None]
) -> None:
    file.parent.mkdir(mode=0o700)
    put(file)
    found: list[DepthMode | None] = []

    def try_it() -> None:
        found.append(recall(HOST, environ))
        remember(HOST, DepthMode.SIGNED, environ)
        found.append(recall(HOST, environ))

    # In a thread that the run does not wait for, should it hang.
    thread = Thread(target=try_it, daemon=True)
    thread.start()
    thread.join(10)
    assert found == [None, DepthMode.SIGNED]


def test_where_nothing_can_be_written_nothing_is_remembered_and_nothing_fails(
    environ: dict[str, str], file: Path
) -> None:
    file.parent.write_text("in the way")
    remember(HOST, DepthMode.SIGNED, environ)
    assert recall(HOST, environ) is None
    remember(HOST, DepthMode.SIGNED, {"HOME": "nowhere"})
    assert recall(HOST, {"HOME": "nowhere"}) is None
