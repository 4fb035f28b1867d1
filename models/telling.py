"""What a subscription was told, and what happened that it was not told: queries over the ledger of digest items."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property

from sqlalchemy import func, text
from sqlmodel import Session, and_, col, or_, select

from models.articles import Article, ArticleAttachment, AttachmentVersion
from models.digests import Digest, DigestItem, ItemEvent
from models.policies import ArticleRecognition, LinkRelation, Novelty, Policy, PolicyLink

_TELLING = 7220918  # the advisory lock of PostgreSQL under which digests are made


@dataclass(frozen=True)
class Told:
    """The ledger of one subscription: what it was told, and when."""

    at: dict[tuple[str, ItemEvent], datetime]  # (subject, event) -> as_of of the digest
    first_digest_at: datetime | None
    last_digest_at: datetime | None

    def was(self, subject: str, event: ItemEvent) -> datetime | None:
        return self.at.get((subject, event))

    def last_of(self, subject: str) -> datetime | None:
        """When it was last told anything of the subject or of one of its states (``policy:4@a7v2``)."""
        return self._last.get(subject)

    @cached_property
    def _last(self) -> dict[str, datetime]:
        last: dict[str, datetime] = {}
        for (subject, _), at in self.at.items():
            whole = subject.partition("@")[0]
            last[whole] = max(at, last.get(whole, at))
        return last


def hold_told(session: Session) -> None:
    """From now to the end of the transaction no other worker tells anybody anything.

    Items have a unique key, but a bulletin that only reminds of a deadline has no item.  SQLite has one writer anyway.
    """
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_TELLING})"))


def told(session: Session, subscription_id: str) -> Told:
    """Everything that the subscription was told so far."""
    rows = session.exec(
        select(DigestItem.subject, DigestItem.event, Digest.as_of)
        .join(Digest, col(Digest.id) == col(DigestItem.digest_id))
        .where(DigestItem.subscription_id == subscription_id)
    ).all()
    first, last = session.exec(
        select(func.min(Digest.as_of), func.max(Digest.as_of)).where(
            Digest.subscription_id == subscription_id
        )
    ).one()
    return Told({(subject, ItemEvent(event)): at for subject, event, at in rows}, first, last)


def recent_policies(session: Session, since: datetime, until: datetime) -> list[tuple[Policy, Article]]:
    """New policies and drafts of which something happened in (since, until], with their canonical article, by id.

    First seen, confirmed at the source, or edited: a text, or a file with it, that is edited long after it was
    announced is told too.
    """
    other_files = select(ArticleAttachment.article_id).where(col(ArticleAttachment.changed_at) > since)
    found = (
        select(Policy, Article)
        .join(Article, col(Article.id) == col(Policy.canonical_article_id))
        .where(
            col(Policy.novelty).in_((Novelty.NEW, Novelty.DRAFT)),
            col(Policy.first_seen_at) <= until,
            or_(
                col(Policy.first_seen_at) > since,
                col(Policy.verified_at) > since,
                and_(col(Article.version) > 1, col(Article.changed_at) > since),
                col(Article.id).in_(other_files),
            ),
        )
        .order_by(col(Policy.id))
    )
    return [(policy, article) for policy, article in session.exec(found).all()]


@dataclass(frozen=True, slots=True)
class ChangedFile:
    """A file of which another content came, as it stands now."""

    id: int
    name: str
    version: int
    changed_at: datetime
    said: str  # what the last change did


def changed_files(session: Session, since: datetime, until: datetime) -> dict[int, list[ChangedFile]]:
    """The files that changed last in (since, until], by the article that offers them."""
    rows = session.exec(
        select(ArticleAttachment, AttachmentVersion.said)
        .join(AttachmentVersion, col(AttachmentVersion.attachment_id) == col(ArticleAttachment.id))
        .where(
            AttachmentVersion.version == ArticleAttachment.version - 1,
            col(ArticleAttachment.changed_at) > since,
            col(ArticleAttachment.changed_at) <= until,
        )
        .order_by(col(ArticleAttachment.id))
    ).all()
    found: dict[int, list[ChangedFile]] = {}
    for file, said in rows:
        assert file.id is not None
        assert file.changed_at is not None
        found.setdefault(file.article_id, []).append(
            ChangedFile(file.id, file.name, file.version, file.changed_at, said)
        )
    return found


#: What titles call a meeting at which an authority explains its policy to the press.
_CONFERENCES = ("发布会", "吹风会", "通气会")


def recent_interpretations(
    session: Session, since: datetime, until: datetime
) -> list[tuple[Article, int | None]]:
    """Interpretations and press conferences first seen in (since, until] outside a backfill.

    Each with the policy that it explains; of a press conference (发布会) only one that speaks of a policy.
    What newer rules alone take for one, or bring to a policy, is left out.
    """
    linked = (
        select(PolicyLink.article_id, func.min(PolicyLink.policy_id).label("policy_id"))
        .where(col(PolicyLink.relation).in_((LinkRelation.INTERPRETS, LinkRelation.REPORTS)))
        .group_by(col(PolicyLink.article_id))
        .subquery()
    )
    found = (
        select(Article, linked.c.policy_id)
        .join(ArticleRecognition, col(ArticleRecognition.article_id) == col(Article.id))
        .outerjoin(linked, linked.c.article_id == col(Article.id))
        .where(
            or_(
                col(ArticleRecognition.label) == "interpretation",
                and_(
                    linked.c.policy_id.is_not(None),
                    or_(*(col(Article.title).contains(word) for word in _CONFERENCES)),
                ),
            ),
            col(Article.backfill).is_(False),
            col(ArticleRecognition.news),
            col(Article.first_seen_at) > since,
            col(Article.first_seen_at) <= until,
        )
        .order_by(col(Article.id))
    )
    return [(article, policy_id) for article, policy_id in session.exec(found).all()]


def move_told(session: Session, subject: str, heir: str, *, but: Sequence[ItemEvent] = ()) -> None:
    """What readers were told of ``subject`` and of its states (``policy:4``, ``policy:4@…``) stands under ``heir`` now.

    What a reader was told of the heir already stays with the old subject, and so do events in ``but``.
    """
    states = col(DigestItem.subject).startswith(f"{subject}@", autoescape=True)
    items = session.exec(select(DigestItem).where(or_(DigestItem.subject == subject, states))).all()
    for item in items:
        moved = heir + item.subject.removeprefix(subject)
        known = select(DigestItem.id).where(
            DigestItem.subscription_id == item.subscription_id,
            DigestItem.subject == moved,
            DigestItem.event == item.event,
        )
        if item.event not in but and session.exec(known).first() is None:
            item.subject = moved
            session.add(item)
            session.flush()


def claim_told(session: Session, policy: str, articles: Sequence[str]) -> None:
    """What readers were told of a policy that went, kept under one of its pages, is of the policy found there now."""
    kept = session.exec(
        select(DigestItem.subject)
        .where(col(DigestItem.subject).in_(articles), DigestItem.event != ItemEvent.INTERPRETED)
        .distinct()
    ).all()
    for article in kept:
        move_told(session, article, policy, but=(ItemEvent.INTERPRETED,))
