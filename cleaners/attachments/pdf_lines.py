"""The lines of a PDF put together again: paragraphs from printed lines, without what every page repeats.

A PDF knows where its characters stand and nothing of paragraphs.  Chinese documents are set in full lines with the
first one of a paragraph indented by two characters, so the places of the lines tell what belongs together.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Line:
    """One printed line: its words, edges in points (origin below left, as PDF has it), and whether it has cells."""

    text: str
    left: float
    right: float
    bottom: float
    top: float
    #: The gap between two of its words is wider than a character and a half: a row of a table, a line of names.
    parted: bool = False

    @property
    def size(self) -> float:
        """Points from its lower to its upper edge; 0 where the file gives no boxes."""
        return max(self.top - self.bottom, 0.0)


@dataclass(frozen=True, slots=True)
class Page:
    """A page's lines in the order of the file, and its height in points."""

    lines: Sequence[Line]
    height: float


#: Heads, feet and page numbers stand in the outer seventh of a page (government format, GB/T 9704-2012: the page
#: number 7 mm below the text, whose lower margin is 35 of 297 mm).
_MARGIN = 1 / 7
#: A number that says of itself that it is a page's: between two dashes, or counted as a page.
_PAGE_NUMBER = re.compile(
    r"[-—–―－·]\s*\d{1,4}\s*[-—–―－·]|第\s*\d+\s*页(?:\s*[，,/]?\s*共\s*\d+\s*页)?|Page\s*\d+(?:\s*of\s*\d+)?",
    re.I,
)
#: One that may be a page's or a figure of a table: what the pages count together tells.
_BARE_NUMBER = re.compile(r"[-—–―－·\s]*(\d{1,4})(?:\s*/\s*\d{1,4})?[-—–―－·\s]*")
#: From so many pages on, a head is what more than half of them show.
_FEWEST_PAGES = 3

#: What begins a paragraph of its own wherever it stands.
_OPENING = re.compile(
    r"第[一二三四五六七八九十百零\d]{1,5}[章节条]|[一二三四五六七八九十]{1,3}[、．.]|[（(][一二三四五六七八九十\d]{1,3}[）)]"
    r"|\d{1,2}[、．.](?!\d)|附件|附录|[①-⑳●■◆·•]"
)
_TABLE_OF_CONTENTS = re.compile(r"[.…·．]{3,}\s*\d+$")
_CLOSED = tuple("。；：！？.;:!?")


def paragraphs(pages: Iterable[Page]) -> Iterator[str]:
    """The paragraphs of a document, in order.

    Before, printed: ``到 11 月底前建成血液透`` / ``析中心 200 个。`` / ``— 3 —``.
    After: ``到 11 月底前建成血液透析中心 200 个。``
    """
    before: Line | None = None
    parts: list[str] = []
    for page in _without_furniture(list(pages)):
        indented = _indents(page.lines)
        for line in page.lines:
            if before is not None and not _continues(before, line, page.lines, indented):
                yield "".join(parts)
                parts.clear()
            parts.append(_joint(before, line) if parts else line.text)
            before = line
    if parts:
        yield "".join(parts)


def _without_furniture(pages: list[Page]) -> Iterator[Page]:
    """Pages without page numbers, and with a head or foot that most of them share on its first page only.

    Before, at the foot of three pages: ``12`` / ``402`` (a table's last row); ``13`` / ``398``; ``14`` / ``377``, the
    first of each below the second.  After: ``402``; ``398``; ``377``.
    """
    counted = _counted(pages)
    shown = Counter(
        head for page in pages for head in {one.text.strip() for one in page.lines if _outer(one, page)}
    )
    repeated = {
        head
        for head, count in shown.items()
        if count >= _FEWEST_PAGES
        and count > len(pages) / 2  # on left pages alone: at most half
        and not _BARE_NUMBER.fullmatch(head)  # a table may say 0 at the foot of each page
    }
    seen: set[str] = set()
    for index, page in enumerate(pages):
        kept = []
        for line in page.lines:
            if _outer(line, page):
                head = line.text.strip()
                if _PAGE_NUMBER.fullmatch(head) or (index, line) in counted or head in seen:
                    continue
                if head in repeated:
                    seen.add(head)
            kept.append(line)
        yield Page(kept, page.height)


def _counted(pages: list[Page]) -> set[tuple[int, Line]]:
    """Bare numbers that count the pages: outermost, alone at their height, and rising by one from page to page.

    A single page's must be 1.  Figures of a table stand beside others or do not rise with the pages.
    """
    found: list[tuple[int, Line, int]] = []
    for index, page in enumerate(pages):
        for line in page.lines:
            match = _BARE_NUMBER.fullmatch(line.text)
            if match and _outer(line, page) and _outermost(line, page):
                found.append((index, line, int(match[1]) - index))
    starts = Counter(start for _, _, start in found)
    if len(pages) == 1:
        return {(index, line) for index, line, start in found if start == 1}
    return {(index, line) for index, line, start in found if starts[start] > 1}


def _outermost(line: Line, page: Page) -> bool:
    """Nothing stands beside the line nor between it and the nearer edge of the page."""
    others = [one for one in page.lines if one is not line and one.size]
    if line.bottom < page.height / 2:
        return all(one.bottom >= line.top for one in others)
    return all(one.top <= line.bottom for one in others)


def _outer(line: Line, page: Page) -> bool:
    edge = _MARGIN * page.height
    return bool(line.size) and (line.bottom < edge or line.top > page.height - edge)


def _indents(lines: Sequence[Line]) -> bool:
    """Whether the page's paragraphs begin with two blank characters: then only that begins one."""
    lefts = Counter(round(line.left) for line in lines if line.size)
    if not lefts:
        return False
    margin = lefts.most_common(1)[0][0]
    return any(1.2 * one.size < one.left - margin < 3.2 * one.size for one in lines if one.size)


def _continues(a: Line, b: Line, lines: Sequence[Line], indented: bool) -> bool:
    """Whether ``b``, a line of ``lines``, goes on with the paragraph of ``a`` (the line before it)."""
    size = min(a.size, b.size)
    if not size or max(a.size, b.size) > 1.2 * size or a.parted or b.parted:
        return False
    # Beside it, after a gap, or up again in another column; the first line of a page follows the last of one before.
    if b is not lines[0] and not 0.5 * size <= a.bottom - b.bottom <= 2.6 * size:
        return False
    if b.left > a.left + 0.5 * size or a.left - b.left > 3.2 * size:
        return False
    if _OPENING.match(b.text) or _TABLE_OF_CONTENTS.search(a.text):
        return False
    if a.text.endswith(_CLOSED) and not indented:
        return False
    return a.right >= _column_edge(a, b, lines) - 1.6 * size and a.right - a.left >= 5 * size


def _column_edge(a: Line, b: Line, lines: Sequence[Line]) -> float:
    """The right edge of the column in which both stand: the farthest of the lines that begin where they do, or with
    the indent of a paragraph."""
    near, far = b.left - 0.6 * b.size, b.left + 3.2 * b.size
    return max([a.right, *(one.right for one in lines if near < one.left < far and not one.parted)])


def _joint(a: Line | None, b: Line) -> str:
    """The words of ``b`` as they go on after ``a``: with a blank between two words of a European language."""
    if a is not None and a.text[-1:].isascii() and a.text[-1:].isalpha() and b.text[:1].isascii():
        return f" {b.text}"
    return b.text
