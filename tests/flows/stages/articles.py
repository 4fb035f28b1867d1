"""Articles put into the store without a page, and the stories that were made of them."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import UTC, datetime

from sqlmodel import select

from cleaners import Text
from models import Article, Database, Outcome, Snapshot, SnapshotKind, Story, StoryMember
from models.writing import text_sha256
from tests.flows.stages.pages import NOW


def add_articles(database: Database, some: Iterable[Text], source_id: str = "nhc", **facts: object) -> None:
    """Articles with these texts, as a crawl and the cleaner leave them; the address is the text's id."""
    with database.session() as session:
        for one in some:
            snapshot = Snapshot(
                source_id=source_id,
                url=one.id,
                kind=SnapshotKind.ARTICLE,
                outcome=Outcome.NEW,
                fetched_at=NOW,
                last_seen_at=NOW,
            )
            session.add(snapshot)
            session.flush()
            session.add(
                Article(
                    url=one.id,
                    source_id=source_id,
                    snapshot_id=snapshot.id or 0,
                    kind="article",
                    title=one.title,
                    text=one.text,
                    published_at=one.published_on
                    and datetime(*one.published_on.timetuple()[:3], 4, tzinfo=UTC),
                    cleaner_version=1,
                    text_sha256=text_sha256(one.title, one.text),
                    first_seen_at=NOW,
                    changed_at=NOW,
                    **facts,
                )
            )


def stories(database: Database) -> dict[str, set[str]]:
    """Address of the canonical article -> addresses of all members."""
    answer: dict[str, set[str]] = {}
    with database.reading() as session:
        urls = {one.id: one.url for one in session.exec(select(Article))}
        for story in session.exec(select(Story)):
            members = session.exec(select(StoryMember.article_id).where(StoryMember.story_id == story.id))
            answer[urls[story.canonical_article_id]] = {urls[one] for one in members}
    return answer
