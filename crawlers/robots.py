"""What a robots.txt says of an address, for people; the crawl itself is held to it by Scrapy, with the same parser."""

from __future__ import annotations

from dataclasses import dataclass

from protego import Protego

#: RFC 9309, 2.5: a parser reads at least 500 kibibytes.  19 MB of rules took 500 MB of memory (measured 2026-11-28).
MOST_BYTES = 512 * 1024


@dataclass(frozen=True, slots=True)
class RobotsSays:
    """Whether the address may be fetched, and the delay that is asked for, in seconds."""

    allowed: bool
    delay_s: float | None = None


def ask_robots(body: bytes, url: str, user_agent: str) -> RobotsSays:
    """The word of robots.txt (``body``) on ``url``; everything is allowed by one that cannot be read."""
    rules = Protego.parse(what_is_read(body).decode("utf-8", "replace"))
    delay = rules.crawl_delay(user_agent)
    return RobotsSays(bool(rules.can_fetch(url, user_agent)), float(delay) if delay else None)


def what_is_read(body: bytes) -> bytes:
    """The whole lines among the first ``MOST_BYTES`` of a robots.txt; what stands behind them rules nothing."""
    return body if len(body) <= MOST_BYTES else body[:MOST_BYTES].rpartition(b"\n")[0]
