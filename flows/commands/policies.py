"""``jianbao policy``: one document with its whole family.  Searching stands in ``flows.commands.search``."""

from __future__ import annotations

from pathlib import Path
from typing import Any

from cleaners.dates import CHINA
from cleaners.policies.numbers import normalise_number
from flows.commands.editions import neighbours_as_data, print_neighbours
from flows.commands.export import write_sheets
from flows.commands.family_sheets import family_sheets
from flows.commands.screen import console, print_json, safe, styled
from flows.corrections import KINDS
from flows.editions import neighbours
from flows.errors import FlowError
from flows.words import RELATIONS, STATUSES
from models import Article, Database, Policy
from models.families import PolicyFamily, find_policies, policy_family


def show_policy(
    database: Database, query: str, *, as_json: bool = False, csv: str | None = None, xlsx: Path | None = None
) -> None:
    """Print the family of the policy with that number or title, or write it to files.

    Raises ``FlowError`` for none or several, or for a file that cannot be written.
    """
    number = normalise_number(query)
    with database.reading() as session:
        found = find_policies(session, number, query)
        if not found:
            raise FlowError(f"没有找到 {query}（可先用 jianbao policies 搜索）")
        if len(found) > 1:
            listed = "\n".join(
                f"  {policy.number or '（无文号）'}  {safe(policy.title, 80)}" for policy in found
            )
            raise FlowError(f"{query} 对应 {len(found)} 个文件，请写全文号或标题：\n{listed}")
        family = policy_family(session, found[0])
        editions = neighbours(session, family)
        if csv or xlsx:
            whole, sheets = family_sheets(family, editions)
            write_sheets(whole, sheets, csv=csv, xlsx=xlsx, said=f"《{safe(family.policy.title, 80)}》一家")
        if as_json:
            print_json({**family_as_data(family), "editions": neighbours_as_data(editions)})
        elif not (csv or xlsx):
            print_family(family)
            print_neighbours(editions)


def family_as_data(family: PolicyFamily) -> dict[str, Any]:
    """The family as JSON-ready values: the policy's own fields on top, dates in ISO form, ``issuers`` a list."""
    policy, page = family.policy, family.canonical
    return {
        **policy_as_data(policy, page),
        "named_title": policy.named_title,
        "addressees": policy.addressees,
        "text": page.text,
        "story": family.story_id,
        "attachments": [
            {"name": one.name, "url": one.url, "state": one.state.value, "text": one.text, "error": one.error}
            | {
                "versions": [
                    {
                        "version": old.version,
                        "replaced_at": old.seen_at,
                        "text": old.text,
                        "changes": old.said,
                    }
                    for old in family.file_versions
                    if old.attachment_id == one.id
                ]
            }
            for one in family.attachments
        ],
        "commitments": [
            {k: v for k, v in promise.model_dump().items() if k not in ("id", "policy_id", "position")}
            for promise in family.commitments
        ],
        "articles": [
            {
                "relation": relation.value,
                "title": article.title,
                "url": article.url,
                "source_id": article.source_id,
                "published_at": article.published_at and article.published_at.astimezone(CHINA),
                "evidence": evidence,
                "changes": family.changes.get(article.id or 0),
            }
            for relation, article, evidence in family.articles
        ],
        "versions": [
            {"version": one.version, "title": one.title, "replaced_at": one.seen_at, "changes": one.changes}
            for one in family.versions
        ],
        "effects": [
            {"relation": one.relation.value, "title": one.title, "number": one.number}
            | {"effective_on": one.effective_on, "evidence": one.evidence}
            for one in family.effects
        ],
        "corrections": [
            {"id": one.id, "kind": one.kind.value, "value": one.value, "address": one.address}
            | {"why": one.why, "made_by": one.made_by, "made_at": one.made_at.astimezone(CHINA)}
            for one in family.corrections
        ],
        "policies": [
            {
                "relation": relative.relation.value,
                "outgoing": relative.outgoing,
                "number": relative.policy.number,
                "title": relative.policy.title,
                "evidence": relative.evidence,
            }
            for relative in family.relatives
        ],
    }


