"""What policies do to each other (修改, 废止): kept with the one that says so, linked when the other is known.

Which words say so stands in ``cleaners.policies.repeals``.  The status of a policy is what its own words say, unless a
later one ended or changed it.
"""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime

from sqlmodel import Session, col, delete, select

from cleaners import Effect, Status
from cleaners.dates import CHINA
from flows.digests.choice import level_and_region
from flows.stages.identity import number_key, title_key
from models import LinkRelation, Policy, PolicyEffect, PolicyLink, PolicyName

RELATIONS = (LinkRelation.AMENDS, LinkRelation.ABOLISHES)
_ENDED = (Status.ABOLISHED.value, Status.REPLACED.value)


def take_effects(session: Session, policy: Policy, effects: Sequence[Effect]) -> None:
    """What the policy says of earlier documents, stored anew; links to those that it ended before are undone."""
    touched = _targets(session, policy)
    session.execute(delete(PolicyEffect).where(col(PolicyEffect.policy_id) == policy.id))
    position = 0
    for one in effects:
        key = number_key(one.number) if one.number else title_key(one.title or "")
        if key is None:
            continue
        session.add(
            PolicyEffect(
                policy_id=policy.id or 0,
                position=position,
                relation=LinkRelation(one.kind.value),
                title=one.title,
                number=one.number,
                key=key,
                effective_on=one.on,
                evidence=one.evidence,
            )
        )
        position += 1
    session.flush()
    if touched:
        forget_effects(session, policy, touched)


def forget_effects(session: Session, policy: Policy, touched: Sequence[Policy] = ()) -> None:
    """Unlink what the policy ended or changed; those documents have the status again that they state."""
    touched = touched or _targets(session, policy)
    session.execute(
        delete(PolicyLink).where(
            col(PolicyLink.from_policy_id) == policy.id, col(PolicyLink.relation).in_(RELATIONS)
        )
    )
    for target in touched:
        settle_status(session, target, None)


def link_effects(session: Session, policy: Policy, at: datetime) -> None:
    """Link the policy to those that it ends or changes, and to those that end or change it, if they are known."""
    mine = session.exec(select(PolicyEffect).where(PolicyEffect.policy_id == policy.id)).all()
    for effect in mine:
        named = (
            select(Policy)
            .join(PolicyName, col(PolicyName.policy_id) == col(Policy.id))
            .where(PolicyName.key == effect.key, Policy.id != policy.id)
        )
        for target in session.exec(named).all():
            _link(session, effect, policy, target, at)
    names = select(PolicyName.key).where(PolicyName.policy_id == policy.id)
    theirs = (
        select(PolicyEffect, Policy)
        .join(Policy, col(Policy.id) == col(PolicyEffect.policy_id))
        .where(col(PolicyEffect.key).in_(names), PolicyEffect.policy_id != policy.id)
    )
    for effect, other in session.exec(theirs).all():
        _link(session, effect, other, policy, at)
    settle_status(session, policy, at)


def settle_status(session: Session, policy: Policy, at: datetime | None) -> None:
    """The status at ``at`` (``None``: whenever it was judged last): as stated, unless a later document changed it."""
    said = session.exec(
        select(PolicyLink, Policy)
        .join(Policy, col(Policy.id) == col(PolicyLink.from_policy_id))
        .where(PolicyLink.policy_id == policy.id, col(PolicyLink.relation).in_(RELATIONS))
        .order_by(col(PolicyLink.id))
    ).all()
    policy.status, policy.ends_on = policy.stated_status, None
    for link, later in said:
        if link.relation is LinkRelation.AMENDS:
            if policy.status not in _ENDED:
                policy.status = Status.AMENDED.value
            continue
        day = _day_of(session, link, later)
        policy.ends_on = min(day, policy.ends_on or day) if day else policy.ends_on
        if day is None or at is None or day <= at.astimezone(CHINA).date():
            again = policy.series is not None and policy.series == later.series
            policy.status = Status.REPLACED.value if again else Status.ABOLISHED.value
    session.add(policy)
    session.flush()


def end_what_is_due(session: Session, at: datetime) -> int:
    """Policies that a later document ends from a day that has come; how many they were."""
    due = session.exec(
        select(Policy).where(
            col(Policy.ends_on) <= at.astimezone(CHINA).date(), col(Policy.status).not_in(_ENDED)
        )
    ).all()
    for policy in due:
        settle_status(session, policy, at)
    return len(due)


def _targets(session: Session, policy: Policy) -> Sequence[Policy]:
    return session.exec(
        select(Policy)
        .join(PolicyLink, col(PolicyLink.policy_id) == col(Policy.id))
        .where(PolicyLink.from_policy_id == policy.id, col(PolicyLink.relation).in_(RELATIONS))
    ).all()


def _link(session: Session, effect: PolicyEffect, policy: Policy, target: Policy, at: datetime) -> None:
    if not _may_end(effect, policy, target):
        return
    known = select(PolicyLink.id).where(
        PolicyLink.policy_id == target.id,
        PolicyLink.from_policy_id == policy.id,
        PolicyLink.relation == effect.relation,
    )
    if session.exec(known).first() is None:
        session.add(
            PolicyLink(
                policy_id=target.id or 0,
                from_policy_id=policy.id,
                relation=effect.relation,
                evidence=effect.evidence,
                made_at=at,
            )
        )
        session.flush()
    settle_status(session, target, at)


def _may_end(effect: PolicyEffect, policy: Policy, target: Policy) -> bool:
    """A document ends earlier ones; by a title alone only those of its own place: two provinces have a 献血条例."""
    if policy.written_on and target.written_on and target.written_on > policy.written_on:
        return False
    if effect.number is not None:
        return True
    bodies = [[str(body) for body in one.issuers] for one in (policy, target)]
    mine, theirs = (level_and_region(one, None) for one in bodies)
    return not all(bodies) or mine == theirs


def _day_of(session: Session, link: PolicyLink, later: Policy) -> date | None:
    effect = session.exec(
        select(PolicyEffect).where(
            PolicyEffect.policy_id == later.id,
            PolicyEffect.relation == link.relation,
            PolicyEffect.evidence == link.evidence,
        )
    ).first()
    return effect.effective_on if effect else None
