"""Hanweb jcms: the first rows stand in the column page, all further ones come from ``dataproxy.jsp`` as XML records.

History: column page ``/col/col<id>/index.html`` with a ``datastore`` inside a script; POST to
``/module/web/jpage/dataproxy.jsp`` (Zhejiang: ``/module/jpage/dataproxy.jsp``, 2020) with record numbers in the query
and ``columnid``, ``unitid``, ``webid``, ``webname`` of the page's script in the form (NHSA 2025-2026, Jiangsu 2025).
Each record is an HTML fragment in CDATA.  One request may ask for three pages of rows, as the sites' own script does.
"""

from __future__ import annotations

import re
from urllib.parse import urlencode, urljoin

import scrapy
from scrapy.http import Response

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.listing import ListPage
from crawlers.source_parts import HanwebUnit
from crawlers.spiders.base import SourceSpider, Walk

PROXY = "/module/web/jpage/dataproxy.jsp"
SLICE_PAGES = 3
PER_PAGE = 15
_HEADERS = {
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    "X-Requested-With": "XMLHttpRequest",
}


class HanwebProxySpider(SourceSpider):
    """Reads the rows of the column page, then slices of records until the total is reached."""

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        if walk.page == 2:
            text = _text(response.meta["stored"].body)
            walk.unit = read_unit(text, response.url, walk.column.url, self.source.hanweb or HanwebUnit())
            walk.total = read_total(text)
            walk.taken = 0
        unit = walk.unit
        if unit is None:
            return super().next_request(walk, response, rows) if walk.page == 2 else None
        # The column page shows some first rows; the slices begin at the first record again, so that none is lost
        # where the page shows fewer than one slice.  What it showed is known by its address.
        if walk.page == 2 and walk.total is not None and len(walk.seen) >= walk.total:
            return None
        if walk.taken and (walk.total is None or walk.taken >= walk.total):
            return None
        start, per_page = walk.taken + 1, unit["perpage"]
        walk.taken += int(per_page) * SLICE_PAGES
        query = urlencode({"startrecord": start, "endrecord": walk.taken, "perpage": per_page})
        form = urlencode(
            {
                "col": "1",
                "appid": "1",
                "webid": unit["webid"],
                "path": "/",
                "columnid": unit["columnid"],
                "sourceContentType": "1",
                "unitid": unit["unitid"],
                "webname": unit["webname"],
                "permissiontype": "0",
            }
        )
        url = f"{unit['proxy']}?{query}"
        return self.list_request(
            walk,
            url,
            key=f"{url}#columnid={unit['columnid']}&unitid={unit['unitid']}",
            method="POST",
            body=form,
            headers={**_HEADERS, "Referer": walk.column.url},
        )


def read_unit(text: str, url: str, column_url: str, given: HanwebUnit) -> dict[str, str] | None:
    """What the proxy wants to be told; ``None`` where neither the source's file nor the page's script says it.

    ``var webid=12;var unitid="6021";var columnid=1688;`` gives webid 12, unitid 6021, columnid 1688; a column's number
    also stands in its address (``/col/col1688/index.html``).
    """
    column = re.search(r"/col/?col(\d+)/", column_url)
    columnid = _value("columnid", text) or (column[1] if column else None)
    unitid = given.unitid or _value("unitid", text)
    if columnid is None or unitid is None:
        return None
    per_page = given.per_page or int(_value("perpage", text, r"\d{1,3}") or PER_PAGE)
    proxy = re.search(r"""["']([^"'\s]*?dataproxy\.jsp)""", text)
    return {
        "columnid": columnid,
        "unitid": unitid,
        "webid": given.webid or _value("webid", text) or "1",
        "webname": given.webname or _value("webname", text) or "",
        "perpage": str(max(1, per_page)),
        "proxy": urljoin(url, given.path or (proxy[1] if proxy else PROXY)),
    }


def _value(name: str, text: str, shape: str = r"[^\"',;&\s})<]+") -> str | None:
    match = re.search(rf"""\b{name}["']?\s*[:=]\s*["']?({shape})""", text, re.IGNORECASE)
    return match[1] if match else None


def read_total(text: str) -> int | None:
    """How many records the column has: ``<totalrecord>756</totalrecord>``."""
    match = re.search(r"<totalrecord>\s*(\d{1,7})\s*</totalrecord>", text, re.IGNORECASE)
    return int(match[1]) if match else None


def _text(body: bytes) -> str:
    try:
        return decode(body)
    except UndecodableError:
        return ""
