"""What a text says of itself."""

from __future__ import annotations

import pytest

from cleaners.stories.prepared import headings_and_items, history_of, own_number, prepare
from tests.cleaners.stories.texts import NOTICE, TITLE


@pytest.mark.parametrize(
    ("title", "lines", "number"),
    [
        ("", ["关于做好防治工作的通知", "青卫疾控函[2031]18号", "各市:"], "青卫疾控函2031.18"),
        ("《关于规范市场的通知》安政办发[2031]59号", [], "安政办发2031.59"),
        ("", ["关于防治的通知 青卫函 [2031]第18号 各市卫生健康委:"], "青卫函2031.18"),
        ("", ["为落实要求(青卫函[2031]18号),现通知如下。"], None),
        ("", ["本通知自青卫函[2031]18号印发之日起施行。"], None),
    ],
)
def test_the_number_that_is_its_own(title: str, lines: list[str], number: str | None) -> None:
    assert own_number(title, lines) == number


def test_the_history_of_a_law() -> None:
    lines = [
        "青川省公共卫生条例",
        "2019年3月1日 青川省人民代表大会常务委员会通过",
        "(根据2024年6月7日《关于修改条例的决定》修正)",
        "2031年1月5日,省政府印发了公布的规划。",
    ]
    assert history_of(lines) == ["2019-03-01", "2024-06-07"]


def test_items_are_marked_lines() -> None:
    headings, items = headings_and_items(
        ["1. 安宁市启用新院区", "全市新增床位八百张。", "■ 临水市启动健身月"]
    )
    assert {"安宁市启用新院区", "临水市启动健身月", "全市新增床位八百张"} <= set(headings)
    assert {"安宁市启用新院区", "临水市启动健身月"} <= set(items)
    assert "全市新增床位八百张" not in items


def test_marks_of_a_text() -> None:
    assert prepare(NOTICE[:200] + "……[详细]", TITLE).cut
    assert not prepare(NOTICE, TITLE).cut
    assert prepare("更正:" + NOTICE).corrects
    assert prepare(NOTICE).number == "青卫疾控函2031.18"
    assert prepare("國務院辦公廳關於加強藥品監督的通知").traditional
