"""Announce (通报): for each subscription what it was not told yet, as one digest with its deliveries.

Digest, items and outbox rows are written in one transaction, and an item has a unique key per subscription, so a
killed run leaves nothing half told; two workers make bulletins one after the other and tell nothing twice.  "Not told
yet" is asked of the ledger, never of the time of the last run.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial

from sqlmodel import Session

from cleaners.dates import CHINA
from flows.channels import message_id
from flows.digests.build import build_digest
from flows.digests.choice import ChosenItem, WatchedSource, level_and_region, searched_text
from flows.digests.corrected import corrected_items
from flows.digests.html import render_html
from flows.digests.markdown import render_markdown
from flows.digests.model import DigestModel
from flows.digests.plain import render_text
from flows.digests.shown import shown
from flows.subscriptions import Frequency, Subscription
from models import Article, Database, Delivery, Digest, DigestItem, ItemEvent, Novelty, Policy
from models.retry import retried
from models.telling import (
    ChangedFile,
    Told,
    changed_files,
    hold_told,
    recent_interpretations,
    recent_policies,
    told,
)

Log = Callable[[str], object]

#: How far back a digest reaches for what was not told: an outage of weeks loses nothing.
REACH = timedelta(days=60)
#: A first digest tells the last days only: a new reader did not ask for the archive; later ones bring no more of it.
FIRST_REACH = timedelta(days=7)


def announce(
    database: Database,
    subscriptions: Sequence[Subscription],
    sources: Sequence[WatchedSource],
    *,
    as_of: datetime,
    force: bool = False,
    public_url: str | None = None,
    log: Log = lambda line: None,
) -> list[int]:
    """The ids of the digests made at ``as_of`` (aware): none for a subscription with nothing to be told.

    A daily subscription gets at most one digest a day (China time) unless ``force``.
    """
    made: list[int] = []
    for subscription in subscriptions:
        work = partial(_announce_one, subscription=subscription, sources=sources, as_of=as_of, force=force)
        digest_id = retried(database, partial(work, public_url=public_url))
        if digest_id is None:
            log(f"subscription {subscription.id}: nothing to tell")
        else:
            made.append(digest_id)
            log(f"subscription {subscription.id}: digest {digest_id}")
    return made


def preview(
    database: Database,
    subscription: Subscription,
    sources: Sequence[WatchedSource],
    *,
    as_of: datetime,
    public_url: str | None = None,
) -> DigestModel:
    """What the subscription would be told at ``as_of``; nothing is written."""
    with database.reading() as session:
        chosen = choose_items(session, subscription, sources, as_of)
        return build_digest(session, subscription, chosen, as_of, sources, public_url=public_url)


def _announce_one(
    session: Session,
    subscription: Subscription,
    sources: Sequence[WatchedSource],
    as_of: datetime,
    force: bool,
    public_url: str | None,
) -> int | None:
    hold_told(session)
    ledger = told(session, subscription.id)
    if not force and subscription.frequency is Frequency.DAILY and _same_day(ledger.last_digest_at, as_of):
        return None
    chosen = choose_items(session, subscription, sources, as_of, ledger)
    model = build_digest(session, subscription, chosen, as_of, sources, public_url=public_url)
    if model.is_empty:
        return None
    digest = Digest(
        subscription_id=subscription.id,
        as_of=as_of,
        window_from=model.window_from,
        window_to=model.window_to,
        subject=model.subject,
        data=model.as_data(),
        markdown=render_markdown(model),
        text=render_text(model),
        html=render_html(model),
        created_at=as_of,
    )
    session.add(digest)
    session.flush()
    assert digest.id is not None
    for item in chosen:
        session.add(
            DigestItem(
                digest_id=digest.id, subscription_id=subscription.id, subject=item.subject, event=item.event
            )
        )
    for target in subscription.channels:
        session.add(
            Delivery(
                digest_id=digest.id,
                subscription_id=subscription.id,
                channel=target.channel,
                target=target.target,
                next_attempt_at=as_of,
                message_id=message_id(digest.id, subscription.id, target.channel, target.target),
            )
        )
    session.flush()
    return digest.id


def choose_items(
    session: Session,
    subscription: Subscription,
    sources: Sequence[WatchedSource],
    as_of: datetime,
    ledger: Told | None = None,
) -> list[ChosenItem]:
    """What the subscription wants and was not told yet, at ``as_of``."""
    ledger = ledger or told(session, subscription.id)
    by_id = {source.id: source for source in sources}
    since = max(as_of - REACH, (ledger.first_digest_at or as_of) - FIRST_REACH)
    files = changed_files(session, since, as_of)
    chosen = [
        item
        for policy, article in recent_policies(session, since, as_of)
        for item in _items_of(policy, article, files.get(article.id or 0, ()), ledger, since, as_of)
        if _wants(subscription, item.event, policy, article, by_id)
    ]
    chosen += corrected_items(session, subscription.id, ledger, since, as_of)
    for article, policy_id in recent_interpretations(session, since, as_of):
        subject = f"article:{article.id}"
        if ledger.was(subject, ItemEvent.INTERPRETED):
            continue
        policy = session.get(Policy, policy_id) if policy_id else None
        if _wants(subscription, ItemEvent.INTERPRETED, policy, article, by_id):
            chosen.append(ChosenItem(ItemEvent.INTERPRETED, article_id=article.id))
    return chosen


def _items_of(
    policy: Policy,
    article: Article,
    files: Sequence[ChangedFile],
    ledger: Told,
    since: datetime,
    as_of: datetime,
) -> list[ChosenItem]:
    """What there is to tell of a policy: new, then confirmed at its source, then each edit of its text or its files."""
    subject = f"policy:{policy.id}"
    first = ItemEvent.DRAFT if policy.novelty is Novelty.DRAFT else ItemEvent.NEW
    told_at = ledger.was(subject, first)
    if told_at is None:
        return [ChosenItem(first, policy.id)] if policy.first_seen_at > since else []
    verified_at = policy.verified_at
    if verified_at and told_at < verified_at <= as_of and not ledger.was(subject, ItemEvent.VERIFIED):
        return [ChosenItem(ItemEvent.VERIFIED, policy.id)]
    if not policy.verified:
        return []
    # Whatever was told last, the reader saw the text as it stood then.
    last = max(ledger.last_of(subject) or told_at, policy.edits_known_at or told_at)
    edits = []
    if article.version > 1 and last < article.changed_at <= as_of:
        edits.append(ChosenItem(ItemEvent.CHANGED, policy.id, state=f"a{article.id}v{article.version}"))
    edits += [
        ChosenItem(
            ItemEvent.CHANGED,
            policy.id,
            state=f"f{file.id}v{file.version}",
            note=f"附件「{shown(file.name, 60) or '（无名称）'}」{shown(file.said, 200)}",
        )
        for file in files
        if last < file.changed_at
    ]
    return [item for item in edits if not ledger.was(item.subject, ItemEvent.CHANGED)]


def _wants(
    subscription: Subscription,
    event: ItemEvent,
    policy: Policy | None,
    article: Article,
    sources: Mapping[str, WatchedSource],
) -> bool:
    issuers = [str(issuer) for issuer in policy.issuers] if policy else []
    level, region = level_and_region(issuers, sources.get(article.source_id))
    reasons = subscription.filters.reasons(
        event=event, level=level, region=region, issuers=issuers, text=searched_text(policy, article)
    )
    return reasons is not None


def _same_day(last: datetime | None, as_of: datetime) -> bool:
    return last is not None and last.astimezone(CHINA).date() == as_of.astimezone(CHINA).date()
