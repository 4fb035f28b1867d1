"""Downloader middleware of a source with ``render: true``: its HTML pages are shown to a browser, then stored.

The page itself was fetched plainly by then, and so is all that its script asks for (``crawlers.browser``): each request
of a page goes the way of every request, from robots.txt to the turn of its host.  What the site refused, what is no
page (a feed, JSON, a file) and what answers a POST is left as it came.  A rendered page is unchanged by its bytes
alone: 304 would speak of the shell.
"""

from __future__ import annotations

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from urllib.parse import urldefrag, urljoin, urlsplit

from scrapy import Request, signals
from scrapy.exceptions import IgnoreRequest
from scrapy.http import Headers, HtmlResponse, Response

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.chromium import find_chromium, no_browser
from crawlers.guard import url_refusal
from crawlers.judging import is_page, judge, lower_names
from crawlers.recording import RENDERED, RENDERED_BY
from crawlers.spiders.asking import AskingSpider, told
from crawlers.spiders.base import header_charset
from crawlers.visit import Visit
from models import Outcome, SnapshotKind

if TYPE_CHECKING:
    from scrapy.crawler import Crawler

    from crawlers.browser import Browser
    from crawlers.tab import Asked, Given

#: Requests of one page; those of scripts that an earlier page of the pass had are not made again.
MOST_ASKED = 40
#: Bytes of scripts that are kept for the further pages of a pass.
_SCRIPTS_KEPT = 32 * 2**20
_LONGEST_URL = 4000
_RENDERED_KINDS = (SnapshotKind.LIST, SnapshotKind.ARTICLE)
_CONDITIONS = ("If-None-Match", "If-Modified-Since")
#: Headers of a page's own request that are passed on, beside those that begin with ``x-``.
_SENT = frozenset({"accept", "authorization", "content-type", "origin", "referer"})
#: Headers of an answer that speak of its way here, or would take the page elsewhere.
_NOT_SHOWN = frozenset(
    {
        "connection",
        "content-disposition",
        "content-encoding",
        "content-length",
        "keep-alive",
        "set-cookie",
        "transfer-encoding",
    }
)
#: Headers that told of the shell, not of what its script made of it.
_OF_THE_SHELL = ("Content-Encoding", "Content-Length", "ETag", "Last-Modified")


@dataclass
class _Page:
    """What the rendering of one page has asked for."""

    url: str
    room: int  # bytes that may still come
    asked: int = 0
    missed: list[str] = field(default_factory=list)


