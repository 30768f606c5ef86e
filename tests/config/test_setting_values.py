"""A wrong value is refused with file, line, key path and what was meant; a secret is never repeated."""

from __future__ import annotations

import pytest

from tests.support.config_texts import Load, said

SANDBOX = """\
[profiles.sandbox]
environment = "sandbox"
ws_url = "wss://sandbox.example/ws"
"""


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        ("max_fps = 3", "config.toml:1: max_fps: unknown key; it belongs under [ui]"),
        ('ws_url = "x"', "config.toml:1: ws_url: unknown key; it belongs under [profiles.NAME]"),
        ("[sandbox]", "config.toml:1: sandbox: unknown key; a profile is written [profiles.sandbox]"),
        ("[ui]\nfoo = 1", "config.toml:2: ui.foo: unknown key; known are units, max_fps, stream_fps, theme"),
        ("ui = 3", "config.toml:1: ui: expected a table, not a whole number"),
        ("profile = 3", "config.toml:1: profile: expected a string, not a whole number"),
        ('profile = "x"', "config.toml:1: profile: there is no profile x; known are demo"),
        ("[profile.x]", "config.toml:1: profile: expected a name, not a table; a profile is written [profiles.NAME]"),
        (
            '[profiles."x\\u001b"]\nenvironment = "demo"',
            'config.toml:1: profiles."x\\u001b": a profile\'s name is 1 to 40',
        ),
        ("[profiles.'']\nenvironment = 'demo'", 'config.toml:1: profiles."": a profile\'s name is 1 to 40'),
        ("[profiles.' x']\nenvironment = 'demo'", 'config.toml:1: profiles." x": a profile\'s name is 1 to 40'),
        ("profiles.x = 1", "config.toml:1: profiles.x: expected a table, not a whole number"),
        ("[ui]\nmax_fps = 0", "config.toml:2: ui.max_fps: expected a whole number from 1 to 60"),
        (
            "[ui]\nmax_fps = true",
            "config.toml:2: ui.max_fps: expected a whole number from 1 to 60, not true or false",
        ),
        ("[ui]\nmouse = 1979-05-27", "config.toml:2: ui.mouse: expected true or false, not a date or time"),
        ('[ui]\nunits = "sat"', "config.toml:2: ui.units: sat is not one of btc, sats; did you mean sats?"),
        ("[keys]\nquit = 1", "config.toml:2: keys.quit: expected the name of a key, not a whole number"),
        ('[keys]\nquit = ""', "config.toml:2: keys.quit: is empty"),
        ('symbols = ["A-B",\n"a"]', "config.toml:2: symbols[1]: a is not a symbol; one looks like GOLD-BTC"),
        ('symbols = ["A-B", "A-B"]', "config.toml:1: symbols[1]: A-B is listed twice"),
        ("tiers = []", "config.toml:1: tiers: unknown key; it belongs under [tape]"),
        ("[tape]\ntiers = 2", "config.toml:2: tape.tiers: expected a list of sizes, not a whole number"),
        ("[tape]\ntiers = [1, 2, 3, 4]", "config.toml:2: tape.tiers: expected at most 3 sizes, not 4"),
        ("[tape]\ntiers = [2, 2]", "config.toml:2: tape.tiers[1]: expected a size larger than the one before"),
        *(
            (
                f"[tape]\ntiers = [{size}]",
                "config.toml:2: tape.tiers[0]: expected a size such as 2.5, above zero and without an exponent",
            )
            for size in ("0", "-1", "nan", "inf", "1e300", '"1e2"', '"2,5"', '"' + "9" * 40 + '"')
        ),
        ("[tape]\ntiers = [true]", "config.toml:2: tape.tiers[0]: expected a size such as 2.5, not true or false"),
        ("symbols = []", "config.toml:1: symbols: expected 1 to 50 symbols, not 0"),
        (
            'depth_mode = "sined"',
            "config.toml:1: depth_mode: sined is not one of auto, absolute, signed; did you mean signed?",
        ),
        (
            "[profiles.demo]\nseed = -1",
            f"config.toml:2: profiles.demo.seed: expected a whole number from 0 to {2**63 - 1}",
        ),
        ("[profiles.x]\n", "config.toml:1: profiles.x: environment is missing: demo, sandbox or production"),
        (
            '[profiles.x]\nenvironment = "sandbox"',
            "config.toml:1: profiles.x: ws_url is missing: the address of the exchange's WebSocket",
        ),
        (
            SANDBOX + 'api_key = "0123456789"\napi_key_env = "K"',
            "config.toml:5: profiles.sandbox.api_key_env: give api_key or api_key_env, not both",
        ),
        (SANDBOX + 'api_key = "a b"', "config.toml:4: profiles.sandbox.api_key: holds a space or another character"),
        (SANDBOX + 'api_key_env = "a b"', "config.toml:4: profiles.sandbox.api_key_env: is not the name of an env"),
        (SANDBOX + 'private_key_file = ""', "config.toml:4: profiles.sandbox.private_key_file: is not a path"),
    ],
)
def test_a_wrong_value_is_refused_with_its_line_and_what_was_expected(load: Load, text: str, problem: str) -> None:
    (line,) = said(load(text))
    assert line.startswith(problem)


def test_a_key_pasted_into_the_wrong_place_is_not_repeated(load: Load) -> None:
    pem = "-----BEGIN PRIVATE KEY-----canary"
    text = f'{SANDBOX}api_key = "canary canary"\nprivate_key_file = "{pem}"\nrest_url = "https://u:canary@h"\n'
    assert "canary" not in "\n".join(said(load(text)))
    assert "canary" not in "\n".join(said(load(f'{SANDBOX}api_key_env = "canary-canary"')))
