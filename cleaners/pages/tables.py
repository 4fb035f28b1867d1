"""Tables: which ones hold data, and their rows.  Tables that only lay out a page are read as blocks elsewhere."""

from __future__ import annotations

import re
from collections.abc import Iterator

from lxml.html import HtmlElement

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "select", "textarea", "button", "svg", "iframe")
)
_BREAKING = frozenset(("p", "div", "br", "li", "section", "h1", "h2", "h3", "h4", "h5", "h6"))
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
#: A cell longer than this holds an article, not a datum (the longest seen in notices' tables: 700).
_LONGEST_CELL = 1200
#: Above this share of link text a table is a list of links.
_MOST_LINKED = 0.5


def data_tables(root: HtmlElement) -> set[HtmlElement]:
    """Tables without inner tables, of two or more rows of two or more filled cells, that are not lists of links."""
    found = set()
    for table in root.iter("table"):
        if next(table.iterdescendants("table", "form", "ul"), None) is not None:
            continue
        rows = [(cells, linked) for _, cells, linked in rows_of(table)]
        if sum(1 for cells, _ in rows if sum(map(bool, cells)) > 1) < 2:
            continue
        size = sum(len(c) for cells, _ in rows for c in cells)
        links = sum(linked for _, linked in rows)
        longest = max(len(c) for cells, _ in rows for c in cells)
        if size and links <= _MOST_LINKED * size and longest <= _LONGEST_CELL:
            found.add(table)
    return found


def rows_of(table: HtmlElement) -> Iterator[tuple[HtmlElement, list[str], int]]:
    """Each row that says something: its element, its cells' folded texts, how many characters stand in links."""
    caption = table.find("caption")
    if caption is not None and (words := _text(caption)[0]):
        yield caption, [words], 0
    for row in table.iter("tr"):
        cells: list[str] = []
        linked = 0
        for cell in row:
            if cell.tag in ("td", "th"):
                text, in_links = _text(cell)
                cells.append(text)
                linked += in_links
        while cells and not cells[-1]:
            cells.pop()
        if any(cells):
            yield row, cells, linked


def _text(cell: HtmlElement) -> tuple[str, int]:
    parts: list[str] = []
    linked = 0
    stack: list[tuple[HtmlElement, bool, bool]] = [(cell, False, True)]
    while stack:
        element, link, entering = stack.pop()
        if entering and element.tag.__class__ is str and element.tag not in _UNSEEN:
            link_here = link or element.tag == "a"
            if element.tag in _BREAKING:
                parts.append(" ")
            if element.text:
                parts.append(element.text)
                linked += len(element.text) if link_here else 0
            stack.append((element, link, False))
            stack.extend((child, link_here, True) for child in reversed(element))
            continue
        if element is not cell and element.tail:
            parts.append(element.tail)
            linked += len(element.tail) if link else 0
    return " ".join(_ZERO_WIDTH.sub("", "".join(parts)).split()), linked
