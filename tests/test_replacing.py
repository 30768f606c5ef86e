"""No test puts something else in the place of a module's name: what a test needs to be otherwise is passed in."""

from __future__ import annotations

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Final

TOP: Final = Path(__file__).parents[1]
ROOM: Final = "roxom_tui"

EXCEPTIONS: Final = {
    "support/canaries.py": "every signature that is made must be known, wherever it goes",
    "tools/soak/small.py": "bounds that are full after half an hour instead of a week",
}
REPLACING: Final = ("setattr", "delattr", "object", "patch")
"""The last words of calls that replace: `monkeypatch.setattr`, `patch.object`."""


def is_module(name: str) -> bool:
    """Whether a dotted name is one of our modules."""
    return name.startswith(ROOM) and (TOP / (name.replace(".", "/") + ".py")).exists()


def modules_of(tree: ast.Module) -> set[str]:
    """The names by which a file knows our modules."""
    return {
        alias.asname or alias.name
        for node in ast.walk(tree)
        if isinstance(node, ast.Import | ast.ImportFrom)
        for alias in node.names
        if is_module(f"{node.module}.{alias.name}" if isinstance(node, ast.ImportFrom) else alias.name)
    }


def replacements(tree: ast.Module) -> Iterator[int]:
    """The lines where a module's name is given another meaning."""
    modules = modules_of(tree)
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and node.args and ast.unparse(node.func).rpartition(".")[2] in REPLACING:
            place = ast.unparse(node.args[0])
            if place in modules or ROOM in place or "import_module" in place:
                yield node.lineno


def test_nothing_is_put_in_the_place_of_a_modules_name() -> None:
    found = {
        file.relative_to(TOP / "tests").as_posix(): [*replacements(ast.parse(file.read_text(encoding="utf-8")))]
        for file in sorted((TOP / "tests").rglob("*.py"))
    }
    assert {name: lines for name, lines in found.items() if lines and name not in EXCEPTIONS} == {}
    assert [name for name in EXCEPTIONS if not found.get(name)] == []
