"""What sort of page the facts point to: an article, a list, nothing at all.

Refused pages were sorted out before (``cleaners.pages.refusals``); where only the body can tell, ``None`` is said.
"""

from __future__ import annotations

import re

from cleaners.pages.facts.found import PageFacts
from cleaners.pages.page import PageKind
from cleaners.pages.tree import PageTree

#: A site's or a column's own address: the folder, its index, ``list.shtml``, ``common_list_2.shtml``.
_LIST_ADDRESS = re.compile(r"(?:^|/)(?:index(?:_\d+)?\.\w+|\w*list(?:_\d+)?\.s?j?html?)?$", re.I)
#: Portals give every article a folder of its own: ``/article/752011223344/``.
_ARTICLE_FOLDER = re.compile(r"/\d{7,}/$")
#: ``show.php?id=311``, ``/n/2011/t20110308_77.html``: one item, by its number.
_ITEM_ADDRESS = re.compile(
    r"/(?!\w*(?:list|col|chan|class|cate|index))[\w/-]+\.\w+\?(?:[^#]*&)?\w*id=\d+|/t\d{8}_\d+\.s?html?$",
    re.I,
)
_CONTENT = ".//img", ".//iframe", ".//embed", ".//object", ".//video"
_LITTLE = 40
_ROWS = 6
#: So many dates of their own are those of rows with excerpts.
_DATED_ROWS = 4
_LINKED = 0.6
_PROSE = 150
#: The prose of a short notice whose headline and date the page shows, beside ten headlines of others.
_SHORT_PROSE = 60


def kind_of(tree: PageTree, url: str | None, facts: PageFacts) -> PageKind | None:
    """The kind as far as head, address and links tell it, or ``None``.

    A page that names its title in the head is an article; one that names its column only is a list; one that shows
    nothing (a shell that a script fills, a redirect) is empty; one that is mostly links, without a date of its own, is
    a list.
    """
    if facts.is_wechat:
        return PageKind.ARTICLE
    if facts.shown < _LITTLE and not facts.says_article and not facts.names_column:
        content = any(tree.root.find(path) is not None for path in _CONTENT)
        return None if content and facts.title else PageKind.EMPTY
    if facts.says_article:
        return PageKind.ARTICLE
    if facts.labelled:
        return None
    if facts.names_column and not (facts.titled and facts.prose >= _SHORT_PROSE):
        return PageKind.LISTING
    path = re.sub(r"^\w+://[^/?#]*|[?#].*$", "", url or "")
    listed = bool(path and _LIST_ADDRESS.search(path)) and not _ARTICLE_FOLDER.search(path)
    if listed and facts.dated and facts.dates < _DATED_ROWS and facts.prose > facts.linked:
        listed = False  # an article whose address ends like a column's: /2024/06/slug/
    mostly_links = facts.linked > _LINKED * facts.shown and not facts.dated
    is_item = facts.dated and (facts.titled or _ITEM_ADDRESS.search(url or "") is not None)
    no_text = facts.prose < (_SHORT_PROSE if is_item else _PROSE)
    no_text = no_text and facts.linked > _LINKED / 2 * facts.shown
    if facts.rows >= _ROWS and (listed or mostly_links or no_text):
        return PageKind.LISTING
    return None
