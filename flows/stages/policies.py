"""One record per official document: found or made for a page that carries it, kept or left by one that does not.

Which document a text is stands in ``identity``, the pages of a policy in ``carriers``, what they say of it in
``facts``; pages that only speak of a policy are linked in ``links``.
"""

from __future__ import annotations

from sqlmodel import Session, col, select, text

from cleaners import Label, PolicyDocument, Recognition
from flows.stages.carriers import (
    Rules,
    bound_to,
    carried_by,
    carriers,
    carry,
    id_of,
    leave,
    of_story,
    settle,
)
from flows.stages.corrected import APART, identity_in
from flows.stages.identity import (
    novelty_of,
    number_key,
    titled_identity,
)
from models import Article, Policy, StoryMember

_LOCK = 7220917  # the advisory lock of PostgreSQL under which policies are changed


def hold_policies(session: Session) -> None:
    """From now to the end of the transaction no other worker changes policies."""
    if session.get_bind().dialect.name == "postgresql":
        session.execute(text(f"SELECT pg_advisory_xact_lock({_LOCK})"))


def record_document(session: Session, article: Article, said: Recognition, rules: Rules) -> Policy:
    """The policy that ``article`` carries, found or made, with its facts and pages put in order."""
    document = said.document
    assert document is not None
    previous = carried_by(session, id_of(article.id))
    policy = _find(session, document, article) or _own(session, previous, article)
    if policy is None:
        policy = _make(session, document, article, said.label, rules)
    carry(session, policy, article)
    if previous is not None and previous.id != policy.id:
        leave(session, previous, article, policy, rules)
    settle(session, policy, rules)
    return policy


def forget_document(session: Session, article: Article, rules: Rules) -> None:
    """The article carries no document by itself any more; as a copy of one it may still stand in its story."""
    previous = carried_by(session, id_of(article.id))
    if previous is None:
        return
    kept = bound_to(session, article) or of_story(session, article)
    if kept is None or kept.id != previous.id:
        leave(session, previous, article, None, rules)
    else:
        settle(session, previous, rules)


def carry_with_story(session: Session, article: Article, rules: Rules) -> Policy | None:
    """The policy that another page of the article's story carries: this one is a copy, be it a cut one."""
    policy = bound_to(session, article) or of_story(session, article)
    if policy is not None:
        carry(session, policy, article)
        settle(session, policy, rules)
    return policy


def _find(session: Session, document: PolicyDocument, article: Article) -> Policy | None:
    if bound := bound_to(session, article):
        return bound
    number = number_key(document.number, document.issuers) if document.number else None
    identity = identity_in(session, document, article)
    found = session.exec(select(Policy).where(Policy.identity == identity)).first()
    if found is not None or APART in identity:
        return found
    titled = select(Policy).where(Policy.identity == titled_identity(document, article))
    for other in (of_story(session, article), session.exec(titled).first()):
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
        if APART in other.identity:
            continue
        same = PolicyDocument(title=other.title, issuers=other.issuers, written_on=other.written_on)
        if titled_identity(same, article) == wanted:
            return other
    return None


def _own(session: Session, previous: Policy | None, article: Article) -> Policy | None:
    """The policy that this article, or its story, alone carried: a better reading is no second policy."""
    if previous is None:
        return None
    story = select(StoryMember.story_id).where(StoryMember.article_id == article.id)
    mates = session.exec(select(StoryMember.article_id).where(col(StoryMember.story_id).in_(story))).all()
    return previous if set(carriers(session, previous)) <= {article.id, *mates} else None


def _make(session: Session, document: PolicyDocument, article: Article, label: Label, rules: Rules) -> Policy:
    policy = Policy(
        identity=identity_in(session, document, article),
        title=document.title or article.title,
        canonical_article_id=id_of(article.id),
        verified=rules.official(article.source_id),
        novelty=novelty_of(
            document,
            article,
            is_draft=label is Label.DRAFT_FOR_COMMENT,
            as_of=rules.as_of,
            freshness_days=rules.freshness_days,
            is_news=rules.is_news,
        ),
        first_seen_at=article.first_seen_at,
    )
    session.add(policy)
    session.flush()
    return policy
