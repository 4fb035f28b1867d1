"""Building a digest's model from the store: which section, in which order, with which words of the documents.

What the subscription was not told yet is chosen elsewhere (``flows.stages.announce``) and comes in as ``chosen``.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime, timedelta
from importlib.metadata import PackageNotFoundError, version

from sqlmodel import Session, col, select

from cleaners.dates import CHINA
from flows.digests.choice import ChosenItem, WatchedSource, level_and_region, searched_text
from flows.digests.items import link_to_policy, policy_item, related_article, relation_name, withdrawn_item
from flows.digests.model import (
    DeadlineItem,
    DigestModel,
    PolicyItem,
    RelatedArticle,
    RelatedGroup,
    SourceTrouble,
)
from flows.digests.reading import PolicyFile, ids_of_due, read_articles, read_policies
from flows.digests.shown import shown, shown_sentence
from flows.health import read_states, silences
from flows.subscriptions import Filters, Subscription
from models import Article, Digest, ItemEvent, LinkRelation, Outcome

#: How far ahead deadlines are told, and how many at most: a longer list would be read by nobody.
DEADLINE_DAYS = 30
#: Days before a deadline at which it is told again: one that stands in every bulletin is soon read by nobody.
REMINDERS = (DEADLINE_DAYS, 14, 7, 3, 1, 0)
DEADLINES = 12
#: Interpretations shown under a policy that is told as "interpreted" without naming the article.
INTERPRETATIONS = 5


def build_digest(
    session: Session,
    subscription: Subscription,
    chosen: Sequence[ChosenItem],
    as_of: datetime,
    sources: Sequence[WatchedSource],
    *,
    window_from: datetime | None = None,
    public_url: str | None = None,
) -> DigestModel:
    """The model of one bulletin: ``chosen`` in sections, deadlines and the sources' state at ``as_of``.

    ``window_from`` defaults to the end of the subscription's last digest.  Reads only; writes nothing.
    """
    by_id = {source.id: source for source in sources}
    withdrawn = {c.article_id: c.note for c in chosen if c.article_id and c.event is ItemEvent.CORRECTED}
    told = read_articles(
        session, [c.article_id for c in chosen if c.article_id and c.article_id not in withdrawn]
    )
    of_policy: dict[int, list[ChosenItem]] = defaultdict(list)
    for choice in chosen:
        if choice.policy_id is not None:
            of_policy[choice.policy_id].append(choice)
    events = {policy_id: {choice.event for choice in choices} for policy_id, choices in of_policy.items()}
    due = ids_of_due(session, *_days_ahead(as_of))
    files = read_policies(
        session,
        {*events, *(policy_id for *_, policy_id in told if policy_id), *due},
    )
    items: dict[str, list[PolicyItem]] = {"new": [], "changed": [], "drafts": []}
    groups: dict[int | None, dict[int, RelatedArticle]] = {}
    for policy_id in sorted(events, key=lambda one: _rank(files.get(one), by_id)):
        file = files.get(policy_id)
        if file is None:
            continue
        section = _section(events[policy_id])
        if section:
            items[section].append(policy_item(file, of_policy[policy_id], subscription.filters, by_id))
        if ItemEvent.INTERPRETED in events[policy_id]:
            for article in file.interpretations[-INTERPRETATIONS:]:
                shown_as = related_article(article, LinkRelation.INTERPRETS, by_id)
                groups.setdefault(policy_id, {})[article.id or 0] = shown_as
    for article_id, note in withdrawn.items():
        if (page := session.get(Article, article_id)) is not None:
            items["changed"].append(withdrawn_item(page, note, by_id))
    for article, relation, linked_id in told:
        owner = linked_id if linked_id in files else None
        groups.setdefault(owner, {})[article.id or 0] = related_article(article, relation, by_id)
    window_from = window_from or _last_window(session, subscription.id)
    ahead = _deadlines(files, subscription.filters, as_of, by_id)
    fresh = {f"P{policy_id}" for policy_id in events}
    deadlines = [one for one in ahead if one.policy_id in fresh or _is_reminded(one, window_from)]
    listed = [item for section in items.values() for item in section]
    return DigestModel(
        subscription_id=subscription.id,
        name=shown(subscription.name, 60),
        as_of=as_of,
        window_from=window_from,
        window_to=as_of,
        version=_version(),
        new=tuple(items["new"]),
        deadlines=tuple(deadlines[:DEADLINES]),
        changed=tuple(items["changed"]),
        drafts=tuple(items["drafts"]),
        related=_groups(groups, files),
        merged_reposts=sum(item.reposts.count for item in listed),
        troubled=tuple(_troubles(session, sources, as_of)),
        sources_watched=len(sources),
        public_url=public_url,
        omitted={"deadlines": left} if (left := len(ahead) - len(deadlines[:DEADLINES])) else {},
    )


def _section(events: set[ItemEvent]) -> str | None:
    """Where a policy with these events is told; a new one is told once, as new."""
    if ItemEvent.NEW in events:
        return "new"
    if ItemEvent.DRAFT in events:
        return "drafts"
    return "changed" if events & {ItemEvent.VERIFIED, ItemEvent.CHANGED, ItemEvent.CORRECTED} else None


_LEVEL_ORDER = {"national": 0, "provincial": 1, "city": 2}


def _rank(file: PolicyFile | None, sources: Mapping[str, WatchedSource]) -> tuple[int, str, float, int]:
    """National before provincial, then by lead issuer, newest first, then in the order of the store."""
    if file is None:
        return (9, "", 0.0, 0)
    issuers = [str(issuer) for issuer in file.policy.issuers]
    level, _ = level_and_region(issuers, sources.get(file.article.source_id))
    newest = (file.article.published_at or file.policy.first_seen_at).timestamp()
    return (_LEVEL_ORDER.get(level or "", 3), issuers[0] if issuers else "", -newest, file.policy.id or 0)


def _groups(
    groups: Mapping[int | None, Mapping[int, RelatedArticle]], files: Mapping[int, PolicyFile]
) -> tuple[RelatedGroup, ...]:
    """Articles under their policy, interpretations first; those without a policy come last."""
    found: list[RelatedGroup] = []
    for policy_id in sorted(groups, key=lambda one: (one is None, one or 0)):
        order = [relation_name(relation) for relation in (LinkRelation.INTERPRETS, LinkRelation.IMPLEMENTS)]
        articles = sorted(
            groups[policy_id].values(),
            key=lambda a: order.index(a.relation) if a.relation in order else len(order),
        )
        file = files[policy_id] if policy_id is not None else None
        found.append(
            RelatedGroup(
                policy=link_to_policy(file) if file else None,
                number=shown(file.policy.number, 60) or None if file else None,
                articles=tuple(articles),
            )
        )
    return tuple(found)


def _days_ahead(as_of: datetime) -> tuple[date, date]:
    today = as_of.astimezone(CHINA).date()
    return today, today + timedelta(days=DEADLINE_DAYS)


def _deadlines(
    files: Mapping[int, PolicyFile],
    filters: Filters,
    as_of: datetime,
    sources: Mapping[str, WatchedSource],
) -> list[DeadlineItem]:
    today, last = _days_ahead(as_of)
    found: list[DeadlineItem] = []
    for policy_id, file in sorted(files.items()):
        policy, article = file.policy, file.article
        issuers = [str(issuer) for issuer in policy.issuers]
        level, region = level_and_region(issuers, sources.get(article.source_id))
        text = searched_text(policy, article)
        if filters.reasons(level=level, region=region, issuers=issuers, text=text) is None:
            continue
        days: set[date] = set()
        for commitment in file.commitments:
            day = commitment.deadline
            if day is None or day in days or not today <= day <= last:
                continue
            days.add(day)
            found.append(
                DeadlineItem(
                    id=f"P{policy_id}-{commitment.position}",
                    policy_id=f"P{policy_id}",
                    due_on=day,
                    days_left=(day - today).days,
                    sentence=shown_sentence(commitment.sentence, 90),
                    policy=link_to_policy(file),
                    number=shown(policy.number, 60) or None,
                )
            )
    return sorted(found, key=lambda item: item.due_on)


def _is_reminded(item: DeadlineItem, last: datetime | None) -> bool:
    """Whether one of the reminders fell due since the last bulletin; in a first bulletin all do.

    Told on the 1st with 20 days left, told again on the 7th (14 days left at most), then on the 14th.
    """
    if last is None:
        return True
    then = (item.due_on - last.astimezone(CHINA).date()).days
    return any(item.days_left <= mark < then for mark in REMINDERS)


_STATES = {
    Outcome.BLOCKED: "拒绝访问",
    Outcome.FAILED: "抓取失败",
    Outcome.EMPTY: "列表为空",
    Outcome.EXPIRED: "页面过期",
    Outcome.GONE: "页面不存在",
}


def _troubles(session: Session, sources: Sequence[WatchedSource], as_of: datetime) -> list[SourceTrouble]:
    """The sources that are refused, failing, silent for longer than their rhythm, or were never checked."""
    states = read_states(session, [source.id for source in sources])
    silent = silences(session, sources, states, as_of)
    found: list[SourceTrouble] = []
    for source in sources:
        state = states.get(source.id)
        name = shown(source.name, 60)
        if state is None or state.last_pass_at is None:
            found.append(SourceTrouble(source.id, name, "未检查", None, None))
        elif state.last_outcome in _STATES:
            detail = shown(state.trouble, 100) or None
            since = state.trouble_since or state.last_pass_at
            found.append(SourceTrouble(source.id, name, _STATES[state.last_outcome], since, detail))
        elif source.id in silent:
            found.append(SourceTrouble(source.id, name, "静默", state.last_new_at, silent[source.id].told))
    return found


def _last_window(session: Session, subscription_id: str) -> datetime | None:
    return session.exec(
        select(Digest.window_to)
        .where(Digest.subscription_id == subscription_id)
        .order_by(col(Digest.window_to).desc())
        .limit(1)
    ).first()


def _version() -> str:
    try:
        return version("jianbao")
    except PackageNotFoundError:  # a checkout that was never installed
        return "dev"
