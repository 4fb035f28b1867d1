"""What the store knows of a source's past: days with something new, since when it is watched, its last pass."""

from __future__ import annotations

from collections.abc import Collection
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import func
from sqlmodel import Session, col, select

from models.snapshots import Outcome, Snapshot, SnapshotKind
from models.sources import CrawlPass, PassKind

_CHINA = ZoneInfo("Asia/Shanghai")


def days_with_news(session: Session, source_ids: Collection[str], since: date) -> dict[str, set[date]]:
    """Of each source the days since ``since`` on which it published: by its list, else the day it was first seen.

    A page without a date that a backfill brought says nothing of when it came and is left out.
    """
    rows = session.exec(
        select(Snapshot.source_id, col(Snapshot.row_published_on), Snapshot.fetched_at, Snapshot.backfill)
        .where(
            col(Snapshot.source_id).in_(source_ids),
            Snapshot.kind == SnapshotKind.ARTICLE,
            Snapshot.outcome == Outcome.NEW,
            func.coalesce(col(Snapshot.row_published_on), since) >= since,
            Snapshot.fetched_at >= datetime.combine(since, datetime.min.time(), _CHINA) - timedelta(days=1),
        )
        .distinct()
    )
    found: dict[str, set[date]] = {}
    for source_id, listed, fetched_at, backfill in rows:
        if listed is None and backfill:
            continue
        seen = fetched_at.astimezone(_CHINA).date()
        found.setdefault(source_id, set()).add(min(listed or seen, seen))
    return found


def watched_since(session: Session, source_ids: Collection[str]) -> dict[str, datetime]:
    """When the first monitoring pass over each source began."""
    rows = session.exec(
        select(CrawlPass.source_id, func.min(CrawlPass.started_at))
        .where(col(CrawlPass.source_id).in_(source_ids), CrawlPass.kind == PassKind.MONITOR)
        .group_by(col(CrawlPass.source_id))
    )
    return dict(rows.all())


def recent_passes(session: Session, source_ids: Collection[str], number: int) -> dict[str, list[CrawlPass]]:
    """Of each source its last finished monitoring passes, ``number`` at most, the newest first."""
    place = func.row_number().over(partition_by=col(CrawlPass.source_id), order_by=col(CrawlPass.id).desc())
    ranked = (
        select(col(CrawlPass.id).label("id"), place.label("place"))
        .where(
            col(CrawlPass.source_id).in_(source_ids),
            CrawlPass.kind == PassKind.MONITOR,
            col(CrawlPass.finished_at).is_not(None),
        )
        .subquery()
    )
    rows = session.exec(
        select(CrawlPass)
        .join(ranked, ranked.c.id == col(CrawlPass.id))
        .where(ranked.c.place <= number)
        .order_by(col(CrawlPass.id).desc())
    )
    found: dict[str, list[CrawlPass]] = {}
    for row in rows:
        found.setdefault(row.source_id, []).append(row)
    return found


def last_passes(session: Session) -> list[CrawlPass]:
    """Of each source the last finished monitoring pass and the last over its files, in the order of their ids.

    What they warned of is open, what they did not is mended.
    """
    newest = (
        select(func.max(CrawlPass.id))
        .where(
            col(CrawlPass.kind).in_((PassKind.MONITOR, PassKind.FILES)),
            col(CrawlPass.finished_at).is_not(None),
        )
        .group_by(col(CrawlPass.source_id), col(CrawlPass.kind))
    )
    return list(
        session.exec(select(CrawlPass).where(col(CrawlPass.id).in_(newest)).order_by(col(CrawlPass.id)))
    )
