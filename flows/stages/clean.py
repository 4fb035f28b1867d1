"""Cleaning: every stored page that has no article yet becomes one.

A page that turns out to be refused or empty is told as such on its snapshot and never becomes an article; a page that
breaks the cleaner is a recorded failure, and the others go on.  Attached files are ``flows.stages.files``.

What an older ``CLEANER_VERSION`` read stays as it is until a person has seen the difference: that is
``flows.stages.reclean``.  New bytes at a known address are compared with the *present* reading of the bytes
before them, so that a better rule is never told as an edited document.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from cleaners import CLEANER_VERSION, CleanPage, PageKind
from flows.stages.defects import note_defect
from flows.stages.pages import (
    Hints,
    Profiles,
    body_of,
    no_hints,
    no_profiles,
    parts_of,
    read_snapshot,
    refusal_of,
)
from models import Article, Database, Outcome, Snapshot
from models.archive import mark
from models.failures import solve_failure
from models.leftovers import count_to_reclean, snapshots_to_clean
from models.recleaning import write_again
from models.retry import retried
from models.writing import PageText, Written, stored_page, text_sha256, write_page

Log = Callable[[str], object]


@dataclass(slots=True)
class CleanReport:
    """What one run did: pages by outcome, articles (entries counted) by what became of them."""

    pages: int = 0
    written: Counter[Written] = field(default_factory=Counter)
    refused: Counter[Outcome] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)  # addresses
    to_reclean: int = 0  # articles that an older cleaner read


def clean_pending(
    database: Database,
    *,
    as_of: datetime,
    hints: Hints = no_hints,
    profiles: Profiles = no_profiles,
    log: Log = lambda line: None,
    batch: int = 50,
) -> CleanReport:
    """Clean what the store still owes, oldest snapshot first, one short transaction a page.

    ``hints`` answers for a source id, ``profiles`` for a source id and an address; ``as_of`` (aware) dates recorded
    failures.  May be killed at any point, run again, and run by two workers at once: the answer is the same.
    """
    report = CleanReport()
    after = 0
    while True:
        with database.reading() as session:
            waiting = snapshots_to_clean(session, after=after, limit=batch)
        if not waiting:
            break
        for snapshot_id in waiting:
            _clean_one(database, snapshot_id, as_of, hints, profiles, report, log)
        after = waiting[-1]
    with database.reading() as session:
        report.to_reclean = count_to_reclean(session, CLEANER_VERSION)
    if report.to_reclean:
        log(
            f"{report.to_reclean} articles were read by an older cleaner; jianbao reclean shows the difference"
        )
    return report


def _clean_one(
    database: Database,
    snapshot_id: int,
    as_of: datetime,
    hints: Hints,
    profiles: Profiles,
    report: CleanReport,
    log: Log,
) -> None:
    with database.reading() as session:
        snapshot = session.get_one(Snapshot, snapshot_id)
        body = body_of(session, snapshot)
        known = stored_page(session, snapshot.url)
    subject = f"clean:{snapshot_id}"
    report.pages += 1
    try:
        page = read_snapshot(snapshot, body, hints, profiles)
        parts = parts_of(page, snapshot)
        earlier = _earlier(database, snapshot, known, parts[0], hints, profiles) if known else None
        written = _store(database, snapshot, page, parts, earlier, subject, as_of)
    except Exception as error:  # noqa: BLE001 - one page's defect must not keep the others waiting
        failed = note_defect(database, snapshot, error, stage="clean", done="cleaned", as_of=as_of, log=log)
        report.failed.append(failed)
        return
    if isinstance(written, Outcome):
        report.refused[written] += 1
        log(f"{snapshot.source_id}: {snapshot.url} is {written.value}, no article")
    else:
        report.written.update(written)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The bytes that a page's article stands on, as the present rules read them."""

    snapshot_id: int
    parts: list[PageText]


def _earlier(
    database: Database, snapshot: Snapshot, known: Article, said: PageText, hints: Hints, profiles: Profiles
) -> _Earlier | None:
    """The present reading of the bytes before, where the new ones seem to say something else."""
    if known.snapshot_id == snapshot.id:
        return None
    if known.text_sha256 == text_sha256(said.title, said.text) and said.kind == PageKind.ARTICLE:
        return None
    with database.reading() as session:
        before = session.get_one(Snapshot, known.snapshot_id)
        body = body_of(session, before)
    page = read_snapshot(before, body, hints, profiles)
    return None if refusal_of(page) else _Earlier(known.snapshot_id, parts_of(page, before))


def _store(
    database: Database,
    snapshot: Snapshot,
    page: CleanPage,
    parts: list[PageText],
    earlier: _Earlier | None,
    subject: str,
    as_of: datetime,
) -> list[Written] | Outcome:
    refusal = refusal_of(page)
    snapshot_id = snapshot.id
    assert snapshot_id is not None

    def write(session: Session) -> list[Written] | Outcome:
        solve_failure(session, subject, as_of)
        if refusal:
            mark(session, snapshot_id, *refusal)
            return refusal[0]
        if earlier:
            before = session.get_one(Snapshot, earlier.snapshot_id)
            write_again(session, before, earlier.parts, cleaner_version=CLEANER_VERSION)
        return write_page(session, snapshot, parts, cleaner_version=CLEANER_VERSION)

    return retried(database, write)
