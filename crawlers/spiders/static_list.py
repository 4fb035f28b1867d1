"""Numbered static lists: TRS WCM and its kin, the commonest way of publishing.

History: TRS writes ``index.html``, then ``index_1.html`` (China CDC 2026-10, most provinces 2025-11); NFCMS, NMPA,
EmpireCMS, jeecms and others ``index_2.html`` (NMPA 2026-09, Guangzhou 2026); VSB counts down from the oldest
(``<column>/<last-1>.htm``, family rule of 2020-2021).  Shanghai's page 2 was ``index_2.html`` in 2020 and
``index_1.html`` in 2024.  A script near the pager names total and current page
(``createPageHTML(42, 0, "index", "html")``).  Columns that are query strings count in a parameter: ``&page=2`` (Yunnan
2021), ``pageIndex=2`` (Anhui 2024).  Past the end: 404, an empty list, or the last page again.
"""

from __future__ import annotations

from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from crawlers.listing import ListPage
from crawlers.source_parts import Pagination
from crawlers.spiders.base import SourceSpider, Walk


class StaticListSpider(SourceSpider):
    """Follows what the page itself says of its next page, else the source's rule; each is checked against page 1."""

    default_pagination: Pagination | None = None

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        return numbered_request(self, walk, response, rows, self.source.pagination or self.default_pagination)


def numbered_request(
    spider: SourceSpider, walk: Walk, response: Response, rows: ListPage, rule: Pagination | None
) -> scrapy.Request | None:
    """The request for the next page: what the page itself says, else the rule; ``None`` where neither does."""
    if rows.next_url and rows.next_url != response.url:
        return spider.list_request(walk, rows.next_url)
    if rule is None or rule.page is None or rule.count == "down":
        return None
    url = numbered(walk.column.url, rule.page, rule.first + walk.page - 2 + walk.shift)
    return spider.list_request(walk, url, by_rule=True)


def numbered(column_url: str, page: str, number: int) -> str:
    """The address of a further page: ``page`` with its number, in the folder of the column.

    ``https://wjw.example/tzgg/index.html`` and ``index_{n}.html`` with 1 give ``https://wjw.example/tzgg/index_1.html``;
    ``?page={n}`` keeps the path and replaces the query, ``&page={n}`` keeps the other parameters as well;
    ``{stem}_{n}.shtml`` takes the column's own file name.
    """
    if page.startswith("&"):
        name, _, value = page[1:].partition("=")
        return str(add_or_replace_parameter(column_url, name, value.replace("{n}", str(number))))
    stem = urlsplit(column_url).path.rsplit("/", 1)[-1].partition(".")[0] or "index"
    name = page.replace("{n}", str(number)).replace("{stem}", stem)
    if name.startswith("?"):
        return urlsplit(column_url)._replace(query="", fragment="").geturl() + name
    return urljoin(column_url, name)
