from __future__ import annotations

from pathlib import Path

import pytest

from tests.support.config_texts import Load, loader


@pytest.fixture
def load(tmp_path: Path) -> Load:
    return loader(tmp_path)


@pytest.fixture(scope="session")
def example() -> str:
    """The example file of the project's top folder."""
    return (Path(__file__).parents[2] / "config.example.toml").read_text(encoding="utf-8")
