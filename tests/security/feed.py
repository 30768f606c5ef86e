"""The feed's own parts, without sockets: what an exchange says goes the whole way to a picture."""

from __future__ import annotations

from functools import cache
from random import Random

from roxom_tui.client.client import Client
from roxom_tui.client.timing import Timing
from roxom_tui.config.settings import Profile
from roxom_tui.feed.endpoint import Endpoint
from roxom_tui.feed.transport.address import shown_host
from roxom_tui.feed.transport.get_client import GetClient
from roxom_tui.feed.transport.http_answer import Answer
from roxom_tui.model.channels import Channel, Stream
from roxom_tui.model.connection import Failed
from roxom_tui.model.credentials import Credentials, Secret
from roxom_tui.model.durations import SECOND
from roxom_tui.model.events import BalancesSeed, OrdersSeed, PositionsSeed
from roxom_tui.model.log_entries import LogEntry, LogKind
from roxom_tui.model.market import Environment, Symbol
from roxom_tui.model.status import Notice, Phase
from roxom_tui.protocol.decode import Frame
from roxom_tui.protocol.get_requests import GetKind
from roxom_tui.state.views.screen_snapshot import ScreenSnapshot
from tests.security.messages import GOLD, Reply, benign, endings, frames, lists, refusal, refusals
from tests.support.samples import AT, private_key

SYMBOLS = (Symbol(GOLD), Symbol("OIL-BTC"))
KEY_ID = "xrxk_key_of_the_hostile_0123"


class Clock:
    """Stands, and shows the time at which the messages were made."""

    now = 1000 * SECOND

    def monotonic(self) -> int:
        return self.now

    def awake(self) -> int:
        return self.now

    def wall(self) -> int:
        return AT + self.now - 1000 * SECOND


class Answering(GetClient):
    """The GETs, with the answer at hand instead of a network."""

    reply: Reply

    async def _exchange(self, address: object, asked: object) -> Answer:
        wait = {} if self.reply.retry_after is None else {"retry-after": self.reply.retry_after}
        return Answer(self.reply.status, wait, self.reply.body)

    async def hear(self, reply: Reply) -> object:
        """What the feed makes of an answer."""
        self.reply = reply
        return await self.get(reply.asked, Symbol(GOLD) if reply.asked is GetKind.POSITIONS else None)


class Story:
    """One profile's client. `hear` some payloads, then look at `picture` and `notices`."""

    def __init__(self, profile: str = "loop", proxy: str = "") -> None:
        self.clock = Clock()
        settings = Profile(profile, Environment.SANDBOX, symbols=SYMBOLS)
        self.client = Client(settings, None, self.clock, Timing(judge_every=0.25), Random(1))
        self.endpoint = _endpoint()
        self.proxy = proxy
        key_tail = self.endpoint.credentials.key_id.tail()
        self.client.opened(shown_host(self.endpoint.ws_url), key_tail, None)
        self.marked: list[str] = []
        """What the debug view was told of messages that were not believed: it keeps only the newest."""
        self._rest = Answering(self.endpoint, "https://loop.invalid/v1", Timing())

    def connect(self, refused: str | None = None) -> None:
        """Another connection, with data in every panel; but no trades, if these are `refused` in such words."""
        self.client.disconnected()
        self.client.connected(1, self.proxy)
        self.client.to_send()
        if refused is not None:
            self._take(refusal(refused))
        for text in benign():
            self._take(text)
        self.client.tick()

    def hear(self, text: str, number: int) -> None:
        """All that an exchange can say with this payload."""
        for payload in frames(text, number):
            self._take(payload)

    async def ask(self, text: str, number: int) -> None:
        """All that it can answer to a GET."""
        for reply in refusals(text):
            answer = await self._rest.hear(reply)
            assert isinstance(answer, Failed)
            self.client.journal.notify(LogEntry(LogKind.LIST_FAILED, answer.sentence, Stream(Channel.ORDERS), 5.0))
        for reply in lists(text, number):
            self._seed(await self._rest.hear(reply))

    def end(self, text: str) -> ScreenSnapshot:
        """The ends of a connection and of tries to make one, all in the log, the last one everywhere."""
        said = list(endings(text, self.endpoint))
        for end in said:
            self.client.journal.notify(LogEntry(LogKind.DISCONNECTED, reason=end.reason, seconds=3.0))
        last = said[-1]
        self.client.status.ended(last, self.clock.wall())
        self.client.moved(Phase.WAITING, last.reason, self.clock.now + 3 * SECOND)
        return self.picture()

    def picture(self) -> ScreenSnapshot:
        """What the screen is given."""
        return self.client.picture(is_first=True)

    def notices(self) -> tuple[Notice, ...]:
        """What the notice line is given."""
        return tuple(self.client.journal.take_notices())

    def _take(self, payload: str | bytes) -> None:
        frame = Frame(self.clock.now, self.clock.wall(), 1, payload)
        rejected = self.client.traffic.rejected
        self.client.receive(frame)
        if self.client.traffic.rejected != rejected:
            newest = self.client.traffic.last_rejected()[-1]
            self.marked += (str(newest.stream), newest.detail, newest.excerpt)

    def _seed(self, answer: object) -> None:
        if isinstance(answer, BalancesSeed | OrdersSeed | PositionsSeed):
            self.client.store.seed(answer, self.clock.now, self.clock.now)


@cache
def _endpoint() -> Endpoint:
    credentials = Credentials(Secret(KEY_ID), private_key())
    url = "wss://loop.invalid/ws"
    return Endpoint("loop", Environment.SANDBOX, url, "https://loop.invalid/v1", credentials, SYMBOLS)
