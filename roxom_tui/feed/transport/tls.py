"""The one TLS context of this program, and what a certificate that is not trusted may be owed to."""

from __future__ import annotations

import os
import ssl
from pathlib import Path
from threading import Lock
from typing import Final

from roxom_tui.config.key_safety import KEY_LOG
from roxom_tui.protocol.text_gate import gate

_FILE: Final = "SSL_CERT_FILE"
_FOLDER: Final = "SSL_CERT_DIR"

_making = Lock()

_NAME_IT = f"if it can be trusted, name it in {_FILE}"
_UNTRUSTED = {
    18: f"it is signed by itself; {_NAME_IT}",
    19: f"its chain ends in an authority this computer does not know; {_NAME_IT}",
    20: f"its issuer is not among those this computer trusts; {_NAME_IT}",
    21: f"its issuer is not among those this computer trusts; {_NAME_IT}",
}
"""Verdicts of OpenSSL that may be owed to our own authorities."""

_FAULTS = _UNTRUSTED | {
    9: "it is not valid yet, or this computer's clock is wrong; check the clock",
    10: "it has expired, or this computer's clock is wrong; check the clock, else wait until the exchange renews it",
    23: "it was revoked; do not connect until the exchange says why",
    62: "it was issued for another host; check the address in the profile",
    64: "it was issued for another address; check the address in the profile",
}


def client_context() -> ssl.SSLContext:
    """The system's verification, and no log of keys, whatever the environment asks for."""
    with _making:
        named = os.environ.pop(KEY_LOG, None)
        try:
            return ssl.create_default_context()
        finally:
            if named is not None:
                os.environ[KEY_LOG] = named


def certificate_fault(error: ssl.SSLCertVerificationError) -> str:
    """A sentence on a certificate that does not verify, and what to do; our own authorities first."""
    missing = _missing_authorities() if error.verify_code in _UNTRUSTED else ""
    return missing or _FAULTS.get(error.verify_code, "it does not verify")


def _missing_authorities() -> str:
    """TLS is silent about authorities that are not there or are none, and then trusts nobody."""
    named = os.environ.get(_FILE)
    if named and (fault := _fault_of_file(named)):
        return f"{_FILE} names {gate(named)}, which {fault}, so nobody is trusted; fix or unset it"
    if named or _has_system_authorities():
        return ""
    folder = os.environ.get(_FOLDER)
    if folder:
        return f"{_FOLDER} names {gate(folder)}, where no certificate is, so nobody is trusted; fix or unset it"
    return (
        "this computer has no certificate authorities, so nobody is trusted; install them (ca-certificates),"
        f" or name a file of them in {_FILE}"
    )


def _fault_of_file(named: str) -> str:
    try:
        ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT).load_verify_locations(named)
    except ssl.SSLError:
        return "holds no certificate"
    except OSError:
        return "cannot be read"
    return ""


def _has_system_authorities() -> bool:
    """Whether any authority is loaded at once, or a folder of them can be looked into when one is needed."""
    if client_context().cert_store_stats()["x509_ca"]:
        return True
    folder = ssl.get_default_verify_paths().capath
    try:
        return bool(folder) and any(Path(folder).iterdir())
    except OSError:
        return False
