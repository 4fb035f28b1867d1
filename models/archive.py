"""The archive: fetched responses stored, and found again for a conditional request.

What a response means is decided elsewhere; what is known of an address stands in ``models.known``.

Bodies are compressed with zstd and stored once per content.  A snapshot is a row per *change*: new bytes or another
outcome; a visit that finds what stood there before moves ``last_seen_at`` and counts.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import bindparam
from sqlmodel import Session, col, select

from models.bodies import store_body
from models.snapshots import Outcome, Snapshot, SnapshotKind

#: Outcomes that brought nothing to read.
BAD = (Outcome.BLOCKED, Outcome.FAILED, Outcome.GONE, Outcome.EXPIRED, Outcome.EMPTY)


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
class Validators:
    """What a conditional request sends, and the snapshot that a 304 confirms."""

    snapshot_id: int
    etag: str | None
    last_modified: str | None
    body_sha256: str | None


# Built once: putting a statement together costs as much as running it, and a crawl asks for each of its answers.
_NEWEST = (
    select(Snapshot)
    .where(col(Snapshot.url) == bindparam("url"), col(Snapshot.kind) == bindparam("kind"))
    .order_by(col(Snapshot.id).desc())
    .limit(1)
)


def newest_snapshot(session: Session, url: str, kind: SnapshotKind) -> Snapshot | None:
    """The last row written for ``url``, whatever its outcome."""
    return session.exec(_NEWEST, params={"url": url, "kind": kind}).first()


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
    if last is not None and outcome is Outcome.NEW and digest and _had(session, fetched, digest):
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
    good = last.outcome not in BAD
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
    if last is None or last.outcome in BAD or not (last.etag or last.last_modified):
        return None
    return Validators(_id(last), last.etag, last.last_modified, last.body_sha256)
