"""Hanweb's later lists: a shell page that names its query, then ``POST /queryList`` with ``current`` counted up.

History: the shell holds an empty ``div`` and ``loadPageData({current: 1, unitid: "…", webSiteCode: ["…"], channelCode:
["…"], perPage: 20})``; the answer's ``urls`` is JSON inside a string, ``pc`` on Jiangxi and ``common`` on NDCPA (2025,
2026).  A shell that was rendered by the server already (2025-11) holds rows: they are read by structure, and the
query is asked for what follows.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode, urljoin

import scrapy
from scrapy.http import Response

from crawlers.errors import ListError
from crawlers.listing import ListPage
from crawlers.listing.json_rows import JsonFields, read_json_list
from crawlers.spiders.base import Walk
from crawlers.spiders.shell import FORM, ShellSpider

QUERY = "/queryList"
_FIELDS = JsonFields(
    rows="data.results",
    title="source.title",
    url="source.urls.pc|source.urls.common",
    date="source.pubDate",
)


class HanwebQuerySpider(ShellSpider):
    """Reads the shell, then the answers to the query that it names."""

    def find_query(self, text: str, walk: Walk) -> dict[str, str] | None:
        unit = read_query(text)
        return {"size": unit["pageSize"], **unit} if unit else None

    def read_answer(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        page = read_json_list(body, walk.column.url, _FIELDS)
        if not page.rows and b'"results"' not in body:
            raise ListError(f"{self.source.id}: {response.url} answers without 'data.results'")
        return page

    def ask(self, walk: Walk, unit: dict[str, str], number: int) -> scrapy.Request | None:
        url = urljoin(walk.column.url, QUERY)
        told = {name: value for name, value in unit.items() if name != "size"}
        body = urlencode({"current": str(number), **told})
        headers = {**FORM, "Referer": walk.column.url}
        return self.list_request(walk, url, key=f"{url}#{body}", method="POST", body=body, headers=headers)


def read_query(text: str) -> dict[str, str] | None:
    """What ``/queryList`` wants to be told, as the shell's script says it; ``None`` where it names no channel.

    ``loadPageData({unitid:"9",webSiteCode:["wjw"],channelCode:["tzgg"],perPage:15})`` gives unitid 9,
    ``webSiteCode[]`` wjw, ``channelCode[]`` tzgg and pageSize 15.
    """
    site, channel = _value("webSiteCode", text), _value("channelCode", text)
    if site is None or channel is None:
        return None
    asked = {
        "pageSize": _value("perPage", text) or _value("pageSize", text) or "20",
        "webSiteCode[]": site,
        "channelCode[]": channel,
    }
    unit = _value("unitid", text)
    return {**asked, "unitid": unit} if unit else asked


def _value(name: str, text: str) -> str | None:
    match = re.search(rf"""\b{name}["']?\s*[:=]\s*\[?\s*["']?([\w-]+)""", text, re.IGNORECASE)
    return match[1] if match else None
