"""One record per official document: found, made, joined, left; which page stands for it.

Which document a text is stands in ``identity``, what its pages say of it in ``facts``; pages that only speak of a
policy are linked in ``links``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session, col, delete, select, text

from cleaners import Label, PolicyDocument, Recognition
from flows.stages.facts import take_facts
from flows.stages.group import Rank, official_first
from flows.stages.identity import (
    identity_of,
    novelty_of,
    number_key,
    titled_identity,
)
from models import (
    Article,
    ArticleRecognition,
    DigestItem,
    LinkRelation,
    Policy,
    PolicyCommitment,
    PolicyLink,
    PolicyName,
    StoryMember,
)

CARRIES = (LinkRelation.IS, LinkRelation.REPOSTS)
_LOCK = 7220917  # the advisory lock of PostgreSQL under which policies are changed


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run decides by."""

    as_of: datetime
    freshness_days: int
    rank: Rank
    official: Callable[[str], bool]  # whether a source's page is an original
    read: Callable[[Article], Recognition]


def hold_policies(session: Session) -> None:
    """From now to the end of the transaction no other worker changes policies."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def carried_by(session: Session, article_id: int) -> Policy | None:
    """The policy whose text the article carries."""
    return session.exec(
        select(Policy)
        .join(PolicyLink, col(PolicyLink.policy_id) == col(Policy.id))
        .where(PolicyLink.article_id == article_id, col(PolicyLink.relation).in_(CARRIES))
    ).first()


def record_document(session: Session, article: Article, said: Recognition, rules: Rules) -> Policy:
    """The policy that ``article`` carries, found or made, with its facts and pages put in order."""
    document = said.document
    assert document is not None
    previous = carried_by(session, _id(article.id))
    policy = _find(session, document, article) or _own(session, previous, article)
    if policy is None:
        policy = _make(session, document, article, said.label, rules)
    if previous is not None and previous.id != policy.id:
        _release(session, previous, article, policy, rules)
    _carry(session, policy, article)
    settle(session, policy, rules)
    return policy


def forget_document(session: Session, article: Article, rules: Rules) -> None:
    """The article carries no document by itself any more; as a copy of one it may still stand in its story."""
    previous = carried_by(session, _id(article.id))
    if previous is None:
        return
    if any(one != article.id for one in _others_in_story(session, article, previous)):
        settle(session, previous, rules)
    else:
        _release(session, previous, article, None, rules)


def carry_with_story(session: Session, article: Article, rules: Rules) -> Policy | None:
    """The policy that another page of the article's story carries: this one is a copy, be it a cut one."""
    policy = _of_story(session, article)
    if policy is not None:
        _carry(session, policy, article)
        settle(session, policy, rules)
    return policy


def _find(session: Session, document: PolicyDocument, article: Article) -> Policy | None:
    number = number_key(document.number, document.issuers) if document.number else None
    by_identity = select(Policy).where(Policy.identity == identity_of(document, article))
    found = session.exec(by_identity).first()
    if found is not None:
        return found
    titled = select(Policy).where(Policy.identity == titled_identity(document, article))
    for other in (_of_story(session, article), session.exec(titled).first()):
        if other is not None and (number is None or other.number is None):
            return other
    if number is None:  # the numbered original may have come first: the same title of the same day and issuer
        return _numbered(session, document, article)
    return None


def _numbered(session: Session, document: PolicyDocument, article: Article) -> Policy | None:
    if document.written_on is None or not document.issuers:
        return None
    wanted = titled_identity(document, article)
    for other in session.exec(select(Policy).where(Policy.written_on == document.written_on)):
        same = PolicyDocument(title=other.title, issuers=other.issuers, written_on=other.written_on)
        if titled_identity(same, article) == wanted:
            return other
    return None


def _of_story(session: Session, article: Article) -> Policy | None:
    mates = select(StoryMember.article_id).where(
        col(StoryMember.story_id).in_(
            select(StoryMember.story_id).where(StoryMember.article_id == article.id)
        ),
        StoryMember.article_id != article.id,
    )
    return session.exec(
        select(Policy)
        .join(PolicyLink, col(PolicyLink.policy_id) == col(Policy.id))
        .join(ArticleRecognition, col(ArticleRecognition.article_id) == col(PolicyLink.article_id))
        .where(
            col(PolicyLink.relation).in_(CARRIES),
            col(PolicyLink.article_id).in_(mates),
            col(ArticleRecognition.is_document),
        )
        .order_by(col(Policy.id))
    ).first()


def _own(session: Session, previous: Policy | None, article: Article) -> Policy | None:
    """The policy that this article alone carried: a better reading changes its identity, it is no second policy."""
    if previous is None or set(_carriers(session, previous)) != {article.id}:
        return None
    return previous


