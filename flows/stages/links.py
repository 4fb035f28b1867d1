"""Links of pages that speak of a policy without carrying it, and of policies to each other, with their evidence.

A page and a policy meet by a key that the page mentions and that names the policy, whichever of them came first.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, select

from cleaners import Label, Relation, relate_titles
from cleaners.policies.editions import series_key
from flows.digests.choice import level_and_region
from flows.stages.identity import lead_issuer
from flows.stages.policies import carried_by
from models import Article, ArticleRecognition, LinkRelation, Mention, Policy, PolicyLink, PolicyName

_SPEAKS = (
    LinkRelation.INTERPRETS,
    LinkRelation.REPORTS,
    LinkRelation.CITES,
    LinkRelation.IMPLEMENTS,
    LinkRelation.NEXT_EDITION,
)
#: A page may speak of a document some days before its date of writing, not of one that nobody could know.
_AHEAD = timedelta(days=30)
_NO_DAY = date.min


def link_article(session: Session, article: Article, at: datetime) -> None:
    """The article's links to the policies that it speaks of, made anew."""
    article_id = article.id or 0
    session.execute(
        delete(PolicyLink).where(
            col(PolicyLink.article_id) == article_id, col(PolicyLink.relation).in_(_SPEAKS)
        )
    )
    judged = session.get(ArticleRecognition, article_id)
    if judged is None:
        return
    own = carried_by(session, article_id)
    if own is not None:
        session.execute(
            delete(PolicyLink).where(
                col(PolicyLink.from_policy_id) == own.id, col(PolicyLink.relation) == LinkRelation.IMPLEMENTS
            )
        )
    seen: set[int] = {own.id} if own and own.id else set()
    mentions = session.exec(
        select(Mention).where(Mention.article_id == article_id).order_by(col(Mention.position))
    )
    first = True
    for mention in mentions.all():
        policy = _meant(session, mention, article)
        if policy is None:
            policy = _earlier_edition(session, mention, article) if own is None else None
            relation = LinkRelation.NEXT_EDITION
        else:
            relation = _relation(judged, mention, policy, own, first)
            first = False
        if policy is None or policy.id is None or policy.id in seen:
            continue
        seen.add(policy.id)
        session.add(
            PolicyLink(
                policy_id=policy.id,
                article_id=article_id,
                relation=relation,
                evidence=mention.shown,
                made_at=at,
            )
        )
        if relation is LinkRelation.IMPLEMENTS and own is not None:
            _link_policies(session, policy, own, relation, mention.shown, at)
    session.flush()


def link_policy(session: Session, policy: Policy, at: datetime) -> None:
    """Earlier pages that speak of this policy are linked to it, and it takes its place among its editions."""
    names = select(PolicyName.key).where(PolicyName.policy_id == policy.id)
    speaks = select(Mention.article_id).where(col(Mention.key).in_(names))
    speaking = session.exec(
        select(Article).where(col(Article.id).in_(speaks)).order_by(col(Article.id))
    ).all()
    for article in speaking:
        link_article(session, article, at)
    _link_editions(session, policy, at)
    session.flush()


def _meant(session: Session, mention: Mention, article: Article) -> Policy | None:
    """The policy that the key names; of several editions or provinces the national, then the latest one of its time."""
    found = session.exec(
        select(Policy)
        .join(PolicyName, col(PolicyName.policy_id) == col(Policy.id))
        .where(PolicyName.key == mention.key)
    ).all()
    day = (article.published_at or article.first_seen_at).date() + _AHEAD
    in_time = [one for one in found if (one.written_on or _NO_DAY) <= day]
    return max(
        in_time, key=lambda one: (_is_national(one), one.written_on or _NO_DAY, -(one.id or 0)), default=None
    )


def _earlier_edition(session: Session, mention: Mention, article: Article) -> Policy | None:
    """The last known policy of the series whose next edition the page speaks of."""
    series = series_key(mention.shown)
    if mention.key.startswith("number:") or len(series) < 6:
        return None
    found = session.exec(select(Policy).where(Policy.series == series)).all()
    earlier = [one for one in found if relate_titles(one.title, mention.shown) is Relation.NEXT_EDITION]
    return max(earlier, key=lambda one: one.written_on or _NO_DAY, default=None)


def _relation(
    judged: ArticleRecognition, mention: Mention, policy: Policy, own: Policy | None, first: bool
) -> LinkRelation:
    if own is not None or judged.is_document:
        local = own is not None and bool(own.issuers) and not _is_national(own)
        basis = mention.as_basis and local and _is_national(policy)
        return LinkRelation.IMPLEMENTS if basis else LinkRelation.CITES
    if not (first or mention.in_title):
        return LinkRelation.CITES
    return LinkRelation.INTERPRETS if judged.label == Label.INTERPRETATION else LinkRelation.REPORTS


def _is_national(policy: Policy) -> bool:
    return level_and_region([str(one) for one in policy.issuers], None)[0] == "national"


def _link_editions(session: Session, policy: Policy, at: datetime) -> None:
    """Editions of one series by one issuer, each linked to the one before it."""
    if policy.series is None:
        return
    lead = lead_issuer(policy.issuers)
    found = session.exec(select(Policy).where(Policy.series == policy.series)).all()
    editions = [one for one in found if lead_issuer(one.issuers) == lead]
    ids = [one.id for one in editions]
    session.execute(
        delete(PolicyLink).where(
            col(PolicyLink.policy_id).in_(ids),
            col(PolicyLink.from_policy_id).in_(ids),
            col(PolicyLink.relation) == LinkRelation.NEXT_EDITION,
        )
    )
    editions.sort(key=lambda one: (one.written_on or _NO_DAY, one.id or 0))
    for place, later in enumerate(editions):
        for earlier in reversed(editions[:place]):
            if relate_titles(earlier.title, later.title) is Relation.NEXT_EDITION:
                _link_policies(session, earlier, later, LinkRelation.NEXT_EDITION, later.title, at)
                break


def _link_policies(
    session: Session, policy: Policy, source: Policy, relation: LinkRelation, evidence: str, at: datetime
) -> None:
    known = select(PolicyLink.id).where(
        PolicyLink.policy_id == policy.id,
        PolicyLink.from_policy_id == source.id,
        PolicyLink.relation == relation,
    )
    if session.exec(known).first() is None:
        session.add(
            PolicyLink(
                policy_id=policy.id or 0,
                from_policy_id=source.id,
                relation=relation,
                evidence=evidence,
                made_at=at,
            )
        )
        session.flush()
