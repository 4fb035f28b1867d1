import pytest

from cleaners import clean_page
from cleaners.pages.phrases import find_phrase
from tests.cleaners.pages.written import PARAGRAPHS, TITLE, article, page

BODY = "\n".join(PARAGRAPHS)


@pytest.mark.parametrize(
    ("line", "rule"),
    [
        ("<p>广告</p>", "widget.ad"),
        ("<div>AI主播播报</div>", "widget.player"),
        ("<p>预计播放时间 2 分钟</p>", "widget.player"),
        ("<p>全文约1800字，预计阅读5分钟</p>", "widget.player"),
        ("<div>正在加载……</div>", "widget.player"),
        ("<p>您的浏览器不支持 video 标签。</p>", "widget.player"),
        ("<p>手机扫码阅读</p>", "widget.code"),
        ("<p>扫一扫，在手机打开当前页</p>", "widget.code"),
        ("<p>相关报道：<a href='2.html'>某地价格战进入下半场</a></p>", "widget.pointer"),
        ("<p>政策原文：<a href='2.html'>关于完善门诊保障政策的通知</a></p>", "widget.pointer"),
    ],
)
@pytest.mark.parametrize("place", [3, 5])
def test_a_line_of_the_pages_machinery_is_cut_wherever_it_stands(line, rule, place):
    body = article(PARAGRAPHS[:place]) + line + article(PARAGRAPHS[place:])
    found = clean_page(page(f"<h1>{TITLE}</h1><div class='c'>{body}</div>"))
    assert found.text == BODY
    assert rule in {cut.rule for cut in found.removed}


@pytest.mark.parametrize(
    "line",
    [
        "广告发布者应当查验有关证明文件",
        "播放宣传片",
        "加载新冠病毒检测项目",
        "30分钟",
        "会议时间约30分钟",
        "扫码支付",
        "扫描件",
        "听证会",
    ],
)
def test_lines_of_documents_are_no_widgets(line):
    assert find_phrase("widget", line) is None
