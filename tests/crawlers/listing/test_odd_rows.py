"""Rows whose address or day stands elsewhere, and links in the same template that are no rows."""

from __future__ import annotations

import pytest

from crawlers.listing import read_list
from tests.crawlers.listing.test_read_list import NOTICES, URL, facts, items, page


@pytest.mark.parametrize(
    "template",
    [
        "<li onclick=\"window.open('/xzcf/detail/{n}.html')\"><div class='cf-title'>{title}</div><i>{day}</i></li>",
        "<li><a href='javascript:;' onclick=\"location.href='/detail/{n}.html'\">{title}</a><i>{day}</i></li>",
        "<li><a href='javascript:void(0)' onclick=\"go(this,'/c12894/{n}.html')\">{title}</a><i>{day}</i></li>",
        "<li><a data-href='/detail/{n}.html'>{title}</a><i>{day}</i></li>",
    ],
)
def test_addresses_in_handlers(template: str) -> None:
    assert facts(page(f"<ul>{items(template)}</ul>")) == NOTICES


def test_what_would_have_to_be_computed_is_not_guessed() -> None:
    template = "<li><a href=\"javascript:openwin('{n}')\">{title}</a><i>{day}</i></li>"
    assert facts(page(f"<ul>{items(template)}</ul>")) == []


def test_rows_that_a_script_writes_one_by_one() -> None:
    template = (
        '<li><script>var str_1 = "./202503/t{n}.html"; var str_2 = ""; var str_3 = "{title}";'
        "if(str_2!=''){{document.write('<a href=\"'+str_2+'\">'+str_3+'</a>');}}"
        "else{{document.write('<a href=\"'+str_1+'\">'+str_3+'</a>');}}</script><span>{day}</span></li>"
    )
    assert facts(page(f"<ul>{items(template)}</ul>")) == NOTICES
    first = read_list(page(f"<ul>{items(template)}</ul>"), URL).rows[0]
    assert first.url == "https://wsjkw.example.gov.cn/zwgk/tzgg/202503/t1.html"


@pytest.mark.parametrize(
    "template",
    [
        "<li><div>[<a href='/c/3/'>政务公告</a>] 置顶<a href='{n}.html'>{title}</a></div><div>{day}</div></li>",
        "<li><a href='{n}.html'>{title}</a><i>{day}</i><p><a href='{n}.html#more'>继续阅读“{title}”</a></p></li>",
    ],
)
def test_other_links_of_a_row_are_no_rows(template: str) -> None:
    assert facts(page(f"<ul>{items(template)}</ul>")) == NOTICES


def test_headings_of_days_are_no_rows() -> None:
    heading = "<h3><a href='/archive/{n}'>{day}</a></h3>"
    template = f"<div class=day>{heading}<a class=t href='{{n}}.html'>{{title}}</a> {{day}}</div>"
    assert facts(page(items(template))) == NOTICES


def test_a_route_of_a_pages_own_script_is_an_address() -> None:
    template = "<li><a href='/app.html#/detail/{n}'>{title}</a><span>{day}</span></li>"
    assert facts(page(f"<ul>{items(template)}</ul>")) == NOTICES


def test_a_hidden_box_does_not_date_its_row() -> None:
    hidden = "<div style='display:none'><dt>成文日期:</dt><dd>2024-11-01</dd></div>"
    template = f"<tr><td><a href='{{n}}.html'>{{title}}</a>{hidden}</td><td>{{day}}</td></tr>"
    assert facts(page(f"<table>{items(template)}</table>")) == NOTICES


def test_an_undated_block_of_the_same_template_is_left_out() -> None:
    menu = "".join(
        f"<li><a href='list.aspx?type={n}'>人民好医生第{n}期学员风采展示</a></li>" for n in range(6)
    )
    rows = items("<li><a href='{n}.html'>{title}</a> {day}</li>")
    assert facts(page(f"<div><ul>{menu}</ul></div><div><ul>{rows}</ul></div>")) == NOTICES


