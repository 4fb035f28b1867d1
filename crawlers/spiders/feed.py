"""RSS, Atom and JSON feeds: one address, newest first; a further page where the feed names one (RFC 5005).

History: no commission was seen with a feed of its own; feeds come from re-publishers and from an operator's own
gateway for public accounts (2026-11).
"""

from __future__ import annotations

from scrapy.http import Response

from crawlers.errors import ListError
from crawlers.listing import ListPage
from crawlers.listing.feeds import read_feed
from crawlers.spiders.base import SourceSpider, Walk


class FeedSpider(SourceSpider):
    """Reads entries as rows."""

    def read_rows(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        page = read_feed(body, response.url)
        head = body[:2000].lstrip().lower()
        if not page.rows and not any(mark in head for mark in (b"<rss", b"<feed", b"<rdf", b"jsonfeed.org")):
            raise ListError(f"{self.source.id}: {response.url} is no feed")
        return page
