"""Which pages carry a policy: copies, originals that come later, pages that leave; nobody is told twice."""

from __future__ import annotations

from datetime import timedelta

from sqlmodel import select

from models import (
    Article,
    Database,
    DigestItem,
    Novelty,
)
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, TITLE, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, links, policies, run, tell


def test_a_copy_before_its_original_is_unverified_and_then_upgraded(database: Database) -> None:
    store(database, COPY, notice(published="2025-02-18 18:00", title="刚刚，国家发文！"), source_id="gihot")
    run(database)
    (policy,) = policies(database)
    assert (policy.verified, policy.novelty) == (False, Novelty.NEW)
    later = NOW + timedelta(days=1)
    store(database, NHC, notice(), at=later)
    run(database, at=later)
    (upgraded,) = policies(database)
    assert (upgraded.id, upgraded.verified, upgraded.verified_at) == (policy.id, True, later)
    assert upgraded.title == TITLE
    assert links(database) == {(NHC, "is", NUMBER), (COPY, "reposts", NUMBER)}
    with database.reading() as session:
        assert session.get_one(Article, upgraded.canonical_article_id).url == NHC


def test_a_cut_copy_without_a_number_is_a_page_of_the_same_policy(database: Database) -> None:
    store(database, NHC, notice())
    cut = html("一图看懂提升行动", SENTENCES[1:5], published="2025-02-19 10:00")
    store(database, COPY, cut, source_id="gihot")
    run(database)
    assert len(policies(database)) == 1
    assert (COPY, "reposts", NUMBER) in links(database)


def test_a_titled_copy_without_a_number_joins_the_numbered_document(database: Database) -> None:
    for first, second in ((None, NUMBER), (NUMBER, None)):
        url = f"https://nhc.example/{first}"
        store(database, url, notice(first))
        run(database)
        store(database, url + "/2", notice(second, published="2025-02-19 09:00"), source_id="portal")
        run(database)
        assert [(one.number, one.identity) for one in policies(database)] == [(NUMBER, f"number:{NUMBER}")]


def test_a_better_reading_of_the_only_page_changes_the_policy_and_makes_no_second(database: Database) -> None:
    store(database, NHC, notice("国卫办医函〔2025〕4号"))
    run(database)
    (before,) = policies(database)
    store(database, NHC, notice(), at=NOW + timedelta(hours=1))
    run(database)
    assert [(one.id, one.number) for one in policies(database)] == [(before.id, NUMBER)]


NEWS = ("记者从昨日的发布会上获悉，基层诊疗服务提升行动进展顺利。", "据介绍，已有多个省份提交了方案。")


def no_more(title: str = "基层诊疗服务提升行动进展顺利") -> str:
    """What a page may carry when its document was taken away."""
    return html(title, NEWS)


def test_a_page_that_is_no_document_any_more_takes_its_policy_along(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    store(database, NHC, no_more(), at=NOW + timedelta(hours=1))
    run(database)
    assert policies(database) == []
    assert links(database) == set()


def test_a_cut_copy_alone_carries_no_policy(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, html("一图看懂提升行动", SENTENCES[1:5]), source_id="gihot")
    run(database)
    assert (COPY, "reposts", NUMBER) in links(database)
    store(database, NHC, no_more(), at=NOW + timedelta(hours=1))
    run(database)
    assert policies(database) == []
    assert links(database) == set()


def test_what_was_told_of_a_policy_moves_with_its_page_to_another(database: Database) -> None:
    store(database, NHC, notice("国卫办医函〔2025〕4号"))
    run(database)
    assert tell(database) == ["new"]
    store(database, PORTAL, notice(), source_id="portal")
    store(database, NHC, notice(), at=NOW + timedelta(hours=1))
    run(database)
    (policy,) = policies(database)
    assert policy.number == NUMBER
    with database.reading() as session:
        assert session.exec(select(DigestItem.subject)).all() == [f"policy:{policy.id}"]


def test_a_policy_that_went_and_came_back_is_not_told_again(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    run(database)
    assert tell(database) == ["new"]
    (before,) = policies(database)
    for hours, page in ((1, no_more()), (2, notice())):
        at = NOW + timedelta(hours=hours)
        for url, source in ((NHC, "nhc"), (COPY, "gihot")):
            store(database, url, page, source_id=source, at=at)
        run(database, at=at)
        assert len(policies(database)) == hours - 1
        assert "new" not in tell(database, at=at)
    (again,) = policies(database)
    assert again.id != before.id
