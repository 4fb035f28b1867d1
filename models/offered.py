"""Files that articles offer, between article and archive: which are still to be fetched, which came."""

from __future__ import annotations

from collections.abc import Iterable

from sqlmodel import Session, col, select

from models.archive import BAD, newest_snapshot
from models.articles import Article, ArticleAttachment, AttachmentState
from models.known import TRIES
from models.snapshots import Outcome, SnapshotKind


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


def link_attachments(session: Session, urls: Iterable[str]) -> int:
    """Tie fetched files to the articles that offer them; how many got theirs.

    A file that is gone, or that was asked for ``TRIES`` times in vain, becomes ``FAILED`` with the reason.
    """
    tied = 0
    for url in dict.fromkeys(urls):
        snapshot = newest_snapshot(session, url, SnapshotKind.ATTACHMENT)
        if snapshot is None:
            continue
        offers = session.exec(
            select(ArticleAttachment).where(
                ArticleAttachment.url == url, ArticleAttachment.state == AttachmentState.PENDING
            )
        ).all()
        good = snapshot.outcome not in BAD
        given_up = snapshot.outcome in (Outcome.GONE, Outcome.EXPIRED) or snapshot.seen_count >= TRIES
        for offer in offers:
            if good:
                offer.snapshot_id, offer.error = snapshot.id, None
                tied += 1
            else:
                offer.error = snapshot.error or f"HTTP {snapshot.status}"
                offer.state = AttachmentState.FAILED if given_up else AttachmentState.PENDING
            session.add(offer)
    return tied
