"""The words of causes on painted frames: each is of a reason that its part has at that moment, and no other stands.

Own words of a part are taken away from what stands there; what is left and reads like a cause, a next step or an end is
of something else, or past. The footer may tell what happened, as the log does.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain
from typing import Any, Final

from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.durations import SECOND
from roxom_tui.model.reasons import Reason
from roxom_tui.model.status import Freshness, PanelState, Phase
from roxom_tui.model.values import replace
from roxom_tui.state.views.account_views import ListView
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from roxom_tui.ui.not_well import NotWell, not_well
from roxom_tui.ui.states import seen
from roxom_tui.ui.widgets.header import heard_at, lasting_words
from roxom_tui.words.durations import age, data_age, time_in_state, until
from roxom_tui.words.log import log_sentence
from roxom_tui.words.reasons import brief_ending, ending, next_step, quoted, short, tag, whole
from tests.faults.cause_words import LEAST_FREE, LONG, reads_like_a_cause
from tests.faults.picture import Picture
from tests.faults.reading import PAINTED
from tests.faults.verdicts import Tally
from tests.faults.witness import panels

_SAID: Final = Stream(Channel.ACCOUNT)
"""To blame for words: no fault has an excuse for them."""

_CUT: Final = "…"
_TRY: Final = re.compile(r"next try in ([\d.]+) s")
_HEAD: Final = re.compile(r"[●○] (?P<words>\S.*?)(?:  |$)")
_OUTAGE: Final = re.compile(r"^ (?:NO CONNECTION|STALE|WAITING)\b")
_FIRST: Final = re.compile(
    r"(?:^|  )(?P<names>(?P<count>\d+) parts|(?:all symbols|[\w-]+)(?:, [\w-]+)*)(?: (?P<state>[A-Z]+))?:"
    r" (?P<said>.*?)(?:  |$)"
)
"""Where no notice stands, the footer tells the first cause, of parts that it names or counts."""

_OUTCOME: Final = re.compile(r"(?:buy|sell|order) ")
"""A notice of an order stands there in the unit of the screen, the log has it in BTC."""


def own_words(fresh: Freshness, now: int) -> list[str]:
    """All that may be said of a state at a moment, the longest first."""
    reason = fresh.reason
    if reason is None or fresh.state.is_live:
        return []
    said = (*_of_reason(reason, now), time_in_state(fresh.since, now))
    return sorted((words for words in said if words), key=len, reverse=True)


def _of_reason(reason: Reason, now: int) -> Iterator[str]:
    sure = whole(replace(reason, guesses=()))
    yield from (whole(reason), sure, short(reason), tag(reason), quoted(reason))
    yield from (ending(reason, now), brief_ending(reason, now), next_step(reason, now))
    if reason.by is not None:
        yield from _of_reason(reason.by, now)


def strange_words(text: str, own: Iterable[str]) -> list[str]:
    """What reads like a cause in a line, and is none of one's own."""
    own = sorted(filter(None, own), key=len, reverse=True)
    for words in own:
        text = text.replace(words, " · ")
    found = []
    for part in re.split(r" · |─+", text):
        said = part.strip()
        if said and not _is_of(said, own) and reads_like_a_cause(said):
            found.append(said)
    return found


