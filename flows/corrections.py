"""Corrections as people write them down and read them: which page is meant, which value is good, what came of it.

The command ``jianbao correct`` and the Prefect flow ``correct`` share it; carrying out is ``flows.stages.correct``.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from datetime import date, datetime

from sqlmodel import Session, col, select

from cleaners import Label
from cleaners.dates import CHINA, read_date
from cleaners.policies.numbers import normalise_number
from flows.errors import CorrectionError
from flows.settings import Settings
from flows.stages.carriers import carried_by, carrying_documents, id_of
from flows.stages.correct import Holding, Outcome, correct, withdraw_correction
from flows.stages.corrected import DOCUMENTS
from flows.stages.group import official_first
from flows.stages.recognise import Judging
from flows.watch import Watch
from models import Article, Correction, CorrectionKind, Policy, StoryMember
from models.corrections import address, article_at
from models.families import find_policies

KINDS = {
    CorrectionKind.NOT_A_POLICY: "不是政策文件",
    CorrectionKind.IS_A_POLICY: "是政策文件",
    CorrectionKind.NUMBER: "发文字号",
    CorrectionKind.TITLE: "标题",
    CorrectionKind.WRITTEN_ON: "成文日期",
    CorrectionKind.ISSUERS: "发文机关",
    CorrectionKind.SAME_AS: "与另一文件相同",
    CorrectionKind.APART: "另立（与归并的文件不同）",
}
_NONE = ("无", "没有", "none")
_MAY_BE_NONE = (CorrectionKind.NUMBER, CorrectionKind.WRITTEN_ON)
_PARTED = re.compile(r"[、,，;；\s]+")
_ID = re.compile(r"[Pp]?(\d{1,9})")
_ARTICLE_ID = re.compile(r"[Aa](\d{1,9})")


def make_correction(
    watch: Watch, target: str, values: Mapping[CorrectionKind, str], *, by: str, why: str, as_of: datetime
) -> Outcome:
    """Check what a person wrote, store it, and carry it out.  Raises ``CorrectionError``: what is wrong, what to write.

    ``target``: the address of a page (``…#2`` for an entry of a round-up), a document number, words of a title, or an
    id as digests show it (``P12``, ``A7``).  A policy's pages are corrected all, one a story.
    """
    if not values:
        raise CorrectionError(f"没有说明更正什么；可更正：{'、'.join(KINDS.values())}")
    if not why.strip() or not by.strip():
        raise CorrectionError("请写明理由（--why）和更正人（--by）：更正会长期保留，以后的人要能看懂")
    if {CorrectionKind.NOT_A_POLICY, CorrectionKind.IS_A_POLICY} <= set(values):
        raise CorrectionError("“不是政策文件”与“是政策文件”只能选一个")
    with watch.database.reading() as session:
        pages = _pages_of(session, target.strip())
        checked = {kind: _value(session, kind, value, pages, as_of) for kind, value in values.items()}
    return correct(
        watch.database, pages, checked, by=by.strip()[:80], why=why.strip(), judging=_judging(watch, as_of)
    )


def take_back(watch: Watch, correction_id: int, *, by: str, as_of: datetime) -> Outcome:
    """Withdraw a correction: the rules decide again.  Raises ``CorrectionError`` where there is none to withdraw."""
    if not by.strip():
        raise CorrectionError("请写明是谁撤销的（--by）")
    judging = _judging(watch, as_of)
    return withdraw_correction(watch.database, correction_id, by=by.strip()[:80], judging=judging)


def _judging(watch: Watch, as_of: datetime) -> Judging:
    settings: Settings = watch.settings
    return Judging(as_of, settings.freshness_days, watch.rank, watch.is_official)


def _pages_of(session: Session, target: str) -> list[int]:
    if re.match(r"https?://", target):
        return [id_of(_page(session, target).id)]
    if found := _ARTICLE_ID.fullmatch(target):
        article = session.get(Article, int(found[1]))
        if article is None:
            raise CorrectionError(f"没有编号为 {target} 的文章；请写页面网址")
        return [id_of(article.id)]
    policy = _policy(session, target)
    documents = carrying_documents(session, id_of(policy.id))
    member = col(StoryMember.article_id).in_([id_of(page.id) for page in documents])
    stories = {one.article_id: one.story_id for one in session.exec(select(StoryMember).where(member))}
    canonical = policy.canonical_article_id
    ordered = sorted(documents, key=lambda page: (page.id != canonical, official_first(page, lambda _: 0)))
    one_each = {stories.get(id_of(page.id), -id_of(page.id)): id_of(page.id) for page in reversed(ordered)}
    return sorted(one_each.values(), key=lambda page_id: (page_id != canonical, page_id))


def _page(session: Session, written: str) -> Article:
    article = article_at(session, written)
    if article is None:
        raise CorrectionError(f"没有收录 {written}；请核对网址（与 jianbao policy 显示的一致），或先抓取该页")
    return article


def _policy(session: Session, target: str) -> Policy:
    if not target:
        raise CorrectionError("请写明更正对象：页面网址，或发文字号")
    if found := _ID.fullmatch(target):
        policy = session.get(Policy, int(found[1]))
        if policy is None:
            raise CorrectionError(f"没有编号为 {target} 的文件；请写发文字号或页面网址")
        return policy
    policies = find_policies(session, normalise_number(target), target)
    if not policies:
        raise CorrectionError(
            f"没有收录文件 {target}（可先用 jianbao policies 搜索）；若那一页没有识别为文件，请写它的网址"
        )
    if len(policies) > 1:
        listed = "\n".join(f"  P{one.id}  {one.number or '（无文号）'}  {one.title[:80]}" for one in policies)
        raise CorrectionError(f"{target} 对应 {len(policies)} 个文件，请写 P 开头的编号：\n{listed}")
    return policies[0]


def _value(
    session: Session, kind: CorrectionKind, written: str, pages: list[int], as_of: datetime
) -> str | None:
    value = written.strip()
    if kind in _MAY_BE_NONE and value.lower() in _NONE:
        return None
    if kind is CorrectionKind.APART:
        return None
    if kind in (CorrectionKind.NOT_A_POLICY, CorrectionKind.IS_A_POLICY):
        return _label(kind, value)
    if not value:
        raise CorrectionError(
            f"请写出正确的{KINDS[kind]}" + ("；确实没有则写“无”" if kind in _MAY_BE_NONE else "")
        )
    if kind is CorrectionKind.NUMBER:
        number = normalise_number(value)
        if number is None:
            raise CorrectionError(
                f"{value} 不像发文字号；请写成 国卫办函〔2025〕25号 的样子，确实没有则写“无”"
            )
        return number
    if kind is CorrectionKind.WRITTEN_ON:
        return _day(value, as_of)
    if kind is CorrectionKind.TITLE:
        if len(value) > 300:
            raise CorrectionError(f"标题有 {len(value)} 个字，超过 300 个：请只写标题")
        return " ".join(value.split())
    if kind is CorrectionKind.ISSUERS:
        return "、".join(part for part in _PARTED.split(value) if part)
    return _same_as(session, value, pages)


def _label(kind: CorrectionKind, value: str) -> str | None:
    wanted = [label for label in Label if (label in DOCUMENTS) is (kind is CorrectionKind.IS_A_POLICY)]
    if not value:
        return None if kind is CorrectionKind.NOT_A_POLICY else Label.POLICY_DOCUMENT.value
    if value not in [label.value for label in wanted]:
        raise CorrectionError(
            f"{KINDS[kind]}时没有类别 {value}；可用：{'、'.join(one.value for one in wanted)}"
        )
    return value


def _day(value: str, as_of: datetime) -> str:
    try:
        day = date.fromisoformat(value)
    except ValueError:
        read = read_date(value)
        if read is None:
            raise CorrectionError(f"{value} 不是日期；请写 2025-02-13，确实没有则写“无”") from None
        day = read
    if day > as_of.astimezone(CHINA).date():
        raise CorrectionError(f"成文日期 {day} 还没有到；请核对年份")
    return day.isoformat()


def _same_as(session: Session, value: str, pages: list[int]) -> str:
    """The address of the page that stands for the policy that is meant."""
    if re.match(r"https?://", value):
        page = _page(session, value)
        policy = carried_by(session, id_of(page.id))
        if policy is None:
            raise CorrectionError(
                f"{value} 没有识别为政策文件，不能并入；请先将它更正为“是政策文件”（--policy）"
            )
    else:
        policy = _policy(session, value)
        page = session.get_one(Article, policy.canonical_article_id)
    own = [carried_by(session, one) for one in pages]
    if any(one is not None and one.id == policy.id for one in own):
        raise CorrectionError(f"更正对象已经属于《{policy.title}》，无需更正")
    return address(page.url, page.part)


def said_of(outcome: Outcome) -> list[str]:
    """What came of a correction, a line each, for people; plain text."""
    lines = [f"更正 {one.id}（{KINDS[one.kind]}{_shown(one)}）：{one.address}" for one in outcome.corrections]
    if not outcome.changed:
        lines.append("识别结果没有变化；更正已记录，今后重新清洗、重新识别或页面改版时照此处理")
    for old, new in outcome.changed:
        lines.append(f"{new.address}：{_change(old, new)}")
    lines += [f"未能重新识别，下次巡查再试：{address}" for address in outcome.failed]
    return lines


def _shown(correction: Correction) -> str:
    if correction.withdrawn_at is not None:
        return "，已撤销"
    empty = "：无" if correction.kind in _MAY_BE_NONE else ""
    return f"：{correction.value}" if correction.value else empty


def _change(old: Holding, new: Holding) -> str:
    if new.policy_id is None:
        return f"不再作为政策文件（原为 {_name(old)}）"
    if old.policy_id is None:
        return f"作为政策文件 {_name(new)}"
    if old.policy_id != new.policy_id:
        return f"由 {_name(old)} 改属 {_name(new)}"
    named = (
        ("文号", old.number, new.number),
        ("标题", old.title, new.title),
        ("发文机关", "、".join(old.issuers), "、".join(new.issuers)),
        ("成文", old.written_on, new.written_on),
    )
    return "；".join(f"{name} {a or '无'} → {b or '无'}" for name, a, b in named if a != b)


def _name(held: Holding) -> str:
    return f"《{held.title}》" + (f"（{held.number}）" if held.number else "")
