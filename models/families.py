"""Finding policies, and the family of one: every page about it, every policy that it is linked with."""

from __future__ import annotations

from dataclasses import dataclass, field
from typing import Any

from sqlmodel import Session, col, select

from models.articles import Article, ArticleAttachment, ArticleVersion, AttachmentVersion
from models.corrections import Correction, corrections_of
from models.policies import LinkRelation, Policy, PolicyCommitment, PolicyEffect, PolicyLink
from models.stories import StoryMember


@dataclass(slots=True)
class Relative:
    """Another policy and how it stands to this one; ``outgoing``: this one does it to the other."""

    relation: LinkRelation
    outgoing: bool
    policy: Policy
    evidence: str


@dataclass(slots=True)
class PolicyFamily:
    """One policy with all that the store links to it."""

    policy: Policy
    canonical: Article
    articles: list[tuple[LinkRelation, Article, str]] = field(
        default_factory=list
    )  # relation, page, evidence
    relatives: list[Relative] = field(default_factory=list)
    attachments: list[ArticleAttachment] = field(default_factory=list)
    #: Earlier contents of those files, oldest first.
    file_versions: list[AttachmentVersion] = field(default_factory=list)
    commitments: list[PolicyCommitment] = field(default_factory=list)
    story_id: int | None = None
    #: Article id -> what this copy did to the story's canonical text (``cleaners.stories.copy.Changes`` as data).
    changes: dict[int, dict[str, Any]] = field(default_factory=dict)
    #: Earlier texts of the canonical page, oldest first.
    versions: list[ArticleVersion] = field(default_factory=list)
    #: What it does to earlier documents, known ones or not, in the order of its text.
    effects: list[PolicyEffect] = field(default_factory=list)
    #: What operators put right in its pages and still holds, oldest first.
    corrections: list[Correction] = field(default_factory=list)


def find_policies(session: Session, number: str | None, words: str) -> list[Policy]:
    """Policies with this (normalised) number; where none has it, those whose title holds ``words``."""
    if number:
        found = list(session.exec(select(Policy).where(Policy.number == number).order_by(col(Policy.id))))
        if found:
            return found
    pattern = f"%{_escaped(words)}%"
    by_title = (
        select(Policy).where(col(Policy.title).like(pattern, escape="\\")).order_by(col(Policy.id).desc())
    )
    return list(session.exec(by_title.limit(20)))


def policy_family(session: Session, policy: Policy) -> PolicyFamily:
    """Everything that the store links to ``policy``: its page first, then copies, interpretations, reports."""
    family = PolicyFamily(policy, session.get_one(Article, policy.canonical_article_id))
    order = list(LinkRelation)
    linked = session.exec(
        select(PolicyLink, Article)
        .join(Article, col(Article.id) == col(PolicyLink.article_id))
        .where(PolicyLink.policy_id == policy.id)
    ).all()
    family.articles = sorted(
        ((link.relation, article, link.evidence) for link, article in linked),
        key=lambda entry: (
            order.index(entry[0]),
            entry[1].published_at or entry[1].first_seen_at,
            entry[1].id or 0,
        ),
    )
    for outgoing, mine, other in (
        (True, PolicyLink.from_policy_id, PolicyLink.policy_id),
        (False, PolicyLink.policy_id, PolicyLink.from_policy_id),
    ):
        rows = session.exec(
            select(PolicyLink, Policy)
            .join(Policy, col(Policy.id) == col(other))
            .where(col(mine) == policy.id)
        ).all()
        family.relatives += [
            Relative(link.relation, outgoing, relative, link.evidence) for link, relative in rows
        ]
    attached = select(ArticleAttachment).where(ArticleAttachment.article_id == policy.canonical_article_id)
    family.attachments = list(session.exec(attached.order_by(col(ArticleAttachment.id))))
    contents = select(AttachmentVersion).where(
        col(AttachmentVersion.attachment_id).in_([one.id for one in family.attachments])
    )
    by_file = (col(AttachmentVersion.attachment_id), col(AttachmentVersion.version))
    family.file_versions = list(session.exec(contents.order_by(*by_file)))
    does = select(PolicyEffect).where(PolicyEffect.policy_id == policy.id)
    family.effects = list(session.exec(does.order_by(col(PolicyEffect.position))))
    promised = select(PolicyCommitment).where(PolicyCommitment.policy_id == policy.id)
    family.commitments = list(session.exec(promised.order_by(col(PolicyCommitment.position))))
    ids = [article.id for _, article, _ in family.articles]
    copies = session.exec(select(StoryMember).where(col(StoryMember.article_id).in_(ids)))
    family.changes = {one.article_id: one.changes for one in copies if one.changes}
    earlier = select(ArticleVersion).where(ArticleVersion.article_id == policy.canonical_article_id)
    family.versions = list(session.exec(earlier.order_by(col(ArticleVersion.version))))
    carrying = {a.id for how, a, _ in family.articles if how in (LinkRelation.IS, LinkRelation.REPOSTS)}
    family.corrections = list(corrections_of(session, [one for one in carrying if one is not None]))
    member = session.get(StoryMember, policy.canonical_article_id)
    family.story_id = member.story_id if member else None
    return family


def _escaped(words: str) -> str:
    return words.replace("\\", "\\\\").replace("%", "\\%").replace("_", "\\_")
