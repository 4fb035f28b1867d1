"""What a page's head states about itself: the standard tags of 《政府网站发展指引》 and those of portals, and JSON-LD.

Names are compared without case, values are folded and freed of markup.  Nothing here is believed yet: the other
files check each statement against what the reader sees.
"""

from __future__ import annotations

import html
import json
import re
from dataclasses import dataclass
from typing import Any

from lxml.html import HtmlElement

from cleaners.pages.lines import plain, words

_TITLES = ("articletitle",)
_SOCIAL_TITLES = ("og:title", "twitter:title")
#: In order of trust; all mean the time of first publication.
_DATES = (
    "pubdate",
    "firstpublishedtime",
    "article:published_time",
    "og:published_time",
    "publishdate",
    "publishtime",
    "publish_time",
    "publish_date",
    "og:time",
    "og:release_date",
    "dc.date",
    "datepublished",
)
_SOURCES = ("contentsource", "source", "article:source", "og:source")
_COLUMNS = ("columnname",)
_SITES = ("sitename", "og:site_name", "application-name", "apple-mobile-web-app-title")
_JSON_LD_LIMIT = 200_000


@dataclass(slots=True)
class MetaTags:
    """The head's statements; every text is folded, ``None`` where the page makes none."""

    title: str | None = None
    social_title: str | None = None
    #: Raw date texts in order of trust.
    dates: tuple[str, ...] = ()
    source: str | None = None
    author: str | None = None
    column: str | None = None
    sites: tuple[str, ...] = ()
    page_title: str = ""

    def is_name(self, text: str) -> bool:
        """Is ``text`` only the name of the site or of the column?

        A wrong template puts them where the title belongs: ``ArticleTitle`` and ``ColumnName`` both ``主动公开文件``.
        """
        key = words(text)
        return not key or key in {words(name) for name in (*self.sites, self.column or "")}


def read_meta(root: HtmlElement) -> MetaTags:
    """The first value that is not empty of every tag, whatever its case, order of attributes or line breaks."""
    found: dict[str, str] = {}
    for tag in root.iter("meta"):
        name = tag.get("name") or tag.get("property") or tag.get("itemprop")
        value = tag.get("content")
        if name and value:
            key = "".join(name.split()).lower()
            text = plain(html.unescape(value))
            if text and key not in found:
                found[key] = text
    page_titles = [plain(node.text_content()) for node in root.iter("title") if node.getparent() is not None]
    meta = MetaTags(
        title=_first(found, _TITLES),
        social_title=_first(found, _SOCIAL_TITLES),
        dates=tuple(found[name] for name in _DATES if name in found),
        source=_first(found, _SOURCES),
        author=_first(found, ("author", "article:author", "og:article:author")),
        column=_first(found, _COLUMNS),
        sites=tuple(found[name] for name in _SITES if name in found),
        page_title=next((title for title in page_titles if title), ""),
    )
    _add_json_ld(root, meta)
    return meta


def _first(found: dict[str, str], names: tuple[str, ...]) -> str | None:
    return next((found[name] for name in names if name in found), None)


def _add_json_ld(root: HtmlElement, meta: MetaTags) -> None:
    """``{"@type": "NewsArticle", "headline": …, "datePublished": …}`` fills what the tags left open."""
    for script in root.iterfind('.//script[@type="application/ld+json"]'):
        text = script.text or ""
        if not text or len(text) > _JSON_LD_LIMIT:
            continue
        for record in _records(text):
            headline, published = record.get("headline"), record.get("datePublished") or record.get("pubDate")
            if isinstance(headline, str) and not meta.social_title:
                meta.social_title = plain(html.unescape(headline))
            meta.author = meta.author or _person(record.get("author"))
            if isinstance(published, str):
                meta.dates = (*meta.dates, published)


def _person(value: object) -> str | None:
    """``{"@type": "Person", "name": "江心"}``; an organisation is no author."""
    if isinstance(value, list):
        value = value[0] if value else None
    if isinstance(value, dict) and value.get("@type") == "Person" and isinstance(value.get("name"), str):
        return plain(html.unescape(value["name"])) or None
    return None


def _records(text: str) -> list[dict[str, Any]]:
    try:
        data = json.loads(text, strict=False)
    except (ValueError, RecursionError):
        return []
    items = data if isinstance(data, list) else [data]
    graphs = [item.get("@graph") for item in items if isinstance(item, dict)]
    nested = [entry for graph in graphs if isinstance(graph, list) for entry in graph]
    return [item for item in (*items, *nested) if isinstance(item, dict)]


_META_HTML_DATE = re.compile(r"(\d{4}-\d\d-\d\d)-(\d\d:\d\d)")


def readable_date(text: str) -> str:
    """gov.cn's ``2007-08-20-23:59:59`` and ISO's ``T`` in the form that ``cleaners.dates`` reads."""
    return _META_HTML_DATE.sub(r"\1 \2", text)
