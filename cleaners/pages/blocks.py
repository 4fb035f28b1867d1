"""A page as its lines: every visual line of the tree, in order, and which lines each element holds.

All later steps work on this flat list, so the tree is walked once.  Inline elements are joined, block elements and
``br`` part lines, a data table gives one line a row with cells parted by a tab (see ``tables``).  Scripts, styles and
form controls are not seen by a reader and give no lines.  What a line is worth or means is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

from cleaners.pages.tables import data_tables, rows_of

UNSEEN = frozenset(
    (
        *("script", "style", "noscript", "template", "select", "textarea", "head", "title"),
        *("svg", "object", "iframe", "button", "audio", "video", "canvas", "applet", "map"),
    )
)
BREAKING = frozenset(
    (
        *(
            "address",
            "article",
            "aside",
            "blockquote",
            "body",
            "caption",
            "center",
            "dd",
            "details",
            "dir",
            "div",
        ),
        *(
            "dl",
            "dt",
            "fieldset",
            "figcaption",
            "figure",
            "footer",
            "form",
            "h1",
            "h2",
            "h3",
            "h4",
            "h5",
            "h6",
        ),
        *(
            "header",
            "hr",
            "html",
            "li",
            "main",
            "menu",
            "nav",
            "ol",
            "p",
            "pre",
            "section",
            "summary",
            "table",
        ),
        *("tbody", "td", "tfoot", "th", "thead", "tr", "ul", "br"),
    )
)
#: Elements that say themselves that they are not the body.
ASIDES = frozenset(("nav", "footer", "aside"))

_ENTER, _INLINE = -1, -2

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2028-\u202e\u2060\ufeff\u00ad]")
_POINTS = re.compile("[，。；：！？、,;!?…]")
_STOPS = re.compile("[。；！？!?;…]")
_NOT_SHOWN = re.compile(r"display\s*:\s*none", re.I)


def fold(text: str) -> str:
    """White space folded to single blanks, zero-width characters dropped."""
    return " ".join(_ZERO_WIDTH.sub("", text).split())


@dataclass(slots=True, eq=False)
class Block:
    """One line: its folded ``text``, how many of its characters stand in links, and where it stands."""

    text: str
    linked: int
    element: HtmlElement
    hidden: bool = False
    aside: bool = False
    row: bool = False
    points: int = field(init=False)
    stops: int = field(init=False)

    def __post_init__(self) -> None:
        self.points = len(_POINTS.findall(self.text))
        self.stops = len(_STOPS.findall(self.text)) if self.points else 0

    @property
    def is_links(self) -> bool:
        """Most of the line is link text."""
        return self.linked * 2 > len(self.text)


@dataclass(slots=True)
class Blocks:
    """The lines of a page, and for every element that holds any the half-open range of them."""

    lines: list[Block]
    ranges: dict[HtmlElement, tuple[int, int]]

    def of(self, elements: Iterable[HtmlElement]) -> set[int]:
        """Indices of the lines inside the elements; for what stands inside a row or a line, of that."""
        found: set[int] = set()
        for element in elements:
            holder: HtmlElement | None = element
            while holder is not None and holder not in self.ranges:
                holder = holder.getparent()
            if holder is not None:
                found.update(range(*self.ranges[holder]))
        return found


class _Line:
    """The line that is being put together."""

    __slots__ = ("aside", "hidden", "lines", "linked", "owner", "parts", "size")

    def __init__(self, root: HtmlElement) -> None:
        self.lines: list[Block] = []
        self.parts: list[str] = []
        self.linked = 0
        self.size = 0
        self.owner = root
        self.hidden = False
        self.aside = False

    def close(self) -> None:
        text = fold("".join(self.parts))
        if text:
            linked = round(len(text) * self.linked / self.size) if self.linked else 0
            self.lines.append(Block(text, linked, self.owner, self.hidden, self.aside))
        self.parts = []
        self.linked = self.size = 0

    def add(self, text: str, block: HtmlElement, link: bool, hidden: bool, aside: bool) -> None:
        if text.isspace():
            if self.parts:
                self.parts.append(text)
            return
        if not self.parts:
            self.owner, self.hidden, self.aside = block, hidden, aside
        self.parts.append(text)
        self.size += len(text)
        if link:
            self.linked += len(text)


def read_blocks(root: HtmlElement) -> Blocks:
    """Every line below ``root``.  Linear in the page's size; no recursion, so no depth is too deep."""
    line = _Line(root)
    ranges: dict[HtmlElement, tuple[int, int]] = {}
    tables = data_tables(root)
    lines = line.lines
    # (element, its block, in a link, hidden, aside, first line when leaving, else _ENTER or _INLINE)
    stack: list[tuple[HtmlElement, HtmlElement, bool, bool, bool, int]] = [
        (root, root, False, False, False, _ENTER)
    ]
    pop, push = stack.pop, stack.append
    while stack:
        element, block, link, hidden, aside, first = pop()
        tag = element.tag
        if first != _ENTER:  # on the way out
            if first != _INLINE:
                if line.parts:
                    line.close()
                if len(lines) > first:
                    ranges[element] = (first, len(lines))
        elif tag.__class__ is str and tag not in UNSEEN:
            breaks = tag in BREAKING
            inner, in_link, unseen, beside = block, link, hidden, aside
            if breaks:
                if line.parts:
                    line.close()
                if tag != "br":
                    inner, beside = element, aside or tag in ASIDES
                    if not hidden and (style := element.get("style")) and "none" in style:
                        unseen = _NOT_SHOWN.search(style) is not None
            elif tag == "a":
                in_link = True
            if tables and element in tables:
                start = len(lines)
                for row, cells, linked in rows_of(element):
                    ranges[row] = (len(lines), len(lines) + 1)
                    lines.append(Block("\t".join(cells), linked, element, unseen, beside, True))
                if len(lines) > start:
                    ranges[element] = (start, len(lines))
            else:
                if text := element.text:
                    line.add(text, inner, in_link, unseen, beside)
                if len(element):
                    push((element, block, link, hidden, aside, len(lines) if breaks else _INLINE))
                    for child in reversed(element):
                        push((child, inner, in_link, unseen, beside, _ENTER))
                    continue
                if breaks and line.parts:
                    line.close()
                    ranges[element] = (len(lines) - 1, len(lines))
        tail = element.tail
        if tail and element is not root:
            line.add(tail, block, link, hidden, aside)
    if line.parts:
        line.close()
    ranges[root] = (0, len(lines))
    return Blocks(lines, ranges)
