"""What a list page says: the types of the door ``read_list``.  No reading happens here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date


@dataclass(frozen=True, slots=True)
class ListRow:
    """One row: an absolute address, the full title, and the day that the list itself prints beside it."""

    url: str
    title: str
    published_on: date | None = None


@dataclass(frozen=True, slots=True)
class ListPage:
    """The rows of the page's main lists in page order, and the address of the next page where there is one."""

    rows: list[ListRow] = field(default_factory=list)
    next_url: str | None = None


@dataclass(frozen=True, slots=True)
class ListHints:
    """CSS selectors of a source, every one optional, each checked before it is believed.

    ``row`` is looked up in the page; ``link``, ``title`` and ``date`` inside a row.  A ``row`` that finds nothing
    with an address and a title is ignored, and the page is read by structure as if there were no hint.
    """

    row: str | None = None
    link: str | None = None
    title: str | None = None
    date: str | None = None
