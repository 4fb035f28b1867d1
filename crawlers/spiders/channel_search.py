"""Channel-code sites: the page of a channel names its key, and further rows come from the channel's search call.

History: ``/<site>/c<6 digits>/<template>.shtml`` with ``meta[name=channelId]`` (32 hex digits); the rows that the
server renders stand in an HTML comment, the visible ones come from ``GET /common/search/<channelId>?…&page=<n>`` as a
fragment ``ul#body > li`` (departments of Gansu, 2025-11).  Hunan's offices ask a shared host that answers JSON with
``data.results[]`` (2025).  Heilongjiang's commission shows its rows plainly (2025-11).  A page without a key is read
like any numbered list.
"""

from __future__ import annotations

import re
from urllib.parse import quote, urljoin

import scrapy
from scrapy.http import Response

from crawlers.listing import ListPage
from crawlers.listing.json_rows import JsonFields, read_json_list
from crawlers.spiders.base import SourceSpider, Walk
from crawlers.spiders.json_list import filled
from crawlers.spiders.shell import ShellSpider
from crawlers.spiders.static_list import numbered_request

SEARCH = "/common/search/{channel}?_isAgg=false&_isJson=false&_pageSize={size}&_template=index&page={page}"
_FIELDS = JsonFields(
    rows="data.results", title="title", url="url", date="publishedTimeStr|publishedTime|pubDate"
)
_META = re.compile(r"<meta\b[^>]*>", re.IGNORECASE)
_KEY = re.compile(r"""\bcontent\s*=\s*["']?([0-9a-f]{32})\b""", re.IGNORECASE)
_SIZE = re.compile(r"""\bid\s*=\s*["']?pageSize["']?[^>]*?\bvalue\s*=\s*["']?(\d{1,3})""", re.IGNORECASE)
PER_PAGE = "20"


class ChannelSearchSpider(ShellSpider):
    """Reads the channel's page, then its search.  ``request.url`` of the source may name another host's search."""

    def find_query(self, text: str, walk: Walk) -> dict[str, str] | None:
        return read_channel(text)

    def read_answer(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        if body.lstrip()[:1] in (b"{", b"["):
            return read_json_list(body, walk.column.url, _FIELDS)
        return SourceSpider.read_rows(self, body, response, walk)

    def ask(self, walk: Walk, unit: dict[str, str], number: int) -> scrapy.Request | None:
        template = (self.source.request.url if self.source.request else None) or SEARCH
        values = {name: quote(value) for name, value in unit.items()} | {"page": str(number)}
        url = urljoin(walk.column.url, filled(template, values))
        return self.list_request(walk, url, headers={"Referer": walk.column.url})

    def without_query(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        return numbered_request(self, walk, response, rows, self.source.pagination)


def read_channel(text: str) -> dict[str, str] | None:
    """The key of a channel and the rows of an answer; ``None`` where the page names no key.

    ``<meta name="channelId" content="e5eb2abb5014415399847ba2bb99b31f">`` and ``<input id="pageSize" value="20">``.
    """
    for tag in _META.findall(text):
        if "channelid" in tag.lower() and (key := _KEY.search(tag)):
            size = _SIZE.search(text)
            return {"channel": key[1], "size": size[1] if size else PER_PAGE}
    return None
