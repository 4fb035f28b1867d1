"""Workers that announce at the same moment: one bulletin, also where it only reminds of a deadline."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from threading import Barrier

import pytest
from sqlmodel import col, select

from flows.stages.announce import announce
from flows.subscriptions import Frequency
from models import Article, Database, Delivery, Digest, DigestItem, Policy, Story, StoryMember
from tests.flows.stages.pages import NOW, TITLE, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, READER, SOURCES, run, tell

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


def test_the_original_comes_last_from_two_workers_and_nobody_is_told_twice(database: Database) -> None:
    """Two reposts were told as the policy; then its original and a third copy are placed by two workers at once."""
    store(database, COPY, notice(published="2025-02-18 08:00"), source_id="gihot")
    store(database, PORTAL, notice(published="2025-02-18 08:30"), source_id="portal")
    run(database)
    assert tell(database) == ["new"]
    later = NOW + timedelta(hours=2)
    store(database, NHC, notice(), at=later)
    store(database, f"{COPY}?again", notice(published="2025-02-18 12:00"), source_id="gihot", at=later)
    together = Barrier(2)

    def work(_: int) -> None:
        together.wait()
        run(database, at=later)

    with ThreadPoolExecutor(2) as pool:
        list(pool.map(work, range(2)))
    with database.reading() as session:
        (story,) = session.exec(select(Story)).all()
        assert session.get_one(Article, story.canonical_article_id).url == NHC
        assert len(session.exec(select(StoryMember)).all()) == 4
        (policy,) = session.exec(select(Policy)).all()
        assert session.get_one(Article, policy.canonical_article_id).url == NHC
    # That the original was found is told, once; the policy itself is not told again.
    assert tell_at_once(database, later, Frequency.EACH_PASS) == 1
    with database.reading() as session:
        events = session.exec(select(DigestItem.event).order_by(col(DigestItem.id))).all()
    assert [event.value for event in events] == ["new", "verified"]
