"""Cleaning: every stored page that has no article of the present cleaner becomes one.

A page that turns out to be refused or empty is told as such on its snapshot and never becomes an article; a page that
breaks the cleaner is a recorded failure, and the others go on.  Attached files are ``flows.stages.files``.

What an older ``CLEANER_VERSION`` read is read again.  New bytes at a known address are compared with the *present*
reading of the bytes before them, so that a better rule is never told as an edited document.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, select

from cleaners import CLEANER_VERSION, CleanPage, PageHints, PageKind, SiteProfile, clean_page
from cleaners.dates import at_midnight
from models import Article, Database, Outcome, Snapshot
from models.archive import mark
from models.bodies import load_body
from models.failures import note_failure, solve_failure
from models.leftovers import snapshots_to_clean
from models.retry import retried
from models.writing import PageText, Written, text_sha256, write_page

Log = Callable[[str], object]
Hints = Callable[[str], PageHints | None]  # source id
Profiles = Callable[[str, str], SiteProfile | None]  # source id, address

#: What a page that is no article makes of its snapshot (design, rule 10).
_OUTCOMES = {
    PageKind.BLOCKED: (Outcome.BLOCKED, "the page is a challenge or asks for consent"),
    PageKind.ERROR: (Outcome.EXPIRED, "the page is an error page, or its text was taken away"),
    PageKind.EMPTY: (Outcome.EMPTY, "the page has no text of its own"),
}
_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.IGNORECASE)


@dataclass(slots=True)
class CleanReport:
    """What one run did: pages by outcome, articles (entries counted) by what became of them."""

    pages: int = 0
    written: Counter[Written] = field(default_factory=Counter)
    refused: Counter[Outcome] = field(default_factory=Counter)
    failed: list[str] = field(default_factory=list)  # addresses


def clean_pending(
    database: Database,
    *,
    as_of: datetime,
    hints: Hints = lambda source_id: None,
    profiles: Profiles = lambda source_id, url: None,
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
            waiting = snapshots_to_clean(session, CLEANER_VERSION, after=after, limit=batch)
        if not waiting:
            return report
        for snapshot_id in waiting:
            _clean_one(database, snapshot_id, as_of, hints, profiles, report, log)
        after = waiting[-1]


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
    subject = f"clean:{snapshot_id}"
    report.pages += 1
    try:
        page = read_snapshot(snapshot, body, hints, profiles)
        parts = parts_of(page, snapshot)
        earlier = _earlier(database, snapshot, parts[0], hints, profiles)
        written = _store(database, snapshot, page, parts, earlier, subject, as_of)
    except Exception as error:  # noqa: BLE001 - one page's defect must not keep the others waiting
        said = f"{snapshot.source_id}: {snapshot.url} cannot be cleaned: {type(error).__name__}: {error}"
        with database.session() as session:
            note_failure(
                session,
                stage="clean",
                subject=subject,
                message=said,
                at=as_of,
                source_id=snapshot.source_id,
                url=snapshot.url,
            )
        report.failed.append(snapshot.url)
        log(said)
        return
    if isinstance(written, Outcome):
        report.refused[written] += 1
        log(f"{snapshot.source_id}: {snapshot.url} is {written.value}, no article")
    else:
        report.written.update(written)


def body_of(session: Session, snapshot: Snapshot) -> bytes:
    """The bytes of a snapshot that has some."""
    assert snapshot.body_sha256 is not None
    return load_body(session, snapshot.body_sha256)


def read_snapshot(snapshot: Snapshot, body: bytes, hints: Hints, profiles: Profiles) -> CleanPage:
    """What the stored page says, by the present rules."""
    return clean_page(
        body,
        snapshot.final_url or snapshot.url,
        fetched_at=snapshot.fetched_at,
        charset=_charset(snapshot.headers),
        hints=hints(snapshot.source_id),
        site=profiles(snapshot.source_id, snapshot.url),
    )


def refusal_of(page: CleanPage) -> tuple[Outcome, str] | None:
    """The outcome of a page that is no article, and why; ``None`` of one that is."""
    return _OUTCOMES.get(page.kind)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """The bytes that a page's article stands on, as the present rules read them."""

    snapshot_id: int
    parts: list[PageText]


def _earlier(
    database: Database, snapshot: Snapshot, said: PageText, hints: Hints, profiles: Profiles
) -> _Earlier | None:
    """The present reading of the bytes before, where the new ones seem to say something else."""
    with database.reading() as session:
        known = session.exec(select(Article).where(Article.url == snapshot.url, Article.part == 0)).first()
        if known is None or known.snapshot_id == snapshot.id:
            return None
        before = session.get_one(Snapshot, known.snapshot_id)
        if known.text_sha256 == text_sha256(said.title, said.text) and said.kind == PageKind.ARTICLE:
            return None
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
            write_page(session, before, earlier.parts, cleaner_version=CLEANER_VERSION)
        row = session.get_one(Snapshot, snapshot_id)
        return write_page(session, row, parts, cleaner_version=CLEANER_VERSION)

    return retried(database, write)


def parts_of(page: CleanPage, snapshot: Snapshot) -> list[PageText]:
    """The page and then the entries of a round-up, as they are stored.

    What the page does not say of itself is taken from the list that led to it: the title of the row, its day.
    """
    published_at, time_known = page.published_at, page.time_known
    if published_at is None and snapshot.row_published_on:
        published_at, time_known = at_midnight(snapshot.row_published_on), False
    whole = _part(page, page.title or snapshot.row_title or "", published_at, time_known)
    entries = [
        _part(entry, entry.title, entry.published_at, entry.time_known)
        if entry.published_at
        else _part(entry, entry.title, published_at, time_known)
        for entry in page.entries
    ]
    return [whole, *entries]


def _part(page: CleanPage, title: str, published_at: datetime | None, time_known: bool) -> PageText:
    return PageText(
        kind=page.kind.value,
        title=title,
        text=page.text,
        published_at=published_at,
        time_known=time_known,
        source_name=page.source_name,
        author=page.author,
        column=page.column,
        card=dict(page.card),
        removed=[{"rule": cut.rule, "text": cut.text, "offset": cut.offset} for cut in page.removed],
        attachments=[(file.name, file.url) for file in page.attachments],
    )


def _charset(headers: Mapping[str, object]) -> str | None:
    kind = next((str(value) for name, value in headers.items() if name.lower() == "content-type"), "")
    found = _CHARSET.search(kind)
    return found[1] if found else None