class PaintedCauses:
    """Judges the words of frames, each with the board that it was painted from."""

    def __init__(self, tally: Tally) -> None:
        self._tally = tally

    def judge(self, picture: Picture, board: ScreenSnapshot, now: int, true_now: int) -> None:
        """Read a frame that was painted at `now` (monotonic ns)."""
        self._true_now = true_now
        for name, of_part in _panels(board, now).items():
            own = [*_unlisted(board, name, now), *(words for fresh in of_part for words in own_words(fresh, now))]
            ages = [data_age(fresh.data_at, now) for fresh in of_part]
            for edge in edges(picture, name):
                self._note(f"words of {name}", strange_words(edge, own), own + ages)
        self._header(picture.rows[0].text, board, now)
        self._outage([row.text for row in picture.rows], board, now)
        self._footer(picture.rows[-1].text, board, now)

    def _note(self, what: str, strange: Iterable[str], true: Iterable[str]) -> None:
        self._tally.checks[PAINTED] += 1
        for words in strange:
            self._tally.miss(_SAID, f"painted: {what}", self._true_now, words, true)

    def _header(self, text: str, board: ScreenSnapshot, now: int) -> None:
        """What is not well stands there as it is, or shorter."""
        found, allowed = _HEAD.search(text), header_words(board, now)
        if found is not None:
            self._note("header", () if found["words"].strip() in allowed else (found["words"],), allowed)

    def _outage(self, rows: list[str], board: ScreenSnapshot, now: int) -> None:
        """Why nothing comes at all: of the connection there is none of, or of the one before it."""
        view = board.connection
        top = next((y for y, text in enumerate(rows) if _OUTAGE.match(text)), None)
        if top is None:
            return
        reasons = [reason for reason in (view.reason, view.last_end) if reason is not None]
        own = [words for reason in reasons for words in _of_reason(reason, now)]
        lasting = lasting_words(view, now, heard_at(board)).strip(" ·")
        told = re.sub(r"\s+", " ", " ".join(rows[top:-1]))
        head = told.strip().removeprefix("NO CONNECTION").strip(" ·")
        strange = [] if view.phase is not Phase.CONNECTED else ["an outage, and none is"]
        strange += [] if head.startswith(lasting) else [head]
        if not any(whole(reason) in told for reason in reasons):
            strange.append(head)
        self._note("outage", strange, own)

    def _footer(self, text: str, board: ScreenSnapshot, now: int) -> None:
        """A notice tells what happened, or what is wrong now; the next try it tells only while that is ahead."""
        view = board.connection
        strange = []
        if (found := _TRY.search(text)) is not None and not _is_ahead(float(found[1]), board, now):
            strange.append(found[0])
        told = text if view.phase is Phase.CONNECTED else text.replace("; reconnecting", "")
        for line in view.log:
            sentence = re.sub(r"; (?:next try in|reconnecting).*", "", log_sentence(line.entry))
            told = told.replace(sentence, " ")
            cut = next((n for n in range(len(sentence), LEAST_FREE, -1) if sentence[:n] + _CUT in told), None)
            told = told if cut is None else told.replace(sentence[:cut] + _CUT, " ")
        told, of_first = _first_cause(told, board, now)
        strange += of_first
        strange += [hit[0] for pattern in LONG if (hit := pattern.search(told)) is not None]
        self._note("notice", strange, ())


def _first_cause(text: str, board: ScreenSnapshot, now: int) -> tuple[str, list[str]]:
    """What is left of the footer beside the first cause, and words of that which the named parts do not say."""
    found, parts = _FIRST.search(text), _parts(board)
    if found is None or _OUTCOME.match(found["said"]):
        return text, []
    names, count, several = found["names"], found["count"], _together(board)
    several |= {"all": [*parts]} | {
        state.value: [name for name, fresh in parts.items() if seen(fresh, now).state is state] for state in PanelState
    }
    meant = [*parts] if count else [part for name in names.split(", ") for part in several.get(name, [name])]
    if not parts.keys() >= set(meant):
        return text, []
    if found["state"] and any(seen(parts[name], now).state.value != found["state"] for name in meant):
        return text[: found.start()] + text[found.end() :], [found[0]]
    own = [set(own_words(seen(parts[name], now), now)) | {data_age(parts[name].data_at, now)} for name in meant]
    said = [words for words in found["said"].split(" · ") if words]
    strange = [words for words in said if not _holds(words, own, int(count or len(own)))]
    return text[: found.start()] + text[found.end() :], strange


def _holds(said: str, own: list[set[str]], least: int) -> bool:
    """Whether so many parts say that of themselves; one that is counted may stand for several."""
    return sum(_is_of(said, words) for words in own) >= least


def _is_of(said: str, own: Iterable[str]) -> bool:
    """Whether that is said, or the beginning of it where there was no room for more."""
    is_cut, begins = said.endswith(_CUT), said.removesuffix(_CUT)
    return any(words == said or (is_cut and words.startswith(begins)) for words in own)


def _parts(board: ScreenSnapshot) -> dict[str, Freshness]:
    """What the footer may name."""
    names = {"quote": "level1", "tape": "trades"}
    return {names.get(name, name.removeprefix("list ")): fresh for name, fresh in panels(board)}


def _together(board: ScreenSnapshot) -> dict[str, list[str]]:
    """Names in the footer that stand for several parts."""
    selected = board.symbols.selected
    of_selected = ["ticker", "book", "level1", "trades"]
    others = [row.symbol for row in board.symbols.rows if row.symbol != selected]
    return {
        selected: of_selected,
        "all symbols": [*of_selected, *others],
        "account": ["positions", "orders", "balances"],
    }


def _is_ahead(seconds: float, board: ScreenSnapshot, now: int) -> bool:
    """Whether a step of the program is planned for then, to a second or so."""
    rows = (row.freshness.reason for row in board.connection.streams)
    planned = (board.connection.retry_at, *(reason.next_at for reason in rows if reason is not None))
    return any(at is not None and abs((at - now) / SECOND - seconds) <= 1.2 for at in planned)


