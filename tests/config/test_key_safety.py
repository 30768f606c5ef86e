"""A key never travels to another environment's host, and never unencrypted."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest

from roxom_tui.config.key_files import LARGEST_KEY_FILE
from roxom_tui.config.problems import ConfigProblems
from roxom_tui.config.settings import Settings
from tests.support.config_texts import Load, good, said


def profile(name: str, environment: str, *lines: str) -> str:
    return "\n".join([f"[profiles.{name}]", f'environment = "{environment}"', *lines, ""])


@pytest.mark.parametrize("host", ["localhost:1", "127.0.0.1:8765", "127.9.9.9", "[::1]:99"])
def test_plain_addresses_to_this_machine_are_fine(load: Load, host: str) -> None:
    good(load(profile("x", "demo", f'ws_url = "ws://{host}/ws"', f'rest_url = "http://{host}/v1"')))


@pytest.mark.parametrize(
    "address",
    [
        "ws://example.com/ws",
        "ws://localhost.example.com/ws",
        "ws://127.0.0.1.example.com/ws",
        "ws://0.0.0.0/ws",
        "ws://10.0.0.1/ws",
        "ws://localhost@example.com/ws",
        "ws://example.com\\\\@localhost/ws",
        "wss://h.example\\\\.example.com/ws",
        "ws://localhost\\t.example.com/ws",
        "wss://user:pass@example.com/ws",
        "wss:///ws",
        "wss://h:0/ws",
        "wss://h:99999/ws",
        "wss://h:x/ws",
        "wss://[::1/ws",
        "wss://[::1]evil/ws",
        "wss://evil[::1]/ws",
        "wss://[v1.x]/ws",
        "wss://sandbox..example/ws",
        "wss://.example/ws",
        f"wss://{'a' * 64}.example/ws",
        f"wss://{('a' * 60 + '.') * 5}example/ws",
        "wss://h/ws?x=1",
        "wss://h/ws#x",
        "wss://h /ws",
        "wss://hö/ws",
        "https://h/ws",
        "h/ws",
        "",
    ],
)
def test_other_addresses_are_refused(load: Load, address: str) -> None:
    (line,) = said(load(profile("x", "sandbox", f'ws_url = "{address}"')))
    assert line.startswith("config.toml:3: profiles.x.ws_url: ")


@pytest.mark.parametrize("host", ["h", "h.example.", "under_score.example:1", "[2001:db8::1]", "[::ffff:1.2.3.4]:444"])
def test_names_and_numbers_are_fine_as_hosts(load: Load, host: str) -> None:
    good(load(profile("x", "sandbox", f'ws_url = "wss://{host}/ws"')))


def test_a_demo_profile_stays_on_this_machine(load: Load) -> None:
    (line,) = said(load(profile("x", "demo", 'ws_url = "wss://example.com/ws"')))
    assert "loopback" in line


@pytest.mark.parametrize("host", ["ws.roxom.com", "WS.Roxom.com.", "api.roxom.com"])
def test_the_production_host_is_refused_under_another_badge(load: Load, host: str) -> None:
    (line,) = said(load(profile("x", "sandbox", f'ws_url = "wss://{host}/ws"')))
    assert "is the production exchange, not sandbox" in line


def test_a_profile_named_after_an_environment_is_of_that_environment(load: Load) -> None:
    (line,) = said(load(profile("sandbox", "production")))
    assert (
        line
        == "config.toml:2: profiles.sandbox.environment: a profile named sandbox cannot be of environment production"
    )


@pytest.mark.parametrize(
    ("mine", "theirs", "line"),
    [
        ('api_key = "0123456789"', 'api_key = "0123456789"', 7),
        ('api_key_env = "SAME"', 'api_key_env = "SAME"', 7),
        ('api_key_env = "ONE"', 'api_key_env = "OTHER"', 7),
        ('api_key_env = "ONE"', 'api_key = "the-same-value"', 7),
        ('private_key_file = "a/../k.pem"', 'private_key_file = "k.pem"', 7),
        ('rest_url = "https://h.example/v1"', 'rest_url = "https://h.example:443/api/v1"', 7),
    ],
)
def test_profiles_of_two_environments_share_no_key_and_no_host(load: Load, mine: str, theirs: str, line: int) -> None:
    first = profile("s", "sandbox", 'ws_url = "wss://s.example/ws"', mine)
    environ = {"ONE": "the-same-value", "OTHER": "the-same-value"}
    (problem,) = said(
        load(first + profile("p", "production", theirs, 'ws_url = "wss://p.example/ws"'), environ=environ)
    )
    assert problem.startswith(f"config.toml:{line}: profiles.p.")
    assert "must not share one" in problem
    assert "the-same-value" not in problem
    assert "0123456789" not in problem


@pytest.mark.parametrize(
    "pasted",
    [
        "xrxk_key_9f8e7d6c5b4a39281706f5e4d3c2b1a0",
        "rxk_key_9f8e7d6c",
        "key_9f8e7d6c5b4a39281706f5e4d3c2b1a0",
        "q7Hd93kLmPz0aB4xYw",
    ],
)
def test_a_key_pasted_where_its_variable_belongs_is_refused_and_repeated_nowhere(load: Load, pasted: str) -> None:
    text = profile("s", "sandbox", 'ws_url = "wss://s.example/ws"', f'api_key_env = "{pasted}"')
    twice = text + profile("p", "production", f'api_key_env = "{pasted}"')
    for line in said(load(twice)):
        assert "profiles.p.api_key_env: looks like a key id" in line or "profiles.s.api_key_env: looks like" in line
        assert pasted not in line
    assert good(load(text, environ={pasted: "0123456789"})).profiles["s"].api_key_env == pasted


@pytest.mark.parametrize(
    "name", ["ROXOM_SANDBOX_API_KEY", "my_roxom_sandbox_api_key", "roxomSandboxApiKey", "XRXK_KEY"]
)
def test_a_variables_name_may_be_any_that_is_no_key(load: Load, name: str) -> None:
    good(load(profile("s", "sandbox", 'ws_url = "wss://s.example/ws"', f'api_key_env = "{name}"')))


@pytest.mark.parametrize("link", [Path.symlink_to, Path.hardlink_to], ids=lambda value: value.__name__)
def test_a_link_to_another_environments_key_is_that_key(
    load: Load, tmp_path: Path, link: Callable[[Path, Path], None]
) -> None:
    (tmp_path / "real.pem").touch()
    link(tmp_path / "link.pem", tmp_path / "real.pem")
    first = profile("s", "sandbox", 'ws_url = "wss://s.example/ws"', 'private_key_file = "real.pem"')
    (problem,) = said(load(first + profile("p", "production", 'private_key_file = "link.pem"')))
    assert "same key file" in problem


def with_keys(load: Load) -> Settings | ConfigProblems:
    first = profile("s", "sandbox", 'ws_url = "wss://s.example/ws"', 'private_key_file = "one.pem"')
    return load(first + profile("p", "production", 'private_key_file = "other.pem"'))


def test_a_copy_of_another_environments_key_is_that_key_however_its_lines_end(load: Load, tmp_path: Path) -> None:
    (tmp_path / "one.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----\ncanary\nkey\n-----END PRIVATE KEY-----\n")
    (tmp_path / "other.pem").write_bytes((tmp_path / "one.pem").read_bytes().replace(b"\n", b"\r\n"))
    (problem,) = said(with_keys(load))
    assert problem.startswith(
        "config.toml:7: profiles.p.private_key_file: profile s (sandbox) has the same private key"
    )
    assert "canary" not in problem
    (tmp_path / "other.pem").write_bytes(b"-----BEGIN PRIVATE KEY-----\nanother\n-----END PRIVATE KEY-----\n")
    good(with_keys(load))


def test_what_is_no_key_file_is_not_compared(load: Load, tmp_path: Path) -> None:
    for name in ("one.pem", "other.pem"):
        (tmp_path / name).touch()
    good(with_keys(load))
    for name in ("one.pem", "other.pem"):
        (tmp_path / name).write_bytes(b"x" * (LARGEST_KEY_FILE + 1))
    good(with_keys(load))
    for name in ("one.pem", "other.pem"):
        (tmp_path / name).unlink()
        os.mkfifo(tmp_path / name)
    good(with_keys(load))


def test_profiles_of_one_environment_may_share(load: Load) -> None:
    key = 'ws_url = "wss://s.example/ws"\nprivate_key_file = "k.pem"\napi_key_env = "K"'
    good(load(profile("a", "sandbox", key) + profile("b", "sandbox", key)))
