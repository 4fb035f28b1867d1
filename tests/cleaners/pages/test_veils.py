import pytest

from cleaners import clean_page
from cleaners.pages.removals import restore
from tests.cleaners.pages.written import PARAGRAPHS, TITLE, article, page

BODY = "\n".join(PARAGRAPHS)


def read(body):
    return clean_page(page(f"<h1>{TITLE}</h1><div class='c'>{body}</div>"))


@pytest.mark.parametrize(
    "veil",
    [
        "<span style='display:none'>本文来自某某网{}</span>",
        "<span style='DISPLAY: NONE'>本文<b>来自</b>某某网{}</span>",
        "<font style='font-size:0px;color:#fff'>RQ{}</font>",
        "<i style='position:absolute;left:-9999px'>转载请注明{}</i>",
        "<span style='visibility:hidden'>xx{}</span>",
        "<em style='opacity:0'>yy{}</em>",
        "<font class='jammer'>8 x* K2 q{}</font>",
    ],
)
@pytest.mark.parametrize("ahead", [False, True])
def test_hidden_parts_of_lines_are_cut(veil, ahead):
    lines = tuple(
        veil.format(n * 7919) + line if ahead else line + veil.format(n * 7919)
        for n, line in enumerate(PARAGRAPHS)
    )
    found = read(article(lines))
    assert found.text == BODY
    assert {cut.rule for cut in found.removed} == {"hidden.part"}
    assert "7919" in restore(found.text, found.removed)


def test_a_hidden_line_is_cut_and_a_folded_half_stays():
    line = "<p style='display:none;'>更多文件请访问某某网</p>"
    assert read(article(PARAGRAPHS[:4]) + line + article(PARAGRAPHS[4:])).text == BODY
    folded = f"<div style='display:none'>{article(PARAGRAPHS[4:])}</div>"
    long = tuple(one * 3 for one in PARAGRAPHS[:4])
    assert read(article(long) + folded * 2).text.endswith(PARAGRAPHS[-1])


def test_a_body_that_is_hidden_as_a_whole_is_read():
    assert read(f"<div style='display:none'>{article()}</div>").text == BODY
    assert read(f"<span style='display:none'>{article()}</span>").text == BODY


def test_gaps_between_boxes_hide_nothing():
    boxes = "".join(
        f"<section style='font-size:0'><span style='font-size:16px'>{line}</span></section>"
        for line in PARAGRAPHS
    )
    assert read(boxes).text == BODY


def test_the_headline_is_read_without_what_is_hidden_in_it():
    hidden = "<span style='display:none'>某某网首发</span>"
    assert clean_page(page(f"<h1>{TITLE}{hidden}</h1>{article()}")).title == TITLE


def test_a_line_that_is_hidden_whole_is_no_line_for_the_facts():
    crumbs = "<div>当前位置：</div><span style='display:none'>首页</span><div>通知公告</div>"
    assert clean_page(page(f"{crumbs}<h1>{TITLE}</h1><div>{article()}</div>")).text == BODY


@pytest.mark.parametrize(
    "style", ["margin-left:-120pt", "text-indent:-32pt", "font-size:0.9em", "opacity:0.8", "left:0"]
)
def test_other_styles_hide_nothing(style):
    lines = "".join(f"<p style='{style}'><span style='{style}'>{line}</span></p>" for line in PARAGRAPHS)
    found = read(lines)
    assert found.text == BODY
    assert not [cut for cut in found.removed if cut.rule.startswith("hidden")]
