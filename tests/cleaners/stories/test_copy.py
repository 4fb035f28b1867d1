"""What a copy did to a text, as counts, quotes and one line."""

from __future__ import annotations

import pytest

from cleaners.stories.copy import what_changed
from tests.cleaners.stories.texts import NOTICE, TITLE, paragraphs


def test_the_same_text_in_other_paragraphs_and_characters_is_not_changed() -> None:
    assert what_changed(NOTICE, NOTICE).summary == "无改动"
    assert what_changed(NOTICE, NOTICE.replace("\n一、", "").replace(",", "，")).summary == "无改动"


def test_what_was_cut_is_counted_and_named() -> None:
    lines = paragraphs(NOTICE)
    done = what_changed(NOTICE, "\n".join([lines[0], *lines[2:-3]]))
    assert done.summary == "删去 4 段（含文号、落款）"
    assert done.cut_quotes[0] == lines[1]


def test_an_intro_is_added() -> None:
    done = what_changed(NOTICE, "据悉，近日省里印发新的文件，全文如下。\n" + NOTICE)
    assert done.summary == "新增 1 段"
    assert done.added_quotes == ("据悉，近日省里印发新的文件，全文如下。",)


def test_figures_are_told_with_their_units_in_the_order_of_time() -> None:
    done = what_changed(NOTICE, NOTICE.replace("1500人份", "1800人份").replace("30张", "45张"))
    assert done.figures == (("1500人", "1800人"), ("30张", "45张"))
    assert done.summary == "改动 1 段；改动数字 2 处：1500人→1800人、30张→45张"


def test_another_title_is_told() -> None:
    done = what_changed(NOTICE, NOTICE, title_before=TITLE, title_after="重磅！")
    assert (done.title, done.summary) == ((TITLE, "重磅！"), "标题改为「重磅！」")


@pytest.mark.parametrize(
    "text", ["", "。", "一行", "123456" * 50, "通知如下。" * 1_000_000, "甲\n" * 500_000]
)
def test_every_text_has_an_answer(text: str) -> None:
    for before, after in ((text, NOTICE), (NOTICE, text)):
        assert what_changed(before, after).as_data()["summary"]
    assert what_changed(text, text).summary == "无改动"
