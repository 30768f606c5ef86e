"""A secret gets out by `reveal()` and by no other way."""

from __future__ import annotations

import copy
import io
import json
import logging
import marshal
import pickle
import pprint
import traceback
from collections.abc import Callable
from pathlib import Path
from typing import Any

import msgspec
import orjson
import pytest
from cryptography.hazmat.primitives.asymmetric import rsa
from rich.console import Console

from roxom_tui.config.key_files import KeyLoaded
from roxom_tui.config.settings import Profile, Settings
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import Environment, Symbol

CANARY = "canary_key_9d41f6aa83c05b"
PLACE = "wss://h.example/ws"


@pytest.fixture(scope="module")
def private_key() -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=2048)


@pytest.fixture
def held(private_key: rsa.RSAPrivateKey) -> list[Any]:
    """The secret and whatever holds it."""
    secret = Secret(CANARY)
    credentials = Credentials(secret, private_key)
    profile = Profile("p", Environment.SANDBOX, PLACE, api_key=secret, private_key_file=Path("/k.pem"))
    settings = Settings("p", {"p": profile})
    endpoint = Endpoint("p", Environment.SANDBOX, PLACE, None, credentials, (Symbol("GOLD-BTC"),))
    return [secret, credentials, profile, settings, endpoint, KeyLoaded(credentials)]


def rich_text(thing: object) -> str:
    console = Console(file=io.StringIO(), width=500)
    console.print(thing, {"nested": [thing]})
    assert isinstance(console.file, io.StringIO)
    return console.file.getvalue()


def traceback_with_locals(thing: object) -> str:
    try:
        held_here = thing
        raise ValueError(held_here)
    except ValueError as error:
        told = traceback.TracebackException.from_exception(error, capture_locals=True)
        return "".join(told.format())


WRITERS: dict[str, Callable[[Any], str]] = {
    "str": str,
    "repr": repr,
    "ascii": ascii,
    "f-string": lambda thing: f"{thing}{thing!r}{thing!s}{[thing]}",
    "percent": lambda thing: "%s %r" % ((thing,) * 2),
    "pprint": pprint.pformat,
    "rich": rich_text,
    "locals of a traceback": traceback_with_locals,
    "an exception": lambda thing: repr(RuntimeError(thing)),
    "a log record": lambda thing: logging.LogRecord("x", 10, "", 0, "%s %r", (thing, thing), None).getMessage(),
    "orjson with a default": lambda thing: orjson.dumps([str(thing)], default=str).decode(),
    "json with a default": lambda thing: json.dumps([thing], default=str),
}


TAKERS: dict[str, Callable[[Any], object]] = {
    "pickle": pickle.dumps,
    "old pickle": lambda thing: pickle.dumps(thing, 0),
    "deepcopy": copy.deepcopy,
    "json": json.dumps,
    "orjson": orjson.dumps,
    "marshal": marshal.dumps,
    "msgspec": msgspec.json.encode,
    "plain objects": msgspec.to_builtins,
}


@pytest.mark.parametrize("writer", WRITERS)
def test_no_way_to_write_a_secret_or_what_holds_it_shows_it(held: list[Any], writer: str) -> None:
    for thing in held:
        written = WRITERS[writer](thing)
        assert CANARY not in written
        assert CANARY[:12] not in written


@pytest.mark.parametrize("spec", ["", "s", ">40", "!<60", ".3"])
def test_no_format_shows_it(spec: str) -> None:
    assert format(Secret(CANARY), spec) == "<redacted>"


@pytest.mark.parametrize("taker", TAKERS)
def test_it_is_not_copied_into_what_could_leave_the_program(held: list[Any], taker: str) -> None:
    for thing in held:
        with pytest.raises((TypeError, ValueError, pickle.PicklingError)) as refused:
            TAKERS[taker](thing)
        assert CANARY not in str(refused.value)


def test_it_has_no_attributes_to_be_listed() -> None:
    secret = Secret(CANARY)
    assert not hasattr(secret, "__dict__")
    with pytest.raises(TypeError):
        vars(secret)
    assert not [name for name in dir(secret) if not name.startswith("_") and name not in ("reveal", "tail")]


def test_a_short_secret_has_no_tail_and_a_long_one_four_characters() -> None:
    assert Secret("0123456789a").tail() == "<redacted>"
    assert Secret(CANARY).tail() == "…c05b"