class Rendering:
    """One browser for the pass, started for the first page; one page in it at a time."""

    def __init__(self, crawler: Crawler) -> None:
        self.crawler = crawler
        self._limit_s = crawler.settings.getfloat("DOWNLOAD_TIMEOUT")
        self._max_bytes = crawler.settings.getint("DOWNLOAD_MAXSIZE")
        self._most_steps = crawler.settings.getint("REDIRECT_MAX_TIMES")
        self._browser: Browser | None = None
        self._one = asyncio.Lock()
        self._scripts: dict[str, Given] = {}
        self._warned: set[str] = set()
        crawler.signals.connect(self.close, signals.spider_closed)

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> Rendering:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Ask for the page itself, not whether it changed."""
        if _is_rendered(request):
            for name in _CONDITIONS:
                request.headers.pop(name, None)

    async def process_response(self, request: Request, response: Response) -> Request | Response:
        """The page as its script left it, the request that the script leads to, or the answer as it came.

        Raises ``NotRendered`` for a page that the browser made nothing of.
        """
        spider = self.crawler.spider
        if not _is_rendered(request) or not isinstance(spider, AskingSpider):
            return response
        visit: Visit = request.meta["visit"]
        headers = lower_names(response.headers)
        outcome, _ = judge(response.status, headers, response.body, visit.kind)
        if outcome is not Outcome.NEW or not is_page(headers.get("content-type", ""), response.body):
            return response
        try:
            text = decode(response.body, spider.source.encoding or header_charset(response))
        except UndecodableError:
            return response
        async with self._one:
            return await self._rendered(request, response, text, spider)

    async def _rendered(
        self, request: Request, response: Response, text: str, spider: AskingSpider
    ) -> Request | Response:
        from crawlers.tab import Given  # needs the extra

        browser = await self._running(spider)
        page = _Page(response.url, self._max_bytes)

        async def ask(asked: Asked) -> Given | None:
            return await self._ask(asked, page, spider)

        shown = {**_shown(response.headers), "content-type": "text/html; charset=utf-8"}
        rendered = await browser.render(
            response.url,
            Given(response.status, shown, text.encode("utf-8", "replace")),
            ask,
            limit_s=self._limit_s,
            max_chars=self._max_bytes,
        )
        if rendered.goes_to is not None:
            return self._led_on(request, urljoin(response.url, rendered.goes_to))
        self._warn(page, spider)
        body = rendered.html.encode("utf-8", "replace")
        if len(body) > self._max_bytes:
            raise IgnoreRequest(f"longer than the limit of {spider.job.max_body_mb:g} MB once rendered")
        kept = Headers(response.headers)
        for name in _OF_THE_SHELL:
            kept.pop(name, None)
        kept["Content-Type"] = "text/html; charset=utf-8"
        kept[RENDERED_BY] = browser.name
        return HtmlResponse(
            response.url,
            status=response.status,
            headers=kept,
            body=body,
            encoding="utf-8",
            flags=[*response.flags, RENDERED],
            request=request,
        )

    async def _running(self, spider: AskingSpider) -> Browser:
        from crawlers.browser import Browser
        from crawlers.tab import NotRendered

        if self._browser is None or not self._browser.runs:
            await self.close()
            named = spider.job.chromium
            program = find_chromium(named)
            if program is None:
                raise NotRendered(no_browser(named))
            self._browser = await Browser.start(program, spider.job.user_agent)
        return self._browser

    def _led_on(self, request: Request, url: str) -> Request:
        """The request that the page's script leads to: a step like a redirect's, within the same limit."""
        steps = int(request.meta.get("redirect_times", 0)) + 1
        if steps > self._most_steps:
            raise IgnoreRequest("max redirections reached")
        way = [*request.meta.get("redirect_urls", []), request.url]
        meta = {**request.meta, "redirect_times": steps, "redirect_urls": way}
        return request.replace(url=urldefrag(url).url, meta=meta)

    async def _ask(self, asked: Asked, page: _Page, spider: AskingSpider) -> Given | None:
        """Fetch what the page asks for as everything is fetched; ``None``, with a note, where it did not come."""
        from crawlers.tab import Given

        had = self._scripts.get(asked.url) if asked.kind == "script" else None
        if had is not None:
            return had
        engine = self.crawler.engine
        why = self._not_asked(asked, page, spider)
        if why is None and engine is not None:
            page.asked += 1
            [came] = await asyncio.gather(engine.download_async(_request(asked)), return_exceptions=True)
            if isinstance(came, Response):
                page.room -= len(came.body)
                if came.status < 300 or came.status >= 400:
                    if came.status >= 400:
                        page.missed.append(f"{asked.url}: HTTP {came.status}")
                    given = Given(came.status, _shown(came.headers), came.body)
                    self._keep(asked, given)
                    return given
                why = f"HTTP {came.status}"
            else:
                _, why = told(came, spider.job.max_body_mb)
        page.missed.append(f"{asked.url}: {why}")
        return None

    def _not_asked(self, asked: Asked, page: _Page, spider: AskingSpider) -> str | None:
        """Why a request of a page is not made, as far as the crawl's own limits go."""
        if page.asked >= MOST_ASKED:
            return f"a page may make {MOST_ASKED} requests"
        if page.room <= 0:
            return f"a page and what it loads may have {spider.job.max_body_mb:g} MB"
        if len(asked.url) > _LONGEST_URL:
            return "its address is too long"
        why = url_refusal(asked.url, allow_loopback=spider.job.allow_loopback)
        if why is not None:
            return why
        host = urlsplit(asked.url).hostname or ""
        return f"{host} was given up in this pass" if host in spider.given_up else None

    def _keep(self, asked: Asked, given: Given) -> None:
        kept = sum(len(one.body) for one in self._scripts.values())
        if asked.kind == "script" and given.status == 200 and kept + len(given.body) <= _SCRIPTS_KEPT:
            self._scripts[asked.url] = given

    def _warn(self, page: _Page, spider: AskingSpider) -> None:
        """One line for a page that did not get all it asked for, unless the same was said in this pass."""
        missed = [one for one in page.missed if one.partition("?")[0] not in self._warned]
        self._warned.update(one.partition("?")[0] for one in missed)
        if missed:
            more = f" (and {len(missed) - 1} more)" if len(missed) > 1 else ""
            spider.archive.warn(
                "rendering", page.url, f"the page's script did not get {missed[0][:400]}{more}"
            )

    async def close(self) -> None:
        """End the browser with the pass."""
        if self._browser is not None:
            await self._browser.close()
            self._browser = None


def _is_rendered(request: Request) -> bool:
    visit: Visit | None = request.meta.get("visit")
    return visit is not None and visit.kind in _RENDERED_KINDS and request.method == "GET"


def _request(asked: Asked) -> Request:
    headers = {n: v for n, v in asked.headers.items() if n in _SENT or n.startswith("x-")}
    return Request(asked.url, method=asked.method, headers=headers, body=asked.body, dont_filter=True)


def _shown(headers: Headers) -> Mapping[str, str]:
    return {name: value for name, value in lower_names(headers).items() if name not in _NOT_SHOWN}
