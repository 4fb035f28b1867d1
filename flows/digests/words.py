"""The Chinese words and dates that all three renderings share.  No markup."""

from __future__ import annotations

from datetime import datetime

from cleaners.dates import CHINA
from flows.digests.model import DeadlineItem, DigestModel, PolicyItem, RelatedArticle, SourceTrouble

NEW, DEADLINES, CHANGED, DRAFTS = "新政策", "截止提醒", "已发文件有变更", "征求意见"
RELATED, SOURCES = "解读 · 发布会 · 地方落实", "源状态"
PENDING = "原文待核"
UNGROUPED = "其他相关"


def minute(moment: datetime) -> str:
    """``2025-02-20 18:02``, China time."""
    return f"{moment.astimezone(CHINA):%Y-%m-%d %H:%M}"


def day_or_minute(moment: datetime, time_known: bool, *, year: bool = True) -> str:
    """The day, and the time where the page gave one."""
    local = moment.astimezone(CHINA)
    day = f"{local:%Y-%m-%d}" if year else f"{local:%m-%d}"
    return f"{day} {local:%H:%M}" if time_known else day


def facts(item: PolicyItem) -> list[str]:
    """The second line of an item without its number: issuers, 成文, 发布, in this order; unknown ones are left out."""
    found = ["、".join(item.issuers)] if item.issuers else []
    if item.written_on:
        found.append(f"成文 {item.written_on.isoformat()}")
    if item.published_at:
        found.append(f"发布 {day_or_minute(item.published_at, item.time_known)}")
    if item.comments_until:
        found.append(f"意见截止 {item.comments_until.isoformat()}")
    return found


def tallies(item: PolicyItem) -> list[str]:
    """The fourth line: ``转载 3（最早 健康网 02-20 18:02）``, ``解读 2``, ``附件 2``; noughts are left out."""
    found: list[str] = []
    if item.reposts.count:
        first = [part for part in (item.reposts.first_site,) if part]
        if item.reposts.first_at:
            first.append(day_or_minute(item.reposts.first_at, item.reposts.time_known, year=False))
        found.append(f"转载 {item.reposts.count}" + (f"（最早 {' '.join(first)}）" if first else ""))
    if item.interpretations:
        found.append(f"解读 {item.interpretations}")
    if item.attachments:
        found.append(f"附件 {item.attachments}")
    return found


def due(item: DeadlineItem) -> str:
    """``11-30（还有 8 天）``."""
    left = "今天" if item.days_left == 0 else f"还有 {item.days_left} 天"
    return f"{item.due_on:%m-%d}（{left}）"


def byline(article: RelatedArticle) -> str:
    """``健康网 · 02-20 18:02``."""
    parts = [article.site] if article.site else []
    if article.published_at:
        parts.append(day_or_minute(article.published_at, article.time_known, year=False))
    return " · ".join(parts)


def trouble(source: SourceTrouble) -> str:
    """``拒绝访问，自 2025-02-18 08:00（HTTP 412）``."""
    since = f"，自 {minute(source.since)}" if source.since else ""
    return f"{source.state}{since}" + (f"（{source.detail}）" if source.detail else "")


def merged(model: DigestModel) -> str | None:
    """The one number that stands for all reposts."""
    return f"另有 {model.merged_reposts} 篇转载已合并。" if model.merged_reposts else None


def health(model: DigestModel) -> str:
    """``38/40 个来源正常``."""
    troubled = len(model.troubled) + model.omitted.get("troubled", 0)
    return f"{model.sources_watched - troubled}/{model.sources_watched} 个来源正常"


def window(model: DigestModel) -> str:
    """``本期截取：2025-02-20 08:00 – 2025-02-21 08:00（Asia/Shanghai）``."""
    start = f"{minute(model.window_from)} – " if model.window_from else "截至 "
    return f"本期截取：{start}{minute(model.window_to)}（Asia/Shanghai）"


def more(model: DigestModel, section: str) -> str | None:
    """``另有 7 条`` for what a shortened rendering left out of a section (a field of the model)."""
    left_out = model.omitted.get(section, 0)
    return f"另有 {left_out} 条" if left_out else None


def imprint(model: DigestModel) -> str:
    """The last line."""
    return f"健报 Jianbao {model.version}"
