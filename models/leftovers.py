"""Left-over work, found from the store alone: what each step has still to do, whatever run left it.

Ids only, oldest first; ``after`` is the last id that was handled, so that a failing one is not met twice in a run.
What is owed is looked for in indexes alone: the texts of a large store are never read for it, and the order of
publication is found for what is owed only (``tests/models/test_leftovers.py`` reads the databases' plans).
"""

from __future__ import annotations

from collections.abc import Collection, Sequence
from datetime import datetime

from sqlalchemy import ColumnElement, func, or_, true
from sqlalchemy.orm import aliased
from sqlmodel import Session, col, select

from models.articles import Article, ArticleAttachment, ArticleVersion, AttachmentState
from models.policies import ArticleRecognition
from models.snapshots import Outcome, Snapshot, SnapshotKind
from models.stories import Story, StoryMember

#: The kind of an article that carries a text of its own, as ``cleaners.PageKind`` spells it.
_ARTICLE = "article"
_AT_ONCE = 500  # ids in one question
_ANY = true()


def snapshots_to_clean(session: Session, *, after: int = 0, limit: int = 50) -> Sequence[int]:
    """Good article snapshots with other bytes than those that the article of their address was read from.

    A snapshot older than that one is history and needs no cleaning; what a newer cleaner would read otherwise is
    ``snapshots_to_reclean``.
    """
    done = aliased(Article)
    rows = session.exec(
        select(Snapshot.id)
        .outerjoin(done, (col(done.url) == col(Snapshot.url)) & (col(done.part) == 0))
        .where(col(Snapshot.id) > after, *_is_to_clean(done))
        .order_by(col(Snapshot.id))
        .limit(limit)
    )
    return [one for one in rows if one is not None]


def pages_to_clean(session: Session) -> Sequence[tuple[str, str, int]]:
    """Source, address and id of all snapshots that are to be cleaned, oldest first."""
    done = aliased(Article)
    rows = session.exec(
        select(Snapshot.source_id, Snapshot.url, Snapshot.id)
        .outerjoin(done, (col(done.url) == col(Snapshot.url)) & (col(done.part) == 0))
        .where(*_is_to_clean(done))
        .order_by(col(Snapshot.id))
    )
    return [(source_id, url, one) for source_id, url, one in rows if one is not None]


def _is_to_clean(done: type[Article]) -> Sequence[ColumnElement[bool]]:
    return (
        col(Snapshot.kind) == SnapshotKind.ARTICLE,
        col(Snapshot.outcome).in_([Outcome.NEW, Outcome.UNCHANGED]),
        col(Snapshot.body_sha256).is_not(None),
        or_(col(done.id).is_(None), col(Snapshot.id) > col(done.snapshot_id)),
    )


def snapshots_to_reclean(
    session: Session,
    older_than: int | None,
    *,
    sources: Collection[str] = (),
    after: int = 0,
    limit: int = 50,
) -> Sequence[int]:
    """Snapshots that articles stand on which a cleaner below ``older_than`` read (``None``: any cleaner).

    An entry of a page that changes daily stands on the bytes of its day, and they are named too.  ``sources``: ids,
    empty for all.
    """
    rows = (
        select(Article.snapshot_id)
        .join(Snapshot, col(Snapshot.id) == col(Article.snapshot_id))
        .where(col(Article.snapshot_id) > after, col(Snapshot.body_sha256).is_not(None))
        .distinct()
        .order_by(col(Article.snapshot_id))
        .limit(limit)
    )
    if older_than is not None:
        rows = rows.where(col(Article.cleaner_version) < older_than)
    if sources:
        rows = rows.where(col(Article.source_id).in_(sources))
    return session.exec(rows).all()


def count_to_reclean(session: Session, older_than: int) -> int:
    """How many articles a cleaner below ``older_than`` read."""
    return session.exec(select(func.count(col(Article.id))).where(Article.cleaner_version < older_than)).one()


