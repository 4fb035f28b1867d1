"""What a pass brought against what is usual for its source: rows of a list, days shown in it, facts of its articles.

A list that was rebuilt seldom fails: it shows three rows of thirty, or rows without their days, and nobody is told.  So
each column is held against its own last passes.  Too little is a failure, too much only a warning: a site that begins
to show more is no trouble.  A column without enough history is not judged.
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Sequence
from dataclasses import dataclass
from statistics import median

from sqlmodel import Session, col, select

from models import Article, CrawlPass, Outcome
from models.history import recent_passes

#: Passes that are looked back at, and as many of them with figures as are needed to know what is usual.
_BACK, _FEWEST = 15, 5
#: Fewer rows than this share of the fewest ever seen fail, more than this many times the most ever seen warn.
_TOO_FEW, _TOO_MANY = 0.5, 2.0
#: A share (of rows with a day, of articles with a fact) that was usually so high has failed where it is so low now.
_USUALLY, _LOST = 0.8, 0.4
#: Articles that are looked at: the newest, against as many as came before them.
_NEWEST, _BEFORE = 10, 40
_GOOD = (Outcome.NEW, Outcome.UNCHANGED)
#: Facts of articles whose coverage is looked at: day of publication, source, text, in the order of the question.
_FACTS = ("发布时间", "来源", "正文")


@dataclass(frozen=True, slots=True)
class Unusual:
    """Something of the last pass that is not as it was: ``failed`` where something is missing."""

    failed: bool
    told: str


def unusual(session: Session, source_ids: Collection[str]) -> dict[str, list[Unusual]]:
    """Of each source what is unusual now, what failed first; sources without anything are left out.

    ``通知公告：首页只有 3 条，平时 28 至 30 条`` fails, ``通知公告：首页有 90 条，平时最多 30 条`` warns.
    """
    passes = recent_passes(session, source_ids, _BACK)
    answer: dict[str, list[Unusual]] = {}
    for source_id in source_ids:
        found = [*_of_lists(passes.get(source_id, [])), *_of_articles(session, source_id)]
        if found:
            answer[source_id] = sorted(found, key=lambda one: not one.failed)
    return answer


def _of_lists(passes: Sequence[CrawlPass]) -> Iterator[Unusual]:
    good = [done for done in passes if done.outcome in _GOOD and done.counts.get("rows")]
    if not good or good[0] is not passes[0]:  # the last one brought no list: that is told elsewhere
        return
    now, before = good[0].counts, [done.counts for done in good[1:]]
    for column, rows in now["rows"].items():
        past = [counts for counts in before if counts["rows"].get(column)]
        if len(past) < _FEWEST:
            continue
        seen = [counts["rows"][column] for counts in past]
        if rows < _TOO_FEW * min(seen):
            yield Unusual(True, f"{column}：首页只有 {rows} 条，平时 {_between(seen)} 条")
        elif rows > _TOO_MANY * max(seen):
            yield Unusual(False, f"{column}：首页有 {rows} 条，平时最多 {max(seen)} 条")
        shares = [(counts.get("dated") or {}).get(column, 0) / counts["rows"][column] for counts in past]
        dated = (now.get("dated") or {}).get(column, 0)
        if rows and median(shares) >= _USUALLY and dated / rows <= _LOST:
            yield Unusual(True, f"{column}：首页 {rows} 条中只有 {dated} 条有日期，平时都有")


def _between(seen: Sequence[int]) -> str:
    return f"{min(seen)}" if min(seen) == max(seen) else f"{min(seen)} 至 {max(seen)}"


def _of_articles(session: Session, source_id: str) -> Iterator[Unusual]:
    rows = session.exec(
        select(Article.published_at, Article.source_name, Article.text != "")
        .where(Article.source_id == source_id, Article.part == 0, Article.kind == "article")
        .order_by(col(Article.id).desc())
        .limit(_NEWEST + _BEFORE)
    ).all()
    if len(rows) < _NEWEST * 2:
        return
    for place, name in enumerate(_FACTS):
        newest = sum(bool(row[place]) for row in rows[:_NEWEST]) / _NEWEST
        before = sum(bool(row[place]) for row in rows[_NEWEST:]) / (len(rows) - _NEWEST)
        if before >= _USUALLY and newest <= _LOST:
            yield Unusual(True, f"最近 {_NEWEST} 篇中 {newest:.0%} 有{name}，此前 {before:.0%}")
