"""Sites that mean harm, or are broken: each page ends with an outcome that says why, and costs only itself."""

from __future__ import annotations

import asyncio
import logging
import socket
from collections.abc import Callable
from itertools import count
from pathlib import Path

import pytest
from sqlmodel import col, select

from crawlers.guard import refusal
from crawlers.job import PassReport
from crawlers.launch import crawl_attachments
from crawlers.source import Source
from models import Database, Outcome, Snapshot, SnapshotKind
from models.failures import open_failures
from tests.crawlers.conftest import a_job, a_source
from tests.crawlers.site import Answer, Site, bomb, listing, page, rows, serve
from tests.crawlers.tls import self_signed

Crawl = Callable[..., PassReport]
HTML = {"Content-Type": "text/html; charset=utf-8"}

#: What the site does, how it ends, and what is said of it.
HOSTILE: dict[str, tuple[Callable[[str], Answer], Outcome, str]] = {
    "bomb": (lambda path: bomb(40), Outcome.FAILED, "2097152"),
    "endless": (lambda path: Answer(big=60 * 2**20, headers=HTML), Outcome.FAILED, "limit of 2 MB"),
    "claims-much": (lambda path: Answer(b"x", headers=HTML, claimed=2**40), Outcome.FAILED, "limit of 2 MB"),
    "drip": (lambda path: Answer(drip=True, headers=HTML), Outcome.FAILED, "took longer than 2"),
    "short": (lambda path: Answer(b"<p>half", headers=HTML, claimed=900), Outcome.FAILED, "ResponseDataLoss"),
    "loop": (lambda path: Answer(status=302, headers={"Location": path}), Outcome.FAILED, "max redirections"),
    "inward": (
        lambda path: Answer(status=302, headers={"Location": "http://192.168.0.1/admin"}),
        Outcome.FAILED,
        "not a public address",
    ),
    "file": (
        lambda path: Answer(status=302, headers={"Location": "file:///etc/passwd"}),
        Outcome.FAILED,
        "302",
    ),
    "nul": (lambda path: page("空\x00字符的通知", "<p>正文\x00正文</p>" * 99), Outcome.NEW, ""),
    "title": (lambda path: page("长" * 200_000, "<p>正文。</p>" * 99), Outcome.NEW, ""),
}


@pytest.mark.parametrize("trick", HOSTILE)
@pytest.mark.slow
def test_a_hostile_page_costs_only_itself(site: Site, store: Database, crawl: Crawl, trick: str) -> None:
    made, outcome, said = HOSTILE[trick]
    listed = rows(3, 1)
    site.write(listed)
    path = listed[1][0]
    site.answers[path] = made(path)
    report = crawl(a_source(site), max_body_mb=2, timeout_s=2)
    with store.reading() as session:
        found = session.exec(
            select(Snapshot).where(Snapshot.kind == SnapshotKind.ARTICLE).order_by(col(Snapshot.url))
        ).all()
        failures = open_failures(session)
    by_url = {row.url: row for row in found}
    assert len(by_url) == 3
    ended = by_url.pop(site.base + path)
    assert {row.outcome for row in by_url.values()} == {Outcome.NEW}
    assert ended.outcome is outcome
    assert said in (ended.error or "")
    assert report.outcome is Outcome.NEW
    assert [(row.source_id, row.url) for row in failures] == (
        [("yunling", site.base + path)] if outcome is Outcome.FAILED else []
    )


@pytest.mark.slow
def test_a_certificate_is_verified_unless_its_source_says_why_not(tmp_path: Path, crawl: Crawl) -> None:
    context, _ = self_signed(tmp_path, "127.0.0.1")
    with serve(context) as site:
        site.write(rows(2, 1))
        refused = crawl(a_source(site))
        assert refused.outcome is Outcome.FAILED
        assert "certificate" in str(refused.error).lower()
        assert f"{site.base}/tzgg/index.html" in str(refused.error)
        assert site.asked == []
        trusting = a_source(site, access={"certificate": "自签名证书，2026-03 已告知站点"})
        assert crawl(trusting, day=1).new_articles == 2


@pytest.mark.slow
def test_through_a_proxy_the_target_is_what_is_checked(site: Site, crawl: Crawl) -> None:
    listed = [
        ("http://wjw.example.test/a/1.html", "关于印发云岭省行动方案的通知", "2026-03-02"),
        ("http://10.1.2.3/a/2.html", "关于公布内部网络地址清单的通知", "2026-03-01"),
        ("http://wjw.example.test/a/3.html", "关于做好基层人员培训工作的通知", "2026-03-01"),
    ]
    # The site on loopback is the proxy: it answers for a name that nobody here can look up.
    site.answers["/tzgg/index.html"] = listing(listed)
    site.answers["/a/1.html"], site.answers["/a/3.html"] = page(listed[0][1]), page(listed[2][1])
    source = a_source(
        site,
        home="http://wjw.example.test/",
        columns=[{"name": "通知公告", "url": "http://wjw.example.test/tzgg/index.html"}],
        proxy=site.base,
    )
    report = crawl(source, allow_loopback=False)
    assert report.counts["article"] == {"new": 2, "failed": 1}
    assert "http://wjw.example.test/tzgg/index.html" in site.paths()
    assert not [path for path in site.paths() if "10.1.2.3" in path]


