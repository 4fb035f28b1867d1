"""The proxy of outgoing requests: written in a source's file, else ``JIANBAO_PROXY``; nothing else is one.

``http_proxy``, ``https_proxy`` and their kin are not read: they are set for other programs, and what goes through a
proxy has its names looked up there, so that a proxy is somebody's decision.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import urlsplit

from crawlers.job import CrawlJob
from crawlers.source import Source

#: How a proxy, as no site does, says that it wants a name and a password (RFC 9110, 15.5.8).
PROXY_WANTS_A_PASSWORD = 407
#: What a proxy answers for a site that it does not reach; a site's own gateway may say the same.
GATEWAY = (502, 503, 504)
_OF_TUNNEL = re.compile(r"'status': (\d{3})")


@dataclass(frozen=True, slots=True)
class Proxy:
    """The proxy of a pass: ``url`` may hold a name and a password, what is said of it never does."""

    url: str
    setting: str

    @property
    def said(self) -> str:
        """``the proxy 10.0.0.5:3128 (JIANBAO_PROXY)``."""
        return f"the proxy {urlsplit(self.url).netloc.rpartition('@')[2]} ({self.setting})"

    def tells(self, status: int) -> str | None:
        """What an answer with this status says of the proxy; ``None`` where it is the site's own."""
        if status == PROXY_WANTS_A_PASSWORD:
            return f"HTTP {status}: {self.said} wants a name and a password, or other ones"
        return f"HTTP {status}, from the site or from {self.said}" if status in GATEWAY else None

    def explains(self, error: BaseException | None, reason: str) -> str:
        """``reason`` with the proxy named, through which no answer came."""
        refused = _OF_TUNNEL.search(str(error)) if type(error).__name__ == "TunnelError" else None
        if refused is None:
            return f"{reason}, through {self.said}"
        return self.tells(int(refused[1])) or f"HTTP {refused[1]}: {self.said} opens no way to the site"


def proxy_of(source: Source, job: CrawlJob) -> Proxy | None:
    """The proxy through which the job reads the source."""
    if source.proxy:
        return Proxy(source.proxy, f"`proxy` of {source.id}.yaml")
    return Proxy(job.proxy, "JIANBAO_PROXY") if job.proxy else None
