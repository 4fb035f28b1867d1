"""The page as a reader's eye takes it: one ``Line`` per visual line, in order, with the element it stands in.

Text of inline elements is joined, blocks and ``br`` part lines; scripts, styles and comments are left out.  What a
line *means* (headline, byline, breadcrumb, card) is decided by the other files of this package.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from dataclasses import dataclass, field

from lxml.html import HtmlElement

_UNSEEN_TAGS = "script style noscript template select textarea head title svg object iframe button"
_BLOCK_TAGS = (
    "address article aside blockquote body caption center dd details dir div dl dt fieldset figcaption figure footer "
    "form h1 h2 h3 h4 h5 h6 header hr html li main menu nav ol p pre section small table tbody td tfoot th thead tr ul"
)
#: Elements whose text no reader sees.
UNSEEN = frozenset(_UNSEEN_TAGS.split())
#: Elements that begin a new line.  Unknown ones (ucaptitle, publishtime) are inline.
BLOCKS = frozenset(_BLOCK_TAGS.split())
#: Parts of a line that come from different elements are parted by this mark where the border matters.
BORDER = "\x1f"
#: More than any page for people has; a flood of rows costs no more than this.
MOST_LINES = 20_000

_ZERO_WIDTH = re.compile("[\u200b-\u200f\u2060\ufeff\u00ad]")
_NOT_WORD = re.compile(r"[\W_]+")
_LEFT_OVER_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(slots=True, eq=False)
class Line:
    """One visual line: its parts (white space folded), the block it stands in, and where it is."""

    parts: list[str]
    block: HtmlElement
    index: int = 0
    #: Share of the line's characters that stand inside links.
    linked: float = 0.0
    _text: str | None = field(default=None, repr=False)
    _marked: str | None = field(default=None, repr=False)
    _words: str | None = field(default=None, repr=False)

    @property
    def text(self) -> str:
        """The line as read, white space folded."""
        if self._text is None:
            self._text = fold("".join(self.parts))
        return self._text

    @property
    def marked(self) -> str:
        """The text with ``BORDER`` between parts of different elements."""
        if self._marked is None:
            self._marked = BORDER.join(part for part in map(fold, self.parts) if part)
        return self._marked

    @property
    def words(self) -> str:
        """Letters, digits and Han characters only: what titles are compared by."""
        if self._words is None:
            self._words = words("".join(self.parts))
        return self._words


def fold(text: str) -> str:
    """White space folded to single blanks, zero-width characters dropped."""
    return " ".join((_ZERO_WIDTH.sub("", text) if _ZERO_WIDTH.search(text) else text).split())


def words(text: str) -> str:
    """``《关于…》 的通知`` and ``关于…的通知`` agree by this key: NFKC, letters, digits and Han characters only."""
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text))


def plain(text: str) -> str:
    """A meta value without left-over markup: ``强大力量<div>——热烈祝贺</div>`` gives ``强大力量——热烈祝贺``."""
    if "<" in text:
        text = _LEFT_OVER_TAG.sub("", text)
    return fold(text)


def read_lines(root: HtmlElement) -> list[Line]:
    """The visual lines of the page, in order: the first 20,000, more than any page for people has.

    Linear in the page's size and safe for deeply nested trees.
    """
    lines: list[Line] = []
    parts: list[str] = []
    owner: HtmlElement = root
    linked = total = 0

    def close() -> None:
        nonlocal parts, linked, total
        if parts and len(lines) < MOST_LINES:
            lines.append(Line(parts, owner, len(lines), linked / total if total else 0.0))
        parts, linked, total = [], 0, 0

    def add(text: str, block: HtmlElement, in_link: bool) -> None:
        nonlocal owner, linked, total
        if text.isspace():
            if parts:
                parts.append(" ")
            return
        if not parts:
            owner = block
        parts.append(text)
        total += len(text)
        if in_link:
            linked += len(text)

    _walk(root, close, add)
    close()
    return lines


def _walk(
    root: HtmlElement, close: Callable[[], None], add: Callable[[str, HtmlElement, bool], None]
) -> None:
    """Depth first without recursion; a stack entry is (element, its block, inside a link, on the way out)."""
    stack: list[tuple[HtmlElement, HtmlElement, bool, bool]] = [(root, root, False, False)]
    while stack:
        element, block, in_link, leaving = stack.pop()
        tag = element.tag
        if leaving:
            if tag in BLOCKS:
                close()
        elif tag.__class__ is str and tag not in UNSEEN:
            inner, inner_link = block, in_link
            if tag in BLOCKS:
                close()
                inner = element
            elif tag == "br":
                close()
            elif tag == "a":
                inner_link = True
            if element.text:
                add(element.text, inner, inner_link)
            if len(element):
                stack.append((element, block, in_link, True))
                stack.extend((child, inner, inner_link, False) for child in reversed(element))
                continue
            if tag in BLOCKS:
                close()
        tail = element.tail
        if tail and element is not root:
            add(tail, block, in_link)
