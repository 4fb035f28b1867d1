"""One request at a time for each host, over all spiders of this store; between two of them the longer one's delay.

Scrapy keeps its delay within one process.  Two sources on one host, an attachment crawl beside a page crawl or two
workers are several processes: so each request takes the host's turn where it is sent, and gives it back when its
answer has come.  The delay is counted from the end of the answer before, so the site itself never sees less of it.
"""

from __future__ import annotations

import asyncio
from collections import defaultdict
from collections.abc import AsyncIterator
from contextlib import ExitStack, asynccontextmanager

from scrapy.exceptions import IgnoreRequest

from models import Database
from models.retry import retried
from models.turns import note_meeting, open_turns, rest_s

#: Between two looks whether another process has given the turn back, in seconds.
_LOOK_S = 0.1


class HostBusy(IgnoreRequest):
    """The host's turn was not had in time; not retried in this pass."""


class HostTurns:
    """The turns of one process.  Waits for another process for ``wait_s`` at most, then raises ``HostBusy``."""

    def __init__(self, database: Database, wait_s: float) -> None:
        self.database, self.wait_s = database, wait_s
        self._open = ExitStack()
        self._turns = self._open.enter_context(open_turns(database))
        self._own: defaultdict[str, asyncio.Lock] = defaultdict(asyncio.Lock)

    @asynccontextmanager
    async def turn(self, host: str, delay_s: float) -> AsyncIterator[None]:
        """The time in which this process alone meets ``host``, once it has rested."""
        async with self._own[host]:  # a redirect may lead to a host that the same process is reading
            await self._wait_for(host)
            try:
                with self.database.reading() as session:
                    rest = rest_s(session, host, delay_s)
                await asyncio.sleep(rest)
                try:
                    yield
                finally:
                    if delay_s:
                        retried(self.database, lambda session: note_meeting(session, host, delay_s))
            finally:
                self._turns.give_back(host)

    async def _wait_for(self, host: str) -> None:
        """Have the turn of ``host``: first the place next to it, so that who had it last cannot take it again."""
        until = asyncio.get_running_loop().time() + self.wait_s
        place = f"next to {host}"
        await self._taken(place, host, until)
        try:
            await self._taken(host, host, until)
        finally:
            self._turns.give_back(place)

    async def _taken(self, what: str, host: str, until: float) -> None:
        while not self._turns.take(what):
            if asyncio.get_running_loop().time() >= until:
                raise HostBusy(f"waited {self.wait_s:g} s for its turn: another pass is reading {host}")
            await asyncio.sleep(_LOOK_S)

    def close(self) -> None:
        """Give every turn back."""
        self._open.close()
