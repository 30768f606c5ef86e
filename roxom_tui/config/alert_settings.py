"""Reads the rules of alerts, and the programs they start. Whether a rule can be read is for others to judge."""

from __future__ import annotations

import re
from collections.abc import Collection, Mapping, Sequence
from typing import TYPE_CHECKING, Final

from msgspec import Struct

from roxom_tui.config import schema
from roxom_tui.config.problems import Problem, shown
from roxom_tui.config.setting_values import BadValue, arguments, type_name

if TYPE_CHECKING:
    from roxom_tui.config.load import RuleCheck

MOST_RULES: Final = 100
MOST_HOOKS: Final = 20
LONGEST_SENTENCE: Final = 300

_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")


class RuleContext(Struct, frozen=True):
    """What rules may name, and who judges them."""

    symbols: Collection[str]
    hooks: Collection[str]
    check: RuleCheck | None


def read_rules(tables: Sequence[object], context: RuleContext, problems: list[Problem]) -> tuple[str, ...]:
    """The rules in their order; the problems are added to those there are."""
    if len(tables) > MOST_RULES:
        problems.append(Problem(("alerts",), f"expected at most {MOST_RULES} rules, not {len(tables)}"))
        return ()
    rules: dict[int, str] = {}
    for number, table in enumerate(tables):
        rule = _rule(table, number, problems)
        if rule is not None:
            rules[number] = rule
    places = tuple(rules)
    refused = {} if context.check is None else context.check(tuple(rules.values()), context.symbols, context.hooks)
    for place, sentence in refused.items():
        problems.append(Problem(("alerts", places[place], "rule"), shown(sentence, LONGEST_SENTENCE)))
    return tuple(rules.values())


def _rule(table: object, number: int, problems: list[Problem]) -> str | None:
    path = ("alerts", number)
    if not isinstance(table, dict):
        sentence = f"expected a table, not {type_name(table)}; a rule is written under [[alerts]]"
        problems.append(Problem(path, sentence))
        return None
    read, found = schema.read_table(table, path, schema.ALERT)
    problems += found
    if not found and "rule" not in read:
        problems.append(Problem(path, "rule is missing"))
    return read.get("rule")


def read_hooks(table: Mapping[str, object], problems: list[Problem]) -> dict[str, tuple[str, ...]]:
    """The programs by name; the problems are added to those there are."""
    if len(table) > MOST_HOOKS:
        problems.append(Problem(("hooks",), f"expected at most {MOST_HOOKS} hooks, not {len(table)}"))
        return {}
    hooks: dict[str, tuple[str, ...]] = {}
    for name, value in table.items():
        found = arguments(value) if _NAME.fullmatch(name) else BadValue("expected a name of letters, digits, - and _")
        if isinstance(found, BadValue):
            place = () if found.element is None else (found.element,)
            problems.append(Problem(("hooks", name, *place), found.sentence))
        else:
            hooks[name] = found
    return hooks
