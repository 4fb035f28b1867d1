"""How much a line looks like a headline: by its element, its place among other lines, its words."""

from __future__ import annotations

import re
from itertools import islice

from lxml.html import HtmlElement

from cleaners.pages.lines import Line

#: An element that holds so few others is named for what it shows.
_FEW_INSIDE = 2
#: <p><b><font size=6>: so deep at most.
_FEW_IN_ALL = 5
_LARGE, _LARGE_SIZES = 3.0, frozenset(("5", "6", "7", "+2", "+3", "+4"))
HEADING = {"h1": 3.0, "h2": 2.5, "h3": 2.0, "h4": 1.0, "h5": 0.5}
#: How official papers are called.
_PAPER = re.compile(
    r"(?:通知|公告|通告|意见|办法|决定|规定|方案|解读|细则|批复|指南|公示|措施|计划|规划|条例|报告|的函)(?:[(（].{1,8}[)）])?$"
)
_TITLE_CLASS = re.compile(
    r"(?:^|[-_\s])(?:\w*title|\w*tit|bt|\w*_bt|con-title|headline|topic|activity-name|subject)(?:$|[-_\s\d])",
    re.I,
)
ORGAN = re.compile(r"(?:委员会|管理局|人民政府|政府|办公厅|办公室|中心|协会|医院|学会|网站?|[厅局委])$")
_SENTENCE_END = "。；;，,：:"
MOST_BY_ELEMENT, MOST_BY_WORDS = 5.0, 1.0
_NEAR = 6


def look(line: Line, bylines: set[int], last: int) -> float:
    """How much the line looks like a headline, by its element, its links and the byline below it."""
    return by_place(line, bylines, last) + by_element(line)


def by_place(line: Line, bylines: set[int], last: int) -> float:
    score = -4.0 if line.linked > 0.5 else 0.0
    near = next((i for i in range(last + 1, last + 1 + _NEAR) if i in bylines), None) if bylines else None
    if near is not None:
        score += 3.0 - 0.3 * (near - last - 1)
    elif line.index - 1 in bylines or line.index - 2 in bylines:
        score += 1.0
    return score


def by_element(line: Line) -> float:
    """At most ``MOST_BY_ELEMENT``.  The line's element, and those that hold little else: names and headings may be
    given to any of them."""
    block = line.block
    nodes = [block]
    parent = block.getparent()
    if parent is not None and block.getnext() is None and block.getprevious() is None:
        nodes.append(parent)
    # Counting all children of a long article would take as long as reading it.
    inner = list(islice(block, _FEW_INSIDE + 1))
    if len(inner) <= _FEW_INSIDE:
        nodes.extend(child for child in inner if isinstance(child.tag, str))
    heading = max(HEADING.get(node.tag, 0.0) for node in nodes)
    whole = len(line.parts) == 1  # else only a part of it is large: the site's name, a first letter
    if heading < _LARGE and whole and any(_is_large(node) for node in islice(block.iter(), _FEW_IN_ALL)):
        heading = _LARGE
    named = any(_TITLE_CLASS.search(f"{node.get('class', '')} {node.get('id', '')}") for node in nodes)
    return heading + 2.0 if named else heading


def _is_large(node: HtmlElement) -> bool:
    """``<font size=6>``: the headings of pages made before style sheets."""
    return node.tag == "font" and (node.get("size") or "").strip() in _LARGE_SIZES


def by_words(text: str) -> float:
    """At most ``MOST_BY_WORDS``: how the line ends."""
    if text[-1] in _SENTENCE_END:
        return -3.0
    if _PAPER.search(text):
        return MOST_BY_WORDS
    return -2.0 if ORGAN.search(text) and "关于" not in text else 0.0
