"""Rendered pages that refuse, lead astray or cost too much."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest

from crawlers.job import PassReport
from crawlers.source import Source
from models import Database, Outcome, SnapshotKind
from tests.crawlers.conftest import a_source
from tests.crawlers.rendered import LIST, MARKS, rules, stored
from tests.crawlers.shells import HTML, write_shells
from tests.crawlers.site import Answer, Site, rows, serve
from tests.crawlers.tls import self_signed

Crawl = Callable[..., PassReport]
pytestmark = MARKS


REFUSALS = {
    "412": Answer(b"<html><script>$_ts={}; fetch('/solve')</script></html>", 412, HTML),
    "a challenge that is answered 200": Answer(
        b"<html><body><script>document.cookie='__jsl_clearance=1'; fetch('/solve'); location.reload()</script>"
        b"</body></html>",
        headers=HTML,
    ),
    "a refusal written by script": Answer(
        "<html><head><title></title></head><body><script>document.body.textContent ="
        " '您的访问' + '请求被拦截'</script></body></html>".encode(),
        headers=HTML,
    ),
    "a page that loads itself again": Answer(
        "<html><head><title></title></head><body><script>document.body.textContent = '请完成' + '安全验证';"
        "document.cookie = 'passed=1'; location.reload()</script></body></html>".encode(),
        headers=HTML,
    ),
}


@pytest.mark.parametrize("refusal", REFUSALS)
def test_refusals_are_recognised_and_no_challenge_is_run(
    site: Site, rendered: Source, crawl: Crawl, refusal: str
) -> None:
    site.answers[LIST] = REFUSALS[refusal]
    report = crawl(rendered)
    assert report.outcome is Outcome.BLOCKED, report
    assert site.paths() == [LIST]


def test_where_script_leads_is_a_step_like_a_redirect(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(2, 1))
    site.answers["/new/index.html"] = site.answers[LIST]
    site.answers[LIST] = Answer(
        b"<html><script>location.href = '/new/index.html'</script></html>", headers=HTML
    )
    assert crawl(rendered).new_articles == 2
    [(snapshot, _)] = stored(store, SnapshotKind.LIST)
    assert (snapshot.url, snapshot.final_url) == (site.base + LIST, f"{site.base}/new/index.html")


HOSTILE: dict[str, tuple[Callable[[str], Answer], str]] = {
    "never rests": (lambda path: script("for (;;) {}"), "come to rest"),
    "rests, then never again": (
        lambda path: script("setTimeout(() => { for (;;) {} }, 300)"),
        "come to rest",
    ),
    "leads on for ever": (
        lambda path: script(f"location.href = '{path}?' + Math.random()"),
        "max redirections",
    ),
    "grows": (
        lambda path: script("document.body.append('x'.repeat(3 * 2 ** 20))"),
        "longer than the limit",
    ),
    "eats memory": (
        lambda path: script("const held = []; for (;;) held.push(new Array(1e6).fill(held.length))"),
        "",
    ),
}


def script(what: str) -> Answer:
    return Answer(
        f"<!DOCTYPE html><html><body><p>x</p><script>{what}</script></body></html>".encode(), 200, HTML
    )


@pytest.mark.parametrize("trick", HOSTILE)
def test_a_hostile_page_costs_only_itself(
    site: Site, store: Database, rendered: Source, crawl: Crawl, trick: str
) -> None:
    listed = rows(3, 1)
    write_shells(site, listed)
    path = listed[1][0]
    made, reason = HOSTILE[trick]
    site.answers[path] = made(path)
    report = crawl(rendered, max_body_mb=2, timeout_s=3)
    ended = {s.url: s for s, _ in stored(store)}
    bad = ended.pop(site.base + path)
    assert (bad.outcome, reason in (bad.error or "")) == (Outcome.FAILED, True), bad.error
    assert {row.outcome for row in ended.values()} == {Outcome.NEW}
    assert report.new_articles == 2


def test_what_is_too_long_is_not_had_and_said(site: Site, rendered: Source, crawl: Crawl) -> None:
    write_shells(site, rows(1, 1), script="document.body.onload = () => { fetch('/big') }")
    site.answers["/big"] = Answer(big=3 * 2**20, headers=HTML)
    report = crawl(rendered, max_body_mb=2)
    assert "rendering" in rules(report)
    assert "limit of 2 MB" in str(report.warnings)


def test_a_page_asks_so_often_and_no_more(site: Site, rendered: Source, crawl: Crawl) -> None:
    greedy = "for (let n = 0; n < 60; n++) fetch('/more' + n)"
    write_shells(site, rows(1, 1), script=f"document.body.onload = () => {{ {greedy} }}")
    report = crawl(rendered)
    assert 0 < len([path for path in site.paths() if path.startswith("/more")]) <= 40
    assert "rendering" in rules(report)


def test_a_certificate_is_verified_unless_its_source_says_why_not(tmp_path: Path, crawl: Crawl) -> None:
    context, _ = self_signed(tmp_path, "127.0.0.1")
    with serve(context) as site:
        write_shells(site, rows(2, 1))
        refused = crawl(a_source(site, render=True))
        assert (refused.outcome, "certificate" in str(refused.error).lower()) == (Outcome.FAILED, True)
        assert site.asked == []
        trusting = a_source(site, render=True, access={"certificate": "自签名证书，2026-03 已告知站点"})
        assert crawl(trusting, day=1).new_articles == 2
