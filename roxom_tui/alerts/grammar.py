"""From a line to a rule, or to the place where it cannot be read (alerts 1).

SYMBOL figure comparison [for T] [every T] [rearm X] [once] [until TIME] [-> way, way] ["words"]
"""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Mapping
from typing import Any, Final

from roxom_tui.alerts import quantities
from roxom_tui.alerts.rule import EVENTS, FIGURES, Amount, Figure, Measure, Operator, Rule, Takes, Traits, span_text
from roxom_tui.alerts.tokens import LONGEST_RULE, Slip, Token, Unreadable, Words, refused
from roxom_tui.model.market import AggressorSide, Symbol
from roxom_tui.model.near_words import nearest
from roxom_tui.model.status import PanelState
from roxom_tui.model.visible_text import is_all_visible
from roxom_tui.state.reading.trade_flow import USUAL

_SYMBOL: Final = re.compile(r"[A-Z0-9]{1,20}(-[A-Z0-9]{1,20}){1,3}")
_NAME: Final = re.compile(r"[A-Za-z0-9_-]{1,32}")

LONGEST_WORDS: Final = 100
"""Characters of the rule's own words."""

CHANNELS: Final = ("book", "quote", "trades", "ticker", "account")
OF_A_SYMBOL: Final = frozenset(("book", "quote", "trades", "ticker"))
SIDES: Final = tuple(side.value for side in AggressorSide)
OUTCOMES: Final = ("filled", "partly_filled", "cancelled", "rejected", "any")
STATES: Final = tuple(state.value.lower() for state in PanelState)
WAYS: Final = ("notify", "bell", "hook:NAME")

_SIGNS: Final[Mapping[str, Operator]] = {
    ">": Operator.ABOVE,
    "above": Operator.ABOVE,
    "over": Operator.ABOVE,
    "<": Operator.BELOW,
    "below": Operator.BELOW,
    "under": Operator.BELOW,
    ">=": Operator.AT_LEAST,
    "<=": Operator.AT_MOST,
}
_CROSSING: Final[Mapping[str, Operator]] = {
    **dict.fromkeys(("up", "above", "over"), Operator.CROSSES_UP),
    **dict.fromkeys(("down", "below", "under"), Operator.CROSSES_DOWN),
}
_COMPARISONS: Final = (*_SIGNS, "crosses")
_OF_EVENTS: Final = (">", ">=", "above", "over")
_SPOKEN: Final = frozenset(("above", "over", "below", "under"))
_EVENTS: Final = tuple(FIGURES[figure] for figure in EVENTS)


def parse(text: str, symbols: Collection[str] = (), hooks: Collection[str] | None = None) -> Rule | Slip:
    """The rule, or the first slip. Only `symbols` and `hooks` are known, where they are given."""
    if len(text) > LONGEST_RULE:
        return Slip(LONGEST_RULE + 1, f"at most {LONGEST_RULE} characters", text[LONGEST_RULE:])
    hidden = next((at for at, char in enumerate(text) if not is_all_visible(char)), None)
    if hidden is not None:
        return Slip(hidden + 1, "a character that can be seen", text[hidden])
    try:
        return _Parser(text, symbols, hooks).rule()
    except Unreadable as error:
        return error.slip


