"""Recognising: every article is judged, and what is an official document becomes a policy or joins one.

What a text is stands in ``cleaners.policies``, what it counts as in ``flows.stages.reading``; which policy it is in
``policies`` and ``identity``; who speaks of whom in ``links``.  Run it behind ``group``: a cut copy is known by its
story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterable
from dataclasses import dataclass, field
from datetime import datetime

from sqlmodel import Session, col, delete

from cleaners import RECOGNISER_VERSION, Recognition
from flows.stages.carriers import Rules
from flows.stages.defects import note_defect
from flows.stages.effects import end_what_is_due
from flows.stages.group import Rank
from flows.stages.identity import mentions_of
from flows.stages.links import link_article, link_policy
from flows.stages.policies import carry_with_story, forget_document, hold_policies, record_document
from flows.stages.reading import decide, is_news, read_article
from models import (
    Article,
    ArticleRecognition,
    Database,
    Mention,
    Policy,
)
from models.failures import solve_failure
from models.leftovers import articles_to_recognise
from models.retry import retried

Log = Callable[[str], object]

#: Up to this rank a source's page is an original: national, provincial, city.
OFFICIAL_RANK = 2


@dataclass(slots=True)
class RecogniseReport:
    """What one run did: articles by label, documents among them."""

    labels: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    failed: list[str] = field(default_factory=list)  # addresses


@dataclass(frozen=True, slots=True)
class Judging:
    """What a run judges by; ``official`` says whether a source's page is an original."""

    as_of: datetime
    freshness_days: int
    rank: Rank
    official: Callable[[str], bool] | None = None

    def is_official(self, source_id: str) -> bool:
        """As told, or else by rank."""
        return self.official(source_id) if self.official else self.rank(source_id) <= OFFICIAL_RANK


def recognise_pending(
    database: Database,
    *,
    as_of: datetime,
    freshness_days: int,
    rank: Rank,
    official: Callable[[str], bool] | None = None,
    log: Log = lambda line: None,
) -> RecogniseReport:
    """Judge what the store still owes, in order of publication, one short transaction an article.

    ``rank`` says of a source id how official it is (0: most), ``official`` whether its pages are originals (by default
    ranks up to ``OFFICIAL_RANK``).  Twice, or after a reclean, gives the same policies.  What a newer recogniser, or a
    newer reading of the same bytes, finds is stored and never told (``flows.stages.reading.is_news``).
    """
    with database.reading() as session:
        waiting = articles_to_recognise(session, RECOGNISER_VERSION)
    report = recognise_articles(database, waiting, Judging(as_of, freshness_days, rank, official), log=log)
    retried(database, lambda session: end_what_is_due(session, as_of))
    return report


def recognise_articles(
    database: Database, article_ids: Iterable[int], judging: Judging, *, log: Log = lambda line: None
) -> RecogniseReport:
    """Judge these articles, in this order; what the present recogniser has judged already is left as it is."""
    report = RecogniseReport()
    for article_id in article_ids:
        _judge(database, article_id, judging, report, log)
    return report


def _judge(database: Database, article_id: int, judging: Judging, report: RecogniseReport, log: Log) -> None:
    as_of, is_official = judging.as_of, judging.is_official
    with database.reading() as session:
        article = session.get_one(Article, article_id)
        said = _read_or_note(session, database, article, as_of, report, log)
    if said is None:
        return
    subject = f"recognise:{article_id}"

    def decided(session: Session, one: Article) -> Recognition:
        read = said if one.id == article_id else read_article(session, one)
        return decide(session, one, read, is_official=is_official(one.source_id))

    def work(session: Session) -> Recognition | None:
        hold_policies(session)
        row = session.get_one(Article, article_id)
        judged = session.get(ArticleRecognition, article_id)
        current = judged and judged.text_sha256 == row.text_sha256
        if row.text_sha256 != article.text_sha256 or (
            current and judged and judged.recogniser_version >= RECOGNISER_VERSION
        ):
            return None  # changed meanwhile, or judged by another worker
        judgement = decided(session, row)
        news = is_news(judged, row)
        rules = Rules(
            as_of, judging.freshness_days, judging.rank, is_official, lambda one: decided(session, one), news
        )
        solve_failure(session, subject, as_of)
        _write(session, row, judgement, judged, as_of, news)
        policy: Policy | None
        if judgement.document is not None:
            policy = record_document(session, row, judgement, rules)
        else:
            forget_document(session, row, rules)
            policy = carry_with_story(session, row, rules)
        link_article(session, row, as_of, is_news=news)
        if policy is not None:
            link_policy(session, policy, as_of, is_news=news)
        return judgement

    try:
        judgement = retried(database, work)
    except Exception as error:  # noqa: BLE001 - one article's defect must not keep the others waiting
        _note(database, article, error, as_of, report, log)
        return
    if judgement is None:
        return
    report.labels[judgement.label.value] += 1
    report.documents += judgement.document is not None


def _read_or_note(
    session: Session,
    database: Database,
    article: Article,
    as_of: datetime,
    report: RecogniseReport,
    log: Log,
) -> Recognition | None:
    try:
        return read_article(session, article)
    except Exception as error:  # noqa: BLE001 - see above
        _note(database, article, error, as_of, report, log)
        return None


def _note(
    database: Database, article: Article, error: Exception, as_of: datetime, report: RecogniseReport, log: Log
) -> None:
    failed = note_defect(database, article, error, stage="recognise", done="recognised", as_of=as_of, log=log)
    report.failed.append(failed)


def _write(
    session: Session,
    article: Article,
    said: Recognition,
    judged: ArticleRecognition | None,
    as_of: datetime,
    news: bool,
) -> None:
    row = judged or ArticleRecognition(
        article_id=article.id or 0,
        recogniser_version=0,
        text_sha256="",
        label="",
        is_document=False,
        decided_at=as_of,
    )
    row.recogniser_version, row.text_sha256 = RECOGNISER_VERSION, article.text_sha256
    row.article_version = article.version
    if row.label != said.label.value:
        row.news = news
    row.label, row.is_document = said.label.value, said.document is not None
    row.numbers, row.cited, row.decided_at = list(said.numbers), list(said.cited), as_of
    row.reasons = [{"rule": one.rule, "evidence": one.evidence} for one in said.reasons]
    session.add(row)
    session.execute(delete(Mention).where(col(Mention.article_id) == article.id))
    session.add_all(mentions_of(article, said))
    session.flush()
