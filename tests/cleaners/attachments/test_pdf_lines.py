"""``paragraphs``: printed lines put together by where they stand; sizes and edges as of an A4 page set in 16 points."""

from __future__ import annotations

import pytest

from cleaners.attachments.pdf_lines import Line, Page, paragraphs

HEIGHT = 842.0
LEFT, RIGHT, SIZE, STEP = 80.0, 512.0, 16.0, 28.0


def line(text: str, row: int, *, left: float = LEFT, right: float = RIGHT, parted: bool = False) -> Line:
    bottom = 700.0 - STEP * row
    return Line(text, left, right, bottom, bottom + SIZE, parted)


def foot(text: str) -> Line:
    return Line(text, 470, 512, 60, 74)


def head(text: str) -> Line:
    return Line(text, 105, 250, 790, 806)


def read(*pages: list[Line]) -> list[str]:
    return list(paragraphs([Page(lines, HEIGHT) for lines in pages]))


INDENT = LEFT + 2 * SIZE


def test_a_full_line_goes_on_and_an_indented_one_begins() -> None:
    lines = [
        line("到11月底前，全省建成血液透析服务机构二百", 0, left=INDENT),
        line("个，覆盖所有的县。", 1, right=220),
        line("各市要在3月底前上报方案。", 2, left=INDENT, right=300),
    ]
    assert read(lines) == [
        "到11月底前，全省建成血液透析服务机构二百个，覆盖所有的县。",
        "各市要在3月底前上报方案。",
    ]


def test_a_paragraph_goes_on_over_a_page_number_and_a_running_head() -> None:
    pages = [
        [
            foot(f"- {n} -"),
            head("临江省卫生健康委员会规章"),
            line("第一行要写满全部的版心宽度直到右边", 0, left=INDENT),
        ]
        for n in range(1, 5)
    ]
    pages[1].append(line("接着上一段的话到此为止。", 1, right=300))
    text = read(*pages)
    assert text[0] == "临江省卫生健康委员会规章"
    assert not [one for one in text if "- " in one or one.startswith("临江")][1:]
    across = read(
        [foot("- 1 -"), line("这一段在本页的最后一行写满了版心", 0, left=INDENT)],
        [foot("- 2 -"), line("而在下一页结束。", 0, right=260)],
    )
    assert across == ["这一段在本页的最后一行写满了版心而在下一页结束。"]


def test_a_head_on_two_pages_only_stays() -> None:
    assert len(read([head("附件一览表")], [head("附件一览表")])) == 2


def low(text: str, bottom: float, left: float = 300) -> Line:
    return Line(text, left, left + 40, bottom, bottom + 14)


def test_figures_at_the_foot_of_a_table_stay() -> None:
    figures = [["402", "12"], ["398", "7"], ["377", "9"], ["402", "0"]]
    pages = [[low(a, 90), low(b, 72), low(f"{n}", 40)] for n, (a, b) in enumerate(figures, 1)]
    assert read(*pages) == [one for page in figures for one in page]
    assert read([low("-5", 60)], [low("-5", 60)], [low("-5", 60)]) == ["-5"] * 3
    assert read([low("3/10", 60), low("4/10", 60, 400)]) == ["3/10", "4/10"]


@pytest.mark.parametrize(
    "numbers",
    [
        ["1", "2", "3"],
        ["12", "13"],
        ["- 1 -", "- 2 -"],
        ["— 1 —"],
        ["1"],
        ["1/3", "2 / 3", "3/3"],
        ["第1页 共2页", "第2页 共2页"],
    ],
)
def test_page_numbers_go(numbers: list[str]) -> None:
    assert read(*[[line("正文一行。", 0), foot(number)] for number in numbers]) == ["正文一行。"] * len(
        numbers
    )


def test_rows_of_a_table_and_marked_items_stay_apart() -> None:
    rows = [line("1\t甲市\t12", 0, parted=True), line("2\t乙市\t15", 1, parted=True)]
    assert read(rows) == ["1\t甲市\t12", "2\t乙市\t15"]
    items = [
        line("（一）加强组织领导，各地要高度重视此项工作", 0),
        line("（二）严格督导检查。", 1, right=300),
    ]
    assert len(read(items)) == 2


def test_without_indents_a_closed_sentence_ends_the_paragraph() -> None:
    lines = [line("各单位要按照要求认真抓好落实，确保取得实效。", 0), line("联系人另行通知。", 1, right=260)]
    assert len(read(lines)) == 2


def test_a_title_in_larger_type_and_a_centred_one_stay_apart() -> None:
    title = Line("关于加强村卫生室管理工作的通知要点说明", 90, 505, 740, 762)
    assert len(read([title, line("各县区卫生健康局：", 0, right=240)])) == 2
    centred = [
        line("临江省村卫生室规范管理实施办法（试行）", 0, left=120, right=480),
        line("第一章", 1, left=260, right=320),
    ]
    assert len(read(centred)) == 2


def test_lines_without_places_are_left_as_they_are() -> None:
    bare = [Line("没有坐标的一行", 0, 0, 0, 0), Line("没有坐标的另一行", 0, 0, 0, 0)]
    assert read(bare) == ["没有坐标的一行", "没有坐标的另一行"]
