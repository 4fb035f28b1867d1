"""The reading of one column (栏目) in one pass, and the rules of what is fetched and when it stops.  Pure: no request.

**The stop rule.**  A pass reads a column from its newest page and goes on while the last ``margin`` rows of a page
hold one that is not *settled*: a row is settled when it was asked for in or before the last pass that read this column
to its end.  So pinned and re-ordered rows at a page's top stop nothing, and what a killed pass fetched is not fetched
again but does not end the next pass either.  A column that was never read to its end is read for ``first_pages`` pages.
With ``since`` a column is read until a page holds nothing as young; known articles are not fetched again, and a
backfill that was cut off goes on at its bookmark (``crawlers.bookmarks``).
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any
from urllib.parse import urldefrag, urlsplit

from crawlers.job import CrawlJob
from crawlers.listing import ListRow
from crawlers.source_parts import Column
from models.known import Known


@dataclass
class Walk:
    """The reading of one column in one pass."""

    column: Column
    settled: datetime | None  # when the last pass began that read this column to its end
    page: int = 1
    seen: set[str] = field(default_factory=set)
    shift: int = 0  # added to page numbers once the family's rule turned out to be off by one
    by_rule: bool = False  # the page's address was made by the rule, not taken from the page before
    complete: bool = False
    listed: int | None = None  # rows of the first page
    dated: int = 0  # those of them that show a day
    asked: dict[str, Any] = field(default_factory=dict)  # how the present page was asked for
    unit: dict[str, str] | None = None  # Hanweb: what the proxy wants to be told
    total: int | None = None  # Hanweb: records of the column
    taken: int = 0  # Hanweb: records asked for

    def place(self) -> dict[str, Any]:
        """What is needed to ask for the present page again in another process; JSON-ready."""
        return {name: getattr(self, name) for name in _PLACE}

    def go_to(self, place: Mapping[str, Any]) -> None:
        """Stand where ``place`` was taken."""
        for name in _PLACE:
            setattr(self, name, place[name])


_PLACE = ("page", "shift", "asked", "unit", "total", "taken")


def fetchable(rows: Iterable[ListRow], list_url: str) -> Iterator[ListRow]:
    """Rows with an http(s) address other than the list's own, each once, without its fragment."""
    met: set[str] = set()
    for row in rows:
        url = urldefrag(row.url).url
        if urlsplit(url).scheme in ("http", "https") and url not in met and url != list_url:
            met.add(url)
            yield ListRow(url, row.title, row.published_on)


def is_wanted(row: ListRow, known: Known | None, walk: Walk, job: CrawlJob) -> bool:
    """Whether the article is fetched: not known, or listed under another title than before; in range."""
    day = row.published_on
    if day is not None and (
        (job.since is not None and day < job.since) or (job.until is not None and day > job.until)
    ):
        return False
    if known is None:
        return True
    if known.first_at is None:
        return known.worth_asking
    return known.column_name == walk.column.name and retitled(known.row_title, row.title)


def goes_on(rows: Sequence[ListRow], known: Mapping[str, Known], walk: Walk, job: CrawlJob) -> bool:
    """Whether the next page of the column is read too: the stop rule above."""
    if job.since is not None:
        days = [row.published_on for row in rows if row.published_on]
        return not days or max(days) >= job.since
    if walk.settled is None:
        return walk.page < job.first_pages
    tail = [known.get(row.url) for row in rows[-job.margin :]]
    return any(one is None or one.asked_at > walk.settled for one in tail)


def retitled(before: str | None, now: str) -> bool:
    """Whether a list shows another title than before; a title that is only cut shorter is the same."""
    one, two = ("".join((title or "").split()).rstrip(".…") for title in (before, now))
    return bool(one and two) and not one.startswith(two) and not two.startswith(one)
