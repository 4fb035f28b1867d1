"""A visual line as ``facts`` reads it, and the keys that lines are compared by.

The walk that makes lines is in ``blocks``; what a line *means* (headline, byline, breadcrumb, card) is decided in
``facts``.
"""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass, field

from lxml.html import HtmlElement

#: Parts of a line that come from different elements are parted by this mark where the border matters.
BORDER = "\x1f"
_ZERO_WIDTH = re.compile("[\u200b-\u200f\u202a-\u202e\u2060\ufeff\u00ad]")
_NOT_WORD = re.compile(r"[\W_]+")
#: Marks and blanks of running text; the NFKC form of none of them holds a letter or joins its neighbours.
MARKS = " \t\n\u00a0\u3000!\"#%&'()*+,-./:;<=>?@[\\]_|~·—–…“”‘’，。、；：！？（）《》〈〉【】「」『』〔〕％－／｜～"
_MARKS = re.compile(f"[{re.escape(MARKS)}]+")
_LEFT_OVER_TAG = re.compile(r"<[^<>]{0,200}>")


@dataclass(slots=True, eq=False)
class Line:
    """One visual line: its parts as they stand in the elements, its folded text, its block and its place."""

    parts: list[str]
    text: str
    block: HtmlElement
    index: int = 0
    #: Share of the line's characters that stand inside links.
    linked: float = 0.0
    _marked: str | None = field(default=None, repr=False)
    _words: str | None = field(default=None, repr=False)

    @property
    def marked(self) -> str:
        """The text with ``BORDER`` between parts of different elements."""
        if self._marked is None:
            if len(self.parts) == 1:
                self._marked = self.text
            else:
                self._marked = BORDER.join(part for part in map(fold, self.parts) if part)
        return self._marked

    @property
    def words(self) -> str:
        """Letters, digits and Han characters only: what titles are compared by."""
        if self._words is None:
            self._words = words(self.text)
        return self._words


def fold(text: str) -> str:
    """White space folded to single blanks, zero-width characters dropped."""
    folded = " ".join(text.split())
    if folded.isprintable():  # no format character, so none of width zero: nearly every line
        return folded
    return " ".join(_ZERO_WIDTH.sub("", text).split())


def words(text: str) -> str:
    """``《关于…》 的通知`` and ``关于…的通知`` agree by this key: NFKC, letters, digits and Han characters only."""
    key = text if text.isalnum() else _MARKS.sub("", text)
    if key.isalnum() and unicodedata.is_normalized("NFKC", key):  # nearly every line, at half the price
        return key
    return _NOT_WORD.sub("", unicodedata.normalize("NFKC", text))


def plain(text: str) -> str:
    """A meta value without left-over markup: ``强大力量<div>——热烈祝贺</div>`` gives ``强大力量——热烈祝贺``."""
    if "<" in text:
        text = _LEFT_OVER_TAG.sub("", text)
    return fold(text)
