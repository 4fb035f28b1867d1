"""Files that articles offer, between article and archive: which are to be fetched, once more too, and which came."""

from __future__ import annotations

from datetime import date, datetime

from sqlmodel import Session, col, select

from models.archive import BAD, newest_snapshot
from models.articles import Article, ArticleAttachment, AttachmentState
from models.known import CHUNK, TRIES, known, recent_articles
from models.snapshots import Outcome, Snapshot, SnapshotKind


def pending_attachments(session: Session) -> dict[str, list[str]]:
    """Addresses of attached files that were not fetched yet, by the id of the source of their article."""
    rows = session.exec(
        select(Article.source_id, ArticleAttachment.url)
        .join(Article, col(ArticleAttachment.article_id) == col(Article.id))
        .where(
            ArticleAttachment.state == AttachmentState.PENDING, col(ArticleAttachment.snapshot_id).is_(None)
        )
        .order_by(col(ArticleAttachment.id))
    ).all()
    answer: dict[str, list[str]] = {}
    for source_id, url in rows:
        if url not in answer.setdefault(source_id, []):
            answer[source_id].append(url)
    return answer


def attachments_to_recheck(
    session: Session, source_id: str, *, since: date, seen_before: datetime, limit: int
) -> list[str]:
    """Addresses of files that were had, are offered by articles of a source no older than ``since`` (as
    ``models.known.to_recheck`` tells it) and were last seen before ``seen_before``.

    Those first that were seen longest ago.  What is gone is closed.
    """
    pages = list(recent_articles(session, source_id, since))
    offered: list[str] = []
    for start in range(0, len(pages), CHUNK):
        offered += session.exec(
            select(ArticleAttachment.url)
            .join(Article, col(Article.id) == col(ArticleAttachment.article_id))
            .where(
                col(Article.url).in_(pages[start : start + CHUNK]),
                col(ArticleAttachment.snapshot_id).is_not(None),
            )
            .order_by(col(ArticleAttachment.id))
        ).all()
    told = known(session, offered, SnapshotKind.ATTACHMENT)
    due = [
        url
        for url, one in told.items()
        if one.first_at is not None and not one.closed and one.last_seen_at <= seen_before
    ]
    return sorted(due, key=lambda url: (told[url].last_seen_at, url))[:limit]


def link_attachment(session: Session, url: str) -> None:
    """Tie what came last from ``url`` to the articles that offer the file.

    One that is offered and was never had gets it; where it cannot be had, because it is gone or was asked for
    ``TRIES`` times in vain, it becomes ``FAILED`` with the reason.  Of one that was had other bytes become
    ``newer_snapshot_id``, which is left to be read; that it is gone is noted and changes nothing else, and a refusal
    or a failure changes nothing at all.
    """
    snapshot = newest_snapshot(session, url, SnapshotKind.ATTACHMENT)
    if snapshot is None:
        return
    good = snapshot.outcome not in BAD
    closed = snapshot.outcome in (Outcome.GONE, Outcome.EXPIRED)
    why = snapshot.error or f"HTTP {snapshot.status}"
    for offer in session.exec(select(ArticleAttachment).where(ArticleAttachment.url == url)).all():
        had = session.get(Snapshot, offer.snapshot_id) if offer.snapshot_id else None
        if had is None and good:
            offer.snapshot_id, offer.state, offer.error = snapshot.id, AttachmentState.PENDING, None
        elif had is None and offer.state is AttachmentState.PENDING:
            given_up = closed or snapshot.seen_count >= TRIES
            offer.state = AttachmentState.FAILED if given_up else AttachmentState.PENDING
            offer.error = why
        elif had is not None and good:
            other = snapshot.body_sha256 != had.body_sha256
            offer.newer_snapshot_id = snapshot.id if other else None
            offer.error = offer.error if offer.state is AttachmentState.FAILED else None
        elif had is not None and closed:
            offer.error = why
        session.add(offer)
