"""One line of date, source and author: what it says, and which lines are none."""

from __future__ import annotations

from datetime import datetime

import pytest

from cleaners.dates import CHINA
from cleaners.pages.facts import read_byline
from cleaners.pages.lines import BORDER

FETCHED = datetime(2025, 12, 20, 9, 0, tzinfo=CHINA)


@pytest.mark.parametrize(
    ("line", "source", "when"),
    [
        ("人民日报·2026-02-11 06:22", "人民日报", "2026-02-11 06:22"),
        ("健康 2025-01-07 17:19 山东", "健康", "2025-01-07 17:19"),
        (
            "发布时间：2024-05-17 10:41 来源：市卫生健康委 浏览次数：12 【字体：大 中 小】",
            "市卫生健康委",
            "2024-05-17 10:41",
        ),
        ("来源：某某日报 发布日期：2024/7/9", "某某日报", "2024-07-09 00:00"),
        ("信 息 来 源：市 疾控中心 日期：2021- 08- 16", "市 疾控中心", "2021-08-16 00:00"),
        ("(来源：某省卫生健康委)某某网——每天关注", "某省卫生健康委", None),
        ("2004年7月16日08:19 [ 王某 ] 来源：[某某金融报]", "某某金融报", "2004-07-16 08:19"),
        ("发表于2005年09月07日 11:57", None, "2005-09-07 11:57"),
        ("本帖由大山于2005年8月12日16:12:21在论坛发表", "大山", "2005-08-12 16:12"),
        ("http://news.example.com 2005年03月31日03:18", None, "2005-03-31 03:18"),
    ],
)
def test_what_a_byline_says(line: str, source: str | None, when: str | None) -> None:
    byline = read_byline(line)
    assert byline is not None
    if line.startswith("本帖"):
        assert byline.labelled
    else:
        assert byline.source_name == source
    assert (byline.when.strftime("%Y-%m-%d %H:%M") if byline.when else None) == when


@pytest.mark.parametrize(
    "line",
    [
        "2024年5月1日，市卫生健康委召开全市基层卫生工作会议，部署下一阶段任务。",
        "（2007年6月29日第十届代表大会常务委员会第二十八次会议通过）",
        "成文日期：2024-05-23",
        "数据来源：某统计年鉴",
        "通知公告",
        "",
    ],
)
def test_other_lines_are_no_bylines(line: str) -> None:
    assert read_byline(line) is None


def test_the_name_ends_with_the_element_it_stands_in() -> None:
    line = BORDER.join(["2021-02-18 07:02:10 来源:", "某某号", "举报", "0", "分享至"])
    byline = read_byline(line)
    assert byline is not None
    assert byline.source_name == "某某号"
    assert byline.time_known


def test_an_empty_source_label_is_seen_as_such() -> None:
    byline = read_byline("来源： | 发布时间: 2018-05-17 | 浏览次数:")
    assert byline is not None
    assert byline.names_source
    assert byline.source_name is None
    assert not byline.time_known


def test_an_organ_keeps_its_closing_bracket() -> None:
    byline = read_byline("来源：开发区党委宣传部（文化和旅游局） 日期：2020-11-13")
    assert byline is not None
    assert byline.source_name == "开发区党委宣传部(文化和旅游局)"


def test_authors_and_reporters() -> None:
    labelled = read_byline("来源：某报 作者：张三丰 2024-01-02")
    assert labelled is not None
    assert labelled.author == "张三丰"
    reporter = read_byline("某参考报 | 记者 李四 | 2024-01-02")
    assert reporter is not None
    assert (reporter.source_name, reporter.author) == ("某参考报", "李四")


def test_relative_times_only_against_the_fetch_time() -> None:
    assert read_byline("10个月前 来源： 观看:366", None) is not None
    assert read_byline("10个月前 来源： 观看:366", None).when is None  # type: ignore[union-attr]
    against = read_byline("10个月前 来源： 观看:366", FETCHED)
    assert against is not None
    assert against.when == datetime(2025, 2, 20, tzinfo=CHINA)
    assert not against.time_known
    yesterday = read_byline("昨天 09:30 某某社", FETCHED)
    assert yesterday is not None
    assert yesterday.when == datetime(2025, 12, 19, 9, 30, tzinfo=CHINA)


def test_a_publication_label_beats_an_update_label() -> None:
    byline = read_byline("更新时间：2024-03-01 发布时间：2024-01-05 08:00")
    assert byline is not None
    assert byline.when == datetime(2024, 1, 5, 8, 0, tzinfo=CHINA)
    assert not byline.updated
