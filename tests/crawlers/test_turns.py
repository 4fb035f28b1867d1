"""A host is met by one request at a time and never faster than its delay, over processes: the site itself measures."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from itertools import pairwise

import pytest

from crawlers.job import PassReport
from crawlers.launch import crawl_attachments, launch_crawl
from crawlers.source import Source
from models import Database, Outcome
from models.turns import note_meeting, number_of, open_turns, rest_s
from tests.crawlers.conftest import a_job, a_source
from tests.crawlers.site import Site, rows

LOG = logging.getLogger("test")

#: Takes a turn, says so, and keeps it until it is killed.
HOLDER = """
import sys, time
from models import open_database
from models.turns import open_turns
database = open_database(sys.argv[1], migrate=False)
with open_turns(database) as turns:
    print(turns.take(sys.argv[2]), flush=True)
    time.sleep(600)
"""


@contextmanager
def held(database: Database, host: str) -> Iterator[subprocess.Popen[str]]:
    """Another process that has the turn of ``host``."""
    command = [sys.executable, "-c", HOLDER, database.url, host]
    path = os.pathsep.join(path for path in sys.path if path)
    with subprocess.Popen(
        command, stdout=subprocess.PIPE, text=True, env={**os.environ, "PYTHONPATH": path}
    ) as process:
        assert process.stdout is not None
        assert process.stdout.readline().strip() == "True"
        yield process
        process.kill()


def test_a_turn_is_of_one_process_and_returns_when_it_dies(database: Database) -> None:
    with open_turns(database) as turns:
        with held(database, "wjw.example.cn") as holder:
            assert not turns.take("wjw.example.cn")
            assert turns.take("wsjkw.example.cn")
            holder.send_signal(signal.SIGKILL)
            holder.wait()
            until = time.monotonic() + 30  # PostgreSQL notices at its next look at the socket
            while not turns.take("wjw.example.cn"):
                assert time.monotonic() < until
                time.sleep(0.02)
        turns.give_back("wjw.example.cn")


def test_the_longer_delay_of_two_holds(database: Database) -> None:
    with database.session() as session:
        assert rest_s(session, "wjw.example.cn", 5) == 0
        note_meeting(session, "wjw.example.cn", 50)
    with database.reading() as session:
        assert 40 < rest_s(session, "wjw.example.cn", 5) <= 50
        assert 90 < rest_s(session, "wjw.example.cn", 100) <= 100
        assert rest_s(session, "wsjkw.example.cn", 5) == 0


def test_hosts_have_numbers_of_their_own() -> None:
    numbers = {number_of(f"wjw{n}.example.cn") for n in range(2000)}
    assert len(numbers) == 2000
    assert all(0 <= number < 2**31 for number in numbers)


def two_sources(site: Site) -> list[Source]:
    site.write(rows(9, 6, "/a/"), "/a/index.html")
    site.write(rows(5, 2, "/b/"), "/b/index.html")
    return [
        a_source(site, id=name, columns=[{"name": "通知公告", "url": f"{site.base}/{name[-1]}/index.html"}])
        for name in ("yunling_a", "yunling_b")
    ]


def test_two_sources_and_their_files_on_one_host(site: Site, database: Database) -> None:
    sources = two_sources(site)
    files = [f"{site.base}/files/{number}.pdf" for number in range(3)]
    for answer in site.answers.values():
        answer.delay_s = 0.05  # type: ignore[union-attr]  # long enough to be met by a second request

    async def both() -> list[PassReport]:
        job = a_job(database, delay_s=0.4)
        crawls = [launch_crawl(source, job, LOG) for source in sources]
        return await asyncio.gather(*crawls, crawl_attachments(sources[0], files, job, LOG))

    reports = asyncio.run(both())
    assert [report.new_articles for report in reports] == [4, 4, 0]
    # Lists, articles, files; robots.txt of each process, or of those that began before another one had stored it.
    assert 1 <= len(site.spans) - (2 + 8 + 3) <= 3
    assert site.overlaps == 0
    assert site.shortest_rest >= 0.4
    # They took turns: who came to the host first did not keep it to its end.
    of = [path.split("/")[1] for path in site.paths()]
    assert sum(one != two for one, two in pairwise(of)) >= 4


def test_who_waits_too_long_says_so_and_loses_nothing(site: Site, store: Database) -> None:
    source = two_sources(site)[0]
    with held(store, "127.0.0.1"):
        report = asyncio.run(launch_crawl(source, a_job(store, host_wait_s=0.3), LOG))
    assert site.asked == []
    assert report.outcome is Outcome.FAILED
    assert "waited 0.3 s for its turn: another pass is reading 127.0.0.1" in str(report.error)
    assert f"{site.base}/a/index.html" in str(report.error)
    assert "given-up" in [warning["rule"] for warning in report.warnings]
    assert asyncio.run(launch_crawl(source, a_job(store, 1), LOG)).new_articles == 4


@pytest.mark.slow
def test_a_killed_crawl_gives_its_turn_back(site: Site, store: Database) -> None:
    sources = two_sources(site)
    site.answers["/a/index.html"].delay_s = 30  # type: ignore[union-attr]

    async def killed_and_next() -> PassReport:
        first = asyncio.create_task(launch_crawl(sources[0], a_job(store, timeout_s=60), LOG))
        while not site.paths(404):  # robots.txt was answered
            await asyncio.sleep(0.05)
            if ("GET", "/robots.txt", 404) in site.asked:
                break
        first.cancel()
        await asyncio.gather(first, return_exceptions=True)
        return await launch_crawl(sources[1], a_job(store, 1, host_wait_s=20), LOG)

    assert asyncio.run(killed_and_next()).new_articles == 4
