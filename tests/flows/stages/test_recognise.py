"""From articles to policies: identity, copies, originals, novelty, links, editions; twice gives the same."""

from __future__ import annotations

import io
from concurrent.futures import ThreadPoolExecutor
from datetime import date, datetime, timedelta
from threading import Barrier

import pytest
from openpyxl import Workbook
from sqlmodel import col, select

import flows.stages.recognise as stage
from flows.stages.clean import clean_pending
from flows.stages.files import read_attachments_pending
from flows.stages.group import group_pending
from flows.stages.recognise import recognise_pending
from models import (
    Article,
    ArticleRecognition,
    Database,
    DigestItem,
    LinkRelation,
    Novelty,
    Policy,
    PolicyCommitment,
    PolicyLink,
    SnapshotKind,
)
from models.offered import link_attachments
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, SIGNATURE, TITLE, html, notice, rank, store

NHC, PORTAL, COPY = "https://nhc.example/1", "https://portal.example/1", "https://gihot.example/1"


def run(database: Database, *, at: datetime = NOW) -> None:
    clean_pending(database, as_of=at)
    group_pending(database, as_of=at, rank=rank)
    troubles: list[str] = []
    recognise_pending(database, as_of=at, freshness_days=60, rank=rank, log=troubles.append)
    assert troubles == []


def policies(database: Database) -> list[Policy]:
    with database.reading() as session:
        return list(session.exec(select(Policy).order_by(col(Policy.id))).all())


def links(database: Database) -> set[tuple[str, str, str]]:
    """(address of the page or number of the policy, relation, number or title of the policy that is meant)."""
    with database.reading() as session:
        known = {one.id: one.number or one.title for one in session.exec(select(Policy))}
        urls = {one.id: one.url for one in session.exec(select(Article))}
        return {
            (
                urls[link.article_id] if link.article_id else str(known[link.from_policy_id]),
                link.relation.value,
                str(known[link.policy_id]),
            )
            for link in session.exec(select(PolicyLink))
        }


