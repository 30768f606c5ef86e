"""Every reason to refuse a private key, in its own sentence; and the one key that is taken."""

from __future__ import annotations

import os
from collections.abc import Callable
from pathlib import Path

import pytest
from cryptography.hazmat.primitives.asymmetric import ec, ed25519, rsa
from cryptography.hazmat.primitives.serialization import (
    BestAvailableEncryption,
    Encoding,
    KeySerializationEncryption,
    NoEncryption,
    PrivateFormat,
    PublicFormat,
)

from roxom_tui.config.key_files import KeyLoaded, KeyRefused, load_credentials
from roxom_tui.config.settings import Profile
from roxom_tui.model.credentials import Secret
from roxom_tui.model.market import Environment
from roxom_tui.model.values import replace

KEY_ID = "xrxk_key_0123456789abcdef"


def rsa_key(bits: int = 2048) -> rsa.RSAPrivateKey:
    return rsa.generate_private_key(public_exponent=65537, key_size=bits)


def pem(
    key: rsa.RSAPrivateKey | ec.EllipticCurvePrivateKey | ed25519.Ed25519PrivateKey,
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


@pytest.mark.parametrize(
    "written",
    [
        lambda text: text.replace("\n", "\r\n").encode(),
        lambda text: text.encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-8-sig"),
        lambda text: text.replace("\n", "\r\n").encode("utf-16"),
        lambda text: b"\xfe\xff" + text.encode("utf-16-be"),
        lambda text: f"Bag Attributes\n    friendlyName: é\n{text}\n\n".encode(),
    ],
)
def test_a_good_key_is_taken_however_an_editor_wrote_its_text(
    written: Callable[[str], bytes], profile: Profile, key_file: Path, key: rsa.RSAPrivateKey
) -> None:
    key_file.write_bytes(written(pem(key).decode()))
    found = load_credentials(profile, {})
    assert isinstance(found, KeyLoaded), found
    assert found.credentials.private_key.private_numbers() == key.private_numbers()


def test_half_a_character_of_utf16_is_no_key(profile: Profile, key_file: Path) -> None:
    key_file.write_bytes(b"\xff\xfe-\x00-")
    assert refusal(profile).endswith("is not a private key in PKCS#8 PEM form")


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


def test_a_link_is_judged_by_the_file_behind_it(profile: Profile, key_file: Path, tmp_path: Path) -> None:
    (tmp_path / "link").symlink_to(key_file)
    profile = replace(profile, private_key_file=tmp_path / "link")
    assert isinstance(load_credentials(profile, {}), KeyLoaded)
    key_file.chmod(0o644)
    assert "chmod 600" in refusal(profile)


def test_somebody_elses_file_is_refused(profile: Profile, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: os.getuid() + 1)
    assert (
        refusal(profile)
        == f"the private key file '{profile.private_key_file}' belongs to another user; use a copy that is yours"
    )


def test_a_path_that_cannot_be_opened_is_refused_with_the_systems_reason(profile: Profile, key_file: Path) -> None:
    for path, reason in ((key_file / "x", "Not a directory"), (Path("a" * 300), "File name too long")):
        sentence = refusal(replace(profile, private_key_file=path))
        assert sentence.startswith("the private key file ")
        assert sentence.endswith(f" cannot be opened: {reason}")
    assert refusal(replace(profile, private_key_file=Path("a\0b"))).endswith(" cannot be opened: not a path")


CONVERT = "openssl pkcs8 -topk8 -nocrypt -in {path} -out NEWFILE"
CONTENTS = {
    "nothing": "{path} is empty",
    "blanks": "{path} is empty",
    "binary": "{path} is not a private key in PKCS#8 PEM form",
    "DER": "{path} is not a private key in PKCS#8 PEM form",
    "text": "{path} is not a private key in PKCS#8 PEM form",
    "cut off": "the private key in {path} is damaged",
    "one letter changed": "the private key in {path} is damaged",
    "only the first line": "the private key in {path} is damaged",
    "public": "{path} holds a public key; the private one is needed",
    "public, PKCS#1": "{path} holds a public key; the private one is needed",
    "certificate": "{path} holds a certificate; the private key is needed",
    "encrypted": f"the private key in {{path}} is encrypted; write it without a passphrase: {CONVERT}",
    "encrypted, PKCS#1": f"the private key in {{path}} is encrypted; write it without a passphrase: {CONVERT}",
    "PKCS#1": f"the private key in {{path}} is PKCS#1, not PKCS#8; convert it: {CONVERT}",
    "OpenSSH": "the private key in {path} is OpenSSH's, not PKCS#8; convert a copy of it:"
    " ssh-keygen -p -m PKCS8 -N '' -f COPY",
    "EC": "the private key in {path} is not an RSA key",
    "EC, SEC1": "the private key in {path} is not an RSA key",
    "Ed25519": "the private key in {path} is not an RSA key",
    "1024 bits": "the private key in {path} has 1024 bits; 2048 are needed",
    "2040 bits": "the private key in {path} has 2040 bits; 2048 are needed",
    "too large": "the private key file {path} is too large for a key",
}


@pytest.fixture(scope="session")
def contents(key: rsa.RSAPrivateKey) -> dict[str, bytes]:
    """What can be in a file that is no key of ours."""
    passphrase = BestAvailableEncryption(b"passphrase")
    public, curve = key.public_key(), ec.generate_private_key(ec.SECP256R1())
    return {
        "nothing": b"",
        "blanks": b" \n\n",
        "binary": b"\0\xff\x1b",
        "DER": key.private_bytes(Encoding.DER, PrivateFormat.PKCS8, NoEncryption()),
        "text": b"xrxk_key_0123456789abcdef\n",
        "cut off": pem(key)[:400],
        "one letter changed": pem(key).replace(b"\nMII", b"\nAII"),
        "only the first line": b"-----BEGIN PRIVATE KEY-----\n",
        "public": public.public_bytes(Encoding.PEM, PublicFormat.SubjectPublicKeyInfo),
        "public, PKCS#1": public.public_bytes(Encoding.PEM, PublicFormat.PKCS1),
        "certificate": b"-----BEGIN CERTIFICATE-----\nMIIB\n-----END CERTIFICATE-----\n",
        "encrypted": pem(key, encryption=passphrase),
        "encrypted, PKCS#1": pem(key, PrivateFormat.TraditionalOpenSSL, passphrase),
        "PKCS#1": pem(key, PrivateFormat.TraditionalOpenSSL),
        "OpenSSH": pem(key, PrivateFormat.OpenSSH),
        "EC": pem(curve),
        "EC, SEC1": pem(curve, PrivateFormat.TraditionalOpenSSL),
        "Ed25519": pem(ed25519.Ed25519PrivateKey.generate()),
        "1024 bits": pem(rsa_key(1024)),
        "2040 bits": pem(rsa_key(2040)),
        "too large": pem(key) + b"\n" * 70_000,
    }


@pytest.mark.parametrize("what", CONTENTS)
def test_every_other_content_has_its_own_sentence_with_the_way_out(
    profile: Profile, key_file: Path, contents: dict[str, bytes], what: str
) -> None:
    key_file.write_bytes(contents[what])
    assert refusal(profile) == CONTENTS[what].format(path=f"'{key_file}'")


def folder(file: Path) -> None:
    file.mkdir()


def pipe(file: Path) -> None:
    os.mkfifo(file, 0o600)


def device(file: Path) -> None:
    file.symlink_to("/dev/zero")


def loop(file: Path) -> None:
    file.symlink_to(file.name)


def dangling(file: Path) -> None:
    file.symlink_to("nowhere.pem")


def nothing(file: Path) -> None:
    """There is none."""


PLACES: dict[Callable[[Path], None], str] = {
    nothing: "there is no private key file {path}",
    dangling: "there is no private key file {path}",
    folder: "the private key file {path} is not a regular file",
    pipe: "the private key file {path} is not a regular file",
    device: "the private key file {path} is not a regular file",
    loop: "the private key file {path} cannot be opened: Too many levels of symbolic links",
}


@pytest.mark.parametrize(("put", "sentence"), PLACES.items(), ids=lambda value: getattr(value, "__name__", ""))
def test_every_other_thing_in_the_files_place_has_its_own_sentence(
    profile: Profile, key_file: Path, put: Callable[[Path], None], sentence: str
) -> None:
    key_file.unlink()
    put(key_file)
    assert refusal(profile) == sentence.format(path=f"'{key_file}'")


@pytest.mark.parametrize("mode", [0o640, 0o604, 0o660, 0o620, 0o611, 0o666, 0o777, 0o602, 0o601, 0o4755])
def test_a_file_open_to_others_is_refused_with_the_command_that_closes_it(
    profile: Profile, key_file: Path, mode: int
) -> None:
    key_file.chmod(mode)
    assert refusal(profile) == (
        f"the private key file '{key_file}' is open to group or others; close it: chmod 600 '{key_file}'"
    )


@pytest.mark.parametrize("mode", [0o600, 0o400, 0o700])
def test_a_file_that_is_ours_alone_is_taken(profile: Profile, key_file: Path, mode: int) -> None:
    key_file.chmod(mode)
    assert isinstance(load_credentials(profile, {}), KeyLoaded)


def test_the_file_that_is_open_is_judged_and_read_whatever_takes_its_name(
    profile: Profile, key_file: Path, key: rsa.RSAPrivateKey, monkeypatch: pytest.MonkeyPatch
) -> None:
    really_open = os.open

    def open_and_swap(path: Path, flags: int) -> int:
        descriptor = really_open(path, flags)
        key_file.unlink()
        key_file.write_bytes(pem(other))
        key_file.chmod(0o644)
        return descriptor

    other = rsa_key()
    monkeypatch.setattr(os, "open", open_and_swap)
    found = load_credentials(profile, {})
    assert isinstance(found, KeyLoaded)
    assert found.credentials.private_key.private_numbers() == key.private_numbers()


def test_no_refusal_leaves_a_descriptor_open_or_repeats_what_was_read(
    profile: Profile, key_file: Path, contents: dict[str, bytes]
) -> None:
    before = len(os.listdir("/dev/fd"))
    for data in contents.values():
        key_file.write_bytes(data)
        sentence = refusal(profile)
        assert not [line for line in data.splitlines()[1:] if len(line) > 10 and line.decode("latin-1") in sentence]
        assert "xrxk" not in sentence
    assert len(os.listdir("/dev/fd")) == before


def test_a_larger_key_is_taken_with_a_warning(profile: Profile, key_file: Path) -> None:
    key_file.write_bytes(pem(rsa_key(3072)))
    found = load_credentials(profile, {})
    assert isinstance(found, KeyLoaded)
    assert found.warning == (f"the private key in '{key_file}' has 3072 bits; the exchange documents 2048 only")
