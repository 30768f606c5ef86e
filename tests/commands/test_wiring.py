"""From a profile to a place to connect to: none of an exchange while the keys of TLS are written down."""

from __future__ import annotations

from pathlib import Path

import pytest

from roxom_tui.commands.wiring import open_profile
from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment
from roxom_tui.simulator.server import CALM_NAP, ServerConfig, SimulatedServer
from tests.support.program import one_sentence, run
from tests.support.spellings import GOLD

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


async def test_the_exchange_of_the_demo_sends_as_calmly_as_a_dashboard_shows_it(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    made: list[ServerConfig] = []
    begin = SimulatedServer.__init__

    def noted(server: SimulatedServer, config: ServerConfig) -> None:
        made.append(config)
        begin(server, config)

    monkeypatch.setattr(SimulatedServer, "__init__", noted)
    async with open_profile(Profile("demo", Environment.DEMO, symbols=(GOLD,))):
        assert [config.nap for config in made] == [CALM_NAP]
