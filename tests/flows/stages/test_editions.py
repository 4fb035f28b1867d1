"""Editions of a series that pages report without a title, linked whichever came first."""

from __future__ import annotations

from datetime import timedelta

import pytest

from models import Database
from tests.flows.stages.pages import NOW, NUMBER, html, notice, store
from tests.flows.stages.recognised import NHC, links, policies, run

REPORT = "https://portal.example/report"


def report(year: int, body: str = "国家卫生健康委办公厅") -> str:
    told = (
        f"{body}近日发布通知，决定在{year}年继续在全国开展基层诊疗服务提升行动，有关举措共十项。",
        "记者了解到，今年各地互认项目将超过260项，群众看病更方便。",
    )
    return html("看病更方便！十项举措来了", told, published=f"{year}-02-19 09:00", source="健康日报")


@pytest.mark.parametrize("report_first", [True, False])
def test_a_report_of_the_coming_edition_is_linked_to_the_last_one(
    database: Database, report_first: bool
) -> None:
    pages = [(REPORT, report(2026), "portal"), (NHC, notice(), "nhc")]
    for url, page, source in pages if report_first else reversed(pages):
        store(database, url, page, source_id=source)
        run(database, at=NOW + timedelta(days=370))
    assert len(policies(database)) == 1
    assert links(database) == {(NHC, "is", NUMBER), (REPORT, "next_edition", NUMBER)}


def test_a_report_of_the_same_year_reports_the_edition(database: Database) -> None:
    store(database, NHC, notice())
    store(database, REPORT, report(2025), source_id="portal")
    run(database)
    assert links(database) == {(NHC, "is", NUMBER), (REPORT, "reports", NUMBER)}


def test_another_body_of_another_place_continues_no_national_series(database: Database) -> None:
    store(database, NHC, notice())
    store(database, REPORT, report(2026, "河北省卫生健康委"), source_id="portal")
    run(database)
    assert links(database) == {(NHC, "is", NUMBER)}
