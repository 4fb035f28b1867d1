"""Words that operators read, for what the rooms below name in English."""

from __future__ import annotations

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
