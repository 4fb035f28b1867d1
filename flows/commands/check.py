"""``jianbao sources check``: one polite live look at a source or an address, told to a terminal or as JSON."""

from __future__ import annotations

import asyncio
import logging
from dataclasses import asdict
from datetime import datetime
from urllib.parse import urlsplit

from crawlers.errors import UnknownSourceError
from crawlers.look import LOOKED_AT
from flows.checks.check import check_address, check_source
from flows.checks.findings import FIELDS, ArticleFound, Checked, ColumnFound, RobotsFound
from flows.commands.screen import console, errors, print_json, safe, styled
from flows.settings import Settings
from flows.watch import crawl_job, open_watch
from flows.words import OUTCOMES
from models import Outcome

#: Exit codes.
FINE, WRONG, USAGE = 0, 1, 2


def check(settings: Settings, target: str, *, as_json: bool, as_of: datetime) -> int:
    """Look, print, and answer the exit code: 0 fine, 1 something is wrong, 2 for a target that is none."""
    log = logging.getLogger("jianbao.look")
    log.addHandler(logging.NullHandler())
    log.propagate = False
    with open_watch(settings) as watch:
        job = crawl_job(settings, as_of)
        if "://" in target:
            if urlsplit(target).scheme.lower() not in ("http", "https"):
                return _usage(f"{target}：只查看 http 或 https 的网址")
            checked = asyncio.run(check_address(target, watch.registry, job, log))
        else:
            try:
                source = watch.registry.get(target)
            except UnknownSourceError as error:
                return _usage(f"{error}；网址要以 http:// 或 https:// 开头")
            checked = asyncio.run(check_source(source, (), job, log))
    if as_json:
        print_json({**asdict(checked), "fine": checked.fine})
    else:
        show(checked)
    return FINE if checked.fine else WRONG


def show(checked: Checked) -> None:
    """Everything that was found, in the order in which a person would ask for it."""
    named = (
        f"{checked.name}（{checked.source_id}）" if checked.source_id else f"{checked.name}　{checked.target}"
    )
    console.print(styled(named, "bold"))
    console.print(f"  请求 {checked.requests} 次，用时 {checked.seconds:.0f} 秒")
    for robots in checked.robots:
        console.print(styled(f"  {_robots(robots)}", "red" if robots.forbidden else "", 300))
    for column in checked.columns:
        show_column(column)
    for article in checked.articles:
        show_article(article)
    for note in checked.notes:
        console.print(styled(f"提示：{note}", "dim", 400))
    if checked.changes:
        console.print(styled(f"\n写进 {checked.source_id}.yaml：", "bold"))
        for change in checked.changes:
            style = "yellow" if change.needed else "cyan"
            console.print(styled(f"  {change.key}: {change.value}   # {change.why}", style, 400))
    if checked.proposal:
        console.print(styled(f"\n来源文件（存为 {checked.proposal['file']}）：", "bold"))
        console.print(styled(checked.proposal["text"], "cyan", 20_000))
    if checked.fine:
        console.print(styled("结论：正常", "bold green"))
        return
    console.print(styled(f"结论：有 {len(checked.wrong)} 处问题", "bold red"))
    for line in checked.wrong:
        console.print(styled(f"  ✗ {line}", "red", 400))


def _robots(robots: RobotsFound) -> str:
    if robots.outcome is Outcome.GONE:
        said = f"没有（HTTP {robots.status}），不限制"
    elif robots.status != 200:
        said = f"没有读到：{robots.error or OUTCOMES[robots.outcome]}"
    else:
        said = f"禁止栏目 {'、'.join(robots.forbidden)}" if robots.forbidden else "允许"
    wait = f"，要求间隔 {robots.delay_s:g} 秒" if robots.delay_s else ""
    return f"{robots.host}/robots.txt：{said}{wait}"


def show_column(column: ColumnFound) -> None:
    """One column: address chain, status, rows, days, first titles, page 2, family."""
    good = column.rows > 0 or (column.error is None and column.outcome in (Outcome.NEW, Outcome.UNCHANGED))
    name = "这个地址" if column.name == LOOKED_AT else f"栏目「{column.name}」"
    console.print(styled(f"\n{name} {column.url}", "bold" if good else "bold red", 400))
    for step in column.chain[1:]:
        console.print(styled(f"  → {step}", "yellow", 400))
    status = f"HTTP {column.status}　" if column.status else ""
    ended = "可以读" if good else OUTCOMES[column.outcome] if column.outcome else "没有查看"
    console.print(
        styled(f"  {status}{ended}{'：' + column.error if column.error else ''}", "" if good else "red", 400)
    )
    if column.rows:
        days = f"，最新 {column.newest}，最早 {column.oldest}" if column.newest else ""
        console.print(f"  {column.rows} 行，{column.dated} 行有日期{days}")
    for title in column.titles:
        console.print(styled(f"    · {title}", "", 120))
    if column.second:
        read = (
            f"{column.second.rows} 行"
            if column.second.rows
            else f"没有读到：{column.second.error or '没有行'}"
        )
        console.print(styled(f"  第 2 页 {column.second.url}：{read}", "", 400))
    elif column.next_url:
        console.print(styled(f"  下一页 {column.next_url}", "", 400))
    if column.family:
        console.print(
            styled(
                f"  像 {column.family.family.value}：{column.family.product}，{column.family.evidence}",
                "dim",
                300,
            )
        )


def show_article(article: ArticleFound) -> None:
    """One article: its fields as the store would have them, and which are missing."""
    console.print(styled(f"\n文章 {article.url}", "bold", 400))
    for step in article.chain[1:]:
        console.print(styled(f"  → {step}", "yellow", 400))
    if not article.kind:
        console.print(styled(f"  {OUTCOMES[article.outcome]}：{article.error or '没有内容'}", "red", 300))
        return
    when = article.published_at
    values = {
        "title": article.title,
        "published_at": when and when.strftime("%Y-%m-%d %H:%M" if article.time_known else "%Y-%m-%d"),
        "source_name": article.source_name,
        "document_number": article.document_number,
        "attachments": "、".join(name for name, _ in article.attachments),
        "text": f"{article.characters} 字",
    }
    for name, label in FIELDS.items():
        if values[name] and name in article.present:
            console.print(styled(f"  {label}：{values[name]}", "", 300))
    if article.missing:
        console.print(styled(f"  没有：{'、'.join(FIELDS[name] for name in article.missing)}", "yellow"))


def _usage(message: str) -> int:
    errors.print(safe(message, 1000), style="red", markup=False)
    return USAGE
