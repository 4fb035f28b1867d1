"""Document numbers: found in running text, and in one normal spelling."""

import pytest

from cleaners.policies.layout import fold
from cleaners.policies.numbers import find_numbers, find_serials, normalise_number


@pytest.mark.parametrize(
    "printed",
    [
        "青卫办函〔2031〕25号",
        "青卫办函﹝2031﹞25号",
        "青卫办函［2031］25 号",
        "（青卫办函（2031）025号）",
        "青卫办函【2031】第25号",
        "青卫办函〔2031]25号",
        "青 卫 办 函 〔２０３１〕 2 5 号",
        "青卫办函〔2031\u2002〕\u200225号",
        "青卫办函〔2031〕25",
        "文　号：青卫办函〔2031〕25号",
    ],
)
def test_every_spelling_gives_one_number(printed: str) -> None:
    assert normalise_number(printed) == "青卫办函〔2031〕25号"


@pytest.mark.parametrize(
    ("printed", "number"),
    [
        ("中华人民共和国国务院令 第 046 号", "国务院令第46号"),
        ("国令第46号", "国务院令第46号"),
        ("青川市人民政府令（第7号）", "青川市人民政府令第7号"),
        ("国家药品监督管理局公告2031年第80号", "国家药监局公告2031年第80号"),
        ("（2031年 第9号）", "2031年第9号"),
    ],
)
def test_orders_and_announcements_count_by_serial(printed: str, number: str) -> None:
    assert normalise_number(printed) == number


@pytest.mark.parametrize(
    "printed", ["", "研究[2031]12表明", "2031年3月5日", "GZ0320310043", "第25号", "指南(2031)"]
)
def test_what_is_no_number(printed: str) -> None:
    assert normalise_number(printed) is None


@pytest.mark.parametrize(
    ("sentence", "code"),
    [
        ("根据青卫发〔2031〕3号和白政办〔2030〕8号要求", ["青卫发〔2031〕3号", "白政办〔2030〕8号"]),
        ("自然资源部门按自然资发〔2031〕9号办理", ["自然资发〔2031〕9号"]),
        ("贷款额度可按白房金〔2031〕1号执行", ["白房金〔2031〕1号"]),
        ("某市住房和城乡建设局办公室白建房〔2031〕4号", ["白建房〔2031〕4号"]),
        (
            "国卫办规划函〔2031〕6号、国卫办法规函〔2031〕7号",
            ["国卫办规划函〔2031〕6号", "国卫办法规函〔2031〕7号"],
        ),
        ("关于开展试点工作的通知 青卫医函〔2031〕2号 各区：", ["青卫医函〔2031〕2号"]),
    ],
)
def test_the_code_is_cut_from_the_words_before_it(sentence: str, code: list[str]) -> None:
    assert [found.number for found in find_numbers(fold(sentence))] == code


def test_serials_stand_apart_from_numbers() -> None:
    text = fold("依据《条例》（国务院令第46号）和青卫发〔2031〕3号，按省药监局公告2030年第12号办理")
    assert [found.number for found in find_numbers(text)] == ["青卫发〔2031〕3号"]
    assert [found.number for found in find_serials(text)] == ["国务院令第46号", "省药监局公告2030年第12号"]
