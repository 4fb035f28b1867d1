"""``jianbao run``, ``backfill``, ``digest`` and ``replay``: passes without a Prefect server, told to a terminal."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Sequence
from datetime import date, datetime
from pathlib import Path

from rich.logging import RichHandler

from crawlers.job import PassReport
from crawlers.replay import ReplayReport, replay_folder
from flows.commands.screen import console, errors, styled
from flows.digests.plain import render_text
from flows.errors import FlowError
from flows.passes import DigestReport, MonitorReport, backfill_pass, digest_round, monitor_pass, process
from flows.settings import Settings
from flows.stages.announce import preview
from flows.watch import Watch, open_watch
from flows.words import BAD, OUTCOMES
from models import Digest, Outcome
from models.failures import open_failures


def terminal_log(verbose: bool) -> logging.Logger:
    """The logger of a command: warnings, or everything with ``--verbose``, on standard error."""
    log = logging.getLogger("jianbao")
    log.handlers = [RichHandler(console=errors, show_path=False, markup=False)]
    log.setLevel(logging.INFO if verbose else logging.ERROR)
    log.propagate = False
    return log


def run_once(
    settings: Settings,
    sources: Sequence[str],
    columns: Sequence[str],
    days_back: int,
    as_of: datetime,
    verbose: bool,
) -> None:
    """One pass and one digest round, with what was found printed as it comes."""
    log = terminal_log(verbose)
    with open_watch(settings) as watch:
        report = asyncio.run(
            monitor_pass(
                watch,
                sources,
                as_of=as_of,
                log=log,
                days_back=days_back,
                columns=columns,
                seen=lambda done: show_pass(watch, done),
            )
        )
        told = asyncio.run(digest_round(watch, (), as_of=as_of, log=log))
        show_summary(watch, report, told)


def run_backfill(
    settings: Settings,
    sources: Sequence[str],
    columns: Sequence[str],
    since: date,
    until: date | None,
    as_of: datetime,
    verbose: bool,
) -> None:
    """Read a range of days and say what came of it; no digest is made."""
    log = terminal_log(verbose)
    with open_watch(settings) as watch:
        report = asyncio.run(
            backfill_pass(
                watch,
                sources,
                since,
                until,
                as_of=as_of,
                log=log,
                columns=columns,
                seen=lambda done: show_pass(watch, done),
            )
        )
        console.print(f"补采 {len(report.passes)} 个来源：新入库文章 {report.new_articles}，不作为新政策通报")
        show_failures(watch)


def replay(settings: Settings, folder: Path, as_of: datetime, *, announce: bool, verbose: bool) -> None:
    """Feed saved pages through the same path; every page is handled or named with why not."""
    log = terminal_log(verbose)
    with open_watch(settings) as watch:
        fed = replay_folder(watch.database, folder, as_of, registry=watch.registry, backfill=not announce)
        show_fed(fed)
        if not fed.files:
            raise FlowError(f"{folder}: no page in it could be read; see above why each was left out")
        report = MonitorReport(as_of)
        asyncio.run(
            process(
                watch,
                report,
                watch.job(as_of),
                log=log,
                fetch=False,
            )
        )
        if announce:
            show_told(watch, asyncio.run(digest_round(watch, (), as_of=as_of, log=log, force=True)))
        show_failures(watch)


def show_fed(fed: ReplayReport) -> None:
    """How many pages came in, which have an address of our making, and which were left out and why."""
    outcomes = "，".join(f"{OUTCOMES[Outcome(name)]} {count}" for name, count in sorted(fed.outcomes.items()))
    console.print(f"读入 {len(fed.files)} 个页面（{outcomes}）")
    for file in fed.files:
        if file.outcome in (*BAD, Outcome.EXPIRED, Outcome.GONE):
            console.print(styled(f"  {file.file}：{OUTCOMES[file.outcome]}", "yellow"))
    for file in fed.made_up:
        console.print(styled(f"  {file.file}：原网址不详，暂用 {file.url}", "dim"))
    for name, why in fed.left_out.items():
        console.print(styled(f"  {name}：未读入：{why}", "yellow"))


def show_digest(
    settings: Settings, subscriptions: Sequence[str], as_of: datetime, only_preview: bool
) -> None:
    """Make and send the digests that are due, or only show what they would say."""
    with open_watch(settings) as watch:
        if only_preview:
            for subscription in watch.subscriptions(subscriptions):
                model = preview(watch.database, subscription, watch.watched_sources(), as_of=as_of)
                console.rule(subscription.id)
                console.print(styled("没有新内容" if model.is_empty else render_text(model), limit=200_000))
            return
        told = asyncio.run(
            digest_round(watch, subscriptions, as_of=as_of, log=terminal_log(False), force=True)
        )
        show_told(watch, told)


def show_pass(watch: Watch, done: PassReport) -> None:
    """One line a source."""
    name = watch.registry.get(done.source_id).name
    style = "red" if done.outcome in BAD else "green" if done.new_articles else "dim"
    line = f"  {OUTCOMES[done.outcome]:<6} {name}"
    if done.new_articles:
        line += f"　新文章 {done.new_articles}"
    if done.changed_articles:
        line += f"　改动 {done.changed_articles}"
    if done.articles_taken_away:
        line += f"　撤下 {done.articles_taken_away}"
    if done.error:
        line += f"　{done.error}"
    console.print(styled(line, style, 200))


def show_summary(watch: Watch, report: MonitorReport, told: DigestReport) -> None:
    """What the pass came to, and where the digests lie."""
    troubled = sum(done.outcome in BAD for done in report.passes)
    console.print(f"巡查 {len(report.passes)} 个来源：新文章 {report.new_articles}，异常源 {troubled}")
    if waiting := report.reports["clean"].to_reclean:
        console.print(f"另有 {waiting} 篇文章由旧版清洗规则读取，用 jianbao reclean 查看差异", style="dim")
    show_failures(watch)
    show_told(watch, told)


def show_told(watch: Watch, told: DigestReport) -> None:
    """Subjects and places of the digests just made."""
    if not told.digests:
        console.print("没有需要通报的新内容")
    with watch.database.reading() as session:
        for digest_id in told.digests:
            made = session.get_one(Digest, digest_id)
            console.print(styled(made.subject, "bold"))
    for receipt in told.delivered.failed + told.delivered.postponed + told.delivered.unserved:
        console.print(styled(f"  投递 {receipt} 未完成，见 jianbao sources --failures", "yellow"))


def show_failures(watch: Watch) -> None:
    """What was recorded as failed and is not solved."""
    with watch.database.reading() as session:
        for failure in open_failures(session)[:20]:
            console.print(
                styled(
                    f"  未解决：{failure.stage} {failure.url or failure.subject}：{failure.message}",
                    "yellow",
                    300,
                )
            )
