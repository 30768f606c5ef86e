"""From a profile to a place to connect to: the only spot that knows that the demo is an exchange of our own."""

from __future__ import annotations

import asyncio
import os
import random
from collections.abc import AsyncIterator, Callable
from contextlib import AbstractAsyncContextManager, asynccontextmanager
from threading import Thread
from typing import Any, Final, TypeAlias
from urllib.parse import urlsplit

from roxom_tui.alerts.memory import AlertMemory
from roxom_tui.client.client import Client
from roxom_tui.config.depth_formats import recall, remember
from roxom_tui.config.key_files import KeyRefused, load_credentials
from roxom_tui.config.key_safety import refuse_key_log
from roxom_tui.config.private_files import data_folder
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.feed.alert_file import Kept, alert_file
from roxom_tui.feed.clock import SystemClock
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.hooks import HookRunner
from roxom_tui.feed.outside import Outside
from roxom_tui.feed.recorder import Recorder, RecorderSettings
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import DepthMode, Environment
from roxom_tui.model.status import Notice
from roxom_tui.model.values import replace
from roxom_tui.protocol.auth import handshake_headers

NOT_KEPT: Final = "there is no home folder, so rules made here are not kept"

OpenProfile: TypeAlias = Callable[[str], AbstractAsyncContextManager[Endpoint]]


def opener(settings: Settings) -> OpenProfile:
    """The function from a profile's name to its endpoint, for whoever switches profiles."""
    hooks = HookRunner(settings.hooks, os.environ, secrets_of(settings))
    return lambda name: _with_alerts(settings.profiles[name], hooks)


def secrets_of(settings: Settings) -> frozenset[str]:
    """What no program that we start is handed down: the key ids, and the variables that hold one."""
    variables = {profile.api_key_env for profile in settings.profiles.values() if profile.api_key_env is not None}
    written = {profile.api_key.reveal() for profile in settings.profiles.values() if profile.api_key is not None}
    held = {os.environ[name] for name in variables if os.environ.get(name)}
    return frozenset(variables | written | held)


@asynccontextmanager
async def _with_alerts(profile: Profile, hooks: HookRunner) -> AsyncIterator[Endpoint]:
    """The endpoint with what was kept of its alerts, and what they may start. Of the demo nothing is kept."""
    if profile.environment is Environment.DEMO:
        async with open_profile(profile) as endpoint:
            yield endpoint
        return
    file = alert_file(profile.name, os.environ)
    kept = await asyncio.to_thread(file.load) if file is not None else Kept(AlertMemory(), NOT_KEPT)
    keep = file.keep if file is not None else lambda memory, report: None
    try:
        async with open_profile(profile) as endpoint:
            yield replace(
                endpoint, alerts=kept.memory, alert_remark=kept.remark, keep_alerts=keep, start_hooks=hooks.start
            )
    finally:
        if file is not None:
            file.close()


def open_profile(profile: Profile) -> AbstractAsyncContextManager[Endpoint]:
    """The profile's endpoint for as long as the block lasts. Raises UsageError where its key cannot be used."""
    if profile.environment is Environment.DEMO and profile.ws_url is None:
        return _open_demo(profile)
    return _open_exchange(profile, profile.ws_url)


def recording_outside(settings: Settings, notify: Callable[[Notice], None], **wishes: Any) -> Outside:
    """The outside of this machine, with a recorder beside each profile that is opened."""
    megabyte = 1_000_000
    folder = data_folder(os.environ)
    chosen = RecorderSettings(folder, settings.recording.max_mb * megabyte, **wishes)

    def begin(client: Client, endpoint: Endpoint) -> Recorder:
        secrets = (endpoint.credentials.key_id.reveal(), *handshake_headers(endpoint.credentials).values())
        recorder = Recorder(client, secrets, SystemClock(), chosen, notify)
        recorder.writing.start()
        return recorder

    return Outside(recorder=begin)


@asynccontextmanager
async def _open_demo(profile: Profile) -> AsyncIterator[Endpoint]:
    """Runs the simulated exchange in this very loop, with a key that lives as long as it."""
    from roxom_tui.simulator.scenarios import DEFAULT
    from roxom_tui.simulator.server import CALM_NAP, ServerConfig, SimulatedServer

    config = ServerConfig(
        symbols=profile.symbols,
        seed=random.getrandbits(32) if profile.seed is None else profile.seed,
        scenario=replace(DEFAULT, depth_mode=_spoken(profile.depth_mode)),
        nap=CALM_NAP,
    )
    async with SimulatedServer(config) as server:
        if server.private_key is None:
            raise RuntimeError("the simulated exchange made no key")
        credentials = Credentials(Secret(server.key_id), server.private_key)
        yield _endpoint(profile, server.ws_url, server.rest_url, credentials)


def _spoken(mode: DepthMode) -> DepthMode:
    """The reading in which the simulated exchange states its deltas: the configured one, where that is one."""
    return DepthMode.ABSOLUTE if mode is DepthMode.AUTO else mode


@asynccontextmanager
async def _open_exchange(profile: Profile, ws_url: str | None) -> AsyncIterator[Endpoint]:
    refuse_key_log(profile)
    # In a thread: the key's file may lie on a slow disk, and the library that reads it takes a while to load.
    loaded = await asyncio.to_thread(load_credentials, profile)
    if isinstance(loaded, KeyRefused):
        raise UsageError(loaded.sentence)
    if ws_url is None:
        raise UsageError(f"profile {profile.name} names no ws_url")
    endpoint = _endpoint(profile, ws_url, profile.rest_url, loaded.credentials)
    place = urlsplit(ws_url).netloc
    guess = await asyncio.to_thread(recall, place, os.environ)
    yield replace(
        endpoint, warning=loaded.warning, depth_guess=guess, remember_depth=lambda mode: _remember(place, mode)
    )


def _remember(place: str, mode: DepthMode) -> None:
    # In a thread: the disk may be slow, and nobody waits for it.
    Thread(target=remember, args=(place, mode, os.environ), name="roxom-depth-format", daemon=True).start()


def _endpoint(profile: Profile, ws_url: str, rest_url: str | None, credentials: Credentials) -> Endpoint:
    return Endpoint(
        profile=profile.name,
        environment=profile.environment,
        ws_url=ws_url,
        rest_url=rest_url,
        credentials=credentials,
        symbols=profile.symbols,
        depth_mode=profile.depth_mode,
    )
