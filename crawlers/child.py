"""The child process of one crawl, an ``Errand`` as JSON on its standard input (``crawlers.fork_server`` starts it).

A reactor cannot be started twice in a process, and a site that hangs must not hold a flow: each pass has a process.
What it did stands in the store; its exit code means nothing.
"""

from __future__ import annotations

import logging
import os
import sys
from datetime import datetime, timedelta
from time import monotonic

from scrapy import signals
from scrapy.crawler import AsyncCrawlerProcess
from twisted.python.failure import Failure

from crawlers.archive import Archive
from crawlers.job import Errand
from crawlers.settings import scrapy_settings
from crawlers.spiders.asking import AskingSpider
from crawlers.spiders.attachments import AttachmentSpider
from crawlers.spiders.base import SourceSpider
from crawlers.spiders.families import SPIDERS
from crawlers.turns import HostTurns
from crawlers.verdict import verdict
from models import open_database
from models.health import end_pass
from models.retry import retried


def crawl(errand: Errand) -> None:
    """Run the spider of the errand's source and write down how the pass ended."""
    source, job = errand.source, errand.job
    begun = monotonic()
    if errand.scratch:  # a browser keeps its profile there
        os.environ["TMPDIR"] = errand.scratch
    database = open_database(job.database_url, migrate=False)
    archive = Archive(database, source.id, job.as_of, pass_id=errand.pass_id)
    for chatty in ("scrapy", "scrapy.utils.log"):  # what it says of itself tells an operator nothing
        logging.getLogger(chatty).setLevel(logging.WARNING)
    process = AsyncCrawlerProcess(scrapy_settings(source, job))
    family: type[AskingSpider] = AttachmentSpider if errand.attachments else SPIDERS[source.family]
    crawler = process.create_crawler(family)
    faults: list[str] = []

    def on_fault(failure: Failure, response: object, spider: object) -> None:
        faults.append(f"{type(failure.value).__name__}: {failure.value}")
        archive.warn("fault", getattr(response, "url", None), faults[-1][:500])

    def on_closed(spider: AskingSpider, reason: str) -> None:
        early = None if reason == "finished" else f"ended early: {reason}"
        outcome, error = verdict(archive, faults, early, lists=not errand.attachments)
        whole = not (early or faults or spider.dropped)
        walks = spider.walks if isinstance(spider, SourceSpider) else []
        if isinstance(spider, SourceSpider):
            spider.bookmarks.end(walks, whole=whole)
        # A range that was read to its end says nothing of what is newer: the next pass must not stop there.
        settled = {w.column.name: w.complete and whole for w in walks if job.since is None}
        listed = {w.column.name: w.listed for w in walks if w.listed is not None}
        dated = {w.column.name: w.dated for w in walks if w.listed is not None}
        seen = spider.sample.seen() if job.look else None
        ended: datetime = job.as_of + timedelta(seconds=monotonic() - begun)
        retried(
            database,
            lambda session: end_pass(
                session,
                errand.pass_id,
                ended,
                outcome,
                error=error,
                columns=settled,
                rows=listed,
                dated=dated,
                look=seen,
            ),
        )

    crawler.signals.connect(on_fault, signals.spider_error)
    crawler.signals.connect(on_closed, signals.spider_closed)
    more = {"addresses": errand.attachments} if errand.attachments else {}
    shared = open_database(job.turns_url, migrate=False) if job.turns_url else database
    turns = HostTurns(shared, job.host_wait_s)
    process.crawl(crawler, source=source, job=job, archive=archive, turns=turns, **more)
    process.start()
    turns.close()
    shared.close()
    database.close()


def main() -> int:
    """Read the errand, run it."""
    crawl(Errand.model_validate_json(sys.stdin.buffer.read()))
    return 0
