"""Rows of RSS, Atom and JSON Feed.  Nothing is fetched and no entity is expanded."""

from __future__ import annotations

import json
import re
from calendar import timegm
from datetime import UTC, date, datetime
from time import struct_time
from typing import Any

import feedparser  # type: ignore[import-untyped]

from cleaners.dates import CHINA, read_date
from cleaners.pages.decode import decode
from crawlers.listing.addresses import absolute
from crawlers.listing.json_rows import JsonFields, read_json_list
from crawlers.listing.page import ListPage, ListRow
from crawlers.listing.rows import tidy_title

_DOCTYPE = re.compile(r"<!DOCTYPE[^\[>]*(?:\[.*?\]\s*)?>", re.DOTALL | re.IGNORECASE)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>")
#: Characters that are read: some hundred entries with their whole texts.
_LONGEST = 4_000_000
_TAGS = re.compile(r"<[^<>]{1,200}>")
_JSON_FEED = JsonFields(
    rows="items", title="title", url="url|external_url", date="date_published", next="next_url"
)


def read_feed(data: bytes | str, url: str) -> ListPage:
    """The entries of a feed with their days in China, and the next page where the feed is paged (RFC 5005).

    ``<pubDate>Thu, 02 Jan 2025 17:30:00 GMT</pubDate>`` is 2025-01-03 there.  No rows where the data is no feed.
    """
    text = decode(data) if isinstance(data, bytes) else data
    if len(text) > _LONGEST:
        text = _whole_entries(text[:_LONGEST])
    if text.lstrip().startswith("{"):
        return _json_feed(text, url)
    # A document type serves feeds for nothing but entities; without it they stay as they stand.
    text = _DECLARATION.sub("", _DOCTYPE.sub("", text))
    parsed = feedparser.parse(
        text.encode("utf-8", "replace"),
        response_headers={"content-type": "application/xml; charset=utf-8", "content-location": url},
        resolve_relative_uris=False,
    )
    rows: dict[str, ListRow] = {}
    for entry in parsed.entries:
        target = absolute(_address(entry), url)
        title = tidy_title(_TAGS.sub("", str(entry.get("title") or "")))
        if target and title:
            rows.setdefault(target, ListRow(target, title, _entry_day(entry)))
    return ListPage(list(rows.values()), _next(parsed.feed, url))


def _whole_entries(text: str) -> str:
    """A feed that was cut off, up to the end of its last whole entry."""
    end, close = max((text.rfind("</item>") + 7, "</channel></rss>"), (text.rfind("</entry>") + 8, "</feed>"))
    return text[:end] + close if end > 8 else text


def _address(entry: Any) -> str:
    return str(
        entry.get("link") or (entry.get("id") if str(entry.get("id") or "").startswith("http") else "") or ""
    )


def _entry_day(entry: Any) -> date | None:
    for name in ("published", "updated", "created"):
        stamp = entry.get(f"{name}_parsed")
        if isinstance(stamp, struct_time):
            return datetime.fromtimestamp(timegm(stamp), UTC).astimezone(CHINA).date()
        if entry.get(name) and (day := read_date(str(entry[name]))):
            return day
    return None


def _next(feed: Any, url: str) -> str | None:
    for link in feed.get("links", []):
        if link.get("rel") == "next" and link.get("href"):
            return absolute(str(link["href"]), url)
    return None


def _json_feed(text: str, url: str) -> ListPage:
    try:
        version = str(json.loads(text).get("version", ""))
    except (ValueError, AttributeError, RecursionError):
        return ListPage()
    return read_json_list(text, url, _JSON_FEED) if "jsonfeed.org" in version else ListPage()
