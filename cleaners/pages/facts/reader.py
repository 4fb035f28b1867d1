"""``read_facts``: the page's lines, head and marks brought together.  Every rule stands in a file of its own."""

from __future__ import annotations

from datetime import datetime

from cleaners.pages.facts.authors import named_author
from cleaners.pages.facts.byline import Byline, may_be_byline, read_byline
from cleaners.pages.facts.card import Card, read_card
from cleaners.pages.facts.column import find_column, read_breadcrumb
from cleaners.pages.facts.found import PageFacts
from cleaners.pages.facts.headline import find_headline, known_names
from cleaners.pages.facts.hinted import read_hinted
from cleaners.pages.facts.marks import read_marks
from cleaners.pages.facts.meta import read_meta
from cleaners.pages.facts.published import choose_author, choose_date, choose_source, read_visible
from cleaners.pages.lines import BORDER, Line
from cleaners.pages.page import PageHints
from cleaners.pages.tree import PageTree

_PARAGRAPH = 30
#: The headline and the lines under it where the author is named.
_BYLINE_LINES = 8


def read_facts(
    tree: PageTree,
    lines: list[Line],
    url: str | None = None,
    fetched_at: datetime | None = None,
    hints: PageHints | None = None,
) -> PageFacts:
    """Title, date, source, author, column and card of one page, ``lines`` its visual lines.  Never raises on a broken
    page."""
    root = tree.root
    meta, marks = read_meta(root), read_marks(tree.source)
    card = read_card(lines)
    bylines = _bylines(lines, card, fetched_at)
    steps = read_breadcrumb(lines)
    names = known_names(lines, meta, steps)
    hinted = read_hinted(root, hints)
    stated = [(hinted.title or "").replace(BORDER, " "), marks.title, meta.title, meta.social_title]
    headline = find_headline(lines, meta, stated, set(bylines), names)
    seen = read_visible(lines, bylines, headline, card)
    published_at, time_known = choose_date(seen, meta, marks, card, url, hinted, fetched_at)
    start = headline.last if headline.last is not None else 0
    tail = {index: byline for index, byline in bylines.items() if index > start}
    author = named_author(lines[start : start + _BYLINE_LINES])
    source = choose_source(seen, meta, marks, card, hinted, lines, tail, author)
    return PageFacts(
        title=headline.text,
        published_at=published_at,
        time_known=time_known,
        source_name=source,
        author=choose_author(seen, meta, source, author),
        column=find_column(steps, meta, headline.text),
        card=card.pairs,
        card_nodes=card.nodes,
        title_node=lines[headline.first].block if headline.first is not None else None,
        info_node=lines[seen.line].block if seen.line is not None else None,
        says_article=bool(meta.title or marks.title or marks.moment or meta.dates),
        names_column=bool(meta.column),
        titled=headline.sure and headline.first is not None,
        dated=bool(seen.date),
        labelled=bool(seen.date and seen.date.labelled),
        dates=sum(1 for i, byline in bylines.items() if byline.when and lines[i].linked < 0.5),
        shown=sum(len(line.words) for line in lines),
        linked=sum(int(len(line.words) * line.linked) for line in lines),
        prose=sum(len(line.words) for line in lines if line.linked < 0.5 and len(line.words) > _PARAGRAPH),
        rows=sum(1 for line in lines if line.linked > 0.5 and len(line.words) > 7),
        is_wechat=marks.is_wechat,
    )


def _bylines(lines: list[Line], card: Card, fetched_at: datetime | None) -> dict[int, Byline]:
    """The lines that are bylines; long ones cannot be."""
    found: dict[int, Byline] = {}
    for line in lines:
        if line.index in card.lines or not may_be_byline(line.text):
            continue
        byline = read_byline(line.marked, fetched_at)
        if byline:
            found[line.index] = byline
    return found
