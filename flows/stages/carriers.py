"""The pages that carry a policy: which they are, which one stands for it, and what becomes of one that loses them.

Which document a text is stands in ``policies``, what its pages say of it in ``facts``.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session, and_, col, delete, or_, select
from sqlmodel.sql.expression import SelectOfScalar

from cleaners import Recognition
from flows.stages.effects import forget_effects
from flows.stages.facts import take_facts
from flows.stages.group import Rank, official_first
from models import (
    Article,
    ArticleRecognition,
    LinkRelation,
    Policy,
    PolicyCommitment,
    PolicyEffect,
    PolicyLink,
    PolicyName,
    StoryMember,
)
from models.corrections import bound_pages
from models.telling import claim_told, move_told

CARRIES = (LinkRelation.IS, LinkRelation.REPOSTS)


@dataclass(frozen=True, slots=True)
class Rules:
    """What a run decides by."""

    as_of: datetime
    freshness_days: int
    rank: Rank
    official: Callable[[str], bool]  # whether a source's page is an original
    read: Callable[[Article], Recognition]
    is_news: bool = True  # False where the same page is read by newer rules: nothing that comes of it is told


def carried_by(session: Session, article_id: int) -> Policy | None:
    """The policy whose text the article carries."""
    return session.exec(
        select(Policy)
        .join(PolicyLink, col(PolicyLink.policy_id) == col(Policy.id))
        .where(PolicyLink.article_id == article_id, col(PolicyLink.relation).in_(CARRIES))
    ).first()


def of_story(session: Session, article: Article) -> Policy | None:
    """The policy that another page of the article's story carries as a document."""
    mates = select(StoryMember.article_id).where(
        col(StoryMember.story_id).in_(
            select(StoryMember.story_id).where(StoryMember.article_id == article.id)
        ),
        StoryMember.article_id != article.id,
    )
    return session.exec(_carried_as_document(mates)).first()


def bound_to(session: Session, article: Article) -> Policy | None:
    """The policy of a page of which an operator said that it is the same as this one."""
    pages = bound_pages(session, [id_of(article.id)])
    if not pages:
        return None
    return session.exec(_carried_as_document(pages)).first()


def _carried_as_document(article_ids: Any) -> SelectOfScalar[Policy]:
    return (
        select(Policy)
        .join(PolicyLink, col(PolicyLink.policy_id) == col(Policy.id))
        .join(ArticleRecognition, col(ArticleRecognition.article_id) == col(PolicyLink.article_id))
        .where(
            col(PolicyLink.relation).in_(CARRIES),
            col(PolicyLink.article_id).in_(article_ids),
            col(ArticleRecognition.is_document),
        )
        .order_by(col(Policy.id))
    )


def carriers(session: Session, policy: Policy) -> Sequence[int | None]:
    """The ids of the articles that carry the policy."""
    return session.exec(
        select(PolicyLink.article_id).where(
            PolicyLink.policy_id == policy.id, col(PolicyLink.relation).in_(CARRIES)
        )
    ).all()


def carry(session: Session, policy: Policy, article: Article) -> None:
    """The article carries the policy from now on; ``settle`` says as what."""
    if article.id not in carriers(session, policy):
        session.add(_carrying(policy, id_of(article.id), article.first_seen_at))
        session.flush()


def _carrying(policy: Policy, article_id: int, at: datetime) -> PolicyLink:
    return PolicyLink(
        policy_id=id_of(policy.id), article_id=article_id, relation=LinkRelation.REPOSTS, made_at=at
    )


def leave(session: Session, policy: Policy, article: Article, successor: Policy | None, rules: Rules) -> None:
    """The article carries ``policy`` no more; without another document among its pages the policy goes.

    What readers were told of it is kept under its successor, or else under its most official page, and is taken up
    again when a document is found there: nobody is told twice.
    """
    session.execute(
        delete(PolicyLink).where(
            col(PolicyLink.policy_id) == policy.id,
            col(PolicyLink.article_id) == article.id,
            col(PolicyLink.relation).in_(CARRIES),
        )
    )
    if settle(session, policy, rules):
        return
    left = session.exec(select(Article).where(col(Article.id).in_([article.id, *carriers(session, policy)])))
    heir = min(left.all(), key=lambda one: official_first(one, rules.rank))
    _drop(session, policy, f"policy:{successor.id}" if successor else f"article:{heir.id}")


