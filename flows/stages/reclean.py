"""Recleaning: the archive read by the present cleaner, compared with what is stored, and written down once accepted.

It goes snapshot by snapshot, one short transaction a page, so it can be killed anywhere and run again.  Only readings
change: no version, no announcement.  What was read otherwise is left-over work for ``group`` and ``recognise``, and of
what they find nothing is told (``flows.stages.reading.is_news``).
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator

from sqlmodel import Session, col, delete, select

from cleaners import CLEANER_VERSION
from flows.errors import FlowError
from flows.stages.carriers import CARRIES, Rules
from flows.stages.defects import note_defect, said_of
from flows.stages.group import take_out
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
from flows.stages.policies import forget_document, hold_policies
from flows.stages.reading import decide, read_article
from flows.stages.recleaned import RecleanReport, SourceDifference
from flows.stages.recognise import Judging
from flows.stages.rereading import Difference, differences, unreadable
from models import Article, ArticleRecognition, Database, Mention, PolicyLink, Snapshot
from models.failures import solve_failure
from models.leftovers import snapshots_to_reclean
from models.recleaning import files_offered, parts_stored, write_again
from models.retry import retried
from models.writing import PageText

Log = Callable[[str], object]
Seen = Callable[[Difference], object]

_BATCH = 50


def reclean(
    database: Database,
    *,
    judging: Judging,
    accept: bool = False,
    sources: Collection[str] = (),
    limit: int | None = None,
    everything: bool = False,
    hints: Hints = no_hints,
    profiles: Profiles = no_profiles,
    log: Log = lambda line: None,
    seen: Seen = lambda one: None,
) -> RecleanReport:
    """Compare what older cleaners read (``everything``: all that is stored) with the present reading; ``accept`` it.

    ``sources``: ids, empty for all; ``limit``: snapshots at most.  ``seen`` is told of each article as it is compared;
    nothing is written unless accepted.  A page that breaks the cleaner is named in the report, and when accepting also
    recorded as a failure; it is owed again in the next run.  Raises ``FlowError`` for a source of which nothing is
    stored.
    """
    _check_known(database, sources)
    report = RecleanReport(accept)
    for snapshot_id in _owed(database, report, sources, limit, everything):
        with database.reading() as session:
            snapshot = session.get_one(Snapshot, snapshot_id)
        report.pages += 1
        try:
            found, parts = _read(database, snapshot, hints, profiles)
            if accept:
                _accept(database, snapshot, parts, judging)
        except Exception as error:  # noqa: BLE001 - one page's defect must not keep the others waiting
            report.failed.append(said_of(snapshot, "read again", error))
            if accept:
                at = judging.as_of
                note_defect(database, snapshot, error, stage="reclean", done="read again", as_of=at, log=log)
            continue
        for one in found:
            report.sources.setdefault(one.source_id, SourceDifference()).add(one)
            seen(one)
    return report


def _check_known(database: Database, sources: Collection[str]) -> None:
    with database.reading() as session:
        known = session.exec(select(Article.source_id).where(col(Article.source_id).in_(sources)).distinct())
        unknown = sorted(set(sources).difference(known))
    if unknown:
        raise FlowError(f"no article of {', '.join(unknown)} is stored; jianbao sources lists the sources")


def _owed(
    database: Database, report: RecleanReport, sources: Collection[str], limit: int | None, everything: bool
) -> Iterator[int]:
    older_than = None if everything else CLEANER_VERSION
    after = 0
    while True:
        with database.reading() as session:
            page = snapshots_to_reclean(session, older_than, sources=sources, after=after, limit=_BATCH)
        if not page:
            return
        for snapshot_id in page:
            if limit is not None and report.pages >= limit:
                report.more = True
                return
            yield snapshot_id
        after = page[-1]


def _read(
    database: Database, snapshot: Snapshot, hints: Hints, profiles: Profiles
) -> tuple[list[Difference], list[PageText]]:
    """The differences of one page, and its parts; no parts where it is refused now."""
    with database.reading() as session:
        body = body_of(session, snapshot)
        stored = parts_stored(session, snapshot.url)
        files = files_offered(session, [row.id for row in stored if row.id])
    page = read_snapshot(snapshot, body, hints, profiles)
    if refusal := refusal_of(page):
        return list(unreadable(snapshot, stored, refusal[1])), []
    parts = parts_of(page, snapshot)
    return list(differences(snapshot, stored, parts, files)), parts


def _accept(database: Database, snapshot: Snapshot, parts: list[PageText], judging: Judging) -> None:
    def work(session: Session) -> None:
        hold_policies(session)
        solve_failure(session, f"reclean:{snapshot.id}", judging.as_of)
        row = session.get_one(Snapshot, snapshot.id)
        for article in write_again(session, row, parts, cleaner_version=CLEANER_VERSION):
            _forget(session, article, judging)

    retried(database, work)


def _forget(session: Session, article: Article, judging: Judging) -> None:
    """A page that turned out to be a list says nothing itself: it leaves its story and its policy."""
    take_out(session, article.id or 0, judging.rank)
    judged = session.get(ArticleRecognition, article.id)
    if judged is None:
        return
    judged.is_document = False
    session.add(judged)
    session.flush()
    official = judging.is_official
    rules = Rules(
        judging.as_of,
        judging.freshness_days,
        judging.rank,
        official,
        lambda one: decide(session, one, read_article(session, one), is_official=official(one.source_id)),
        is_news=False,
    )
    forget_document(session, article, rules)
    session.execute(delete(Mention).where(col(Mention.article_id) == article.id))
    session.execute(
        delete(PolicyLink).where(
            col(PolicyLink.article_id) == article.id, col(PolicyLink.relation).not_in(CARRIES)
        )
    )
    session.delete(judged)
    session.flush()
