"""One crawl, one child process: started, listened to, ended in time, judged by what it stored.

Measured 2026-11-22: an exit code of 0 says nothing (a spider whose selectors match nothing exits 0, so does one that
cannot connect); Prefect signals only its own process, so a child has a session of its own and dies with its parent;
standard error is piped, because a child that holds the parent's output keeps a killed flow alive for the server.
"""

from __future__ import annotations

import asyncio
import logging
import os
import re
import signal
from collections.abc import AsyncIterator, Sequence
from contextlib import asynccontextmanager
from datetime import datetime, timedelta
from shutil import rmtree
from tempfile import mkdtemp
from time import monotonic

from crawlers.chromium import no_browser
from crawlers.errors import LaunchError
from crawlers.job import CrawlJob, Errand, PassReport
from crawlers.processes import child_process
from crawlers.source import Source
from models import CrawlPass, Outcome, PassKind, open_database
from models.failures import note_failure, solve_failure
from models.health import begin_pass, end_pass
from models.retry import retried

__all__ = ["CrawlJob", "PassReport", "crawl_attachments", "launch_crawl"]

#: How often a folder is swept that is still written to, and the time between, in seconds.
_SWEEPS, _SWEEP_S = 50, 0.1
_LEVEL = re.compile(r"^(DEBUG|INFO|WARNING|ERROR|CRITICAL)\b\s*")


async def launch_crawl(source: Source, job: CrawlJob, log: logging.Logger) -> PassReport:
    """Crawl ``source`` in a child process and report what it stored.

    A child that is killed, runs out of time or dies gives ``Outcome.FAILED`` with the reason; what it had stored by
    then stays and is not fetched again.  A cancel ends the child and is passed on.  Raises ``StoreError`` when the
    database cannot be reached, ``LaunchError`` when no process can be started.
    """
    return await _launch(source, job, log, ())


async def crawl_attachments(
    source: Source, urls: Sequence[str], job: CrawlJob, log: logging.Logger
) -> PassReport:
    """Fetch attached files under the rules of ``source``; what comes is tied to the articles that offer it.

    Their pass says nothing of the source's health.  ``models.offered`` tells what is left over and what is due again.
    """
    return await _launch(source, job, log, tuple(dict.fromkeys(urls)))


async def _launch(
    source: Source, job: CrawlJob, log: logging.Logger, attachments: tuple[str, ...]
) -> PassReport:
    begun = monotonic()
    database = open_database(job.database_url)
    try:
        kind = PassKind.FILES if attachments else PassKind.BACKFILL if job.backfill else PassKind.MONITOR
        pass_id = retried(database, lambda session: begin_pass(session, source.id, job.as_of, kind))
        errand = Errand(source=source, job=job, pass_id=pass_id, attachments=attachments)
        told = "the pass was cancelled"
        try:
            told = await _run_child(errand, log)
        finally:
            ended: datetime = job.as_of + timedelta(seconds=monotonic() - begun)
            with database.session() as session:
                row = session.get_one(CrawlPass, pass_id)
                subject = f"{'files' if attachments else 'pass'}:{source.id}"
                if row.finished_at is None:  # the child could not write its own end
                    log.error("%s: %s", source.id, told)
                    end_pass(session, pass_id, ended, Outcome.FAILED, error=told, columns={})
                    note_failure(
                        session,
                        stage="crawl",
                        subject=subject,
                        message=f"{source.id}: {told}",
                        at=job.as_of,
                        source_id=source.id,
                        url=source.home,
                    )
                else:
                    solve_failure(session, subject, job.as_of)
        with database.reading() as session:
            row = session.get_one(CrawlPass, pass_id)
            return PassReport(
                source.id,
                row.outcome or Outcome.FAILED,
                pass_id,
                row.counts,
                tuple(row.warnings),
                row.error,
                monotonic() - begun,
            )
    finally:
        database.close()


async def _run_child(errand: Errand, log: logging.Logger) -> str:
    """Run the child to its end; what to say of it if it wrote no end itself."""
    if not errand.source.render or errand.attachments:
        return await _run(errand, log)
    if missing := no_browser(errand.job.chromium):
        return missing
    async with _scratch() as folder:
        return await _run(errand.model_copy(update={"scratch": folder}), log)


@asynccontextmanager
async def _scratch() -> AsyncIterator[str]:
    """A folder for a browser's profile.  One whose pass was killed ends a moment after it, and writes until then."""
    folder = mkdtemp(prefix="jianbao-browser-")
    try:
        yield folder
    finally:
        for _ in range(_SWEEPS):
            rmtree(folder, ignore_errors=True)
            if not os.path.exists(folder):
                break
            await asyncio.sleep(_SWEEP_S)


async def _run(errand: Errand, log: logging.Logger) -> str:
    last: list[str] = []
    limit_s = errand.job.time_limit_s
    try:
        async with child_process(errand.model_dump_json().encode()) as process:
            try:
                async with asyncio.timeout(limit_s):
                    await _relog(process.errors, log, last)
                    code = await process.wait()
            except TimeoutError:
                return f"out of time after {limit_s:.0f} s; what was stored stays"
    except LaunchError as error:
        raise LaunchError(f"{errand.source.id}: {error}") from error
    if code < 0:
        return f"its process was killed by {signal.Signals(-code).name}; what was stored stays"
    said = f": {last[-1][:300]}" if last else ""
    return f"its process ended with {code} before the pass was over{said}"


async def _relog(errors: asyncio.StreamReader, log: logging.Logger, last: list[str]) -> None:
    """Pass the child's log lines on at their level; a traceback's lines go with the line that began it."""
    level = logging.INFO
    while True:
        try:
            raw = await errors.readline()
        except ValueError:  # a line beyond the limit: dropped by asyncio, the stream goes on
            continue
        if not raw:
            return
        line = raw.decode("utf-8", "replace").rstrip()
        named = _LEVEL.match(line)
        level = logging.getLevelNamesMapping()[named[1]] if named else level
        if line:
            last[:] = [line]
            log.log(level, "%s", line[named.end() :] if named else line)
