"""Clauses, and the few hashes by which a cut copy finds its original."""

from __future__ import annotations

import pytest

from cleaners.stories.clauses import HASHES, clause_hashes, clauses_of, is_marked, without_list_mark

TEXT = [
    f"第{n}项工作由责任单位{chr(0x4E00 + 37 * n)}局牵头负责，经办科室{chr(0x5E00 + 41 * n)}处配合落实。"
    for n in range(60)
]


def test_clauses_have_their_numbers_bracketed() -> None:
    assert clauses_of(["二、新增病例15例，治愈1.5例。"]) == ["新增病例<15>例", "治愈<1.5>例"]
    assert clauses_of(["会议于17:30开始"]) == ["会议于<17.30>开始"]


@pytest.mark.parametrize("mark", ["一、", "(三)", "4.", "4. ", "4.1 ", "12、", "[四]", "二是"])
def test_copies_number_anew(mark: str) -> None:
    assert without_list_mark(f"{mark}优化政策") == "优化政策"
    assert is_marked(f"{mark}优化政策")


@pytest.mark.parametrize("line", ["2 月 7 日通报", "1.5亿元", "2 例死亡", "十九大报告", "2031年规划"])
def test_figures_at_a_lines_beginning_are_no_list_marks(line: str) -> None:
    assert without_list_mark(line) == line


def test_hashes_are_few_and_unsigned() -> None:
    hashes = clause_hashes(clauses_of(TEXT))
    assert len(hashes) == len(set(hashes)) == HASHES
    assert all(0 <= value < 1 << 64 for value in hashes)


@pytest.mark.parametrize("kept", [slice(0, 4), slice(0, 30), slice(6, 60), slice(0, 60, 2)])
def test_a_copy_shares_hashes_with_its_original(kept: slice) -> None:
    assert set(clause_hashes(clauses_of(TEXT[kept]))) & set(clause_hashes(clauses_of(TEXT)))


def test_a_text_of_short_clauses_still_has_hashes_and_an_empty_one_none() -> None:
    assert len(clause_hashes(["新增确诊", "无新增疑似", "短"])) == 2
    assert clause_hashes([]) == []
