"""What every spider does: requests with their limits, failures recorded, hosts that refuse given up.

What came is stored below (``crawlers.recording``); which page is asked for is decided above.
"""

from __future__ import annotations

from collections import Counter
from typing import Any
from urllib.parse import urlsplit

import scrapy
from scrapy.exceptions import CannotResolveHostError, IgnoreRequest
from scrapy.http import Response
from twisted.python.failure import Failure

from crawlers.archive import Archive
from crawlers.guard import REFUSED_NAMES
from crawlers.job import CrawlJob
from crawlers.proxies import Proxy, proxy_of
from crawlers.source import Source
from crawlers.spiders.sample import Sample
from crawlers.turns import HostBusy, HostTurns
from crawlers.visit import Stored, Visit
from models import Outcome

#: Refusals or failures of one host in a row after which it is left alone for the rest of the pass.
PATIENCE = 5


class AskingSpider(scrapy.Spider):
    """Asks for what it is told to, once each, within the limits of the pass."""

    name = "source"

    def __init__(
        self, source: Source, job: CrawlJob, archive: Archive, turns: HostTurns, **kwargs: Any
    ) -> None:
        super().__init__(**kwargs)
        self.source, self.job, self.archive, self.turns = source, job, archive, turns
        self.sample = Sample(source, job.look)
        self.proxy = proxy_of(source, job)
        self.given_up: set[str] = set()
        self.dropped = False  # something was not asked for: limits, or a host that was given up
        self._troubles: Counter[str] = Counter()
        self._asked: set[str] = set()
        self._requests = 0

    def article_request(self, visit: Visit, *, again: bool = False) -> scrapy.Request | None:
        """A request for an article, once in a pass; ``again``: conditional, where it was had before."""
        if visit.url in self._asked:
            return None
        self._asked.add(visit.url)
        headers = self.archive.conditional(visit.url, visit.kind) if again else {}
        return self.request(visit.url, visit, self.on_answer, headers)

    def request(
        self,
        url: str,
        visit: Visit,
        callback: Any,
        headers: dict[str, str],
        cb_kwargs: dict[str, Any] | None = None,
        **extra: Any,
    ) -> scrapy.Request | None:
        """Any request of this room; ``None``, with one warning, once the pass has made ``max_pages``."""
        if self._requests >= self.job.max_pages:
            if not self.dropped:
                self.archive.warn("page-limit", url, f"the pass stopped at its {self.job.max_pages} requests")
            self.dropped = True
            return None
        self._requests += 1
        return scrapy.Request(
            url,
            callback=callback,
            errback=self.on_failure,
            headers=headers,
            cb_kwargs=cb_kwargs or {},
            meta={"visit": visit},
            dont_filter=True,
            **extra,
        )

    def on_answer(self, response: Response) -> None:
        """The answer is stored already; the host is judged by it, and an article that was taken away is told of."""
        visit: Visit = response.meta["visit"]
        stored: Stored = response.meta["stored"]
        self.judge_host(response.url, stored.outcome)
        if visit.recheck and stored.outcome in (Outcome.GONE, Outcome.EXPIRED):
            self.archive.warn("taken-away", visit.url, f"{visit.row_title or visit.url}: {stored.reason}")

    def on_failure(self, failure: Failure) -> None:
        """No answer, a forbidden address, a body over the limit, robots.txt: recorded with its reason."""
        request: scrapy.Request = failure.request  # type: ignore[attr-defined]
        visit: Visit = request.meta["visit"]
        outcome, reason = told(failure.value, self.job.max_body_mb, self.proxy)
        if isinstance(failure.value, CannotResolveHostError):
            reason = REFUSED_NAMES.get(urlsplit(request.url).hostname or "", reason)
        if outcome is None:
            self.dropped = self.dropped or not visit.recheck
            return
        stored = self.archive.fail(visit, reason, outcome)
        if isinstance(failure.value, HostBusy):
            self.give_up(request.url, reason)
        else:
            self.judge_host(request.url, stored.outcome)
        self.on_trouble(request, visit, stored)

    def on_trouble(self, request: scrapy.Request, visit: Visit, stored: Stored) -> None:
        """Tell the log of a request that brought no answer."""
        self.logger.warning("%s: %s %s: %s", self.source.id, stored.outcome.value, visit.url, stored.reason)

    def judge_host(self, url: str, outcome: Outcome) -> None:
        """Count refusals and failures in a row; at ``PATIENCE`` the host is given up for this pass."""
        host = urlsplit(url).hostname or ""
        if outcome not in (Outcome.BLOCKED, Outcome.FAILED):
            self._troubles[host] = 0
            return
        self._troubles[host] += 1
        if self._troubles[host] == PATIENCE:
            self.give_up(url, f"{PATIENCE} requests to {host} in a row were refused or failed")

    def give_up(self, url: str, reason: str) -> None:
        """Leave the host of ``url`` alone for the rest of the pass, with one warning."""
        host = urlsplit(url).hostname or ""
        if host not in self.given_up:
            self.given_up.add(host)
            self.archive.warn("given-up", url, reason)


def told(
    error: BaseException | None, limit_mb: float, proxy: Proxy | None = None
) -> tuple[Outcome | None, str]:
    """The outcome of a request that brought no answer, and why; ``None`` where it was not made for our own reasons."""
    name = type(error).__name__
    text = " ".join(str(error).split())
    if name == "GivenUp":
        return None, text
    if isinstance(error, IgnoreRequest) and "robots.txt" in text:
        return Outcome.BLOCKED, "robots.txt forbids it"
    if isinstance(error, IgnoreRequest):
        return Outcome.FAILED, text or name
    if name == "DownloadCancelledError":
        return Outcome.FAILED, f"longer than the limit of {limit_mb:g} MB"
    reason = f"{name}: {text}" if text else name
    return Outcome.FAILED, proxy.explains(error, reason) if proxy else reason
