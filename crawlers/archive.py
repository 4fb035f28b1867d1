"""The store as a spider sees it: what is known, and writing down what came, before anything of it is read.

Each answer is one short transaction: snapshot, body, the counts of the pass and, of a file, its tie to the articles
that offer it, together, so that a killed pass has counted and tied exactly what it stored.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Collection, Mapping
from datetime import datetime, timedelta
from typing import TypeVar

from sqlmodel import Session

from cleaners.dates import CHINA
from crawlers.judging import judge
from crawlers.visit import GOOD, Stored, Visit, failure_of
from models import Database, Outcome, SnapshotKind
from models import archive as store
from models import known as memory
from models.archive import Fetched
from models.bodies import load_body
from models.failures import note_failure, solve_failure
from models.health import last_complete, warn, write_counts
from models.known import Known
from models.offered import link_attachment
from models.retry import retried
from models.snapshots import Snapshot

T = TypeVar("T")

#: What a page is counted as that holds no rows and names the query for them.
SHELL = "shell"
#: Response headers that are kept: what tells age, kind and refusal. No cookies.
_KEPT = frozenset(
    {
        "content-disposition",
        "content-type",
        "date",
        "etag",
        "expires",
        "last-modified",
        "location",
        "retry-after",
        "server",
        "x-jianbao-rendered",  # ours: by which browser
    }
)
#: An article, or a file that it offers, is looked at again after so long at the soonest: once a day, whatever hour the
#: passes begin at.
RECHECK_PAUSE = timedelta(hours=20)
#: Articles, or files, that one pass looks at again; the others are seen longest ago at the next pass, and come first.
RECHECKS = 100
#: RFC 9309, 2.4: a copy of robots.txt should not serve for more than a day.
ROBOTS_LAST = timedelta(hours=24)


class Archive:
    """The store of one source during one pass; ``at`` is written down as the time of every fetch."""

    def __init__(
        self, database: Database, source_id: str, at: datetime, *, pass_id: int | None = None
    ) -> None:
        self.database = database
        self.source_id = source_id
        self.at = at
        self.pass_id = pass_id
        self.counts: Counter[tuple[str, Outcome]] = Counter()  # by ``Visit.counted_as``
        self.troubles: dict[Outcome, str] = {}  # the first trouble of each kind, for the pass's message

    def store(
        self,
        visit: Visit,
        status: int,
        headers: Mapping[str, str],
        body: bytes,
        final_url: str | None = None,
    ) -> Stored:
        """Write down an answer; the bytes are kept whatever they are.  ``headers`` have lower-case names."""
        outcome, reason = judge(status, headers, body, visit.kind)
        fetched = self._fetched(
            visit,
            outcome,
            status=status,
            headers={name: value for name, value in headers.items() if name in _KEPT},
            body=None if status == 304 else body,
            final_url=final_url,
            error=reason,
        )

        def work(session: Session) -> Stored:
            stored = store.record(session, fetched)
            if visit.kind is SnapshotKind.ATTACHMENT:
                link_attachment(session, visit.url)
            self._book(session, visit, stored.outcome, reason)
            read = body
            if status == 304:
                row = session.get_one(Snapshot, stored.snapshot_id)
                read = load_body(session, row.body_sha256) if row.body_sha256 else b""
            return Stored(stored.snapshot_id, stored.outcome, read, reason)

        return self._noted(visit, retried(self.database, work))

    def fail(self, visit: Visit, reason: str, outcome: Outcome = Outcome.FAILED) -> Stored:
        """Write down that no answer came, or none that may be taken."""
        fetched = self._fetched(visit, outcome, error=reason[:500])

        def work(session: Session) -> Stored:
            stored = store.record(session, fetched)
            if visit.kind is SnapshotKind.ATTACHMENT:
                link_attachment(session, visit.url)
            self._book(session, visit, stored.outcome, reason)
            return Stored(stored.snapshot_id, stored.outcome, b"", reason)

        return self._noted(visit, retried(self.database, work))

    def correct(self, visit: Visit, stored: Stored, outcome: Outcome, reason: str) -> None:
        """A stored list that could not be read after all: ``EMPTY`` without rows, ``FAILED`` when it is no list."""

        def work(session: Session) -> None:
            store.mark(session, stored.snapshot_id, outcome, reason)
            self._write_counts(session, counts)
            self._note(session, visit, outcome, reason)

        counts = self._counted((visit.counted_as, outcome), (visit.counted_as, stored.outcome))
        retried(self.database, work)
        self.counts = counts
        self.troubles.setdefault(outcome, f"{visit.url}: {reason}")

    def set_aside(self, visit: Visit, stored: Stored) -> None:
        """A shell without rows: that it came says nothing of the list, whose rows are asked for elsewhere."""
        counts = self._counted((SHELL, stored.outcome), (visit.counted_as, stored.outcome))
        retried(self.database, lambda session: self._write_counts(session, counts))
        self.counts = counts

    def complain(self, visit: Visit, stored: Stored) -> None:
        """Remember as a failure what is one only where it happened: a column's own page that is gone."""
        retried(self.database, lambda session: self._note(session, visit, stored.outcome, stored.reason))

    def warn(self, rule: str, url: str | None, message: str) -> None:
        """A line that a person can work off, kept with the pass."""
        pass_id = self.pass_id
        if pass_id is not None:
            retried(self.database, lambda session: warn(session, pass_id, rule, url, message))

    def known(self, urls: Collection[str], kind: SnapshotKind = SnapshotKind.ARTICLE) -> dict[str, Known]:
        """What is known of articles, or of what else they are."""
        return self._read(lambda session: memory.known(session, urls, kind))

    def owed(self) -> list[Visit]:
        """Articles that earlier passes asked for in vain and that are worth another try."""
        rows = self._read(lambda session: memory.owed(session, self.source_id))
        return [
            Visit(row.url, row.kind, row.column_name, row.row_title, row.row_published_on, row.backfill)
            for row in rows
        ]

    def to_recheck(self, days: int, limit: int) -> list[Visit]:
        """Articles of the last ``days`` that are due for another look, those first that were seen longest ago."""
        if not days:
            return []
        since = self.at.astimezone(CHINA).date() - timedelta(days=days)
        rows = self._read(
            lambda session: memory.to_recheck(
                session, self.source_id, since=since, seen_before=self.at - RECHECK_PAUSE, limit=limit
            )
        )
        return [
            Visit(
                row.url,
                row.kind,
                row.column_name,
                row.row_title,
                row.row_published_on,
                row.backfill,
                recheck=True,
            )
            for row in rows
        ]

    def conditional(self, url: str, kind: SnapshotKind) -> dict[str, str]:
        """Headers that let the site answer 304; empty where nothing good is stored."""
        told = self._read(lambda session: store.validators(session, url, kind))
        headers = {"If-None-Match": told.etag, "If-Modified-Since": told.last_modified} if told else {}
        return {name: value for name, value in headers.items() if value}

    def known_robots(self, url: str) -> bytes | None:
        """The robots.txt of the last day, empty where the site had none; ``None`` where it is to be asked for."""
        return self._read(lambda session: memory.robots(session, url, since=self.at - ROBOTS_LAST))

    def settled(self) -> dict[str, datetime]:
        """Of each column, when the last pass began that read it to its end."""
        return self._read(lambda session: last_complete(session, self.source_id))

    def number(self, kind: str, *outcomes: Outcome) -> int:
        """Answers of this pass of a kind that ended so."""
        return sum(self.counts[kind, outcome] for outcome in outcomes)

    def _fetched(
        self,
        visit: Visit,
        outcome: Outcome,
        *,
        status: int | None = None,
        headers: Mapping[str, str] | None = None,
        body: bytes | None = None,
        final_url: str | None = None,
        error: str | None = None,
    ) -> Fetched:
        return Fetched(
            source_id=self.source_id,
            url=visit.url,
            kind=visit.kind,
            outcome=outcome,
            at=self.at,
            status=status,
            headers=headers or {},
            body=body or None,
            final_url=final_url,
            error=error,
            column_name=visit.column_name,
            row_title=visit.row_title,
            row_published_on=visit.row_published_on,
            backfill=visit.backfill,
        )

    def _book(self, session: Session, visit: Visit, outcome: Outcome, reason: str | None) -> None:
        self._write_counts(session, self._counted((visit.counted_as, outcome)))
        if visit.kind is SnapshotKind.ROBOTS:
            return
        if outcome in (Outcome.BLOCKED, Outcome.FAILED):
            self._note(session, visit, outcome, reason)
        else:
            solve_failure(session, failure_of(self.source_id, visit), self.at)

    def _counted(
        self, more: tuple[str, Outcome], less: tuple[str, Outcome] | None = None
    ) -> Counter[tuple[str, Outcome]]:
        """The counts with one answer more, and without the one that it was taken for."""
        counts = self.counts.copy()
        counts[more] += 1
        if less is not None:
            counts[less] -= 1
        return counts

    def _write_counts(self, session: Session, counts: Mapping[tuple[str, Outcome], int]) -> None:
        if self.pass_id is None:
            return
        written: dict[str, dict[str, int]] = {}
        for (kind, outcome), number in counts.items():
            if number > 0:
                written.setdefault(kind, {})[outcome.value] = number
        write_counts(session, self.pass_id, written)

    def _note(self, session: Session, visit: Visit, outcome: Outcome, reason: str | None) -> None:
        note_failure(
            session,
            stage="crawl",
            subject=failure_of(self.source_id, visit),
            message=f"{self.source_id}: {outcome.value}: {reason or 'no reason was given'}",
            at=self.at,
            source_id=self.source_id,
            url=visit.url,
        )

    def _noted(self, visit: Visit, stored: Stored) -> Stored:
        self.counts[visit.counted_as, stored.outcome] += 1
        speaks = not visit.recheck and visit.kind is not SnapshotKind.ROBOTS  # for how the pass ended
        if stored.outcome not in GOOD and speaks:
            self.troubles.setdefault(stored.outcome, f"{visit.url}: {stored.reason}")
        return stored

    def _read(self, work: Callable[[Session], T]) -> T:
        with self.database.reading() as session:
            return work(session)
