"""Tables: which ones hold data, and their rows.  Tables that only lay out a page are read as blocks elsewhere."""

from __future__ import annotations

from collections.abc import Iterator
from typing import NamedTuple

from lxml.html import HtmlElement

from cleaners.pages.lines import fold

_UNSEEN = frozenset(
    ("script", "style", "noscript", "template", "select", "textarea", "button", "svg", "iframe")
)
_BREAKING = frozenset(("p", "div", "br", "li", "section", "h1", "h2", "h3", "h4", "h5", "h6"))
#: A cell longer than this holds an article, not a datum (the longest seen in notices' tables: 700).
_LONGEST_CELL = 1200
#: Above this share of link text a table is a list of links.
_MOST_LINKED = 0.5


class Row(NamedTuple):
    """A row's element, its cells' folded texts parted by a tab, how many characters stand in links, how many cells
    say something, and the length of the longest."""

    element: HtmlElement
    text: str
    linked: int
    filled: int
    longest: int

    @property
    def size(self) -> int:
        """Characters of its cells."""
        return len(self.text) - self.text.count("\t")


def data_tables(root: HtmlElement) -> dict[HtmlElement, list[Row]]:
    """Tables without inner tables, of two or more rows of two or more filled cells, that are not lists of links."""
    found = {}
    for table in root.iter("table"):
        if next(table.iterdescendants("table", "form", "ul"), None) is not None:
            continue
        rows = list(_rows(table))
        if sum(1 for row in rows if row.filled > 1) < 2:
            continue
        size = sum(row.size for row in rows)
        links = sum(row.linked for row in rows)
        if size and links <= _MOST_LINKED * size and max(row.longest for row in rows) <= _LONGEST_CELL:
            found[table] = rows
    return found


def _rows(table: HtmlElement) -> Iterator[Row]:
    """Each row that says something."""
    caption = table.find("caption")
    if caption is not None and (words := _text(caption)[0]):
        yield Row(caption, words, 0, 1, len(words))
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
        if cells:
            yield Row(row, "\t".join(cells), linked, sum(map(bool, cells)), max(map(len, cells)))


def _text(cell: HtmlElement) -> tuple[str, int]:
    if not len(cell):
        return fold(cell.text or ""), 0
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
    return fold("".join(parts)), linked
