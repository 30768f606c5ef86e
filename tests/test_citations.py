"""What the source cites and what the documents name exists.

A docstring cites a section as `(protocol 3.3)` or `(client 2.6)`: a heading of the README of that room. A row of the
protocol's open questions is cited as `(protocol 7.1 #13)`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Final

import pytest

ROOT: Final = Path(__file__).resolve().parent.parent
PACKAGE: Final = ROOT / "roxom_tui"
CITED_ROOMS: Final = ("protocol", "client")
SOURCE: Final = ("roxom_tui", "tests", "screenshots")

_SECTION: Final = r"\d+(?:\.\d+)*(?: #\d+)?"
_CITATION: Final = re.compile(rf"\b({'|'.join(CITED_ROOMS)})`? ({_SECTION}(?:(?:,| and| to) {_SECTION})*)")
_OWN: Final = re.compile(rf"[(;] ?({_SECTION}(?:(?:,| and| to) {_SECTION})*)[);]")
_ELSEWHERE: Final = re.compile(
    r"\breliability \d|\((?:product|architecture|performance|reading|recording|alerts|found) [\d#]", re.IGNORECASE
)
"""Sections of documents that are not in the tree."""
_BARE: Final = re.compile(r"\b(?:stream|GETs?|list|page)s? \(\d+\.\d+\)")
"""A section without its room."""

_HEADING: Final = re.compile(r"^#{2,4} (\d+(?:\.\d+)*)\.? ")
_ROW: Final = re.compile(r"^\| (\d+) \|")

_NAMED_FILE: Final = re.compile(r"(?<![\w/.~:-])(?!\w+/X/)(?:[\w-]+/)*[\w.-]+\.(?:py|md|toml|tcss|svg|png|yml)\b")
"""Below a folder `X`, which stands for any, no file is meant."""
_FOLDER: Final = re.compile(r"`((?:[\w-]+/)+)`")
_MODULE: Final = re.compile(r"python -m ((?:roxom_tui|tests|screenshots)[\w.]*)")
_PLACE: Final = re.compile(r"`([\w/]+\.py)`((?: `\w+`)*)")
_DEFINED: Final = r"^\s*(?:class |(?:async )?def )?{}\b(?:\(|:|\[|\s*=)"
_MADE_BY_USERS: Final = frozenset({"config.toml"})


def files(*patterns: str) -> Iterator[Path]:
    """The files of the source that match."""
    for folder in SOURCE:
        for pattern in patterns:
            yield from (ROOT / folder).rglob(pattern)


def documents() -> list[Path]:
    """The READMEs of all rooms and the documents beside the package."""
    return [*sorted(ROOT.glob("*.md")), *sorted(files("README.md"))]


@cache
def sections(room: str) -> frozenset[str]:
    """The numbers of a room's README: of its headings, and of the rows below them as `7.1 #13`."""
    found, heading = set[str](), ""
    for line in (PACKAGE / room / "README.md").read_text("utf-8").splitlines():
        if number := _HEADING.match(line):
            heading = number[1]
            found.add(heading)
        elif row := _ROW.match(line):
            found.add(f"{heading} #{row[1]}")
    return frozenset(found)


def citations(text: str) -> Iterator[tuple[str, str]]:
    """Each room and section that a text cites."""
    for room, numbers in _CITATION.findall(text):
        for number in re.findall(_SECTION, numbers):
            yield room, number


def unresolved(path: Path) -> list[str]:
    """The citations of a file that lead nowhere."""
    text = path.read_text("utf-8")
    wrong = [f"{room} {number}" for room, number in citations(text) if number not in sections(room)]
    return wrong + _ELSEWHERE.findall(text) + (_BARE.findall(text) if path.suffix == ".py" else [])


def is_there(name: str, document: Path) -> bool:
    """Whether a file or folder that a document names exists: from the root, from the package, or in its own room."""
    places = (ROOT, PACKAGE, document.parent, ROOT / "tests")
    if any((place / name).exists() for place in places):
        return True
    return "/" not in name and document.parent != ROOT and any(document.parent.rglob(name))


def is_defined(word: str, name: str, document: Path) -> bool:
    """Whether the file of that name defines a class, function, field or constant of that name."""
    definition = re.compile(_DEFINED.format(word), re.MULTILINE)
    paths = [place / name for place in (ROOT, PACKAGE, document.parent)]
    return any(definition.search(path.read_text("utf-8")) for path in paths if path.exists())


def test_each_room_that_is_cited_has_its_sections() -> None:
    assert {"3.3", "4.8", "7.1 #13", "7.5 #39"} <= sections("protocol")
    assert {"1.2", "2.6", "3.6", "4.3", "9"} <= sections("client")


def test_every_citation_in_the_source_leads_to_a_section() -> None:
    here = Path(__file__)
    wrong = {
        str(path.relative_to(ROOT)): bad
        for path in files("*.py", "*.md", "*.tcss")
        if path != here and (bad := unresolved(path))
    }
    assert not wrong


def test_the_source_does_cite() -> None:
    rooms = [room for path in files("*.py") for room, _ in citations(path.read_text("utf-8"))]
    assert all(rooms.count(room) > 40 for room in CITED_ROOMS)


@pytest.mark.parametrize("room", CITED_ROOMS)
def test_a_readme_that_points_at_its_own_sections_has_them(room: str) -> None:
    text = (PACKAGE / room / "README.md").read_text("utf-8")
    cited = {number for group in _OWN.findall(text) for number in re.findall(_SECTION, group)}
    assert {number for number in cited if "." in number} <= sections(room)


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_file_that_a_document_names_exists(document: Path) -> None:
    text = re.sub(r"\w+://\S+", "", document.read_text("utf-8"))
    named = {*_NAMED_FILE.findall(text), *_FOLDER.findall(text)} - _MADE_BY_USERS
    modules = {module.replace(".", "/") for module in _MODULE.findall(text)}
    missing = {name for name in named if not is_there(name, document)}
    missing |= {name for name in modules if not is_there(name, document) and not is_there(f"{name}.py", document)}
    assert not missing


@pytest.mark.parametrize("document", documents(), ids=lambda path: str(path.relative_to(ROOT)))
def test_every_name_to_look_for_in_a_file_is_defined_there(document: Path) -> None:
    places = [(name, re.findall(r"\w+", words)) for name, words in _PLACE.findall(document.read_text("utf-8"))]
    assert not [f"{name}: {word}" for name, words in places for word in words if not is_defined(word, name, document)]
