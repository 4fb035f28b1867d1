"""Promises: dated or counted, with the year of the document, never invented."""

from datetime import date

import pytest

from cleaners import Force, recognise
from cleaners.policies.commitments import find_commitments
from cleaners.policies.deadlines import find_deadlines


def test_the_promises_of_a_notice(notice: str) -> None:
    told = [(c.deadline, c.figure, c.unit, c.force) for c in recognise("", notice).commitments]
    assert told == [
        (date(2031, 9, 30), "2", "名", Force.MUST),
        (date(2031, 9, 30), "30", "个", Force.MUST),
        (date(2031, 6, 15), None, None, Force.IN_PRINCIPLE),
        (date(2033, 12, 31), "85", "%", Force.STRIVE),
    ]
    first = recognise("", notice).commitments[0]
    assert first.who == "各区卫生健康部门"
    assert first.deadline_text == "9月底前"
    assert first.sentence in notice


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("不迟于11月底", date(2031, 11, 30)),
        ("11月底前", date(2031, 11, 30)),
        ("5月1日0时前", date(2031, 5, 1)),
        ("2031年2月底前", date(2031, 2, 28)),
        ("2032年2月底前", date(2032, 2, 29)),
        ("8月中旬前", date(2031, 8, 20)),
        ("年底前", date(2031, 12, 31)),
        ("明年3月底前", date(2032, 3, 31)),
        ("到2035年", date(2035, 12, 31)),
    ],
)
def test_deadlines(words: str, day: date) -> None:
    assert [d.day for d in find_deadlines(f"各地要{words}完成任务", 2031)] == [day]


@pytest.mark.parametrize(
    "words", ["自5月1日起", "有效期至2033年12月31日", "2031年3月至6月", "3年前", "9月15日"]
)
def test_what_is_no_deadline(words: str) -> None:
    assert find_deadlines(f"{words}开展工作", 2031) == []


def test_without_a_year_the_words_stay_and_the_day_is_unknown() -> None:
    (promise,) = find_commitments("各医院要在11月底前开设夜间门诊。")
    assert promise.deadline is None
    assert promise.deadline_text is not None
    assert "11月底前" in promise.deadline_text


@pytest.mark.parametrize(
    "text",
    [
        "全面梳理常住人口超过10万且不能提供透析服务的县。",
        "同一病种互认项目不超过200项。",
        "去年全市新增床位300张。",
        "截至目前已建成20个工作站。",
        "要做好一项工作，召开一次会议。",
        "根据2031年工作安排，持续推进。",
        "",
    ],
)
def test_what_is_no_promise(text: str) -> None:
    assert find_commitments(text, date(2031, 1, 1)) == []


def test_a_heading_and_its_paragraph_are_one_promise() -> None:
    text = "（一）市内互认项目超过300项。\n1.各医院要加强质控，11月底前实现市内互认项目超过300项。"
    (promise,) = find_commitments(text, date(2031, 1, 1))
    assert (promise.deadline, promise.figure, promise.unit) == (date(2031, 11, 30), "300", "项")


def test_spans_are_counted_and_have_no_day() -> None:
    (promise,) = find_commitments("医院原则上在患者出院后3个工作日内完成结算。", date(2031, 1, 1))
    assert (promise.deadline, promise.figure, promise.unit) == (None, "3", "个工作日")
    assert promise.force is Force.IN_PRINCIPLE


YEAR_2031 = date(2031, 2, 1)


def read(text: str) -> list[tuple[date | None, str | None, str | None]]:
    return [(one.deadline, one.figure, one.unit) for one in find_commitments(text, YEAR_2031)]


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("新建村卫生室300所、改扩建150所。", [(None, "300", "所"), (None, "150", "所")]),
        ("到2033年，培训药师1200名。", [(date(2033, 12, 31), "1200", "名")]),
        (
            "4月底前至少确定3家试点，年底前扩大到10家。",
            [(date(2031, 4, 30), "3", "家"), (date(2031, 12, 31), "10", "家")],
        ),
        ("将报销比例提高5个百分点。", [(None, "5", "个百分点")]),
        ("将孕产妇死亡率降至10/10万以下。", [(None, "10/10万", None)]),
        ("补助标准由每人每年84元提高至89元。", [(None, "89", "元")]),
        ("常住人口超过30万的县设置1所精神专科医院。", [(None, "1", "所")]),
        ("帮扶时间不少于6个月。", [(None, "6", "个月")]),
        ("已经建成、需要移交的，原则上于6月底前完成。", [(date(2031, 6, 30), None, None)]),
        ("签约率在上年基础上提高1至3个百分点。", [(None, "1至3", "个百分点")]),
    ],
)
def test_promised_figures(text: str, told: list[tuple[date | None, str | None, str | None]]) -> None:
    assert read(text) == told


@pytest.mark.parametrize(
    "text",
    [
        "完成率达到90%的得5分。",
        "未按期整改的，每项扣2分。",
        "在财政补助达到90元的基础上，逐步提高标准。",
        "打造一批老年友善医疗机构。",
        "组织开展第37个爱国卫生月活动。",
        "会议于3月15日前召开了三次预备会。",
        "近三年，全市新增托位2.1万个。",
        "2030年底前建成的120个工作站运行良好。",
        "为65岁以上老年人建档。",
    ],
)
def test_figures_that_promise_nothing(text: str) -> None:
    assert read(text) == []


@pytest.mark.parametrize(
    ("words", "day"),
    [
        ("2031年上半年", date(2031, 6, 30)),
        ("第三季度末前", date(2031, 9, 30)),
        ("到“十六五”末", date(2035, 12, 31)),
        ("3月8日（星期六）前", date(2031, 3, 8)),
    ],
)
def test_halves_quarters_and_plans(words: str, day: date) -> None:
    assert read(f"各地{words}完成系统升级。") == [(day, None, None)]


@pytest.mark.parametrize("words", ["每年12月10日前", "每月5日前", "每季度首月10日前"])
def test_what_is_due_again_and_again_has_words_and_no_day(words: str) -> None:
    (promise,) = find_commitments(f"各地{words}报送进展。", YEAR_2031)
    assert (promise.deadline, promise.deadline_text) == (None, words)
