"""Problems in sentences that help; every slip of one finger is answered with the word that was meant."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from enum import StrEnum
from typing import Any, Final

import pytest

from roxom_tui.commands.options import refused_keys
from roxom_tui.config import schema
from roxom_tui.config.config_file import CONFIG_VARIABLE
from roxom_tui.config.problems import MOST_TOLD, ConfigProblems
from roxom_tui.config.schema import PREFIX
from roxom_tui.config.settings import THEMES, UNITS
from roxom_tui.model.market import EXCHANGES, DepthMode
from roxom_tui.ui.actions import BY_ID
from tests.support.config_texts import Load, good, said


def test_a_control_character_in_a_key_never_reaches_the_terminal(load: Load) -> None:
    (line,) = said(load('"\\u001b[2J" = 1'))
    assert line.isprintable()


def test_problems_become_a_usage_error_at_the_edge(load: Load) -> None:
    problems = load("x = 1")
    assert isinstance(problems, ConfigProblems)
    assert problems.as_error().exit_code == 2
    assert str(problems.as_error()) == str(problems)


ROWS: Final = ("1234567890-", "qwertyuiop", "asdfghjkl", "zxcvbnm_")
SAMPLES: Final[Mapping[type, str]] = {str: '"x"', int: "1", bool: "true", list: "[]", dict: "{}"}
TABLES: Final[Mapping[str, Mapping[str, schema.SettingKey]]] = {
    "": schema.TOP,
    "profiles.p": schema.PROFILE,
    "ui": schema.UI,
    "tape": schema.TAPE,
    "recording": schema.RECORDING,
}


def neighbours() -> dict[str, str]:
    """The characters around each on the keyboard, itself among them: a key may be hit twice."""
    places = {(x, y): letter for y, row in enumerate(ROWS) for x, letter in enumerate(row)}
    around = [(dx, dy) for dx in (-1, 0, 1) for dy in (-1, 0, 1)]
    return {
        letter: "".join(places[x + dx, y + dy] for dx, dy in around if (x + dx, y + dy) in places)
        for (x, y), letter in places.items()
    }


NEIGHBOURS: Final = neighbours()


def slips(word: str) -> list[str]:
    """Every other text that one slip makes of a word: a character lost, added, replaced or swapped with the next."""
    made = set()
    for i, letter in enumerate(word):
        made.add(word[:i] + word[i + 1 :])
        made.add(word[:i] + word[i + 1 : i + 2] + letter + word[i + 2 :])
        for other in NEIGHBOURS[letter]:
            made |= {word[:i] + other + word[i + 1 :], word[:i] + other + word[i:]}
    return sorted(made - {word, ""})


def one_slip(left: str, right: str) -> bool:
    """Whether at most one slip lies between two words: what is left between their common ends."""
    while left and right and left[0] == right[0]:
        left, right = left[1:], right[1:]
    while left and right and left[-1] == right[-1]:
        left, right = left[:-1], right[:-1]
    return len(left) + len(right) <= 1 or (len(left), len(right)) == (1, 1) or (len(left) == 2 and left == right[::-1])


def meant(typo: str, word: str, known: Sequence[str]) -> set[str]:
    """What may be suggested: the word, or another that is as near."""
    near = {other for other in known if one_slip(typo, other)}
    assert word in near
    return near


def parts(typos: Sequence[str]) -> Iterator[Sequence[str]]:
    """As many at a time as are told at once."""
    for start in range(0, len(typos), MOST_TOLD):
        yield typos[start : start + MOST_TOLD]


@pytest.mark.parametrize(
    ("table", "key"), [(table, key) for table, keys in TABLES.items() for key in keys], ids=lambda value: str(value)
)
def test_every_slip_in_a_key_is_answered_with_the_key_that_was_meant(load: Load, table: str, key: str) -> None:
    known = TABLES[table]
    sample = SAMPLES[known[key].kind]
    header = f'[{table}]\nenvironment = "demo"\n' if table == "profiles.p" else f"[{table}]\n" if table else ""
    first = header.count("\n") + 1
    prefix = f"{table}." if table else ""
    for typos in parts([typo for typo in slips(key) if typo not in known]):
        problems = said(load(header + "".join(f"{typo} = {sample}\n" for typo in typos)))
        assert len(problems) == len(typos)
        for line, (typo, problem) in enumerate(zip(typos, problems, strict=True), first):
            told = f"config.toml:{line}: {prefix}{typo}: unknown key; did you mean "
            assert problem.startswith(told), problem
            assert problem.removeprefix(told).removesuffix("?") in meant(typo, key, list(known))


@pytest.mark.parametrize("section", [key for key, known in schema.TOP.items() if known.kind is dict])
@pytest.mark.parametrize("form", ["[{}]", "[{}.x]", "[ {} . x ]", "{}.x.y = 1", "{} = {{ x = 1 }}"])
def test_every_slip_in_a_section_is_answered_with_the_section(load: Load, section: str, form: str) -> None:
    for typos in parts([typo for typo in slips(section) if typo not in schema.TOP]):
        problems = said(load("\n".join(form.format(typo) for typo in typos)))
        for line, (typo, problem) in enumerate(zip(typos, problems, strict=True), 1):
            assert problem == f"config.toml:{line}: {typo}: unknown key; did you mean {section}?"


def test_a_misplaced_key_is_a_slip_of_its_neighbour_where_it_holds_what_only_that_takes(load: Load) -> None:
    for text, advice in (
        ('layout = "mine"', "it belongs under [ui]"),
        ("[layout.mine]", "did you mean layouts?"),
        ("layout = 3", "it belongs under [ui]"),
    ):
        assert said(load(text)) == [f"config.toml:1: layout: unknown key; {advice}"]


EACH: Final = 5
"""Of the slips in a hundred actions so many in turn, one in a run."""


@pytest.mark.parametrize("action", BY_ID)
def test_a_slip_in_an_action_is_answered_with_the_action(load: Load, action: str) -> None:
    for typos in parts([typo for typo in slips(action)[len(action) % EACH :: EACH] if typo not in BY_ID]):
        problems = said(load("[keys]\n" + "".join(f'{typo} = "x"\n' for typo in typos), check_keys=refused_keys))
        for line, (typo, problem) in enumerate(zip(typos, problems, strict=True), 2):
            told = f"config.toml:{line}: keys.{typo}: there is no such action; did you mean "
            assert problem.startswith(told), problem
            assert problem.removeprefix(told).removesuffix("?") in meant(typo, action, list(BY_ID))


def words_of_values() -> Iterator[tuple[str, str, Sequence[str]]]:
    """Each setting that takes one of a few words, and each of its words."""
    settings: tuple[tuple[str, Sequence[str] | type[StrEnum]], ...] = (
        ("depth_mode", DepthMode),
        ("profiles.p.environment", EXCHANGES),
        ("profiles.p.depth_mode", DepthMode),
        ("ui.units", UNITS),
        ("ui.theme", THEMES),
    )
    for path, words in settings:
        known: list[Any] = [str(word) for word in words]
        yield from ((path, word, known) for word in known)


@pytest.mark.parametrize(("path", "word", "known"), words_of_values(), ids=lambda value: str(value))
def test_every_slip_in_a_word_that_is_a_value_is_answered_with_the_word(
    load: Load, path: str, word: str, known: Sequence[str]
) -> None:
    header, _, key = path.rpartition(".")
    for typo in slips(word):
        problems = said(load((f"[{header}]\n" if header else "") + f'{key} = "{typo}"'))
        problem = next(problem for problem in problems if path in problem)
        told = f"config.toml:{2 if header else 1}: {path}: {typo} is not one of {', '.join(known)}; did you mean "
        assert problem.startswith(told), problem
        assert problem.removeprefix(told).removesuffix("?") in meant(typo, word, known)


VARIABLES: Final = [
    CONFIG_VARIABLE,
    *(key.variable for keys in (schema.TOP, schema.UI) for key in keys.values() if key.variable),
]


@pytest.mark.parametrize("variable", VARIABLES)
def test_every_slip_in_a_variable_is_answered_with_the_variable(load: Load, variable: str) -> None:
    own = variable.removeprefix(PREFIX)
    typos = [PREFIX + slip.upper() for slip in slips(own.lower())]
    for some in parts([typo for typo in typos if typo not in VARIABLES]):
        problems = said(load("", environ=dict.fromkeys(some, "x")))
        for typo, problem in zip(some, problems, strict=True):
            assert problem == f"{typo}: unknown variable; did you mean {variable}?"


def test_a_variable_that_is_none_of_ours_or_empty_is_left_alone(load: Load) -> None:
    good(load("", environ={"ROXOM_SANDBOX_API_KEY": "x", "ROXOM_TUI_UNIT": "", "XROXOM_TUI_UNIT": "x"}))
