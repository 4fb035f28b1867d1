"""A backfill that is killed goes on where it stood; one that is done says so, and settles nothing for the monitor."""

from __future__ import annotations

import asyncio
import logging
import os
import signal
import threading
import time
from collections import Counter
from collections.abc import Callable
from pathlib import Path

import pytest
from sqlmodel import select

from crawlers.job import PassReport
from crawlers.launch import launch_crawl
from crawlers.source import Source
from models import Bookmark, CrawlPass, Database, Outcome, PassKind, SourceState
from tests.crawlers.conftest import a_job
from tests.crawlers.site import Answer, Site, rows

Crawl = Callable[..., PassReport]
RANGE = {"since": "2026-03-02", "until": "2026-03-29", "backfill": True, "pages_per_column": 50}
PAGES = 6
PATHS = ["/tzgg/index.html", *(f"/tzgg/index_{number}.html" for number in range(1, PAGES))]


def write_pages(site: Site, delay_s: float = 0.0) -> None:
    """Thirty rows, one a day, on six pages."""
    for number in range(PAGES):
        path = f"/tzgg/index_{number}.html" if number else "/tzgg/index.html"
        tail = f'<script>createPageHTML({PAGES}, {number}, "index", "html");</script>'
        site.write(rows(30 - 5 * number, 26 - 5 * number), path, tail=tail)
    for href, _, _ in rows(30, 1):
        answer = site.answers[href]
        assert isinstance(answer, Answer)
        answer.delay_s = delay_s


def marks(store: Database) -> list[Bookmark]:
    with store.reading() as session:
        return list(session.exec(select(Bookmark)))


def articles_asked(site: Site) -> Counter[str]:
    return Counter(path for path in site.paths() if "/202603/" in path)


def killed_after(site: Site, store: Database, source: Source, requests: int) -> None:
    """A backfill whose process is killed once the site was asked for so many pages."""

    def kill() -> None:
        while len(site.paths()) < requests:
            time.sleep(0.01)
        me = str(os.getpid())
        for entry in Path("/proc").glob("[0-9]*/stat"):
            try:
                pid, _, _, parent = entry.read_text().split()[:4]
            except OSError:
                continue
            if parent == me:
                os.kill(int(pid), signal.SIGKILL)

    killer = threading.Thread(target=kill)
    killer.start()
    report = asyncio.run(launch_crawl(source, a_job(store, **RANGE), logging.getLogger("test")))
    killer.join()
    assert report.outcome is Outcome.FAILED


@pytest.mark.parametrize("requests", [20, pytest.param(4, marks=pytest.mark.slow)])
def test_a_killed_backfill_goes_on_where_it_stood(
    site: Site, store: Database, source: Source, crawl: Crawl, requests: int
) -> None:
    write_pages(site, delay_s=0.1)
    killed_after(site, store, source, requests)
    asked_before = articles_asked(site)
    (mark,) = marks(store)
    assert not mark.done
    stood_at = mark.page
    assert stood_at in ((3, 4) if requests == 20 else (1,))  # three lists have 14 articles of the range

    lists_before = [path for path in site.paths() if path not in asked_before]
    write_pages(site)
    report = crawl(source, day=1, **RANGE)
    assert report.new_articles + len(asked_before) >= 28
    asked = articles_asked(site)
    assert len(asked) == 28  # of 30 rows those of 2 to 29 March
    assert sum(asked.values()) <= 28 + 4  # but what was on its way when the process died
    lists = [path for path in site.paths() if "/202603/" not in path][len(lists_before) :]
    assert lists == [*PATHS[stood_at - 1 :]]
    assert [mark.done for mark in marks(store)] == [True]


def test_a_range_that_was_read_is_read_anew_and_asks_for_no_article(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    write_pages(site)
    assert crawl(source, **RANGE).new_articles == 28
    assert [mark.done for mark in marks(store)] == [True]
    site.asked.clear()
    assert crawl(source, day=1, **RANGE).new_articles == 0
    assert (len(site.paths()), articles_asked(site)) == (PAGES, Counter())


def test_a_backfill_says_nothing_of_health_and_stops_no_monitoring_pass(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    write_pages(site)
    crawl(source, **RANGE | {"since": "2026-03-05", "until": "2026-03-12"})
    with store.reading() as session:
        assert session.get(SourceState, source.id) is None
        (done,) = session.exec(select(CrawlPass))
        assert (done.kind, done.counts["columns"]) == (PassKind.BACKFILL, {})
    site.asked.clear()
    report = crawl(source, day=1)  # never read to its end: two pages, as a first pass does
    assert report.new_articles == 10
    assert [path for path in site.paths() if "index" in path] == ["/tzgg/index.html", "/tzgg/index_1.html"]


@pytest.mark.slow
def test_a_bookmark_of_a_list_that_is_asked_by_form(site: Site, store: Database, crawl: Crawl) -> None:
    """The request for a slice of Hanweb's records is made again in another process, form and all."""
    from tests.crawlers.conftest import a_source
    from tests.crawlers.site import page
    from tests.sources.test_families import records

    listed = rows(20, 1, "/art/")
    for href, title, _ in listed:
        site.answers[href] = page(title)
    script = 'var webid=12;var unitid="6021";var columnid=77;var perpage=4;'
    site.answers["/col/col77/index.html"] = Answer(
        f'<html><meta charset="utf-8"><script type="text/xml">{records(listed[:4], 20)}</script>'
        f"<script>{script}</script></html>".encode(),
        headers={"Content-Type": "text/html"},
    )
    xml = {"Content-Type": "text/xml"}
    slices = [Answer(records(listed[:12], 20).encode(), headers=xml), Answer(b"oops", 500)]
    site.answers["/module/web/jpage/dataproxy.jsp"] = lambda: slices.pop(0)
    source = a_source(
        site,
        family="hanweb_proxy",
        columns=[{"name": "通知公告", "url": f"{site.base}/col/col77/index.html"}],
    )
    wide = RANGE | {"since": "2026-03-01", "until": "2026-03-31"}
    assert crawl(source, **wide).new_articles == 12
    assert [(mark.page, mark.done) for mark in marks(store)] == [(2, False)]
    slices += [Answer(records(listed[:12], 20).encode(), headers=xml)]
    slices += [Answer(records(listed[12:], 20).encode(), headers=xml)]
    site.asked.clear()
    assert crawl(source, day=1, **wide).new_articles == 8
    assert [
        (method, path.partition("?")[2][:14]) for method, path, _ in site.asked if "dataproxy" in path
    ] == [
        ("POST", "startrecord=1&"),
        ("POST", "startrecord=13"),
    ]
    assert [mark.done for mark in marks(store)] == [True]
