"""Which addresses may be asked: http(s) on public networks.  How much and how long stands in ``crawlers.settings``.

A crawled page decides where the next request goes, so every request is looked at, redirects and robots.txt too; and
every DNS answer is looked at where the connection is made, so that a name cannot change its mind in between.
"""

from __future__ import annotations

import ipaddress
import logging
import socket
from collections.abc import Sequence
from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

from scrapy import Request
from scrapy.exceptions import IgnoreRequest
from scrapy.resolver import CachingThreadedResolver
from twisted.internet.defer import Deferred
from twisted.internet.threads import deferToThread

from crawlers.waiting import waited

if TYPE_CHECKING:
    from scrapy.crawler import Crawler
    from twisted.internet.base import ReactorBase

log = logging.getLogger(__name__)

#: Names whose answer was refused in this process, and why: Twisted tells the one who asked only that there is none.
REFUSED_NAMES: dict[str, str] = {}


class ForbiddenAddress(IgnoreRequest):
    """An address that is never asked; not retried."""


class ForbiddenAnswer(Exception):  # noqa: N818 - as above
    """A DNS answer that points into a private network."""


def refusal(address: str, *, allow_loopback: bool = False) -> str | None:
    """Why the IP address is not asked, or ``None``.

    Private, loopback, link-local (cloud metadata), shared, multicast, documentation and reserved networks, also
    when wrapped into IPv6 (``::ffff:10.0.0.1``, 6to4, NAT64), per the IANA special-purpose registries.

    >>> refusal("169.254.169.254")
    '169.254.169.254 is not a public address'
    """
    try:
        ip: ipaddress.IPv4Address | ipaddress.IPv6Address = ipaddress.ip_address(address.partition("%")[0])
    except ValueError:
        return f"{address!r} is no IP address"
    if isinstance(ip, ipaddress.IPv6Address):
        inner = ip.ipv4_mapped or ip.sixtofour or _nat64(ip)
        ip = inner or ip
    if allow_loopback and ip.is_loopback:
        return None
    if not ip.is_global or ip.is_multicast or ip.is_reserved or ip.is_unspecified:
        return f"{address} is not a public address"
    return None


def _nat64(ip: ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    if ip in ipaddress.IPv6Network("64:ff9b::/96"):
        return ipaddress.IPv4Address(int(ip) & 0xFFFFFFFF)
    return None


def literal_address(host: str) -> str | None:
    """The IP address that ``host`` is, in any spelling that a resolver takes (``2130706433``, ``0x7f.1``)."""
    try:
        return str(ipaddress.ip_address(host.strip("[]").partition("%")[0]))
    except ValueError:
        pass
    try:
        return socket.inet_ntoa(socket.inet_aton(host))
    except OSError:
        return None


def url_refusal(url: str, *, allow_loopback: bool = False) -> str | None:
    """Why ``url`` is not asked for, as far as the address itself tells; names are looked up later."""
    try:
        parts = urlsplit(url)
        host, _ = parts.hostname or "", parts.port
    except ValueError as error:
        return f"not an address: {error}"
    if parts.scheme not in ("http", "https"):
        return f"{parts.scheme or 'no scheme'} is not http or https"
    if not host:
        return "no host"
    if "@" in parts.netloc:
        return "a user name stands before the host"
    literal = literal_address(host)
    if literal is not None:
        return refusal(literal, allow_loopback=allow_loopback)
    if not allow_loopback and (host == "localhost" or host.endswith((".localhost", ".local", ".internal"))):
        return f"{host} is a local name"
    return None


class AddressGuard:
    """Downloader middleware: refuses addresses, sets the proxy.

    Behind a proxy the target is what is checked, not the proxy: a name is looked up here first, and where this
    machine cannot look it up the proxy's network decides.
    """

    def __init__(self, crawler: Crawler) -> None:
        self.allow_loopback = crawler.settings.getbool("JIANBAO_ALLOW_LOOPBACK")
        self.proxy: str | None = crawler.settings.get("JIANBAO_PROXY")
        self._looked_up: dict[str, str | None] = {}

    @classmethod
    def from_crawler(cls, crawler: Crawler) -> AddressGuard:
        return cls(crawler)

    async def process_request(self, request: Request) -> None:
        """Let the request pass, or raise ``ForbiddenAddress``."""
        why = url_refusal(request.url, allow_loopback=self.allow_loopback)
        if why is None:
            host = urlsplit(request.url).hostname or ""
            # A redirect keeps its first host's place in the queue otherwise, and with it the wrong delay.
            request.meta["download_slot"] = host
            # None keeps Scrapy from taking one out of the environment, behind which no name would be looked at here.
            request.meta["proxy"] = self.proxy or None
            if self.proxy:
                why = await self._target_refusal(host)
        if why is not None:
            raise ForbiddenAddress(f"{request.url}: {why}")

    async def _target_refusal(self, host: str) -> str | None:
        if host not in self._looked_up:
            self._looked_up[host] = await waited(deferToThread(self._look_up, host))
        return self._looked_up[host]

    def _look_up(self, host: str) -> str | None:
        try:
            answers = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        except OSError:
            return None
        whys = [refusal(str(answer[4][0]), allow_loopback=self.allow_loopback) for answer in answers]
        return next((why for why in whys if why), None)


class GuardedResolver(CachingThreadedResolver):
    """Scrapy's resolver, which refuses an answer that points into a private network.

    The proxy's own name is let through: it stands in the settings, not in a page.
    """

    allow_loopback = False
    proxy_host: str | None = None

    @classmethod
    def from_crawler(cls, crawler: Crawler, reactor: ReactorBase) -> GuardedResolver:
        resolver = super().from_crawler(crawler, reactor)
        resolver.allow_loopback = crawler.settings.getbool("JIANBAO_ALLOW_LOOPBACK")
        resolver.proxy_host = urlsplit(crawler.settings.get("JIANBAO_PROXY") or "").hostname
        return resolver

    def getHostByName(self, name: str, timeout: Sequence[int] = ()) -> Deferred[str]:  # noqa: N802 - Twisted's
        found: Deferred[str] = super().getHostByName(name, timeout)
        if name != self.proxy_host:
            found.addCallback(self._checked, name)
        return found

    def _checked(self, address: Any, name: str) -> Any:
        why = refusal(str(address), allow_loopback=self.allow_loopback)
        if why:
            REFUSED_NAMES[name] = f"{name} resolves to an address that is not asked: {why}"
            raise ForbiddenAnswer(REFUSED_NAMES[name])
        return address
