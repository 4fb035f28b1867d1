"""Numbered static lists: TRS WCM and its kin, the commonest way of publishing.

History: TRS writes ``index.html``, then ``index_1.html`` (China CDC 2026-10, most provinces 2025-11); NFCMS, NMPA,
EmpireCMS, jeecms and others ``index_2.html`` (NMPA 2026-09, Guangzhou 2026); VSB counts down from the oldest
(``<column>/<last-1>.htm``, family rule of 2020-2021).  Shanghai's page 2 was ``index_2.html`` in 2020 and
``index_1.html`` in 2024.  A script near the pager names total and current page
(``createPageHTML(42, 0, "index", "html")``).  Columns that are query strings count in a parameter: ``&page=2`` (Yunnan
2021), ``pageIndex=2`` (Anhui 2024).  Past the end: 404, an empty list, or the last page again.
"""

from __future__ import annotations

import re
from urllib.parse import urljoin, urlsplit

import scrapy
from scrapy.http import Response
from w3lib.url import add_or_replace_parameter

from crawlers.listing import ListPage
from crawlers.listing.addresses import absolute
from crawlers.source_parts import Pagination
from crawlers.spiders.base import SourceSpider, Walk
from crawlers.spiders.shell import text_of
from crawlers.visit import Stored

#: A number that no address has, to find where the number stands.
_PLACE = 987_654_321
_HREF = re.compile(r"""\bhref\s*=\s*["']?([^"'\s<>]{1,500})""", re.IGNORECASE)


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
    if rule is None or rule.page is None:
        return None
    if rule.count == "down":
        stored: Stored = response.meta["stored"]  # of a list that answered 304, the bytes that were stored
        number = number_below(text_of(stored.body), response.url, walk.column.url, rule.page)
        url = numbered(walk.column.url, rule.page, number) if number else None
        return spider.list_request(walk, url, by_rule=True) if url else None
    url = numbered(walk.column.url, rule.page, rule.first + walk.page - 2 + walk.shift)
    return spider.list_request(walk, url, by_rule=True)


def number_below(text: str, url: str, column_url: str, page: str) -> int | None:
    """The number of the page that follows ``url`` where pages are counted down to 1, ``None`` behind the last one.

    ``tzgg/7.htm`` is followed by 6; the column's own page, ``tzgg.htm``, by the highest number that it links to.
    """
    head, _, tail = numbered(column_url, page, _PLACE).partition(str(_PLACE))
    named = re.compile(rf"{re.escape(head)}(\d{{1,6}}){re.escape(tail)}")
    here = named.fullmatch(url)
    if here:
        return int(here[1]) - 1 or None
    linked = (named.fullmatch(absolute(href, url) or "") for href in _HREF.findall(text))
    return max((int(one[1]) for one in linked if one), default=None)


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
