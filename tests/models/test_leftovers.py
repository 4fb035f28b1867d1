"""Left-over work is found in indexes, in the order in which it is done."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import event, text
from sqlmodel import Session

from models import (
    Article,
    ArticleAttachment,
    ArticleVersion,
    AttachmentState,
    Database,
    Outcome,
    Snapshot,
    SnapshotKind,
    Story,
    StoryMember,
)
from models.leftovers import (
    articles_to_place,
    articles_to_recognise,
    attachments_to_read,
    members_to_compare,
    versions_to_compare,
)
from models.telling import changed_files

NOW = datetime(2025, 2, 20, 10, tzinfo=UTC)
#: What reads rows of articles or versions, not by their ids, not in an index alone and not only those owed.
_READS_ROWS = re.compile(
    r"^(?:SCAN|SEARCH) (?:article|articleversion|articleattachment)\b"
    r"(?!.* USING (?:COVERING INDEX|INTEGER PRIMARY KEY \(rowid=|INDEX ix_articleversion_owed"
    r"|INDEX ix_articleattachment_(?:state|newer|changed)))"
)


def add_article(session: Session, number: int, **fields: Any) -> int:
    row = Article(
        **{
            "url": f"https://wjw.example/{number}",
            "source_id": "nhc",
            "snapshot_id": 1,
            "kind": "article",
            "title": f"关于第{number}项工作的通知",
            "text": "各县区卫生健康委：现将有关事项通知如下。" * 40,
            "cleaner_version": 1,
            "text_sha256": f"{number:064d}",
            "first_seen_at": NOW + timedelta(seconds=number),
            "changed_at": NOW,
            **fields,
        }
    )
    session.add(row)
    session.flush()
    assert row.id is not None
    return row.id


def add_placed(session: Session, number: int) -> int:
    article = add_article(session, number)
    story = Story(first_article_id=article, canonical_article_id=article, created_at=NOW)
    session.add(story)
    session.flush()
    assert story.id is not None
    session.add(
        StoryMember(
            article_id=article,
            story_id=story.id,
            fingerprint=number,
            text_sha256=f"{number:064d}",
            added_at=NOW,
        )
    )
    session.flush()
    return article


@pytest.fixture
def stored(database: Database) -> Database:
    with database.session() as session:
        session.add(
            Snapshot(
                id=1,
                source_id="nhc",
                url="https://wjw.example/",
                kind=SnapshotKind.ARTICLE,
                outcome=Outcome.NEW,
                fetched_at=NOW,
                last_seen_at=NOW,
            )
        )
    return database


def test_what_is_owed_is_placed_in_order_of_publication(stored: Database) -> None:
    with stored.session() as session:
        add_placed(session, 1)
        undated = add_article(session, 2)
        later = add_article(session, 3, published_at=NOW + timedelta(days=3))
        earlier = add_article(session, 4, published_at=NOW - timedelta(days=3))
        changed = add_placed(session, 5)
        session.get_one(Article, changed).text_sha256 = "f" * 64
        add_article(session, 6, text="")
        add_article(session, 7, kind="listing")
    with stored.reading() as session:
        assert articles_to_place(session) == [earlier, undated, changed, later]


def test_more_than_one_question_full_is_in_one_order(stored: Database) -> None:
    with stored.session() as session:
        ids = [add_article(session, n, published_at=NOW - timedelta(minutes=n)) for n in range(1, 1203)]
    with stored.reading() as session:
        assert articles_to_place(session) == ids[::-1]
        assert articles_to_recognise(session, 1) == ids[::-1]


@contextmanager
def asked(database: Database) -> Iterator[list[tuple[str, Any]]]:
    found: list[tuple[str, Any]] = []

    def note(_c: object, _cur: object, statement: str, parameters: Any, _ctx: object, _many: bool) -> None:
        found.append((statement, parameters))

    event.listen(database.engine, "before_cursor_execute", note)
    try:
        yield found
    finally:
        event.remove(database.engine, "before_cursor_execute", note)


@pytest.mark.parametrize(
    "ask",
    [
        articles_to_place,
        members_to_compare,
        versions_to_compare,
        lambda session: articles_to_recognise(session, 1),
        attachments_to_read,
        lambda session: changed_files(session, NOW, NOW + timedelta(days=60)),
    ],
    ids=["place", "compare", "versions", "recognise", "files", "changed files"],
)
def test_the_texts_of_a_large_store_are_not_read_for_it(
    stored: Database, ask: Callable[[Session], object]
) -> None:
    if not stored.is_sqlite:  # PostgreSQL keeps long texts outside of the rows: a scan reads none
        pytest.skip("asks for SQLite's plan")
    with stored.session() as session:
        for number in range(1, 2001):
            article = add_placed(session, number)
            session.add(
                ArticleVersion(
                    article_id=article,
                    version=1,
                    snapshot_id=1,
                    title="",
                    text="旧文" * 200,
                    seen_at=NOW,
                    changes={"cut": []},
                )
            )
            session.add(
                ArticleAttachment(
                    article_id=article,
                    name="附件.pdf",
                    url=f"https://wjw.example/{number}.pdf",
                    snapshot_id=1,
                    state=AttachmentState.READ,
                    text="附件正文" * 200,
                )
            )
    with stored.engine.connect().execution_options(isolation_level="AUTOCOMMIT") as connection:
        connection.execute(text("ANALYZE"))
    with asked(stored) as statements, stored.reading() as session:
        ask(session)
    statements = [(s, p) for s, p in statements if s.lstrip().upper().startswith("SELECT")]
    assert statements
    for statement, parameters in statements:
        plan = _plan(stored, statement, parameters)
        assert not any(_READS_ROWS.match(line) for line in plan), "\n".join(plan)


def _plan(database: Database, statement: str, parameters: Any) -> list[str]:
    with database.engine.connect() as connection:
        return [row[3] for row in connection.exec_driver_sql(f"EXPLAIN QUERY PLAN {statement}", parameters)]
