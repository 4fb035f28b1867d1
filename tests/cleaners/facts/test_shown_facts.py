"""Facts that only the page itself shows: breadcrumbs, headings without style sheets, cards, names without labels."""

from __future__ import annotations

from datetime import datetime

import pytest

from cleaners.dates import CHINA
from cleaners.pages.facts import read_byline
from cleaners.pages.lines import BORDER
from tests.cleaners.facts.test_read_facts import BODY, TITLE, facts, standard


@pytest.mark.parametrize(
    "crumb",
    [
        "<td>首 页 &gt; 通知公告</td>",
        "<font size=2>某某网首页 &gt;&gt; 政务 &gt;&gt; 通知公告</font>",
        "<div class='breadcrumb'><a href='/'>某某</a> · <a href='/tzgg/'>通知公告</a></div>",
    ],
)
def test_breadcrumbs_without_their_label(crumb: str) -> None:
    html = f"<html><head><title>{TITLE}</title></head><body>{crumb}<h1>{TITLE}</h1>{BODY}</body></html>"
    assert facts(html).column == "通知公告"


def test_the_card_names_the_source() -> None:
    rows = (
        "<table><tr><td><b>索引号：</b></td><td>0001/2026-01</td><td><b>发文字号：</b></td><td>某卫发〔2026〕2号</td></tr>"
        "<tr><td><b>成文日期：</b></td><td>2026年01月08日</td><td><b>来　　源：</b></td><td>市卫生健康委网站</td></tr>"
        "</table>"
    )
    page = facts(standard('<meta name="author" content="市卫生健康委网站">', above=rows))
    assert page.source_name == "市卫生健康委网站"
    assert page.author is None
    assert page.card["来源"] == "市卫生健康委网站"


@pytest.mark.parametrize(
    "beside",
    [
        "湖北",
        "原创",
        "字数 812",
        "阅读 1330",
        "IP属地：山西",
        "某市融媒体中心官方账号",
        "健康领域创作者",
        "提交于",
    ],
)
def test_what_portals_print_beside_a_date_is_no_source(beside: str) -> None:
    byline = read_byline(f"2025-11-18 13:20{BORDER}{beside}")
    assert byline is not None
    assert byline.source_name is None


def test_a_name_beside_the_place_is_the_source() -> None:
    byline = read_byline(f"2025-11-18 13:20{BORDER}湖北{BORDER}某某日报")
    assert byline is not None
    assert byline.source_name == "某某日报"


def test_wechats_other_moments() -> None:
    head = "<h1 class='rich_media_title'>早读</h1><script>var msg_title = '早读'.html(false);"
    exact = facts(f"{head} var oriCreateTime = '1759186681';</script><div id='js_content'>{BODY}</div>")
    assert exact.published_at == datetime(2025, 9, 30, 6, 58, 1, tzinfo=CHINA)
    minute = facts(f"{head} var createTime = '2025-09-30 06:58';</script><div id='js_content'>{BODY}</div>")
    assert minute.published_at == datetime(2025, 9, 30, 6, 58, tzinfo=CHINA)


def test_a_large_font_is_a_heading() -> None:
    html = (
        "<html><head><title>某某学会</title></head><body><td>学会动态</td><td>第一届全国社区医学学术研讨会在我市召开</td>"
        f"<p align=center><font size=6>{TITLE[:-2]}</font></p>{BODY}</body></html>"
    )
    assert facts(html).title == TITLE[:-2]


def test_a_site_name_that_is_large_in_part_is_no_headline() -> None:
    html = (
        f"<html><head><title>某某学会 - {TITLE}</title></head><body><p><font size=6>某某学会</font> 学术交流园地</p>"
        f"<p>{TITLE}</p><div>2005年1月2日</div>{BODY}</body></html>"
    )
    page = facts(html)
    assert page.title == TITLE
    assert page.published_at == datetime(2005, 1, 2, tzinfo=CHINA)


