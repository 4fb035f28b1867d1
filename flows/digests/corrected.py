"""What readers must hear of operators' corrections (更正): what they were told otherwise, a policy that was none.

How a correction is made and what it does stands in ``flows.stages.correct``; here only what was told is compared with
what holds now.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlmodel import Session, col, or_, select

from flows.digests.choice import ChosenItem
from flows.digests.shown import shown, shown_url
from flows.stages.carriers import carried_by, id_of
from models import Article, Correction, CorrectionKind, Digest, DigestItem, ItemEvent, Policy
from models.corrections import article_at, with_story
from models.telling import Told

_SECTIONS = ("new", "changed", "drafts")
#: What a correction of one fact is about, as a reader is told it; any other one may change all of them.
_FACTS = {
    CorrectionKind.NUMBER: "文号",
    CorrectionKind.TITLE: "标题",
    CorrectionKind.WRITTEN_ON: "成文",
    CorrectionKind.ISSUERS: "发文机关",
}
_TITLE = 160


@dataclass(frozen=True, slots=True)
class _Put:
    """One correction that was made or taken back since the reader heard of its document."""

    correction: Correction
    page: Article
    policy: Policy | None  # that the page carries now
    subject: str
    at: datetime
    mates: frozenset[int]
    kinds: frozenset[CorrectionKind]  # also of the corrections before it that the reader did not hear of

    @property
    def state(self) -> str:
        return f"c{self.correction.id}{'w' if self.correction.withdrawn_at == self.at else ''}"


def corrected_items(
    session: Session, subscription_id: str, ledger: Told, since: datetime, as_of: datetime
) -> list[ChosenItem]:
    """Corrections made or taken back in (since, as_of] of what the subscription was told before, one a document.

    What a reader was told is read from the digests themselves; a correction that changes nothing of it is not told.
    """
    made = or_(
        (col(Correction.made_at) > since) & (col(Correction.made_at) <= as_of),
        (col(Correction.withdrawn_at) > since) & (col(Correction.withdrawn_at) <= as_of),
    )
    newest: dict[str, _Put] = {}
    for correction in session.exec(select(Correction).where(made).order_by(col(Correction.id))):
        put = _put(session, correction, ledger, as_of)
        if put is not None:
            earlier = newest.get(put.subject)
            newest[put.subject] = replace(put, kinds=put.kinds | earlier.kinds) if earlier else put
    return [
        ChosenItem(
            ItemEvent.CORRECTED,
            policy_id=put.policy.id if put.policy else None,
            article_id=None if put.policy else id_of(put.page.id),
            state=put.state,
            note=note,
        )
        for put in newest.values()
        if (note := _note(session, subscription_id, put))
    ]


def _put(session: Session, correction: Correction, ledger: Told, as_of: datetime) -> _Put | None:
    page = article_at(session, correction.address)
    if page is None:
        return None
    mates = frozenset(with_story(session, [id_of(page.id)]))
    policy = carried_by(session, id_of(page.id))
    withdrawn = correction.withdrawn_at
    at = withdrawn if withdrawn and withdrawn <= as_of else correction.made_at
    if policy is not None:
        subject, told_as = f"policy:{policy.id}", [f"policy:{policy.id}"]
    else:
        subject, told_as = f"article:{page.id}", [f"article:{one}" for one in sorted(mates)]
    first = (ItemEvent.NEW, ItemEvent.DRAFT)
    if not any(ledger.was(one, event) for one in told_as for event in first):
        return None
    last = max(heard for one in told_as if (heard := ledger.last_of(one)))
    return (
        _Put(correction, page, policy, subject, at, mates, frozenset({correction.kind}))
        if last < at
        else None
    )


def _note(session: Session, subscription_id: str, put: _Put) -> str:
    """``更正：文号 甲〔2025〕1号 → 甲〔2025〕2号``; ``""`` where the reader was told nothing else."""
    why = f"（{shown(put.correction.why, 60)}）" if put.state[-1] != "w" else "（撤销了先前的更正）"
    if put.policy is None:
        return f"撤回：经核不是政策文件{why}"
    told = _told_items(session, subscription_id, put)
    if not told:  # the digest itself was removed from the store
        return f"更正：请以现在的文号、标题和日期为准{why}"
    corrected = set(_FACTS.values())
    if told[0].get("id") == f"P{put.policy.id}" and put.kinds <= _FACTS.keys():
        corrected = {
            _FACTS[kind] for kind in put.kinds
        }  # newer rules may have changed the rest: that is no news
    said = [f"{name} {change}" for name, change in _differences(told[0], put.policy) if name in corrected]
    others = {str(one.get("title", {}).get("text")) for one in told[1:] if one.get("id") != told[0].get("id")}
    if put.correction.kind is CorrectionKind.SAME_AS and others:
        said += [f"与此前通报的《{shown(other, 60)}》是同一文件" for other in sorted(others)]
    return f"更正：{'；'.join(said)}{why}" if said else ""


def _told_items(session: Session, subscription_id: str, put: _Put) -> list[Mapping[str, Any]]:
    """The items by which the reader knows the document, its own and the newest first."""
    policy = put.policy
    assert policy is not None
    digests = session.exec(
        select(Digest)
        .join(DigestItem, col(DigestItem.digest_id) == col(Digest.id))
        .where(DigestItem.subscription_id == subscription_id)
        .where(
            (col(DigestItem.subject) == put.subject)
            | col(DigestItem.subject).startswith(f"{put.subject}@", autoescape=True)
        )
        .order_by(col(Digest.as_of).desc())
    ).all()
    pages = session.exec(select(Article.url).where(col(Article.id).in_(put.mates))).all()
    urls = {shown_url(url) for url in pages}
    own: list[Mapping[str, Any]] = []
    other: list[Mapping[str, Any]] = []
    for digest in {one.id: one for one in digests}.values():
        for item in (item for section in _SECTIONS for item in digest.data.get(section, ())):
            if item.get("id") == f"P{policy.id}":
                own.append(item)
            elif item.get("title", {}).get("url") in urls:
                other.append(item)
    return [*own, *other]


def _differences(told: Mapping[str, Any], policy: Policy) -> list[tuple[str, str]]:
    issuers = [name for one in policy.issuers if (name := shown(str(one), 40))]
    pairs = (
        ("文号", told.get("number"), shown(policy.number, 60) or None),
        ("标题", told.get("title", {}).get("text"), shown(policy.title, _TITLE) or None),
        ("成文", told.get("written_on"), policy.written_on.isoformat() if policy.written_on else None),
        ("发文机关", "、".join(told.get("issuers") or ()) or None, "、".join(issuers) or None),
    )
    return [(name, f"{old or '（无）'} → {new or '（无）'}") for name, old, new in pairs if old != new]
