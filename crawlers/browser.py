"""A Chromium that runs the script of pages and never meets the network itself (extra ``browser``).

What a page asks for is handed to ``Ask`` (``crawlers.tab``), which fetches it as everything is fetched:
robots.txt, turns, address guard, certificates, limits.  What would go another way (WebSocket, WebRTC, preconnect) ends
at a proxy where nobody listens.  So a browser can break no rule that the crawl keeps.

Nothing is forged: the user agent is the crawl's, and ``navigator.webdriver`` says true.

Measured with Playwright 1.65 and Chromium 156 (2026-11-24): a predicate on Playwright's routes alone would not do, for
they are not asked about the further steps of a redirect; and of the switches against WebRTC's own UDP only
``--webrtc-ip-handling-policy`` holds (``--force-…`` is its older name).
"""

from __future__ import annotations

import asyncio
import os
import socket
from contextlib import suppress

from playwright.async_api import Browser as Chromium
from playwright.async_api import BrowserContext, Error, Playwright, async_playwright

from crawlers.tab import Ask, Given, NotRendered, Rendered, Tab, refuse

_SWITCHES = (
    "--disable-background-networking --disable-component-update --disable-sync --no-first-run --disable-gpu "
    "--disable-quic --webrtc-ip-handling-policy=disable_non_proxied_udp "
    "--force-webrtc-ip-handling-policy=disable_non_proxied_udp --js-flags=--max-old-space-size=512"
)


class Browser:
    """A running Chromium, child of a driver that is a child of this process and ends with it."""

    def __init__(
        self, playwright: Playwright, chromium: Chromium, nowhere: socket.socket, user_agent: str
    ) -> None:
        self._playwright, self._chromium = playwright, chromium
        self._nowhere, self._user_agent = nowhere, user_agent
        self._closed = False

    @classmethod
    async def start(cls, program: str, user_agent: str) -> Browser:
        """Start ``program``.  Raises ``NotRendered`` where it does not start."""
        nowhere = socket.socket()
        nowhere.bind(("127.0.0.1", 0))  # held, never listened at: what is sent there is refused
        playwright = await async_playwright().start()
        try:
            chromium = await playwright.chromium.launch(
                executable_path=program,
                chromium_sandbox=os.getuid() != 0,  # Chromium has no sandbox for root
                args=[*_SWITCHES.split(), "--host-resolver-rules=MAP * ~NOTFOUND"],
                proxy={"server": f"http://127.0.0.1:{nowhere.getsockname()[1]}", "bypass": "<-loopback>"},
                handle_sigint=False,
                handle_sigterm=False,
                handle_sighup=False,
            )
        except Error as error:
            await playwright.stop()
            nowhere.close()
            raise NotRendered(f"{program} did not start: {_last_words(error.message)}") from error
        return cls(playwright, chromium, nowhere, user_agent)

    @property
    def name(self) -> str:
        """``Chromium 156.0.8078.108``."""
        return f"Chromium {self._chromium.version}"

    @property
    def runs(self) -> bool:
        return not self._closed and self._chromium.is_connected()

    async def render(self, url: str, page: Given, ask: Ask, *, limit_s: float, max_chars: int) -> Rendered:
        """``page`` under its address ``url``, once its script has come to rest.

        Raises ``NotRendered`` for one that does not within ``limit_s`` of its own time, or grows too long.
        """
        try:
            context = await self._chromium.new_context(
                user_agent=self._user_agent,
                service_workers="block",
                accept_downloads=False,
                locale="zh-CN",
                timezone_id="Asia/Shanghai",  # days that script writes are the site's days
            )
            try:
                await context.route("**/*", refuse)  # a page that the page opens
                tab = Tab(context, await context.new_page(), url, page, ask)
                return await tab.render(limit_s, max_chars)
            finally:
                await self._end(context)
        except Error as error:
            raise NotRendered(f"the browser failed: {' '.join(error.message.split())[:300]}") from error

    async def _end(self, context: BrowserContext) -> None:
        try:
            await asyncio.wait_for(context.close(), 10)
        except TimeoutError:
            await self.close()

    async def close(self) -> None:
        """End the browser and its driver; what does not end in time ends with this process."""
        if self._closed:
            return
        self._closed = True
        for end in (self._chromium.close, self._playwright.stop):
            with suppress(Error, TimeoutError):
                await asyncio.wait_for(end(), 10)
        self._nowhere.close()


def _last_words(message: str) -> str:
    """What the browser itself wrote last, where Playwright tells; else the first line of what Playwright says."""
    lines = message.strip().splitlines() or ["no reason was given"]
    own = [line.partition("[err]")[2].strip() for line in lines if "[err]" in line]
    return " / ".join([line for line in own if line][-3:] or lines[:1])[:300]
