"""``read_list`` on pages written for these tests, one skin of a family each."""

from __future__ import annotations

from datetime import date, datetime

import pytest

from cleaners.dates import CHINA
from crawlers.listing import ListHints, read_list

URL = "https://wsjkw.example.gov.cn/zwgk/tzgg/index.html"
NOTICES = [
    ("关于开展2025年春季爱国卫生运动的通知", "2025-03-12"),
    ("关于公布全省老年友善医疗机构名单的公告", "2025-03-10"),
    ("关于印发基层医疗机构药品配备指引的通知", "2025-03-07"),
    ("关于做好流感等呼吸道传染病防治工作的通知", "2025-03-03"),
    ("省卫生健康委召开全省卫生健康工作会议", "2025-02-27"),
]
NAVIGATION = (
    '<div class="nav"><ul><li><a href="/">首页</a></li><li><a href="/zwgk/">政务公开</a></li>'
    '<li><a href="/hdjl/">互动交流</a></li><li><a href="/bsfw/">办事服务</a></li></ul></div>'
)
FOOTER = (
    '<div class="footer"><a href="https://www.example.cn/">省政府</a><a href="/map.html">网站地图</a></div>'
)


def page(rows: str, before: str = "", after: str = "") -> str:
    body = f"{NAVIGATION}{before}<div class=main>{rows}</div>{after}{FOOTER}"
    return f"<html><head><title>通知公告</title></head><body>{body}</body></html>"


def items(template: str, notices: list[tuple[str, str]] = NOTICES) -> str:
    return "".join(
        template.format(n=n, title=t, day=d, short=t[:9]) for n, (t, d) in enumerate(notices, start=1)
    )


def facts(html: bytes | str, **options: object) -> list[tuple[str, str | None]]:
    rows = read_list(html, URL, **options).rows  # type: ignore[arg-type]
    return [(row.title, row.published_on.isoformat() if row.published_on else None) for row in rows]


@pytest.mark.parametrize(
    "template",
    [
        '<li><a href="./202503/t20250312_{n}.html">{title}</a><span>{day}</span></li>',
        '<li><span class="date">[{day}]</span><a href="/art/2025/3/12/a_{n}.html" title="{title}">{short}…</a></li>',
        '<tr><td>{n}</td><td><a href="content_{n}.html" title="{title}">{short}...</a></td><td>{day}</td></tr>',
        '<dt><a href="content_{n}.html">{title}</a></dt><dd>发布时间：{day}</dd>',
        '<li><a href="{n}.html"><h4>{title}</h4><p>摘要摘要摘要，2019年1月1日起施行。</p><i>{day}</i></a></li>',
        '<p><a href="{n}.html"><img src="x"></a><a href="{n}.html">· {title}</a>{day}<a href="{n}.html">详细</a></p>',
    ],
)
def test_rows_are_found_in_every_skin(template: str) -> None:
    tag = template[1:3]
    shell = {"tr": "<table>{}</table>", "dt": "<dl>{}</dl>", "li": "<ul>{}</ul>"}.get(tag, "<div>{}</div>")
    assert facts(page(shell.format(items(template)))) == NOTICES


def test_addresses_are_absolute_and_off_site_and_pdf_links_are_kept() -> None:
    rows = read_list(
        page(
            '<ul><li><a href="./t1.html">关于开展健康素养监测工作的通知</a><b>2025-03-12</b></li>'
            '<li><a href="//www.example.cn/a_2.html">转发关于加强医疗质量管理的意见</a><b>2025-03-11</b></li>'
            '<li><a href="../files/P0202503.pdf">卫生健康事业发展统计公报（全文）</a><b>2025-03-10</b></li></ul>'
        ),
        URL,
    ).rows
    assert [row.url for row in rows] == [
        "https://wsjkw.example.gov.cn/zwgk/tzgg/t1.html",
        "https://www.example.cn/a_2.html",
        "https://wsjkw.example.gov.cn/zwgk/files/P0202503.pdf",
    ]


def test_bytes_in_a_chinese_charset_are_decoded() -> None:
    html = page("<ul>" + items('<li><a href="t_{n}.html">{title}</a>{day}</li>') + "</ul>")
    assert facts(html.encode("gb18030"), charset="gb2312") == NOTICES


def test_a_day_above_its_month_is_one_date() -> None:
    html = page(
        "<ul>"
        + "".join(
            f'<li><div><b>{d[8:]}</b><i>{d[:7]}</i></div><a href="{n}.html">{t}</a></li>'
            for n, (t, d) in enumerate(NOTICES)
        )
        + "</ul>"
    )
    assert facts(html) == NOTICES


