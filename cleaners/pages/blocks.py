"""A page as its lines: every visual line of the tree, in order, and which lines each element holds.

All later steps work on this flat list, so the tree is walked once.  Inline elements are joined, block elements and
``br`` part lines, a data table gives one line a row with cells parted by a tab (see ``tables``).  Scripts, styles and
form controls are not seen by a reader and give no lines.  What a line is worth or means is decided elsewhere.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass, field
from itertools import chain

from lxml.html import HtmlElement

from cleaners.pages.lines import Line, fold
from cleaners.pages.tables import data_tables
from cleaners.pages.tags import ASIDES, BREAKING, HEADINGS, UNSEEN, WECHAT_PROFILE
from cleaners.pages.veils import hides, is_veiled, unveiled, veiled_part

#: More than any page for people has; a flood of cells costs no more than this.
MOST_LINES = 20_000
#: Lines beyond this many are kept as one, so that a flood of them costs little more than its characters.
MOST_BLOCKS = 100_000
_INLINE = -1

_POINTS = re.compile("[，。；：！？、,;!?…]")
_STOPS = re.compile("[。；！？!?;…]")


@dataclass(slots=True, eq=False)
class Block:
    """One line: its folded ``text``, how many of its characters stand in links, and where it stands."""

    text: str
    linked: int
    element: HtmlElement
    hidden: bool = False
    aside: bool = False
    row: bool = False
    #: Spans of ``text`` that no reader sees (``veils``).
    veiled: tuple[tuple[int, int], ...] = ()
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
    """The lines of a page, and for every element that holds any the half-open range of them.

    ``visual`` are the lines as ``facts`` reads them: with their parts, and the cells of tables one by one; the first
    20,000 of them.
    """

    lines: list[Block]
    ranges: dict[HtmlElement, tuple[int, int]]
    visual: list[Line]

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


class _Reading:
    """The line that is being put together, and those that are done."""

    __slots__ = ("aside", "blocks", "hidden", "lines", "linked", "owner", "parts", "rest", "size", "veils")

    def __init__(self, root: HtmlElement) -> None:
        self.blocks: list[Block] = []
        self.rest: list[str] = []  # texts of what is beyond ``MOST_BLOCKS``
        self.lines: list[Line] = []
        self.parts: list[str] = []
        self.linked = self.size = 0
        self.owner = root
        self.hidden = self.aside = self.veils = False

    def close(self, in_table: bool = False) -> None:
        """End the line.  Inside a data table the rows are blocks already, and its cells only lines."""
        parts, linked, size = self.parts, self.linked, self.size
        self.parts, self.linked, self.size = [], 0, 0
        text = fold("".join(parts))
        veiled: tuple[tuple[int, int], ...] = ()
        if self.veils:
            self.veils = False
            text, veiled = unveiled(text)
            parts = [part for part in parts if not is_veiled(part)]
        seen = text if not veiled else fold("".join(parts))
        if seen and len(self.lines) < MOST_LINES:
            self.lines.append(Line(parts, seen, self.owner, len(self.lines), linked / size))
        if text and not in_table:
            linked = round(len(text) * linked / size) if linked else 0
            if len(self.blocks) < MOST_BLOCKS:
                self.blocks.append(Block(text, linked, self.owner, self.hidden, self.aside, False, veiled))
            else:
                self.put_by(text)

    def put_by(self, text: str) -> None:
        """A line of the flood; the block that will hold them all stands already where the first of them stood."""
        if not self.rest:
            self.blocks.append(Block(text, 0, self.owner))
        self.rest.append(text)

    def end(self) -> None:
        """No line follows."""
        if self.rest:
            self.blocks[-1] = Block("\n".join(self.rest), 0, self.blocks[-1].element)

    def add(self, text: str, block: HtmlElement, link: bool, hidden: bool, aside: bool, veil: bool) -> None:
        if text.isspace():
            if self.parts:
                self.parts.append(" ")
            return
        if not self.parts:
            self.owner, self.hidden, self.aside = block, hidden, aside
        if veil:
            text, self.veils = veiled_part(text), True
        self.parts.append(text)
        self.size += len(text)
        if link:
            self.linked += len(text)


def read_blocks(root: HtmlElement) -> Blocks:
    """Every line below ``root``.  Linear in the page's size; no recursion, so no depth is too deep."""
    reading = _Reading(root)
    blocks, add, close = reading.blocks, reading.add, reading.close
    ranges: dict[HtmlElement, tuple[int, int]] = {}
    tables = data_tables(root)
    # What holds inside the element that was entered last; what holds outside of it stands on the stack.
    block, link, hidden, aside, veil, unseen, in_table = root, False, False, False, False, False, False
    # (element, what holds around it, first line of an element that parts lines, else _INLINE)
    stack: list[tuple[HtmlElement, HtmlElement, bool, bool, bool, bool, bool, bool, int]] = []
    for element in chain(root.iter(), (None,)):
        parent = None if element is None else element.getparent()
        while stack and (element is None or stack[-1][0] is not parent):
            left, block, link, hidden, aside, veil, unseen, inside, first = stack.pop()
            if first != _INLINE:
                if reading.parts:
                    close(in_table)
                if not inside and len(blocks) > first:
                    ranges[left] = (first, len(blocks))
            in_table = inside
            if not unseen and stack and (tail := left.tail):
                add(tail, block, link, hidden, aside, veil)
        if element is None:
            break
        tag = element.tag
        if tag.__class__ is not str:  # a comment
            if not unseen and (tail := element.tail):
                add(tail, block, link, hidden, aside, veil)
            continue
        first = _INLINE
        breaks = tag in BREAKING
        if tag == "small" and parent is not None and parent.tag in HEADINGS:
            breaks = True  # <h2>关于…的通知<small>( 2021年07月23日 )</small></h2>
        if breaks:
            if reading.parts:
                close(in_table)
            first = len(blocks)
        stack.append((element, block, link, hidden, aside, veil, unseen, in_table, first))
        if tag in UNSEEN:
            unseen = True
        if unseen:
            continue
        if not breaks:
            link = link or tag == "a"
            veil = veil or (
                (tag == "font" or element.get("style") is not None) and hides(element, inline=True)
            )
        else:
            block, aside = element, aside or tag in ASIDES
            if not hidden and element.get("style") is not None and hides(element):
                hidden, aside = True, aside or element.get("id") == WECHAT_PROFILE
            if tables and tag == "table" and element in tables:
                in_table = True
                for row in tables[element]:
                    if len(blocks) >= MOST_BLOCKS:
                        reading.put_by(row.text)
                        continue
                    ranges[row.element] = (len(blocks), len(blocks) + 1)
                    blocks.append(Block(row.text, row.linked, element, hidden, aside, True))
        if text := element.text:
            add(text, block, link, hidden, aside, veil)
    if reading.parts:
        close()
    reading.end()
    ranges[root] = (0, len(blocks))
    return Blocks(blocks, ranges, reading.lines)
