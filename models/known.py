"""What is known of addresses before they are asked for: had, asked for in vain, still owed, due for another look."""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta

from sqlmodel import Session, col, select

from models.archive import BAD
from models.bodies import load_body
from models.snapshots import Outcome, Snapshot, SnapshotKind

#: A page that could not be had is asked for in this many passes; then it waits for a person.
TRIES = 5
CHUNK = 400  # bound variables of one IN (...): SQLite allows 32,766, PostgreSQL's planner likes fewer


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of an address: when it was asked for and had, how often it was asked in vain."""

    asked_at: datetime  # for the first time
    last_seen_at: datetime  # asked for the last time
    first_at: datetime | None  # had for the first time
    row_title: str | None
    column_name: str | None = None
    failures: int = 0
    closed: bool = False  # gone or expired: not asked for again

    @property
    def worth_asking(self) -> bool:
        """Asked for in vain until now, and not too often."""
        return self.first_at is None and not self.closed and self.failures < TRIES


def known(session: Session, urls: Collection[str], kind: SnapshotKind) -> dict[str, Known]:
    """What is known of each of ``urls``; an address that was never asked for is not in the answer."""
    answer: dict[str, Known] = {}
    wanted = list(dict.fromkeys(urls))
    for start in range(0, len(wanted), CHUNK):
        rows = session.exec(
            select(Snapshot)
            .where(Snapshot.kind == kind, col(Snapshot.url).in_(wanted[start : start + CHUNK]))
            .order_by(col(Snapshot.id))
        ).all()
        for row in rows:
            answer[row.url] = _told(answer.get(row.url), row)
    return answer


def _told(before: Known | None, row: Snapshot) -> Known:
    asked_at = min(before.asked_at, row.fetched_at) if before else row.fetched_at
    seen_at = max(before.last_seen_at, row.last_seen_at) if before else row.last_seen_at
    first_at = before.first_at if before else None
    title = row.row_title or (before.row_title if before else None)
    column = row.column_name or (before.column_name if before else None)
    if row.outcome not in BAD or row.outcome is Outcome.EMPTY:
        return Known(asked_at, seen_at, min(first_at or row.fetched_at, row.fetched_at), title, column)
    failures = (before.failures if before else 0) + row.seen_count
    closed = row.outcome in (Outcome.GONE, Outcome.EXPIRED)
    return Known(asked_at, seen_at, first_at, title, column, failures, closed)


def robots(session: Session, url: str, *, since: datetime) -> bytes | None:
    """The robots.txt at ``url`` seen after ``since``: empty where there was none; ``None`` where none is known.

    One that was refused or did not come is not known: it is asked for again.
    """
    row = session.exec(
        select(Snapshot)
        .where(Snapshot.url == url, Snapshot.kind == SnapshotKind.ROBOTS)
        .order_by(col(Snapshot.id).desc())
    ).first()
    if row is None or row.last_seen_at <= since:
        return None
    if row.outcome is Outcome.GONE:
        return b""
    if row.outcome not in (Outcome.NEW, Outcome.UNCHANGED):
        return None
    try:
        return load_body(session, row.body_sha256) if row.body_sha256 else b""
    except KeyError:  # retention took it
        return None


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


def to_recheck(
    session: Session, source_id: str, *, since: date, seen_before: datetime, limit: int
) -> list[Snapshot]:
    """Articles of a source that were had, are no older than ``since`` and were last seen before ``seen_before``.

    The newest snapshot of each, those first that were seen longest ago.  An article's age is told by its list, else
    by its first fetch (of a backfilled one without a date in its list it is not known).  What is gone is closed.
    """
    newest = recent_articles(session, source_id, since)
    told = known(session, newest, SnapshotKind.ARTICLE)
    due = [
        row
        for url, row in newest.items()
        if told[url].first_at is not None and not told[url].closed and told[url].last_seen_at <= seen_before
    ]
    return sorted(due, key=lambda row: (row.last_seen_at, row.id))[:limit]


def recent_articles(session: Session, source_id: str, since: date) -> dict[str, Snapshot]:
    """The newest snapshot of each article of a source, had or not, that is no older than ``since``."""
    rows = session.exec(
        select(Snapshot)
        .where(
            Snapshot.source_id == source_id,
            Snapshot.kind == SnapshotKind.ARTICLE,
            # What was published since then was fetched since then.
            col(Snapshot.fetched_at) >= datetime.combine(since, time(), UTC) - timedelta(days=1),
        )
        .order_by(col(Snapshot.id))
    ).all()
    first: dict[str, Snapshot] = {}
    newest: dict[str, Snapshot] = {}
    for row in rows:
        first.setdefault(row.url, row)
        newest[row.url] = row
    return {url: row for url, row in newest.items() if _is_recent(first[url], since)}


def _is_recent(row: Snapshot, since: date) -> bool:
    if row.row_published_on is not None:
        return row.row_published_on >= since
    return not row.backfill and row.fetched_at.date() >= since
