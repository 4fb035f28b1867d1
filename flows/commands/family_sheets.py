"""One document's family as sheets: everything in one table for CSV, a sheet a kind for XLSX."""

from __future__ import annotations

from cleaners.policies.edition_words import difference_line
from flows.commands.export import Row, Sheet
from flows.corrections import KINDS
from flows.editions import NextEdition
from flows.words import RELATIONS, STATUSES
from models import LinkRelation
from models.families import PolicyFamily

EFFECTS = (LinkRelation.AMENDS, LinkRelation.ABOLISHES)
WHOLE = ("类别", "关系", "文号", "标题或内容", "日期", "来源", "网址", "说明")
FACTS = ("项目", "内容")
PAGES = ("关系", "标题", "发布时间", "来源", "网址", "依据", "改动")
TASKS = ("序号", "任务", "主体", "事项", "期限", "期限原文", "数值", "单位", "力度")
POLICIES = ("关系", "文号", "标题", "成文日期", "依据")
EDITIONS = ("比较", "改动", "之前", "之后")


def family_sheets(family: PolicyFamily, editions: list[NextEdition]) -> tuple[Sheet, list[Sheet]]:
    """The whole family as one table, and the same by kind: 文件, 页面, 任务, 相关文件, 版本, and what else there is."""
    policy, page = family.policy, family.canonical
    facts: list[Row] = [
        ["文号", policy.number],
        ["标题", policy.title],
        ["发文机关", "、".join(map(str, policy.issuers))],
        ["主送", policy.addressees],
        ["文种", policy.kind],
        ["状态", STATUSES.get(policy.status)],
        ["征求意见截止", policy.comments_until],
        ["成文日期", policy.written_on],
        ["发布时间", page.published_at],
        ["施行日期", policy.effective_on],
        ["失效日期", policy.expires_on],
        ["已核原文", "是" if policy.verified else "否"],
        ["网址", page.url],
    ]
    pages: list[Row] = [
        [
            RELATIONS[how],
            one.title,
            one.published_at,
            one.source_id,
            one.url,
            why,
            (family.changes.get(one.id or 0) or {}).get("summary"),
        ]
        for how, one, why in family.articles
    ]
    tasks: list[Row] = [
        [
            one.position + 1,
            one.sentence,
            one.who,
            one.what,
            one.deadline,
            one.deadline_text,
            one.figure,
            one.unit,
            one.force,
        ]
        for one in family.commitments
    ]
    related: list[Row] = [
        [
            RELATIONS[one.relation] if one.outgoing else f"被{RELATIONS[one.relation]}",
            one.policy.number,
            one.policy.title,
            one.policy.written_on,
            one.evidence,
        ]
        for one in family.relatives
        if not (one.outgoing and one.relation in EFFECTS)  # told with those that are not known
    ]
    related += [
        [RELATIONS[one.relation], one.number, one.title, None, one.evidence] for one in family.effects
    ]
    compared: list[Row] = []
    for one in editions:
        line = difference_line(one.difference, one.name)
        compared += [[line, "新增", None, added] for added in one.difference.added]
        compared += [[line, "删去", removed, None] for removed in one.difference.removed]
        compared += [[line, "改动", changed.before, changed.after] for changed in one.difference.changed]
    whole: list[Row] = [
        ["文件", policy.kind, policy.number, policy.title, policy.written_on, page.source_id, page.url, None]
    ]
    whole += [["页面", row[0], None, row[1], row[2], row[3], row[4], row[6] or row[5]] for row in pages]
    whole += [["任务", row[8], None, row[1], row[4], row[2], None, row[5]] for row in tasks]
    whole += [["相关文件", row[0], row[1], row[2], row[3], None, None, row[4]] for row in related]
    whole += [["版本", row[1], None, row[3] or row[2], None, None, None, row[0]] for row in compared]
    whole += [
        ["附件", one.state.value, None, one.name, one.changed_at, None, one.url, one.error]
        for one in family.attachments
    ]
    names = {one.id: one for one in family.attachments}
    whole += [
        ["附件改动", f"第 {old.version + 1} 版", None, file.name, old.seen_at, None, file.url, old.said]
        for old in family.file_versions
        if (file := names.get(old.attachment_id))
    ]
    whole += [
        ["更正", KINDS[one.kind], None, one.value, one.made_at, one.made_by, one.address, one.why]
        for one in family.corrections
    ]
    sheets = [
        Sheet("文件", FACTS, facts),
        Sheet("页面", PAGES, pages),
        Sheet("任务", TASKS, tasks),
        Sheet("相关文件", POLICIES, related),
        Sheet("版本", EDITIONS, compared),
    ]
    return Sheet("文件", WHOLE, whole), sheets
