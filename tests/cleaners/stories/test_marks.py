"""What a site stamps into a text goes; what a text repeats stays."""

from __future__ import annotations

import time

import pytest

from cleaners.stories.marks import without_citations, without_cut, without_site_marks

PARAGRAPHS = ["入冬以来流感活动水平上升。", "各地要加强监测,每日报告。", "现就有关事项通知如下。"]


@pytest.mark.parametrize(
    "mark",
    [
        "qwe每日健康播报jkbb-site.com",
        "(转自:青川民生网)",
        "kzt[卫生快线]www.wskx.org",
        "rtyy本文转自卫生监督在线",
    ],
)
def test_an_ending_that_paragraphs_share_is_a_sites_mark(mark: str) -> None:
    assert without_site_marks([line + mark for line in PARAGRAPHS]) == PARAGRAPHS


@pytest.mark.parametrize("mark", ["[健康头条]", "xkd每日健康播报jkbb-site.com"])
def test_a_beginning_that_paragraphs_share_is_a_sites_mark(mark: str) -> None:
    assert without_site_marks([mark + line for line in PARAGRAPHS]) == PARAGRAPHS


def test_a_single_paragraph_loses_a_mark_with_an_address() -> None:
    assert without_site_marks(["新增确诊病例3例。qwe每日健康播报jkbb-site.com"]) == ["新增确诊病例3例。"]


def test_a_credit_at_the_end_of_a_line_goes_and_the_line_stays() -> None:
    assert without_site_marks(["新增确诊病例3例(文章来源:民生健康网)"]) == ["新增确诊病例3例"]


def test_a_clause_that_every_case_of_a_bulletin_ends_with_stays() -> None:
    cases = [f"患者{n},男,{40 + n}岁,现在定点医疗机构隔离治疗。" for n in range(1, 6)]
    assert without_site_marks(cases) == cases


def test_citation_numbers_go_and_years_in_brackets_stay() -> None:
    assert without_citations("新增8例 [2]。累计149例[注3],见[2031]18号") == "新增8例。累计149例,见[2031]18号"


@pytest.mark.parametrize(
    ("line", "kept", "cut"),
    [
        ("累计密切接触者24......[详细]", "累计密切接触者24", True),
        ("累计密切接触者24[展开剩余70%]", "累计密切接触者24", True),
        ("累计密切接触者24例(点击查看全文)", "累计密切接触者24例", True),
        ("坚持房住不炒......不动摇。", "坚持房住不炒......不动摇。", False),
        ("以上通知(全文见附件)印发给你们。", "以上通知(全文见附件)印发给你们。", False),
    ],
)
def test_read_more_ends(line: str, kept: str, cut: bool) -> None:
    assert without_cut(line) == (kept, cut)


def test_a_wall_of_dots_is_read_in_linear_time() -> None:
    started = time.process_time()
    without_cut("." * 60_000 + "x" * 200)
    assert time.process_time() - started < 5  # a quadratic pattern takes minutes
