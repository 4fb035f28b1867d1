"""What a crawl is asked to do and what it answers: plain data that crosses the border to the child process."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from pydantic import AwareDatetime, BaseModel, ConfigDict, Field

from crawlers.source import Source
from models import Outcome

USER_AGENT = "Jianbao/0.1 (+https://example.org/jianbao; monitor of public health notices)"


class CrawlJob(BaseModel):
    """How one pass is made; the same job serves many sources.

    Without ``since`` the stop rule holds: a column is read until it meets what a complete pass has seen before (a
    column without such a pass: ``first_pages`` pages).  With ``since`` rows of [since, until] are taken.
    ``as_of`` is the moment that is written down as the time of every fetch.
    """

    model_config = ConfigDict(frozen=True, extra="forbid")

    database_url: str
    as_of: AwareDatetime
    since: date | None = None
    until: date | None = None
    backfill: bool = False  # what is found is marked as never to be announced
    columns: tuple[str, ...] = ()  # names; empty: all
    look: bool = False  # one look: the newest page of each column, page 2 and one article (spiders.sample)
    first_pages: int = Field(default=2, ge=1, le=100)
    margin: int = Field(default=3, ge=1, le=50)  # known rows at a page's end that stop the walk
    pages_per_column: int = Field(default=30, ge=1, le=5000)
    max_pages: int = Field(default=400, ge=1, le=100_000)  # requests of a pass, robots.txt and retries aside
    delay_s: float = Field(default=2.0, ge=0, le=120)
    host_wait_s: float = Field(default=300.0, ge=0, le=3600)  # for another pass that is reading the same host
    turns_url: str | None = None  # the store whose turns are taken; default: the one that is written to
    timeout_s: float = Field(default=30.0, gt=0, le=300)
    time_limit_s: float = Field(default=900.0, gt=0, le=24 * 3600)
    max_body_mb: float = Field(default=20, gt=0, le=500)
    retries: int = Field(default=2, ge=0, le=5)
    backoff_s: float = Field(default=5.0, ge=0, le=300)  # before the second try; doubled for each further one
    allow_loopback: bool = False
    proxy: str | None = None
    chromium: str | None = None  # the browser of sources that are rendered; default: the one on PATH
    user_agent: str = USER_AGENT


class Errand(BaseModel):
    """What the child reads from its standard input: one source, one job, one open pass."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    source: Source
    job: CrawlJob
    pass_id: int
    attachments: tuple[str, ...] = ()  # addresses of files; given, nothing else is fetched
    scratch: str | None = None  # a folder for temporary files, which the parent takes away


@dataclass(frozen=True, slots=True)
class PassReport:
    """What one pass stored, as the store tells it."""

    source_id: str
    outcome: Outcome
    pass_id: int | None = None
    counts: dict[str, Any] = field(default_factory=dict)  # kind -> outcome -> number of responses
    warnings: Sequence[dict[str, Any]] = ()  # {"rule", "url", "message"}
    error: str | None = None
    seconds: float = 0.0

    @property
    def new_articles(self) -> int:
        return self.number("article", Outcome.NEW)

    @property
    def changed_articles(self) -> int:
        """Articles that were had and carry other bytes now."""
        return self.number("recheck", Outcome.NEW)

    @property
    def articles_taken_away(self) -> int:
        """Articles that were had and are gone or expired now."""
        return self.number("recheck", Outcome.GONE) + self.number("recheck", Outcome.EXPIRED)

    def number(self, kind: str, outcome: Outcome) -> int:
        """Responses of ``kind`` (list, article, recheck, attachment, robots) that ended with ``outcome``."""
        return int((self.counts.get(kind) or {}).get(outcome.value, 0))
