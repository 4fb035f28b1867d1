"""What the store says of the policies of one digest, read in a handful of queries however many there are."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import date, datetime

from sqlalchemy import func
from sqlmodel import Session, col, select

from models import (
    Article,
    ArticleAttachment,
    ArticleRecognition,
    ArticleVersion,
    LinkRelation,
    Policy,
    PolicyCommitment,
    PolicyEffect,
    PolicyLink,
    StoryMember,
)

_EFFECTS = (LinkRelation.AMENDS, LinkRelation.ABOLISHES)
_CARRIES = (LinkRelation.IS, LinkRelation.REPOSTS)


@dataclass(slots=True)
class PolicyFile:
    """One policy with everything around it that a digest item shows."""

    policy: Policy
    article: Article  # the canonical one
    copies: list[Article] = field(default_factory=list)  # other pages with the same document, earliest first
    interpretations: list[Article] = field(default_factory=list)  # earliest first
    attachments: int = 0
    commitments: list[PolicyCommitment] = field(default_factory=list)
    evidence: str | None = None  # what the recognition of the canonical article rests on
    previous: ArticleVersion | None = None  # the text before the present one
    relations: list[tuple[LinkRelation, str]] = field(
        default_factory=list
    )  # to other policies: how, their title
    effects: list[PolicyEffect] = field(default_factory=list)  # on earlier documents, known ones or not
    earlier: tuple[Policy, Article] | None = None  # the edition before this one, with its canonical page


def read_policies(session: Session, policy_ids: Iterable[int]) -> dict[int, PolicyFile]:
    """The policies with these ids and what surrounds them, by id; an id without a policy is left out."""
    rows = session.exec(
        select(Policy, Article)
        .join(Article, col(Article.id) == col(Policy.canonical_article_id))
        .where(col(Policy.id).in_(set(policy_ids)))
    ).all()
    files = {_id(policy.id): PolicyFile(policy, article) for policy, article in rows}
    if not files:
        return {}
    by_article = {_id(file.article.id): file for file in files.values()}
    _read_copies(session, files, by_article)
    _read_relations(session, files)
    for article_id, n in session.exec(
        select(ArticleAttachment.article_id, func.count())
        .where(col(ArticleAttachment.article_id).in_(by_article))
        .group_by(col(ArticleAttachment.article_id))
    ):
        by_article[article_id].attachments = n
    for commitment in session.exec(
        select(PolicyCommitment)
        .where(col(PolicyCommitment.policy_id).in_(files))
        .order_by(col(PolicyCommitment.policy_id), col(PolicyCommitment.position))
    ):
        files[commitment.policy_id].commitments.append(commitment)
    for effect in session.exec(
        select(PolicyEffect)
        .where(col(PolicyEffect.policy_id).in_(files))
        .order_by(col(PolicyEffect.policy_id), col(PolicyEffect.position))
    ):
        files[effect.policy_id].effects.append(effect)
    for recognition in session.exec(
        select(ArticleRecognition).where(col(ArticleRecognition.article_id).in_(by_article))
    ):
        for reason in recognition.reasons:
            by_article[recognition.article_id].evidence = reason.get("evidence") or reason.get("rule")
            break
    for version in session.exec(
        select(ArticleVersion)
        .where(col(ArticleVersion.article_id).in_(by_article))
        .order_by(col(ArticleVersion.version))
    ):
        by_article[version.article_id].previous = version  # the last one wins
    return files


def _read_copies(session: Session, files: dict[int, PolicyFile], by_article: dict[int, PolicyFile]) -> None:
    """Other pages of the same document: linked as copies, or grouped into the canonical article's story."""
    copies: dict[int, dict[int, Article]] = defaultdict(dict)
    interpretations: dict[int, dict[int, Article]] = defaultdict(dict)
    for link, article in session.exec(
        select(PolicyLink, Article)
        .join(Article, col(Article.id) == col(PolicyLink.article_id))
        .where(col(PolicyLink.policy_id).in_(files))
        .where(col(PolicyLink.relation).in_([*_CARRIES, LinkRelation.INTERPRETS]))
    ):
        kept = copies if link.relation in _CARRIES else interpretations
        kept[link.policy_id][_id(article.id)] = article
    own = {
        member.story_id: by_article[member.article_id]
        for member in session.exec(select(StoryMember).where(col(StoryMember.article_id).in_(by_article)))
    }
    for member, article in session.exec(
        select(StoryMember, Article)
        .join(Article, col(Article.id) == col(StoryMember.article_id))
        .where(col(StoryMember.story_id).in_(own))
    ):
        copies[_id(own[member.story_id].policy.id)][_id(article.id)] = article
    for policy_id, file in files.items():
        copies[policy_id].pop(_id(file.article.id), None)
        file.copies = sorted(copies[policy_id].values(), key=seen_or_published)
        file.interpretations = sorted(interpretations[policy_id].values(), key=seen_or_published)


def _read_relations(session: Session, files: dict[int, PolicyFile]) -> None:
    for link, other, page in session.exec(
        select(PolicyLink, Policy, Article)
        .join(Policy, col(Policy.id) == col(PolicyLink.policy_id))
        .join(Article, col(Article.id) == col(Policy.canonical_article_id))
        .where(col(PolicyLink.from_policy_id).in_(files), col(PolicyLink.relation).not_in(_EFFECTS))
        .order_by(col(PolicyLink.id))
    ):
        if link.from_policy_id is not None:
            file = files[link.from_policy_id]
            file.relations.append((link.relation, other.named_title or other.title))
            if link.relation is LinkRelation.NEXT_EDITION:
                file.earlier = (other, page)


def ids_of_due(session: Session, first: date, last: date) -> set[int]:
    """The policies with a commitment that falls due from ``first`` to ``last``, both included."""
    due = select(PolicyCommitment.policy_id).where(
        col(PolicyCommitment.deadline) >= first, col(PolicyCommitment.deadline) <= last
    )
    return set(session.exec(due))


#: Which relation says best why an article is told, the strongest first.
_TELLING = (LinkRelation.INTERPRETS, LinkRelation.IMPLEMENTS, LinkRelation.REPORTS, LinkRelation.CITES)


def read_articles(
    session: Session, article_ids: Iterable[int]
) -> list[tuple[Article, LinkRelation | None, int | None]]:
    """Articles with their strongest link: (article, relation, policy id), both ``None`` for one without a policy."""
    wanted = set(article_ids)
    links: dict[int, PolicyLink] = {}
    for link in session.exec(
        select(PolicyLink)
        .where(col(PolicyLink.article_id).in_(wanted), col(PolicyLink.relation).in_(_TELLING))
        .order_by(col(PolicyLink.id))
    ):
        article_id = _id(link.article_id)
        known = links.get(article_id)
        if known is None or _TELLING.index(link.relation) < _TELLING.index(known.relation):
            links[article_id] = link
    articles = session.exec(select(Article).where(col(Article.id).in_(wanted)).order_by(col(Article.id)))
    return [
        (article, link.relation if link else None, link.policy_id if link else None)
        for article in articles
        for link in [links.get(_id(article.id))]
    ]


def seen_or_published(article: Article) -> datetime:
    """When the article came out: as its page says, else when it was first seen."""
    return article.published_at or article.first_seen_at


def _id(value: int | None) -> int:
    """The key of a stored row; a row without one was never flushed."""
    assert value is not None
    return value
