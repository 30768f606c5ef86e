"""Nowhere in the source is a text parsed as markup, or written to a terminal past the gates (client 6)."""

from __future__ import annotations

from pathlib import Path

import pytest

import roxom_tui
from tests.security.unsafe import unsafe

PACKAGE = Path(roxom_tui.__file__).parent


def test_no_module_of_the_package_does_what_is_unsafe() -> None:
    modules = sorted(PACKAGE.rglob("*.py"))
    assert len(modules) > 150
    assert [found for path in modules for found in unsafe(str(path.relative_to(PACKAGE)), path.read_text())] == []


@pytest.mark.parametrize(
    "source",
    [
        "Text.from_markup(said)",
        "from rich.text import Text as T",
        "import rich.markup as m",
        "from textual.markup import to_content",
        "getattr(content, 'from_markup')(said)",
        "make = Content.from_markup",
        "from textual.widgets import Static",
        "from textual.widgets import Input, Label as Plain",
        "from textual.widgets._static import Static",
        "import textual",
        "from rich import print",
        "Field(said, markup=True)",
        "Field(said, markup=wanted)",
        "Input(placeholder=said)",
        "self.border_title = said",
        "widget.tooltip = f'{said}'",
        "widget.border_subtitle = Content.from_markup(said)",
        "widget.border_subtitle = Plain(said)",
        "widget.border_subtitle += Content(said)[0]",
        "Option(said)",
        "Option(prompt=said)",
        "Option(f'{said}', disabled=True)",
        "widget.border_subtitle: str = said",
        "self.app.notify(said)",
        "self.notify(f'{said} came')",
        "app.exit(1, message=said)",
        "class W:\n    def render(self):\n        return said",
        "DiscoveryHit(name, run)",
        "Hit(1, f'{name}', run)",
        "Content.styled(said, colour)",
        "Content.assemble((said, style))",
        "Style.parse(said)",
        "Style(link=said)",
        "Style(meta={'@click': said})",
        "print(said)",
        "say = print",
        "import sys\nsys.stdout.write(said)",
        "from sys import stderr",
        "os.write(2, said)",
        "driver.write(said)",
        "said = '\\x1b[31m'",
        "said = f'\\x1b]0;{name}\\x07'",
        "said = b'\\x9b2J'",
        "_log.info(said)",
        "_log.warning(f'{said}')",
    ],
)
def test_each_unsafe_way_is_found(source: str) -> None:
    assert unsafe("ui/somewhere.py", source), source


@pytest.mark.parametrize(
    "source",
    [
        "Input(placeholder='type to filter', compact=True)",
        "yield Hit(score, self._prompt(command), command.run)",
        "Content.styled(command.help, '$text-muted')",
        "self._changed.notify()",
        "frame.border_subtitle = Content(said)",
        "Option(Content(said), disabled=True)",
        "_log.info('%s: %s', name, said)",
        "write_notice(said)",
    ],
)
def test_what_is_safe_passes(source: str) -> None:
    assert not unsafe("ui/somewhere.py", source)
