"""A pass that is killed at a named point, as a process of its own: ``killed_pass.py AS_OF POINT SOURCE…``.

``before:STEP`` and ``after:STEP`` are the borders of the steps; ``in:STEP`` lies between a step's transactions,
``sent`` between the writing of a digest and the ledger's knowing of it.  ``none`` runs to the end.
"""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import sys
from collections.abc import Awaitable, Callable
from datetime import datetime
from typing import Any

from flows.passes import digest_round, monitor_pass
from flows.settings import load_settings
from flows.stages import deliver
from flows.watch import open_watch
from models import Database

#: After so many transactions ``in:STEP`` kills: something was done by then, and something is left.
TRANSACTIONS = 4


def die() -> None:
    os.kill(os.getpid(), signal.SIGKILL)


def die_within() -> None:
    """Die in the middle of what follows, before one of its commits."""
    begun = 0
    plain = Database.session

    def counted(self: Database) -> Any:
        nonlocal begun
        begun += 1
        if begun > TRANSACTIONS:
            die()
        return plain(self)

    Database.session = counted  # type: ignore[method-assign]


async def run(point: str, as_of: datetime, sources: list[str]) -> None:
    when, _, where = point.partition(":")

    async def step(name: str, work: Callable[[], Awaitable[Any]]) -> Any:
        if name == where and when == "before":
            die()
        if name == where and when == "in":
            die_within()
        done = await work()
        if name == where and when == "after":
            die()
        return done

    if when == "sent":
        deliver._mark_sent = lambda *_: die()  # type: ignore[assignment]
    log = logging.getLogger("jianbao")
    with open_watch(load_settings()) as watch:
        await monitor_pass(watch, sources, as_of=as_of, log=log, run_step=step)
        await digest_round(watch, (), as_of=as_of, log=log, run_step=step)


if __name__ == "__main__":
    asyncio.run(run(sys.argv[2], datetime.fromisoformat(sys.argv[1]), sys.argv[3:]))