@pytest.mark.slow
def test_a_robots_txt_of_50_mb_is_not_read(site: Site, crawl: Crawl) -> None:
    site.write(rows(2, 1))
    site.answers["/robots.txt"] = Answer(big=50 * 2**20)
    report = crawl(a_source(site), max_body_mb=2)
    assert report.new_articles == 2
    assert report.counts["robots"] == {"failed": 1}


@pytest.mark.slow
def test_pages_without_end_end_at_the_limit(site: Site, crawl: Crawl) -> None:
    numbers = count(1)

    def another() -> Answer:
        number = next(numbers)
        listed = [
            (f"/tzgg/{number}_{row}.html", f"关于第{number}次第{row}项工作安排的通知", "2026-03-01")
            for row in range(4)
        ]
        for href, title, _ in listed:
            site.answers[href] = page(title)
        return listing(listed, f'<div class="page"><a href="/tzgg/index_{number}.html">下一页</a></div>')

    site.answers["/tzgg/index.html"] = another
    for number in range(1, 12):
        site.answers[f"/tzgg/index_{number}.html"] = another
    report = crawl(a_source(site), first_pages=100, pages_per_column=5)
    assert len([path for path in site.paths() if "index" in path]) == 5
    assert [warning["rule"] for warning in report.warnings] == ["page-limit"]


@pytest.mark.slow
def test_a_feed_with_entities_expands_none(site: Site, crawl: Crawl) -> None:
    entities = '<!ENTITY a "哈哈哈哈哈哈">' + "".join(
        f'<!ENTITY {name} "{f"&{before};" * 10}">'
        for before, name in zip("abcdefgh", "bcdefghi", strict=True)
    )
    feed = (
        f'<?xml version="1.0"?><!DOCTYPE rss [{entities}]><rss version="2.0"><channel><title>t</title>'
        "<item><title>关于印发行动方案的通知 &i;</title><link>/a/1.html</link></item></channel></rss>"
    )
    site.answers["/rss.xml"] = Answer(feed.encode(), headers={"Content-Type": "application/xml"})
    site.answers["/a/1.html"] = page("关于印发行动方案的通知")
    source: Source = a_source(site, family="feed", columns=[{"name": "通知", "url": f"{site.base}/rss.xml"}])
    assert crawl(source).new_articles == 1


@pytest.mark.slow
def test_redirects_inward_are_refused_by_address_and_by_name(site: Site, crawl: Crawl) -> None:
    """Behind a proxy, which is the site on loopback, so that loopback itself need not be allowed."""
    targets = ["http://127.0.0.1/admin", "http://localhost/admin", "http://2130706433/", *_own_names()]
    listed = [
        (f"http://wjw.example.test/a/{number}.html", f"关于印发第{number}号行动方案的通知", "2026-03-02")
        for number in range(len(targets))
    ]
    site.answers["/tzgg/index.html"] = listing(listed)
    for number, target in enumerate(targets):
        site.answers[f"/a/{number}.html"] = Answer(status=302, headers={"Location": target})
    source = a_source(
        site,
        home="http://wjw.example.test/",
        columns=[{"name": "通知公告", "url": "http://wjw.example.test/tzgg/index.html"}],
        proxy=site.base,
    )
    report = crawl(source, allow_loopback=False)
    assert report.counts["article"] == {"failed": len(targets)}
    assert not [path for path in site.paths() if "admin" in path]


def _own_names() -> list[str]:
    """An address by a name that resolves to this machine, where it has one: a test brings no resolver of its own."""
    name = socket.gethostname()
    try:
        found = {str(answer[4][0]) for answer in socket.getaddrinfo(name, 80)}
    except OSError:
        return []
    return [f"http://{name}/admin"] if any(refusal(one) for one in found) else []


@pytest.mark.slow
def test_a_name_that_resolves_to_loopback_is_not_asked(site: Site, crawl: Crawl) -> None:
    names = _own_names()
    if not names:
        pytest.skip("this machine's own name does not resolve to it")
    port = site.base.rsplit(":", 1)[1]
    base = names[0].replace("/admin", f":{port}")
    source = a_source(site, home=f"{base}/", columns=[{"name": "通知公告", "url": f"{base}/tzgg/index.html"}])
    report = crawl(source, allow_loopback=False)
    assert report.outcome is Outcome.FAILED
    assert site.asked == []


@pytest.mark.slow
def test_an_attachment_that_is_a_bomb_costs_only_itself(site: Site, store: Database) -> None:
    site.answers["/files/a.pdf"] = bomb(60)
    site.answers["/files/b.pdf"] = Answer(big=60 * 2**20, headers={"Content-Type": "application/pdf"})
    site.answers["/files/c.pdf"] = Answer(b"%PDF-1.4 small", headers={"Content-Type": "application/pdf"})
    files = [f"{site.base}/files/{name}.pdf" for name in "abc"]
    job = a_job(store, max_body_mb=2)
    report = asyncio.run(crawl_attachments(a_source(site), files, job, logging.getLogger("test")))
    assert report.counts["attachment"] == {"failed": 2, "new": 1}
