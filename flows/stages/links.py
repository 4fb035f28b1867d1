"""Links of pages that speak of a policy without carrying it, and of policies to each other, with their evidence.

A page and a policy meet by a key that the page mentions and that names the policy, whichever of them came first.
"""

from __future__ import annotations

from datetime import date, datetime, timedelta

from sqlmodel import Session, col, delete, or_, select

from cleaners import Label, Relation, relate_titles
from cleaners.policies.editions import series_key
from cleaners.policies.editions_reported import speaks_of_series
from flows.digests.choice import level_and_region
from flows.stages.carriers import carried_by
from flows.stages.effects import link_effects
from flows.stages.identity import edition_year, lead_issuer, reported_key
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
_REPORTED = reported_key(0)[:-1]
#: A series may skip an edition, not more: an older one is not what a report of a coming edition follows.
_SKIPPED = 2


def link_article(session: Session, article: Article, at: datetime, *, is_news: bool = True) -> None:
    """The article's links to the policies that it speaks of, made anew.

    A page that is told for the policy that it speaks of (a press conference) is not told where newer rules (not
    ``is_news``) were the first to see of which.
    """
    article_id = article.id or 0
    known = is_news or _speaks_of_any(session, article_id)
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
        if policy is None and mention.key.startswith(_REPORTED):
            policy, relation = _reported(session, mention) if own is None else (None, LinkRelation.REPORTS)
        elif policy is None:
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
    if not known and judged.label != Label.INTERPRETATION and _speaks_of_any(session, article_id):
        judged.news = False
        session.add(judged)
        session.flush()


def _speaks_of_any(session: Session, article_id: int) -> bool:
    links = select(PolicyLink.id).where(
        PolicyLink.article_id == article_id,
        col(PolicyLink.relation).in_((LinkRelation.INTERPRETS, LinkRelation.REPORTS)),
    )
    return session.exec(links).first() is not None


def link_policy(session: Session, policy: Policy, at: datetime, *, is_news: bool = True) -> None:
    """Earlier pages that speak of this policy are linked to it, and it takes its place among its editions."""
    names = select(PolicyName.key).where(PolicyName.policy_id == policy.id)
    speaks = select(Mention.article_id).where(
        or_(col(Mention.key).in_(names), col(Mention.article_id).in_(_reporting(session, policy)))
    )
    speaking = session.exec(
        select(Article).where(col(Article.id).in_(speaks)).order_by(col(Article.id))
    ).all()
    for article in speaking:
        link_article(session, article, at, is_news=is_news)
    _link_editions(session, policy, at)
    link_effects(session, policy, at)
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


def _reported(session: Session, mention: Mention) -> tuple[Policy | None, LinkRelation]:
    """The edition that an untitled report speaks of, or else the one that it follows."""
    year = int(mention.key.removeprefix(_REPORTED))
    since = date(year - _SKIPPED - 1, 1, 1)
    near = session.exec(
        select(Policy).where(
            col(Policy.series).is_not(None),
            col(Policy.written_on) >= since,
            col(Policy.written_on) <= date(year, 12, 31),
        )
    ).all()
    editions = [
        (known, one)
        for one in near
        if (known := edition_year(one)) is not None
        and year - _SKIPPED <= known <= year
        and speaks_of_series(mention.shown, one.series or "", [str(body) for body in one.issuers])
    ]
    if len({one.series for _, one in editions}) != 1:
        return None, LinkRelation.REPORTS  # none, or words that do not tell one series from another
    known, policy = max(
        editions, key=lambda entry: (entry[0], entry[1].written_on or _NO_DAY, entry[1].id or 0)
    )
    return policy, LinkRelation.REPORTS if known == year else LinkRelation.NEXT_EDITION


def _reporting(session: Session, policy: Policy) -> list[int]:
    """Pages that report this edition or one of the next years without a title."""
    year = edition_year(policy)
    if year is None or policy.series is None:
        return []
    keys = [reported_key(year + n) for n in range(_SKIPPED + 1)]
    issuers = [str(body) for body in policy.issuers]
    return [
        mention.article_id
        for mention in session.exec(select(Mention).where(col(Mention.key).in_(keys)))
        if speaks_of_series(mention.shown, policy.series, issuers)
    ]


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
