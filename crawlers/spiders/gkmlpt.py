"""政府信息公开平台 gkmlpt of Guangdong's offices: lists as JSON, 100 rows a page, by category and site number.

History: ``GET <base>/gkmlpt/api/all/<category>?page=<n>&sid=<SID>`` gives ``articles[]`` with ``title``, ``url`` (or
``post_url``) and times in seconds (clients of 2022 to 2026-09); ``SID`` and the tree of categories stand in
``window._CONFIG`` of every page of the platform (seen on 广州市卫生健康委员会 2026-08).  Its index holds no rows.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any
from urllib.parse import urldefrag, urlsplit

import scrapy
from scrapy.http import Response

from crawlers.errors import ListError
from crawlers.listing import ListPage
from crawlers.listing.json_rows import JsonFields, read_json_list
from crawlers.source_parts import Column
from crawlers.spiders.base import Walk
from crawlers.spiders.shell import ShellSpider

PER_PAGE = "100"
_FIELDS = JsonFields(
    rows="articles",
    title="title",
    url="url|post_url",
    date="display_publish_time|first_publish_time|date|create_time|created_at",
)
_SID = re.compile(r"""\bSID\s*:\s*["'](\d{1,12})["']""")
_TREE = re.compile(r"\bTREE\s*:\s*(?=\[)")


class GkmlptSpider(ShellSpider):
    """A column is a category: named by ``values: {category, sid}``, by ``…/index#557``, or by its name in the tree."""

    def first_request(self, walk: Walk) -> scrapy.Request | None:
        values = walk.column.values
        if "category" in values and "sid" in values:
            walk.unit = {"category": values["category"], "sid": values["sid"], "size": PER_PAGE}
            return self._query(walk, walk.unit, 1)
        return super().first_request(walk)

    def find_query(self, text: str, walk: Walk) -> dict[str, str] | None:
        return read_platform(text, walk.column)

    def read_shell(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        if walk.unit is None:
            names = "、".join(name for name, _ in categories(body.decode("utf-8", "replace")))[:300]
            told = f"; the tree has {names}" if names else " (no window._CONFIG with SID and TREE)"
            raise ListError(f"{self.source.id}: {response.url} has no category {walk.column.name!r}{told}")
        return ListPage()

    def read_answer(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        page = read_json_list(body, walk.column.url, _FIELDS)
        if not page.rows and b'"articles"' not in body:
            raise ListError(f"{self.source.id}: {response.url} answers without 'articles'")
        return page

    def ask(self, walk: Walk, unit: dict[str, str], number: int) -> scrapy.Request | None:
        base = platform_of(walk.column.url)
        return self.list_request(
            walk, f"{base}/gkmlpt/api/all/{unit['category']}?page={number}&sid={unit['sid']}"
        )


def platform_of(url: str) -> str:
    """``https://www.zhaoqing.gov.cn/zqhjj/gkmlpt/index#21023`` belongs to ``https://www.zhaoqing.gov.cn/zqhjj``."""
    parts = urlsplit(urldefrag(url).url)
    return f"{parts.scheme}://{parts.netloc}{parts.path.partition('/gkmlpt')[0].rstrip('/')}"


def read_platform(text: str, column: Column) -> dict[str, str] | None:
    """Site number and category of a column; ``None`` where the page does not say them.

    ``SID: '200035'`` and ``TREE: [{"id":557,"name":"规范性文件","children":[]}]`` give category 557 for the column
    规范性文件.
    """
    sid = _SID.search(text)
    written = column.values.get("category") or urldefrag(column.url).fragment
    category = written if written.isdigit() else dict(categories(text)).get(column.name)
    return {"category": category, "sid": sid[1], "size": PER_PAGE} if sid and category else None


def categories(text: str) -> list[tuple[str, str]]:
    """Name and number of each category of the tree, parents before their children."""
    found = _TREE.search(text)
    if not found:
        return []
    try:
        tree, _ = json.JSONDecoder().raw_decode(text, found.end())
    except (ValueError, RecursionError):
        return []
    return list(_flat(tree))


def _flat(nodes: Any) -> Iterator[tuple[str, str]]:
    for node in nodes if isinstance(nodes, list) else []:
        if isinstance(node, dict) and "id" in node and "name" in node:
            yield str(node["name"]), str(node["id"])
            yield from _flat(node.get("children"))
