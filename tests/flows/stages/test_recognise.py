"""From articles to policies: facts, novelty, files; twice or by several workers gives the same."""

from __future__ import annotations

from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from threading import Barrier

import pytest
from sqlmodel import select

import flows.stages.recognise as stage
from flows.stages.clean import clean_pending
from flows.stages.files import read_attachments_pending
from flows.stages.group import group_pending
from flows.stages.recognise import recognise_pending
from models import (
    ArticleRecognition,
    Database,
    LinkRelation,
    Novelty,
    PolicyCommitment,
    PolicyLink,
    SnapshotKind,
)
from models.offered import link_attachment
from tests.flows.stages.pages import (
    NOW,
    NUMBER,
    SENTENCES,
    SIGNATURE,
    TITLE,
    html,
    notice,
    rank,
    sheet,
    store,
)
from tests.flows.stages.recognised import COPY, NHC, PORTAL, policies, run, state


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


def test_a_page_of_one_line_is_judged_again_with_the_text_of_its_file(database: Database) -> None:
    file = "https://nhc.example/files/whole.xlsx"
    below = f'<p><a href="{file}">附件：通知全文.xlsx</a></p>'
    title = TITLE.removeprefix("国家卫生健康委办公厅")
    store(database, NHC, html(title, ["全文见附件，请各单位遵照执行。"], below=below))
    run(database)
    store(database, file, sheet(NUMBER, *SENTENCES, *SIGNATURE), kind=SnapshotKind.ATTACHMENT)
    with database.session() as session:
        link_attachment(session, file)
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
