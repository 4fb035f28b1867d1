"""How far the reading of a range came: kept while a backfill runs, so that one that was cut off goes on there.

A page of a list is *behind us* once every article that was asked for from it was answered, well or badly.  The bookmark
names the first page that is not: rows of earlier pages are stored, and new ones only push rows to later pages, so
nothing is missed by going on from it.
"""

from __future__ import annotations

from collections.abc import Collection
from dataclasses import dataclass, field
from typing import Any

from crawlers.archive import Archive
from crawlers.job import CrawlJob
from crawlers.spiders.walk import Walk
from models.bookmarks import bookmarks, set_bookmark
from models.retry import retried
from models.sources import Bookmark


@dataclass
class _Page:
    number: int
    place: dict[str, Any]
    waiting: set[str]  # articles asked for and not answered yet


@dataclass
class _Column:
    pages: list[_Page] = field(default_factory=list)
    written: int = 0  # the page that the stored bookmark names


class Bookmarks:
    """The bookmarks of one source during one pass over a range; without a range nothing is kept."""

    def __init__(self, archive: Archive, job: CrawlJob) -> None:
        self.archive, self.job = archive, job
        self._columns: dict[str, _Column] = {}
        self._answered: set[str] = set()

    @property
    def kept(self) -> bool:
        """Whether this pass reads a range that may be taken up again."""
        return self.job.backfill and self.job.since is not None and self.job.until is not None

    def found(self, names: Collection[str]) -> dict[str, Bookmark]:
        """What an earlier pass over the same range left, by column.

        Where that range was read to its end in all these columns there is nothing to go on with: it is read anew.
        """
        if not self.kept:
            return {}
        since, until = self.job.since, self.job.until
        assert since is not None
        assert until is not None
        with self.archive.database.reading() as session:
            left = bookmarks(session, self.archive.source_id, since, until)
        left = {name: mark for name, mark in left.items() if name in names}
        return {} if len(left) == len(names) and all(mark.done for mark in left.values()) else left

    def page_read(self, walk: Walk, place: dict[str, Any], wanted: Collection[str]) -> None:
        """A list page was read, and these articles of it are wanted."""
        if self.kept:
            column = self._columns.setdefault(walk.column.name, _Column())
            column.pages.append(_Page(int(place["page"]), place, set(wanted) - self._answered))
            self._write(walk.column.name)

    def answered(self, url: str) -> None:
        """An article was answered, or it is recorded why not."""
        if not self.kept or url in self._answered:
            return
        self._answered.add(url)
        for name, column in self._columns.items():
            for page in column.pages:
                page.waiting.discard(url)
            self._write(name)

    def end(self, walks: Collection[Walk], *, whole: bool) -> None:
        """The pass is over: columns that were read to the end of the range, with every article answered, are done."""
        for walk in walks:
            name = walk.column.name
            if not self.kept or not whole or not walk.complete:
                continue
            pages = self._columns[name].pages if name in self._columns else []
            if not any(page.waiting for page in pages):
                self._set(name, pages[-1].number if pages else walk.page, {}, done=True)

    def _write(self, name: str) -> None:
        column = self._columns[name]
        while len(column.pages) > 1 and not column.pages[0].waiting:
            column.pages.pop(0)
        first = column.pages[0]
        if first.number != column.written:
            column.written = first.number
            self._set(name, first.number, first.place, done=False)

    def _set(self, name: str, page: int, place: dict[str, Any], *, done: bool) -> None:
        since, until, source_id = self.job.since, self.job.until, self.archive.source_id
        assert since is not None
        assert until is not None
        retried(
            self.archive.database,
            lambda session: set_bookmark(
                session, source_id, name, since, until, page=page, place=place, done=done, at=self.job.as_of
            ),
        )
