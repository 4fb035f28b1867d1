"""One spelling for what is one character to a reader."""

from __future__ import annotations

import opencc
import pytest

from cleaners.stories.normal import READ_AT_MOST, fold, squash, traditional_share

SENTENCE = "各地要发挥医疗机构里的干部作用，为患者着想，于后天起复核历次钟点记录，并采购台秤、面粉和药品。"


@pytest.mark.parametrize("standard", ["s2t", "s2tw", "s2hk"])
def test_every_standard_of_traditional_characters_folds_to_the_mainlands(standard: str) -> None:
    written = opencc.OpenCC(standard).convert(SENTENCE)
    assert written != SENTENCE
    assert fold(written) == fold(SENTENCE)


def test_widths_brackets_and_thousands_fold() -> None:
    assert fold("國衛辦函〔２０２５〕２５號，共１，２００例") == "国卫办函[2025]25号,共1200例"
    assert fold("【要闻】“好”——ＡＢＣ") == '[要闻]"好"--abc'


def test_marks_that_only_number_do_not_become_digits() -> None:
    assert fold("①加强监测²，新增3例") == "加强监测,新增3例"


def test_spaced_out_headings_close_up_and_spaces_between_names_stay() -> None:
    assert fold("关 于 印 发 方 案 的通知") == "关于印发方案 的通知"
    assert fold("卫生健康委 财政局") == "卫生健康委 财政局"


def test_a_long_text_is_read_from_its_beginning() -> None:
    assert len(fold("文" * (READ_AT_MOST + 5))) == READ_AT_MOST


def test_squash_keeps_letters_digits_and_characters() -> None:
    assert squash("共 3 例(a),好!") == "共3例a好"


def test_share_of_traditional_characters() -> None:
    assert traditional_share("") == 0.0
    assert traditional_share(SENTENCE) == 0.0
    assert traditional_share("國務院辦公廳關於加強藥品監督") > 0.4