@pytest.mark.parametrize(
    ("pager", "following"),
    [
        ("<a href='index_2.html'><img src='n.png' alt='下一页'></a>", "index_2.html"),
        (
            "<a href='javascript:void(0)' onclick=\"go(this,'/c1/index_2.html')\">下一页</a>",
            "/c1/index_2.html",
        ),
        (
            "<a onclick=\"location.href=encodeURI('list_2.htm')\" href='javascript:void(0)'>下一页</a>",
            "list_2.htm",
        ),
        ("<script>Pager({size:25, current:0, prefix:'index',suffix:'htm'});</script>", "index_1.htm"),
        ("<script>Pager({size:25, current:24, prefix:'index',suffix:'htm'});</script>", None),
        ("<a href='https://other.example/'><img alt='下一页'></a>", None),
        ("<a href='#' onclick=\"selectPage('https://wsjkw.example.gov.cn/','2')\">下一页</a>", None),
        ("<a href='#' onclick=\"go('https://other.example/2.html')\">下一页</a>", None),
    ],
)
def test_pagers_of_pictures_handlers_and_scripts(pager: str, following: str | None) -> None:
    rows = items("<li><a href='{n}.html'>{title}</a><span>{day}</span></li>")
    found = read_list(page(f"<ul>{rows}</ul><div class=page>{pager}</div>"), URL).next_url
    base = (
        "https://wsjkw.example.gov.cn"
        if (following or "").startswith("/")
        else URL.removesuffix("index.html")
    )
    assert found == (base + following if following else None)


def test_an_article_of_one_picture_beside_dated_rows_is_no_list() -> None:
    body = "<h1>健康科普</h1><div>2024-04-28 办公室</div><div id='vsb_content'><img src='1.jpg'></div>"
    steps = "<p>上一条：<a href='7.htm'>义诊</a></p>"
    rows = items("<li><a href='{n}.htm'>{title}</a><span>{day}</span></li>")
    assert facts(page(f"{body}{steps}<ul>{rows}</ul>")) == []


def test_a_title_cut_to_its_last_mark_is_given_whole() -> None:
    template = "<li><a href='{n}.html' title='{title}》'>{title}...</a><span>{day}</span></li>"
    assert [title for title, _ in facts(page(f"<ul>{items(template)}</ul>"))] == [
        f"{t}》" for t, _ in NOTICES
    ]


def test_of_two_dates_the_column_of_publication_dates_the_row() -> None:
    head = "<tr><th>标题</th><th>成文日期</th><th>发布日期</th></tr>"
    template = "<tr><td><a href='{n}.html'>{title}</a></td><td>2024-01-0{n}</td><td>{day}</td></tr>"
    assert facts(page(f"<table>{head}{items(template)}</table>")) == NOTICES


MANY = [(f"{title}（第{n}批）", day) for n in range(3) for title, day in NOTICES]


def test_dated_boxes_beside_a_list_that_goes_on_are_left_out() -> None:
    box = "".join(
        f"<li><a href='/jk/{n}.html'>健康科普小课堂第{n}讲预防流感</a><i>2025-03-0{n}</i></li>"
        for n in range(1, 6)
    )
    rows = items("<li><a href='{n}.html'>{title}</a><span>{day}</span></li>", MANY)
    pager = "<div class=page><a href='index_2.html'>下一页</a></div>"
    assert (
        facts(page(f"<ul class=news>{rows}</ul>{pager}", f"<div class=ticker><ul>{box}</ul></div>")) == MANY
    )


def test_rows_in_a_script_win_over_a_dated_box() -> None:
    box = "".join(
        f"<li><a href='/jk/{n}.html'>健康科普小课堂第{n}讲预防流感</a><i>2025-03-0{n}</i></li>"
        for n in range(1, 7)
    )
    data = ",".join(f'{{"aT":"{t}","aPd":"{d}","aU":"/art/{n}.html"}}' for n, (t, d) in enumerate(MANY))
    assert facts(page(f"<div id=app></div><script>var itemObj=[{data}];</script>", f"<ul>{box}</ul>")) == MANY


def test_the_page_of_an_error_has_no_rows() -> None:
    box = items("<li><a href='{n}.html'>{title}</a><span>{day}</span></li>")
    error = "<h2>404</h2><p>很抱歉，您访问的页面不存在</p><h3>你可能感兴趣的内容</h3>"
    html = f"<html><head><title>404 页面不存在</title></head><body>{error}<ul>{box}</ul></body></html>"
    assert read_list(html, URL).rows == []


def test_a_pager_call_with_names_for_numbers() -> None:
    rows = items("<li><a href='{n}.html'>{title}</a><span>{day}</span></li>")
    call = "<script>var countPage = 6; var currentPage = 0; createPageHTML(countPage, currentPage, 'index', 'html');"
    assert read_list(page(f"<ul>{rows}</ul>{call}</script>"), URL).next_url == URL.replace("index", "index_1")