def attachments_to_read(session: Session, *, after: int = 0, limit: int = 20) -> Sequence[int]:
    """Attached files that were fetched and not read yet, and those of which another content came since."""
    first = session.exec(
        select(ArticleAttachment.id)
        .where(
            ArticleAttachment.state == AttachmentState.PENDING,
            col(ArticleAttachment.snapshot_id).is_not(None),
            col(ArticleAttachment.id) > after,
        )
        .order_by(col(ArticleAttachment.id))
        .limit(limit)
    )
    # A question of its own, in an index of its own: together they would read every row, with its text.
    newer = session.exec(
        select(ArticleAttachment.id).where(
            col(ArticleAttachment.newer_snapshot_id) > 0, col(ArticleAttachment.id) > after
        )
    )
    return sorted({one for one in (*first, *newer) if one is not None})[:limit]


def articles_to_place(session: Session) -> Sequence[int]:
    """Articles whose present text stands in no story, in order of publication; an empty text has none to stand in."""
    rows = session.exec(
        select(Article.id)
        .outerjoin(StoryMember, col(StoryMember.article_id) == col(Article.id))
        .where(
            Article.kind == _ARTICLE,
            or_(
                col(StoryMember.article_id).is_(None),
                col(StoryMember.text_sha256) != col(Article.text_sha256),
            ),
        )
    )
    return _in_order_of_publication(session, rows.all(), col(Article.text) != "")


def members_to_compare(session: Session) -> Sequence[int]:
    """Articles in a story whose difference to the story's present canonical article is not noted."""
    rows = session.exec(
        select(StoryMember.article_id)
        .join(Story, col(Story.id) == col(StoryMember.story_id))
        .where(
            or_(
                (col(StoryMember.article_id) != col(Story.canonical_article_id))
                & (func.coalesce(col(StoryMember.compared_with), 0) != col(Story.canonical_article_id)),
                # What has become canonical is no copy any more.
                (col(StoryMember.article_id) == col(Story.canonical_article_id))
                & col(StoryMember.compared_with).is_not(None)
                & (col(StoryMember.compared_with) != col(Story.canonical_article_id)),
            )
        )
        .order_by(col(StoryMember.article_id))
    )
    return list(rows)


def versions_to_compare(session: Session) -> Sequence[int]:
    """Earlier texts of changed pages of which it is not noted what the next one did."""
    rows = session.exec(
        select(ArticleVersion.id)
        .where(col(ArticleVersion.changes).is_(None))
        .order_by(col(ArticleVersion.id))
    )
    return [one for one in rows if one is not None]


def articles_to_recognise(session: Session, recogniser_version: int) -> Sequence[int]:
    """Articles whose present text the present recogniser has not judged, in order of publication."""
    rows = session.exec(
        select(Article.id)
        .outerjoin(ArticleRecognition, col(ArticleRecognition.article_id) == col(Article.id))
        .where(
            Article.kind == _ARTICLE,
            or_(
                col(ArticleRecognition.article_id).is_(None),
                col(ArticleRecognition.text_sha256) != col(Article.text_sha256),
                col(ArticleRecognition.recogniser_version) < recogniser_version,
            ),
        )
    )
    return _in_order_of_publication(session, rows.all())


def _in_order_of_publication(
    session: Session, owed: Sequence[int | None], also: ColumnElement[bool] = _ANY
) -> Sequence[int]:
    """The articles of ``owed`` of which ``also`` holds; what tells no day of its own counts from when it was seen."""
    ids = sorted(one for one in owed if one is not None)
    found: list[tuple[datetime, int]] = []
    for start in range(0, len(ids), _AT_ONCE):
        rows = session.exec(
            select(Article.published_at, Article.first_seen_at, Article.id).where(
                col(Article.id).in_(ids[start : start + _AT_ONCE]), also
            )
        )
        found += [(published_at or seen_at, one) for published_at, seen_at, one in rows if one is not None]
    return [one for _, one in sorted(found)]
