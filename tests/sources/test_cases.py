"""Each source with a known list has a case: its rows are found with its selectors and, alone, by structure."""

from __future__ import annotations

from pathlib import Path
from typing import Any
from urllib.parse import urljoin

import pytest
import yaml
from lxml import html as tree

import seeds
from crawlers.listing import ListHints, ListPage, read_list
from crawlers.registry import load_registry
from crawlers.source import Family, Source
from crawlers.spiders.hanweb_query import read_query
from crawlers.spiders.static_list import numbered
from tests.crawlers.conftest import AS_OF

REGISTRY = load_registry(Path(seeds.__file__).parent / "sources")
CASES: dict[str, dict[str, Any]] = yaml.safe_load(Path(__file__).with_name("cases.yaml").read_text("utf-8"))
#: Families whose answers are no pages: test_families.py and the sample site hold their cases.
_NO_PAGE = (Family.JSON_LIST, Family.FEED, Family.GKMLPT)
TITLES = (
    "关于印发云岭省基层卫生服务能力提升行动方案的通知",
    "云岭省卫生健康委员会关于开展春季传染病防治督导的通知",
    "关于公布第三批老年友善医疗机构名单的公告",
    "关于做好重点人群家庭医生签约服务工作的指导意见",
    "云岭省召开全省中医药传承创新发展推进会",
    "关于征求《医疗机构消毒管理办法》意见的函",
)


def page_of(case: dict[str, Any]) -> tuple[str, list[tuple[str, str, int]]]:
    """The list page of a case, and (href, title, day) of its rows."""
    rows = [
        (case["href"].format(n=7310 + 7 * number, d=f"{28 - 2 * number:02d}"), title, 28 - 2 * number)
        for number, title in enumerate(TITLES)
    ]
    filled = "".join(
        case["row"].format(href=href, title=title, day=f"2026-03-{day:02d}") for href, title, day in rows
    )
    wrapped = case["wrap"].replace("{rows}", filled)
    foot = '<p class="foot"><a href="/gywm/">关于我们</a> <a href="/wzdt/">网站地图</a></p>'
    return (
        f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{wrapped}{foot}</body></html>',
        rows,
    )


def first_column(source: Source) -> str:
    return source.columns[0].url


def said(page: ListPage) -> list[tuple[str, str]]:
    return [(row.url, row.title) for row in page.rows]


@pytest.mark.parametrize("source", REGISTRY, ids=lambda source: source.id)
def test_each_source_with_lists_has_a_case_or_says_that_it_is_unverified(source: Source) -> None:
    if source.columns and source.family not in _NO_PAGE:
        assert (source.id in CASES) != source.unverified


@pytest.mark.parametrize("source_id", CASES)
@pytest.mark.parametrize("hinted", [True, False])
def test_the_rows_of_a_case(source_id: str, hinted: bool) -> None:
    source, case = REGISTRY.get(source_id), CASES[source_id]
    html, rows = page_of(case)
    url, by = first_column(source), source.hints.list
    hints = ListHints(by.row, by.link, by.title, by.date) if by and hinted else None
    page = read_list(html.encode(), url, fetched_at=AS_OF, hints=hints)
    assert said(page) == [(urljoin(url, href), title) for href, title, _ in rows]
    if "{day}" in case["row"]:
        assert [row.published_on.day if row.published_on else None for row in page.rows] == [
            d for *_, d in rows
        ]


@pytest.mark.parametrize("source_id", [name for name, case in CASES.items() if "second" in case])
def test_the_second_page_of_a_case(source_id: str) -> None:
    source = REGISTRY.get(source_id)
    url, rule = first_column(source), source.pagination
    assert rule is not None
    assert rule.page is not None
    assert numbered(url, rule.page, rule.first) == urljoin(url, CASES[source_id]["second"])


@pytest.mark.parametrize(
    "source_id", [name for name in CASES if (h := REGISTRY.get(name).hints.list) and h.row]
)
def test_the_selector_finds_the_rows_and_nothing_else(source_id: str) -> None:
    by = REGISTRY.get(source_id).hints.list
    assert by is not None
    assert by.row is not None
    assert len(tree.fromstring(page_of(CASES[source_id])[0]).cssselect(by.row)) == len(TITLES)


def test_what_a_shell_says_of_its_query() -> None:
    shell = 'loadPageData({current:1,unitid:"9",webSiteCode:["wjw"],channelCode:["tzgg"],perPage:15})'
    assert read_query(shell) == {
        "pageSize": "15",
        "webSiteCode[]": "wjw",
        "channelCode[]": "tzgg",
        "unitid": "9",
    }
    assert read_query("<html></html>") is None
