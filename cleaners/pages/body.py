"""Which element holds the article: a known container with a check, otherwise the node of the largest net value.

Net value of a line: its characters if it is punctuated like prose, less what stands in links.  Lists of links count
against a node, table cells and short lines hardly count.  What stands at the node's edges is cut by ``edges``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from lxml.html import HtmlElement

from cleaners.pages.blocks import Block, Blocks

#: Containers by publishing system, not by site (families.md, 1-14).  The inner one of two that agree is taken.
_IDS = re.compile(
    r"^(?:js_content|UCAP-CONTENT|zoom|zoomcon|vsb_content(?:_\d+)?|ivs_content|xw_box|ContTextSize|detailContent|"
    r"article_content|artibody|fontzoom|endText)$",
    re.I,
)
_CLASSES = re.compile(
    r"(?:^|\s)(?:TRS_Editor|TRS_UEDITOR|TRS_PreAppend|v_news_content|pages_content|rich_media_content|"
    r"j-fontContent|article-content|entry-content|post-body|article_content|post_text|main-content)(?:\s|$)",
    re.I,
)
#: The share of the best node's worth that a known container must hold to be believed.
_MOST = 0.6
#: What a character of an unpunctuated line and of a table row is worth, against one of prose.
_SHORT_LINE = 0.15
_CELL = 0.5
#: A list item that is a link costs at least this many characters of prose.
_LINK_COST = 6


@dataclass(frozen=True, slots=True)
class Chosen:
    """The chosen nodes in page order (usually one), their half-open range of lines, and how they were found."""

    elements: tuple[HtmlElement, ...]
    start: int
    end: int
    by: str


def worth(line: Block, *, hidden_counts: bool = False) -> float:
    """Net value of one line in characters of prose; negative for links."""
    if (line.hidden and not hidden_counts) or line.aside:
        return 0.0
    own = len(line.text) - line.linked
    if line.is_links:
        return -float(max(line.linked, _LINK_COST))
    if line.row:
        return own * _CELL - line.linked
    if line.stops or line.points > 1:
        return float(own - line.linked)
    return own * _SHORT_LINE - line.linked


def choose_body(blocks: Blocks, hint: str | None = None) -> Chosen | None:
    """The node that holds the article; ``None`` where nothing on the page is worth anything.

    ``hint`` is a source's own selector: taken where its node is worth most of what the best one is.
    """
    chosen = _choose(blocks, hidden_counts=False)
    if chosen is None or _sum(blocks, chosen, hidden_counts=False) < 40:
        second = _choose(blocks, hidden_counts=True)
        chosen = second or chosen
    return chosen


def _sum(blocks: Blocks, chosen: Chosen, *, hidden_counts: bool) -> float:
    return sum(worth(line, hidden_counts=hidden_counts) for line in blocks.lines[chosen.start : chosen.end])


def _choose(blocks: Blocks, *, hidden_counts: bool) -> Chosen | None:
    totals = [0.0, *accumulate(worth(line, hidden_counts=hidden_counts) for line in blocks.lines)]
    best: HtmlElement | None = None
    most = 0.0
    known: tuple[HtmlElement, float] | None = None
    for element, (start, end) in blocks.ranges.items():
        value = totals[end] - totals[start]
        if value > most:  # inner elements come first, so of equals the innermost stays
            best, most = element, value
        if value > 0 and _is_known(element) and (known is None or value > known[1]):
            known = (element, value)
    if known is not None and known[1] >= _MOST * most:
        return Chosen((known[0],), *blocks.ranges[known[0]], "known container")
    if best is None:
        return None
    return Chosen((best,), *blocks.ranges[best], "largest value")


def _is_known(element: HtmlElement) -> bool:
    name, classes = element.get("id"), element.get("class")
    return bool(name and _IDS.match(name.strip())) or bool(classes and _CLASSES.search(classes))
