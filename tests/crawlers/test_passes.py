"""Real crawls of a real site on loopback, each in its child process: what is stored, known, refused, taken up again."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawlers.job import PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Source
from models import CrawlPass, Database, Outcome, Snapshot, SnapshotKind, SourceState
from models.bodies import load_body
from models.failures import open_failures
from tests.crawlers.conftest import AS_OF, a_job, a_source
from tests.crawlers.site import Answer, Site, bomb, page, rows

Crawl = Callable[..., PassReport]


def articles(store: Database) -> list[Snapshot]:
    with store.reading() as session:
        query = select(Snapshot).where(Snapshot.kind == SnapshotKind.ARTICLE).order_by(col(Snapshot.id))
        return list(session.exec(query).all())


def test_a_pass_stores_each_answer_and_the_next_asks_for_nothing_known(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    site.write(rows(5, 1))
    report = crawl(source)
    assert report.outcome is Outcome.NEW
    assert report.new_articles == 5
    first = next(row for row in articles(store) if row.url.endswith("t20260305_1005.html"))
    assert first.fetched_at == AS_OF
    assert first.row_title == "关于做好第5批基层卫生人员培训项目实施工作的通知"
    assert str(first.row_published_on) == "2026-03-05"
    assert first.column_name == "通知公告"
    with store.reading() as session:
        assert first.body_sha256 is not None
        assert load_body(session, first.body_sha256) == site.answers["/tzgg/202603/t20260305_1005.html"].body  # type: ignore[union-attr]

    site.asked.clear()
    again = crawl(source, day=1)
    assert again.outcome is Outcome.UNCHANGED
    assert site.asked == [("GET", "/robots.txt", 404), ("GET", "/tzgg/index.html", 304)]

    site.write(rows(6, 2))
    third = crawl(source, day=2)
    assert (third.outcome, third.new_articles) == (Outcome.NEW, 1)
    with store.reading() as session:
        state = session.get_one(SourceState, source.id)
        assert state.last_new_at == a_job(store, 2).as_of
        assert state.trouble is None


@pytest.mark.slow
def test_further_pages_are_read_until_rows_are_settled(site: Site, source: Source, crawl: Crawl) -> None:
    site.write(rows(30, 21), tail='<script>createPageHTML(3, 0, "index", "html");</script>')
    site.write(
        rows(20, 11), "/tzgg/index_1.html", tail='<script>createPageHTML(3, 1, "index", "html");</script>'
    )
    site.write(
        rows(10, 1), "/tzgg/index_2.html", tail='<script>createPageHTML(3, 2, "index", "html");</script>'
    )
    assert crawl(source, first_pages=1).new_articles == 10
    site.asked.clear()
    assert crawl(source, day=1).new_articles == 0
    assert site.paths() == ["/tzgg/index.html"]
    # A range is read to its end whatever is known.
    report = crawl(source, day=2, since="2026-03-08", until="2026-03-25", backfill=True)
    assert report.new_articles == 13
    assert "/tzgg/202603/t20260307_1007.html" not in site.paths()


@pytest.mark.slow
def test_a_rule_that_is_off_by_one_is_noticed(site: Site, crawl: Crawl) -> None:
    source = a_source(site, pagination={"page": "index_{n}.html", "first": 1})
    site.write(rows(20, 11))
    site.write(rows(20, 11), "/tzgg/index_1.html")  # page 1 again: this site counts from 2
    site.write(rows(10, 1), "/tzgg/index_2.html")
    report = crawl(source)
    assert report.new_articles == 20
    assert [warning["rule"] for warning in report.warnings] == ["pagination"]


def test_refusals_failures_and_limits_are_told_apart(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    listed = rows(8, 1)
    site.write(listed)
    paths = [href for href, _, _ in listed]
    site.answers[paths[0]] = Answer(
        b"<html><script>$_ts={};</script></html>", 412, {"Content-Type": "text/html"}
    )
    site.answers[paths[1]] = Answer(
        status=302, headers={"Location": "http://169.254.169.254/latest/meta-data/"}
    )
    site.answers[paths[2]] = Answer(status=302, headers={"Location": "http://10.1.2.3/"})
    site.answers[paths[3]] = page("正常的通知")
    site.answers[paths[4]] = Answer(b"", headers={"Content-Type": "text/html"})
    site.answers[paths[5]] = bomb(30)
    site.answers[paths[6]] = Answer(big=50 * 2**20, headers={"Content-Type": "text/html"})
    site.answers[paths[7]] = Answer(b"<title>404 Not Found</title>", 404, {"Content-Type": "text/html"})
    crawl(source, max_body_mb=2)
    by_path = {row.url.removeprefix(site.base): row for row in articles(store)}
    assert [by_path[path].outcome for path in paths] == [
        Outcome.BLOCKED,
        Outcome.FAILED,
        Outcome.FAILED,
        Outcome.NEW,
        Outcome.EMPTY,
        Outcome.FAILED,
        Outcome.FAILED,
        Outcome.GONE,
    ]
    assert "not a public address" in str(by_path[paths[1]].error)
    assert "not a public address" in str(by_path[paths[2]].error)
    assert "2097152" in str(by_path[paths[5]].error)
    assert by_path[paths[6]].error == "longer than the limit of 2 MB"

    # What failed is owed and asked for again; what is gone, empty or had is not.
    site.asked.clear()
    site.answers[paths[0]] = page("终于拿到的通知")
    report = crawl(source, day=1, max_body_mb=2)
    assert report.new_articles == 1
    assert set(site.paths()) == {"/tzgg/index.html", *paths[:3], *paths[5:7]}


@pytest.mark.slow
def test_robots_txt_is_obeyed_and_its_refusal_recorded(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    site.write(rows(3, 1))
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /tzgg/202603/t20260302\n")
    report = crawl(source)
    assert "/tzgg/202603/t20260302_1002.html" not in site.paths()
    assert report.counts["article"] == {"new": 2, "blocked": 1}
    with store.reading() as session:
        robots = session.exec(select(Snapshot).where(Snapshot.kind == SnapshotKind.ROBOTS)).one()
        assert robots.outcome is Outcome.NEW


def test_robots_txt_serves_for_a_day(site: Site, source: Source, crawl: Crawl) -> None:
    site.write(rows(3, 1))
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /tzgg/202603/t20260304\n")
    crawl(source)
    site.write(rows(4, 2))
    site.asked.clear()
    report = crawl(source, day=0.9)
    assert report.counts["article"] == {"blocked": 1}
    assert site.paths() == ["/tzgg/index.html"] == [path for _, path, _ in site.asked]
    site.answers["/robots.txt"] = Answer(status=503)  # not known: asked for by every pass
    crawl(source, day=1)
    crawl(source, day=1.1)
    assert [path for _, path, _ in site.asked].count("/robots.txt") == 2


@pytest.mark.slow
@pytest.mark.parametrize(
    ("answer", "outcome", "rule"),
    [
        (
            Answer(b"<script>$_ts={}</script>", 412, {"Content-Type": "text/html"}),
            Outcome.BLOCKED,
            "list-blocked",
        ),
        (Answer(b"oops", 500), Outcome.FAILED, "list-failed"),
        (page("一篇文章，不是栏目"), Outcome.EMPTY, "no-rows"),
    ],
)
def test_a_list_that_cannot_be_read_makes_the_pass_say_so(
    site: Site, source: Source, crawl: Crawl, answer: Answer, outcome: Outcome, rule: str
) -> None:
    site.answers["/tzgg/index.html"] = answer
    report = crawl(source)
    assert report.outcome is outcome
    assert f"{site.base}/tzgg/index.html" in str(report.error)
    assert [warning["rule"] for warning in report.warnings] == [rule]


def test_a_killed_pass_loses_nothing_and_repeats_nothing(site: Site, store: Database, source: Source) -> None:
    site.write(rows(12, 7), tail='<script>createPageHTML(2, 0, "index", "html");</script>')
    site.write(rows(6, 1), "/tzgg/index_1.html")
    for href, _, _ in rows(12, 1):
        answer = site.answers[href]
        assert isinstance(answer, Answer)
        answer.delay_s = 0.15

    def kill_when_some_are_stored() -> None:
        while len(site.paths()) < 8:  # the list, six articles, page 2 or its first article
            time.sleep(0.01)
        for child in _children():
            os.kill(child, signal.SIGKILL)

    killer = threading.Thread(target=kill_when_some_are_stored)
    killer.start()
    report = asyncio.run(launch_crawl(source, a_job(store), logging.getLogger("test")))
    killer.join()
    assert report.outcome is Outcome.FAILED
    assert "SIGKILL" in str(report.error)
    with store.reading() as session:
        assert [row.subject for row in open_failures(session)] == ["pass:yunling"]
    had = {row.url for row in articles(store)}
    assert 0 < len(had) < 12
    site.asked.clear()
    second = asyncio.run(launch_crawl(source, a_job(store, 1), logging.getLogger("test")))
    assert second.outcome is Outcome.NEW
    urls = [row.url for row in articles(store)]
    assert len(urls) == len(set(urls)) == 12
    assert not had & {site.base + path for path in site.paths()}
    with store.reading() as session:
        assert all(row.finished_at for row in session.exec(select(CrawlPass)).all())


def _children() -> list[int]:
    found = []
    for entry in Path("/proc").glob("[0-9]*"):
        server = _parent(int(entry.name))
        if server and b"crawlers.fork_server" in _command(server) and _parent(server) == os.getpid():
            found.append(int(entry.name))
    return found


def _parent(process: int) -> int:
    try:
        return int(Path(f"/proc/{process}/stat").read_text().rsplit(")", 1)[1].split()[1])
    except OSError:
        return 0


def _command(process: int) -> bytes:
    try:
        return Path(f"/proc/{process}/cmdline").read_bytes()
    except OSError:
        return b""


@pytest.mark.slow
def test_a_pass_out_of_time_is_ended_and_says_so(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    site.write(rows(2, 1))
    slow = site.answers[rows(2, 1)[0][0]]
    assert isinstance(slow, Answer)
    slow.delay_s = 20
    begun = time.monotonic()
    report = crawl(source, time_limit_s=3, timeout_s=60)
    assert time.monotonic() - begun < 15
    assert report.outcome is Outcome.FAILED
    assert "time" in str(report.error) or "shutdown" in str(report.error)
    assert not _children()


@pytest.mark.slow
def test_loopback_is_refused_unless_allowed(site: Site, source: Source, crawl: Crawl) -> None:
    site.write(rows(2, 1))
    report = crawl(source, allow_loopback=False)
    assert report.outcome is Outcome.FAILED
    assert "not a public address" in str(report.error)
    assert site.asked == []
