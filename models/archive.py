"""The archive: fetched responses stored, asked for and found again.  What a response means is decided elsewhere.

Bodies are compressed with zstd and stored once per content.  A snapshot is a row per *change*: new bytes or another
outcome; a visit that finds what stood there before moves ``last_seen_at`` and counts.
"""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlmodel import Session, col, select

from models.articles import Article, ArticleAttachment, AttachmentState
from models.bodies import store_body
from models.snapshots import Outcome, Snapshot, SnapshotKind

#: A page that could not be had is asked for in this many passes; then it waits for a person.
TRIES = 5
_CHUNK = 400  # bound variables of one IN (...): SQLite allows 32,766, PostgreSQL's planner likes fewer
_BAD = (Outcome.BLOCKED, Outcome.FAILED, Outcome.GONE, Outcome.EXPIRED, Outcome.EMPTY)


@dataclass(frozen=True, slots=True)
class Fetched:
    """One answer of a site, or the failure to get one.  ``body`` is as received, after content decoding."""

    source_id: str
    url: str
    kind: SnapshotKind
    outcome: Outcome  # NEW for any good answer; whether it is one is found here. UNCHANGED for a 304
    at: datetime
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes | None = None
    final_url: str | None = None
    error: str | None = None
    column_name: str | None = None
    row_title: str | None = None
    row_published_on: date | None = None
    backfill: bool = False


