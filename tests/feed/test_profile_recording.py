from __future__ import annotations

from typing import Any, cast

from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.outside import Gets
from roxom_tui.feed.profile_recording import ProfileRecording
from roxom_tui.feed.recorder import Recorder, RecorderSettings
from roxom_tui.feed.transport.recorded import RecordedTransport
from roxom_tui.feed.transport.transport import Transport
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import Mark
from tests.support.spellings import GOLD
from tests.support.standing_clock import FakeClock

TRANSPORT = cast(Transport, object())


class Heard:
    """GETs, and who listens to them."""

    def __init__(self) -> None:
        self.listeners: list[Any] = []

    def listen(self, listener: Any) -> None:
        self.listeners.append(listener)


def open_profile(*, is_kept: bool, key: rsa.RSAPrivateKey) -> tuple[ProfileRecording, Heard]:
    clock, heard = FakeClock(), Heard()
    client = Client(Profile("p", Environment.DEMO, symbols=(GOLD,)), None, clock, Timing())

    def begin(client: Client, endpoint: Endpoint) -> Recorder:
        return Recorder(client, (), clock, RecorderSettings(None, 1 << 30), lambda _: None)

    made = ProfileRecording(client, begin if is_kept else None)
    credentials = Credentials(Secret("key"), key)
    endpoint = Endpoint("p", Environment.DEMO, "wss://exchange.invalid/ws", None, credentials, (GOLD,))
    made.begin(endpoint, cast(Gets, heard))
    return made, heard


def test_where_nothing_is_kept_a_transport_is_left_as_it_is_and_no_command_is_taken(
    private_key: rsa.RSAPrivateKey,
) -> None:
    made, heard = open_profile(is_kept=False, key=private_key)
    assert made.listened_to(TRANSPORT, 1, has_gets=True) is TRANSPORT
    assert not made.obey(Mark("here"))
    assert heard.listeners == []
    made.tick()
    made.end()


def test_an_open_profile_is_recorded_with_its_gets_until_it_is_left(private_key: rsa.RSAPrivateKey) -> None:
    made, heard = open_profile(is_kept=True, key=private_key)
    assert len(heard.listeners) == 1
    assert isinstance(made.listened_to(TRANSPORT, 1, has_gets=True), RecordedTransport)
    assert made.obey(Mark("here"))
    made.end()
    assert not made.obey(Mark("here"))
