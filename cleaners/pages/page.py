"""What one page says: the plain data that ``clean_page`` gives and takes.  No rules live here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum


class PageKind(StrEnum):
    """What sort of page the bytes are."""

    ARTICLE = "article"
    LISTING = "listing"
    EMPTY = "empty"
    BLOCKED = "blocked"
    ERROR = "error"


@dataclass(frozen=True, slots=True)
class Removal:
    """A piece that cleaning cut out (剔除): ``text`` stood at ``offset`` of the kept text, by ``rule``.

    Putting every removal back at its offset, in order, gives the whitespace-folded text of the chosen nodes.
    """

    rule: str
    text: str
    offset: int


@dataclass(frozen=True, slots=True)
class Attachment:
    """A file that the page offers: its name as shown, its absolute address."""

    name: str
    url: str


@dataclass(frozen=True, slots=True)
class PageHints:
    """CSS selectors of a source that help; each is checked before it is believed."""

    body: str | None = None
    title: str | None = None
    date: str | None = None
    source_name: str | None = None


@dataclass(frozen=True, slots=True)
class SiteProfile:
    """Boilerplate learned from many pages of one site: whole lines, and beginnings and ends of paragraphs."""

    site: str
    lines: frozenset[str] = frozenset()
    prefixes: tuple[str, ...] = ()
    suffixes: tuple[str, ...] = ()
    pages: int = 0


@dataclass(slots=True)
class CleanPage:
    """One page, read.

    ``text`` is paragraphs parted by a newline, tables row by row (cells parted by a tab); of a listing it is what
    stands outside its ``entries``.  ``published_at`` is aware (Asia/Shanghai); midnight and ``time_known=False``
    where the page gives a day only.  ``None`` stands for what the page does not say.
    """

    kind: PageKind
    title: str = ""
    text: str = ""
    published_at: datetime | None = None
    time_known: bool = False
    source_name: str | None = None
    author: str | None = None
    column: str | None = None
    card: dict[str, str] = field(default_factory=dict)
    attachments: list[Attachment] = field(default_factory=list)
    entries: list[CleanPage] = field(default_factory=list)
    removed: list[Removal] = field(default_factory=list)
