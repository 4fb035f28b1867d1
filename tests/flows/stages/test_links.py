"""Pages and policies that speak of policies: interpretations, what carries them out, editions of a series."""

from __future__ import annotations

from models import (
    Database,
)
from tests.flows.stages.pages import NUMBER, TITLE, html, notice, store
from tests.flows.stages.recognised import NHC, links, policies, run


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
