"""Snapshots (快照): fetched responses as they came, and their bodies, stored once per content.

A snapshot is written for new bytes or a changed outcome; an unchanged visit only moves ``last_seen_at`` and counts.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index
from sqlmodel import Field, SQLModel

from models.columns import enum_field, json_field


class SnapshotKind(StrEnum):
    """What was asked for."""

    LIST = "list"
    ARTICLE = "article"
    ATTACHMENT = "attachment"
    ROBOTS = "robots"


class Outcome(StrEnum):
    """How a fetch ended; the seven are never mixed up (design, rule 10)."""

    NEW = "new"  # bytes not seen before at this URL
    UNCHANGED = "unchanged"  # 304, or the same bytes again
    BLOCKED = "blocked"  # refused: 412, 521, a challenge or consent page
    FAILED = "failed"  # no answer, an error status, a broken or over-long body
    EMPTY = "empty"  # a list without rows, an article without a body
    EXPIRED = "expired"  # the site says that it took the page away for its age or its content
    GONE = "gone"  # 404 or 410


class Body(SQLModel, table=True):
    """The bytes of a response, compressed with zstd, once per content."""

    sha256: str = Field(primary_key=True, max_length=64)
    size: int  # bytes as received, before compression
    compressed: bytes


class Snapshot(SQLModel, table=True):
    """One fetched response."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: str = Field(max_length=80)
    url: str
    final_url: str | None = None  # after redirects, where it differs
    kind: SnapshotKind = enum_field(SnapshotKind)
    outcome: Outcome = enum_field(Outcome, index=True)
    status: int | None = None
    headers: dict[str, Any] = json_field(dict)
    etag: str | None = None
    last_modified: str | None = None
    body_sha256: str | None = Field(default=None, foreign_key="body.sha256", index=True)
    error: str | None = None  # what the refusal or the failure was
    fetched_at: datetime
    last_seen_at: datetime
    seen_count: int = 1
    column_name: str | None = None  # the column of the source through which it was found
    row_title: str | None = None  # what the list said of it
    row_published_on: date | None = None
    backfill: bool = False  # first seen in a backfill or replay of the past: never announced as new

    __table_args__ = (
        Index("ix_snapshot_url_kind", "url", "kind"),
        Index("ix_snapshot_source_kind", "source_id", "kind", "fetched_at"),
    )
