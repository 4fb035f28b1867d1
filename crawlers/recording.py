"""Downloader middleware: every answer is stored before a spider, or robots.txt's reader, sees it."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Response

from crawlers.judging import lower_names
from crawlers.spiders.asking import AskingSpider, told
from crawlers.visit import Visit
from models import Outcome, SnapshotKind

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


#: The flag of an answer that a browser rendered, and the header by which the archive knows which one.
RENDERED = "rendered"
RENDERED_BY = "x-jianbao-rendered"


class GivenUp(IgnoreRequest):
    """A request to a host that refused us several times in this pass: not made, not recorded, left for the next."""


class Recording:
    """Stands above redirects, decompression and retries: what it sees is what the site said in the end."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Recording:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Drop requests to a host that was given up."""
        spider = self.crawler.spider
        host = urlsplit(request.url).hostname or ""
        if isinstance(spider, AskingSpider) and host in spider.given_up and "visit" in request.meta:
            raise GivenUp(f"{host} refused several requests in a row")

    async def process_response(self, request: Request, response: Response) -> Response:
        """Store the answer; what became of it goes along as ``meta["stored"]``."""
        spider = self.crawler.spider
        visit: Visit | None = request.meta.get("visit")
        if visit is None and urlsplit(request.url).path == "/robots.txt":
            visit = Visit(request.url, SnapshotKind.ROBOTS)
        if visit is not None and isinstance(spider, AskingSpider):
            spider.sample.note_way(visit.url, request.meta)
            headers = lower_names(response.headers)
            if RENDERED not in response.flags:  # a site may write what it likes
                headers.pop(RENDERED_BY, None)
            of_proxy = spider.proxy.tells(response.status) if spider.proxy else None
            request.meta["stored"] = (
                spider.archive.fail(visit, of_proxy)
                if of_proxy
                else spider.archive.store(visit, response.status, headers, response.body, response.url)
            )
        return response

    async def process_exception(self, request: Request, exception: Exception) -> None:
        """Write down that no robots.txt came, and why: Scrapy goes on without one; all else has its own errback."""
        spider = self.crawler.spider
        visit: Visit | None = request.meta.get("visit")
        if visit is not None and isinstance(spider, AskingSpider):
            spider.sample.note_way(visit.url, {**request.meta, "refused": request.url})
        of_robots = "visit" not in request.meta and urlsplit(request.url).path == "/robots.txt"
        if of_robots and isinstance(spider, AskingSpider):
            outcome, reason = told(exception, spider.job.max_body_mb, spider.proxy)
            spider.archive.fail(Visit(request.url, SnapshotKind.ROBOTS), reason, outcome or Outcome.FAILED)
