"""Numbered static lists: TRS WCM and its kin, the commonest way of publishing.

History: TRS writes ``index.html``, then ``index_1.html`` (China CDC 2026-10, most provinces 2025-11); NFCMS, NMPA,
EmpireCMS, jeecms and others ``index_2.html`` (NMPA 2026-09, Guangzhou 2026); VSB counts down from the oldest
(``<column>/<last-1>.htm``, family rule of 2020-2021).  Shanghai's page 2 was ``index_2.html`` in 2020 and
``index_1.html`` in 2024.  A script near the pager names total and current page
(``createPageHTML(42, 0, "index", "html")``).  Past the end: 404, an empty list, or the last page again.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.http import Response

from crawlers.listing import ListPage
from crawlers.source_parts import Pagination
from crawlers.spiders.base import SourceSpider, Walk


class StaticListSpider(SourceSpider):
    """Follows what the page itself says of its next page, else the source's rule; each is checked against page 1."""

    default_pagination: Pagination | None = None

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        if rows.next_url and rows.next_url != response.url:
            return self.list_request(walk, rows.next_url)
        rule = self.source.pagination or self.default_pagination
        if rule is None or rule.page is None or rule.count == "down":
            return None
        url = numbered(walk.column.url, rule.page, rule.first + walk.page - 2 + walk.shift)
        return self.list_request(walk, url, by_rule=True)


def numbered(column_url: str, page: str, number: int) -> str:
    """The address of a further page: ``page`` with its number, in the folder of the column.

    ``https://wjw.example/tzgg/index.html`` and ``index_{n}.html`` with 1 give ``https://wjw.example/tzgg/index_1.html``;
    ``?page={n}`` keeps the path and replaces the query; ``{stem}_{n}.shtml`` takes the column's own file name.
    """
    stem = urlsplit(column_url).path.rsplit("/", 1)[-1].partition(".")[0] or "index"
    name = page.replace("{n}", str(number)).replace("{stem}", stem)
    if name.startswith("?"):
        return urlsplit(column_url)._replace(query="", fragment="").geturl() + name
    return urljoin(column_url, name)