def _drop(session: Session, policy: Policy, heir: str) -> None:
    move_told(session, f"policy:{policy.id}", heir)
    forget_effects(session, policy)
    for table, column in (
        (PolicyLink, PolicyLink.policy_id),
        (PolicyLink, PolicyLink.from_policy_id),
        (PolicyName, PolicyName.policy_id),
        (PolicyCommitment, PolicyCommitment.policy_id),
        (PolicyEffect, PolicyEffect.policy_id),
    ):
        session.execute(delete(table).where(col(column) == policy.id))
    session.delete(policy)
    session.flush()


def settle(session: Session, policy: Policy, rules: Rules) -> bool:
    """Bring the policy in order: its pages (IS for the canonical one), facts, names, commitments, verification.

    False, and nothing is done, where none of its pages is a document: copies alone carry no policy.
    """
    documents = carrying_documents(session, id_of(policy.id))
    if not documents:
        return False
    ordered = sorted(documents, key=lambda one: official_first(one, rules.rank))
    pages = _take_pages(session, policy, ordered)
    verified = policy.verified or any(rules.official(article.source_id) for article in documents)
    if not rules.is_news and (policy.canonical_article_id != ordered[0].id or verified != policy.verified):
        policy.edits_known_at = ordered[0].changed_at
    if verified and not policy.verified:
        policy.verified, policy.verified_at = True, rules.as_of if rules.is_news else None
    policy.canonical_article_id = id_of(ordered[0].id)
    seen_at = [article.first_seen_at for article in pages]
    # A page that newer rules take away makes the policy no younger.
    policy.first_seen_at = min(seen_at if rules.is_news else [*seen_at, policy.first_seen_at])
    take_facts(session, policy, ordered, rules.read)
    claim_told(session, f"policy:{policy.id}", [f"article:{article.id}" for article in pages])
    session.flush()
    return True


def carrying_documents(session: Session, policy_id: int) -> Sequence[Article]:
    """The pages that carry a policy and are the document themselves, in no order."""
    return session.exec(
        select(Article)
        .join(PolicyLink, col(PolicyLink.article_id) == col(Article.id))
        .join(ArticleRecognition, col(ArticleRecognition.article_id) == col(Article.id))
        .where(
            PolicyLink.policy_id == policy_id,
            col(PolicyLink.relation).in_(CARRIES),
            col(ArticleRecognition.is_document),
        )
    ).all()


def _take_pages(session: Session, policy: Policy, documents: Sequence[Article]) -> Sequence[Article]:
    """The pages of the policy, linked: its documents, and of their stories what carries no other policy.

    A page that an operator bound to one of them stays among them, be it a document or not.
    """
    ids = [id_of(one.id) for one in documents]
    stories = select(StoryMember.story_id).where(col(StoryMember.article_id).in_(ids))
    members = select(StoryMember.article_id).where(col(StoryMember.story_id).in_(stories))
    elsewhere = select(PolicyLink.article_id).where(
        col(PolicyLink.relation).in_(CARRIES),
        PolicyLink.policy_id != policy.id,
        col(PolicyLink.article_id).is_not(None),
    )
    belongs = or_(
        col(Article.id).in_(ids),
        and_(
            or_(col(Article.id).in_(members), col(Article.id).in_(bound_pages(session, ids))),
            col(Article.id).not_in(elsewhere),
        ),
    )
    pages = {id_of(one.id): one for one in session.exec(select(Article).where(belongs))}
    linked = select(PolicyLink).where(
        PolicyLink.policy_id == policy.id, col(PolicyLink.relation).in_(CARRIES)
    )
    known = {link.article_id: link for link in session.exec(linked)}
    for article_id, page in pages.items():
        link = known.pop(article_id, None) or _carrying(policy, article_id, page.first_seen_at)
        link.relation = LinkRelation.IS if article_id == ids[0] else LinkRelation.REPOSTS
        session.add(link)
    for link in known.values():
        session.delete(link)
    session.flush()
    return list(pages.values())


def id_of(value: int | None) -> int:
    """The key of a stored row."""
    assert value is not None
    return value
