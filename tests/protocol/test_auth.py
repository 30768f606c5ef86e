"""Signatures: right, repeatable, and of nothing but the handshake and the listed GETs."""

from __future__ import annotations

import subprocess
import sys
from base64 import b64decode

import pytest
from cryptography.hazmat.primitives.asymmetric.padding import PKCS1v15
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import load_pem_private_key

from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.market import Symbol
from roxom_tui.protocol import auth
from roxom_tui.protocol.auth import HANDSHAKE_PAYLOAD, get_headers, get_payload, handshake_headers, verify
from roxom_tui.protocol.get_requests import GetKind, GetRequest
from tests.protocol.fixed_key import FIXED_KEY, FIXED_SIGNATURE
from tests.support.samples import private_key

KEY_ID = "xrxk_key_0123456789abcdef0123456789abcdef"


@pytest.fixture
def credentials() -> Credentials:
    return Credentials(Secret(KEY_ID), private_key())


def test_the_handshake_is_signed_as_a_public_key_can_verify(credentials: Credentials) -> None:
    headers = handshake_headers(credentials)
    assert headers.keys() == {"X-API-Key", "X-API-Signature"}
    assert headers["X-API-Key"] == KEY_ID
    signature = b64decode(headers["X-API-Signature"], validate=True)
    assert len(signature) == 256
    private_key().public_key().verify(signature, b"GET:/ws", PKCS1v15(), SHA256())
    assert verify(private_key().public_key(), HANDSHAKE_PAYLOAD, headers["X-API-Signature"])


def test_a_signature_is_the_same_each_time_and_on_one_line(credentials: Credentials) -> None:
    assert handshake_headers(credentials) == handshake_headers(credentials)
    assert "\n" not in handshake_headers(credentials)["X-API-Signature"]


def test_a_get_is_signed_over_path_and_query_as_sent(credentials: Credentials) -> None:
    asked = GetRequest(GetKind.POSITIONS, symbol=Symbol("GOLD-BTC"))
    headers = get_headers(credentials, asked)
    assert headers.keys() == {"X-API-Key", "X-API-Signature", "Content-Type"}
    public = private_key().public_key()
    payload = "GET:/v1/positions?instType=perpetual&symbol=GOLD-BTC&unit=btc"
    assert get_payload(asked.target) == payload
    assert verify(public, payload, headers["X-API-Signature"])
    assert not verify(public, payload.replace("GET", "POST"), headers["X-API-Signature"])


@pytest.mark.parametrize("signature", ["", "AAAA", "not base64!", "é", "A" * 344])
def test_anything_else_does_not_verify(signature: str) -> None:
    assert not verify(private_key().public_key(), HANDSHAKE_PAYLOAD, signature)


def test_the_known_answer_of_a_fixed_key() -> None:
    key = load_pem_private_key(FIXED_KEY.encode(), password=None)
    headers = handshake_headers(Credentials(Secret(KEY_ID), key))  # type: ignore[arg-type]
    assert headers["X-API-Signature"] == FIXED_SIGNATURE


def test_no_function_of_the_module_signs_a_text_of_ones_own() -> None:
    own = {name for name, value in vars(auth).items() if getattr(value, "__module__", "") == auth.__name__}
    assert {name for name in own if not name.startswith("_")} == {
        "handshake_headers",
        "get_headers",
        "get_payload",
        "verify",
    }


def test_importing_the_protocol_does_not_load_the_library_that_signs() -> None:
    code = "import sys, roxom_tui.protocol.auth, roxom_tui.protocol.get_requests; print('cryptography' in sys.modules)"
    assert subprocess.check_output([sys.executable, "-c", code], text=True).strip() == "False"
