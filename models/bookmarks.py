"""Bookmarks: where the reading of a range of days stands in each column of a source."""

from __future__ import annotations

from datetime import date, datetime
from typing import Any

from sqlmodel import Session, select

from models.sources import Bookmark


def bookmarks(session: Session, source_id: str, since: date, until: date) -> dict[str, Bookmark]:
    """The bookmarks of a range by the names of their columns."""
    rows = select(Bookmark).where(
        Bookmark.source_id == source_id, Bookmark.since == since, Bookmark.until == until
    )
    return {row.column_name: row for row in session.exec(rows)}


def set_bookmark(
    session: Session,
    source_id: str,
    column_name: str,
    since: date,
    until: date,
    *,
    page: int,
    place: dict[str, Any],
    done: bool,
    at: datetime,
) -> None:
    """Write down where the range stands in the column; run it under ``models.retry.retried``."""
    row = bookmarks(session, source_id, since, until).get(column_name) or Bookmark(
        source_id=source_id, column_name=column_name, since=since, until=until, at=at
    )
    row.page, row.place, row.done, row.at = page, place, done, at
    session.add(row)
