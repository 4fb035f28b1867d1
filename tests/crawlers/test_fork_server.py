"""The process that crawls are forked from: clean when it forks, ended with its parent, replaced when it died."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path

from crawlers import processes
from crawlers.job import PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Source
from models import Database, Outcome
from tests.crawlers.conftest import a_job
from tests.crawlers.site import Answer, Site, rows

Crawl = Callable[..., PassReport]
ROOT = Path(__file__).parents[2]


def test_nothing_runs_in_it_before_it_forks() -> None:
    asked = (
        "import sys, threading; from crawlers.fork_server import warm; warm();"
        "print('twisted.internet.reactor' in sys.modules, 'scrapy.core.downloader' in sys.modules,"
        " threading.active_count())"
    )
    said = subprocess.run(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        capture_output=True,
        check=True,
    )
    assert said.stdout.decode().split() == ["False", "True", "1"]


def test_a_server_that_died_is_replaced(site: Site, source: Source, crawl: Crawl) -> None:
    site.write(rows(3, 1))
    assert crawl(source).new_articles == 3
    server = processes._server._process
    assert server is not None
    server.kill()
    server.wait()
    assert crawl(source, day=1).outcome is Outcome.UNCHANGED
    assert processes._server._process is not server


def test_a_server_that_dies_takes_its_crawls_along_and_they_say_so(
    site: Site, store: Database, source: Source
) -> None:
    site.write(rows(3, 1))
    slow = site.answers[rows(3, 1)[1][0]]
    assert isinstance(slow, Answer)
    slow.delay_s = 5

    async def crawl_and_kill() -> PassReport:
        crawling = asyncio.create_task(launch_crawl(source, a_job(store), logging.getLogger("test")))
        while len(site.paths()) < 2:
            await asyncio.sleep(0.02)
        assert processes._server._process is not None
        os.kill(processes._server._process.pid, signal.SIGKILL)
        return await crawling

    report = asyncio.run(crawl_and_kill())
    assert (report.outcome, "SIGKILL" in str(report.error)) == (Outcome.FAILED, True)
    slow.delay_s = 0
    assert asyncio.run(launch_crawl(source, a_job(store, 1), logging.getLogger("test"))).new_articles >= 2


def test_it_ends_with_its_parent() -> None:
    asked = (
        "import os, time; from crawlers.processes import _server;"
        "_server._running(); print(_server._process.pid, flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen(
        [sys.executable, "-c", asked],
        cwd=ROOT,
        env={**os.environ, "PYTHONPATH": str(ROOT)},
        stdout=subprocess.PIPE,
    )
    assert parent.stdout is not None
    server = int(parent.stdout.readline())
    assert Path(f"/proc/{server}").exists()
    parent.kill()
    parent.wait()
    parent.stdout.close()
    until = time.monotonic() + 20
    while Path(f"/proc/{server}").exists() and time.monotonic() < until:
        if Path(f"/proc/{server}/stat").read_text().rsplit(")", 1)[1].split()[0] == "Z":
            break  # ended; nobody in this container buries it
        time.sleep(0.05)
    else:
        assert not Path(f"/proc/{server}").exists()
