"""The disclosure card in its layouts; all cards invented."""

from __future__ import annotations

import pytest

from cleaners.pages.blocks import read_blocks
from cleaners.pages.facts.card import Card, read_card
from cleaners.pages.tree import parse_page

EXPECTED = {
    "索引号": "000014349/2025-00018",
    "发文字号": "某卫发〔2025〕3号",
    "成文日期": "2025-02-13",
    "发布机构": "某市卫生健康委员会",
}


def card(html: str) -> Card:
    return read_card(read_blocks(parse_page(html).root).visual)


LAYOUTS = {
    "cells": (
        "<table><tr><td>索 引 号：</td><td>000014349/2025-00018</td><td>发文字号：</td><td>某卫发〔2025〕3号</td></tr>"
        "<tr><td>成文日期：</td><td>2025-02-13</td><td>发布机构：</td><td>某市卫生健康委员会</td></tr></table>"
    ),
    "colon in its own cell": (
        "<table><tr><td><span>索引号</span> </td><td>：</td><td>000014349/2025-00018</td></tr>"
        "<tr><td><span>发文字号</span> ：</td><td>某卫发〔2025〕3号</td></tr>"
        "<tr><td><span>成文日期</span> ：</td><td>2025-02-13</td></tr>"
        "<tr><td>发布机构：</td><td>某市卫生健康委员会</td></tr></table>"
    ),
    "strong and text": (
        "<div class='row'><div><strong>索引号：</strong>000014349/2025-00018</div>"
        "<div><strong>发文字号：</strong>某卫发〔2025〕3号</div>"
        "<div><strong>成文日期：</strong>2025-02-13</div><div><strong>发布机构：</strong>某市卫生健康委员会</div></div>"
    ),
    "span pairs": (
        "<div><span>索引号：</span><span>000014349/2025-00018</span><span>发文字号：</span><span>某卫发〔2025〕3号</span></div>"
        "<div><span>成文日期：</span><span>2025-02-13</span><span>发布机构：</span><span>某市卫生健康委员会</span></div>"
    ),
    "label and paragraph in one item": (
        "<ul><li><span>索引号：</span><p>000014349/2025-00018</p></li><li><label>发文字号：</label><div>某卫发〔2025〕3号</div></li>"
        "<li><span>成文日期：</span><p>2025-02-13</p></li><li><span>发布机构：</span><p>某市卫生健康委员会</p></li></ul>"
    ),
    "words without a colon": (
        "<table><tr><td><p>索引号</p></td><td>000014349/2025-00018</td><td><p><span>发</span>文字号</p></td><td>某卫发〔2025〕3号</td></tr>"
        "<tr><td><p>成文日期</p></td><td>2025-02-13</td><td><p>发布机构</p></td><td>某市卫生健康委员会</td></tr></table>"
    ),
}


@pytest.mark.parametrize("layout", LAYOUTS)
def test_layouts(layout: str) -> None:
    html = f"<body>{LAYOUTS[layout]}<h1>关于开展某项工作的通知</h1><p>正文</p></body>"
    assert card(html).pairs == EXPECTED


def test_empty_cells_and_template_remains_are_left_out() -> None:
    html = (
        "<table><tr><td>索引号：</td><td>123/2024-1</td><td>文 号：</td><td></td></tr>"
        "<tr><td>政策层级分类：</td><td>meta_695767_2</td><td>主题分类：</td><td>卫生</td></tr>"
        "<tr><td>有效性：</td><td>{{status}}</td><td>废止日期：</td><td>无</td></tr></table>"
    )
    assert card(html).pairs == {"索引号": "123/2024-1", "主题分类": "卫生"}


def test_an_unknown_label_inside_the_card_is_read() -> None:
    html = (
        "<table><tr><td>索引号：</td><td>123/2024-1</td></tr><tr><td>法定主动公开分类：</td><td>其他</td></tr>"
        "<tr><td>发布机构：</td><td>市卫生健康委</td></tr></table>"
    )
    assert card(html).pairs["法定主动公开分类"] == "其他"


def test_a_second_copy_for_phones_is_merged() -> None:
    html = LAYOUTS["cells"] + LAYOUTS["span pairs"]
    assert card(html).pairs == EXPECTED


def test_the_line_under_the_headline_is_no_card() -> None:
    html = "<h1>关于某事的通知</h1><div>发布日期：2024-01-02 信息来源：市卫生健康委 浏览次数：3</div><p>主题：健康</p>"
    assert card(html).pairs == {}


def test_labels_of_the_byline_do_not_join_the_card() -> None:
    html = (
        LAYOUTS["cells"]
        + "<div>关于开展某项重点专项工作的通知</div><div>发布时间：2025-02-20 信息来源：市疾控中心</div>"
    )
    assert card(html).pairs == EXPECTED


def test_the_cards_table_is_named_so_that_the_body_can_leave_it_out() -> None:
    found = card(f"<body><div class='c'>{LAYOUTS['cells']}</div><p>{'正文很长。' * 60}</p></body>")
    assert len(found.nodes) == 1
    assert found.nodes[0].tag in ("table", "div")
    assert "正文" not in found.nodes[0].text_content()


def test_a_card_in_the_bodys_own_table_names_only_its_rows() -> None:
    html = (
        "<table><tr><td>索引号：</td><td>123/2024-1</td></tr><tr><td>文号：</td><td>某卫〔2024〕1号</td></tr>"
        f"<tr><td colspan=2><div><p>{'正文很长。' * 60}</p></div></td></tr></table>"
    )
    assert all("正文" not in node.text_content() for node in card(html).nodes)


def test_a_list_with_such_columns_is_no_card() -> None:
    rows = "".join(
        f"<tr><td>{n}/2024</td><td>关于第{n}项工作安排的通知</td><td>某卫〔2024〕{n}号</td></tr>"
        for n in range(1, 4)
    )
    assert card(f"<table><tr><th>索引号</th><th>名称</th><th>文号</th></tr>{rows}</table>").pairs == {}


def test_an_unknown_label_at_the_cards_end_is_read() -> None:
    html = (
        "<ul><li>索引号：000014349/2025-00018</li><li>成文日期：2025-02-13</li><li>信息时效期：2030-02-13</li></ul>"
        "<ul><li>联系人：李某</li></ul>"
    )
    assert card(html).pairs == {
        "索引号": "000014349/2025-00018",
        "成文日期": "2025-02-13",
        "信息时效期": "2030-02-13",
    }


def test_the_card_of_a_law_database() -> None:
    html = (
        "<table><tr><td>【法规类别】</td><td>医疗机构</td><td>【发文字号】</td><td>某省人大常委会公告第45号</td></tr>"
        "<tr><td>【颁布时间】</td><td>2021-11-26</td><td>【实施时间】</td><td>2022-03-01</td></tr></table>"
    )
    assert card(html).pairs == {
        "法规类别": "医疗机构",
        "发文字号": "某省人大常委会公告第45号",
        "颁布时间": "2021-11-26",
        "实施时间": "2022-03-01",
    }
