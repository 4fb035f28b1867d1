"""What one look found: plain data, the same for the screen and for JSON.  Nothing is decided here."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from crawlers.fingerprints import Fingerprint
from models import Outcome

#: Fields of an article that are looked for, as they are called in Chinese.
FIELDS = {
    "title": "标题",
    "published_at": "发布时间",
    "source_name": "来源",
    "document_number": "文号",
    "attachments": "附件",
    "text": "正文",
}
#: Without these an article was not read; the others may well be absent from a good one.
NEEDED = ("title", "published_at", "text")


@dataclass(frozen=True, slots=True)
class RobotsFound:
    """A host's robots.txt: what came, and which of the source's columns it forbids."""

    host: str
    outcome: Outcome
    status: int | None
    forbidden: tuple[str, ...] = ()  # names of columns
    delay_s: float | None = None
    error: str | None = None


@dataclass(frozen=True, slots=True)
class SecondPage:
    """Page 2 of a column: how many rows it has; 0 where it repeats page 1 or did not come."""

    url: str
    rows: int
    error: str | None = None


@dataclass(frozen=True, slots=True)
class ColumnFound:
    """One column: how the visit ended, by which addresses, and what its list shows."""

    name: str
    url: str
    outcome: Outcome | None  # None: not visited
    chain: tuple[str, ...] = ()
    status: int | None = None
    error: str | None = None
    rows: int = 0
    dated: int = 0
    newest: date | None = None
    oldest: date | None = None
    titles: tuple[str, ...] = ()
    next_url: str | None = None
    second: SecondPage | None = None
    family: Fingerprint | None = None
    hint_rows: int | None = None  # found by the file's selector; None where the file has none
    article: bool = False  # the page is an article, not a list

    @property
    def moved_to(self) -> str | None:
        """Where redirects led, if that is another address than the file's."""
        end = self.chain[-1] if self.chain else self.url
        return end if len(self.chain) > 1 and end != self.url else None


@dataclass(frozen=True, slots=True)
class ArticleFound:
    """One article as the cleaner reads it; ``present`` and ``missing`` name fields of ``FIELDS``."""

    url: str
    column: str | None
    outcome: Outcome
    chain: tuple[str, ...] = ()
    error: str | None = None
    kind: str = ""
    title: str = ""
    published_at: datetime | None = None
    time_known: bool = False
    source_name: str | None = None
    document_number: str | None = None
    attachments: tuple[tuple[str, str], ...] = ()  # name, address
    characters: int = 0
    row_title: str | None = None
    row_published_on: date | None = None
    present: tuple[str, ...] = ()
    missing: tuple[str, ...] = ()
    idle_hints: tuple[str, ...] = ()  # selectors of the file that find nothing on the page


@dataclass(frozen=True, slots=True)
class Change:
    """A line for the source's file: the key, what to write there, and why.  ``needed``: without it something fails."""

    key: str
    value: str
    why: str
    needed: bool = False


@dataclass(frozen=True)
class Checked:
    """Everything that ``sources check`` tells of a target."""

    target: str
    source_id: str | None
    name: str
    at: datetime
    requests: int
    seconds: float
    robots: tuple[RobotsFound, ...] = ()
    columns: tuple[ColumnFound, ...] = ()
    articles: tuple[ArticleFound, ...] = ()
    changes: tuple[Change, ...] = ()
    wrong: tuple[str, ...] = ()  # what is wrong, a line each; empty: fine
    notes: tuple[str, ...] = ()
    proposal: dict[str, Any] = field(default_factory=dict)  # {"file", "text"}; empty: none

    @property
    def fine(self) -> bool:
        return not self.wrong
