"""``jianbao sources check``: what a look at a site on loopback tells, and the file that it proposes."""

from __future__ import annotations

import asyncio
import json
import logging
import sys
from collections.abc import Callable, Iterator
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from cleaners.dates import CHINA
from crawlers.chromium import no_browser
from crawlers.errors import LookError
from crawlers.job import CrawlJob
from crawlers.launch import launch_crawl
from crawlers.registry import load_registry
from crawlers.source import Family, Source
from flows.checks.check import check_address, check_source
from flows.checks.findings import Checked
from models import Outcome, open_database
from tests.crawlers.conftest import a_source
from tests.crawlers.shells import write_shells
from tests.crawlers.site import Answer, Site, page, rows, serve

AS_OF = datetime(2026, 3, 31, 20, tzinfo=CHINA)
LOG = logging.getLogger("test.look")
HTML = {"Content-Type": "text/html; charset=utf-8"}


@pytest.fixture
def site() -> Iterator[Site]:
    with serve() as running:
        yield running


@pytest.fixture
def job(tmp_path: Path) -> CrawlJob:
    url = f"sqlite:///{tmp_path}/store.db"
    open_database(url).close()
    return CrawlJob(database_url=url, as_of=AS_OF, delay_s=0, allow_loopback=True)


@pytest.fixture
def look(job: CrawlJob, tmp_path: Path) -> Callable[..., Checked]:
    """Look at an address, beside an empty registry."""
    folder = tmp_path / "sources"
    folder.mkdir()
    return lambda url: asyncio.run(check_address(url, load_registry(folder), job, LOG))


def check(source: Source, job: CrawlJob) -> Checked:
    return asyncio.run(check_source(source, (), job, LOG))


def test_a_good_source_is_fine(site: Site, job: CrawlJob) -> None:
    site.write(rows(18, 10), tail='<a href="index_2.html">下一页</a>')
    site.write(rows(9, 1), path="/tzgg/index_2.html")
    found = check(a_source(site), job)
    (column,) = found.columns
    assert (found.fine, column.rows, column.dated, column.second and column.second.rows) == (True, 9, 9, 9)
    (article,) = found.articles
    assert {"title", "published_at", "text"} <= set(article.present)
    assert ("columns[通知公告].seen", "2026-03-31") in [(one.key, one.value) for one in found.changes]
    assert not [one for one in found.changes if one.needed]
    with open_database(job.database_url).reading() as session:  # nothing of it is kept
        assert session.connection().exec_driver_sql("select count(*) from snapshot").scalar() == 0


@pytest.mark.slow
@pytest.mark.skipif(bool(no_browser()), reason=f"NO LOOK AT A RENDERED SOURCE WAS TESTED: {no_browser()}")
def test_a_source_that_script_fills_is_looked_at_through_the_browser(site: Site, job: CrawlJob) -> None:
    write_shells(site, rows(9, 1))
    assert not check(a_source(site), job).fine
    found = check(a_source(site, render=True), job)
    (column,) = found.columns
    assert (found.fine, column.rows, column.dated) == (True, 9, 9)
    assert [article.url for article in found.articles] == [site.base + rows(9, 9)[0][0]]


