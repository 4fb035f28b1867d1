"""Site profiles: learned from the pages in the store before new ones are cleaned, and handed to the cleaner.

A host is looked at when it is first met, again whenever it has a quarter more articles, and after a new
``CLEANER_VERSION``.  Pages are read without a profile for it: what an older one cut must show again.  Articles that
were read before stay as they are until ``reclean`` is asked for; what a new profile alters is never told as an edited
document, since the bytes before are read with it too (``flows.stages.clean``).
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session

from cleaners import CLEANER_VERSION, CleanPage, PageKind, SiteProfile
from cleaners.pages.profiles import learn_profile
from flows.errors import FlowError
from flows.stages.pages import Hints, Profiles, body_of, no_hints, no_profiles, read_snapshot
from models import Database, Snapshot
from models.profiles import Owed, SiteProfileRow, host_of, keep_profile, profiles_to_learn, stored_profiles
from models.retry import retried

Log = Callable[[str], object]

#: Pages of a host that are read to learn from: what eight of ten share, forty show.
NEWEST = 40
#: Learned anew when a host has a quarter more articles than at the last time.
GROWTH = 0.25


@dataclass(slots=True)
class ProfilesReport:
    """What one run did: pages that were read, hosts that were looked at and parts learned of those that share some."""

    pages: int = 0
    hosts: int = 0
    learned: dict[str, int] = field(default_factory=dict)  # "source host" -> parts


def learn_profiles(
    database: Database, *, as_of: datetime, hints: Hints = no_hints, log: Log = lambda line: None
) -> ProfilesReport:
    """Learn the profiles that the store owes, one short transaction a host; may be killed anywhere and run again."""
    report = ProfilesReport()
    with database.reading() as session:
        waiting = profiles_to_learn(session, CLEANER_VERSION, growth=GROWTH, newest=NEWEST)
    for owed in waiting:
        pages = _read(database, owed, hints, log)
        profile = learn_profile(owed.host, pages)
        _keep(database, owed, profile, as_of)
        report.hosts += 1
        report.pages += len(pages)
        parts = len(profile.lines) + len(profile.prefixes) + len(profile.suffixes)
        if parts:
            report.learned[f"{owed.source_id} {owed.host}"] = parts
            log(f"{owed.source_id}: {parts} lines of boilerplate learned of {owed.host}; jianbao profiles")
    return report


def _read(database: Database, owed: Owed, hints: Hints, log: Log) -> list[CleanPage]:
    """The texts of the host's newest pages; one that breaks the cleaner is told here and recorded by ``clean``."""
    found = []
    for snapshot_id in owed.snapshot_ids:
        with database.reading() as session:
            snapshot = session.get_one(Snapshot, snapshot_id)
            try:
                body = body_of(session, snapshot)
            except KeyError:  # retention took it
                continue
        try:
            page = read_snapshot(snapshot, body, hints, no_profiles)
        except Exception as error:  # noqa: BLE001 - one page's defect must not keep the others from being learned of
            log(f"{owed.source_id}: {snapshot.url} was left out of the site profile: {error!r}")
            continue
        if page.kind is PageKind.ARTICLE:
            found.append(page)
    return found


def _keep(database: Database, owed: Owed, profile: SiteProfile, as_of: datetime) -> None:
    def work(session: Session) -> None:
        keep_profile(
            session,
            owed,
            lines=profile.lines,
            prefixes=profile.prefixes,
            suffixes=profile.suffixes,
            pages=profile.pages,
            cleaner_version=CLEANER_VERSION,
            at=as_of,
        )

    retried(database, work)


def load_profiles(database: Database) -> Profiles:
    """The learned profiles as the cleaner asks for them, by source and address; what was dropped is left out."""
    with database.reading() as session:
        known = {(row.source_id, row.host): profile_of(row) for row in stored_profiles(session)}
    return lambda source_id, url: known.get((source_id, host_of(url)))


def profile_of(row: SiteProfileRow) -> SiteProfile:
    """What the cleaner cuts by this row."""
    kept = set(row.dropped)
    return SiteProfile(
        row.host,
        lines=frozenset(row.lines) - kept,
        prefixes=tuple(one for one in row.prefixes if one not in kept),
        suffixes=tuple(one for one in row.suffixes if one not in kept),
        pages=row.pages,
    )


def drop_part(database: Database, source_id: str, part: str, *, restore: bool = False) -> list[str]:
    """Never cut ``part`` on the pages of a source (``restore``: cut it again); the hosts on which it was learned.

    Raises ``FlowError`` where nothing of that wording was learned.
    """

    def work(session: Session) -> list[str]:
        rows = [
            row
            for row in stored_profiles(session, source_id)
            if part in (row.dropped if restore else {*row.parts, *row.dropped})
        ]
        for row in rows:
            left = [one for one in row.dropped if one != part]
            row.dropped = left if restore else sorted([*left, part])
            session.add(row)
        return [row.host for row in rows]

    hosts = retried(database, work)
    if not hosts:
        done = "dropped" if restore else "learned"
        raise FlowError(f"{source_id}: no line {part!r} was {done}; jianbao profiles {source_id} lists them")
    return hosts
