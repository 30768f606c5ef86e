"""The API key and its private key, read once and checked before anything is signed (protocol 2.1).

All checks are made on the descriptor that is then read, so nobody can swap the file in between. A link is followed:
people keep keys behind links, and it is the file behind it that must be regular, ours and closed to others.
"""

from __future__ import annotations

import os
import shlex
import stat
from codecs import BOM_UTF8, BOM_UTF16_BE, BOM_UTF16_LE
from collections.abc import Mapping
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct

from roxom_tui.config.private_files import open_to_read
from roxom_tui.config.problems import shown
from roxom_tui.config.setting_values import secret_fault
from roxom_tui.config.settings import Profile
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.visible_text import escaped, is_all_visible

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey

DOCUMENTED_BITS = 2048
_UTF16 = (BOM_UTF16_LE, BOM_UTF16_BE)
LARGEST_KEY_FILE = 64 * 1024

_OTHER_FORMS = {
    b"RSA PRIVATE KEY": "the private key in {path} is PKCS#1, not PKCS#8; convert it: {convert}",
    b"EC PRIVATE KEY": "the private key in {path} is not an RSA key",
    b"DSA PRIVATE KEY": "the private key in {path} is not an RSA key",
    b"OPENSSH PRIVATE KEY": "the private key in {path} is OpenSSH's, not PKCS#8; convert a copy of it:"
    " ssh-keygen -p -m PKCS8 -N '' -f COPY",
    b"PUBLIC KEY": "{path} holds a public key; the private one is needed",
    b"RSA PUBLIC KEY": "{path} holds a public key; the private one is needed",
    b"CERTIFICATE": "{path} holds a certificate; the private key is needed",
}
"""What else stands in PEM files, by its label."""


class KeyRefused(Struct, frozen=True):
    """A key that cannot be used, with the reason in one sentence; it never holds any of the key."""

    sentence: str


class KeyLoaded(Struct, frozen=True):
    """A usable key. `warning` is a sentence for the person, or empty."""

    credentials: Credentials
    warning: str = ""


def load_credentials(profile: Profile, environ: Mapping[str, str] | None = None) -> KeyLoaded | KeyRefused:
    """The key of a profile, or why it is refused."""
    key_id = _key_id(profile, os.environ if environ is None else environ)
    if isinstance(key_id, KeyRefused):
        return key_id
    if profile.private_key_file is None:
        return KeyRefused(f"profile {shown(profile.name)} names no private_key_file")
    data = _read_key_file(profile.private_key_file)
    if isinstance(data, KeyRefused):
        return data
    return _loaded(key_id, data, _quoted(profile.private_key_file))


def _key_id(profile: Profile, environ: Mapping[str, str]) -> Secret | KeyRefused:
    if profile.api_key is not None:
        return profile.api_key
    name = profile.api_key_env
    if name is None:
        return KeyRefused(f"profile {shown(profile.name)} names no key: set api_key_env or api_key")
    value = environ.get(name, "")
    if not value:
        return KeyRefused(f"the environment variable {name} is not set; it should hold the API key id")
    fault = secret_fault(value)
    return KeyRefused(f"the environment variable {name} {fault}") if fault else Secret(value)


def _read_key_file(path: Path) -> bytes | KeyRefused:
    shown_path = _quoted(path)
    try:
        descriptor = open_to_read(path)
    except FileNotFoundError:
        return KeyRefused(f"there is no private key file {shown_path}")
    except (OSError, ValueError) as error:
        return KeyRefused(f"the private key file {shown_path} cannot be opened: {_reason(error)}")
    try:
        fault = _fault_of_file(os.fstat(descriptor), shown_path)
        return KeyRefused(fault) if fault else _read_all(descriptor)
    except OSError as error:
        return KeyRefused(f"the private key file {shown_path} cannot be read: {_reason(error)}")
    finally:
        os.close(descriptor)


def _fault_of_file(status: os.stat_result, path: str) -> str:
    if not stat.S_ISREG(status.st_mode):
        return f"the private key file {path} is not a regular file"
    if status.st_uid != os.geteuid():
        return f"the private key file {path} belongs to another user; use a copy that is yours"
    if status.st_mode & 0o077:
        return f"the private key file {path} is open to group or others; close it: chmod 600 {path}"
    if status.st_size > LARGEST_KEY_FILE:
        return f"the private key file {path} is too large for a key"
    return ""


def _read_all(descriptor: int) -> bytes:
    with open(descriptor, "rb", closefd=False) as file:
        return _as_utf8(file.read(LARGEST_KEY_FILE))


def _as_utf8(data: bytes) -> bytes:
    """The text as an editor of another system may have written it: with a byte order mark, or in UTF-16."""
    try:
        return data.decode("utf-16").encode() if data.startswith(_UTF16) else data.removeprefix(BOM_UTF8)
    except UnicodeDecodeError:
        return data


def _loaded(key_id: Secret, data: bytes, path: str) -> KeyLoaded | KeyRefused:
    fault = _fault_of_format(data, path)
    if fault:
        return KeyRefused(fault)
    key = _private_key(data)
    if isinstance(key, str):
        return KeyRefused(f"the private key in {path} {key}")
    if key.key_size < DOCUMENTED_BITS:
        return KeyRefused(f"the private key in {path} has {key.key_size} bits; {DOCUMENTED_BITS} are needed")
    warning = ""
    if key.key_size != DOCUMENTED_BITS:
        warning = f"the private key in {path} has {key.key_size} bits; the exchange documents {DOCUMENTED_BITS} only"
    return KeyLoaded(Credentials(key_id, key), warning)


def _fault_of_format(data: bytes, path: str) -> str:
    """A sentence on a text that is no unencrypted PKCS#8 key, with the way to make one of it."""
    convert = f"openssl pkcs8 -topk8 -nocrypt -in {path} -out NEWFILE"
    if b"-----BEGIN PRIVATE KEY-----" in data:
        return ""
    if b"-----BEGIN ENCRYPTED PRIVATE KEY-----" in data or b"Proc-Type: 4,ENCRYPTED" in data:
        return f"the private key in {path} is encrypted; write it without a passphrase: {convert}"
    for label, sentence in _OTHER_FORMS.items():
        if b"-----BEGIN " + label + b"-----" in data:
            return sentence.format(path=path, convert=convert)
    return f"{path} is not a private key in PKCS#8 PEM form" if data.strip() else f"{path} is empty"


def _private_key(data: bytes) -> RSAPrivateKey | str:
    """The RSA key in the PEM text, or what is the matter with it."""
    # Imported here because it takes a while and the first frame does not need it.
    from cryptography.exceptions import UnsupportedAlgorithm
    from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey
    from cryptography.hazmat.primitives.serialization import load_pem_private_key

    try:
        key = load_pem_private_key(data, password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm):
        return "is damaged"
    return key if isinstance(key, RSAPrivateKey) else "is not an RSA key"


def _quoted(path: Path) -> str:
    """A path as it can be pasted into a shell."""
    return shlex.quote(str(path)) if is_all_visible(str(path)) else escaped(str(path))


def _reason(error: OSError | ValueError) -> str:
    return (error.strerror if isinstance(error, OSError) else None) or "not a path"
