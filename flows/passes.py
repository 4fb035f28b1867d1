"""A monitoring pass, a backfill, a digest round: from left-over work in the store to the outbox.  No Prefect here.

``run_step`` decides how a step is run: plainly (``jianbao run``), or as a Prefect task (the flows).  So both do the
same, and a step that was cut off is found again from the store by whichever comes next.
"""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from typing import Any

from cleaners.dates import CHINA
from crawlers.job import CrawlJob, PassReport
from flows.errors import FlowError
from flows.stages.announce import announce
from flows.stages.clean import clean_pending
from flows.stages.crawl import Seen, crawl_attachments_due, crawl_sources
from flows.stages.deliver import DeliverReport, deliver_due
from flows.stages.files import read_attachments_pending
from flows.stages.group import group_pending
from flows.stages.profiles import learn_profiles, load_profiles
from flows.stages.reclean import Seen as SeenAgain
from flows.stages.reclean import reclean
from flows.stages.recleaned import RecleanReport
from flows.stages.recognise import Judging, recognise_pending
from flows.steps import RunStep, plainly
from flows.watch import Watch


@dataclass(frozen=True)
class MonitorReport:
    """What one monitoring pass did."""

    as_of: datetime
    passes: list[PassReport] = field(default_factory=list)
    reports: dict[str, Any] = field(default_factory=dict)  # stage -> its own report

    @property
    def new_articles(self) -> int:
        return sum(done.new_articles for done in self.passes)


@dataclass(frozen=True)
class DigestReport:
    """What one digest round did."""

    digests: list[int]
    delivered: DeliverReport


async def monitor_pass(
    watch: Watch,
    sources: Sequence[str],
    *,
    as_of: datetime,
    log: logging.Logger,
    days_back: int = 0,
    columns: Sequence[str] = (),
    run_step: RunStep = plainly,
    seen: Seen = lambda report: None,
) -> MonitorReport:
    """Crawl the sources (all that are not paused where none is named), then do what the store owes.

    ``days_back`` 0 reads by the stop rule, otherwise all rows of the last so many days.  ``seen`` is told of each
    source's report as it comes.  One source's trouble is its own: it stands in its report.
    """
    chosen = watch.registry.choose(sources)
    since = as_of.astimezone(CHINA).date() - timedelta(days=days_back) if days_back else None
    job = watch.job(as_of, since=since, columns=columns)
    report = MonitorReport(as_of)
    done = await crawl_sources(
        chosen, job, concurrent=watch.settings.concurrent_sources, log=log, run_step=run_step, seen=seen
    )
    report.passes.extend(done)
    await process(watch, report, job, log=log, run_step=run_step)
    return report


async def backfill_pass(
    watch: Watch,
    sources: Sequence[str],
    since: date,
    until: date | None,
    *,
    as_of: datetime,
    log: logging.Logger,
    columns: Sequence[str] = (),
    run_step: RunStep = plainly,
    seen: Seen = lambda report: None,
) -> MonitorReport:
    """Read the rows of [since, until] from the sources, then do what the store owes; nothing of it is told as new.

    Without ``until`` the range ends yesterday: what was read in a backfill is never announced, so today's items are
    left to the monitor.  Killed and run again with the same range it goes on where it stood.  Raises ``FlowError``
    for a range that ends before it begins.
    """
    until = until or as_of.astimezone(CHINA).date() - timedelta(days=1)
    if until < since:
        raise FlowError(f"nothing to read from {since} to {until}: the range ends before it begins")
    chosen = watch.registry.choose(sources)
    job = watch.job(as_of, since=since, until=until, backfill=True, columns=columns).model_copy(
        # A person asked for the whole range: no bound but the limits of a single request and a day's time.
        update={"pages_per_column": 5000, "max_pages": 100_000, "time_limit_s": 24 * 3600.0}
    )
    report = MonitorReport(as_of)
    done = await crawl_sources(
        chosen, job, concurrent=watch.settings.concurrent_sources, log=log, run_step=run_step, seen=seen
    )
    report.passes.extend(done)
    await process(watch, report, job, log=log, run_step=run_step)
    return report


