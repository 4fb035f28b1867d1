"""Words that operators read, for what the rooms below name in English."""

from __future__ import annotations

from collections import Counter

from flows.stages.rereading import Change
from models import LinkRelation, Outcome

#: How a pass or a fetch ended.
OUTCOMES = {
    Outcome.NEW: "有新内容",
    Outcome.UNCHANGED: "无变化",
    Outcome.BLOCKED: "被拒绝",
    Outcome.FAILED: "失败",
    Outcome.EMPTY: "空列表",
    Outcome.EXPIRED: "已过期",
    Outcome.GONE: "已删除",
}
#: Ends of a pass that an operator should look at.
BAD = (Outcome.BLOCKED, Outcome.FAILED, Outcome.EMPTY)
#: Of a policy, as ``cleaners.Status``; what no text tells is not shown.
STATUSES = {
    "draft": "征求意见稿",
    "in_force": "现行有效",
    "trial": "试行",
    "amended": "已被修改",
    "replaced": "已被新文件替代",
    "abolished": "已废止",
}
LEVELS = {
    "national": "国家",
    "provincial": "省级",
    "city": "市级",
    "wechat": "公众号",
    "portal": "门户",
    "repost": "转载",
    "digest": "汇编",
}

#: How a page or a document stands to a document.
RELATIONS = {
    LinkRelation.IS: "原文",
    LinkRelation.REPOSTS: "转载",
    LinkRelation.INTERPRETS: "解读",
    LinkRelation.REPORTS: "报道",
    LinkRelation.CITES: "提及",
    LinkRelation.AMENDS: "修改",
    LinkRelation.ABOLISHES: "废止",
    LinkRelation.IMPLEMENTS: "落实",
    LinkRelation.NEXT_EDITION: "新版",
}
#: What a newer cleaner makes of a stored article.
CHANGES = {
    Change.SAME: "无变化",
    Change.TEXT: "正文有变",
    Change.FACTS: "仅信息有变",
    Change.KIND: "类型有变",
    Change.NEW: "新增条目",
    Change.GONE: "不再识别",
    Change.UNREADABLE: "无法读取",
}
#: The kinds of pages that are stored, as ``cleaners.PageKind`` spells them.
KINDS = {"article": "文章", "listing": "列表"}
#: What is known of an article and its document, by the names of ``flows.stages.rereading.Fact``.
FACTS = {
    "kind": "类型",
    "title": "标题",
    "published_at": "发布时间",
    "source_name": "来源",
    "author": "作者",
    "column": "栏目",
    "card": "信息卡",
    "attachments": "附件",
    "label": "识别类别",
    "number": "文号",
    "issuers": "发文机关",
    "written_on": "成文日期",
}


def facts_said(facts: Counter[str]) -> str:
    """``标题 3、发布时间 1``: of how many articles each is read otherwise."""
    return "、".join(f"{FACTS[name]} {count}" for name, count in facts.most_common())
