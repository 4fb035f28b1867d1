"""From stored pages to articles: versions, refusals, failures, what a killed run leaves behind."""

from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlmodel import col, select

import flows.stages.clean as stage
import flows.stages.pages as pages
from flows.stages.clean import clean_pending
from models import (
    Article,
    ArticleAttachment,
    ArticleVersion,
    AttachmentState,
    Database,
    Failure,
    Outcome,
    Snapshot,
)
from models.writing import Written
from tests.flows.stages.pages import NOW, SENTENCES, TITLE, notice, store

URL = "https://nhc.example/yzygj/202502/a1.shtml"


def articles(database: Database) -> list[Article]:
    with database.reading() as session:
        return list(session.exec(select(Article).order_by(col(Article.url), col(Article.part))).all())


def test_a_page_becomes_an_article(database: Database) -> None:
    below = '<p><a href="/files/plan.pdf">附件：实施方案.pdf</a></p>'
    stored = store(database, URL, notice(below=below))
    report = clean_pending(database, as_of=NOW)
    (article,) = articles(database)
    assert report.written == {Written.NEW: 1}
    assert (article.title, article.kind, article.snapshot_id) == (TITLE, "article", stored.snapshot_id)
    assert article.text.startswith("国卫办医函〔2025〕41号\n各省")
    assert "首页" not in article.text
    assert article.published_at == datetime(2025, 2, 18, 1, 30, tzinfo=UTC)
    assert article.time_known
    assert all(set(cut) == {"rule", "text", "offset"} for cut in article.removed)
    with database.reading() as session:
        (file,) = session.exec(select(ArticleAttachment)).all()
    assert (file.url, file.state) == ("https://nhc.example/files/plan.pdf", AttachmentState.PENDING)


def test_a_second_run_has_nothing_to_do(database: Database) -> None:
    store(database, URL, notice())
    clean_pending(database, as_of=NOW)
    assert clean_pending(database, as_of=NOW).pages == 0


def test_a_changed_page_is_a_new_version_of_the_same_article(database: Database) -> None:
    store(database, URL, notice())
    clean_pending(database, as_of=NOW)
    later = NOW + timedelta(days=1)
    store(database, URL, notice().replace("180项", "200项"), at=later)
    assert clean_pending(database, as_of=later).written == {Written.CHANGED: 1}
    (article,) = articles(database)
    assert "200项" in article.text
    assert (article.version, article.first_seen_at, article.changed_at) == (2, NOW, later)
    with database.reading() as session:
        (earlier,) = session.exec(select(ArticleVersion)).all()
    assert "180项" in earlier.text
    assert earlier.version == 1


def test_other_bytes_with_the_same_text_are_no_new_version(database: Database) -> None:
    store(database, URL, notice())
    clean_pending(database, as_of=NOW)
    store(database, URL, notice().replace("版权所有", "版权所有 访问量 1024"), at=NOW + timedelta(hours=1))
    assert clean_pending(database, as_of=NOW).written == {Written.SAME: 1}
    assert [(one.version, one.changed_at) for one in articles(database)] == [(1, NOW)]


def test_a_page_that_goes_back_to_an_earlier_text_is_followed(database: Database) -> None:
    for hours, figure in enumerate(("180项", "200项", "180项")):
        at = NOW + timedelta(hours=hours)
        store(database, URL, notice().replace("180项", figure), at=at)
        clean_pending(database, as_of=at)
    (article,) = articles(database)
    assert "180项" in article.text
    assert article.version == 3


def test_what_an_older_cleaner_read_waits_for_a_person(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, URL, notice())
    assert clean_pending(database, as_of=NOW).to_reclean == 0
    real = pages.clean_page

    def better(*args: object, **options: object) -> object:
        page = real(*args, **options)  # type: ignore[arg-type]
        page.text = page.text.replace("各省、", "")
        return page

    monkeypatch.setattr(pages, "clean_page", better)
    monkeypatch.setattr(stage, "CLEANER_VERSION", stage.CLEANER_VERSION + 1)
    store(database, URL + "?2", notice(title="关于另一件事情的公告"))
    said: list[str] = []
    report = clean_pending(database, as_of=NOW, log=said.append)
    assert (report.written, report.to_reclean) == ({Written.NEW: 1}, 1)
    assert said == ["1 articles were read by an older cleaner; jianbao reclean shows the difference"]
    before, new = articles(database)
    assert "各省、" in before.text
    assert "各省、" not in new.text
    assert (before.cleaner_version, new.cleaner_version) == (stage.CLEANER_VERSION - 1, stage.CLEANER_VERSION)


