"""Certificates for the loopback, made on the spot; each with one fault, or none."""

from __future__ import annotations

import ipaddress
import ssl
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import NamedTuple

from cryptography import x509
from cryptography.hazmat.primitives import hashes
from cryptography.hazmat.primitives.asymmetric import rsa
from cryptography.hazmat.primitives.serialization import Encoding, NoEncryption, PrivateFormat
from cryptography.x509.oid import NameOID

VALID = (-1, 1)
"""Days from now: since yesterday, until tomorrow."""


class Authority(NamedTuple):
    """Who signs; its key also serves its certificates, for making keys takes time."""

    name: str
    key: rsa.RSAPrivateKey

    def certificate(self) -> x509.Certificate:
        """Its own, signed by itself."""
        return _signed(self, self.name, VALID, None)

    def issue(
        self, *, days: tuple[int, int] = VALID, name: str = "loopback", hosts: tuple[str, ...] = ("127.0.0.1",)
    ) -> x509.Certificate:
        """A server's, for those hosts or addresses."""
        return _signed(self, name, days, hosts)


def write_pem(path: Path, *certificates: x509.Certificate) -> Path:
    """A file for SSL_CERT_FILE."""
    path.write_bytes(b"".join(certificate.public_bytes(Encoding.PEM) for certificate in certificates))
    return path


def server_context(folder: Path, key: rsa.RSAPrivateKey, *chain: x509.Certificate) -> ssl.SSLContext:
    """A server that shows `chain`, its own certificate first."""
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    show(context, folder, key, *chain)
    return context


def show(context: ssl.SSLContext, folder: Path, key: rsa.RSAPrivateKey, *chain: x509.Certificate) -> None:
    """Have a server show another chain from now on."""
    path = write_pem(folder / "chain.pem", *chain)
    with path.open("ab") as file:
        file.write(key.private_bytes(Encoding.PEM, PrivateFormat.PKCS8, NoEncryption()))
    context.load_cert_chain(path)


def _signed(issuer: Authority, subject: str, days: tuple[int, int], hosts: tuple[str, ...] | None) -> x509.Certificate:
    now = datetime.now(UTC)
    begins, ends = (now + timedelta(days=count) for count in days)
    builder = (
        x509.CertificateBuilder()
        .subject_name(_name(subject))
        .issuer_name(_name(issuer.name))
        .public_key(issuer.key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(begins)
        .not_valid_after(ends)
        .add_extension(x509.BasicConstraints(ca=hosts is None, path_length=None), critical=True)
    )
    if hosts is not None:
        names = x509.SubjectAlternativeName([_host(host) for host in hosts])
        builder = builder.add_extension(names, critical=False)
    return builder.sign(issuer.key, hashes.SHA256())


def _name(text: str) -> x509.Name:
    return x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, text)])


def _host(text: str) -> x509.GeneralName:
    try:
        return x509.IPAddress(ipaddress.ip_address(text))
    except ValueError:
        return x509.DNSName(text)
