"""The exchange's half of a key: its id and the public key that proves a signature."""

from __future__ import annotations

import base64
import binascii
import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from cryptography.exceptions import InvalidSignature
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import padding, rsa

KEY_ID = "rxk_key_5ec0d0000000000000000000000000e2"


@dataclass(frozen=True, slots=True)
class Key:
    """One customer's key as the exchange knows it."""

    id: str
    public: rsa.RSAPublicKey

    def complaint(self, headers: Mapping[str, str], payload: str) -> str | None:
        """Why a request is not the customer's; None when it is. Header names are in lower case."""
        if "x-api-key" not in headers:
            return "missing API key"
        if "x-api-signature" not in headers:
            return "missing signature"
        if headers["x-api-key"] != self.id:
            return "invalid API key"
        return None if self._signed(headers["x-api-signature"], payload) else "invalid signature"

    def _signed(self, signature: str, payload: str) -> bool:
        try:
            raw = base64.b64decode(signature, validate=True)
            self.public.verify(raw, payload.encode(), padding.PKCS1v15(), hashes.SHA256())
        except (InvalidSignature, binascii.Error):
            return False
        return True


def key_in(path: Path) -> Key:
    """The key whose private half is in a PEM file; it is made there, for its owner only, where no file is."""
    if not path.exists():
        _make(path)
    private = serialization.load_pem_private_key(path.read_bytes(), None)
    if not isinstance(private, rsa.RSAPrivateKey):
        raise TypeError(f"{path} holds no RSA key")
    return Key(KEY_ID, private.public_key())


def _make(path: Path) -> None:
    private = rsa.generate_private_key(65537, 2048)
    pem = private.private_bytes(
        serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
    )
    with open(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(pem)
