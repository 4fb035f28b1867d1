"""What all spiders share: requests with their limits, the stop rule, troubles.  Storing is done below (``recording``).

**The stop rule.**  A pass reads a column from its newest page and goes on while the last ``margin`` rows of a page
hold one that is not *settled*: a row is settled when it was asked for in or before the last pass that read this column
to its end.  So pinned and re-ordered rows at a page's top stop nothing, and what a killed pass fetched is not fetched
again but does not end the next pass either.  A column that was never read to its end is read for ``first_pages`` pages.
With ``since`` a column is read until a page holds nothing as young; known articles are not fetched again, so a
backfill that was cut off is resumed by running it again.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import AsyncIterator, Iterable, Iterator
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.archive import Archive, Stored, Visit
from crawlers.errors import ListError
from crawlers.job import CrawlJob
from crawlers.listing import ListHints, ListPage, ListRow, read_list
from crawlers.source import Column, Source
from models import Outcome, SnapshotKind
from models.archive import Known

#: Refusals or failures of one host in a row after which it is left alone for the rest of the pass.
PATIENCE = 5


@dataclass
class Walk:
    """The reading of one column in one pass."""

    column: Column
    settled: datetime | None  # when the last pass began that read this column to its end
    page: int = 1
    seen: set[str] = field(default_factory=set)
    shift: int = 0  # added to page numbers once the family's rule turned out to be off by one
    by_rule: bool = False  # the page's address was made by the rule, not taken from the page before
    complete: bool = False
    unit: dict[str, str] | None = None  # Hanweb: what the proxy wants to be told
    total: int | None = None  # Hanweb: records of the column
    taken: int = 0  # Hanweb: records asked for


class SourceSpider(scrapy.Spider):
    """Reads the columns of one source.  Families say how rows are read and where the next page is."""

    name = "source"

    def __init__(self, source: Source, job: CrawlJob, archive: Archive, **kwargs: Any) -> None:
        super().__init__(**kwargs)
        self.source, self.job, self.archive = source, job, archive
        self.walks: list[Walk] = []
        self.given_up: set[str] = set()
        self.dropped = False  # something was not asked for: limits, or a host that was given up
        self._troubles: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._requests = 0

    # ---- what a family says -------------------------------------------------------------------------------------

    def first_request(self, walk: Walk) -> scrapy.Request | None:
        """The request for the newest rows of a column."""
        return self.list_request(walk, walk.column.url)

    def read_rows(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        """The rows of a list answer.  Raises ``ListError`` for an answer that is no list of this family."""
        hints = self.source.hints.list
        return read_list(
            body,
            response.url,
            fetched_at=self.job.as_of,
            charset=self.source.encoding or header_charset(response),
            hints=ListHints(hints.row, hints.link, hints.title, hints.date) if hints else None,
        )

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        """The request for the page ``walk.page``, which follows ``response``; ``None`` at the end."""
        return self.list_request(walk, rows.next_url) if rows.next_url else None

    def empty_first_page(self, walk: Walk) -> scrapy.Request | None:
        """What is asked for where the column's own page is a shell without rows; ``None`` where that is a trouble."""
        return None

    # ---- the pass -----------------------------------------------------------------------------------------------

    def columns(self) -> list[Column]:
        """The columns that this job reads."""
        wanted = self.job.columns
        if not wanted:
            return list(self.source.read_columns)
        return [column for column in self.source.columns if column.name in wanted]

    async def start(self) -> AsyncIterator[Any]:
        """What is owed from earlier passes, then the newest page of each column."""
        if self.job.since is None and not self.job.columns:
            for visit in self.archive.owed():
                if request := self.article_request(visit, again=True):
                    yield request
        settled = self.archive.settled()
        for column in self.columns():
            walk = Walk(column, settled.get(column.name))
            self.walks.append(walk)
            if request := self.first_request(walk):
                yield request

    def on_list(self, response: Response, walk: Walk) -> Iterator[scrapy.Request]:
        """Rows not known become requests, and the stop rule decides about the next page."""
        stored: Stored = response.meta["stored"]
        visit: Visit = response.meta["visit"]
        self._judge_host(response.url, stored.outcome)
        if not stored.readable:
            if stored.outcome is Outcome.GONE and walk.page > 1:
                walk.complete = True  # past the last page
            else:
                self._say(walk, stored)
            return
        try:
            page = self.read_rows(stored.body, response, walk)
        except ListError as error:
            self.archive.correct(visit, stored, Outcome.FAILED, str(error))
            self.archive.warn("not-a-list", visit.url, str(error))
            return
        rows = list(self._fetchable(page.rows, response.url))
        if not rows:
            if walk.page == 1 and (request := self.empty_first_page(walk)):
                yield request
                return
            if walk.page == 1:
                reason = f"no rows in {walk.column.name}: was the site rebuilt?"
                self.archive.correct(visit, stored, Outcome.EMPTY, reason)
                self.archive.warn("no-rows", visit.url, reason)
            walk.complete = walk.page > 1
            return
        if walk.page > 1 and walk.seen.issuperset(row.url for row in rows):
            yield from self._repeated(walk, response, page)
            return
        walk.seen.update(row.url for row in rows)
        known = self.archive.known([row.url for row in rows])
        for row in rows:
            if self.wanted(row, known.get(row.url), walk):
                visit = Visit(
                    row.url,
                    SnapshotKind.ARTICLE,
                    walk.column.name,
                    row.title or None,
                    row.published_on,
                    self.job.backfill,
                )
                if request := self.article_request(visit):
                    yield request
        if self.goes_on(rows, known, walk):
            walk.page += 1
            request = self.next_request(walk, response, page)
            walk.complete = request is None and not self.dropped
            if request is not None:
                yield request
        else:
            walk.complete = True

    def _repeated(self, walk: Walk, response: Response, page: ListPage) -> Iterator[scrapy.Request]:
        """Page 2 that is page 1 again: off by one where a rule made the address, else the end of the list."""
        if walk.page == 2 and walk.by_rule and not walk.shift:
            walk.shift = 1
            self.archive.warn(
                "pagination",
                response.url,
                f"page 2 of {walk.column.name} repeats page 1: the rule is off by one, going on with the next",
            )
            if request := self.next_request(walk, response, page):
                yield request
            return
        walk.complete = True

    def wanted(self, row: ListRow, known: Known | None, walk: Walk) -> bool:
        """Whether the article is fetched: not known, or listed under another title than before; in range."""
        day = row.published_on
        if day is not None and (
            (self.job.since is not None and day < self.job.since)
            or (self.job.until is not None and day > self.job.until)
        ):
            return False
        if known is None:
            return True
        if known.first_at is None:
            return known.worth_asking
        return known.column_name == walk.column.name and retitled(known.row_title, row.title)

    def goes_on(self, rows: list[ListRow], known: dict[str, Known], walk: Walk) -> bool:
        """Whether the next page of the column is read too: the stop rule above."""
        if walk.page >= self.job.pages_per_column:
            self.archive.warn(
                "page-limit", walk.column.url, f"{walk.column.name} was read for {walk.page} pages only"
            )
            return False
        if self.job.since is not None:
            days = [row.published_on for row in rows if row.published_on]
            return not days or max(days) >= self.job.since
        if walk.settled is None:
            return walk.page < self.job.first_pages
        tail = [known.get(row.url) for row in rows[-self.job.margin :]]
        return any(one is None or one.asked_at > walk.settled for one in tail)

    def on_article(self, response: Response) -> None:
        """The article is stored already; only the host is judged by it."""
        self._judge_host(response.url, response.meta["stored"].outcome)

    # ---- requests -----------------------------------------------------------------------------------------------

    def list_request(
        self, walk: Walk, url: str, *, key: str | None = None, by_rule: bool = False, **extra: Any
    ) -> scrapy.Request | None:
        """A request for a list page, conditional where an answer is stored; ``None`` beyond the pass's limit.

        ``key`` is the address under which the answer is kept where ``url`` alone does not tell it (a POST).
        """
        walk.by_rule = by_rule
        visit = Visit(key or url, SnapshotKind.LIST, walk.column.name)
        headers = {**extra.pop("headers", {}), **self.archive.conditional(visit.url, SnapshotKind.LIST)}
        return self.request(url, visit, self.on_list, headers, {"walk": walk}, priority=-10, **extra)

    def article_request(self, visit: Visit, *, again: bool = False) -> scrapy.Request | None:
        """A request for an article, once in a pass; ``again``: conditional, where it was had before."""
        if visit.url in self._asked:
            return None
        self._asked.add(visit.url)
        headers = self.archive.conditional(visit.url, SnapshotKind.ARTICLE) if again else {}
        return self.request(visit.url, visit, self.on_article, headers)

    def request(
        self,
        url: str,
        visit: Visit,
        callback: Any,
        headers: dict[str, str],
        cb_kwargs: dict[str, Any] | None = None,
        **extra: Any,
    ) -> scrapy.Request | None:
        """Any request of this room; ``None``, with one warning, once the pass has made ``max_pages``."""
        if self._requests >= self.job.max_pages:
            if not self.dropped:
                self.archive.warn("page-limit", url, f"the pass stopped at its {self.job.max_pages} requests")
            self.dropped = True
            return None
        self._requests += 1
        return scrapy.Request(
            url,
            callback=callback,
            errback=self.on_failure,
            headers=headers,
            cb_kwargs=cb_kwargs or {},
            meta={"visit": visit},
            dont_filter=True,
            **extra,
        )

    def _fetchable(self, rows: Iterable[ListRow], list_url: str) -> Iterator[ListRow]:
        """Rows with an http(s) address other than the list's own, each once, without its fragment."""
        met: set[str] = set()
        for row in rows:
            url = urldefrag(row.url).url
            if urlsplit(url).scheme in ("http", "https") and url not in met and url != list_url:
                met.add(url)
                yield ListRow(url, row.title, row.published_on)

    # ---- troubles -----------------------------------------------------------------------------------------------

    def on_failure(self, failure: Failure) -> None:
        """No answer, a forbidden address, a body over the limit, robots.txt: recorded with its reason."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.meta["visit"]
        outcome, reason = told(failure.value, self.job.max_body_mb)
        if outcome is None:
            self.dropped = True
            return
        stored = self.archive.fail(visit, reason, outcome)
        self._judge_host(request.url, stored.outcome)
        walk: Walk | None = request.cb_kwargs.get("walk")
        if walk is not None:
            self._say(walk, stored)
        else:
            self.logger.warning("%s: %s %s: %s", self.source.id, stored.outcome.value, visit.url, reason)

    def _say(self, walk: Walk, stored: Stored) -> None:
        message = f"{walk.column.name}, page {walk.page}: {stored.reason or stored.outcome.value}"
        self.archive.warn(f"list-{stored.outcome.value}", walk.column.url, message)
        self.logger.warning("%s: %s", self.source.id, message)

    def _judge_host(self, url: str, outcome: Outcome) -> None:
        host = urlsplit(url).hostname or ""
        if outcome not in (Outcome.BLOCKED, Outcome.FAILED):
            self._troubles[host] = 0
            return
        self._troubles[host] += 1
        if self._troubles[host] == PATIENCE:
            self.given_up.add(host)
            self.archive.warn("given-up", url, f"{host} refused {PATIENCE} requests in a row")


def told(error: BaseException | None, limit_mb: float) -> tuple[Outcome | None, str]:
    """The outcome of a request that brought no answer, and why; ``None`` where it was not made for our own reasons."""
    name = type(error).__name__
    text = " ".join(str(error).split())
    if name == "GivenUp":
        return None, text
    if isinstance(error, IgnoreRequest) and "robots.txt" in text:
        return Outcome.BLOCKED, "robots.txt forbids it"
    if isinstance(error, IgnoreRequest):
        return Outcome.FAILED, text or name
    if name == "DownloadCancelledError":
        return Outcome.FAILED, f"longer than the limit of {limit_mb:g} MB"
    return Outcome.FAILED, f"{name}: {text}" if text else name


def retitled(before: str | None, now: str) -> bool:
    """Whether a list shows another title than before; a title that is only cut shorter is the same."""
    one, two = ("".join((title or "").split()).rstrip(".…") for title in (before, now))
    return bool(one and two) and not one.startswith(two) and not two.startswith(one)


def header_charset(response: Response) -> str | None:
    """The charset that the header declares, if any."""
    value = (response.headers.get("Content-Type") or b"").decode("latin-1")
    _, _, charset = value.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None
