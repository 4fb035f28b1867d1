"""A field map for a JSON list that nobody described yet: where its rows lie, and which fields are address, title, day.

For a look only; what it finds is shown to a person and checked by reading the list with it.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from typing import Any

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.listing.json_rows import JsonFields, read_json_list

_FEWEST_ROWS = 3
_DEEPEST = 5
_TITLES = ("title", "doctitle", "name", "subject", "headline", "biaoti", "bt")
_URLS = ("url", "link", "href", "docpuburl", "pcurl", "path", "urls")
_DATES = re.compile(r"time|date|riqi|rq", re.IGNORECASE)
_ADDRESS = re.compile(r"^(?:https?:)?/\S+$|^\S+\.s?html?$")


def guess_fields(data: bytes, url: str) -> JsonFields | None:
    """The map that gives the most rows; ``None`` where no array of the answer looks like a list.

    ``{"data": {"results": [{"source": {"title": "…", "url": "/a.html", "pubDate": "2026-03-01"}}]}}`` gives rows
    ``data.results``, title ``source.title``, url ``source.url``, date ``source.pubDate``.
    """
    try:
        answer = json.loads(decode(data), strict=False)
    except (ValueError, RecursionError, UndecodableError):
        return None
    best: tuple[int, int, JsonFields] | None = None
    for path, items in _arrays(answer, ()):
        found = _fields(".".join(path), items)
        if found is None:
            continue
        rows = read_json_list(data, url, found).rows
        key = (len(rows), sum(row.published_on is not None for row in rows))
        if len(rows) >= _FEWEST_ROWS and (best is None or key > best[:2]):
            best = (*key, found)
    return best[2] if best else None


def _arrays(value: Any, path: tuple[str, ...]) -> Iterator[tuple[tuple[str, ...], list[dict[str, Any]]]]:
    if len(path) > _DEEPEST:
        return
    if isinstance(value, list):
        items = [item for item in value if isinstance(item, dict)]
        if len(items) >= _FEWEST_ROWS:
            yield path, items
    elif isinstance(value, dict):
        for name, inner in value.items():
            if "." not in name:
                yield from _arrays(inner, (*path, name))


def _fields(rows: str, items: list[dict[str, Any]]) -> JsonFields | None:
    leaves = list(_leaves(items[0], ()))
    title = _best(leaves, _TITLES, lambda text: len(text) >= 4 and not _ADDRESS.match(text))
    address = _best(leaves, _URLS, lambda text: bool(_ADDRESS.match(text)) or text.startswith("{"))
    if not title or not address or not rows:
        return None
    if any(path == address and text.startswith("{") for path, text in leaves):
        address = f"{address}.pc|{address}.common"
    dates = [path for path, _ in leaves if _DATES.search(path.rpartition(".")[2])]
    date = next((path for path in dates if re.search("pub|first|issue|fabu", path, re.IGNORECASE)), None)
    return JsonFields(rows, title=title, url=address, date=date or (dates[0] if dates else ""))


def _leaves(value: Any, path: tuple[str, ...]) -> Iterator[tuple[str, str]]:
    for name, inner in value.items():
        if "." in name or "|" in name:
            continue
        if isinstance(inner, dict) and len(path) < 2:
            yield from _leaves(inner, (*path, name))
        elif isinstance(inner, str | int) and not isinstance(inner, bool):
            yield ".".join((*path, name)), str(inner).strip()


def _best(leaves: list[tuple[str, str]], names: tuple[str, ...], fits: Any) -> str | None:
    for wanted in names:
        for path, text in leaves:
            if path.rpartition(".")[2].lower() == wanted and fits(text):
                return path
    for path, text in leaves:
        if any(wanted in path.lower() for wanted in names) and fits(text):
            return path
    return None
