"""What one look at a source fetches, and what it saw: for ``jianbao sources check``.

A look is a pass like any other, by the same spiders and under the same rules.  Only less is fetched: the newest page of
each column, page 2 of the first column that has rows (the numbering of pages is the commonest error), and one article.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from pathlib import PurePosixPath
from typing import Any
from urllib.parse import urlsplit

from crawlers.listing import ListRow
from crawlers.source import Source

#: Titles of a list that are shown.
TITLES = 3
#: A row that leads to one of these is a file, not a page.
_PAGES = frozenset({"", ".html", ".htm", ".shtml", ".jhtml", ".jsp", ".asp", ".aspx", ".php", ".hrh", ".do"})


class Sample:
    """Holds a look's requests back; a pass that is no look is left alone, and nothing is noted of it."""

    def __init__(self, source: Source, look: bool) -> None:
        self.source, self.look = source, look
        self._lists: dict[str, dict[str, Any]] = {}
        self._ways: dict[str, list[str]] = {}
        self._article_asked = False
        self._page_two_asked = False

    def articles(self, rows: list[ListRow]) -> list[ListRow]:
        """All rows of a pass; of a look the newest one, once, that is a page of the source's own hosts, if any is."""
        if not self.look:
            return rows
        if self._article_asked or not rows:
            return []
        self._article_asked = True
        pages = [row for row in rows if _is_page(row.url)]
        own = [row for row in pages if urlsplit(row.url).hostname in self.source.hosts]
        return (own or pages or rows)[:1]

    def page_two(self, page: int) -> bool:
        """Whether a look reads on after this page of a column that has rows: once."""
        first = page == 1 and not self._page_two_asked
        self._page_two_asked = self._page_two_asked or first
        return first

    def note_list(
        self, column: str, page: int, url: str, rows: Sequence[ListRow], next_url: str | None
    ) -> None:
        """The rows of a page of a column."""
        if not self.look:
            return
        if page > 1:
            noted = self._lists.setdefault(column, {})
            noted["second"] = {"url": url, "rows": len(rows)}
            return
        days = sorted(row.published_on for row in rows if row.published_on)
        self._lists[column] = {
            "url": url,
            "rows": len(rows),
            "dated": len(days),
            "newest": days[-1].isoformat() if days else None,
            "oldest": days[0].isoformat() if days else None,
            "titles": [row.title for row in rows[:TITLES]],
            "next": next_url,
        }

    def note_next(self, column: str, url: str | None) -> None:
        """The address that the family's rule gives for page 2."""
        if self.look and column in self._lists:
            self._lists[column]["next"] = self._lists[column]["next"] or url

    def note_way(self, url: str, meta: Mapping[str, Any]) -> None:
        """The addresses that redirects led through, in order, and the one that was refused in the end, if any."""
        if not self.look:
            return
        way = [str(step) for step in meta.get("redirect_urls", ())][1:]
        refused = meta.get("refused")
        if refused and str(refused) != url.partition("#")[0]:
            way.append(str(refused))
        self._ways[url] = way

    def seen(self) -> dict[str, Any]:
        """``{"lists": {column: …}, "ways": {address asked for: [addresses between it and the answer]}}``."""
        return {"lists": self._lists, "ways": {url: way for url, way in self._ways.items() if way}}


def _is_page(url: str) -> bool:
    return PurePosixPath(urlsplit(url).path).suffix.lower() in _PAGES
