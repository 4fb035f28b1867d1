"""What is known of a policy, taken from the pages that carry it: its fields, its names, its commitments."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace

from sqlmodel import Session, col, delete, select

from cleaners import Recognition
from flows.stages.corrected import identity_in
from flows.stages.effects import settle_status, take_effects
from flows.stages.identity import names_of, series_of
from models import Article, Policy, PolicyCommitment, PolicyName

#: Pages of one policy that are asked for its facts, the most official first.
ASKED = 4


def take_facts(
    session: Session, policy: Policy, pages: Sequence[Article], read: Callable[[Article], Recognition]
) -> None:
    """What the canonical page says; what it leaves out (a copy of the text may lack its number) the others say."""
    assert policy.id is not None
    policy_id = policy.id
    canonical, said = pages[0], read(pages[0])
    if said.document is None:
        return
    known = replace(said.document)
    for other in pages[1:ASKED]:
        if known.number and known.issuers and known.written_on:
            break
        document = read(other).document
        if document is not None:
            known.number = known.number or document.number
            known.issuers = known.issuers or document.issuers
            known.written_on = known.written_on or document.written_on
    policy.number, policy.issuers = known.number, list(known.issuers)
    policy.title = known.title or canonical.title
    policy.named_title = known.named_title
    policy.series = series_of(known, canonical)
    policy.kind, policy.stated_status = known.kind, known.status.value
    policy.written_on = known.written_on
    policy.effective_on, policy.expires_on = known.effective_on, known.expires_on
    policy.addressees, policy.comments_until = known.addressees, known.comments_until
    identity = identity_in(session, known, canonical)
    taken = session.exec(select(Policy.id).where(Policy.identity == identity, Policy.id != policy.id)).first()
    if taken is None:
        policy.identity = identity
    session.add(policy)
    session.execute(delete(PolicyName).where(col(PolicyName.policy_id) == policy.id))
    session.execute(delete(PolicyCommitment).where(col(PolicyCommitment.policy_id) == policy.id))
    for key in names_of(policy.number, policy.issuers, [policy.title, policy.named_title]):
        session.add(PolicyName(key=key, policy_id=policy_id))
    take_effects(session, policy, said.effects)
    settle_status(session, policy, None)
    for position, one in enumerate(said.commitments):
        session.add(
            PolicyCommitment(
                policy_id=policy_id,
                position=position,
                sentence=one.sentence,
                who=one.who,
                what=one.what,
                deadline=one.deadline,
                deadline_text=one.deadline_text,
                figure=one.figure,
                unit=one.unit,
                force=one.force.value,
            )
        )