def policy_as_data(policy: Policy, page: Article) -> dict[str, Any]:
    """One policy as a flat row."""
    return {
        "id": policy.id,
        "number": policy.number,
        "title": policy.title,
        "issuers": list(policy.issuers),
        "kind": policy.kind,
        "status": policy.status,
        "written_on": policy.written_on,
        "published_at": page.published_at and page.published_at.astimezone(CHINA),
        "effective_on": policy.effective_on,
        "expires_on": policy.expires_on,
        "comments_until": policy.comments_until,
        "novelty": policy.novelty.value,
        "verified": policy.verified,
        "first_seen_at": policy.first_seen_at,
        "source_id": page.source_id,
        "url": page.url,
    }


def print_family(family: PolicyFamily) -> None:
    """The family on one page, for people."""
    policy, page = family.policy, family.canonical
    console.print(styled(policy.title, "bold"))
    head = [
        ("文号", policy.number or "（无）"),
        ("发文机关", "、".join(map(str, policy.issuers))),
        ("成文", policy.written_on),
        ("施行", policy.effective_on),
        ("失效", policy.expires_on),
        ("被废止", policy.ends_on),
        ("状态", STATUSES.get(policy.status)),
        ("征求意见截止", policy.comments_until),
        ("原文", page.url if policy.verified else f"原文待核，见 {page.url}"),
    ]
    for name, value in head:
        if value:
            console.print(styled(f"  {name}：{value}"))
    if family.commitments:
        console.print(styled("\n任务", "bold"))
        for promise in family.commitments:
            console.print(styled(f"  · {promise.deadline_text or ''} {promise.sentence}", limit=200))
    if family.articles:
        console.print(styled("\n相关页面", "bold"))
        for relation, article, evidence in family.articles:
            day = f"{article.published_at.astimezone(CHINA):%Y-%m-%d}" if article.published_at else "日期不详"
            console.print(styled(f"  {RELATIONS[relation]}  {day}  {safe(article.title, 60)}"))
            console.print(styled(f"        {article.url}", "dim"))
            if evidence:
                console.print(styled(f"        依据：{evidence}", "dim", 160))
            if done := family.changes.get(article.id or 0):
                console.print(styled(f"        改动：{done['summary']}", "dim", 200))
    if family.versions:
        console.print(styled("\n页面改动", "bold"))
        for version in family.versions:
            day = f"{version.seen_at.astimezone(CHINA):%Y-%m-%d}"
            said = version.changes["summary"] if version.changes else "尚未比较"
            console.print(styled(f"  {day}  第 {version.version + 1} 版：{said}", limit=200))
    if family.relatives:
        console.print(styled("\n相关文件", "bold"))
        for relative in family.relatives:
            arrow = RELATIONS[relative.relation] if relative.outgoing else f"被{RELATIONS[relative.relation]}"
            console.print(
                styled(f"  {arrow}  {relative.policy.number or ''} {safe(relative.policy.title, 80)}")
            )
    if family.effects:
        console.print(styled("\n对以往文件", "bold"))
        for effect in family.effects:
            since = f"（自 {effect.effective_on}）" if effect.effective_on else ""
            console.print(styled(f"  {RELATIONS[effect.relation]}  {effect.shown}{since}", limit=200))
            console.print(styled(f"        依据：{effect.evidence}", "dim", 200))
    if family.corrections:
        console.print(styled("\n人工更正", "bold"))
        for one in family.corrections:
            said = KINDS[one.kind] + (f"：{one.value}" if one.value else "")
            console.print(
                styled(f"  {one.made_at.astimezone(CHINA):%Y-%m-%d}  {said}（{one.made_by}：{one.why}）")
            )
    if family.attachments:
        console.print(styled("\n附件", "bold"))
        for attachment in family.attachments:
            console.print(styled(f"  {attachment.name}（{attachment.state.value}）{attachment.url}"))
            for old in (one for one in family.file_versions if one.attachment_id == attachment.id):
                day = f"{old.seen_at.astimezone(CHINA):%Y-%m-%d}"
                console.print(styled(f"        {day}  第 {old.version + 1} 版：{old.said}", "dim", 200))
            if attachment.error:
                console.print(styled(f"        {attachment.error}", "dim", 200))
