"""Workers that announce at the same moment: one bulletin, also where it only reminds of a deadline."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

from flows.stages.announce import announce
from flows.subscriptions import Frequency
from models import Database, Delivery, Digest, DigestItem
from tests.flows.stages.pages import NOW, TITLE, notice, store
from tests.flows.stages.recognised import NHC, READER, SOURCES, run, tell

WORKERS = 4


def tell_at_once(database: Database, at: datetime, frequency: Frequency) -> int:
    """How many bulletins four workers made, each a second behind the other by its own clock."""
    together = Barrier(WORKERS)
    reader = replace(READER, frequency=frequency)

    def work(number: int) -> list[int]:
        together.wait()
        return announce(database, [reader], SOURCES, as_of=at + timedelta(seconds=number))

    with ThreadPoolExecutor(WORKERS) as pool:
        return sum(map(len, pool.map(work, range(WORKERS))))


@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.EACH_PASS])
def test_new_policies_are_told_once(database: Database, frequency: Frequency) -> None:
    for n in range(3):
        title = TITLE.replace("基层", "一二三"[n])
        store(database, f"{NHC}?{n}", notice(f"国卫办医函〔2025〕{50 + n}号", title=title))
    run(database)
    assert tell_at_once(database, NOW, frequency) == 1
    with database.reading() as session:
        assert len(session.exec(select(DigestItem)).all()) == 3
        assert len(session.exec(select(Delivery)).all()) == 1


@pytest.mark.parametrize("frequency", [Frequency.DAILY, Frequency.EACH_PASS])
def test_a_deadline_is_reminded_of_once(database: Database, frequency: Frequency) -> None:
    """Nothing but a deadline stands in it: no item's unique key keeps the second bulletin away."""
    store(database, NHC, notice())
    run(database)
    assert tell(database) == ["new"]
    assert tell_at_once(database, datetime(2025, 6, 27, 2, tzinfo=UTC), frequency) == 1
    with database.reading() as session:
        assert len(session.exec(select(Digest)).all()) == len(session.exec(select(Delivery)).all()) == 2
