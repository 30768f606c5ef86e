"""`roxom-tui simulate`: the simulated exchange alone, for other programs on this machine to connect to."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from tempfile import TemporaryDirectory
from types import SimpleNamespace

from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat

from roxom_tui.commands.options import leave_no_traces
from roxom_tui.commands.stdio import put, write_notice
from roxom_tui.commands.without_screen import nothing, run_headless
from roxom_tui.config.key_files import KeyRefused, load_credentials
from roxom_tui.config.private_files import open_private
from roxom_tui.config.settings import Profile
from roxom_tui.config.settings_text import profile_text
from roxom_tui.model.credentials import Secret
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import DepthMode, Environment
from roxom_tui.model.values import replace
from roxom_tui.model.visible_text import escaped
from roxom_tui.simulator.scenarios import Scenario, scenario_named
from roxom_tui.simulator.server import ServerConfig, SimulatedServer

PROFILE_NAME = "simulated"
KEY_IDS = "xrxk_key_"
"""How the ids of throw-away keys begin; each environment has one of its own, for no two may share a key."""


def run(options: SimpleNamespace) -> int:
    """Runs until a signal; raises UsageError for a port, scenario or key file that cannot be had."""
    scenario = _scenario(options)
    environment = Environment(options.environment)
    leave_no_traces()
    with _key_file(options.key_file) as (key_file, forget):
        key = _key_in(key_file)
        config = ServerConfig(
            seed=random.getrandbits(32) if options.seed is None else options.seed,
            scenario=scenario,
            port=options.port,
            key_id=f"{KEY_IDS}{environment.value}",
            public_key=key.public_key() if key is not None else None,
        )
        return run_headless(lambda: _serve(config, environment, key_file, key is None), at_last=forget)


def _scenario(options: SimpleNamespace) -> Scenario:
    scenario = scenario_named(options.scenario)
    mode = DepthMode(options.depth_mode) if options.depth_mode is not None else scenario.depth_mode
    return replace(scenario, depth_mode=mode, pace=scenario.pace * options.rate)


async def _serve(config: ServerConfig, environment: Environment, key_file: Path, is_new: bool) -> int:
    async with SimulatedServer(config) as server:
        if is_new and server.private_key is not None:
            _write_key(key_file, server.private_key)
        profile = Profile(
            name=PROFILE_NAME,
            environment=environment,
            ws_url=server.ws_url,
            rest_url=server.rest_url,
            api_key=Secret(server.key_id),
            private_key_file=key_file,
            symbols=config.symbols,
            depth_mode=config.scenario.depth_mode,
        )
        scenario = config.scenario
        write_notice(
            f"The simulated exchange is open until Ctrl+C: {scenario.name} ({scenario.about}), seed {config.seed}."
        )
        write_notice(f"WebSocket {server.ws_url}\nREST      {server.rest_url}\nkey id    {server.key_id}")
        write_notice(f"key file  {escaped(str(key_file))}")
        write_notice(f"As a profile of the config file ({environment.value}):")
        # The key opens nothing but this exchange, so it may be printed.
        put(profile_text(profile, reveal=True))
        await asyncio.Event().wait()
    return 0


@contextmanager
def _key_file(named: str | None) -> Iterator[tuple[Path, Callable[[], None]]]:
    """The file for the key, named or one that goes when the exchange does, and a function that removes it."""
    if named is not None:
        yield Path(os.path.abspath(os.path.expanduser(named))), nothing
        return
    try:
        folder = TemporaryDirectory(prefix="roxom-tui-", ignore_cleanup_errors=True)
    except OSError as error:
        raise UsageError("there is no temporary folder for the key; name a place for it with --key-file") from error
    with folder as name:
        yield Path(name) / "simulated.pem", folder.cleanup


def _key_in(key_file: Path) -> RSAPrivateKey | None:
    """The key that is in the file already, so that a profile survives a restart; None if there is no file."""
    if not os.path.lexists(key_file):
        return None
    profile = Profile(PROFILE_NAME, Environment.DEMO, api_key=Secret(KEY_IDS), private_key_file=key_file)
    loaded = load_credentials(profile)
    if isinstance(loaded, KeyRefused):
        raise UsageError(f"--key-file: {loaded.sentence}")
    return loaded.credentials.private_key


def _write_key(key_file: Path, key: RSAPrivateKey) -> None:
    pem = key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption())
    try:
        with open(open_private(key_file, os.O_WRONLY | os.O_CREAT | os.O_EXCL), "wb") as file:
            file.write(pem)
    except OSError as error:
        raise UsageError(f"--key-file: {escaped(str(key_file))} cannot be written: {error.strerror}") from error
