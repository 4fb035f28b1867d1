"""Lists as JSON, by a map of fields in the source file: gov.cn's library, Hanweb's ``/queryList``, gkmlpt and kin.

History: the State Council's library answers ``searchVO.catMap.<kind>.listVO`` or ``searchVO.listVO`` with
``pubtimeStr`` in dots (clients of 2024 to 2026-08); a call that it does not understand is answered 200 with
``"data": null``, so an answer without the place of the rows has failed, it is not "no news".  ``/queryList`` wants a
POST with ``current``, ``webSiteCode[]``, ``channelCode[]`` (NDCPA and Jiangxi 2025-2026); its ``urls`` is JSON inside a
string.  gkmlpt (Guangdong 2026) gives 100 rows a page with times in seconds.
"""

from __future__ import annotations

import json
from collections.abc import Mapping
from urllib.parse import quote, urlencode

import scrapy
from scrapy.http import Response

from crawlers.errors import ListError
from crawlers.listing import ListPage
from crawlers.listing.json_rows import JsonFields, read_json_list
from crawlers.source_parts import ListRequest
from crawlers.spiders.base import SourceSpider, Walk

_FORM = {
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    "X-Requested-With": "XMLHttpRequest",
}


class JsonListSpider(SourceSpider):
    """Asks for a page of a column as the source's ``request`` says and reads the mapped fields."""

    def first_request(self, walk: Walk) -> scrapy.Request | None:
        return self._page(walk)

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        if rows.next_url:
            return self.list_request(walk, rows.next_url)
        asked = self.source.request or ListRequest()
        written = [asked.url or walk.column.url, *asked.form.values()]
        return self._page(walk) if any("{page}" in text for text in written) else None

    def read_rows(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        fields = self.source.fields
        assert fields is not None  # the registry refuses a json_list without
        page = read_json_list(
            body,
            walk.column.url,
            JsonFields(rows=fields.rows, title=fields.title, url=fields.url, date=fields.date or ""),
        )
        if not page.rows and not _has_place(body, fields.rows):
            raise ListError(f"{self.source.id}: {response.url} answers without {fields.rows!r}")
        return page

    def _page(self, walk: Walk) -> scrapy.Request | None:
        asked = self.source.request or ListRequest()
        values = {**walk.column.values, "page": str(asked.first_page + walk.page - 1 + walk.shift)}
        url = filled(asked.url or walk.column.url, {name: quote(value) for name, value in values.items()})
        if asked.method == "GET":
            return self.list_request(walk, url, by_rule=True)
        body = urlencode({name: filled(value, values) for name, value in asked.form.items()})
        headers = {**_FORM, "Referer": walk.column.url}
        return self.list_request(
            walk, url, key=f"{url}#{body}", by_rule=True, method="POST", body=body, headers=headers
        )


def filled(template: str, values: Mapping[str, str]) -> str:
    """``…&p={page}`` with page 2 is ``…&p=2``; other braces stay."""
    for name, value in values.items():
        template = template.replace("{" + name + "}", value)
    return template


def _has_place(body: bytes, path: str) -> bool:
    """Whether the answer has the place where rows would stand, be it empty."""
    try:
        value = json.loads(body)
    except (ValueError, RecursionError):
        return False
    for step in path.split("."):
        if step == "*":
            return True
        if not isinstance(value, dict) or step not in value:
            return False
        value = value[step]
    return value is not None
