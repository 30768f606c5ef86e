"""Canaries: a key used in earnest, everything logged at DEBUG, a crash in the middle, and no trace of it anywhere."""

from __future__ import annotations

import ast
import re
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

import roxom_tui
from roxom_tui.commands.command_line import build_parser
from roxom_tui.config.key_files import KeyLoaded, load_credentials
from roxom_tui.config.load import load_settings
from roxom_tui.protocol.auth import SIGNATURE_HEADER, handshake_headers
from roxom_tui.simulator.server import DEMO_KEY_ID
from tests.support.canaries import spellings
from tests.support.config_texts import good
from tests.support.program import PROGRAM, environment, one_sentence, run
from tests.support.simulated_process import Simulated, simulated

CANARY = "canary_key_5b1f0e77c2d94a"


LOUD = """
import logging
logging.getLogger().setLevel(logging.DEBUG)
logging.getLogger().setLevel = lambda level: None
"""


CRASHING = """
from roxom_tui.feed.headless_client import HeadlessClient
async def fail(self):
    held = self._endpoint.credentials
    raise LookupError(held.key_id.reveal())
HeadlessClient.receive = fail
"""


@pytest.fixture
def exchange(tmp_path: Path) -> Iterator[Simulated]:
    with simulated(tmp_path, "--key-file", str(tmp_path / "key.pem")) as running:
        yield running


def secrets_of(config: Path, home: Path) -> Iterator[bytes]:
    """The key id, the handshake's signature, and the lines of the private key."""
    profile = good(load_settings(str(config), environ={})).profiles["simulated"]
    loaded = load_credentials(profile, {})
    assert isinstance(loaded, KeyLoaded)
    yield loaded.credentials.key_id.reveal().encode()
    yield handshake_headers(loaded.credentials)[SIGNATURE_HEADER].encode()
    yield from (home / "key.pem").read_bytes().splitlines()[2:-2]


@pytest.mark.parametrize("command", [["check"], ["check", "--json"], ["stream", "--count", "3"]])
@pytest.mark.parametrize("crashing", [False, True])
@pytest.mark.parametrize("key_is_right", [False, True])
def test_no_secret_is_in_any_output_log_or_report(
    tmp_path: Path, exchange: Simulated, command: list[str], crashing: bool, key_is_right: bool
) -> None:
    config = exchange.config(tmp_path)
    if not key_is_right:
        config.write_text(config.read_text().replace("xrxk_key_demo", CANARY))
    (tmp_path / "sitecustomize.py").write_text(LOUD + (CRASHING if crashing else ""))
    ran = run(tmp_path, "--config", str(config), *command, PYTHONPATH=str(tmp_path))
    assert ran.returncode == (4 if not key_is_right else int(crashing))
    written = {file: file.read_bytes() for file in (tmp_path / ".local").rglob("*") if file.is_file()}
    assert written
    written |= {Path("stdout"): ran.stdout.encode(), Path("stderr"): ran.stderr.encode()}
    for secret in secrets_of(config, tmp_path):
        for spelling in spellings(secret):
            assert not [file for file, data in written.items() if spelling in data]


@pytest.mark.parametrize("command", [["config", "show"], ["config", "validate"], ["check"], ["stream"]])
def test_a_key_pasted_where_its_variable_belongs_is_refused_before_anything_shows_it(
    tmp_path: Path, command: list[str]
) -> None:
    pasted = "xrxk_key_5b1f0e77c2d94a0b8e6f5b1f0e77c2d9"
    config = tmp_path / "config.toml"
    config.write_text(
        f'[profiles.s]\nenvironment = "sandbox"\nws_url = "wss://h.example/ws"\napi_key_env = "{pasted}"\n'
    )
    ran = run(tmp_path, "--config", str(config), "--profile", "s", *command)
    assert ran.returncode == 2
    assert one_sentence(ran).startswith(f"{config}:4: profiles.s.api_key_env: looks like a key id")
    assert pasted[9:] not in ran.stdout + ran.stderr
    assert not [file for file in (tmp_path / ".local").rglob("*") if file.is_file() and pasted[9:] in file.read_text()]


def test_a_running_program_shows_the_key_in_no_title_and_hands_it_to_no_child(
    tmp_path: Path, exchange: Simulated
) -> None:
    if not Path("/proc/self/cmdline").exists():
        pytest.skip("this system has no /proc to look into")
    config = exchange.config(tmp_path)
    config.write_text(config.read_text().replace('api_key = "xrxk_key_demo', 'api_key_env = "THE_KEY"\n# "'))
    with subprocess.Popen(
        [*PROGRAM, "--config", str(config), "stream", "--channel", "ticker"],
        env=environment(tmp_path, THE_KEY=DEMO_KEY_ID),
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
    ) as process:
        try:
            assert process.stdout is not None
            assert process.stdout.readline().startswith(b"{")
            place = Path(f"/proc/{process.pid}")
            titles = b"".join((place / name).read_bytes() for name in ("cmdline", "comm", "status"))
            threads = list((place / "task").iterdir())
            titles += b"".join((thread / "comm").read_bytes() for thread in threads)
            assert b"roxom_tui" in titles
            assert DEMO_KEY_ID.encode() not in titles
            assert [(thread / "children").read_bytes() for thread in threads] == [b""] * len(threads)
        finally:
            process.kill()


def test_no_flag_takes_a_secret_and_only_hooks_and_a_served_dashboard_are_other_programs() -> None:
    assert not re.search(r"--(api|key-id|secret|signature|passphrase|password|token)", build_parser().format_help())
    starters = re.compile(
        r"\b(subprocess|multiprocessing|webbrowser|open_url|pty|setproctitle|os\.(system|popen|exec\w+|spawn\w+|fork\w*|posix_spawn\w*)"
        r"|create_subprocess_\w+|subprocess_\w+|ProcessPoolExecutor)\b"
    )
    sources = Path(roxom_tui.__file__).parent.rglob("*.py")
    package = Path(roxom_tui.__file__).parent
    found = {str(file.relative_to(package)) for file in sources if starters.search(file.read_text())}
    assert found == {"feed/hooks.py", "commands/serve.py"}


def test_a_hook_is_an_argument_list_and_never_a_shell() -> None:
    (call,) = [
        node
        for node in ast.walk(ast.parse((Path(roxom_tui.__file__).parent / "feed" / "hooks.py").read_text()))
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "Popen"
    ]
    given = {keyword.arg for keyword in call.keywords}
    assert {"env", "close_fds", "start_new_session", "stdin", "stdout", "stderr"} == given
