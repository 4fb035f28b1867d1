"""robots.txt is asked for once a day and host, not once a pass: RFC 9309, 2.4, lets a copy of a day serve."""

from __future__ import annotations

from urllib.parse import urlsplit

from scrapy import Request, Spider, signals
from scrapy.downloadermiddlewares.robotstxt import RobotsTxtMiddleware
from scrapy.robotstxt import ProtegoRobotParser, RobotParser
from scrapy.utils.misc import build_from_crawler

from crawlers.robots import what_is_read
from crawlers.spiders.asking import AskingSpider


class BoundedRobots(ProtegoRobotParser):
    """Scrapy's parser, of as much as is read of a robots.txt."""

    def __init__(self, robotstxt_body: bytes, spider: Spider | None) -> None:
        super().__init__(what_is_read(robotstxt_body), spider)


class RememberedRobots(RobotsTxtMiddleware):
    """Scrapy's own rule, fed from the archive where a robots.txt of the last day stands there."""

    async def robot_parser(self, request: Request) -> RobotParser | None:
        """The rules for the request's host; asked for where none of the last day are stored."""
        parts = urlsplit(request.url)
        spider = self.crawler.spider
        if parts.netloc not in self._parsers and isinstance(spider, AskingSpider):
            body = spider.archive.known_robots(f"{parts.scheme}://{parts.netloc}/robots.txt")
            if body is not None:
                rules: RobotParser = build_from_crawler(self._parserimpl, self.crawler, body)
                self._parsers[parts.netloc] = rules
                await self.crawler.signals.send_catch_log_async(
                    signal=signals.robots_parsed, robotparser=rules, request=request
                )
        return await super().robot_parser(request)
