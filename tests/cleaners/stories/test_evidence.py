"""What differs decides: copies however they were dressed, near-misses however little they differ."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date

import opencc
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from cleaners.stories.evidence import compare
from cleaners.stories.prepared import prepare
from tests.cleaners.stories.texts import BULLETIN, NEXT_DAY, NOTICE, TITLE, framed, paragraphs, stamped

Change = Callable[[str], str]


def renumbered(text: str) -> str:
    for han, mark in (("一、", "1. "), ("二、", "2. "), ("三、", "3. "), ("四、", "4. ")):
        text = text.replace(han, mark)
    return text


COPIES: dict[str, Change] = {
    "reflowed": lambda text: text.replace("。\n", "。"),
    "widths": lambda text: text.translate({ord(d): chr(ord(d) + 0xFEE0) for d in "0123456789"}),
    "taiwan": opencc.OpenCC("s2tw").convert,
    "taiwan_words": opencc.OpenCC("s2twp").convert,
    "hong_kong": opencc.OpenCC("s2hk").convert,
    "stamped": lambda text: stamped(text, "qwe每日健康播报jkbb-site.com"),
    "cited": lambda text: text.replace("。", " [3]。"),
    "renumbered": renumbered,
    "framed": framed,
    "lead": lambda text: "本网综合消息 " + text,
    "cried_out": lambda text: f"重磅!{TITLE}\n{text}",
    "cut": lambda text: text[: len(text) // 2] + "……[详细]",
    "cut_in_a_number": lambda text: text[: text.index("1500") + 2] + "...点击阅读原文>>",
    "paragraph_dropped": lambda text: "\n".join(p for p in paragraphs(text) if not p.startswith("三、")),
    "paragraph_moved": lambda text: "\n".join([*paragraphs(text)[:4], *paragraphs(text)[:3:-1]]),
    "everything": lambda text: framed(stamped(text[:300] + "……[详细]", "abc健康日报网jkrb.cn")),
}

OTHERS: dict[str, tuple[Change, str]] = {
    "a_figure": (lambda text: text.replace("1500人份", "1800人份"), "other_figure"),
    "a_percentage": (lambda text: text.replace("7.4%", "7.9%"), "other_figure"),
    "a_day": (lambda text: text.replace("12月20日", "12月30日"), "other_figure"),
    "a_year": (lambda text: text.replace("2031年", "2032年"), "other_figure"),
    "a_numeral": (lambda text: text.replace("接种一剂", "接种两剂"), "other_figure"),
    "the_number": (lambda text: text.replace("18号", "19号"), "other_number"),
    "a_correction": (lambda text: "更正:" + text, "correction"),
}


@pytest.mark.parametrize("name", COPIES)
def test_a_copy_is_the_same_text(name: str) -> None:
    verdict = compare(prepare(NOTICE, TITLE), prepare(COPIES[name](NOTICE), TITLE))
    assert verdict.same, verdict


@pytest.mark.parametrize("one", ["stamped", "cut", "framed", "taiwan", "renumbered"])
@pytest.mark.parametrize("other", ["widths", "everything", "lead", "paragraph_dropped"])
def test_two_copies_are_the_same_text(one: str, other: str) -> None:
    verdict = compare(prepare(COPIES[one](NOTICE), TITLE), prepare(COPIES[other](NOTICE), f"快讯:{TITLE}"))
    assert verdict.same, verdict


@pytest.mark.parametrize("name", OTHERS)
@pytest.mark.parametrize("dress", ["reflowed", "framed", "taiwan", "stamped"])
def test_another_text_stays_apart_however_it_is_dressed(name: str, dress: str) -> None:
    change, reason = OTHERS[name]
    dressed = change(NOTICE) if name == "a_correction" else COPIES[dress](change(NOTICE))
    verdict = compare(prepare(NOTICE, TITLE), prepare(dressed, TITLE))
    assert (verdict.same, verdict.reason) == (False, reason)


def test_the_verdict_quotes_what_differs() -> None:
    verdict = compare(prepare(NOTICE, TITLE), prepare(NOTICE.replace("7.4%", "7.9%"), TITLE))
    assert "7.4%" in verdict.evidence
    assert "7.9%" in verdict.evidence


def test_the_next_days_bulletin_stays_apart() -> None:
    one, other = (prepare(BULLETIN, "青川省流感情况"), prepare(NEXT_DAY, "青川省流感情况"))
    assert compare(one, other).reason in {"other_figure", "little_in_common"}


def test_another_citys_notice_stays_apart() -> None:
    text = "为支持刚性购房需求,经市政府同意,现就首付比例通知如下。首套住房首付比例不低于百分之二十,自印发之日起施行。"
    body = [f"{city}住房公积金中心发布通知。{text}" for city in ("南昌", "徐州")]
    assert compare(prepare(body[0]), prepare(body[1])).reason == "other_region"
    titles = ["[贵州省贵阳市]关于首付比例的通知", "[武汉]关于首付比例的通知"]
    assert compare(prepare(text, titles[0]), prepare(text + "特此通知。", titles[1])).reason == "other_region"


def test_one_word_put_for_another_again_and_again_is_a_filled_template() -> None:
    text = "申请人向幸福社区提出申请。材料齐全的,当日办结并公示三个工作日。公示无异议的,由幸福社区发放补贴到本人账户。"
    verdict = compare(prepare(text), prepare(text.replace("幸福", "和平")))
    assert (verdict.same, verdict.reason) == (False, "filled_template")


def test_a_revised_law_stays_apart_and_a_copy_without_a_line_of_its_history_does_not() -> None:
    articles = "\n".join(
        f"第{n}条 各级政府应当保障第{n}类公共卫生服务经费,列入本级预算。" for n in range(1, 30)
    )
    first = "2019年3月1日 青川省第十届人民代表大会常务委员会第二次会议通过"
    second = "2024年6月7日 青川省第十一届人民代表大会常务委员会第九次会议修正"
    third = "2030年8月2日 青川省第十二届人民代表大会常务委员会第三次会议第二次修正"

    def law(*history: str) -> str:
        return "\n".join(["青川省公共卫生条例", *history, articles])

    title = "青川省公共卫生条例"
    assert (
        compare(prepare(law(first, second), title), prepare(law(first, second, third), title)).reason
        == "other_version"
    )
    assert compare(prepare(law(first, second), title), prepare(law(second), title)).same


def test_a_round_up_that_quotes_an_item_is_not_its_repost() -> None:
    item = "安宁市人民医院新院区今日启用,设床位八百张,开放门诊科室三十二个,市民可凭医保码就诊。" * 3
    others = ["临水市启动全民健身月活动,三十场活动免费向市民开放。", "省中医院开设夜间门诊,每周开放四晚。"]
    headings = ["安宁市人民医院新院区启用", "临水市启动健身月", "省中医院开设夜间门诊"]
    round_up = "\n".join(
        f"{n}. {heading}\n{body}"
        for n, (heading, body) in enumerate(zip(headings, [item, *others], strict=True), 1)
    )
    verdict = compare(prepare(item, headings[0]), prepare(round_up, "一周卫生要闻"))
    assert (verdict.same, verdict.reason) == (False, "item_of_collection")


def test_a_short_text_quoted_in_a_long_one_is_not_its_repost() -> None:
    verdict = compare(prepare(BULLETIN), prepare(BULLETIN + NOTICE * 3, "综述"))
    assert (verdict.same, verdict.reason) == (False, "quoted_in_longer")


@pytest.mark.parametrize("text", ["", " \n\t", "。！？", "\u200b"])
def test_nothing_is_the_same_as_nothing(text: str) -> None:
    assert compare(prepare(text), prepare(text)).reason == "no_text"
    assert not compare(prepare(text), prepare(NOTICE)).same


def test_digits_are_the_same_as_themselves_only() -> None:
    assert compare(prepare("1234567890"), prepare("1234567890")).same
    assert not compare(prepare("1234567890"), prepare("1234567891")).same


def test_one_line_is_the_same_as_itself_only() -> None:
    assert compare(prepare("临水市启动健身月"), prepare("臨水市啟動健身月")).same
    assert not compare(prepare("临水市启动健身月"), prepare("省中医院开设夜间门诊")).same


def test_five_megabytes_have_an_answer() -> None:
    huge = prepare("".join(f"第{n}条 本条例第{n}次修改。" for n in range(400_000))[:5_000_000])
    assert compare(huge, huge).same
    assert not compare(huge, prepare(NOTICE)).same


WORDS = st.lists(
    st.sampled_from(["新增", "3例", "15例", "，", "。", "\n", "安宁市", "2031年", "一、", "…", "[1]"]),
    max_size=30,
)


@settings(max_examples=150, deadline=None)
@given(WORDS, WORDS)
def test_the_answer_does_not_depend_on_the_order(one: list[str], other: list[str]) -> None:
    a, b = prepare("".join(one)), prepare("".join(other))
    assert compare(a, b) == compare(b, a)
    assert compare(a, a).same == bool(a.joined)


@settings(max_examples=100, deadline=None)
@given(st.text(max_size=200), st.text(max_size=200))
def test_anything_can_be_compared(one: str, other: str) -> None:
    compare(prepare(one, other[:20], date(2031, 1, 1)), prepare(other, one[:20]))
