"""Retries with back-off, and the delay that a site's robots.txt asks for."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request, signals
from scrapy.downloadermiddlewares.retry import RetryMiddleware
from scrapy.http import Response

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

log = logging.getLogger(__name__)

#: A Retry-After or a Crawl-delay beyond these is not waited for within a pass, in seconds.
LONGEST_WAIT = 120.0
LONGEST_DELAY = 60.0


class PatientRetry(RetryMiddleware):
    """Scrapy retries at once; this waits before the next try, twice as long each time, or as Retry-After says."""

    def __init__(self, settings: Any) -> None:
        super().__init__(settings)
        self.backoff_s = settings.getfloat("JIANBAO_BACKOFF_S")

    async def process_response(  # type: ignore[override]
        self, request: Request, response: Response
    ) -> Request | Response:
        """The response, or the request to send again once the wait is over."""
        answer = super().process_response(request, response)
        if isinstance(answer, Request):
            asked = (response.headers.get("Retry-After") or b"").decode("latin-1")
            await self._wait(answer, float(asked) if asked.isdigit() else 0.0)
        return answer

    async def process_exception(  # type: ignore[override]
        self, request: Request, exception: Exception
    ) -> Request | Response | None:
        """The request to send again once the wait is over; ``None`` where another try would not help."""
        answer = super().process_exception(request, exception)
        if isinstance(answer, Request):
            await self._wait(answer, 0.0)
        return answer

    async def _wait(self, request: Request, asked_s: float) -> None:
        tries = int(request.meta.get("retry_times", 1))
        await asyncio.sleep(min(LONGEST_WAIT, max(asked_s, self.backoff_s * 2 ** (tries - 1))))


class CrawlDelay:
    """Extension: a ``Crawl-delay`` of robots.txt is a floor under our own delay for that host."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self.user_agent: str = crawler.settings["USER_AGENT"]
        crawler.signals.connect(self.heed, signal=signals.robots_parsed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> CrawlDelay:
        return cls(crawler)

    def heed(self, robotparser: Any, request: Request) -> None:
        """Slow the host of ``request`` down to what its robots.txt asks for."""
        protego = getattr(robotparser, "rp", None)
        asked = protego.crawl_delay(self.user_agent) if protego is not None else None
        engine = self.crawler.engine
        if not asked or engine is None:
            return
        host = urlsplit(request.url).hostname or ""
        delay = min(float(asked), LONGEST_DELAY)
        for name, slot in engine.downloader.slots.items():
            if name == host and slot.delay < delay:
                log.info("%s: robots.txt asks for %.0f s between requests", host, delay)
                slot.delay = delay