def test_what_the_page_does_not_say_is_taken_from_its_row(database: Database) -> None:
    page = f"<html><body><div class='content'>{''.join(f'<p>{one}</p>' for one in SENTENCES)}</div></body></html>"
    store(database, URL, page, row_title="关于开展服务提升行动的通知", row_published_on=date(2025, 2, 17))
    clean_pending(database, as_of=NOW)
    (article,) = articles(database)
    assert article.title == "关于开展服务提升行动的通知"
    assert article.published_at == datetime(2025, 2, 16, 16, tzinfo=UTC)
    assert not article.time_known


@pytest.mark.parametrize(
    ("page", "outcome"),
    [
        ("<html><head><title>t</title></head><body></body></html>", Outcome.EMPTY),
        (
            (
                "<html><head><title>安全验证</title></head><body><script>document.cookie='__jsl_clearance_s=';"
                "location.href=location.pathname</script></body></html>"
            ),
            Outcome.BLOCKED,
        ),
    ],
)
def test_a_refused_or_empty_page_is_an_outcome_and_no_article(
    database: Database, page: str, outcome: Outcome
) -> None:
    stored = store(database, URL, page)
    assert clean_pending(database, as_of=NOW).refused == {outcome: 1}
    assert articles(database) == []
    with database.reading() as session:
        assert session.get_one(Snapshot, stored.snapshot_id).outcome is outcome
    assert clean_pending(database, as_of=NOW).pages == 0


def test_a_page_that_turns_bad_leaves_its_article_as_it_was(database: Database) -> None:
    store(database, URL, notice())
    clean_pending(database, as_of=NOW)
    store(database, URL, "<html><body></body></html>", at=NOW + timedelta(hours=1))
    clean_pending(database, as_of=NOW)
    assert [(one.title, one.version) for one in articles(database)] == [(TITLE, 1)]


def test_one_breaking_page_is_a_named_failure_and_the_others_go_on(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, URL, notice())
    store(database, URL + "?2", notice(title="关于另一件事情的公告"))
    real = pages.clean_page

    def breaking(html: bytes, url: str, **options: object) -> object:
        if url == URL:
            raise ZeroDivisionError("in a rule")
        return real(html, url, **options)  # type: ignore[arg-type]

    monkeypatch.setattr(pages, "clean_page", breaking)
    report = clean_pending(database, as_of=NOW)
    assert (report.failed, report.written) == ([URL], {Written.NEW: 1})
    with database.reading() as session:
        (failure,) = session.exec(select(Failure)).all()
    assert (failure.stage, failure.source_id, failure.url, failure.solved_at) == ("clean", "nhc", URL, None)
    assert f"nhc: {URL} cannot be cleaned: ZeroDivisionError: in a rule" == failure.message

    monkeypatch.setattr(pages, "clean_page", real)
    later = NOW + timedelta(hours=1)
    assert clean_pending(database, as_of=later).written == {Written.NEW: 1}
    with database.reading() as session:
        assert session.exec(select(Failure.solved_at)).all() == [later]


def test_new_bytes_are_compared_with_the_present_reading_of_the_old_ones(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    """A visit counter moved and the rules became better: nobody edited the document."""
    store(database, URL, notice())
    clean_pending(database, as_of=NOW)
    real = pages.clean_page

    def better(*args: object, **options: object) -> object:
        page = real(*args, **options)  # type: ignore[arg-type]
        page.text = page.text.replace("各省、", "")
        return page

    monkeypatch.setattr(pages, "clean_page", better)
    later = NOW + timedelta(days=1)
    store(database, URL, notice().replace("版权所有", "版权所有 访问量 1024"), at=later)
    clean_pending(database, as_of=later)
    (article,) = articles(database)
    assert "各省、" not in article.text
    assert (article.version, article.changed_at) == (1, NOW)
    with database.reading() as session:
        assert session.exec(select(ArticleVersion)).all() == []


def test_a_title_of_ten_megabytes_becomes_a_short_one(database: Database) -> None:
    store(database, "https://nhc.example/long", notice(title="长" * 3_500_000))
    clean_pending(database, as_of=NOW)
    with database.reading() as session:
        title = session.exec(select(Article.title)).one()
    assert (len(title), title[-1]) == (600, "…")
