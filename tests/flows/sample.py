"""The sample site with a store of its own, run as the demo runs it but without Prefect: what the flows' tests share."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

from sqlmodel import Session, col, select

from flows.commands.demo import DAYS, SUBSCRIPTIONS
from flows.passes import DigestReport, MonitorReport, digest_round, monitor_pass
from flows.sample_site import SampleSite, write_sample_sources
from flows.settings import Settings, load_settings
from flows.watch import open_watch
from models import (
    Article,
    ArticleAttachment,
    Delivery,
    Digest,
    DigestItem,
    ItemEvent,
    LinkRelation,
    Policy,
    PolicyLink,
    StoryMember,
    open_database,
)

LOG = logging.getLogger("jianbao.test")
DAY_1, DAY_2 = DAYS
DAY_3 = DAY_2 + timedelta(days=1)
NOTICE = "国卫办基层函〔2026〕88号"
RULE = "云卫基层发〔2026〕12号"


def sample_settings(home: Path, database_url: str | None = None) -> Settings:
    """The demo's settings with everything below ``home``, nothing of the environment's."""
    home.mkdir(parents=True, exist_ok=True)
    (home / "subscriptions.yaml").write_text(SUBSCRIPTIONS, "utf-8")
    return load_settings(
        database_url=database_url or f"sqlite:///{home / 'jianbao.db'}",
        sources_dir=home / "sources",
        subscriptions_file=home / "subscriptions.yaml",
        digests_dir=home / "digests",
        prefect_home=home / "prefect",
        allow_loopback=True,
        delay_s=0,
        smtp_host=None,
    )


def as_environment(settings: Settings) -> dict[str, str]:
    """Those settings as the variables of another process."""
    names = ("database_url", "sources_dir", "subscriptions_file", "digests_dir", "prefect_home")
    values = {f"JIANBAO_{name.upper()}": str(getattr(settings, name)) for name in names}
    return values | {"JIANBAO_ALLOW_LOOPBACK": "true", "JIANBAO_DELAY_S": "0"}


@dataclass(frozen=True)
class Done:
    """One pass with its digest round."""

    monitored: MonitorReport
    told: DigestReport


def one_pass(settings: Settings, as_of: datetime, sources: Sequence[str] = ()) -> Done:
    """What ``jianbao run`` does."""
    with open_watch(settings) as watch:
        monitored = asyncio.run(monitor_pass(watch, sources, as_of=as_of, log=LOG))
        return Done(monitored, asyncio.run(digest_round(watch, (), as_of=as_of, log=LOG)))


def show_day(site: SampleSite, settings: Settings, day: int) -> None:
    """The site shows that day, and the source files are those of that day."""
    site.day = day
    write_sample_sources(settings.sources_dir, site)


@dataclass(frozen=True)
class Told:
    """One digest as its reader has it: the model's data and the events that the ledger keeps."""

    data: dict[str, Any]
    events: dict[str, ItemEvent]  # "policy:9" -> event

    @property
    def new(self) -> dict[str, Any]:
        """The items of the section of new policies, by number or title."""
        return {item["number"] or item["title"]["text"]: item for item in self.data["new"]}


def digests(settings: Settings) -> list[Told]:
    """All digests of the store, in order."""
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            found = []
            for made in session.exec(select(Digest).order_by(col(Digest.id))):
                items = session.exec(select(DigestItem).where(DigestItem.digest_id == made.id))
                found.append(Told(made.data, {item.subject: item.event for item in items}))
            return found
    finally:
        database.close()


def contents(settings: Settings) -> dict[str, list[Any]]:
    """What a store holds and has told, without ids and moments: two runs over one site are compared by it."""
    database = open_database(settings.database_url)
    try:
        with database.reading() as session:
            return _contents(session)
    finally:
        database.close()


def _contents(session: Session) -> dict[str, list[Any]]:
    articles = {one.id: one for one in session.exec(select(Article))}
    # A round-up's entries are numbered in the order in which they came; their titles tell them apart.
    names = {id: f"{one.url}#{one.title}" for id, one in articles.items()}
    policies = {one.id: one for one in session.exec(select(Policy))}
    stories: dict[int, list[str]] = {}
    for member in session.exec(select(StoryMember)):
        stories.setdefault(member.story_id, []).append(names[member.article_id])
    return {
        "articles": sorted((names[id], one.kind, one.text_sha256) for id, one in articles.items()),
        "files": sorted(
            (names[one.article_id], one.url, one.state.value, one.text or "")
            for one in session.exec(select(ArticleAttachment))
        ),
        "stories": sorted(sorted(one) for one in stories.values()),
        "policies": sorted(
            (
                one.identity,
                one.title,
                tuple(one.issuers),
                str(one.written_on),
                one.novelty.value,
                one.verified,
                names[one.canonical_article_id],
            )
            for one in policies.values()
        ),
        "links": sorted(
            (
                link.relation.value,
                policies[link.policy_id].identity,
                names[link.article_id] if link.article_id else "",
                policies[link.from_policy_id].identity if link.from_policy_id else "",
            )
            for link in session.exec(select(PolicyLink))
        ),
        "told": sorted(
            (item.event.value, _subject(item.subject, names, policies))
            for item in session.exec(select(DigestItem))
        ),
        "sent": sorted(
            (one.channel, one.target, one.state.value, one.answer is not None)
            for one in session.exec(select(Delivery))
        ),
    }


def _subject(subject: str, names: dict[int | None, str], policies: dict[int | None, Policy]) -> str:
    kind, _, id = subject.partition("@")[0].partition(":")
    return policies[int(id)].identity if kind == "policy" else names[int(id)]


def the_policy(session: Session, number: str) -> Policy:
    """The one policy with that number."""
    return session.exec(select(Policy).where(Policy.number == number)).one()


def links_of(session: Session, policy: Policy) -> list[tuple[LinkRelation, str]]:
    """Who relates to the policy and how: page's source ids and policies' numbers, sorted."""
    found: list[tuple[LinkRelation, str]] = []
    for link in session.exec(select(PolicyLink).where(PolicyLink.policy_id == policy.id)):
        if link.article_id is not None:
            found.append((link.relation, session.get_one(Article, link.article_id).source_id))
        else:
            found.append((link.relation, str(session.get_one(Policy, link.from_policy_id).number)))
    return sorted(found)
