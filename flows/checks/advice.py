"""What was found held against the source's file: what is wrong, and what to write there.

``wrong`` makes the command fail; a change that is not ``needed`` only keeps the file true (dates of evidence, selectors
that no longer find anything).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date, timedelta

from crawlers.source import Family, Source
from crawlers.source_parts import Column
from flows.checks.findings import FIELDS, NEEDED, ArticleFound, Change, ColumnFound
from flows.words import OUTCOMES
from models import Outcome

#: Families whose page tells by itself when it belongs to another one; the others never show their page.
_PLAIN = (Family.STATIC_LIST, Family.NHC_CHANNEL)
#: Which hint would find a field that an article lacks.
_HINTS = {"title": "hints.title", "published_at": "hints.date", "text": "hints.body"}
#: A list's day and the article's may differ by this much: written in the evening, listed in the morning.
_SAME_DAY = timedelta(days=1)


def what_is_wrong(columns: Sequence[ColumnFound], articles: Sequence[ArticleFound]) -> Iterator[str]:
    """A line for each thing that a pass would stumble over."""
    if not columns:
        yield "没有可以查看的栏目：来源文件里没有 columns，或者都已暂停"
    for column in columns:
        if why := _trouble(column):
            yield f"栏目「{column.name}」：{why}"
        if column.rows and column.second and not column.second.rows:
            yield f"栏目「{column.name}」：第 2 页 {column.second.url} 没有读到：{column.second.error or '没有行'}"
    for article in articles:
        if article.error or not article.kind:
            yield f"文章 {article.url}：{OUTCOMES[article.outcome]}：{article.error or '没有内容'}"
        elif missing := [FIELDS[name] for name in NEEDED if name in article.missing]:
            yield f"文章 {article.url}：没有读到{'、'.join(missing)}"
    if any(column.rows for column in columns) and not articles:
        yield "列表里没有一篇文章可以打开"


def _trouble(column: ColumnFound) -> str | None:
    if column.outcome is None:
        return "没有查看（请求数到了上限，或网站已连续拒绝）"
    if column.article:
        return "这是一篇文章，不是列表"
    if column.error or column.outcome not in (Outcome.NEW, Outcome.UNCHANGED):
        return f"{OUTCOMES[column.outcome]}：{column.error or '没有说明'}"
    return None


def what_to_write(
    source: Source, columns: Sequence[ColumnFound], articles: Sequence[ArticleFound], today: date
) -> Iterator[Change]:
    """The lines of the file that should be other than they are, those first that a pass needs."""
    found = [*_of_list(source, columns), *_of_articles(source, articles)]
    for column in columns:
        written = next((one for one in source.columns if one.name == column.name), None)
        if written is not None:
            found += _of_column(source, written, column, today)
    good = bool(columns) and not list(what_is_wrong(columns, articles))
    if good and source.access.seen != today.isoformat():
        found.append(Change("access.seen", today.isoformat(), "今天用普通客户端读到"))
    yield from sorted(found, key=lambda change: not change.needed)


def _of_column(source: Source, written: Column, column: ColumnFound, today: date) -> Iterator[Change]:
    key = f"columns[{column.name}]"
    moved = column.moved_to
    if moved and (column.rows or source.family is Family.SINGLE_PAGE) and not column.error:
        yield Change(f"{key}.url", moved, "原地址跳转到这里", needed=False)
    if column.outcome is Outcome.GONE:
        yield Change(
            f"{key}.paused", f"{today} 打开为 {column.error}", "栏目已不在；找到新地址后改 url", needed=True
        )
    elif column.error and "robots.txt" in column.error:
        yield Change(f"{key}.paused", f"robots.txt 禁止（{today}）", "不读禁止的地址", needed=True)
    elif column.outcome is Outcome.BLOCKED:
        yield Change(
            "access.note", f"{today} 拒绝普通客户端：{column.error}", "被拒绝不是没有新闻", needed=True
        )
    elif column.error and ("certificate" in column.error.lower() or "ssl" in column.error.lower()):
        yield Change("access.certificate", "为什么可以不验证这个网站的证书", column.error, needed=True)
    if not column.rows:
        return
    if written.seen != today.isoformat():
        yield Change(f"{key}.seen", today.isoformat(), f"读到 {column.rows} 行")
    if written.inferred:
        yield Change(f"{key}.inferred", "（删去）", "已经见到")


def _of_list(source: Source, columns: Sequence[ColumnFound]) -> Iterator[Change]:
    read = [column for column in columns if column.rows]
    if read and all(column.hint_rows == 0 for column in read):
        row = source.hints.list.row if source.hints.list else ""
        yield Change("hints.list.row", "（改写或删去）", f"{row} 没有命中，行是按结构读到的")
    for column in columns:
        guess = column.family
        if guess is None or guess.family is source.family or {guess.family, source.family} <= set(_PLAIN):
            continue
        if column.outcome is Outcome.BLOCKED or (column.rows and source.family not in _PLAIN):
            continue
        why = f"「{column.name}」的页面像{guess.product}：{guess.evidence}"
        yield Change("family", guess.family.value, why, needed=not column.rows)
        break
    for column in read:
        rule = source.pagination
        if column.second and not column.second.rows and rule and rule.page:
            why = f"第 2 页 {column.second.url}：{column.second.error or '没有行'}"
            yield Change(
                "pagination", f"first: {2 if rule.first == 1 else 1}，或页面自己的下一页", why, needed=True
            )
            break


def _of_articles(source: Source, articles: Sequence[ArticleFound]) -> Iterator[Change]:
    for article in articles:
        for name in article.missing if article.kind else ():
            if name in _HINTS:
                yield Change(_HINTS[name], "（选择器）", f"{article.url} 没有读到{FIELDS[name]}", needed=True)
        for name in article.idle_hints:
            selector = getattr(source.hints, name)
            yield Change(f"hints.{name}", "（改写或删去）", f"{selector} 在 {article.url} 没有命中")


def what_to_note(columns: Sequence[ColumnFound], articles: Sequence[ArticleFound]) -> Iterator[str]:
    """Lines that are neither wrong nor to be written."""
    for column in columns:
        if column.rows and not column.dated:
            yield f"栏目「{column.name}」的行里没有日期；日期从文章读取"
        if column.rows and column.next_url is None:
            yield f"栏目「{column.name}」没有说下一页在哪里；回溯只能读第一页"
    for article in articles:
        listed, said = article.row_published_on, article.published_at
        if listed and said and abs(said.date() - listed) > _SAME_DAY:
            yield f"文章 {article.url} 写的日期是 {said.date()}，列表写的是 {listed}"
