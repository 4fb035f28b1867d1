"""One look at a source, or at one address, without the store: a pass into a store of its own that is thrown away.

Everything that holds for a pass holds here: robots.txt, the address guard (after redirects and DNS answers too), the
limits, and the turns of the hosts, which are taken from the store that ``turns_url`` names.
"""

from __future__ import annotations

import logging
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any
from urllib.parse import urldefrag, urlsplit

from pydantic import ValidationError
from sqlmodel import col, select

from crawlers.errors import LookError
from crawlers.guard import url_refusal
from crawlers.job import CrawlJob, PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Family, Level, Source
from crawlers.source_parts import Column
from models import Outcome, Snapshot, SnapshotKind, open_database
from models.bodies import load_body

#: Requests of one look, robots.txt aside.
MOST_REQUESTS = 40
#: What the one column of a bare address is called.
LOOKED_AT = "page"


@dataclass(frozen=True, slots=True)
class Answer:
    """What came from one address: how it ended, its bytes, and the addresses that it came by."""

    url: str
    kind: SnapshotKind
    outcome: Outcome
    final_url: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: bytes = b""
    error: str | None = None
    column: str | None = None
    row_title: str | None = None
    row_published_on: date | None = None
    way: tuple[str, ...] = ()  # between ``url`` and ``final_url``, both left out

    @property
    def chain(self) -> tuple[str, ...]:
        """Every address in order: the one that was asked for, those between, the one that answered."""
        steps = [self.url, *self.way, self.final_url]
        return tuple(step for n, step in enumerate(steps) if n == 0 or step != steps[n - 1])

    @property
    def charset(self) -> str | None:
        """The charset that the header declares."""
        _, _, found = self.headers.get("content-type", "").lower().partition("charset=")
        return found.split(";")[0].strip(" \"'") or None


@dataclass(frozen=True)
class Look:
    """What one look brought."""

    source: Source
    report: PassReport
    answers: tuple[Answer, ...] = ()

    def of_kind(self, kind: SnapshotKind) -> list[Answer]:
        """The answers of a kind, in the order in which they came."""
        return [answer for answer in self.answers if answer.kind is kind]

    @property
    def lists(self) -> dict[str, dict[str, Any]]:
        """What the newest page of each column said, by the column's name (``spiders.sample``)."""
        return dict((self.report.counts.get("look") or {}).get("lists") or {})


async def look_at(source: Source, job: CrawlJob, log: logging.Logger) -> Look:
    """Visit each column of ``source`` once, and one article; what came is read and thrown away.

    ``job.database_url`` names the store whose turns are taken (and must be set up); nothing else is written there.
    """
    with TemporaryDirectory(prefix="jianbao-look-") as folder:
        own = f"sqlite:///{Path(folder) / 'look.db'}"
        told = job.model_copy(
            update={
                "database_url": own,
                "turns_url": job.turns_url or job.database_url,
                "look": True,
                "retries": 0,
                "max_pages": min(job.max_pages, MOST_REQUESTS),
            }
        )
        report = await launch_crawl(source, told, log)
        ways = (report.counts.get("look") or {}).get("ways") or {}
        database = open_database(own, migrate=False)
        try:
            with database.reading() as session:
                rows = session.exec(select(Snapshot).order_by(col(Snapshot.id))).all()
                bodies = {r.id: load_body(session, r.body_sha256) if r.body_sha256 else b"" for r in rows}
        finally:
            database.close()
    return Look(source, report, tuple(_answer(row, bodies[row.id], ways) for row in rows))


async def fetch_page(url: str, job: CrawlJob, log: logging.Logger) -> Answer:
    """One page under the rules of a crawl, whatever it is; a refusal is an answer with its outcome and reason.

    Raises ``LookError`` for what is no public http(s) address and where the pass itself broke down.
    """
    source = single_page(url, allow_loopback=job.allow_loopback)
    look = await look_at(source, job, log)
    pages = look.of_kind(SnapshotKind.ARTICLE)
    if not pages:
        raise LookError(f"{url} was not fetched: {look.report.error or 'no answer was recorded'}")
    return pages[0]


def single_page(url: str, *, allow_loopback: bool = False, family: Family = Family.SINGLE_PAGE) -> Source:
    """A source of one address, without its fragment.  Raises ``LookError`` for one that is never asked for."""
    url = urldefrag(url).url
    why = url_refusal(url, allow_loopback=allow_loopback)
    if why:
        raise LookError(f"{url} is not fetched: {why}")
    try:
        column = Column(name=LOOKED_AT, url=url)
    except ValidationError as error:
        raise LookError(f"{url} is not an http(s) address") from error
    name = urlsplit(url).hostname or url
    return Source(id="look", name=name, level=Level.PORTAL, family=family, columns=(column,), recheck_days=0)


def _answer(row: Snapshot, body: bytes, ways: Mapping[str, list[str]]) -> Answer:
    way = ways.get(row.url, [])
    final = row.final_url or (way[-1] if way else row.url)
    return Answer(
        url=row.url,
        kind=row.kind,
        outcome=row.outcome,
        final_url=final,
        status=row.status,
        headers=row.headers,
        body=body,
        error=row.error,
        column=row.column_name,
        row_title=row.row_title,
        row_published_on=row.row_published_on,
        way=tuple(step for step in way if step != final),
    )
