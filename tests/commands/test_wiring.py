"""From a profile to a place to connect to: none of an exchange while the keys of TLS are written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.program import one_sentence, run

SANDBOX = """profile = "s"
[profiles.s]
environment = "sandbox"
ws_url = "wss://127.0.0.1:9/ws"
rest_url = "https://127.0.0.1:9/v1"
api_key = "xrxk_key_x"
private_key_file = "k.pem"
"""


@pytest.mark.parametrize("command", [(), ("check",), ("stream",)])
def test_a_log_of_tls_keys_is_refused_by_its_name_and_nothing_is_written(
    command: tuple[str, ...], tmp_path: Path
) -> None:
    config, log = tmp_path / "c.toml", tmp_path / "keys.log"
    config.write_text(SANDBOX)
    config.chmod(0o600)
    for place in (log, tmp_path / "nowhere" / "keys.log"):
        ran = run(tmp_path, "--config", str(config), *command, SSLKEYLOGFILE=str(place))
        assert ran.returncode == 2
        assert one_sentence(ran).startswith("SSLKEYLOGFILE is set: whoever reads ")
        assert one_sentence(ran).endswith("so nothing is connected; unset SSLKEYLOGFILE")
    assert not log.exists()


@pytest.mark.parametrize("command", [("check",), ("stream", "--count", "5")])
def test_the_demo_has_no_tls_and_goes_on_without_a_log_of_keys(command: tuple[str, ...], tmp_path: Path) -> None:
    log = tmp_path / "keys.log"
    for place in (log, tmp_path / "nowhere" / "keys.log"):
        ran = run(tmp_path, *command, SSLKEYLOGFILE=str(place))
        assert (ran.returncode, ran.stderr) == (0, "")
    assert not log.exists()
