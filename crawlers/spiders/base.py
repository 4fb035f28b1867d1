"""What all families share: lists read page after page, rows turned into requests, the next page or the end.

The rules of what is wanted and when a column ends stand in ``walk``, requests and their troubles in ``asking``.
"""

from __future__ import annotations

from collections.abc import AsyncIterator, Iterator, Mapping, Sequence
from typing import TYPE_CHECKING, Any, Self

import scrapy
from scrapy import signals
from scrapy.exceptions import DontCloseSpider
from scrapy.http import Response

from crawlers.archive import RECHECKS
from crawlers.bookmarks import Bookmarks
from crawlers.errors import ListError
from crawlers.listing import ListHints, ListPage, ListRow, read_list
from crawlers.source_parts import Column
from crawlers.spiders.asking import AskingSpider
from crawlers.spiders.walk import Walk, fetchable, goes_on, is_wanted
from crawlers.visit import Stored, Visit
from models import Outcome, SnapshotKind
from models.known import Known

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

__all__ = ["SourceSpider", "Walk"]


class SourceSpider(AskingSpider):
    """Reads the columns of one source.  Families say how rows are read and where the next page is."""

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.walks: list[Walk] = []
        self.bookmarks = Bookmarks(self.archive, self.job)
        self._looked_again = False

    @classmethod
    def from_crawler(cls, crawler: Crawler, *args: Any, **kwargs: Any) -> Self:
        spider = super().from_crawler(crawler, *args, **kwargs)
        crawler.signals.connect(spider.look_again, signals.spider_idle)
        return spider

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
        columns = self.columns()
        marks = self.bookmarks.found([column.name for column in columns])
        for column in columns:
            walk, mark = Walk(column, settled.get(column.name)), marks.get(column.name)
            if mark is not None and mark.done:
                continue
            self.walks.append(walk)
            if request := self.list_again(walk, mark.place) if mark else self.first_request(walk):
                yield request

    def on_list(self, response: Response, walk: Walk) -> Iterator[scrapy.Request]:
        """Rows not known become requests, and the stop rule decides about the next page."""
        place = walk.place()
        stored: Stored = response.meta["stored"]
        visit: Visit = response.meta["visit"]
        self.judge_host(response.url, stored.outcome)
        if not stored.readable:
            if stored.outcome is Outcome.GONE and walk.page > 1:
                walk.complete = True  # past the last page
            else:
                self._say(walk, stored)
                if stored.outcome is Outcome.GONE:
                    self.archive.complain(visit, stored)
            return
        try:
            page = self.read_rows(stored.body, response, walk)
        except ListError as error:
            self.archive.correct(visit, stored, Outcome.FAILED, str(error))
            self.archive.warn("not-a-list", visit.url, str(error))
            return
        rows = list(fetchable(page.rows, response.url))
        if not rows:
            if walk.page == 1 and (request := self.empty_first_page(walk)):
                self.archive.set_aside(visit, stored)
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
        if walk.page == 1:
            walk.listed, walk.dated = len(rows), sum(row.published_on is not None for row in rows)
        self.sample.note_list(walk.column.name, walk.page, response.url, rows, page.next_url)
        known = self.archive.known([row.url for row in rows])
        wanted = self.sample.articles([r for r in rows if is_wanted(r, known.get(r.url), walk, self.job)])
        self.bookmarks.page_read(walk, place, [row.url for row in wanted])
        yield from self._articles(wanted, known, walk)
        if self._read_on(rows, known, walk):
            walk.page += 1
            request = self.next_request(walk, response, page)
            self.sample.note_next(walk.column.name, request.url if request else None)
            walk.complete = request is None and not self.dropped
            if request is not None:
                yield request
        else:
            walk.complete = True

    def _articles(
        self, rows: Sequence[ListRow], known: Mapping[str, Known], walk: Walk
    ) -> Iterator[scrapy.Request]:
        for row in rows:
            had = known.get(row.url)
            again = had is not None and had.first_at is not None
            visit = Visit(
                row.url,
                SnapshotKind.ARTICLE,
                walk.column.name,
                row.title or None,
                row.published_on,
                self.job.backfill,
                recheck=again,
            )
            if request := self.article_request(visit, again=again):
                yield request

    def _read_on(self, rows: Sequence[ListRow], known: Mapping[str, Known], walk: Walk) -> bool:
        if self.job.look:
            return self.sample.page_two(walk.page)
        if walk.page < self.job.pages_per_column:
            return goes_on(rows, known, walk, self.job)
        message = f"{walk.column.name} was read for {walk.page} pages only"
        self.archive.warn("page-limit", walk.column.url, message)
        return False

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

    # ---- requests -----------------------------------------------------------------------------------------------

    def list_request(
        self, walk: Walk, url: str, *, key: str | None = None, by_rule: bool = False, **extra: Any
    ) -> scrapy.Request | None:
        """A request for a list page, conditional where an answer is stored; ``None`` beyond the pass's limit.

        ``key`` is the address under which the answer is kept where ``url`` alone does not tell it (a POST).
        """
        walk.by_rule = by_rule
        walk.asked = {"url": url, "key": key, "by_rule": by_rule, **extra}
        visit = Visit(key or url, SnapshotKind.LIST, walk.column.name)
        headers = {**extra.pop("headers", {}), **self.archive.conditional(visit.url, SnapshotKind.LIST)}
        return self.request(url, visit, self.on_list, headers, {"walk": walk}, priority=-10, **extra)

    def list_again(self, walk: Walk, place: Mapping[str, Any]) -> scrapy.Request | None:
        """The request for a page that an earlier pass stood at."""
        walk.go_to(place)
        asked = dict(walk.asked)
        return self.list_request(walk, asked.pop("url"), **asked)

    # ---- what comes ---------------------------------------------------------------------------------------------

    def on_answer(self, response: Response) -> None:
        super().on_answer(response)
        self.bookmarks.answered(response.meta["visit"].url)

    def look_again(self) -> None:
        """When nothing else is left: recent articles once more, with what the pass's limits leave; once a pass."""
        if self._looked_again or self.job.since is not None or self.job.backfill or self.job.columns:
            return
        self._looked_again = True
        room = min(RECHECKS, self.job.max_pages - self._requests)
        engine = self.crawler.engine
        visits = self.archive.to_recheck(self.source.rechecks_for_days, room) if room > 0 else []
        requests = [one for visit in visits if (one := self.article_request(visit, again=True))]
        if not requests or engine is None:
            return
        for request in requests:
            engine.crawl(request)
        raise DontCloseSpider

    # ---- troubles -----------------------------------------------------------------------------------------------

    def on_trouble(self, request: scrapy.Request, visit: Visit, stored: Stored) -> None:
        self.bookmarks.answered(visit.url)
        walk: Walk | None = request.cb_kwargs.get("walk")
        if walk is not None:
            self._say(walk, stored)
        else:
            super().on_trouble(request, visit, stored)

    def _say(self, walk: Walk, stored: Stored) -> None:
        message = f"{walk.column.name}, page {walk.page}: {stored.reason or stored.outcome.value}"
        self.archive.warn(f"list-{stored.outcome.value}", walk.column.url, message)
        self.logger.warning("%s: %s", self.source.id, message)


def header_charset(response: Response) -> str | None:
    """The charset that the header declares, if any."""
    value = (response.headers.get("Content-Type") or b"").decode("latin-1")
    _, _, charset = value.lower().partition("charset=")
    return charset.split(";")[0].strip(" \"'") or None