def test_a_month_and_day_take_their_year_from_the_address() -> None:
    html = page(
        '<ul><li><a href="202501/t20250102_1.html">关于元旦假期医疗服务安排的通知</a><b>01-02</b></li>'
        '<li><a href="202412/t20241230_2.html">关于做好年末安全生产工作的通知</a><b>01-01</b></li></ul>'
    )
    assert [day for _, day in facts(html)] == ["2025-01-02", "2025-01-01"]


def test_a_month_and_day_without_a_year_need_the_time_of_the_fetch() -> None:
    html = page("<ul>" + items('<li><a href="{n}.html">{title}</a><b>12-30</b></li>') + "</ul>")
    assert {day for _, day in facts(html)} == {None}
    assert {day for _, day in facts(html, fetched_at=datetime(2025, 1, 5, tzinfo=CHINA))} == {"2024-12-30"}


def test_relative_dates_need_the_time_of_the_fetch() -> None:
    html = page("<ul>" + items('<li><a href="{n}.html">{title}</a><b>3天前</b></li>') + "</ul>")
    assert {day for _, day in facts(html)} == {None}
    assert {day for _, day in facts(html, fetched_at=datetime(2025, 3, 15, 9, tzinfo=CHINA))} == {
        "2025-03-12"
    }


def test_a_date_that_belongs_to_the_title_is_not_the_rows() -> None:
    title = "2025年3月1日全省新增病例情况通报"
    html = page(
        "<ul>"
        + "".join(
            f'<li><a href="{n}.html">{title}（{n}）</a><span>2025-03-0{n}</span></li>' for n in (2, 3, 4)
        )
        + "</ul>"
    )
    assert facts(html) == [(f"{title}（{n}）", f"2025-03-0{n}") for n in (2, 3, 4)]


def test_a_date_glued_to_the_front_of_the_title_is_cut_off() -> None:
    html = page("<ul>" + items('<li><a href="{n}.html">{day}{title}</a></li>') + "</ul>")
    assert facts(html) == NOTICES


def test_pinned_rows_in_other_markup_belong_to_the_list() -> None:
    title = "关于系统升级期间暂停办理业务的公告"
    cell = f'<p><a class="t" href="t_99.html">[置顶] {title}</a> 2025-01-01</p>'
    pinned = f"<table><tr><td>{cell}</td></tr></table>"
    html = page(pinned + "<ul>" + items('<li><a class="t" href="t_{n}.html">{title}</a>{day}</li>') + "</ul>")
    assert facts(html) == [(title, "2025-01-01"), *NOTICES]


def test_side_boxes_are_left_out() -> None:
    side = '<div class="side hot"><ul>' + "".join(
        f'<li><a href="/hot/{n}.html">点击排行榜上的第{n}条热门新闻标题</a></li>' for n in range(10)
    )
    html = page(
        "<ul>" + items('<li><a href="{n}.html">{title}</a>{day}</li>') + "</ul>", after=side + "</ul></div>"
    )
    assert facts(html) == NOTICES


def test_records_of_a_data_proxy_are_read() -> None:
    row = '<li><a href="/art/2025/3/12/art_9_{n}.html" title="{title}">{short}</a><b>{day}</b></li>'
    record = f"<record><![CDATA[{row}]]></record>"
    answer = f"<datastore><totalrecord>9</totalrecord><recordset>{items(record)}</recordset></datastore>"
    assert facts(answer) == NOTICES
    inside_a_page = page(f"<div id=12></div><script type='text/xml'>{answer}</script>")
    assert facts(inside_a_page) == NOTICES


def test_table_rows_in_records_keep_their_cells() -> None:
    record = "<record><![CDATA[<tr><td>{n}</td><td><a href='{n}.html'>{title}</a></td><td>{day}</td></tr>]]></record>"
    assert facts(f"<recordset>{items(record)}</recordset>") == NOTICES


def test_rows_in_a_comment_are_read_when_the_page_shows_none() -> None:
    hidden = "<!-- <ul>" + items('<li><a href="{n}.html">{title}</a><span>{day}</span></li>') + "</ul> -->"
    assert facts(page(hidden)) == NOTICES


def test_rows_in_script_data_are_read_when_the_page_shows_none() -> None:
    data = ",".join(
        f'{{"aT":"{t}","aPd":"{d} 10:00","cover":"/img/{n}.png","aU":"{{\\"common\\":\\"/c/content_{n}.html\\"}}"}}'
        for n, (t, d) in enumerate(NOTICES)
    )
    html = page(f"<script>var itemObj=[{data}];</script>")
    assert facts(html) == NOTICES
    assert read_list(html, URL).rows[0].url == "https://wsjkw.example.gov.cn/c/content_0.html"


