"""Sources with ``render: true``: pages that script fills, in a real Chromium, under every rule of a crawl."""

from __future__ import annotations

from collections.abc import Callable

from crawlers.job import USER_AGENT, PassReport
from crawlers.source import Source
from models import Database, Outcome, SnapshotKind
from tests.crawlers.conftest import a_source
from tests.crawlers.rendered import LIST, MARKS, rules, stored
from tests.crawlers.shells import said, text_of, write_shells
from tests.crawlers.site import Answer, Site, rows

Crawl = Callable[..., PassReport]
pytestmark = MARKS


def test_without_rendering_the_list_is_empty_and_warned_of(site: Site, source: Source, crawl: Crawl) -> None:
    write_shells(site, rows(3, 1))
    report = crawl(source)
    assert report.outcome is Outcome.EMPTY
    assert rules(report) == ["no-rows"]
    assert site.paths() == [LIST]


def test_what_script_writes_is_read_and_stored(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    listed = rows(3, 1)
    write_shells(site, listed, script="document.title = navigator.userAgent + '|' + navigator.webdriver")
    report = crawl(rendered)
    assert report.new_articles == 3
    assert rules(report) == []
    for (snapshot, body), (_, title, _) in zip(stored(store), listed, strict=True):
        assert text_of(title) in body
        assert body.startswith("<!DOCTYPE html><html>")
        assert snapshot.headers["x-jianbao-rendered"].startswith("Chromium ")
        assert snapshot.status == 200
    [(_, body)] = stored(store, SnapshotKind.LIST)
    assert f"<title>{USER_AGENT}|true</title>" in body
    assert site.agents == {USER_AGENT}
    # Once in a pass each: nothing that only looks good, and no script again.
    asked = site.paths()
    assert len(asked) == len(set(asked)) == 1 + 3 + 1 + 4
    assert {path for path in asked if path.startswith(("/js", "/css", "/img"))} == {"/js/app.js"}


def test_the_same_bytes_are_unchanged_and_others_are_not(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(3, 1))
    again = a_source(site, render=True, recheck_days=90)
    assert crawl(again).new_articles == 3
    second = crawl(again, day=1)
    assert (second.outcome, second.changed_articles) == (Outcome.UNCHANGED, 0)
    assert second.number("recheck", Outcome.UNCHANGED) == 3
    # The shell is the same, so the site would say 304; the text is another one.
    site.answers["/api/article1.json"] = said(paragraphs=["本通知已作修改，请以修改后的内容为准。"] * 12)
    third = crawl(again, day=2)
    assert third.changed_articles == 1
    assert 304 not in {status for _, path, status in site.asked if path != "/robots.txt"}


def test_what_is_no_page_is_left_as_it_came(
    site: Site, store: Database, rendered: Source, crawl: Crawl
) -> None:
    write_shells(site, rows(2, 1))
    pdf = b"%PDF-1.4 " + b"x" * 900
    site.answers[rows(2, 1)[0][0]] = Answer(pdf, headers={"Content-Type": "application/pdf"})
    assert crawl(rendered).new_articles == 2
    by_url = {s.url: (s, body) for s, body in stored(store)}
    snapshot, body = by_url[site.base + rows(2, 1)[0][0]]
    assert body.encode() == pdf
    assert "x-jianbao-rendered" not in snapshot.headers


def test_one_request_at_a_time_with_its_delay_whatever_the_page_does(
    site: Site, rendered: Source, crawl: Crawl
) -> None:
    burst = "for (let n = 0; n < 6; n++) fetch('/api/more' + n + '.json')"
    write_shells(site, rows(2, 1), script=burst)
    for number in range(6):
        site.answers[f"/api/more{number}.json"] = said(rows=[])
    report = crawl(rendered, delay_s=0.2)
    assert report.new_articles == 2
    assert len(site.paths()) == 1 + 2 + 1 + 3 + 6
    assert site.overlaps == 0
    assert site.shortest_rest >= 0.19


def test_robots_txt_holds_for_what_a_page_asks_for(site: Site, rendered: Source, crawl: Crawl) -> None:
    write_shells(site, rows(2, 1))
    site.answers["/robots.txt"] = Answer(b"User-agent: *\nDisallow: /api/\n")
    report = crawl(rendered)
    assert report.outcome is Outcome.EMPTY
    assert not [path for path in site.paths() if path.startswith("/api")]
    assert "robots.txt forbids it" in str([w for w in report.warnings if w["rule"] == "rendering"])
