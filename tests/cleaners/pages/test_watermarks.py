import pytest

from cleaners.pages.removals import Ledger
from cleaners.pages.watermarks import cut_watermarks, find_watermarks
from tests.cleaners.pages.written import PARAGRAPHS

SLOGAN = "晨报快线——每天了解新鲜事chenkx.example.com"


def cleaned(lines):
    ledger = Ledger(lines)
    cut_watermarks(ledger)
    return ledger.result()[0].split("\n")


@pytest.mark.parametrize(
    "prefix",
    [
        lambda n: "",
        lambda n: "x7Q",
        lambda n: ("ab1", "Zk", "0p9q")[n % 3],
        lambda n: ("9kp6a4", "hbfdp5", "h27d8h", "ag3kf2")[n % 4],
    ],
)
def test_a_slogan_behind_every_paragraph_goes_with_its_random_letters(prefix):
    assert cleaned([line + prefix(n) + SLOGAN for n, line in enumerate(PARAGRAPHS)]) == list(PARAGRAPHS)


def test_of_letters_of_the_text_only_the_random_ones_go():
    random = ("9kp6a4", "hbfdp5", "h27d8h", "ag3kf2", "eeaagg", "p3fekc", "nm98a9")
    lines = [*PARAGRAPHS[:6], "开展胸部CT"]
    assert cleaned([line + random[n] + SLOGAN for n, line in enumerate(lines)]) == lines


def test_a_slogan_in_a_line_of_its_own_goes_too():
    lines = [part for line in PARAGRAPHS for part in (line, SLOGAN)]
    assert SLOGAN not in cleaned([*lines, PARAGRAPHS[1] + SLOGAN, PARAGRAPHS[3] + SLOGAN])


def test_a_slogan_before_every_paragraph():
    assert cleaned(["【晨报快线】" + line for line in PARAGRAPHS]) == list(PARAGRAPHS)


@pytest.mark.parametrize(
    "lines",
    [
        ["云岭县卫生健康委员会", "青石县卫生健康委员会", "白河县卫生健康委员会", "大柳县卫生健康委员会"],
        [
            "病例1，现住云岭镇，诊断为轻型。",
            "病例2，现住青石镇，诊断为轻型。",
            "病例3，现住白河镇，诊断为轻型。",
        ],
        ["第一条 为了健康。", "第二条 依法办事。", "第三条 自公布之日起施行。"],
        ["甲。", "乙。"],
        [],
    ],
)
def test_lists_that_end_alike_are_no_watermarks(lines):
    assert find_watermarks(lines) == []
    assert cleaned(lines) == ("\n".join(lines)).split("\n")
