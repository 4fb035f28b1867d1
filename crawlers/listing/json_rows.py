"""Rows of a JSON list answer by a field map: gov.cn's policy library, gkmlpt, Hanweb's queryList, channel search."""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from cleaners.dates import CHINA, read_date
from cleaners.pages.decode import decode
from crawlers.listing.addresses import absolute
from crawlers.listing.page import ListPage, ListRow
from crawlers.listing.rows import tidy_title

_CALLBACK = re.compile(r"^[\s;/*]*[\w$.]+\s*\((.*)\)\s*;?\s*$", re.DOTALL)
_TAGS = re.compile(r"<[^<>]{1,200}>")
#: Seconds and milliseconds since 1970, between 1990 and 2100.
_SECONDS = range(631_152_000, 4_102_444_800)


@dataclass(frozen=True, slots=True)
class JsonFields:
    """Where a JSON answer keeps its rows; every path is dotted, and a string on the way may itself be JSON.

    ``rows`` leads to the array (``data.results``; ``*`` goes through every value of an object or array), the others
    start at one item: ``title`` ``source.title``, ``url`` ``source.urls.common``, ``date`` ``source.pubDate``.
    A path may name alternatives with ``|``: ``url`` ``source.urls.common|source.urls.pc``.
    """

    rows: str
    title: str = "title"
    url: str = "url"
    date: str = ""
    #: Path, from the whole answer, to an address of the next page, where the answer says one.
    next: str = ""


def read_json_list(data: bytes | str, url: str, fields: JsonFields) -> ListPage:
    """The rows of a JSON (or JSONP) answer; none where it is no JSON or the path leads nowhere.

    Titles lose the marks of a search engine (``<em>``); a date may be text, seconds or milliseconds since 1970.
    """
    text = decode(data) if isinstance(data, bytes) else data
    answer = _parse(text)
    if answer is None:
        return ListPage()
    found: dict[str, ListRow] = {}
    for item in _items(answer, fields.rows):
        row = _row(item, url, fields)
        if row is not None:
            found.setdefault(row.url, row)
    following = _first(answer, fields.next) if fields.next else None
    return ListPage(list(found.values()), absolute(following, url) if isinstance(following, str) else None)


def _parse(text: str) -> Any:
    for candidate in (text, match[1] if (match := _CALLBACK.match(text)) else ""):
        try:
            return json.loads(candidate, strict=False)
        except (ValueError, RecursionError):
            continue
    return None


def _items(answer: Any, path: str) -> list[Any]:
    items: list[Any] = []
    for value in _walk(answer, path.split(".") if path else []):
        items.extend(value if isinstance(value, list) else [value])
    return items


def _row(item: Any, url: str, fields: JsonFields) -> ListRow | None:
    address, title = _first(item, fields.url), _first(item, fields.title)
    if not isinstance(address, str) or not isinstance(title, str):
        return None
    target = absolute(address, url)
    title = tidy_title(_TAGS.sub("", title))
    if not target or not title:
        return None
    return ListRow(target, title, _day(_first(item, fields.date)) if fields.date else None)


def _first(item: Any, paths: str) -> Any:
    for path in paths.split("|"):
        for value in _walk(item, path.strip().split(".")):
            if value not in (None, "", [], {}):
                return value
    return None


def _walk(value: Any, path: list[str]) -> list[Any]:
    """Every value at the end of the path; a string that holds JSON is opened where the path goes on."""
    if not path:
        return [value]
    if isinstance(value, str):
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            return []
    step, rest = path[0], path[1:]
    if step == "*":
        inner = list(value.values()) if isinstance(value, dict) else value if isinstance(value, list) else []
        return [end for child in inner for end in _walk(child, rest)]
    if isinstance(value, dict):
        return _walk(value[step], rest) if step in value else []
    if isinstance(value, list) and step.isdigit() and int(step) < len(value):
        return _walk(value[int(step)], rest)
    return []


def _day(value: Any) -> date | None:
    if isinstance(value, bool) or value is None:
        return None
    if isinstance(value, str) and not value.strip().isdigit():
        return read_date(value)
    try:
        number = int(value)
    except (TypeError, ValueError):
        return None
    if isinstance(value, str) and len(value.strip()) == 8:
        return read_date(value)
    for seconds in (number, number // 1000):
        if seconds in _SECONDS:
            return datetime.fromtimestamp(seconds, CHINA).date()
    return None
