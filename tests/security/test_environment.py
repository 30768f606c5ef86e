"""Texts of the person's own machine: proxies, file names, log lines, keys. They come from anywhere too."""

from __future__ import annotations

import logging
import ssl
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest

from roxom_tui.commands.crash_report import report_text
from roxom_tui.config.key_files import KeyRefused, load_credentials
from roxom_tui.config.log_file import OneLine
from roxom_tui.config.settings import Profile
from roxom_tui.feed.transport.address import Address
from roxom_tui.feed.transport.failures import explain_network
from roxom_tui.model.credentials import Secret
from roxom_tui.model.errors import UsageError
from roxom_tui.model.market import Environment
from tests.security.characters import is_harmless
from tests.security.feed import Story
from tests.security.payloads import payloads
from tests.security.screens import DASHBOARDS, screen

TEXTS = list(payloads(340, 13))


def examine(words: str) -> None:
    assert all(map(is_harmless, words)), ascii(words)


def test_a_proxy_is_named_in_harmless_words() -> None:
    told = 0
    for text in TEXTS:
        address = Address("wss://loop.invalid/ws", "loop.invalid", 443, True, False, f"http://user:x@{text}:8080")
        with suppress(ValueError):  # what cannot be read as an address the library has refused before
            examine(address.shown_proxy)
            told += 1
    assert told > 250


def test_a_file_of_authorities_that_is_not_there_is_named_in_harmless_words(monkeypatch: pytest.MonkeyPatch) -> None:
    error = ssl.SSLCertVerificationError()
    error.verify_code = 20
    for text in TEXTS:
        with suppress(ValueError):  # what no variable can hold
            monkeypatch.setenv("SSL_CERT_FILE", f"/nowhere/{text}")
            sentence = explain_network(error, "loop.invalid").sentence
            assert "SSL_CERT_FILE" in sentence
            examine(sentence)


def test_a_key_file_is_named_in_harmless_words(tmp_path: Path) -> None:
    for text in TEXTS:
        file = tmp_path / f"{text[:60]}.pem"
        profile = Profile("loop", Environment.SANDBOX, api_key=Secret("xrxk_0123456789"), private_key_file=file)
        refused = load_credentials(profile, {})
        assert isinstance(refused, KeyRefused)
        examine(refused.sentence)


def test_a_record_of_the_log_is_one_harmless_line() -> None:
    form = OneLine("%(levelname)s %(message)s")
    for text in TEXTS:
        record = logging.LogRecord("a library", logging.INFO, "", 1, "it said %s", (text,), None)
        examine(form.format(record))


def test_a_crash_report_repeats_no_text_that_acts() -> None:
    for text in TEXTS[::5]:
        kind = type(text.replace("\0", "").encode("ascii", "ignore").decode(), (UsageError,), {})
        for line in report_text(kind(text), datetime(2026, 1, 1, tzinfo=UTC)).split("\n"):
            examine(line)


async def test_profile_and_proxy_are_drawn_as_they_are() -> None:
    async with screen(DASHBOARDS[0]) as made:
        made.show(Story().picture())
        made.app.action_connection()
        await made.pilot.pause()
        for text in filter(str.isprintable, TEXTS[:120]):
            if all(map(is_harmless, text)):
                story = Story(profile=text[:40], proxy=text[:40])
                story.connect()
                assert text[:8].strip() in made.show(story.picture())
