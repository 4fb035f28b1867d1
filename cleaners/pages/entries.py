"""Pages of several articles: title, byline and text that repeat.  Each becomes an entry; lists of links have none.

An entry is recognised by its byline (人民日报· 2026-02-11 06:22), which repeats in the same markup; the line before it
is the title, what follows up to the next title is the text.
"""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from lxml.html import HtmlElement

from cleaners.pages.blocks import Block
from cleaners.pages.citations import MARK, has_citations
from cleaners.pages.facts import Byline, read_byline
from cleaners.pages.page import CleanPage, PageKind
from cleaners.pages.removals import Ledger
from cleaners.pages.watermarks import cut_pattern

_DATED = re.compile(r"\d{1,2}\s*[:：]\s*\d\d|(?:19|20)\d\d\s*[-年/.]|前|昨天|今天")
_ORDINAL = re.compile(r"^\d{1,2}\s*[.．、]\s*(?!\d)")
_LONGEST_BYLINE = 60
_SHORTEST_TITLE = 6
_FEWEST = 3
#: No page for people has so many articles; a flood of dated rows is a list.
_MOST_DATED = 5_000
#: Characters of text that an entry has in the mean; shorter ones are the teasers of a list.
_MEAN_TEXT = 40
#: Nearly every entry has at least this much of it.
_LEAST_TEXT = 25
_WITH_TEXT = 0.8
#: The share of the page's prose that entries must hold.
_SHARE = 0.6


@dataclass(frozen=True, slots=True)
class Span:
    """One entry: its title's line, its byline's, and the half-open range of its text."""

    title: int
    byline: int
    end: int
    says: Byline


def find_entries(lines: Sequence[Block], fetched_at: datetime | None) -> list[Span]:
    """The entries of a page in order; empty where it is one article or a list of links."""
    bylines: dict[tuple[str, ...], dict[int, Byline]] = defaultdict(dict)
    dated = [i for i, line in enumerate(lines) if i and len(line.text) <= _LONGEST_BYLINE and _may_date(line)]
    if not _FEWEST <= len(dated) <= _MOST_DATED:
        return []
    for index in dated:
        says = read_byline(lines[index].text, fetched_at)
        if says is not None and (says.when or says.source_name):
            bylines[_markup(lines[index].element)][index] = says
    if not bylines:
        return []
    found = max(bylines.values(), key=len)
    found = {i: says for i, says in found.items() if _is_title(lines[i - 1])}
    if len(found) < _FEWEST:
        return []
    spans = _spans(lines, found)
    sizes = [sum(len(line.text) for line in lines[s.byline + 1 : s.end]) for s in spans]
    inside = {i for span in spans for i in range(span.title, span.end)}
    outside = sum(len(line.text) for i, line in enumerate(lines) if i not in inside and line.points)
    with_text = sum(1 for size in sizes if size >= _LEAST_TEXT)
    if with_text < max(_FEWEST, _WITH_TEXT * len(spans)):
        return []
    if sum(sizes) < _MEAN_TEXT * len(spans) or sum(sizes) < _SHARE * (sum(sizes) + outside):
        return []
    return spans


def read_entry(lines: Sequence[Block], span: Span) -> CleanPage:
    """The entry as a page of its own, its citation marks cut."""
    ledger = Ledger([line.text for line in lines[span.byline + 1 : span.end]])
    if has_citations(ledger.lines) or any(MARK.search(line) for line in ledger.lines):
        cut_pattern(ledger, MARK, "citation.mark")
    text, removed = ledger.result()
    return CleanPage(
        PageKind.ARTICLE,
        title=_ORDINAL.sub("", lines[span.title].text),
        text=text,
        published_at=span.says.when,
        time_known=span.says.time_known,
        source_name=span.says.source_name,
        author=span.says.author,
        removed=removed,
    )


def _may_date(line: Block) -> bool:
    return not line.row and line.points <= 3 and _DATED.search(line.text) is not None


def _spans(lines: Sequence[Block], found: dict[int, Byline]) -> list[Span]:
    places = sorted(found)
    common = _common(lines[places[0]].element, lines[places[-1]].element)
    spans = []
    for place, following in zip(places, [*places[1:], None], strict=True):
        if following is not None:
            end = following - 1
        else:  # the last one ends with its box
            box = _box(lines[place].element, common)
            end = place + 1
            while end < len(lines) and _inside(lines[end].element, box):
                end += 1
        spans.append(Span(place - 1, place, end, found[place]))
    return spans


def _common(first: HtmlElement, last: HtmlElement) -> HtmlElement | None:
    above = {first, *first.iterancestors()}
    return next((e for e in (last, *last.iterancestors()) if e in above), None)


def _box(element: HtmlElement, common: HtmlElement | None) -> HtmlElement:
    """The element that holds one entry and no other: the child of what holds them all."""
    parent = element.getparent()
    while parent is not None and parent is not common:
        element, parent = parent, parent.getparent()
    return element


def _inside(element: HtmlElement, box: HtmlElement) -> bool:
    return element is box or any(parent is box for parent in element.iterancestors())


def _markup(element: HtmlElement) -> tuple[str, ...]:
    """Tag and class of the element and its parent: what repeats is written by one template."""
    parent = element.getparent()
    signs = [
        (e.tag, e.get("class") or "") for e in (element, parent) if e is not None and isinstance(e.tag, str)
    ]
    return tuple(part for sign in signs for part in sign)


def _is_title(line: Block) -> bool:
    return _SHORTEST_TITLE <= len(line.text) <= 120 and line.text[-1] not in "。；，：" and not line.row