@pytest.mark.parametrize(
    "trail",
    [
        "<td><a href='/'>北方网报</a> &gt;&gt; <a href='/n'>新闻中心</a> &gt;&gt; <a href='/l'>本市新闻</a></td>",
        f"<div id='pt'><a>蒲公英</a>&raquo;<a>论坛</a> &rsaquo; <a>本市新闻</a> &rsaquo; <a>【通知】{TITLE}</a></div>",
    ],
)
def test_links_parted_by_the_marks_of_breadcrumbs(trail: str) -> None:
    html = f"<html><head><title>{TITLE}</title></head><body>{trail}<h1>{TITLE}</h1>{BODY}</body></html>"
    assert facts(html).column == "本市新闻"


def test_labels_of_the_card_in_brackets() -> None:
    cells = {
        "发文机构": "市卫生健康委",
        "实施日期": "",
        "成文日期": "2026-02-05",
        "发文字号": "市卫发〔2026〕18号",
    }
    spans = "".join(f"<li>[{label}] <span>{value}</span></li>" for label, value in cells.items())
    assert facts(standard(above=f"<ol class='doc-info'>{spans}</ol>")).card == {
        label: value for label, value in cells.items() if value
    }
    rows = "".join(f"<tr><td>【{label}】 {value}</td></tr>" for label, value in cells.items() if value)
    assert facts(standard(below=f"<table>{rows}</table>")).card["成文日期"] == "2026-02-05"


@pytest.mark.parametrize(
    ("beside", "author", "source"),
    [
        ("<span class='author'>蓝海</span><span>来源：健康某某</span>", "蓝海", "健康某某"),
        ("<span id='articleAuthor'>方舟</span>", "方舟", None),
        ("<span class='author'><a href='/u/1'>宁知否</a></span>", "宁知否", None),
        ("<span class='author'>user_12</span>", None, None),
    ],
)
def test_an_element_named_for_the_author(beside: str, author: str | None, source: str | None) -> None:
    page = facts(standard(below=f"<div class='info'><span>2026-02-13 11:02</span>{beside}</div>"))
    assert (page.author, page.source_name) == (author, source)


def test_labels_in_english() -> None:
    page = facts(
        standard(below="<div>Updated: 2025-11-07&nbsp;&nbsp;Source: Xinhua <span>Font size: + -</span></div>")
    )
    assert page.published_at == datetime(2025, 11, 7, tzinfo=CHINA)
    assert page.source_name == "Xinhua"
    head = '<meta name="PubDate" content="2025-12-30">'
    late = facts(standard(head, below="<div>Updated: December 30, 2025 17:21</div>"))
    assert late.published_at == datetime(2025, 12, 30, 17, 21, tzinfo=CHINA)


def test_roles_are_no_part_of_a_name() -> None:
    page = facts(standard(below="<div>2025-11-07 10:00 来源：某报 作者：王某 通讯员 李某 报道</div>"))
    assert page.author == "王某 李某"


def test_the_heading_of_a_list_beside_the_text_is_no_title() -> None:
    hot = "".join(
        f"<li><a href='{n}.html'>关于第{n}件事的咨询</a><span>2025-06-0{n}</span></li>" for n in range(1, 7)
    )
    html = (
        "<html><head><title>信件详情-某市政府</title></head><body><h2 class='letter-title'>关于周末能否接种的咨询"
        f"</h2><div>{BODY}</div><h3 class='title'>热门信件</h3><ul>{hot}</ul></body></html>"
    )
    assert facts(html).title == "关于周末能否接种的咨询"


def test_a_page_without_a_headline_has_its_column() -> None:
    crumb = "<div>当前位置：<a>首页</a> &gt; <a>卫生健康统计公报</a></div>"
    page = facts(f"<html><head><title></title></head><body>{crumb}<div><img src='1.jpg'></div></body></html>")
    assert page.title == ""
    assert page.column == "卫生健康统计公报"
