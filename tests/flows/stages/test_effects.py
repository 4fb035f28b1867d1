"""A document that ends or changes another one: whichever comes first, both say so; taken back, nothing is left."""

from __future__ import annotations

from datetime import timedelta

import pytest

from flows.stages.effects import end_what_is_due
from models import Database
from models.families import policy_family
from tests.flows.stages.pages import NOW, SENTENCES, html, notice, store
from tests.flows.stages.recognised import NHC, last_digest, links, policies, run, tell

OLD_TITLE = "国家卫生健康委关于印发基层巡诊管理暂行办法的通知"
OLD_NUMBER, NEW_NUMBER = "国卫基层发〔2016〕12号", "国卫基层发〔2025〕9号"
ENDS = f"本办法自2025年2月15日起施行，《关于印发基层巡诊管理暂行办法的通知》（{OLD_NUMBER}）同时废止。"
SIGNED = ("国家卫生健康委", "2025年2月13日")


def old(number: str | None = OLD_NUMBER) -> str:
    first = (number,) if number else ()
    return html(OLD_TITLE, (*first, *SENTENCES, "国家卫生健康委", "2016年5月4日"), published="2016-05-06")


def new(sentence: str = ENDS) -> str:
    text = (NEW_NUMBER, *SENTENCES[:4], sentence, *SIGNED)
    return html("国家卫生健康委关于印发基层巡诊管理办法的通知", text)


def state(database: Database) -> dict[str, str]:
    return {str(one.number): one.status for one in policies(database)}


@pytest.mark.parametrize("order", [(old, new), (new, old)])
def test_whichever_comes_first_the_old_one_is_ended(database: Database, order) -> None:
    for n, page in enumerate(order):
        store(database, f"{NHC}{n}", page(), at=NOW + timedelta(minutes=n))
        run(database, at=NOW + timedelta(minutes=n))
    assert (NEW_NUMBER, "abolishes", OLD_NUMBER) in links(database)
    assert state(database)[OLD_NUMBER] == "replaced"  # by a document of the same series
    with database.reading() as session:
        before, after = sorted(policies(database), key=lambda one: str(one.written_on))
        assert [one.shown for one in policy_family(session, after).effects] == [
            f"《关于印发基层巡诊管理暂行办法的通知》（{OLD_NUMBER}）"
        ]
        relatives = policy_family(session, before).relatives
        assert (False, "abolishes") in [(one.outgoing, one.relation.value) for one in relatives]


def test_a_day_that_has_not_come_is_waited_for(database: Database) -> None:
    store(database, f"{NHC}0", old())
    store(database, f"{NHC}1", new(ENDS.replace("2月15日", "5月1日")))
    run(database)
    stated = policies(database)[0].stated_status
    assert state(database)[OLD_NUMBER] == stated != "abolished"
    with database.session() as session:
        assert end_what_is_due(session, NOW + timedelta(days=60)) == 0
        assert end_what_is_due(session, NOW + timedelta(days=90)) == 1
    assert state(database)[OLD_NUMBER] == "replaced"


def test_what_another_document_ends_is_abolished(database: Database) -> None:
    store(database, f"{NHC}0", old())
    store(database, f"{NHC}1", new().replace("印发基层巡诊管理办法", "进一步规范乡村医疗服务"))
    run(database)
    assert state(database)[OLD_NUMBER] == "abolished"


def test_when_the_text_is_put_right_the_old_one_lives(database: Database) -> None:
    store(database, f"{NHC}0", old())
    store(database, f"{NHC}1", new())
    run(database)
    at = NOW + timedelta(hours=2)
    store(database, f"{NHC}1", new("本办法自2025年2月15日起施行，由国家卫生健康委负责解释。"), at=at)
    run(database, at=at)
    assert state(database)[OLD_NUMBER] == policies(database)[0].stated_status
    assert not [one for one in links(database) if one[1] == "abolishes"]


def test_a_part_that_ends_is_an_amendment(database: Database) -> None:
    store(database, f"{NHC}0", old())
    sentence = f"《关于印发基层巡诊管理暂行办法的通知》（{OLD_NUMBER}）第三条、第五条同时废止。"
    store(database, f"{NHC}1", new(sentence))
    run(database)
    assert state(database)[OLD_NUMBER] == "amended"


def test_a_later_or_another_places_document_of_that_title_is_not_ended(database: Database) -> None:
    title_only = ENDS.replace(f"（{OLD_NUMBER}）", "")
    elsewhere = old(None).replace("国家卫生健康委", "青岭省卫生健康委员会")
    store(database, f"{NHC}0", elsewhere, source_id="hebei")
    store(database, f"{NHC}1", new(title_only))
    store(
        database,
        f"{NHC}2",
        old(None).replace("2016年5月4日", "2025年2月14日").replace("2016-05-06", "2025-02-15"),
    )
    run(database)
    assert len(policies(database)) == 3
    assert not [one for one in links(database) if one[1] == "abolishes"]


def test_a_bulletin_says_what_ends(database: Database) -> None:
    store(database, NHC, new())
    run(database)
    assert tell(database) == ["new"]
    said = f"废止《关于印发基层巡诊管理暂行办法的通知》（{OLD_NUMBER}）"
    assert said in last_digest(database).data["new"][0]["related"]


def test_a_notice_without_effects_has_none(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    with database.reading() as session:
        assert policy_family(session, policies(database)[0]).effects == []
