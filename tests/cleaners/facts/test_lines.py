"""Lines as a reader's eye takes them."""

from __future__ import annotations

import unicodedata

from cleaners.pages.blocks import MOST_LINES, read_blocks
from cleaners.pages.lines import BORDER, MARKS, fold, plain, words
from cleaners.pages.tree import parse_page


def texts(html: str) -> list[str]:
    return [line.text for line in read_blocks(parse_page(html).root).visual]


def test_inline_elements_join_and_blocks_part() -> None:
    html = "<div>来<b>源</b>：<a>某报</a><p>第一段</p>余下<br>新行</div><div><script>x</script><!-- 注 -->尾</div>"
    assert texts(html) == ["来源：某报", "第一段", "余下", "新行", "尾"]


def test_a_flood_of_lines_is_cut() -> None:
    assert len(texts("<p>行</p>" * (MOST_LINES + 50))) == MOST_LINES


def test_borders_and_links() -> None:
    line = read_blocks(parse_page("<p>来源：<a>某某报</a></p>").root).visual[0]
    assert line.marked == f"来源：{BORDER}某某报"
    assert line.linked == 0.5


def test_text_behind_comments_is_kept() -> None:
    assert texts("<h1><!--<$[标题]>begin-->某事的通知<!--<$[标题]>end--></h1>") == ["某事的通知"]


def test_deep_nesting_is_walked_without_recursion() -> None:
    assert texts("<div>" * 3000 + "深" + "</div>" * 3000) == ["深"]


def test_keys() -> None:
    assert words("《关于２０２５年 工作》的通知") == words("关于2025年工作的通知")
    assert plain("强大力量<div>——热烈祝贺</div>") == "强大力量——热烈祝贺"


def test_no_mark_that_is_dropped_first_hides_a_letter() -> None:
    for mark in MARKS:
        normal = unicodedata.normalize("NFKC", mark)
        assert not any(c.isalnum() or unicodedata.combining(c) for c in normal), mark


def test_keys_of_letters_that_only_their_normal_form_shows() -> None:
    assert words("１００㎡，№５（ｅ\u0301）") == words("100m2 No5 é") == "100m2No5é"


def test_characters_of_no_width_are_dropped_and_separators_part() -> None:
    assert fold("卫\u200b生\u00a0 健\ufeff康\u2028通知") == "卫生 健康 通知"
