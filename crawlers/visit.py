"""One visit to an address: what is asked for, and how it ended."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from hashlib import sha256

from models import Outcome, SnapshotKind

#: Outcomes that leave something to read.
GOOD = (Outcome.NEW, Outcome.UNCHANGED)


@dataclass(frozen=True, slots=True)
class Visit:
    """What is asked for: the address under which it is kept, its kind, and what the list said of it."""

    url: str
    kind: SnapshotKind
    column_name: str | None = None
    row_title: str | None = None
    row_published_on: date | None = None
    backfill: bool = False
    recheck: bool = False  # an article or a file that was had and is looked at again

    @property
    def counted_as(self) -> str:
        """The kind under which the pass counts it: a changed article is no new one."""
        return "recheck" if self.recheck else self.kind.value


@dataclass(frozen=True, slots=True)
class Stored:
    """How a visit ended, and the bytes to read: of an unchanged page those of its earlier snapshot."""

    snapshot_id: int
    outcome: Outcome
    body: bytes
    reason: str | None = None

    @property
    def readable(self) -> bool:
        return self.outcome in GOOD and bool(self.body)


def failure_of(source_id: str, visit: Visit) -> str:
    """The subject of the failure to get ``visit``: one for each kind and address of a source."""
    digest = sha256(f"{visit.kind.value} {visit.url}".encode("utf-8", "replace")).hexdigest()[:20]
    return f"crawl:{source_id}:{digest}"
