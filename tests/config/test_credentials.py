"""Every reason to refuse a private key, in its own sentence; and the one key that is taken."""

from __future__ import annotations

import os
from dataclasses import replace
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from roxom_tui.config.credentials import KeyLoaded, KeyRefused, load_credentials
from roxom_tui.config.settings import Profile
from roxom_tui.model.market import Environment
from roxom_tui.model.secret import Secret

KEY_ID = "xrxk_key_0123456789abcdef"


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey,
    form: PrivateFormat = PrivateFormat.PKCS8,
    encryption: KeySerializationEncryption | None = None,
) -> bytes:
    return key.private_bytes(Encoding.PEM, form, encryption or NoEncryption())


@pytest.fixture(scope="session")
def key() -> rsa.RSAPrivateKey:
    return rsa_key()


@pytest.fixture
def key_file(tmp_path: Path, key: rsa.RSAPrivateKey) -> Path:
    file = tmp_path / "a key.pem"
    file.touch(mode=0o600)
    file.write_bytes(pem(key))
    return file


@pytest.fixture
def profile(key_file: Path) -> Profile:
    return Profile("p", Environment.SANDBOX, "wss://h/ws", api_key=Secret(KEY_ID), private_key_file=key_file)


def refusal(profile: Profile, **environ: str) -> str:
    found = load_credentials(profile, environ)
    assert isinstance(found, KeyRefused), found
    return found.sentence


def test_a_good_key_is_taken_without_a_word(profile: Profile, key: rsa.RSAPrivateKey) -> None:
    found = load_credentials(profile, {})
    assert isinstance(found, KeyLoaded)
    assert found.warning == ""
    assert found.credentials.key_id.reveal() == KEY_ID
    assert found.credentials.private_key.private_numbers() == key.private_numbers()
    assert KEY_ID not in repr(found)


def test_the_key_id_may_come_from_a_variable(profile: Profile) -> None:
    profile = replace(profile, api_key=None, api_key_env="K")
    found = load_credentials(profile, {"K": KEY_ID})
    assert isinstance(found, KeyLoaded)
    assert found.credentials.key_id.reveal() == KEY_ID


def test_a_variable_that_is_not_set_or_cannot_be_a_key_is_named(profile: Profile) -> None:
    profile = replace(profile, api_key=None, api_key_env="MY_KEY")
    assert refusal(profile) == "the environment variable MY_KEY is not set; it should hold the API key id"
    assert refusal(profile, MY_KEY="") == refusal(profile)
    assert refusal(profile, MY_KEY="canary\r\nX: y").startswith("the environment variable MY_KEY holds a space")
    assert "canary" not in refusal(profile, MY_KEY="canary\r\nX: y")


def test_a_profile_without_a_key_or_a_key_file_is_refused(profile: Profile) -> None:
    assert "set api_key_env or api_key" in refusal(replace(profile, api_key=None))
    assert refusal(replace(profile, private_key_file=None)) == "profile p names no private_key_file"


def test_a_missing_file_is_refused(profile: Profile, key_file: Path) -> None:
    key_file.unlink()
    assert refusal(profile) == f"there is no private key file '{key_file}'"


def test_a_folder_and_a_pipe_are_not_regular_files(profile: Profile, tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe", 0o600)
    for path in (tmp_path, tmp_path / "pipe", Path("/dev/null")):
        assert refusal(replace(profile, private_key_file=path)).endswith("is not a regular file")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o611])
def test_a_file_open_to_others_is_refused_with_the_command_that_closes_it(
    profile: Profile, key_file: Path, mode: int
) -> None:
    key_file.chmod(mode)
    assert refusal(profile).endswith(f"open to group or others; close it: chmod 600 '{key_file}'")


def test_a_link_is_judged_by_the_file_behind_it(profile: Profile, key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(key_file)
    profile = replace(profile, private_key_file=tmp_path / "link")
    assert isinstance(load_credentials(profile, {}), KeyLoaded)
    key_file.chmod(0o644)
    assert "chmod 600" in refusal(profile)


def test_somebody_elses_file_is_refused(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert "belongs to another user" in refusal(profile)


def test_a_file_too_large_for_a_key_is_refused(profile: Profile, key_file: Path) -> None:
    key_file.write_bytes(b"x" * 70_000)
    assert refusal(profile).endswith("is too large for a key")


def test_a_path_that_cannot_be_opened_is_refused(profile: Profile, key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "loop").symlink_to("loop")
    assert "cannot be opened" in refusal(replace(profile, private_key_file=tmp_path / "loop"))
    assert "cannot be opened" in refusal(replace(profile, private_key_file=key_file / "x"))


def test_every_other_format_is_refused_with_the_way_out(
    profile: Profile, key_file: Path, key: rsa.RSAPrivateKey
) -> None:
    secret = BestAvailableEncryption(b"passphrase")
    public = key.public_key().public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo)
    cases = {
        b"": "is not a private key in PKCS#8 PEM form",
        b"\0\xff\x1b": "is not a private key in PKCS#8 PEM form",
        pem(key)[:400]: "is damaged",
        pem(key).replace(b"\nMII", b"\nAII"): "is damaged",
        public: "holds a public key; the private one is needed",
        pem(key, encryption=secret): "is encrypted; write it without a passphrase: openssl pkcs8",
        pem(key, PrivateFormat.TraditionalOpenSSL): "is PKCS#1, not PKCS#8; convert it: openssl pkcs8",
        pem(key, PrivateFormat.TraditionalOpenSSL, secret): "is encrypted",
        pem(key, PrivateFormat.OpenSSH): "is not a private key in PKCS#8 PEM form",
        pem(ec.generate_private_key(ec.SECP256R1())): "is not an RSA key",
    }
    for data, reason in cases.items():
        key_file.write_bytes(data)
        assert reason in refusal(profile)


def test_a_small_key_is_refused_and_a_large_one_warned_about(profile: Profile, key_file: Path) -> None:
    key_file.write_bytes(pem(rsa_key(1024)))
    assert refusal(profile).endswith("has 1024 bits; 2048 are needed")
    key_file.write_bytes(pem(rsa_key(3072)))
    found = load_credentials(profile, {})
    assert isinstance(found, KeyLoaded)
    assert found.warning.endswith("has 3072 bits; the exchange documents 2048 only")
