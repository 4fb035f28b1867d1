"""The way from stored pages to policies and to a reader, and what the store then says."""

from __future__ import annotations

from datetime import datetime

from sqlmodel import col, select

from flows.digests.choice import WatchedSource
from flows.stages.announce import announce
from flows.stages.clean import clean_pending
from flows.stages.group import group_pending
from flows.stages.recognise import recognise_pending
from flows.subscriptions import Frequency, Subscription, Target
from models import (
    Article,
    Database,
    Digest,
    DigestItem,
    Policy,
    PolicyCommitment,
    PolicyLink,
)
from tests.flows.stages.pages import NOW, rank

SOURCES = [WatchedSource("nhc", "国家卫生健康委", "national"), WatchedSource("gihot", "健康网", "repost")]
READER = Subscription("all", "卫健政策", (Target("folder", "all"),), frequency=Frequency.EACH_PASS)

NHC, PORTAL, COPY = "https://nhc.example/1", "https://portal.example/1", "https://gihot.example/1"


def run(database: Database, *, at: datetime = NOW) -> None:
    clean_pending(database, as_of=at)
    group_pending(database, as_of=at, rank=rank)
    troubles: list[str] = []
    recognise_pending(database, as_of=at, freshness_days=60, rank=rank, log=troubles.append)
    assert troubles == []


def tell(database: Database, *, at: datetime = NOW) -> list[str]:
    """What the one reader is told now: the events of a digest made at ``at``, none where there is nothing to tell."""
    made = announce(database, [READER], SOURCES, as_of=at)
    with database.reading() as session:
        told = session.exec(select(DigestItem.event).where(col(DigestItem.digest_id).in_(made)))
        return sorted(event.value for event in told)


def last_digest(database: Database) -> Digest:
    """The newest digest."""
    with database.reading() as session:
        return session.exec(select(Digest).order_by(col(Digest.id).desc())).first()


def policies(database: Database) -> list[Policy]:
    with database.reading() as session:
        return list(session.exec(select(Policy).order_by(col(Policy.id))).all())


def links(database: Database) -> set[tuple[str, str, str]]:
    """(address of the page or number of the policy, relation, number or title of the policy that is meant)."""
    with database.reading() as session:
        known = {one.id: one.number or one.title for one in session.exec(select(Policy))}
        urls = {one.id: one.url for one in session.exec(select(Article))}
        return {
            (
                urls[link.article_id] if link.article_id else str(known[link.from_policy_id]),
                link.relation.value,
                str(known[link.policy_id]),
            )
            for link in session.exec(select(PolicyLink))
        }


def state(database: Database) -> tuple[object, ...]:
    with database.reading() as session:
        commitments = session.exec(select(PolicyCommitment)).all()
    return (
        [one.model_dump() for one in policies(database)],
        links(database),
        sorted((one.policy_id, one.position, one.sentence) for one in commitments),
    )