def _panels(board: ScreenSnapshot, now: int) -> dict[str, list[Freshness]]:
    """What each panel may say why of."""
    parts = {
        "Order book": [board.book.freshness],
        "Trades": [board.tape.freshness],
        "Positions": [board.positions.freshness],
        "Balances": [board.balances.freshness],
        "Orders": [board.orders.freshness],
        "Symbols": [row.freshness for row in board.symbols.rows],
    }
    return {name: [seen(fresh, now) for fresh in of_part] for name, of_part in parts.items()}


def edges(picture: Picture, name: str) -> Iterator[str]:
    """The words in the upper and in the lower edge of a panel, as far as they are in sight."""
    for y, row in enumerate(picture.rows):
        found = re.search(rf"╭[ ▸]{name}\b[^╮]*╮", row.text)
        if found is None:
            continue
        left, right = found.span()
        yield found[0].strip("╭╮▸ ")
        for below in picture.rows[y + 1 :]:
            if below.text[left] != "│":
                if below.text[left] == "╰":
                    yield below.text[left:right].strip("╰╯─ ")
                return


def header_words(board: ScreenSnapshot, now: int) -> set[str]:
    """All that the header may say of the connection and of what is not well, longer and shorter."""
    view = board.connection
    if view.phase is not Phase.CONNECTED:
        return set(_unconnected(board, now))
    if now > board.valid_until:
        return {"no update from the feed"}
    if view.state in (PanelState.STALE, PanelState.WAITING) and view.reason is not None:
        lasting = "" if view.connected_at is None else f" for {age(now - view.connected_at)}"
        why = short(view.reason)
        ends = ending(view.reason, now)
        return {
            f"CONNECTED · {why} · {ends}",
            f"CONNECTED{lasting} · {why}",
            f"CONNECTED · {why}",
            why,
            view.state.value,
        }
    wrong = not_well(board, now)
    if not wrong:
        behind = view.reason
        remark = short(behind) if behind is not None else data_age(view.silent_since, now)
        if not remark and (board.orders.since_connect or board.positions.since_connect):
            remark, behind = "account lists incomplete", board.orders.unlisted or board.positions.unlisted
        said = f"ALL LIVE · {remark}"
        told = [] if behind is None else [f" · {ending(behind, now)}", f": {short(behind)} · {ending(behind, now)}"]
        return {"ALL LIVE", "LIVE", *([said, *(f"{said}{each}" for each in told)] if remark else ())}
    late = [""]
    if view.reason is not None:
        late = [f" · {short(view.reason)}", f" · {short(view.reason)} · {ending(view.reason, now)}"]
    long = (f"CONNECTED · {words}{each}" for words in _wrong(wrong) for each in late)
    return {*long, *chain.from_iterable(map(_bare, _wrong(wrong)))}


def _bare(words: str) -> tuple[str, str]:
    return f"CONNECTED · {words}", words


def _wrong(wrong: tuple[NotWell, ...]) -> tuple[str, ...]:
    more = " and more" if len(wrong) > 1 else ""
    named, told = (" · ".join(each) for each in zip(*((each.named, each.words) for each in wrong), strict=True))
    brief = " · ".join(f"{len(each.parts)} {each.state.value}" for each in wrong)
    alone = " · ".join(
        each.named if len(each.parts) == 1 else f"{len(each.parts)} {each.state.value}" for each in wrong
    )
    return named, told, alone, brief, f"{wrong[0].words}{more}", wrong[0].state.value


def _unlisted(board: ScreenSnapshot, name: str, now: int) -> list[str]:
    """Why no GET tells a list whole, though the list is live."""
    lists: dict[str, ListView[Any]] = {
        "Positions": board.positions,
        "Orders": board.orders,
        "Balances": board.balances,
    }
    why = lists[name].unlisted if name in lists else None
    return [] if why is None else list(_of_reason(why, now))


def _unconnected(board: ScreenSnapshot, now: int) -> Iterator[str]:
    view = board.connection
    lasting = lasting_words(view, now, heard_at(board))
    if view.phase is Phase.STOPPED:
        yield from (f"STOPPED{lasting} · not retrying", "STOPPED · not retrying", "STOPPED")
    elif view.phase is Phase.WAITING:
        is_planned = view.retry_at is not None and view.retry_at > now
        again = f" · next try in {until(view.retry_at or now, now)}" if is_planned else " · connecting"
        yield from (f"DOWN{lasting}{again}", f"DOWN{lasting}", "DOWN")
    else:
        yield from (f"DOWN{lasting} · connecting", "DOWN · connecting", "DOWN", "CONNECTING")
