"""Which element holds the article: a known container with a check, otherwise the node of the largest net value.

Net value of a line: its characters if it is punctuated like prose, less what stands in links.  Lists of links count
against a node, table cells and short lines hardly count.  What stands at the node's edges is cut by ``edges``.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from itertools import accumulate

from cssselect import SelectorError
from lxml.html import HtmlElement

from cleaners.pages.blocks import Block, Blocks

#: Containers by publishing system, not by site (families.md, 1-14).  The inner one of two that agree is taken.
_IDS = re.compile(
    r"^(?:js_content|UCAP-CONTENT|zoom|zoomcon|vsb_content(?:_\d+)?|ivs_content|xw_box|ContTextSize|detailContent|"
    r"article_content|artibody|fontzoom|endText|postmessage_\d+)$",
    re.I,
)
_CLASSES = re.compile(
    r"(?:^|\s)(?:TRS_Editor|TRS_UEDITOR|TRS_PreAppend|v_news_content|pages_content|rich_media_content|"
    r"j-fontContent|article-content|entry-content|post-body|article_content|post_text|main-content)(?:\s|$)",
    re.I,
)
#: The share of the best node's worth that a known container must hold to be believed.
_MOST = 0.6
#: A node worth less than this says nothing; perhaps the body is hidden until a script shows it.
_LITTLE = 40
#: A node that holds less than this share of the best run of lines is the wrong one.
_TOO_LITTLE = 0.45
_SHORTEST_RUN = 150
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
    values = [worth(line) for line in blocks.lines]
    chosen = _hinted(blocks, values, hint) or _choose(blocks, values)
    if chosen is None or sum(values[chosen.start : chosen.end]) < _LITTLE:
        chosen = _choose(blocks, [worth(line, hidden_counts=True) for line in blocks.lines]) or chosen
    run = _best_run(blocks, values)
    if run is not None and (chosen is None or _sum(values, chosen) < _TOO_LITTLE * _sum(values, run)):
        return run
    return chosen


def _sum(values: list[float], chosen: Chosen) -> float:
    return sum(values[chosen.start : chosen.end])


def _hinted(blocks: Blocks, values: list[float], hint: str | None) -> Chosen | None:
    """The node of a source's selector, if it is worth most of what the best node is."""
    if not hint:
        return None
    root = next(reversed(blocks.ranges))
    try:
        found = [element for element in root.cssselect(hint) if element in blocks.ranges]
    except SelectorError:
        return None
    best = _choose(blocks, values)
    for element in found:
        hinted = Chosen((element,), *blocks.ranges[element], "hint")
        if best is None or _sum(values, hinted) >= _MOST * _sum(values, best):
            return hinted
    return None


def _best_run(blocks: Blocks, values: list[float]) -> Chosen | None:
    """The lines in a row that are worth most, wherever they stand: of a cell that also holds lists of links
    (table layouts of 2005), whose node as a whole is worth nothing.  ``None`` where the run is short."""
    best, current, start, place = 0.0, 0.0, 0, (0, 0)
    for index, value in enumerate(values):
        if current <= 0:
            current, start = 0.0, index
        current += value
        if current > best:
            best, place = current, (start, index + 1)
    if best < _SHORTEST_RUN:
        return None
    holder = min(
        (element for element, (a, b) in blocks.ranges.items() if a <= place[0] and place[1] <= b),
        key=lambda element: blocks.ranges[element][1] - blocks.ranges[element][0],
    )
    return Chosen((holder,), *place, "best run")


def _choose(blocks: Blocks, values: list[float]) -> Chosen | None:
    totals = [0.0, *accumulate(values)]
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