def test_a_linked_number_beside_the_title_is_not_the_title() -> None:
    number = '<td><a href="{n}.html">某卫办发〔2025〕{n}号</a></td>'
    row = "<tr>" + number + '<td><a href="{n}.html">{title}</a></td><td>{day}</td></tr>'
    notices = [("控烟工作方案", "2025-03-12"), ("献血工作要点", "2025-03-10"), ("爱牙日活动", "2025-03-07")]
    assert facts(page(f"<table>{items(row, notices)}</table>")) == notices


def test_an_empty_list_gives_no_rows() -> None:
    assert facts(page("<ul class=list></ul><p>暂无信息</p>")) == []
    assert facts("") == []
    assert facts("没有标记的一行") == []


def test_an_article_with_dated_related_news_gives_no_rows() -> None:
    body = "<p>" + "各市县要加强组织领导，落实主体责任，完善工作机制，确保各项措施落地见效。" * 12 + "</p>"
    head = (
        "<h1>关于加强基层工作的通知</h1><p>发布时间：2025-03-12 来源：基层处 字体：大 中 小 浏览次数：12</p>"
    )
    related = "<ul>" + items('<li><a href="{n}.html">{title}</a>{day}</li>') + "</ul>"
    assert facts(page(head + body, after=related)) == []
    assert facts(page(related)) == NOTICES


def test_an_error_page_gives_no_rows() -> None:
    assert facts(page('<h2>404</h2><p>您访问的页面不存在</p><a href="/">返回首页</a>')) == []


def test_a_checked_selector_wins_and_a_wrong_one_is_ignored() -> None:
    top = "<ul class=top>" + items('<li><a href="/top/{n}.html">{title}</a>{day}</li>', NOTICES[:2]) + "</ul>"
    html = page(top + '<ul class="list">' + items('<li><a href="{n}.html">{title}</a>{day}</li>') + "</ul>")
    assert facts(html, hints=ListHints(row="ul.top li")) == NOTICES[:2]
    structure = facts(html)
    for wrong in ("ul.gone li", "div.nav li", "li[[["):
        assert facts(html, hints=ListHints(row=wrong)) == structure


@pytest.mark.parametrize(
    ("pager", "expected"),
    [
        ('<div class=pages><a href="index_1.html">下一页</a></div>', "index_1.html"),
        ('<div class="page"><a href="index.html">1</a><a href="index_1.html">&gt;</a></div>', "index_1.html"),
        ('<script>createPageHTML(13, 0, "index", "html");</script>', "index_1.html"),
        ('<script>createPageHTML(13, 1, "index", "html");</script>', "index_2.html"),
        ("<script>createPageHTML('page_div', 42, 1, 'list', 'shtml', 1000);</script>", "list_2.shtml"),
        ('<script>createPageHTML(1, 0, "index", "html");</script>', None),
        ("<script>createPageHTML('page_div', 1, 1, 'list', 'shtml', 9);</script>", None),
        ('<div class=page><a href="javascript:go(2)">下一页</a></div>', None),
        ('<div class=page><a class="disabled" href="index_9.html">下一页</a></div>', None),
        ('<div><p>上一篇：<a href="1.html">甲</a> 下一篇：<a href="2.html">下一页</a></p></div>', None),
    ],
)
def test_the_next_page_is_what_the_page_says_or_its_script_would_write(
    pager: str, expected: str | None
) -> None:
    html = page("<ul>" + items('<li><a href="t{n}.html">{title}</a>{day}</li>') + "</ul>", after=pager)
    answer = read_list(html, URL).next_url
    assert answer == (f"https://wsjkw.example.gov.cn/zwgk/tzgg/{expected}" if expected else None)


@pytest.mark.parametrize(
    "broken", ["<ul><li><a href='1.html'>" * 3000, "<" * 5000, "\x00" * 100 + "<a href=x>y</a>", "<!--" * 900]
)
def test_broken_pages_raise_nothing(broken: str) -> None:
    assert isinstance(read_list(broken, URL).rows, list)


def test_days_are_dates() -> None:
    html = page("<ul>" + items('<li><a href="{n}.html">{title}</a>{day}</li>') + "</ul>")
    assert read_list(html, URL).rows[0].published_on == date(2025, 3, 12)
