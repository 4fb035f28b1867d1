"""Sitemaps (sitemaps.org 0.9): addresses with the day of their last change, in no order, without titles.

History: no commission's list was ever read so; it is the way out where lists are drawn by script and a sitemap is kept.
An index leads to its youngest sitemap first.  A sitemap holds up to 50,000 addresses: a pass looks at the youngest
hundred, a range of days at all; ``values: {path: /tzgg/}`` of a column keeps those that have it in their address.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import scrapy
from lxml import etree
from scrapy.http import Response
from scrapy.utils.gz import gunzip
from scrapy.utils.sitemap import Sitemap

from cleaners.dates import read_date
from crawlers.errors import ListError
from crawlers.listing import ListPage, ListRow
from crawlers.spiders.base import SourceSpider, Walk

YOUNGEST = 100


class SitemapSpider(SourceSpider):
    """Reads a sitemap, or those of an index one after the other, youngest first."""

    def read_rows(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        kind, entries = read_sitemap(body, int(self.job.max_body_mb * 2**20))
        if kind == "sitemapindex":
            left = [url for url, _ in _youngest_first(entries)]
            walk.unit = {str(n): url for n, url in enumerate(left)}
            return ListPage()
        if kind != "urlset":
            raise ListError(f"{self.source.id}: {response.url} is no sitemap")
        part = walk.column.values.get("path", "")
        rows = [ListRow(url, "", day) for url, day in _youngest_first(entries) if part in url]
        return ListPage(rows if self.job.since else rows[:YOUNGEST])

    def empty_first_page(self, walk: Walk) -> scrapy.Request | None:
        return self._next_of_index(walk)

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        return self._next_of_index(walk)

    def _next_of_index(self, walk: Walk) -> scrapy.Request | None:
        url = (walk.unit or {}).get(str(walk.taken))
        walk.taken += 1
        return self.list_request(walk, url) if url else None


def read_sitemap(body: bytes, max_size: int) -> tuple[str, dict[str, date | None]]:
    """``urlset`` or ``sitemapindex`` (else the name of the root, ``""`` for no XML), and the day of each address.

    A ``.xml.gz`` is opened up to ``max_size`` bytes.  No entity is expanded.
    """
    try:
        if body[:2] == b"\x1f\x8b":
            body = gunzip(body, max_size=max_size)
        sitemap = Sitemap(body)
        entries = {e["loc"]: read_date(e.get("lastmod") or "") for e in sitemap if e.get("loc")}
    except (etree.LxmlError, OSError, EOFError, ValueError, StopIteration):
        return "", {}
    return str(sitemap.type), entries


def _youngest_first(entries: Mapping[str, date | None]) -> list[tuple[str, date | None]]:
    return sorted(entries.items(), key=lambda entry: entry[1] or date.min, reverse=True)
