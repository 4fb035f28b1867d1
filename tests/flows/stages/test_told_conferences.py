"""A press conference on a policy is told beside its interpretations; other news of it is not."""

from __future__ import annotations

from datetime import timedelta

from models import Database
from tests.flows.stages.pages import NOW, TITLE, html, notice, store
from tests.flows.stages.recognised import NHC, PORTAL, last_digest, run, tell

NAMED = f"《{TITLE.removeprefix('国家卫生健康委办公厅')}》"


def news(title: str, about: str = NAMED) -> str:
    return html(
        title,
        [f"2月20日，国家卫生健康委介绍{about}有关情况。记者获悉，成效明显。"],
        published="2025-02-20 10:00",
    )


def test_a_press_conference_is_told_under_its_policy(database: Database) -> None:
    store(database, NHC, notice())
    run(database)
    assert tell(database) == ["new"]
    at = NOW + timedelta(hours=3)
    pages = (news("国家卫生健康委举行基层诊疗专题新闻发布会"), news("基层诊疗服务提升行动成效明显"))
    for n, page in enumerate((*pages, news("国家卫生健康委举行流感防控新闻发布会", "流感防控"))):
        store(database, f"{PORTAL}{n}", page, source_id="portal", at=at)
    run(database, at=at)
    assert tell(database, at=at + timedelta(hours=1)) == ["interpreted"]
    (group,) = last_digest(database).data["related"]
    assert [one["title"]["text"] for one in group["articles"]] == ["国家卫生健康委举行基层诊疗专题新闻发布会"]
    assert group["articles"][0]["relation"] == "报道"
