"""Recognising: every article is judged, and what is an official document becomes a policy or joins one.

What a text is stands in ``cleaners.policies``; which policy it is in ``flows.stages.policies`` and ``identity``; who
speaks of whom in ``flows.stages.links``.  Run it behind ``group``: a cut copy is known by its story.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, field, replace
from datetime import datetime

from sqlmodel import Session, col, delete, select

from cleaners import RECOGNISER_VERSION, Label, Recognition, recognise
from flows.stages.carriers import Rules
from flows.stages.group import Rank
from flows.stages.identity import mentions_of
from flows.stages.links import link_article, link_policy
from flows.stages.policies import carry_with_story, forget_document, hold_policies, record_document
from models import (
    Article,
    ArticleAttachment,
    ArticleRecognition,
    AttachmentState,
    Database,
    Mention,
    Policy,
)
from models.failures import note_failure, solve_failure
from models.leftovers import articles_to_recognise
from models.retry import retried

Log = Callable[[str], object]

#: Characters; a page with less text and an attached file is judged with the file's text (policy on one line).
SHORT = 200
#: Announcements that are signed like documents and rule nothing (policy_facts: decisions on one case, 人事任免).
NO_POLICY = (Label.REPLY_TO_PROPOSAL, Label.PERSONNEL_RECRUITMENT, Label.PROCUREMENT_TENDER)
#: Up to this rank a source's page is an original: national, provincial, city.
OFFICIAL_RANK = 2


@dataclass(slots=True)
class RecogniseReport:
    """What one run did: articles by label, documents among them."""

    labels: Counter[str] = field(default_factory=Counter)
    documents: int = 0
    failed: list[str] = field(default_factory=list)  # addresses


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
    ranks up to ``OFFICIAL_RANK``).  Twice, or after a reclean, gives the same policies.
    """
    report = RecogniseReport()
    with database.reading() as session:
        waiting = articles_to_recognise(session, RECOGNISER_VERSION)
    for article_id in waiting:
        _judge(database, article_id, as_of, freshness_days, rank, official, report, log)
    return report


def _judge(
    database: Database,
    article_id: int,
    as_of: datetime,
    freshness_days: int,
    rank: Rank,
    official: Callable[[str], bool] | None,
    report: RecogniseReport,
    log: Log,
) -> None:
    with database.reading() as session:
        article = session.get_one(Article, article_id)
        said = _read_or_note(session, database, article, as_of, report, log)
    if said is None:
        return
    subject = f"recognise:{article_id}"
    is_official = official or (lambda source_id: rank(source_id) <= OFFICIAL_RANK)
    judgement = said if is_told_apart(said, is_official(article.source_id)) else replace(said, document=None)

    def work(session: Session) -> None:
        hold_policies(session)
        row = session.get_one(Article, article_id)
        judged = session.get(ArticleRecognition, article_id)
        current = judged and judged.text_sha256 == row.text_sha256
        if row.text_sha256 != article.text_sha256 or (
            current and judged and judged.recogniser_version >= RECOGNISER_VERSION
        ):
            return  # changed meanwhile, or judged by another worker
        rules = Rules(
            as_of,
            freshness_days,
            rank,
            is_official,
            lambda one: judgement if one.id == article_id else read_article(session, one),
        )
        solve_failure(session, subject, as_of)
        _write(session, row, judgement, judged, as_of)
        policy: Policy | None
        if judgement.document is not None:
            policy = record_document(session, row, judgement, rules)
        else:
            forget_document(session, row, rules)
            policy = carry_with_story(session, row, rules)
        link_article(session, row, as_of)
        if policy is not None:
            link_policy(session, policy, as_of)

    try:
        retried(database, work)
    except Exception as error:  # noqa: BLE001 - one article's defect must not keep the others waiting
        _note(database, article, error, as_of, report, log)
        return
    report.labels[judgement.label.value] += 1
    report.documents += judgement.document is not None


def is_told_apart(said: Recognition, is_official: bool) -> bool:
    """Whether the page carries a document that can be told from a report of it.

    At second hand a text without number, issuer and day of writing is a report, whatever its title promises:
    ``某规范公开征求意见`` over the two sentences of a round-up.  A signed and numbered answer to one deputy's
    proposal, a recruitment or a tender has the frame of a document and is no policy wherever it stands.
    """
    document = said.document
    if document is None or said.label in NO_POLICY:
        return False
    if is_official:
        return True
    return bool(document.number or document.issuers or document.written_on)


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
    said = f"{article.source_id}: {article.url} cannot be recognised: {type(error).__name__}: {error}"
    with database.session() as session:
        note_failure(
            session,
            stage="recognise",
            subject=f"recognise:{article.id}",
            message=said,
            at=as_of,
            source_id=article.source_id,
            url=article.url,
        )
    report.failed.append(article.url)
    log(said)


def read_article(session: Session, article: Article) -> Recognition:
    """What the article is; one of a line or two is read with the text of its attached files."""
    text = article.text
    if len(text) < SHORT:
        files = session.exec(
            select(ArticleAttachment.text)
            .where(
                ArticleAttachment.article_id == article.id, ArticleAttachment.state == AttachmentState.READ
            )
            .order_by(col(ArticleAttachment.id))
        ).all()
        text = "\n".join([text, *(one for one in files[:1] if one)])
    return recognise(article.title, text, article.url, card=article.card)


def _write(
    session: Session,
    article: Article,
    said: Recognition,
    judged: ArticleRecognition | None,
    as_of: datetime,
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
    row.label, row.is_document = said.label.value, said.document is not None
    row.numbers, row.cited, row.decided_at = list(said.numbers), list(said.cited), as_of
    row.reasons = [{"rule": one.rule, "evidence": one.evidence} for one in said.reasons]
    session.add(row)
    session.execute(delete(Mention).where(col(Mention.article_id) == article.id))
    session.add_all(mentions_of(article, said))
    session.flush()
