"""The door ``clean_page``: one page in, what it says out.  Each step is a file of its own; this one joins them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

from lxml.html import HtmlElement

from cleaners.errors import UndecodableError
from cleaners.pages.blocks import Blocks, read_blocks
from cleaners.pages.body import Chosen, choose_body
from cleaners.pages.boxes import cut_boxes
from cleaners.pages.citations import cut_citations
from cleaners.pages.decode import decode
from cleaners.pages.edges import WHOLE_SENTENCE, Known, trim_edges
from cleaners.pages.entries import Span, find_entries, read_entry
from cleaners.pages.facts import PageFacts, find_attachments, kind_of, read_facts
from cleaners.pages.own_copies import cut_own_copies
from cleaners.pages.page import CleanPage, PageHints, PageKind, SiteProfile
from cleaners.pages.profiles import cut_profile
from cleaners.pages.refusals import RefusalKind, refused
from cleaners.pages.removals import Ledger
from cleaners.pages.storable import storable
from cleaners.pages.tree import PageTree, parse_page
from cleaners.pages.unshown import show_what_waits
from cleaners.pages.veiled_lines import cut_veiled
from cleaners.pages.watermarks import cut_watermarks
from cleaners.pages.widgets import cut_widgets

#: Fewer characters than this beside a list of links are its footer.
_LITTLE = 40
#: A dated page with fewer rows is an article of scans or files beside its neighbours' links.
_ROWS = 6
#: More than refused pages show (their menus included).
_MUCH = 4_000
_REFUSED = {RefusalKind.BLOCKED: PageKind.BLOCKED, RefusalKind.CONSENT: PageKind.BLOCKED}


def clean_page(
    html: bytes | str,
    url: str | None = None,
    *,
    fetched_at: datetime | None = None,
    charset: str | None = None,
    hints: PageHints | None = None,
    site: SiteProfile | None = None,
) -> CleanPage:
    """What the page says.  Answers for every input: bytes that are no text are a page of kind ``error``."""
    try:
        source = decode(html, charset)
    except UndecodableError:
        return CleanPage(PageKind.ERROR)
    tree = parse_page(source)
    blocks = read_blocks(tree.root)
    refusal = refused(source) if _may_be_refused(source, blocks) else None
    if refusal is not None:
        return CleanPage(_REFUSED.get(refusal.kind, PageKind.ERROR))
    if show_what_waits(tree, blocks.lines):
        blocks = read_blocks(tree.root)
    facts = read_facts(tree, blocks.visual, url, fetched_at, hints)
    kind = kind_of(tree, url, facts)
    page = CleanPage(
        kind or PageKind.ARTICLE,
        title=facts.title,
        published_at=facts.published_at,
        time_known=facts.time_known,
        source_name=facts.source_name,
        author=facts.author,
        column=facts.column,
        card=facts.card,
    )
    spans = find_entries(blocks.lines, fetched_at) if kind is not PageKind.ARTICLE else []
    if spans:
        return storable(_round_up(page, tree, blocks, spans, url))
    chosen = choose_body(blocks, hints.body if hints else None)
    if chosen is None:
        page.attachments = find_attachments(tree, None, url)
        if kind is None and not page.attachments:
            page.kind = PageKind.EMPTY
        return storable(page)
    lines = blocks.lines[chosen.start : chosen.end]
    ledger = Ledger([line.text for line in lines])
    lines = cut_veiled(lines, ledger)
    trim_edges(lines, ledger, _known(blocks, chosen, facts))
    cut_widgets(lines, ledger)
    cut_boxes(lines, ledger)
    cut_own_copies(lines, ledger, facts.title)
    cut_watermarks(ledger)
    cut_citations(ledger)
    if site is not None:
        cut_profile(ledger, site)
    little = _says_little(ledger)
    # Where the text is only in the file, the node that was chosen is as likely the one beside it.
    page.attachments = find_attachments(tree, None if little else chosen.elements[0], url)
    rows = facts.rows - len(page.attachments)
    if kind is None and little and rows >= (_ROWS if facts.dated else 1):
        page.kind = PageKind.LISTING
    if page.kind is PageKind.LISTING and little:
        ledger.cut_lines(0, len(ledger.lines), "list.around")
    page.text, page.removed = ledger.result()
    return storable(page)


def _may_be_refused(source: str, blocks: Blocks) -> bool:
    """Refused pages show little, or WeChat's notice; what shows more need not be looked at twice."""
    shown = sum(len(line.text) for line in blocks.lines)
    return shown < _MUCH or "msg__title" in source


def _says_little(ledger: Ledger) -> bool:
    """What is left is no text of its own: the footer of a list of links."""
    return sum(len(text) for _, text in ledger.left()) < _LITTLE


def _round_up(
    page: CleanPage, tree: PageTree, blocks: Blocks, spans: Sequence[Span], url: str | None
) -> CleanPage:
    """A page of several articles: they are its entries, and its own text is what stands between them."""
    first, last = spans[0].title, spans[-1].end
    inside = {i for span in spans for i in range(span.title, span.end)}
    page.kind = PageKind.LISTING
    page.entries = [read_entry(blocks.lines, span) for span in spans]
    page.text = "\n".join(blocks.lines[i].text for i in range(first, last) if i not in inside)
    page.attachments = find_attachments(tree, None, url)
    page.published_at, page.time_known, page.source_name, page.author = None, False, None, None
    return page


def _known(blocks: Blocks, chosen: Chosen, facts: PageFacts) -> Known:
    front: set[int] = set()
    for node in (facts.title_node, facts.info_node):
        held = _lines_of(blocks, node) if node is not None else set()
        if not _holds_text(blocks, held):
            front |= held
    card = blocks.of(facts.card_nodes)
    inside = range(chosen.start, chosen.end)
    return Known(
        title=facts.title,
        front={i - chosen.start for i in front if i in inside} if len(front) < 12 else set(),
        card={i - chosen.start for i in card if i in inside},
    )


def _lines_of(blocks: Blocks, node: HtmlElement) -> set[int]:
    """The lines of the element of headline or byline, but no sentence in an element of its own inside it.

    ``<div>2024-06-20 10:10<p>主持人：各位媒体朋友，大家上午好！</p></div>``: only the first line is a byline.
    """
    held = blocks.of([node])
    return {
        i
        for i in held
        if (line := blocks.lines[i]).element is node
        or len(line.text) < WHOLE_SENTENCE
        or not line.text.endswith(("。", "！", "？"))
    }


def _holds_text(blocks: Blocks, lines: set[int]) -> bool:
    """Headline or byline share their element with paragraphs that only ``br`` parts: it is no part of the front."""
    return sum("。" in blocks.lines[i].text for i in lines) > 1
