"""TLS is always verified: nothing in the source, the settings or the flags could turn that off (client 2.4)."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

import roxom_tui
from roxom_tui.commands.command_line import build_parser
from roxom_tui.config import schema

SOURCES = sorted(Path(roxom_tui.__file__).parent.rglob("*.py"))

FORBIDDEN_NAMES = re.compile(
    r"CERT_NONE|CERT_OPTIONAL|_create_unverified_context|_create_stdlib_context|_create_default_https_context"
    r"|verify_mode|check_hostname|hostname_checks_common_name|assert_hostname|verify_flags|minimum_version"
    r"|maximum_version|set_ciphers|OP_LEGACY_SERVER_CONNECT|disable_warnings|PROTOCOL_TLSv?\d?\w*"
)
"""Ways to ask for less. The one context that may be made by hand judges a file, and connects to nobody."""
ALLOWED = {("tls.py", "PROTOCOL_TLS_CLIENT")}
OURS = frozenset({"client_context()", "client_context() if address.proxy.startswith('https:') else None"})
"""The contexts that a connection may be made with; a proxy that is spoken to in the clear has none."""

FORBIDDEN_WORDS = re.compile(r"verify|insecure|tls|ssl|certificate|trust|unsafe|redirect", re.IGNORECASE)


def weakenings(source: str) -> Iterator[str]:
    """What in a source could weaken TLS."""
    for node in ast.walk(ast.parse(source)):
        match node:
            case ast.Attribute(attr=name) | ast.Name(id=name) if FORBIDDEN_NAMES.fullmatch(name):
                yield name
            case ast.keyword(arg=name) if name is not None and FORBIDDEN_NAMES.fullmatch(name):
                yield name
            case ast.keyword(arg="verify" | "ssl" | "ssl_context" | "proxy_ssl" as name, value=value):
                if ast.unparse(value) not in OURS:
                    yield f"{name}={ast.unparse(value)}"
            case ast.keyword(arg="follow_redirects", value=value) if ast.unparse(value) != "False":
                yield "follow_redirects"
            case ast.Call(func=ast.Attribute(attr="create_default_context"), args=[_, *_]):
                yield ast.unparse(node)
            case ast.Call(func=ast.Attribute(attr="create_default_context"), keywords=[_, *_]):
                yield ast.unparse(node)


@pytest.mark.parametrize("file", SOURCES, ids=lambda file: str(file.relative_to(SOURCES[0].parent)))
def test_no_source_asks_for_less_than_the_systems_verification(file: Path) -> None:
    found = {name for name in weakenings(file.read_text(encoding="utf-8")) if (file.name, name) not in ALLOWED}
    assert found == set()


def test_all_contexts_come_from_the_one_place_that_logs_no_keys() -> None:
    texts = {f"{file.parent.name}/{file.name}": file.read_text(encoding="utf-8") for file in SOURCES}
    for maker in ("create_default_context", "SSLContext(", "keylog_filename", "default_ssl_context"):
        assert {name for name, text in texts.items() if maker in text} <= {"transport/tls.py"}
    assert "client_context()" in texts["transport/websocket.py"]
    assert "client_context()" in texts["transport/http_client.py"]


@pytest.mark.parametrize(
    "source",
    [
        "httpx2.AsyncClient(verify=False)",
        "httpx2.AsyncClient(verify=ssl.create_default_context())",
        "connect(url, proxy_ssl=True)",
        "context.verify_mode = ssl.CERT_NONE",
        "context.check_hostname = False",
        "connect(url, ssl=ssl._create_unverified_context())",
        "ssl.create_default_context(cafile=path)",
        "ssl.create_default_context(purpose)",
        "setattr_free = ssl.SSLContext(ssl.PROTOCOL_TLS)",
        "httpx2.get(url, follow_redirects=True)",
        "context.minimum_version = ssl.TLSVersion.SSLv3",
    ],
)
def test_such_a_source_would_be_found(source: str) -> None:
    assert list(weakenings(source))


def test_no_setting_and_no_flag_speaks_of_it() -> None:
    settings = {*schema.TOP, *schema.PROFILE, *schema.UI}
    assert not [name for name in settings if FORBIDDEN_WORDS.search(name)]
    flags = re.findall(r"--[a-z-]+", build_parser().format_help())
    assert len(flags) > 3
    assert not [flag for flag in flags if FORBIDDEN_WORDS.search(flag)]