def test_a_notice_becomes_a_policy_with_its_facts(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    (policy,) = policies(database)
    assert (policy.number, policy.identity) == (NUMBER, f"number:{NUMBER}")
    assert policy.title == TITLE
    assert policy.issuers == ["国家卫生健康委办公厅"]
    assert (policy.written_on, policy.novelty, policy.verified) == (date(2025, 2, 13), Novelty.NEW, True)
    assert policy.verified_at is None
    with database.reading() as session:
        deadlines = {one.deadline for one in session.exec(select(PolicyCommitment))}
    assert {date(2025, 11, 30), date(2025, 6, 30)} <= deadlines


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


@pytest.mark.parametrize(
    ("written", "backfill", "novelty"),
    [
        ("2025年2月13日", False, Novelty.NEW),
        ("2019年3月5日", False, Novelty.OLD),
        ("2025年2月13日", True, Novelty.BACKFILL),
    ],
)
def test_only_what_was_just_written_is_new(
    database: Database, written: str, backfill: bool, novelty: Novelty
) -> None:
    page = html(TITLE, (NUMBER.replace("2025", written[:4]), *SENTENCES, SIGNATURE[0], written))
    store(database, NHC, page, backfill=backfill)
    run(database)
    assert [one.novelty for one in policies(database)] == [novelty]


def test_what_was_seen_in_a_backfill_does_not_become_new_by_a_later_page(database: Database) -> None:
    store(database, NHC, notice(), backfill=True)
    run(database)
    store(database, PORTAL, notice(published="2025-02-20 09:00"), source_id="portal")
    run(database)
    assert [one.novelty for one in policies(database)] == [Novelty.BACKFILL]


def test_an_interpretation_is_linked_whichever_came_first(database: Database) -> None:
    text = [
        f"近日，国家卫生健康委办公厅印发《{TITLE.removeprefix('国家卫生健康委办公厅')}》（以下简称《通知》）。现就有关内容解读如下。",
        "一、为什么要开展这项行动？答：群众在基层看病仍有不便。",
        "二、《通知》提出哪些举措？答：《通知》从互认、结算等方面提出要求。",
    ]
    title = "《关于开展2025年基层诊疗服务提升行动的通知》政策解读"
    store(database, "https://nhc.example/before", html(title, text, published="2025-02-17 09:00"))
    run(database)
    assert policies(database) == []
    store(database, NHC, notice())
    run(database)
    after = html(title.replace("政策", "专家"), [*text, "三、怎样抓好落实？答：各地要细化方案。"])
    store(database, "https://nhc.example/after", after)
    run(database)
    assert len(policies(database)) == 1
    assert {one for one in links(database) if one[1] == "interprets"} == {
        ("https://nhc.example/before", "interprets", NUMBER),
        ("https://nhc.example/after", "interprets", NUMBER),
    }


def test_a_local_rule_implements_the_national_one_that_it_names_as_its_basis(database: Database) -> None:
    store(database, NHC, notice())
    title = "河北省卫生健康委员会关于做好基层诊疗服务提升工作的通知"
    local = html(
        title,
        (
            "冀卫医函〔2025〕7号",
            "各市（含定州、辛集市）卫生健康委：",
            f"根据《国家卫生健康委办公厅{TITLE.removeprefix('国家卫生健康委办公厅')}》（{NUMBER}）要求，现就做好有关工作通知如下。",
            "一、各市要制定实施方案，明确时间表和路线图，确保年底前完成全部任务。",
            "二、各市要加强督导，每季度末将进展情况报送省卫生健康委医政处。",
            "河北省卫生健康委员会",
            "2025年2月18日",
        ),
        published="2025-02-19 11:00",
    )
    store(database, "https://hebei.example/7", local, source_id="hebei")
    run(database)
    found = links(database)
    assert ("冀卫医函〔2025〕7号", "implements", NUMBER) in found
    assert ("https://hebei.example/7", "implements", NUMBER) in found
    assert len(policies(database)) == 2


def test_editions_of_a_series_are_linked_in_order_whatever_the_order_of_arrival(database: Database) -> None:
    def edition(year: int, number: int) -> str:
        page = (
            notice().replace("2025年基层", f"{year}年基层").replace(NUMBER, f"国卫办医函〔{year}〕{number}号")
        )
        return page.replace("2025年2月13日", f"{year}年2月13日").replace("180项", f"{year - 1845}项")

    for year, number in ((2025, 41), (2023, 17), (2024, 30)):
        store(database, f"https://nhc.example/{year}", edition(year, number))
        run(database)
    found = {one for one in links(database) if one[1] == "next_edition"}
    assert found == {
        ("国卫办医函〔2025〕41号", "next_edition", "国卫办医函〔2024〕30号"),
        ("国卫办医函〔2024〕30号", "next_edition", "国卫办医函〔2023〕17号"),
    }
    assert len(policies(database)) == 3


def state(database: Database) -> tuple[object, ...]:
    with database.reading() as session:
        commitments = session.exec(select(PolicyCommitment)).all()
    return (
        [one.model_dump() for one in policies(database)],
        links(database),
        sorted((one.policy_id, one.position, one.sentence) for one in commitments),
    )


def test_a_newer_recogniser_over_the_same_pages_gives_the_same(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    run(database)
    before = state(database)
    assert recognise_pending(database, as_of=NOW, freshness_days=60, rank=rank).labels == {}
    monkeypatch.setattr(stage, "RECOGNISER_VERSION", stage.RECOGNISER_VERSION + 1)
    later = NOW + timedelta(days=200)
    report = recognise_pending(database, as_of=later, freshness_days=60, rank=rank)
    assert sum(report.labels.values()) == 2
    assert state(database) == before


def test_a_better_reading_of_the_only_page_changes_the_policy_and_makes_no_second(database: Database) -> None:
    store(database, NHC, notice("国卫办医函〔2025〕4号"))
    run(database)
    (before,) = policies(database)
    store(database, NHC, notice(), at=NOW + timedelta(hours=1))
    run(database)
    assert [(one.id, one.number) for one in policies(database)] == [(before.id, NUMBER)]


def test_a_page_that_is_no_document_any_more_takes_its_policy_along(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    news = ["记者从昨日的发布会上获悉，基层诊疗服务提升行动进展顺利。", "据介绍，已有多个省份提交了方案。"]
    store(database, NHC, html("基层诊疗服务提升行动进展顺利", news), at=NOW + timedelta(hours=1))
    run(database)
    assert policies(database) == []
    assert links(database) == set()


def test_what_was_told_of_a_policy_moves_with_its_page_to_another(database: Database) -> None:
    store(database, NHC, notice("国卫办医函〔2025〕4号"))
    run(database)
    store(database, PORTAL, notice(), source_id="portal")
    run(database)
    wrong, right = policies(database)
    with database.session() as session:
        from models import Digest, ItemEvent

        digest = Digest(
            subscription_id="all",
            as_of=NOW,
            window_to=NOW,
            subject="",
            markdown="",
            text="",
            html="",
            created_at=NOW,
        )
        session.add(digest)
        session.flush()
        told = DigestItem(
            digest_id=digest.id or 0,
            subscription_id="all",
            subject=f"policy:{wrong.id}",
            event=ItemEvent.NEW,
        )
        session.add(told)
    store(database, NHC, notice(), at=NOW + timedelta(hours=1))
    run(database)
    assert [one.id for one in policies(database)] == [right.id]
    with database.reading() as session:
        assert session.exec(select(DigestItem.subject)).all() == [f"policy:{right.id}"]


def sheet(*lines: str) -> bytes:
    book = Workbook()
    assert book.active is not None
    for line in lines:
        book.active.append([line])
    packed = io.BytesIO()
    book.save(packed)
    book.close()
    return packed.getvalue()


def test_a_page_of_one_line_is_judged_again_with_the_text_of_its_file(database: Database) -> None:
    file = "https://nhc.example/files/whole.xlsx"
    below = f'<p><a href="{file}">附件：通知全文.xlsx</a></p>'
    title = TITLE.removeprefix("国家卫生健康委办公厅")
    store(database, NHC, html(title, ["全文见附件，请各单位遵照执行。"], below=below))
    run(database)
    store(database, file, sheet(NUMBER, *SENTENCES, *SIGNATURE), kind=SnapshotKind.ATTACHMENT)
    with database.session() as session:
        assert link_attachments(session, [file]) == 1
    read_attachments_pending(database, as_of=NOW)
    run(database)
    (policy,) = policies(database)
    assert (policy.number, policy.issuers) == (NUMBER, ["国家卫生健康委办公厅"])
    assert read_attachments_pending(database, as_of=NOW).states == {}


def test_workers_that_judge_the_same_pages_at_once_make_each_policy_once(database: Database) -> None:
    for n in range(6):
        page = notice(
            f"国卫办医函〔2025〕{50 + n}号", title=TITLE.replace("基层诊疗", f"基层诊疗{'一二三四五六'[n]}类")
        )
        store(database, f"https://nhc.example/{n}", page)
        store(database, f"https://portal.example/{n}", page, source_id="portal")
    clean_pending(database, as_of=NOW)
    group_pending(database, as_of=NOW, rank=rank)
    together = Barrier(3)

    def work(_: int) -> list[str]:
        together.wait()
        return recognise_pending(database, as_of=NOW, freshness_days=60, rank=rank).failed

    with ThreadPoolExecutor(3) as pool:
        assert list(pool.map(work, range(3))) == [[], [], []]
    assert sorted(str(one.number) for one in policies(database)) == [
        f"国卫办医函〔2025〕{50 + n}号" for n in range(6)
    ]
    with database.reading() as session:
        assert len(session.exec(select(ArticleRecognition)).all()) == 12
        relations = list(session.exec(select(PolicyLink.relation)))
    assert relations.count(LinkRelation.IS) == relations.count(LinkRelation.REPOSTS) == 6
