"""``jianbao reclean``: what the present cleaner makes of the archive, by source, and its acceptance."""

from __future__ import annotations

import asyncio
from collections import Counter
from collections.abc import Sequence
from datetime import datetime
from typing import Any

from rich.table import Table

from cleaners import CLEANER_VERSION
from flows.commands.monitor import show_failures, terminal_log
from flows.commands.screen import console, errors, print_json, print_table, styled
from flows.passes import reclean_pass
from flows.settings import Settings
from flows.stages.passages import changed_passages
from flows.stages.recleaned import RecleanReport
from flows.stages.rereading import Change, Difference
from flows.watch import Watch, open_watch
from flows.words import CHANGES, FACTS, KINDS, facts_said

#: Lines and characters of a line that an example shows at most.
_LINES, _WIDE = 12, 160


def reclean_archive(
    settings: Settings,
    sources: Sequence[str],
    *,
    accept: bool,
    limit: int | None,
    everything: bool,
    as_of: datetime,
    as_json: bool,
    verbose: bool,
) -> None:
    """Print the difference by source with examples; ``accept``: write it down, and group and recognise anew."""
    with open_watch(settings) as watch, errors.status("") as status:
        read = Counter[Change]()

        def seen(one: Difference) -> None:
            read[one.change] += 1
            status.update(f"已读 {read.total()} 篇，有变化 {read.total() - read[Change.SAME]} 篇")

        report = asyncio.run(
            reclean_pass(
                watch,
                sources,
                as_of=as_of,
                log=terminal_log(verbose),
                accept=accept,
                limit=limit,
                everything=everything,
                seen=seen,
            )
        )
        status.stop()
        if as_json:
            print_json(as_data(report))
        else:
            show_report(watch, report)


def show_report(watch: Watch, report: RecleanReport) -> None:
    """The table by source, examples where nothing is written yet, and what to do next."""
    if not report.pages:
        console.print(f"没有需要重新清洗的文章：都由现行规则（第 {CLEANER_VERSION} 版）读取")
        return
    names = {source.id: source.name for source in watch.registry}
    print_table(_table(report, names))
    for source_id, found in sorted(report.sources.items()):
        if facts := facts_said(found.facts):
            console.print(styled(f"{names.get(source_id, source_id)}：{facts}"))
    if not report.accepted:
        for found in (one for _, one in sorted(report.sources.items())):
            for example in found.shown():
                show_example(example)
    for line in report.failed:
        console.print(styled(f"未能重读：{line}", "yellow", 300))
    console.print(_conclusion(report))
    if report.accepted:
        show_failures(watch)


def _table(report: RecleanReport, names: dict[str, str]) -> Table:
    shown = [change for change in CHANGES if report.count(change)]
    table = Table("来源", "文章", *(CHANGES[change] for change in shown), "改动字数")
    for source_id, found in sorted(report.sources.items(), key=lambda pair: (-pair[1].share, pair[0])):
        table.add_row(
            styled(f"{names.get(source_id, source_id)}（{source_id}）"),
            str(found.articles.total()),
            *(str(found.articles[change] or "") for change in shown),
            f"{found.changed}（{found.share:.1%}）" if found.changed else "",
        )
    return table


def show_example(one: Difference) -> None:
    """One article: its change, its facts before (red) and after (green), and the lines that differ."""
    console.print()
    part = f"#{one.part}" if one.part else ""
    console.print(styled(f"[{CHANGES[one.change]}] {one.title or '（无标题）'}", "bold", 200))
    console.print(styled(f"  {one.url}{part}", "dim"))
    if one.note:
        console.print(styled(f"  {one.note}", "yellow"))
    for fact in one.facts:
        console.print(styled(f"  {FACTS[fact.name]}：", limit=200), end="")
        console.print(styled(_shown(fact.before), "red", _WIDE), end="")
        console.print(" → ", end="")
        console.print(styled(_shown(fact.after), "green", _WIDE))
    left = _LINES
    for removed, added in changed_passages(one.before.split("\n"), one.after.split("\n")):
        for sign, style, lines in (("-", "red", removed), ("+", "green", added)):
            for line in lines[: max(0, left)]:
                console.print(styled(f"  {sign} {line}", style, _WIDE))
            left -= len(lines)
    if left < 0:
        console.print(styled(f"  … 另有 {-left} 行", "dim"))


def _shown(value: str) -> str:
    return KINDS.get(value, value) or "（无）"


def _conclusion(report: RecleanReport) -> str:
    more = "；还有页面未读（--limit）" if report.more else ""
    if report.accepted:
        judged = sum(report.reports["recognise"].labels.values())
        return (
            f"已重读 {report.pages} 个页面，改写 {report.rewritten} 篇，重新识别 {judged} 篇；"
            f"不产生新版本，也不作为新内容通报{more}"
        )
    return f"读了 {report.pages} 个页面，{report.differing} 篇有变化，尚未写入；确认后加 --accept 写入{more}"


def as_data(report: RecleanReport) -> dict[str, Any]:
    """The report as it is printed with ``--json``; examples carry both texts."""
    return {
        "cleaner_version": CLEANER_VERSION,
        "accepted": report.accepted,
        "pages": report.pages,
        "more": report.more,
        "failed": report.failed,
        "sources": {
            source_id: {
                "articles": {change.value: found.articles[change] for change in Change},
                "facts": dict(found.facts),
                "characters": found.characters,
                "changed_characters": found.changed,
                "examples": [_example(one) for one in found.shown()],
            }
            for source_id, found in sorted(report.sources.items())
        },
    }


def _example(one: Difference) -> dict[str, Any]:
    return {
        "change": one.change.value,
        "url": one.url,
        "part": one.part,
        "snapshot_id": one.snapshot_id,
        "title": one.title,
        "note": one.note,
        "facts": {fact.name: {"before": fact.before, "after": fact.after} for fact in one.facts},
        "before": one.before,
        "after": one.after,
    }
