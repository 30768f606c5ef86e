"""The numbers that the client's README prints are those of the code, and none of its policies is left out."""

from __future__ import annotations

import re
from functools import reduce
from importlib import import_module
from pathlib import Path
from types import ModuleType
from typing import Any, Final

import pytest
from msgspec import Struct

from roxom_tui.client.rate_limiter import ResyncPolicy
from roxom_tui.client.reconnect_delay import ReconnectPolicy
from roxom_tui.client.session import SessionPolicy
from roxom_tui.client.timing import Timing
from roxom_tui.model.durations import SECOND

PACKAGE: Final = Path(__file__).resolve().parent.parent / "roxom_tui"
README: Final = PACKAGE / "client" / "README.md"
_ROW: Final = re.compile(r"^\| `(\w+\.\w+\.[\w.]+)(?:\[(\d+)\])?` \| ([^|]+) \|", re.MULTILINE)
_SECONDS: Final = re.compile(r"([\d.]+)(?: to ([\d.]+))? s")
_MEBIBYTES: Final = re.compile(r"(\d+) MiB")

PRINTED: Final = [(name, key, value.strip()) for name, key, value in _ROW.findall(README.read_text("utf-8"))]


def value_of(name: str, key: str = "") -> Any:
    """What `room.module.name` stands for, wherever in its room the module is; of a policy it is a field's default."""
    room, module, *attributes = name.split(".")
    found: Any = reduce(_attribute, attributes, _module_with(room, module, attributes[0]))
    return found[int(key)] if key else found


def _module_with(room: str, module: str, attribute: str) -> ModuleType:
    paths = [path.relative_to(PACKAGE) for path in (PACKAGE / room).rglob(f"{module}.py")]
    modules = [import_module(".".join(["roxom_tui", *path.with_suffix("").parts])) for path in paths]
    return next(one for one in modules if hasattr(one, attribute))


def _attribute(owner: Any, name: str) -> Any:
    found = getattr(owner, name)
    return found() if isinstance(found, type) and issubclass(found, Struct) else found


def numbers_of(printed: str) -> tuple[float, ...]:
    """The numbers of a cell, in bytes, seconds or as they are."""
    if seconds := _SECONDS.fullmatch(printed):
        return tuple(float(one) for one in seconds.groups() if one is not None)
    if mebibytes := _MEBIBYTES.fullmatch(printed):
        return (int(mebibytes[1]) * 2**20,)
    return (float(printed.replace(",", "")),)


@pytest.mark.parametrize(("name", "key", "printed"), PRINTED, ids=[f"{name}{key}" for name, key, _ in PRINTED])
def test_a_printed_number_is_the_one_in_the_code(name: str, key: str, printed: str) -> None:
    value = value_of(name, key)
    values = value if isinstance(value, tuple) else (value,)
    scale = SECOND if printed.endswith(" s") and isinstance(value, int) and value > SECOND / 1000 else 1
    assert numbers_of(printed) == pytest.approx(tuple(one / scale for one in values))


@pytest.mark.parametrize("policy", [Timing, ReconnectPolicy, SessionPolicy, ResyncPolicy])
def test_no_number_of_a_policy_is_left_out(policy: type[Any]) -> None:
    printed = {part for name, _, _ in PRINTED for part in name.split(".")}
    nested = {"reconnect", "session"}
    assert set(policy.__struct_fields__) - nested <= printed


def test_every_duration_that_client_and_state_know_is_printed() -> None:
    printed = {name.split(".")[2] for name, _, _ in PRINTED}
    known = {
        name
        for room in ("client", "state")
        for path in (PACKAGE / room).rglob("*.py")
        for name in re.findall(r"^([A-Z]\w*_NS)\b", path.read_text("utf-8"), re.MULTILINE)
    }
    assert known - printed == {"FUNDING_INTERVAL_NS"}, "that one is the exchange's (protocol 6.3)"
