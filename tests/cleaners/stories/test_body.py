"""Which lines are the text's and which the page's."""

from __future__ import annotations

from cleaners.stories.body import body_lines, page_lines

BODY = [
    "各地要加强流感监测,落实每日报告制度,发现聚集性疫情及时处置。",
    "二级以上综合医院应当开设发热门诊,储备抗病毒药物。",
]


def test_what_follows_a_list_of_other_articles_is_not_read() -> None:
    assert page_lines("\n".join([*BODY, "相关推荐", "临水市启动健身月", "省中医院开设夜间门诊"])) == BODY


def test_short_lines_at_the_edges_are_the_pages_unless_they_say_something() -> None:
    page = [
        "要闻 政策 健康",
        "2031-11-06 08:15 青川",
        *BODY,
        "青川省卫生健康委员会",
        "2031年11月5日",
        "大家都说好",
    ]
    assert body_lines(page) == [*BODY, "青川省卫生健康委员会", "2031年11月5日"]


def test_measures_at_the_edges_are_kept() -> None:
    assert body_lines(["单方缴存:65万→90万", *BODY])[0] == "单方缴存:65万→90万"


def test_words_of_navigation_count_in_short_lines_only() -> None:
    sentence = "购房合同备案手续截至2031年12月31日办理,逾期不予登记。"
    assert body_lines(["搜索 登录", *BODY, sentence, "打印 收藏"]) == [*BODY, sentence]


def test_a_sentence_that_names_its_source_is_the_texts() -> None:
    sentence = "市卫生健康委介绍,感染来源:家庭聚集。患者已在定点医院治疗。"
    assert body_lines([*BODY, sentence, "来源:青川日报 记者:李小明"]) == [*BODY, sentence]


def test_the_headline_goes_with_the_cry_around_it() -> None:
    assert body_lines(["刚刚公布!流感防治工作通知", *BODY], "流感防治工作通知") == BODY


def test_a_page_without_prose_keeps_its_lines() -> None:
    assert body_lines(["流感防治", "工作通知"]) == ["流感防治", "工作通知"]
    assert body_lines([]) == []


def test_a_heading_in_brackets_is_a_line_of_its_own() -> None:
    assert page_lines("[安宁市新增三例]据市卫生健康委消息,全市新增三例。") == [
        "[安宁市新增三例]",
        "据市卫生健康委消息,全市新增三例。",
    ]