async def process(
    watch: Watch,
    report: MonitorReport,
    job: CrawlJob,
    *,
    log: logging.Logger,
    fetch: bool = True,
    run_step: RunStep = plainly,
) -> None:
    """What the store owes after new snapshots came: learn profiles, clean, get and read attachments, place."""
    database, as_of, settings = watch.database, job.as_of, watch.settings

    async def step(name: str, work: Callable[[], Awaitable[Any]]) -> None:
        report.reports[name] = await run_step(name, work)

    def threaded(call: Callable[[], Any]) -> Callable[[], Awaitable[Any]]:
        return lambda: asyncio.to_thread(call)

    await step(
        "profiles", threaded(lambda: learn_profiles(database, as_of=as_of, hints=watch.hints, log=log.info))
    )
    profiles = load_profiles(database)
    await step(
        "clean",
        threaded(
            lambda: clean_pending(database, as_of=as_of, hints=watch.hints, profiles=profiles, log=log.info)
        ),
    )
    if fetch:
        await crawl_attachments_due(
            database,
            watch.registry,
            job,
            concurrent=settings.concurrent_sources,
            log=log,
            run_step=run_step,
            again=[one.source_id for one in report.passes],
        )
    await step(
        "read-attachments", threaded(lambda: read_attachments_pending(database, as_of=as_of, log=log.info))
    )
    await _place(watch, report.reports, as_of=as_of, log=log, run_step=run_step)


async def _place(
    watch: Watch, reports: dict[str, Any], *, as_of: datetime, log: logging.Logger, run_step: RunStep
) -> None:
    """Group and recognise what the store owes."""
    database = watch.database
    reports["group"] = await run_step(
        "group",
        lambda: asyncio.to_thread(group_pending, database, as_of=as_of, rank=watch.rank, log=log.info),
    )
    reports["recognise"] = await run_step(
        "recognise",
        lambda: asyncio.to_thread(
            recognise_pending,
            database,
            as_of=as_of,
            freshness_days=watch.settings.freshness_days,
            rank=watch.rank,
            official=watch.is_official,
            log=log.info,
        ),
    )


async def reclean_pass(
    watch: Watch,
    sources: Sequence[str],
    *,
    as_of: datetime,
    log: logging.Logger,
    accept: bool = False,
    limit: int | None = None,
    everything: bool = False,
    run_step: RunStep = plainly,
    seen: SeenAgain = lambda one: None,
) -> RecleanReport:
    """Compare the archive with what the present cleaner reads of it; accepted, it is written and placed anew.

    ``sources``: ids, empty for all; ``limit``: pages at most; ``everything``: also what the present cleaner read.
    Nothing of it is announced.  Raises ``FlowError`` for a source of which nothing is stored.
    """
    judging = Judging(as_of, watch.settings.freshness_days, watch.rank, watch.is_official)
    report: RecleanReport = await run_step(
        "reclean",
        lambda: asyncio.to_thread(
            reclean,
            watch.database,
            judging=judging,
            accept=accept,
            sources=sources,
            limit=limit,
            everything=everything,
            hints=watch.hints,
            profiles=load_profiles(watch.database),
            log=log.info,
            seen=seen,
        ),
    )
    if accept:
        await _place(watch, report.reports, as_of=as_of, log=log, run_step=run_step)
    return report


async def digest_round(
    watch: Watch,
    subscriptions: Sequence[str],
    *,
    as_of: datetime,
    log: logging.Logger,
    force: bool = False,
    run_step: RunStep = plainly,
) -> DigestReport:
    """Make the digests that are due and send everything that waits in the outbox."""
    chosen = watch.subscriptions(subscriptions)
    sources = watch.watched_sources()
    digests = await run_step(
        "announce",
        lambda: asyncio.to_thread(
            announce,
            watch.database,
            chosen,
            sources,
            as_of=as_of,
            force=force,
            public_url=watch.settings.public_url,
            log=log.info,
        ),
    )
    delivered = await run_step(
        "deliver",
        lambda: asyncio.to_thread(deliver_due, watch.database, watch.channels(), as_of=as_of, log=log.info),
    )
    return DigestReport(digests, delivered)
