"""Rows by a source's selectors, checked before they are believed; without luck the page is read by structure."""

from __future__ import annotations

from datetime import datetime

from lxml import etree
from lxml.cssselect import CSSSelector, SelectorError

from cleaners.pages.decode import decode
from crawlers.listing import tree
from crawlers.listing.addresses import absolute
from crawlers.listing.groups import Area, Link
from crawlers.listing.page import ListHints
from crawlers.listing.row_dates import find_row_dates, fold
from crawlers.listing.rows import RawRow, read_row, tidy_title

#: A selector whose rows have shorter titles on average points at navigation.
_SHORTEST_MEAN_TITLE = 4


def hinted_rows(
    root: etree._Element, url: str, hints: ListHints, fetched_at: datetime | None
) -> list[RawRow]:
    """The rows under ``hints.row``; ``[]`` where the selector is wrong, finds nothing or finds no titles."""
    if not hints.row:
        return []
    rows: dict[str, RawRow] = {}
    for place, element in enumerate(_select(root, hints.row), start=1):
        row = _row(element, url, hints, place, fetched_at)
        if row is not None:
            rows.setdefault(row.url, row)
    if not rows or sum(len(r.title) for r in rows.values()) < _SHORTEST_MEAN_TITLE * len(rows):
        return []
    return list(rows.values())


def count_hinted(body: bytes, row: str, charset: str | None = None) -> int:
    """How many elements of the page the selector ``row`` finds, whether or not they are rows."""
    root = tree.parse(decode(body, charset))
    return len(_select(root, row)) if root is not None else 0


def _row(
    element: etree._Element, url: str, hints: ListHints, place: int, fetched_at: datetime | None
) -> RawRow | None:
    anchors = _select(element, hints.link) if hints.link else []
    anchors = anchors or ([element] if element.tag == "a" else list(element.iter("a")))
    links: list[Link] = []
    for anchor in anchors:
        target = absolute(anchor.get("href") or "", url)
        if target and (not links or target == links[0].url):
            links.append(Link(anchor, target, place))
    if not links:
        return None
    row = read_row(Area(links[0].url, links, [element], place, element.getparent()), fetched_at)
    title = next((t for e in _select(element, hints.title) if (t := _shown(e))), "") if hints.title else ""
    if row is None:
        return None
    if title and not row.title.startswith(title.rstrip(".…")):
        row.title = title
    for found_in in _select(element, hints.date) if hints.date else []:
        dates = find_row_dates(fold(" ".join(str(t) for t in found_in.itertext())), fetched_at)
        if dates:
            row.date = dates[0]
            break
    return row


def _shown(element: etree._Element) -> str:
    return tidy_title("".join(str(t) for t in element.itertext()))


def _select(element: etree._Element, selector: str) -> list[etree._Element]:
    try:
        found = CSSSelector(selector, translator="html")(element)
    except (SelectorError, etree.XPathError):
        return []
    return [e for e in found if isinstance(e, etree._Element)] if isinstance(found, list) else []