def test_a_rendered_source_without_a_browser_says_what_to_install(
    site: Site, job: CrawlJob, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setitem(sys.modules, "playwright", None)  # as if it were not installed
    found = check(a_source(site, render=True), job)
    assert not found.fine
    assert "pip install 'jianbao[browser]'" in " ".join(found.wrong)


def test_a_second_page_that_repeats_the_first_is_told(site: Site, job: CrawlJob) -> None:
    site.write(rows(18, 10))
    site.write(rows(18, 10), path="/tzgg/index_2.html")
    found = check(a_source(site, pagination={"page": "index_{n}.html", "first": 2}), job)
    assert not found.fine
    assert "第 2 页" in found.wrong[0]
    assert [(one.key, one.needed) for one in found.changes if one.key == "pagination"] == [
        ("pagination", True)
    ]


def test_a_selector_that_finds_nothing_any_more_is_told(site: Site, job: CrawlJob) -> None:
    site.write(rows(18, 10))
    hints = {"body": "#content_of_old", "list": {"row": "table.list tr"}}
    found = check(a_source(site, hints=hints), job)
    assert found.fine  # read by structure all the same
    assert {"hints.list.row", "hints.body"} <= {one.key for one in found.changes}


def moved(site: Site) -> None:
    site.write(rows(18, 10), path="/new/index.html")
    site.answers["/tzgg/index.html"] = Answer(status=301, headers={"Location": "/new/index.html"})


def walled(site: Site) -> None:
    site.answers["/tzgg/index.html"] = Answer(b"<html><script>$_ts={};</script></html>", 412, HTML)


def empty(site: Site) -> None:
    site.answers["/tzgg/index.html"] = Answer(
        "<html><body><p>栏目建设中</p></body></html>".encode(), headers=HTML
    )


def forbidden(site: Site) -> None:
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /tzgg/\n")


@pytest.mark.parametrize(
    ("happens", "outcome", "key"),
    [
        (moved, Outcome.NEW, "columns[通知公告].url"),
        (walled, Outcome.BLOCKED, "access.note"),
        (empty, Outcome.EMPTY, None),
        (forbidden, Outcome.BLOCKED, "columns[通知公告].paused"),
        (lambda site: None, Outcome.GONE, "columns[通知公告].paused"),
    ],
)
def test_what_drifted_is_told_with_what_to_write(
    site: Site, job: CrawlJob, happens: Callable[[Site], None], outcome: Outcome, key: str | None
) -> None:
    happens(site)
    found = check(a_source(site), job)
    assert found.columns[0].outcome is outcome
    assert found.fine is (outcome is Outcome.NEW)
    assert key is None or key in [one.key for one in found.changes]


def proposed(found: Checked, folder: Path) -> Source:
    """The proposal, written down and read as the registry reads its files."""
    (folder / found.proposal["file"]).write_text(found.proposal["text"], "utf-8")
    (source,) = load_registry(folder)
    return source


def crawled(source: Source, job: CrawlJob) -> int:
    return asyncio.run(launch_crawl(source, job, LOG)).new_articles


def test_of_a_home_page_the_columns_are_proposed_and_the_file_crawls(
    site: Site, job: CrawlJob, look: Callable[..., Checked], tmp_path: Path
) -> None:
    links = "".join(
        f'<a href="{at}">{name}</a>' for name, at in (("通知公告", "/tzgg/"), ("政策文件", "/zc/"))
    )
    title = "首页 - 云岭省卫生健康委员会"
    site.answers["/"] = Answer(
        f"<html><head><title>{title}</title></head><body>{links}</body></html>".encode()
    )
    site.write(rows(9, 1), path="/tzgg/")
    found = look(f"{site.base}/")
    assert found.fine
    assert any("政策文件" in note and "404" in note for note in found.notes)
    source = proposed(found, tmp_path / "sources")
    assert (source.name, source.level, source.region) == ("云岭省卫生健康委员会", "provincial", "云岭省")
    assert [column.name for column in source.columns] == ["通知公告"]
    assert crawled(source, job) == 9


def json_list(site: Site) -> str:
    items = [{"source": {"title": t, "url": h, "pubDate": d}} for h, t, d in rows(9, 1)]
    site.answers["/api/list.json"] = Answer(
        json.dumps({"data": {"results": items}}).encode(), headers={"Content-Type": "application/json"}
    )
    return "/api/list.json"


def feed(site: Site) -> str:
    items = "".join(
        f"<item><title>{t}</title><link>{site.base}{h}</link>"
        f"<pubDate>Tue, {d[-2:]} Mar 2026 08:00:00 +0800</pubDate></item>"
        for h, t, d in rows(9, 1)
    )
    text = f'<?xml version="1.0"?><rss version="2.0"><channel><title>云岭卫生</title>{items}</channel></rss>'
    site.answers["/rss.xml"] = Answer(text.encode(), headers={"Content-Type": "application/rss+xml"})
    return "/rss.xml"


@pytest.mark.parametrize(("publish", "family"), [(json_list, Family.JSON_LIST), (feed, Family.FEED)])
def test_other_ways_of_publishing_are_recognised_and_crawl(
    site: Site,
    job: CrawlJob,
    look: Callable[..., Checked],
    tmp_path: Path,
    publish: Callable[[Site], str],
    family: Family,
) -> None:
    site.write(rows(9, 1), path="/unused.html")
    found = look(f"{site.base}{publish(site)}")
    source = proposed(found, tmp_path / "sources")
    assert source.family is family
    assert crawled(source, job) == 9


def test_an_article_leads_to_the_list_above_it(
    site: Site, job: CrawlJob, look: Callable[..., Checked], tmp_path: Path
) -> None:
    site.write(rows(9, 1))
    article = "/tzgg/202603/t20260301_1.html"
    crumbs = '<div><a href="/">首页</a> &gt; <a href="/tzgg/index.html">通知公告</a></div>'
    site.answers[article] = page(
        "关于开展某项工作的通知", crumbs + "<p>各有关单位要认真抓好落实，按期完成任务。</p>" * 9
    )
    found = look(f"{site.base}{article}")
    assert [column.url for column in proposed(found, tmp_path / "sources").columns] == [
        f"{site.base}/tzgg/index.html"
    ]
    assert any("一篇文章" in note for note in found.notes)


@pytest.mark.parametrize("url", ["http://10.0.0.1/", "http://user@host.example/", "http://[::1"])
def test_what_is_never_asked_for(look: Callable[..., Checked], url: str) -> None:
    with pytest.raises(LookError):
        look(url)


def test_names_of_a_page_cannot_write_yaml(site: Site, look: Callable[..., Checked], tmp_path: Path) -> None:
    title = 'x"}]\nfamily: feed #\u2028 - 卫生健康委员会'
    site.write(rows(9, 1))
    body: Any = site.answers["/tzgg/index.html"]
    site.answers["/tzgg/index.html"] = Answer(
        body.body.replace("通知公告".encode(), title.encode()), headers=HTML
    )
    source = proposed(look(f"{site.base}/tzgg/index.html"), tmp_path / "sources")
    assert source.family is Family.STATIC_LIST


@pytest.mark.parametrize(("script", "told"), [("<script src='/app.js'></script>", True), ("", False)])
def test_a_shell_without_rows_is_told_what_a_browser_would_do(
    site: Site, look: Callable[..., Checked], script: str, told: bool
) -> None:
    site.answers["/app/"] = Answer(
        f"<html><body><div id='app'></div>{script}</body></html>".encode(), headers=HTML
    )
    found = look(f"{site.base}/app/")
    assert any("render: true" in line for line in found.wrong) is told
