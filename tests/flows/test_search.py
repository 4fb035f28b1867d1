"""``jianbao policies`` on the screen and in files: crawled text is never a formula, Chinese opens in Excel."""

from __future__ import annotations

import csv
from datetime import date
from pathlib import Path

import pytest
from openpyxl import load_workbook

from flows.commands.search import show_policies
from flows.errors import FlowError
from models import Database, PolicyCommitment
from tests.models.test_search import DOCUMENTS, put


@pytest.fixture
def filled(database: Database) -> Database:
    with database.session() as session:
        for document in DOCUMENTS:
            put(session, *document)
        formula = put(session, None, '=HYPERLINK("http://x.example","透析")', ["@云岭省"], None, "-1+1")
        promise = "+11月底前完成"
        session.add(PolicyCommitment(policy_id=formula, position=0, sentence=promise, force="must"))
    return database


@pytest.mark.parametrize("spelling", ["国卫办医函[2025]第041号", "国卫办医函 〔2025〕 41 号"])
def test_a_number_is_found_in_any_spelling(
    filled: Database, spelling: str, capsys: pytest.CaptureFixture[str]
) -> None:
    show_policies(filled, spelling, csv="-")
    rows = list(csv.reader(capsys.readouterr().out.removeprefix("\ufeff").splitlines()))
    assert [row[1] for row in rows[1:]] == ["国卫办医函〔2025〕41号", "云卫发〔2025〕41号"]


def test_the_sheets(filled: Database, tmp_path: Path) -> None:
    show_policies(filled, "透析", csv=str(tmp_path / "a.csv"), xlsx=tmp_path / "a.xlsx")
    data = (tmp_path / "a.csv").read_bytes()
    assert data.startswith(b"\xef\xbb\xbf")
    rows = list(csv.reader(data.decode("utf-8-sig").splitlines()))
    assert len(rows) == 5
    assert all(cell[:1] not in ("=", "+", "-", "@") for row in rows for cell in row)
    book = load_workbook(tmp_path / "a.xlsx")
    assert book.sheetnames == ["文件", "页面", "任务"]
    cells = [cell for sheet in book for row in sheet.iter_rows() for cell in row]
    assert not [cell for cell in cells if cell.data_type == "f"]
    assert "'+11月底前完成" in [cell.value for cell in cells]
    assert date(2025, 2, 13) in [one.value.date() for one in book["文件"]["G"] if hasattr(one.value, "date")]


def test_an_unknown_status_and_an_unwritable_file_are_named(filled: Database, tmp_path: Path) -> None:
    with pytest.raises(FlowError, match="in_force"):
        show_policies(filled, "", status="有效吗")
    with pytest.raises(FlowError, match="没有这样的目录"):
        show_policies(filled, "", csv=str(tmp_path / "没有这样的目录" / "a.csv"))
