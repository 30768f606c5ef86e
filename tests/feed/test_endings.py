"""How connections ended, and when the next is tried."""

from __future__ import annotations

import asyncio
from random import Random

import pytest
from cryptography.hazmat.primitives.asymmetric import rsa

from roxom_tui.client.client import Client
from roxom_tui.config.settings import Profile
from roxom_tui.feed.endings import ConnectionWanted, End, Endings
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.outside import Outside
from roxom_tui.model.connection import Closed, Failed, Trouble
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import Environment
from roxom_tui.model.ports import ViewRequest
from roxom_tui.model.reasons import Cause, Guess, Reason
from tests.support.spellings import GOLD
from tests.support.standing_clock import FakeClock

PLACE = "wss://exchange.invalid/ws"
REFUSED = Failed(Trouble.REFUSED, "not let in", 401, guesses=(Guess.KEY_MISMATCH, Guess.KEY_DISABLED))


class Line:
    """What a worker has of one profile."""

    def __init__(self, key: rsa.RSAPrivateKey) -> None:
        self.clock = FakeClock()
        outside = Outside(clock=self.clock, random=Random(1))
        profile = Profile("test", Environment.SANDBOX, PLACE, symbols=(GOLD,))
        self.client = Client(profile, ViewRequest(GOLD), self.clock, outside.timing)
        self.endings = Endings(self.client, outside)
        credentials = Credentials(Secret("key"), key)
        self.endpoint = Endpoint("test", Environment.SANDBOX, PLACE, None, credentials, (GOLD,))

    def up(self) -> None:
        self.endings.trying()
        self.client.connected(self.client.status.number + 1)
        self.endings.opened()

    def down(self, closed: Closed, *, is_asked_for: bool = False) -> End:
        self.endings.closing()
        return self.endings.of_connection(closed, self.endpoint, is_asked_for=is_asked_for)


@pytest.fixture
def line(private_key: rsa.RSAPrivateKey) -> Line:
    return Line(private_key)


def test_a_key_that_worked_at_this_address_is_not_guessed_to_be_of_another(line: Line) -> None:
    assert Guess.KEY_MISMATCH in line.endings.of_try(REFUSED).reason.guesses
    line.up()
    line.client.intake.proven = True
    line.down(Closed(1000, ""))
    assert line.endings.of_try(REFUSED).reason.guesses == (Guess.KEY_DISABLED,)
    line.endings.begin_anew()
    assert Guess.KEY_MISMATCH in line.endings.of_try(REFUSED).reason.guesses


def test_what_the_person_wants_is_tried_without_delay(line: Line) -> None:
    line.up()
    assert line.down(Closed(1013, ""), is_asked_for=True).delay == 0.0


def test_a_close_waits_as_its_code_says_and_is_told_by_the_connection(line: Line) -> None:
    line.up()
    end = line.down(Closed(1013, "later"))
    assert end.delay is not None
    assert 15 <= end.delay <= 60
    assert end.reason == Closed(1013, "later").reason


def test_a_line_that_fell_dead_is_dialled_again_soon(line: Line) -> None:
    line.up()
    line.client.status.leave(Reason(Cause.PONG_MISSING))
    end = line.down(Closed(None, ""))
    assert end.delay is not None
    assert end.delay <= 1.0


async def test_who_waits_for_a_connection_goes_on_when_one_is_asked_for_or_the_time_is_over() -> None:
    wanted = ConnectionWanted(0)
    await wanted.wait(0)
    waiting = asyncio.create_task(wanted.wait())
    await asyncio.sleep(0)
    wanted.ask()
    await waiting
    assert not wanted.is_asked_for


def test_a_connection_that_stands_is_asked_for_no_more() -> None:
    wanted = ConnectionWanted(0)
    wanted.ask()
    wanted.forget()
    assert not wanted.is_asked_for