@dataclass(frozen=True, slots=True)
class Stored:
    """Where it stands now, and what became of it: ``NEW``, ``UNCHANGED`` or the trouble as it was fetched."""

    snapshot_id: int
    outcome: Outcome


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address: when it was first asked for and first had, how often it was asked in vain."""

    asked_at: datetime
    first_at: datetime | None
    row_title: str | None
    column_name: str | None = None
    failures: int = 0
    closed: bool = False  # gone or expired: not asked for again

    @property
    def worth_asking(self) -> bool:
        """Asked for in vain until now, and not too often."""
        return self.first_at is None and not self.closed and self.failures < TRIES


@dataclass(frozen=True, slots=True)
class Validators:
    """What a conditional request sends, and the snapshot that a 304 confirms."""

    snapshot_id: int
    etag: str | None
    last_modified: str | None
    body_sha256: str | None


def newest_snapshot(session: Session, url: str, kind: SnapshotKind) -> Snapshot | None:
    """The last row written for ``url``, whatever its outcome."""
    rows = select(Snapshot).where(Snapshot.url == url, Snapshot.kind == kind)
    return session.exec(rows.order_by(col(Snapshot.id).desc()).limit(1)).first()


def record(session: Session, fetched: Fetched) -> Stored:
    """Write ``fetched`` down: a new row for new bytes or a changed outcome, else a later ``last_seen_at``.

    Run it under ``models.retry.retried``: another process may store the same body at the same moment.
    """
    last = newest_snapshot(session, fetched.url, fetched.kind)
    digest = store_body(session, fetched.body) if fetched.body else None
    if last is not None and _same(last, fetched, digest):
        last.last_seen_at = max(last.last_seen_at, fetched.at)
        last.seen_count += 1
        last.etag, last.last_modified = _validators(fetched, last)
        last.row_title = fetched.row_title or last.row_title
        session.add(last)
        good = fetched.outcome in (Outcome.NEW, Outcome.UNCHANGED)
        return Stored(_id(last), Outcome.UNCHANGED if good else fetched.outcome)
    outcome = fetched.outcome
    if outcome is Outcome.NEW and digest and _had(session, fetched, digest):
        outcome = Outcome.UNCHANGED  # good again after trouble, with bytes that were read before
    etag, last_modified = _validators(fetched, None)
    row = Snapshot(
        source_id=fetched.source_id,
        url=fetched.url,
        final_url=fetched.final_url if fetched.final_url != fetched.url else None,
        kind=fetched.kind,
        outcome=outcome,
        status=fetched.status,
        headers=dict(fetched.headers),
        etag=etag,
        last_modified=last_modified,
        body_sha256=digest,
        error=fetched.error,
        fetched_at=fetched.at,
        last_seen_at=fetched.at,
        column_name=fetched.column_name,
        row_title=fetched.row_title,
        row_published_on=fetched.row_published_on,
        backfill=fetched.backfill,
    )
    session.add(row)
    session.flush()
    return Stored(_id(row), outcome)


def _same(last: Snapshot, fetched: Fetched, digest: str | None) -> bool:
    good = last.outcome not in _BAD
    if fetched.outcome is Outcome.UNCHANGED:
        return True  # a 304 confirms what is stored
    if fetched.outcome is Outcome.NEW:
        return last.body_sha256 == digest and (good or last.outcome is Outcome.EMPTY)
    return last.outcome is fetched.outcome and last.status == fetched.status


def _had(session: Session, fetched: Fetched, digest: str) -> bool:
    earlier = select(Snapshot.id).where(
        Snapshot.url == fetched.url,
        Snapshot.kind == fetched.kind,
        Snapshot.body_sha256 == digest,
        Snapshot.outcome == Outcome.NEW,
    )
    return session.exec(earlier.limit(1)).first() is not None


def _validators(fetched: Fetched, last: Snapshot | None) -> tuple[str | None, str | None]:
    lower = {name.lower(): value for name, value in fetched.headers.items()}
    kept = (last.etag, last.last_modified) if last else (None, None)
    return lower.get("etag") or kept[0], lower.get("last-modified") or kept[1]


def _id(snapshot: Snapshot) -> int:
    assert snapshot.id is not None
    return snapshot.id


def mark(session: Session, snapshot_id: int, outcome: Outcome, error: str | None = None) -> None:
    """Correct the outcome of a stored snapshot once it was looked at (a list without rows is ``EMPTY``)."""
    row = session.get(Snapshot, snapshot_id)
    if row is not None:
        row.outcome, row.error = outcome, error
        session.add(row)


def validators(session: Session, url: str, kind: SnapshotKind) -> Validators | None:
    """What to send with a conditional request for ``url``; ``None`` where nothing good is stored or no tag came."""
    last = newest_snapshot(session, url, kind)
    if last is None or last.outcome in _BAD or not (last.etag or last.last_modified):
        return None
    return Validators(_id(last), last.etag, last.last_modified, last.body_sha256)


def known(session: Session, urls: Collection[str], kind: SnapshotKind) -> dict[str, Known]:
    """What is known of each of ``urls``; an address that was never asked for is not in the answer."""
    answer: dict[str, Known] = {}
    wanted = list(dict.fromkeys(urls))
    for start in range(0, len(wanted), _CHUNK):
        rows = session.exec(
            select(Snapshot)
            .where(Snapshot.kind == kind, col(Snapshot.url).in_(wanted[start : start + _CHUNK]))
            .order_by(col(Snapshot.id))
        ).all()
        for row in rows:
            answer[row.url] = _told(answer.get(row.url), row)
    return answer


def _told(before: Known | None, row: Snapshot) -> Known:
    asked_at = min(before.asked_at, row.fetched_at) if before else row.fetched_at
    first_at = before.first_at if before else None
    title = row.row_title or (before.row_title if before else None)
    column = row.column_name or (before.column_name if before else None)
    if row.outcome not in _BAD or row.outcome is Outcome.EMPTY:
        return Known(asked_at, min(first_at or row.fetched_at, row.fetched_at), title, column)
    failures = (before.failures if before else 0) + row.seen_count
    closed = row.outcome in (Outcome.GONE, Outcome.EXPIRED)
    return Known(asked_at, first_at, title, column, failures, closed)


def owed(session: Session, source_id: str) -> list[Snapshot]:
    """Articles of a source that were asked for and never had, and are worth another try; oldest first."""
    rows = session.exec(
        select(Snapshot)
        .where(
            Snapshot.source_id == source_id,
            Snapshot.kind == SnapshotKind.ARTICLE,
            col(Snapshot.outcome).in_([Outcome.BLOCKED, Outcome.FAILED]),
        )
        .order_by(col(Snapshot.id))
    ).all()
    newest = {row.url: row for row in rows}
    told = known(session, newest, SnapshotKind.ARTICLE)
    return [row for url, row in newest.items() if told[url].worth_asking]


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
        good = snapshot.outcome not in _BAD
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
