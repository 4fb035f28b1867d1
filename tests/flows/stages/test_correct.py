"""An operator's correction wins, at once and for good: over recogniser, new copies and new versions of the page."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from sqlmodel import select

import flows.stages.recognise as stage
from flows.errors import CorrectionError
from flows.stages.correct import Outcome, correct, withdraw_correction
from flows.stages.recognise import Judging, recognise_pending
from models import Article, ArticleRecognition, Correction, Database, StoryMember
from models import CorrectionKind as Kind
from tests.flows.stages.pages import NOW, NUMBER, SENTENCES, TITLE, html, notice, rank, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, links, policies, run, tell

LATER = NOW + timedelta(hours=1)
NO_NEWS = html("基层诊疗服务提升行动进展顺利", ["记者获悉，行动进展顺利。", "据介绍，多个省份提交了方案。"])


def put_right(database: Database, url: str, values: Mapping[Kind, str | None]) -> Outcome:
    with database.reading() as session:
        page = session.exec(select(Article).where(Article.url == url)).one()
    judging = Judging(LATER, 60, rank)
    outcome = correct(database, [page.id or 0], values, by="王", why="人工核对", judging=judging)
    assert outcome.failed == []
    return outcome


def numbers(database: Database) -> list[str | None]:
    return [one.number for one in policies(database)]


def test_what_is_not_a_policy_goes_with_its_copies_and_comes_back_untold(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    run(database)
    assert tell(database) == ["new"]
    outcome = put_right(database, COPY, {Kind.NOT_A_POLICY: None})
    assert [new.policy_id for _, new in outcome.changed] == [None, None]
    assert policies(database) == []
    assert links(database) == set()
    store(database, PORTAL, notice(published="2025-02-19 20:00"), source_id="portal", at=LATER)
    run(database, at=LATER)
    assert policies(database) == []  # a copy that comes later is of the same text
    withdraw_correction(database, outcome.corrections[0].id or 0, by="李", judging=Judging(LATER, 60, rank))
    assert numbers(database) == [NUMBER]
    assert len(links(database)) == 3
    assert "new" not in tell(database, at=LATER + timedelta(hours=1))


def test_a_right_number_stays_through_a_newer_recogniser_and_a_new_version(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, NHC, notice("国卫办医函〔2025〕4号"))
    store(database, COPY, notice("国卫办医函〔2025〕4号", published="2025-02-19 18:00"), source_id="gihot")
    run(database)
    (before,) = policies(database)
    assert tell(database) == ["new"]
    put_right(database, NHC, {Kind.NUMBER: NUMBER, Kind.WRITTEN_ON: "2025-02-14"})
    monkeypatch.setattr(stage, "RECOGNISER_VERSION", stage.RECOGNISER_VERSION + 1)
    assert sum(recognise_pending(database, as_of=LATER, freshness_days=60, rank=rank).labels.values()) == 2
    changed = notice("国卫办医函〔2025〕4号").replace("180项", "190项")
    store(database, NHC, changed, at=LATER)
    run(database, at=LATER)
    (policy,) = policies(database)
    assert (policy.id, policy.number, policy.identity) == (before.id, NUMBER, f"number:{NUMBER}")
    assert policy.written_on == date(2025, 2, 14)
    assert "new" not in tell(database, at=LATER)


def test_a_number_that_was_only_cited_is_taken_away(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    put_right(
        database,
        NHC,
        {Kind.NUMBER: None, Kind.TITLE: "关于做好基层诊疗服务的通知", Kind.ISSUERS: "甲局、乙局"},
    )
    (policy,) = policies(database)
    assert (policy.number, policy.title, policy.issuers) == (
        None,
        "关于做好基层诊疗服务的通知",
        ["甲局", "乙局"],
    )


def test_a_page_becomes_a_policy_by_correction(database: Database) -> None:
    store(database, PORTAL, html("一图读懂诊疗提升行动", SENTENCES[2:]), source_id="portal")
    run(database)
    assert policies(database) == []
    with pytest.raises(CorrectionError, match="--policy"):
        put_right(database, PORTAL, {Kind.NUMBER: NUMBER})
    put_right(database, PORTAL, {Kind.IS_A_POLICY: "policy_document", Kind.NUMBER: NUMBER})
    assert numbers(database) == [NUMBER]
    with database.reading() as session:
        judged = session.exec(select(ArticleRecognition)).one()
    assert judged.label == "policy_document"
    assert {"rule": "correction 1", "evidence": "王：人工核对"} in judged.reasons


OTHER = "https://nhc.example/other"


def other(number: str) -> str:
    """A document with another text."""
    page = notice(number, title=TITLE.replace("基层诊疗服务", "社区用药安全"))
    return page.replace("检查检验结果互认", "家庭药箱清理").replace("床旁结算", "用药清单")


@pytest.mark.parametrize("first", [NHC, OTHER])
def test_two_pages_of_one_policy_are_joined_and_stay_joined(
    database: Database, monkeypatch: pytest.MonkeyPatch, first: str
) -> None:
    store(database, NHC, notice())
    store(database, OTHER, other("国卫办医函〔2025〕99号"), source_id="portal")
    run(database)
    assert len(policies(database)) == 2
    assert tell(database) == ["new", "new"]
    put_right(database, first, {Kind.SAME_AS: OTHER if first == NHC else NHC})
    for more in (0, 1, 2):
        monkeypatch.setattr(stage, "RECOGNISER_VERSION", stage.RECOGNISER_VERSION + more)
        run(database, at=LATER)
        assert numbers(database) == [NUMBER]
        assert links(database) == {(NHC, "is", NUMBER), (OTHER, "reposts", NUMBER)}
    assert "new" not in tell(database, at=LATER)


def test_a_page_set_apart_has_a_policy_of_its_own_for_good(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, NHC, notice())
    store(database, PORTAL, notice(published="2025-02-19 09:00"), source_id="portal")
    run(database)
    assert len(policies(database)) == 1
    outcome = put_right(database, PORTAL, {Kind.APART: None})
    for more in (0, 1):
        monkeypatch.setattr(stage, "RECOGNISER_VERSION", stage.RECOGNISER_VERSION + more)
        run(database, at=LATER)
        assert len(policies(database)) == 2
        with database.reading() as session:
            assert len(set(session.exec(select(StoryMember.story_id)))) == 2
    withdraw_correction(database, outcome.corrections[0].id or 0, by="王", judging=Judging(LATER, 60, rank))
    assert len(policies(database)) == 1
    assert links(database) == {(NHC, "is", NUMBER), (PORTAL, "reposts", NUMBER)}


def test_a_copy_by_its_story_cannot_take_the_original_away(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, html("一图看懂提升行动", SENTENCES[1:5]), source_id="gihot")
    run(database)
    with pytest.raises(CorrectionError, match=NHC):
        put_right(database, COPY, {Kind.NOT_A_POLICY: None})
    assert numbers(database) == [NUMBER]
    put_right(database, COPY, {Kind.APART: None, Kind.NOT_A_POLICY: None})
    assert links(database) == {(NHC, "is", NUMBER)}


def test_a_newer_correction_of_the_text_puts_the_older_out_of_force(database: Database) -> None:
    store(database, NHC, notice())
    store(database, COPY, notice(published="2025-02-19 18:00"), source_id="gihot")
    run(database)
    put_right(database, NHC, {Kind.NOT_A_POLICY: None})
    put_right(database, COPY, {Kind.IS_A_POLICY: "policy_document"})
    assert numbers(database) == [NUMBER]
    with database.reading() as session:
        assert [one.withdrawn_by for one in session.exec(select(Correction).order_by(Correction.id))] == [
            "王",
            None,
        ]


def test_a_correction_cut_off_before_its_effect_is_carried_out_by_the_next_pass(
    database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    store(database, NHC, notice())
    run(database)

    def cut(*_: object, **__: object) -> None:
        raise KeyboardInterrupt

    with monkeypatch.context() as patch:
        patch.setattr("flows.stages.correct.recognise_articles", cut)
        with pytest.raises(KeyboardInterrupt):
            put_right(database, NHC, {Kind.NOT_A_POLICY: None})
    run(database, at=LATER)
    assert policies(database) == []
