"""What is remembered of sources (来源): their state, each pass over them, how far a backfill came, failures.

The registry itself is data in ``seeds/sources``; nothing of it is copied here but the id.
"""

from __future__ import annotations

from datetime import date, datetime
from enum import StrEnum
from typing import Any

from sqlalchemy import UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import enum_field, json_field
from models.snapshots import Outcome


class SourceState(SQLModel, table=True):
    """The state of one source after its last pass."""

    source_id: str = Field(primary_key=True, max_length=80)
    last_pass_at: datetime | None = None
    last_outcome: Outcome | None = enum_field(Outcome, default=None, nullable=True)
    last_success_at: datetime | None = None  # a list was read, whether or not it held something new
    last_new_at: datetime | None = None  # an article was new
    trouble_since: datetime | None = None  # first pass of the present row of blocked or failed ones
    trouble: str | None = None  # what the last pass said of it


class PassKind(StrEnum):
    """What a pass was for; only a monitoring pass says how its source is doing."""

    MONITOR = "monitor"
    BACKFILL = "backfill"  # a range of the past
    FILES = "files"  # attached files alone
    REPLAY = "replay"  # saved pages


class CrawlPass(SQLModel, table=True):
    """One pass over one source."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: str = Field(max_length=80, index=True)
    kind: PassKind = enum_field(PassKind, default=PassKind.MONITOR)
    started_at: datetime
    finished_at: datetime | None = None  # None: killed, or still running
    outcome: Outcome | None = enum_field(Outcome, default=None, nullable=True)
    counts: dict[str, Any] = json_field(dict)  # outcome -> number of responses, lists and articles apart
    warnings: list[Any] = json_field(list)  # [{"rule", "url", "message"}]
    error: str | None = None


class Bookmark(SQLModel, table=True):
    """Where the reading of a range stands in one column, so that one that was cut off goes on there."""

    id: int | None = Field(default=None, primary_key=True)
    source_id: str = Field(max_length=80)
    column_name: str
    since: date
    until: date
    page: int = 1  # the first page of which something may be missing
    place: dict[str, Any] = json_field(dict)  # what the spider needs to ask for that page
    done: bool = False  # the range was read to its end and every article answered
    at: datetime

    __table_args__ = (
        UniqueConstraint("source_id", "column_name", "since", "until", name="uq_bookmark_range"),
    )


class Failure(SQLModel, table=True):
    """A failure that a step recorded and went on from; solved ones are kept with their date."""

    id: int | None = Field(default=None, primary_key=True)
    stage: str = Field(max_length=20, index=True)  # crawl, clean, group, recognise, announce, deliver
    source_id: str | None = Field(default=None, max_length=80)
    url: str | None = None
    subject: str = Field(
        max_length=120, unique=True
    )  # what failed, so that a second failure is not a second row
    message: str
    first_at: datetime
    last_at: datetime
    count: int = 1
    solved_at: datetime | None = None
