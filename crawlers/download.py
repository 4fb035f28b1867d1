"""Download handlers: what stands between Scrapy's queue and the wire."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.http import Response
from scrapy.utils.misc import build_from_crawler, load_object

from crawlers.spiders.asking import AskingSpider

if TYPE_CHECKING:
    from scrapy.crawler import Crawler


class TurnTaking:
    """Takes the host's turn, then leaves the request to the handler that the settings name."""

    lazy = True

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._handler: Any = build_from_crawler(load_object(crawler.settings["JIANBAO_HANDLER"]), crawler)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> TurnTaking:
        return cls(crawler)

    async def download_request(self, request: Request) -> Response:
        """The response; raises ``HostBusy`` where another pass is reading the host for too long."""
        spider = self.crawler.spider
        assert isinstance(spider, AskingSpider)
        host = urlsplit(request.url).hostname or ""
        async with spider.turns.turn(host, self._delay_s(host)):
            response: Response = await self._handler.download_request(request)
            return response

    def _delay_s(self, host: str) -> float:
        """The delay as it stands for this host: robots.txt and a slow site may have made it longer."""
        engine = self.crawler.engine
        slot = engine.downloader.slots.get(host) if engine is not None else None
        return slot.delay if slot is not None else self.crawler.settings.getfloat("DOWNLOAD_DELAY")

    async def close(self) -> None:
        await self._handler.close()
