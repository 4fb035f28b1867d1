"""The door ``clean_page``: one page in, what it says out.  Each step is a file of its own; this one joins them."""

from __future__ import annotations

from datetime import datetime

from cleaners.errors import UndecodableError
from cleaners.pages.blocks import read_blocks
from cleaners.pages.body import choose_body
from cleaners.pages.decode import decode
from cleaners.pages.facts import find_attachments, kind_of, read_facts
from cleaners.pages.page import CleanPage, PageHints, PageKind, SiteProfile
from cleaners.pages.refusals import RefusalKind, refused
from cleaners.pages.removals import Ledger
from cleaners.pages.tree import parse_page

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
    refusal = refused(source)
    if refusal is not None:
        return CleanPage(_REFUSED.get(refusal.kind, PageKind.ERROR))
    tree = parse_page(source)
    facts = read_facts(tree, url, fetched_at, hints)
    kind = kind_of(tree, url, facts)
    blocks = read_blocks(tree.root)
    chosen = choose_body(blocks)
    page = CleanPage(
        kind or PageKind.ARTICLE,
        title=facts.title,
        published_at=facts.published_at,
        time_known=facts.time_known,
        source_name=facts.source_name,
        author=facts.author,
        column=facts.column,
        card=facts.card,
        attachments=find_attachments(tree, chosen.elements[0] if chosen else None, url),
    )
    if chosen is None:
        return page
    ledger = Ledger([line.text for line in blocks.lines[chosen.start : chosen.end]])
    page.text, page.removed = ledger.result()
    return page