def _make(session: Session, document: PolicyDocument, article: Article, label: Label, rules: Rules) -> Policy:
    policy = Policy(
        identity=identity_of(document, article),
        title=document.title or article.title,
        canonical_article_id=_id(article.id),
        verified=rules.official(article.source_id),
        novelty=novelty_of(
            document,
            article,
            is_draft=label is Label.DRAFT_FOR_COMMENT,
            as_of=rules.as_of,
            freshness_days=rules.freshness_days,
        ),
        first_seen_at=article.first_seen_at,
    )
    session.add(policy)
    session.flush()
    return policy


def _carriers(session: Session, policy: Policy) -> Sequence[int | None]:
    return session.exec(
        select(PolicyLink.article_id).where(
            PolicyLink.policy_id == policy.id, col(PolicyLink.relation).in_(CARRIES)
        )
    ).all()


def _carry(session: Session, policy: Policy, article: Article) -> None:
    if article.id not in _carriers(session, policy):
        session.add(_carrying(policy, _id(article.id), article.first_seen_at))
        session.flush()


def _carrying(policy: Policy, article_id: int, at: datetime) -> PolicyLink:
    return PolicyLink(
        policy_id=_id(policy.id), article_id=article_id, relation=LinkRelation.REPOSTS, made_at=at
    )


def _others_in_story(session: Session, article: Article, policy: Policy) -> list[int]:
    found = _of_story(session, article)
    if found is None or found.id != policy.id:
        return []
    return [one for one in _carriers(session, policy) if one is not None]


def _release(
    session: Session, policy: Policy, article: Article, successor: Policy | None, rules: Rules
) -> None:
    """The article leaves ``policy``; one that nobody carries any more goes, and what readers were told of it is kept
    under its successor, so that they are not told twice."""
    session.execute(
        delete(PolicyLink).where(
            col(PolicyLink.policy_id) == policy.id,
            col(PolicyLink.article_id) == article.id,
            col(PolicyLink.relation).in_(CARRIES),
        )
    )
    if _carriers(session, policy):
        settle(session, policy, rules)
        return
    subject = f"policy:{policy.id}"
    for item in session.exec(select(DigestItem).where(DigestItem.subject == subject)):
        if successor is None:
            continue  # the ledger outlives what it tells of
        moved = f"policy:{successor.id}"
        told = select(DigestItem).where(
            DigestItem.subscription_id == item.subscription_id,
            DigestItem.subject == moved,
            DigestItem.event == item.event,
        )
        if session.exec(told).first() is None:
            item.subject = moved
            session.add(item)
    for table, column in (
        (PolicyLink, PolicyLink.policy_id),
        (PolicyLink, PolicyLink.from_policy_id),
        (PolicyName, PolicyName.policy_id),
        (PolicyCommitment, PolicyCommitment.policy_id),
    ):
        session.execute(delete(table).where(col(column) == policy.id))
    session.delete(policy)
    session.flush()


def settle(session: Session, policy: Policy, rules: Rules) -> None:
    """Bring the policy in order: its pages (IS for the canonical one), facts, names, commitments, verification."""
    _add_story_mates(session, policy)
    rows = session.exec(
        select(PolicyLink, Article, ArticleRecognition)
        .join(Article, col(Article.id) == col(PolicyLink.article_id))
        .outerjoin(ArticleRecognition, col(ArticleRecognition.article_id) == col(Article.id))
        .where(PolicyLink.policy_id == policy.id, col(PolicyLink.relation).in_(CARRIES))
    ).all()
    whole = [row for row in rows if row[2] is not None and row[2].is_document]
    ordered = sorted((row[1] for row in whole or rows), key=lambda one: official_first(one, rules.rank))
    canonical = ordered[0]
    for link, article, _ in rows:
        link.relation = LinkRelation.IS if article.id == canonical.id else LinkRelation.REPOSTS
        session.add(link)
    policy.canonical_article_id = _id(canonical.id)
    policy.first_seen_at = min(article.first_seen_at for _, article, _ in rows)
    if not policy.verified and any(rules.official(article.source_id) for _, article, _ in whole):
        policy.verified, policy.verified_at = True, rules.as_of
    take_facts(session, policy, ordered, rules.read)
    session.flush()


def _add_story_mates(session: Session, policy: Policy) -> None:
    """Every page of a story that carries the document is a page of it, unless it carries another."""
    carriers = [one for one in _carriers(session, policy) if one is not None]
    stories = select(StoryMember.story_id).where(col(StoryMember.article_id).in_(carriers))
    mates = session.exec(
        select(Article)
        .join(StoryMember, col(StoryMember.article_id) == col(Article.id))
        .where(col(StoryMember.story_id).in_(stories), col(Article.id).not_in(carriers))
    ).all()
    for mate in mates:
        if carried_by(session, _id(mate.id)) is None:
            session.add(_carrying(policy, _id(mate.id), mate.first_seen_at))
    session.flush()


def _id(value: int | None) -> int:
    assert value is not None
    return value
