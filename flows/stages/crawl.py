"""The crawl stage: many sources at once, each in its own process; then the files that articles offer.  No Prefect."""

from __future__ import annotations

import asyncio
import logging
from collections.abc import Awaitable, Callable, Collection, Iterable, Sequence
from datetime import timedelta
from functools import partial

from cleaners.dates import CHINA
from crawlers.archive import RECHECK_PAUSE, RECHECKS
from crawlers.errors import CrawlError
from crawlers.job import CrawlJob, PassReport
from crawlers.launch import crawl_attachments, launch_crawl
from crawlers.registry import Registry
from crawlers.source import Source
from flows.steps import RunStep, plainly
from flows.words import OUTCOMES
from models import Database, Outcome
from models.offered import attachments_to_recheck, pending_attachments

#: Told of each report as it comes.
Seen = Callable[[PassReport], None]


async def crawl_sources(
    sources: Iterable[Source],
    job: CrawlJob,
    *,
    concurrent: int,
    log: logging.Logger,
    run_step: RunStep = plainly,
    seen: Seen = lambda report: None,
) -> list[PassReport]:
    """One pass over each source, ``concurrent`` at a time; the reports in the order of ``sources``.

    One broken site fails alone: its report says ``FAILED`` and why.  Raises ``StoreError`` when the database cannot be
    reached, since then nothing that was fetched could be kept.
    """
    work = [(source.id, partial(launch_crawl, source, job, log)) for source in sources]
    return await _gathered("crawl", work, concurrent, log, run_step, seen)


async def crawl_attachments_due(
    database: Database,
    registry: Registry,
    job: CrawlJob,
    *,
    concurrent: int,
    log: logging.Logger,
    run_step: RunStep = plainly,
    again: Collection[str] = (),
) -> list[PassReport]:
    """Fetch the files that stored articles offer and that were not fetched yet, under the rules of their sources.

    Of the sources ``again`` also those of recent articles once more, as their articles: conditionally, once a day,
    ``RECHECKS`` at most, and none where the job is for a range or for single columns.  Files of articles whose source
    is not in the registry (replayed pages of made-up addresses) or is paused are left.
    """
    whole = job.since is None and not job.backfill and not job.columns
    with database.reading() as session:
        wanted = pending_attachments(session)
        for source_id in again if whole else ():
            source = registry.get(source_id)
            if source.rechecks_for_days:
                since = job.as_of.astimezone(CHINA).date() - timedelta(days=source.rechecks_for_days)
                before = job.as_of - RECHECK_PAUSE
                wanted.setdefault(source_id, []).extend(
                    attachments_to_recheck(
                        session, source_id, since=since, seen_before=before, limit=RECHECKS
                    )
                )
    asked = [(registry.get(name), urls) for name, urls in wanted.items() if urls and name in registry]
    work = [(s.id, partial(crawl_attachments, s, urls, job, log)) for s, urls in asked if not s.paused]
    return await _gathered("attachments", work, concurrent, log, run_step)


async def _gathered(
    step: str,
    work: Sequence[tuple[str, Callable[[], Awaitable[PassReport]]]],
    concurrent: int,
    log: logging.Logger,
    run_step: RunStep,
    seen: Seen = lambda report: None,
) -> list[PassReport]:
    gate = asyncio.Semaphore(max(1, concurrent))

    async def one(source_id: str, run: Callable[[], Awaitable[PassReport]]) -> PassReport:
        async with gate:
            try:
                report = await run_step(f"{step}-{source_id}", run)
            except CrawlError as error:
                log.error("%s: %s", source_id, error)
                report = PassReport(source_id, Outcome.FAILED, error=str(error))
        log.info("%s：%s，新文章 %d", source_id, OUTCOMES[report.outcome], report.new_articles)
        seen(report)
        return report

    return list(await asyncio.gather(*(one(source_id, run) for source_id, run in work)))
