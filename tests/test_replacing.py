"""No test puts something else in the place of a module's name: what must be otherwise is passed in.

What runs as a program of its own can only be changed by what it imports first: that must name what is there.
"""

from __future__ import annotations

import ast
import importlib
from collections.abc import Iterator
from contextlib import suppress
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


def snippets(tree: ast.Module) -> Iterator[ast.Module]:
    """Texts that a program under test runs before anything else, where they touch our modules."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Constant) and isinstance(node.value, str) and f"from {ROOM}" in node.value:
            with suppress(SyntaxError):
                yield ast.parse(node.value)


def unknown_names(snippet: ast.Module) -> Iterator[str]:
    """What a snippet imports from us or gives another meaning, and is not there."""
    known: dict[str, object] = {}
    for node in ast.walk(snippet):
        if isinstance(node, ast.ImportFrom) and node.module and node.module.startswith(ROOM):
            module = importlib.import_module(node.module)
            for alias in node.names:
                known[alias.asname or alias.name] = getattr(module, alias.name, None)
                if known[alias.asname or alias.name] is None and not is_module(f"{node.module}.{alias.name}"):
                    yield f"{node.module}.{alias.name}"
        if isinstance(node, ast.Assign):
            for place in node.targets:
                owner = known.get(ast.unparse(place.value)) if isinstance(place, ast.Attribute) else None
                if isinstance(place, ast.Attribute) and owner is not None and not hasattr(owner, place.attr):
                    yield ast.unparse(place)


def test_what_a_program_is_made_to_run_first_names_what_is_there() -> None:
    trees = {file: ast.parse(file.read_text(encoding="utf-8")) for file in (TOP / "tests").rglob("*.py")}
    found = {
        file.name: names
        for file, tree in trees.items()
        if (names := [name for snippet in snippets(tree) for name in unknown_names(snippet)])
    }
    assert found == {}
