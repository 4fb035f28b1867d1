"""Lists whose page is a shell: it names a query, and the rows come from the query's answers.

What the page itself shows is read too where its family renders rows on the server.  The first page asked of the query
is chosen so that nothing is lost where the shell shows fewer rows than an answer holds.
"""

from __future__ import annotations

import scrapy
from scrapy.http import Response

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.errors import ListError
from crawlers.listing import ListPage
from crawlers.spiders.base import SourceSpider, Walk

FORM = {
    "Content-Type": "application/x-www-form-urlencoded; charset=UTF-8",
    "X-Requested-With": "XMLHttpRequest",
}


class ShellSpider(SourceSpider):
    """Reads the shell, then the answers to the query that it names.  Families say what both look like."""

    def find_query(self, text: str, walk: Walk) -> dict[str, str] | None:
        """What the query wants to be told, as the shell says it; ``size`` is how many rows an answer holds."""
        raise NotImplementedError

    def read_answer(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        """The rows of an answer; raises ``ListError`` for what is none."""
        raise NotImplementedError

    def ask(self, walk: Walk, unit: dict[str, str], number: int) -> scrapy.Request | None:
        """The request for page ``number`` of the query, from 1."""
        raise NotImplementedError

    def read_shell(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        """The rows that the shell itself shows."""
        return super().read_rows(body, response, walk)

    def without_query(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        """The next page where the shell names no query."""
        return None

    def read_rows(self, body: bytes, response: Response, walk: Walk) -> ListPage:
        if walk.taken:
            return self.read_answer(body, response, walk)
        walk.unit = self.find_query(text_of(body), walk)
        page = self.read_shell(body, response, walk)
        if walk.unit is None and not page.rows:
            raise ListError(f"{self.source.id}: {response.url} names no query and holds no rows")
        return page

    def empty_first_page(self, walk: Walk) -> scrapy.Request | None:
        return self._query(walk, walk.unit, 1) if walk.unit and not walk.taken else None

    def next_request(self, walk: Walk, response: Response, rows: ListPage) -> scrapy.Request | None:
        if walk.unit is None:
            return self.without_query(walk, response, rows)
        if walk.taken:
            return self._query(walk, walk.unit, walk.taken + 1)
        # A shell that shows a whole answer shows the first; one that shows less is followed by the first.
        whole = len(rows.rows) >= int(walk.unit["size"])
        return self._query(walk, walk.unit, 2 if whole else 1)

    def _query(self, walk: Walk, unit: dict[str, str], number: int) -> scrapy.Request | None:
        walk.taken = number
        return self.ask(walk, unit, number)


def text_of(body: bytes) -> str:
    """The page as text; empty where it cannot be decoded."""
    try:
        return decode(body)
    except UndecodableError:
        return ""
