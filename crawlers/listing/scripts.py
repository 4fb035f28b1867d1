"""Rows that stand as data in a script: ``var itemObj=[{"aT":title,"aPd":date,"aU":"{\\"common\\":\\"…\\"}"}]``."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from datetime import date
from typing import Any

from crawlers.listing.addresses import absolute
from crawlers.listing.page import ListRow
from crawlers.listing.row_dates import find_row_dates, fold
from crawlers.listing.rows import squeeze, tidy_title

_TAGS = re.compile(r"<[^>]{1,200}>")
_ADDRESS = re.compile(
    r"^(?:https?:)?/{1,2}\S+$|^\.{0,2}/?[\w./-]+\.(?:s?html?|jhtml|jsp|aspx?|pdf|docx?)(?:\?\S*)?$",
    re.IGNORECASE,
)
_ADDRESS_KEY = re.compile(r"^(?:aU|urls?|link|href|\w*pub_?url|\w*link_?url)$", re.IGNORECASE)
_NO_ARTICLE = re.compile(r"\.(?:jpe?g|png|gif|webp|svg|ico|css|js|json|mp4)(?:\?|$)", re.IGNORECASE)
_FEWEST = 3


def script_rows(bodies: list[str], url: str) -> list[ListRow]:
    """The longest array of objects that have a title and an address each; ``[]`` where there is none."""
    best: list[ListRow] = []
    for body in bodies:
        if len(body) < 80:
            continue
        for array in _arrays(body):
            rows = [row for item in array if (row := _row(item, url))]
            if len(rows) >= _FEWEST and len(rows) * 2 > len(array) and len(rows) > len(best):
                best = rows
    return best


def _arrays(body: str) -> Iterator[list[Any]]:
    decoder = json.JSONDecoder()
    place = 0
    while True:
        place = body.find("[", place)
        if place < 0:
            return
        ahead = body[place + 1 : place + 40].lstrip()
        if not ahead.startswith("{"):
            place += 1
            continue
        try:
            value, end = decoder.raw_decode(body, place)
        except (ValueError, RecursionError):
            place += 1
            continue
        if isinstance(value, list):
            yield value
        place = end


def _row(item: object, url: str) -> ListRow | None:
    if not isinstance(item, dict):
        return None
    texts: list[str] = []
    addresses: list[tuple[bool, str]] = []
    for key, value in _strings(item):
        if not _ADDRESS.match(value):
            texts.append(value)
        elif not _NO_ARTICLE.search(value):
            addresses.append((not _ADDRESS_KEY.search(key), value))
    target = absolute(min(addresses, key=lambda a: a[0])[1], url) if addresses else None
    if not target:
        return None
    day: date | None = None
    titles: list[str] = []
    for text in texts:
        folded = fold(text)
        found = [f for f in find_row_dates(folded) if f.day] if len(folded) <= 30 else []
        if found and len(folded) - (found[0].end - found[0].start) <= 10:
            day = day or found[0].day
        elif re.search(r"[^\W\d_]", folded):
            titles.append(text)
    title = _choose_title(item, titles)
    return ListRow(target, title, day) if title else None


_TITLE_KEY = re.compile(r"title|^aT$|^bt$|^name$|subject|headline", re.IGNORECASE)


def _choose_title(item: dict[str, Any], texts: list[str]) -> str:
    for key, value in item.items():
        if _TITLE_KEY.search(str(key)) and isinstance(value, str) and value.strip():
            return tidy_title(_TAGS.sub("", value))
    short = [squeeze(_TAGS.sub("", t)) for t in texts if len(t) <= 200]
    return tidy_title(max(short, key=len)) if short else ""


def _strings(item: dict[str, Any]) -> Iterator[tuple[str, str]]:
    """Keys and strings of an object, one level into objects and into JSON inside strings, under the outer key."""
    for key, value in item.items():
        if isinstance(value, str) and value.strip().startswith("{") and value.strip().endswith("}"):
            try:
                value = json.loads(value)
            except (ValueError, RecursionError):
                continue
        if isinstance(value, str) and value.strip():
            yield key, value.strip()
        elif isinstance(value, dict):
            yield from ((key, v.strip()) for v in value.values() if isinstance(v, str) and v.strip())


def script_score(rows: list[ListRow]) -> float:
    """How much such rows look like a list of articles (0 to 1), on the scale of ``score.score_group``."""
    n = len(rows)
    if not n:
        return 0.0
    mean = sum(min(30, len(row.title)) for row in rows) / n
    dated = sum(row.published_on is not None for row in rows) / n
    different = len({row.title for row in rows}) / n
    return (n / (n + 3)) * min(1.0, mean / 17) * (0.3 + 0.7 * dated) * different**2
