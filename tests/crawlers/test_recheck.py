"""Recent articles are read again: changed, taken away, unchanged; and what fails is remembered until it is mended."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from sqlmodel import col, select

from crawlers.job import PassReport
from crawlers.source import Source
from flows.stages.clean import clean_pending
from models import Article, ArticleVersion, Database, Outcome, Snapshot, SnapshotKind, SourceState
from models.failures import open_failures
from models.known import known
from tests.crawlers.conftest import AS_OF, a_job, a_source
from tests.crawlers.site import Answer, Site, page, rows

Crawl = Callable[..., PassReport]
PATH = "/tzgg/202603/t202603{day}_10{day}.html"


@pytest.fixture
def source(site: Site) -> Source:
    return a_source(site, recheck_days=7)


def test_a_changed_text_becomes_a_version_and_a_page_taken_away_is_gone(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    site.write(rows(30, 20))  # AS_OF is 31 March: those of the 20th to the 23rd are too old
    crawl(source)
    clean_pending(store, as_of=AS_OF)
    site.answers[PATH.format(day=29)] = page("关于做好第29批基层卫生人员培训项目实施工作的通知（更正）")
    site.answers[PATH.format(day=28)] = Answer(b"<html><title>404</title></html>", 404)
    site.answers[PATH.format(day=21)] = page("没有人再看的改动")

    site.asked.clear()
    soon = crawl(source, day=0.8)
    assert site.paths() == ["/tzgg/index.html"]
    assert (soon.changed_articles, soon.articles_taken_away) == (0, 0)

    site.asked.clear()
    report = crawl(source, day=1)
    assert site.paths()[0] == "/tzgg/index.html"
    assert sorted(site.paths()[1:]) == [PATH.format(day=day) for day in range(25, 31)]
    assert sorted(site.paths(304)) == sorted(
        ["/tzgg/index.html", *(PATH.format(day=day) for day in (25, 26, 27, 30))]
    )
    assert report.outcome is Outcome.UNCHANGED
    assert (report.new_articles, report.changed_articles, report.articles_taken_away) == (0, 1, 1)
    assert [(warning["rule"], warning["url"]) for warning in report.warnings] == [
        ("taken-away", site.base + PATH.format(day=28))
    ]
    with store.reading() as session:
        gone = session.exec(
            select(Snapshot)
            .where(Snapshot.url == site.base + PATH.format(day=28))
            .order_by(col(Snapshot.id).desc())
        ).first()
        assert gone is not None
        assert gone.outcome is Outcome.GONE
        state = session.get_one(SourceState, source.id)
        assert state.last_new_at == AS_OF  # a changed article is no new one
    clean_pending(store, as_of=a_job(store, 1).as_of)
    with store.reading() as session:
        changed = session.exec(select(Article).where(col(Article.url).endswith("_1029.html"))).one()
        assert changed.version == 2
        assert "更正" in changed.title
        assert "更正" not in session.exec(select(ArticleVersion)).one().title

    # What is gone is closed; what answered 304 was seen, and waits for its day again.
    site.asked.clear()
    crawl(source, day=1.5)
    assert site.paths() == ["/tzgg/index.html"]
    with store.reading() as session:
        urls = [site.base + PATH.format(day=day) for day in (25, 28)]
        told = known(session, urls, SnapshotKind.ARTICLE)
    assert told[urls[0]].last_seen_at == a_job(store, 1).as_of
    assert told[urls[1]].closed


def test_a_pass_has_its_limits_for_new_articles_first(site: Site, source: Source, crawl: Crawl) -> None:
    site.write(rows(30, 25))
    crawl(source)
    site.write(rows(31, 25))
    report = crawl(source, day=1, max_pages=4)
    assert report.new_articles == 1
    assert report.counts["recheck"] == {"unchanged": 2}
    assert report.counts["columns"] == {"通知公告": True}
    # The others come first the next day.
    site.asked.clear()
    crawl(source, day=2, max_pages=4)
    assert site.paths()[1:] == [PATH.format(day=day) for day in (28, 27, 26)]


@pytest.mark.slow
def test_what_is_not_read_again(site: Site, source: Source, crawl: Crawl) -> None:
    site.write(rows(30, 28))
    crawl(source, backfill=True, since="2026-03-01")
    for changes in ({"columns": ("通知公告",)}, {"since": "2026-03-25"}):
        site.asked.clear()
        crawl(source, day=1, **changes)
        assert site.paths() == ["/tzgg/index.html"]
    site.asked.clear()
    crawl(a_source(site, recheck_days=0), day=1)
    assert site.paths() == ["/tzgg/index.html"]
    assert a_source(site, recheck_days=None).rechecks_for_days == 7
    assert a_source(site, recheck_days=None, level="wechat").rechecks_for_days == 0


def test_a_failure_is_open_until_the_page_is_had(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    site.write(rows(3, 1))
    path = PATH.format(day="02")
    good = site.answers[path]
    site.answers[path] = Answer(b"<p>" + b"x" * 3 * 2**20)
    crawl(source, max_body_mb=2)
    with store.reading() as session:
        (failure,) = open_failures(session)
    assert (failure.stage, failure.source_id, failure.url) == ("crawl", "yunling", site.base + path)
    assert failure.message == "yunling: failed: longer than the limit of 2 MB"
    site.answers[path] = good
    crawl(source, day=1, max_body_mb=2)
    with store.reading() as session:
        assert open_failures(session) == []


@pytest.mark.slow
def test_a_column_that_is_gone_or_without_rows_is_a_failure(
    site: Site, store: Database, source: Source, crawl: Crawl
) -> None:
    def told() -> list[str]:
        with store.reading() as session:
            return [failure.message for failure in open_failures(session)]

    crawl(source)
    (gone,) = told()
    assert gone.startswith("yunling: gone: HTTP 404")
    site.answers["/tzgg/index.html"] = page("一篇文章，不是栏目")
    crawl(source, day=1)
    assert told() == ["yunling: empty: no rows in 通知公告: was the site rebuilt?"]
    site.write(rows(3, 1))
    crawl(source, day=2)
    assert told() == []