class _Parser:
    def __init__(self, text: str, symbols: Collection[str], hooks: Collection[str] | None) -> None:
        self._words = Words(text)
        self._symbols = symbols
        self._hooks = hooks

    def rule(self) -> Rule:
        symbol, figure, argument = self._left()
        right = self._right(FIGURES[figure])
        more = self._how_often(FIGURES[figure], right)
        more["ways"] = self._ways()
        more["words"] = self._said()
        if not self._words.is_over:
            raise refused(self._words.next, "the end of the rule")
        return Rule(symbol=symbol, figure=figure, argument=argument, **right, **more)

    # The left-hand side

    def _left(self) -> tuple[Symbol | None, Figure, str]:
        first = self._words.next
        symbol = self._symbol()
        token = self._words.take()
        name, takes, argument = _taken_apart(token)
        if name not in FIGURES:
            expected = "a figure such as last" if symbol else "a symbol such as GOLD-BTC, or order"
            raise _unknown_figure(token, name, expected)
        figure = Figure(name)
        argument = self._argument(token, FIGURES[figure], takes, argument)
        if symbol is None and (FIGURES[figure].needs_symbol or argument in OF_A_SYMBOL):
            raise refused(first, f"a symbol such as GOLD-BTC before {name}", ())
        return symbol, figure, argument

    def _symbol(self) -> Symbol | None:
        token = self._words.next
        name = token.text.upper()
        if not _SYMBOL.fullmatch(name):
            return None
        if self._symbols and name not in self._symbols:
            near = nearest(name, self._symbols)
            raise Unreadable(Slip(token.column, f"one of the symbols {', '.join(self._symbols)}", token.text, near))
        self._words.take()
        return Symbol(name)

    def _argument(self, token: Token, traits: Traits, takes: str, text: str) -> str:
        """What stands in brackets or behind `@`, as it is written again."""
        if traits.takes is Takes.NOTHING:
            if takes:
                raise refused(token, "a figure that takes nothing in brackets")
            return ""
        if takes != ("@" if traits.takes is Takes.PRICE else "("):
            form = "size@0.0431" if traits.takes is Takes.PRICE else f"{traits.takes.value} in brackets"
            raise refused(token, form)
        read = _traded_in if traits.measure is Measure.VOLUME else _ARGUMENTS[traits.takes]
        return read(token, text)

    # The comparison

    def _right(self, traits: Traits) -> dict[str, Any]:
        if traits.measure is Measure.WORD:
            return self._word(OUTCOMES if traits.takes is Takes.NOTHING else STATES)
        known = _OF_EVENTS if traits.takes is Takes.SIDE else _COMPARISONS
        word = self._words.demand(f"one of {' '.join(one for one in known if one not in _SPOKEN)}", known)
        operator = _SIGNS.get(word)
        if operator is None:
            operator = _CROSSING[self._words.demand("up or down", _CROSSING)]
        return {"operator": operator, "right": quantities.amount(self._words, traits.measure)}

    def _word(self, known: tuple[str, ...]) -> dict[str, Any]:
        self._words.demand("is", ("is",))
        denies = known is STATES and self._words.take_if("not") is not None
        word = self._words.demand(f"one of {', '.join(known)}", known)
        return {"operator": Operator.IS_NOT if denies else Operator.IS, "word": word}

    # How often

    def _how_often(self, traits: Traits, right: Mapping[str, Any]) -> dict[str, Any]:
        read: dict[str, Any] = {}
        allowed = dict(_CLAUSES)
        if traits.measure is Measure.WORD or traits in _EVENTS:
            # A word has no way to go back, and what happens does not last.
            del allowed["rearm"]
            if traits in _EVENTS:
                del allowed["for"]
        while (word := self._words.take_if(*allowed)) is not None:
            name, take = allowed.pop(word)
            read[name] = take(self._words, traits)
        following = self._words.next
        if not self._words.is_over and following.text != "->" and not following.is_quoted:
            raise refused(following, _expected_now(allowed), (*allowed, "->"))
        return read

    # What is done

    def _ways(self) -> tuple[str, ...]:
        if self._words.take_if("->") is None:
            return ()
        ways = [self._way()]
        while self._words.take_if(",") is not None:
            ways.append(self._way())
        return tuple(dict.fromkeys(ways))

    def _way(self) -> str:
        token = self._words.take()
        word, _, name = token.text.partition(":")
        if word.lower() in ("notify", "bell") and not name:
            return word.lower()
        if word.lower() != "hook":
            raise refused(token, "notify, bell or hook:NAME", ("notify", "bell"))
        if not _NAME.fullmatch(name):
            raise refused(token, "hook: and the name of a hook")
        if self._hooks is not None and name not in self._hooks:
            known = ", ".join(f"hook:{each}" for each in self._hooks)
            raise refused(
                token,
                f"one of {known}" if known else "a hook that stands under [hooks] in the config file",
                [f"hook:{each}" for each in self._hooks],
            )
        return f"hook:{name}"

    def _said(self) -> str:
        token = self._words.next
        if not token.is_quoted:
            return ""
        self._words.take()
        if len(token.text) < 2 or not token.text.endswith('"'):
            raise Unreadable(Slip(token.column + len(token.text), 'a closing "'))
        words = token.text[1:-1].strip()
        if len(words) > LONGEST_WORDS:
            raise Unreadable(Slip(token.column, f"at most {LONGEST_WORDS} characters in quotation marks", token.text))
        return words


def _taken_apart(token: Token) -> tuple[str, str, str]:
    """The name of a figure, how it takes something, and what: `move(5m)` is `move`, `(`, `5m`."""
    name, at, price = token.text.partition("@")
    if at:
        return name.lower(), "@", price
    name, bracket, rest = token.text.partition("(")
    if bracket and not rest.endswith(")"):
        raise Unreadable(Slip(token.column + len(token.text), "a closing )"))
    return name.lower(), bracket, rest[:-1]


def _unknown_figure(token: Token, name: str, expected: str) -> Unreadable:
    near = nearest(name, FIGURES) if name else None
    return Unreadable(Slip(token.column, expected, token.text, near))


def _side(token: Token, text: str) -> str:
    if text.lower() not in SIDES:
        raise Unreadable(Slip(token.column, "buy or sell in brackets", text, nearest(text, SIDES)))
    return text.lower()


def _traded_in(token: Token, text: str) -> str:
    if quantities.span_of(token, text) > USUAL:
        raise refused(token, f"a length of time of at most {span_text(USUAL)} in brackets")
    return _span_argument(token, text)


def _channel(token: Token, text: str) -> str:
    if text.lower() not in CHANNELS:
        near = nearest(text, CHANNELS)
        raise Unreadable(Slip(token.column, f"one of {', '.join(CHANNELS)} in brackets", text, near))
    return text.lower()


def _span_argument(token: Token, text: str) -> str:
    return span_text(quantities.span_of(token, text))


_ARGUMENTS: Final[Mapping[Takes, Callable[[Token, str], str]]] = {
    Takes.TIME: _span_argument,
    Takes.PRICE: quantities.price_of,
    Takes.CHANNEL: _channel,
    Takes.SIDE: _side,
}


def _rearm(words: Words, traits: Traits) -> Amount:
    token = words.next
    found = quantities.amount(words, traits.measure, relative=True)
    if found.number <= 0:
        raise refused(token, "how far it must go back, more than nothing")
    return found


_CLAUSES: Final[Mapping[str, tuple[str, Callable[[Words, Traits], Any]]]] = {
    "for": ("hold", lambda words, traits: quantities.span(words)),
    "every": ("every", lambda words, traits: quantities.span(words)),
    "rearm": ("rearm", _rearm),
    "once": ("once", lambda words, traits: True),
    "until": ("until", lambda words, traits: quantities.deadline(words)),
}


def _expected_now(clauses: Collection[str]) -> str:
    return f"{', '.join(clauses)}, -> or words in quotation marks" if clauses else "-> or words in quotation marks"
