"""Site profiles in the store: learned before pages are cleaned, kept per host, dropped by an operator."""

from __future__ import annotations

from datetime import timedelta

import pytest
from sqlmodel import col, select

from cleaners import PageKind
from flows.errors import FlowError
from flows.stages.clean import CleanReport, clean_pending
from flows.stages.group import group_pending
from flows.stages.profiles import drop_part, learn_profiles, load_profiles
from flows.stages.reclean import reclean
from flows.stages.recognise import Judging
from models import Article, Database
from models.profiles import SiteProfileRow
from models.writing import Written
from tests.flows.stages.pages import NOW, SENTENCES, html, rank, store

SLOGAN = "云岭健康网提醒：预约挂号请走正规渠道"
SITE = "https://www.yunling.example/a/"
SUBJECTS = ["义诊", "疫苗", "急救", "献血", "控烟", "口腔", "眼健康", "营养", "睡眠", "慢病", "康复", "助产"]


def report(n: int) -> str:
    """A news page; every one of the site ends with the same line, in the middle of whose text no rule sees it."""
    what = SUBJECTS[n % len(SUBJECTS)]
    body = (
        f"昨日，云岭市举办{what}宣传活动，{n * 7 + 11}名居民到场，志愿者现场解答了大家关心的问题。",
        f"活动负责人介绍，{what}知识走进了第{n + 1}个社区，今后每个季度都会举行一次。",
        SLOGAN,
        f"居民张阿姨说：“以前对{what}了解不多，今天听了讲解，心里踏实多了。”",
    )
    return html(
        f"{what}知识走进社区 {'甲乙丙丁戊己庚辛壬癸子丑'[n % 12]}区居民点赞", body, source="云岭健康网"
    )


def clean(database: Database) -> CleanReport:
    """The two steps of a pass that belong together."""
    learn_profiles(database, as_of=NOW)
    return clean_pending(database, as_of=NOW, profiles=load_profiles(database))


def texts(database: Database) -> list[str]:
    with database.reading() as session:
        return list(session.exec(select(Article.text).order_by(col(Article.id))))


def cuts(database: Database) -> set[str]:
    with database.reading() as session:
        return {cut["rule"] for removed in session.exec(select(Article.removed)) for cut in removed}


def store_reports(database: Database, count: int, start: int = 0, site: str = SITE) -> None:
    for n in range(start, start + count):
        store(database, f"{site}{n}.html", report(n), source_id="portal")


def rows(database: Database) -> list[SiteProfileRow]:
    with database.reading() as session:
        return list(session.exec(select(SiteProfileRow)))


def test_the_first_pages_of_a_site_are_read_with_what_they_share(database: Database) -> None:
    store_reports(database, 12)
    clean(database)
    assert len(texts(database)) == 12
    assert not any(SLOGAN in text for text in texts(database))
    assert "site.line" in cuts(database)
    (row,) = rows(database)
    assert (row.source_id, row.host, row.lines, row.pages, row.articles) == (
        "portal",
        "www.yunling.example",
        [SLOGAN],
        12,
        12,
    )


def test_few_pages_teach_nothing_and_the_host_is_looked_at_again_when_it_has_grown(
    database: Database,
) -> None:
    store_reports(database, 4)
    clean(database)
    assert all(SLOGAN in text for text in texts(database))
    assert rows(database)[0].lines == []
    assert learn_profiles(database, as_of=NOW).hosts == 0
    store_reports(database, 8, start=4)
    clean(database)
    assert rows(database)[0].lines == [SLOGAN]
    # What was read before stays until it is asked for.
    assert [SLOGAN in text for text in texts(database)] == [True] * 4 + [False] * 8
    assert learn_profiles(database, as_of=NOW).hosts == 0


def test_an_older_article_is_no_edited_document_because_of_a_profile(database: Database) -> None:
    store_reports(database, 4)
    clean(database)
    store_reports(database, 8, start=4)
    clean(database)
    changed = report(0).replace("</body>", "<i></i></body>")
    store(database, f"{SITE}0.html", changed, source_id="portal", at=NOW + timedelta(days=1))
    assert clean(database).written == {Written.SAME: 1}
    with database.reading() as session:
        assert session.exec(select(Article.version).where(Article.url == f"{SITE}0.html")).one() == 1


def test_reclean_reads_the_archive_with_the_profile(database: Database) -> None:
    store_reports(database, 4)
    clean(database)
    store_reports(database, 8, start=4)
    clean(database)
    group_pending(database, as_of=NOW, rank=rank)
    judging = Judging(NOW, 60, rank, lambda source_id: source_id == "nhc")
    found = reclean(database, judging=judging, accept=True, everything=True, profiles=load_profiles(database))
    assert found.rewritten == 4
    assert not any(SLOGAN in text for text in texts(database))


def test_a_dropped_line_is_kept_from_then_on_and_after_the_next_learning(database: Database) -> None:
    store_reports(database, 12)
    learn_profiles(database, as_of=NOW)
    assert drop_part(database, "portal", SLOGAN) == ["www.yunling.example"]
    clean(database)
    assert all(SLOGAN in text for text in texts(database))
    store_reports(database, 12, start=12)
    clean(database)
    assert rows(database)[0].dropped == [SLOGAN]
    assert all(SLOGAN in text for text in texts(database))
    drop_part(database, "portal", SLOGAN, restore=True)
    store_reports(database, 1, start=24)
    clean(database)
    assert SLOGAN not in texts(database)[-1]


def test_dropping_what_was_not_learned_is_an_error_that_says_what_to_do(database: Database) -> None:
    with pytest.raises(FlowError, match="jianbao profiles portal"):
        drop_part(database, "portal", SLOGAN)


def test_another_host_of_the_source_is_read_without_it(database: Database) -> None:
    store_reports(database, 12)
    clean(database)
    store(database, "https://m.other.example/1.html", report(3), source_id="portal")
    clean(database)
    assert SLOGAN in texts(database)[-1]


def test_nothing_is_learned_of_official_documents(database: Database) -> None:
    for n, what in enumerate(SUBJECTS):
        body = (*SENTENCES[:2], f"{what}工作由各地按季度报送进展情况，第{n}类机构先行。", *SENTENCES[4:])
        store(database, f"https://nhc.example/{n}", html(f"关于做好{what}工作的通知", body))
    clean(database)
    assert all(SENTENCES[5] in text for text in texts(database))
    assert rows(database)[0].lines == []


def test_pages_of_another_kind_are_not_learned_from(database: Database) -> None:
    store_reports(database, 7)
    for n in range(5):
        store(
            database,
            f"{SITE}gone{n}.html",
            "<html><body><p>404 Not Found</p></body></html>",
            source_id="portal",
        )
    clean(database)
    with database.reading() as session:
        assert set(session.exec(select(Article.kind))) == {PageKind.ARTICLE}
    assert rows(database)[0].lines == []
