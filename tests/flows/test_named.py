"""``jianbao policies --known-by-name`` and the files of ``jianbao policy``."""

from __future__ import annotations

import csv
import json
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.commands.named import show_named_only
from flows.commands.policies import show_policy
from flows.errors import FlowError
from models import Database
from models.named import named_only
from tests.flows.stages.pages import NUMBER, SENTENCES, html, notice, store
from tests.flows.stages.recognised import COPY, NHC, PORTAL, policies, run

ROUND_UP = html(
    "2025年2月基层卫生政策一览",
    [
        "记者梳理了2月以来发布的政策文件，供读者参考。",
        "1.《关于开展2025年基层诊疗服务提升行动的通知》提出，互认项目超过180项。",
        "2.《关于加强山区巡回医疗工作的指导意见》（国卫基层发〔2025〕3号）提出，每个山区县设立巡回医疗队。",
        "3.《=村卫生室药品配备目录管理办法》明确了配备目录的调整程序。",
    ],
    source="健康网",
)
FOLLOW_UP = html(
    "山区巡回医疗有新规", ["记者获悉，《关于加强山区巡回医疗工作的指导意见》近日印发。"], source="健康网"
)


@pytest.fixture
def filled(database: Database) -> Database:
    store(database, NHC, notice())
    store(database, COPY, notice().replace("180项", "180项").replace(SENTENCES[-1], ""), source_id="gihot")
    store(database, PORTAL, ROUND_UP, source_id="portal")
    store(database, f"{PORTAL}2", FOLLOW_UP, source_id="portal")
    run(database)
    return database


def test_what_is_named_and_was_never_seen(filled: Database) -> None:
    with filled.reading() as session:
        found = named_only(session)
        assert [(one.title, one.number, one.pages) for one in found] == [
            ("关于加强山区巡回医疗工作的指导意见", "国卫基层发〔2025〕3号", 2),
            ("=村卫生室药品配备目录管理办法", None, 1),
        ]
        assert found[0].page.url == PORTAL
        assert [one.title for one in named_only(session, "巡回")] == [found[0].title]
        assert [one.title for one in named_only(session, "国卫基层发")] == [found[0].title]
    assert len(policies(filled)) == 1


def test_when_it_comes_it_is_known_by_name_no_more(filled: Database) -> None:
    text = ["国卫基层发〔2025〕3号", *SENTENCES, "国家卫生健康委", "2025年2月10日"]
    store(filled, f"{NHC}2", html("关于加强山区巡回医疗工作的指导意见", text))
    run(filled)
    with filled.reading() as session:
        assert [one.title for one in named_only(session)] == ["=村卫生室药品配备目录管理办法"]


def test_the_list_as_files(filled: Database, tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    show_named_only(filled, "", csv="-", xlsx=tmp_path / "named.xlsx")
    rows = list(csv.reader(capsys.readouterr().out.removeprefix("\ufeff").splitlines()))
    assert [row[0] for row in rows[1:3]] == [
        "关于加强山区巡回医疗工作的指导意见",
        "'=村卫生室药品配备目录管理办法",
    ]
    assert load_workbook(tmp_path / "named.xlsx")["仅知其名"].max_row == 3
    show_named_only(filled, "", as_json=True)
    assert json.loads(capsys.readouterr().out)[0]["named_by"]["url"] == PORTAL


def test_a_family_as_files(filled: Database, tmp_path: Path) -> None:
    show_policy(filled, NUMBER, csv=str(tmp_path / "one.csv"), xlsx=tmp_path / "one.xlsx")
    rows = list(csv.reader((tmp_path / "one.csv").read_bytes().decode("utf-8-sig").splitlines()))
    kinds = [row[0] for row in rows[1:]]
    assert kinds[0] == "文件"
    assert {"页面", "任务"} <= set(kinds)
    book = load_workbook(tmp_path / "one.xlsx")
    assert book.sheetnames == ["文件", "页面", "任务", "相关文件", "版本"]
    assert ("文号", NUMBER) in list(book["文件"].values)
    assert {row[0] for row in book["页面"].values} >= {"原文", "转载", "报道"}
    with pytest.raises(FlowError, match="无法写入"):
        show_policy(filled, NUMBER, xlsx=tmp_path / "none" / "one.xlsx")


def test_the_page_of_a_family_says_what_a_copy_did(
    filled: Database, capsys: pytest.CaptureFixture[str]
) -> None:
    from flows.stages.copies import compare_copies

    compare_copies(filled)
    show_policy(filled, NUMBER)
    said = capsys.readouterr().out
    assert "改动：删去 1 段" in said
    assert "unknown" not in said
