"""One page in a browser: laid before it, given what it asks for, read once its script has come to rest.

Images, media, fonts, styles and frames are not asked for.  Cookies that script writes go nowhere: a challenge that
wants one back is recognised, not passed.
"""

from __future__ import annotations

import asyncio
import contextlib
from collections.abc import Awaitable, Callable, Mapping
from dataclasses import dataclass
from time import monotonic
from typing import Any

from playwright.async_api import BrowserContext, Error, Page, Request, Route
from scrapy.exceptions import IgnoreRequest

#: A page is at rest once nothing was under way for so long after its load event, in seconds.
QUIET_S = 0.5
_TICK_S = 0.05
#: Of the time that a page may keep itself busy, so much in all: what it asks for waits for the turns of hosts.
_TIMES_IN_ALL = 10
_NEEDED = frozenset({"script", "xhr", "fetch"})
_METHODS = frozenset({"GET", "HEAD", "POST"})
#: In a world of its own, where the page's script has changed nothing; text beyond the limit never leaves the tab.
_READ = """(() => {
  const page = document.documentElement ? document.documentElement.outerHTML : "";
  if (page.length > %d) return page.length;
  return (document.doctype ? new XMLSerializer().serializeToString(document.doctype) : "") + page;
})()"""


class NotRendered(IgnoreRequest):
    """No page came out of the browser; not retried in this pass."""


@dataclass(frozen=True, slots=True)
class Asked:
    """What the script of a page asks for."""

    url: str
    method: str
    kind: str  # script, xhr, fetch
    headers: Mapping[str, str]
    body: bytes


@dataclass(frozen=True, slots=True)
class Given:
    """What is laid before the page."""

    status: int
    headers: Mapping[str, str]
    body: bytes


#: Fetches what a page asks for; ``None`` where it is not fetched or did not come.
Ask = Callable[[Asked], Awaitable[Given | None]]


@dataclass(frozen=True, slots=True)
class Rendered:
    """The page as its script left it; ``goes_to`` is the address that the script leads to instead."""

    html: str
    goes_to: str | None = None


class Tab:
    """One page in the browser."""

    def __init__(self, context: BrowserContext, page: Page, url: str, given: Given, ask: Ask) -> None:
        self._context, self._page = context, page
        self._url, self._given, self._ask = url, given, ask
        self._served = False
        self._under_way = 0
        self._goes_to: str | None = None
        self._turned = (
            False  # it wanted to leave or to be loaded again; that its load broke off is no trouble
        )
        self._crashed = False

    async def render(self, limit_s: float, max_chars: int) -> Rendered:
        """The page as its script left it.  Raises ``NotRendered``, and ``Error`` where the browser failed."""
        self._page.on("crash", self._crash)
        await self._page.route("**/*", self._answer)
        loading = asyncio.ensure_future(self._page.goto(self._url, wait_until="load", timeout=0))
        try:
            await self._rest(loading, limit_s)
        finally:
            loading.cancel()
            await asyncio.wait([loading])
            if not loading.cancelled():
                loading.exception()  # looked at, so that nobody complains
        if self._goes_to is not None:
            return Rendered("", self._goes_to)
        try:
            async with asyncio.timeout(limit_s):
                return Rendered(await self._read(max_chars))
        except TimeoutError:
            raise NotRendered(f"the page's script did not come to rest within {limit_s:g} s") from None

    async def _rest(self, loading: asyncio.Future[Any], limit_s: float) -> None:
        """Wait until the page is loaded and nothing is under way, or until it leads elsewhere."""
        begun, own, quiet = monotonic(), 0.0, 0.0
        while quiet < QUIET_S and self._goes_to is None:
            await asyncio.sleep(_TICK_S)
            if self._crashed:
                raise NotRendered("the page broke its tab in the browser")
            if loading.done() and not self._turned:
                loading.result()
            if own >= limit_s or monotonic() - begun >= limit_s * _TIMES_IN_ALL:
                raise NotRendered(f"the page's script did not come to rest within {limit_s:g} s")
            if self._under_way:
                quiet = 0.0
            else:
                own += _TICK_S
                quiet = quiet + _TICK_S if loading.done() or self._turned else 0.0

    async def _read(self, max_chars: int) -> str:
        session = await self._context.new_cdp_session(self._page)
        tree = await session.send("Page.getFrameTree")
        frame = tree["frameTree"]["frame"]["id"]
        world = await session.send("Page.createIsolatedWorld", {"frameId": frame, "worldName": "jianbao"})
        said = await session.send(
            "Runtime.evaluate",
            {
                "expression": _READ % max_chars,
                "contextId": world["executionContextId"],
                "returnByValue": True,
            },
        )
        html = said["result"].get("value")
        if not isinstance(html, str):
            raise NotRendered(f"longer than the limit once rendered: {html} characters")
        return html

    def _crash(self, page: Page) -> None:
        self._crashed = True

    async def _answer(self, route: Route) -> None:
        self._under_way += 1
        try:
            request = route.request
            if request.is_navigation_request():
                await self._navigate(route, request)
            elif request.resource_type in _NEEDED and request.method in _METHODS:
                asked = Asked(
                    request.url,
                    request.method,
                    request.resource_type,
                    request.headers,
                    request.post_data_buffer or b"",
                )
                given = await self._ask(asked)
                await _sent(_fulfil(route, given) if given is not None else route.abort("failed"))
            else:
                await refuse(route)
        finally:
            self._under_way -= 1

    async def _navigate(self, route: Route, request: Request) -> None:
        """The page itself, once.  Where it leads by script is told, not followed here: that is a request of its own."""
        if self._is_framed(request):
            await refuse(route)
        elif not self._served:
            self._served = True
            await _sent(_fulfil(route, self._given))
        else:
            self._turned = True
            elsewhere = request.url.partition("#")[0] != self._url.partition("#")[0]
            if elsewhere and request.method == "GET":
                self._goes_to = request.url
            await _sent(route.abort("aborted"))  # the present page stays

    def _is_framed(self, request: Request) -> bool:
        try:
            return request.frame != self._page.main_frame
        except Error:  # a frame that is not there yet is another one
            return True


async def _fulfil(route: Route, given: Given) -> None:
    await route.fulfill(status=given.status, headers=dict(given.headers), body=given.body)


async def refuse(route: Route) -> None:
    """Tell the page that what it asks for is not to be had."""
    await _sent(route.abort("blockedbyclient"))


async def _sent(answer: Awaitable[None]) -> None:
    """Answer a request, if the page that made it is still there."""
    with contextlib.suppress(Error):
        await answer
