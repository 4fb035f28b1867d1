"""Articles (文章): what pages say, once cleaned, with what was cut out, their versions and their attachments."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import Index, UniqueConstraint
from sqlalchemy import text as sql
from sqlmodel import Field, SQLModel

from models.columns import enum_field, json_field, json_or_none


class Article(SQLModel, table=True):
    """What one page says.  An entry of a round-up is an article of its own: same URL, ``part`` 1, 2, …"""

    id: int | None = Field(default=None, primary_key=True)
    url: str
    part: int = 0
    source_id: str = Field(max_length=80, index=True)
    snapshot_id: int = Field(foreign_key="snapshot.id", index=True)  # the one that `text` was read from
    kind: str = Field(max_length=16)  # cleaners.PageKind
    title: str = ""
    text: str = ""
    published_at: datetime | None = None
    time_known: bool = False
    source_name: str | None = None
    author: str | None = None
    column: str | None = None
    card: dict[str, Any] = json_field(dict)
    removed: list[Any] = json_field(list)  # [{"rule", "text", "offset"}]
    cleaner_version: int
    version: int = 1  # counts the texts that this URL has carried
    text_sha256: str = Field(max_length=64)
    backfill: bool = False  # first seen in a backfill: never announced as new
    first_seen_at: datetime
    changed_at: datetime  # when `text` was last replaced

    # An id is never given twice: the ledger of what readers were told names it.
    __table_args__ = (
        UniqueConstraint("url", "part", name="uq_article_url_part"),
        # What is left to do is found in these alone: the rows, with their texts, are never read for it.
        Index("ix_article_page", "url", "part", "snapshot_id"),
        Index("ix_article_owed", "kind", "id", "text_sha256"),
        {"sqlite_autoincrement": True},
    )


class ArticleVersion(SQLModel, table=True):
    """An earlier text of a changed page."""

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    version: int
    snapshot_id: int = Field(foreign_key="snapshot.id")
    title: str
    text: str
    seen_at: datetime
    changes: dict[str, Any] | None = (
        json_or_none()
    )  # cleaners.stories.Changes: what the next version did to it

    __table_args__ = (
        UniqueConstraint("article_id", "version", name="uq_article_version"),
        Index(
            "ix_articleversion_owed",
            "id",
            sqlite_where=sql("changes IS NULL"),
            postgresql_where=sql("changes IS NULL"),
        ),
    )


class AttachmentState(StrEnum):
    """How far the reading of an attached file has come."""

    PENDING = "pending"  # not fetched yet, or fetched and not read yet
    READ = "read"
    NO_TEXT = "no_text"  # a scan, or a text layer that does not decode
    FAILED = "failed"  # over a limit, out of time, or a fetch that did not succeed


class ArticleAttachment(SQLModel, table=True):
    """A file that an article offers."""

    id: int | None = Field(default=None, primary_key=True)
    article_id: int = Field(foreign_key="article.id", index=True)
    name: str
    url: str = Field(index=True)
    snapshot_id: int | None = Field(
        default=None, foreign_key="snapshot.id"
    )  # the one that `text` was read from
    newer_snapshot_id: int | None = Field(default=None, foreign_key="snapshot.id")  # came since, not read yet
    version: int = 1  # counts the contents that the file has had
    changed_at: datetime | None = None  # when another content was found under its address
    state: AttachmentState = enum_field(AttachmentState, default=AttachmentState.PENDING, index=True)
    text: str | None = None
    error: str | None = None  # why there is no text, or why a later look at the file brought none

    __table_args__ = (
        UniqueConstraint("article_id", "url", name="uq_article_attachment"),
        # Texts of files are long: what is to be read and what changed lately is found without them.
        Index("ix_articleattachment_newer", "newer_snapshot_id"),
        Index("ix_articleattachment_changed", "changed_at", "article_id"),
    )


class AttachmentVersion(SQLModel, table=True):
    """An earlier content of a changed file."""

    id: int | None = Field(default=None, primary_key=True)
    attachment_id: int = Field(foreign_key="articleattachment.id", index=True)
    version: int
    snapshot_id: int = Field(foreign_key="snapshot.id")
    state: AttachmentState = enum_field(AttachmentState)
    text: str | None = None
    seen_at: datetime  # when it was replaced
    said: str  # what the next version did to it, in one line for people

    __table_args__ = (UniqueConstraint("attachment_id", "version", name="uq_attachment_version"),)
