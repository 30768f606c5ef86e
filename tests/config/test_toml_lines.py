"""The line of a key, however it is written."""

from __future__ import annotations

import tomllib
from collections.abc import Iterator

import pytest

from roxom_tui.config.problems import KeyPath, path_text
from roxom_tui.config.toml_lines import key_lines


@pytest.mark.parametrize(
    ("text", "path", "line"),
    [
        ("a = 1\nb = 2", ("b",), 2),
        ("# c\n\n[a.b]\nc = 1", ("a", "b", "c"), 4),
        ("[a . 'b.c']\nd = 1", ("a", "b.c", "d"), 2),
        ("a.b.c = 1", ("a", "b", "c"), 1),
        ("a.b = 1\na.c = 2", ("a", "c"), 2),
        ("[a]\nb = { c = 1, d = { e = [1, { f = 2 }] } }", ("a", "b", "d", "e", 1, "f"), 2),
        ('a = """\nx = 1\n\\""" ["""\nb = 2', ("b",), 4),
        ("a = '''\nx = 1'''''\nb = 2", ("b",), 3),
        ('a = "# = [ {"\nb = 1', ("b",), 2),
        ("a = [\n 1, # ]\n [2,\n3],\n]\nb = 1", ("b",), 6),
        ("a = [\n 1,\n 2,\n]", ("a", 1), 3),
        ('"\\u0061b" = 1', ("ab",), 1),
        ("a = 1\r\nb = 2\r\n", ("b",), 2),
        ("[[a]]\nb = 1\n[[a]]\nc = 1", ("a", 1, "c"), 4),
        ("a = 1979-05-27 07:32:00\nb = -inf # x\nc = 0", ("c",), 3),
        ('"" = 1\n"a b".c = 2', ("a b", "c"), 2),
    ],
)
def test_a_key_is_found_on_its_line(text: str, path: KeyPath, line: int) -> None:
    tomllib.loads(text)
    assert key_lines(text)[path] == line


def test_every_key_of_a_document_is_found(example: str) -> None:
    lines = key_lines(example)
    paths = list(_paths(tomllib.loads(example), ()))
    assert len(paths) > 25
    for path in paths:
        name = path[-1]
        assert str(name) in example.splitlines()[lines[path] - 1]


@pytest.mark.parametrize("text", ["a", "= 1", "[a", "a = [1", "a = {b = ", 'a = "', "a.b..c = 1", "\0", "a = ["])
def test_text_that_is_not_toml_ends_without_a_failure(text: str) -> None:
    key_lines(text)


def test_a_path_is_written_as_toml_would() -> None:
    assert path_text(("profiles", 'my "box"', "symbols", 2)) == 'profiles."my \\"box\\"".symbols[2]'


def _paths(table: dict[str, object], above: KeyPath) -> Iterator[KeyPath]:
    for name, value in table.items():
        yield (*above, name)
        if isinstance(value, dict):
            yield from _paths(value, (*above, name))
