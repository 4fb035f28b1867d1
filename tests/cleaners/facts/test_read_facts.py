"""Whole pages in, facts out: every page below is invented, in the templates that government sites and portals use."""

from __future__ import annotations

from datetime import datetime

import pytest

from cleaners.dates import CHINA
from cleaners.pages.blocks import read_blocks
from cleaners.pages.facts import PageFacts, read_facts
from cleaners.pages.page import PageHints
from cleaners.pages.tree import parse_page

TITLE = "关于做好春季传染病防控工作的通知"
BODY = (
    "<p>各县（区）卫生健康局：</p><p>为做好春季传染病防控工作，现将有关事项通知如下，"
    "请认真贯彻落实，确保各项措施到位见效，有力有序推进。</p>"
)


def facts(html: str, url: str | None = None, **more: object) -> PageFacts:
    tree = parse_page(html)
    return read_facts(tree, read_blocks(tree.root).visual, url, **more)  # type: ignore[arg-type]


def standard(head: str = "", above: str = "", below: str = "", title: str = TITLE, body: str = BODY) -> str:
    return (
        f"<html><head><title>{title}_某市卫生健康委员会</title>{head}</head><body><div class='nav'><a>首页</a></div>"
        f"<div class='crumb'>当前位置：<a>首页</a> &gt; <a>政务公开</a> &gt; <a>通知公告</a></div>"
        f"{above}<h1>{title}</h1>{below}<div id='zoom'>{body}</div></body></html>"
    )


def test_meta_tags_and_the_visible_line_agree() -> None:
    page = facts(
        standard(
            '<META content="2025-03-04 09:15:20" name="PUBDATE"><meta name="articletitle" content="'
            + TITLE
            + '"><meta name="contentSource" content="市疾控中心"><meta name="ColumnName" content="工作通知">',
            below="<div class='info'>发布时间：2025-03-04 来源：市疾控中心</div>",
        )
    )
    assert page.title == TITLE
    assert page.published_at == datetime(2025, 3, 4, 9, 15, 20, tzinfo=CHINA), (
        "the tag knows the time of the day shown"
    )
    assert page.time_known
    assert page.source_name == "市疾控中心"
    assert page.column == "工作通知"
    assert page.title_node is not None
    assert page.title_node.tag == "h1"
    assert page.info_node is not None
    assert page.info_node.get("class") == "info"


def test_the_visible_day_beats_the_tag_of_a_republication() -> None:
    page = facts(
        standard(
            f'<meta name="ArticleTitle" content="{TITLE}"><meta name="PubDate" content="2025-10-12 22:43:16">',
            below="<p>日期：2022-12-21     来源：某部</p>",
        )
    )
    assert page.published_at == datetime(2022, 12, 21, tzinfo=CHINA)
    assert not page.time_known


def test_midnight_is_no_time() -> None:
    page = facts(standard('<meta name="PubDate" content="2016-10-06 00:00:00">'))
    assert page.published_at == datetime(2016, 10, 6, tzinfo=CHINA)
    assert not page.time_known


def test_a_signature_does_not_date_the_page() -> None:
    body = "<p>某卫发〔2020〕10号</p><p>各区：</p><p>某市卫生健康委</p><p>2020年6月29日</p>"
    page = facts(standard('<meta name="PubDate" content="2020-07-15 17:09">', body=body))
    assert page.published_at == datetime(2020, 7, 15, 17, 9, tzinfo=CHINA)


def test_article_title_that_is_only_the_column_is_not_believed() -> None:
    html = (
        "<html><head><title>主动公开文件_某市卫生健康委员会</title>"
        "<meta name='ArticleTitle' content='主动公开文件'></head>"
        "<body><ol class='breadcrumb'>您的位置：<li><a>首页</a></li><li>主动公开文件</li></ol>"
        f"<h2 id='ivs_title'>{TITLE}<small>( 2021年07月23日 )</small></h2><div>{BODY}</div></body></html>"
    )
    page = facts(html)
    assert page.title == TITLE
    assert page.column == "主动公开文件"
    assert page.published_at == datetime(2021, 7, 23, tzinfo=CHINA)


def test_a_title_in_three_headings_is_one_title() -> None:
    html = (
        "<title>某市卫生健康委员会</title>"
        '<meta name="ArticleTitle" content="某市卫生健康委等八部门印发关于<br/>'
        '进一步加强基层医疗<br/>服务的若干措施的通知">'
        "<h3>某市卫生健康委等八部门印发关于</h3><h3>进一步加强基层医疗</h3><h3>服务的若干措施的通知</h3>"
        f"<span>发布时间：2025-11-20 10:17</span>{BODY}"
    )
    assert facts(html).title == "某市卫生健康委等八部门印发关于进一步加强基层医疗服务的若干措施的通知"


def test_status_before_the_title_is_left_out() -> None:
    page = facts(standard(f'<meta name="ArticleTitle" content="[已废止]{TITLE}">', title=f"[已废止]{TITLE}"))
    assert page.title == TITLE


def test_title_from_the_page_where_title_tag_is_the_sites_name() -> None:
    html = f"<title>某某住房健康中心</title><h3>{TITLE}</h3><p>2026-04-16</p>{BODY}"
    page = facts(html)
    assert page.title == TITLE
    assert page.published_at == datetime(2026, 4, 16, tzinfo=CHINA)
    assert page.source_name is None


def test_title_tag_with_site_and_column_around_it() -> None:
    html = (
        f"<title>{TITLE}-协会动态-某某医院协会</title><h1>某某医院协会</h1>"
        f"<div class='mbx'>首页 &gt; <a>协会动态</a> &gt; {TITLE}</div>"
        f"<h1>{TITLE}</h1><div>时间：2024-07-19 17:05:21</div>{BODY}"
    )
    page = facts(html)
    assert page.title == TITLE
    assert page.column == "协会动态"
    assert page.published_at == datetime(2024, 7, 19, 17, 5, 21, tzinfo=CHINA)


def test_og_title_cut_at_a_quotation_mark_gives_way_to_the_heading() -> None:
    title = '男孩写下"救命啊"三个字引来警察上门查看'
    html = (
        f"<title>{title}_某某新闻</title><meta property='og:title' content='男孩写下'>"
        f"<h1>{title}</h1><div>2019-09-09 16:19:28　来源: <a>某某网</a> <a>举报</a></div>{BODY}"
    )
    page = facts(html)
    assert page.title == title
    assert page.source_name == "某某网"


def test_keywords_behind_the_title_are_not_the_title() -> None:
    html = (
        f"<title>{TITLE}_防控_传染病</title><meta property='og:title' content='{TITLE}_防控_传染病'>"
        f"<h1>{TITLE}</h1><div>2020-11-26 08:04</div>{BODY}"
    )
    assert facts(html).title == TITLE


def test_hanweb_marks() -> None:
    html = (
        "<title>某市卫生健康委员会 通知公告</title>"
        f"<div class='t'><!--<$[标题]>begin-->{TITLE}<!--<$[标题]>end--></div>"
        "<table><tr><td>发布日期：</td><td>2022-09-24</td></tr></table>"
        "<span>信息来源：</span><span><!--<$[信息来源]>begin-->市卫生监督所<!--<$[信息来源]>end--></span>"
        f"<div id='zoom'>{BODY}</div>"
    )
    page = facts(html)
    assert page.title == TITLE
    assert page.source_name == "市卫生监督所"


def test_wechat_takes_the_scripts_moment_not_its_constants() -> None:
    html = (
        "<html><head><title></title></head><body><h1 class='rich_media_title' id='activity-name'>"
        f"{TITLE}</h1><a id='js_name'> 健康某市 </a><em id='publish_time'></em>"
        f"<div class='rich_media_content' id='js_content' style='visibility: hidden;'>{BODY}</div>"
        '<script>var built = \'2022-02-21\'; var ct = "1647348281"; var nickname = htmlDecode("健康某市");'
        f"var msg_title = '{TITLE}'.html(false);</script></body></html>"
    )
    page = facts(html)
    assert page.is_wechat
    assert page.title == TITLE
    assert page.published_at == datetime(2022, 3, 15, 20, 44, 41, tzinfo=CHINA)
    assert page.source_name == "健康某市"


def test_source_below_the_text_where_nothing_else_names_one() -> None:
    page = facts(
        standard(
            below="<div>2022-02-11 09:52</div>", body=f"{BODY}<ul><li>来源：某某日报     编辑：苏某</li></ul>"
        )
    )
    assert page.source_name == "某某日报"


def test_a_sentence_after_a_label_is_no_source() -> None:
    page = facts(
        standard(
            body=f"{BODY}<p>本网来源：凡注明本网的作品，未经授权不得转载。违反上述声明者，将追究其法律责任。</p>"
        )
    )
    assert page.source_name is None


def test_json_ld_dates_a_portal_page() -> None:
    html = (
        f"<title>{TITLE}</title><h1>{TITLE}</h1>"
        '<script type="application/ld+json">{"@type":"NewsArticle","headline":"x",'
        '"datePublished":"2023-05-06T07:08:09+08:00"}</script>'
        f"{BODY}"
    )
    assert facts(html).published_at == datetime(2023, 5, 6, 7, 8, 9, tzinfo=CHINA)


def test_the_address_dates_a_page_that_says_nothing() -> None:
    page = facts(standard(), "http://wjw.example.gov.cn/tzgg/202303/t20230330_2779421.html")
    assert page.published_at == datetime(2023, 3, 30, tzinfo=CHINA)
    assert not page.time_known


def test_relative_time_needs_the_fetch_time() -> None:
    html = standard(below="<div>10个月前 来源： 观看:366</div>")
    assert facts(html).published_at is None
    page = facts(html, fetched_at=datetime(2025, 12, 20, tzinfo=CHINA))
    assert page.published_at == datetime(2025, 2, 20, tzinfo=CHINA)


def test_hints_help() -> None:
    html = f"<div class='n'>{TITLE}</div><i class='d'>2021/5/6 07:08</i><b class='s'>市中心血站</b>{BODY}"
    page = facts(html, hints=PageHints(title=".n", date=".d", source_name=".s"))
    assert (page.title, page.source_name) == (TITLE, "市中心血站")
    assert page.published_at == datetime(2021, 5, 6, 7, 8, tzinfo=CHINA)


def test_a_selector_that_is_no_css_or_finds_nothing_does_no_harm() -> None:
    page = facts(standard(), hints=PageHints(title="h1[", date=".absent"))
    assert page.title == TITLE


def test_nothing_gives_nothing() -> None:
    page = facts("")
    assert page.title == ""
    assert page.published_at is None
    assert page.card == {}


def test_a_thread_is_dated_by_its_first_post() -> None:
    posts = "".join(
        f"<p>〓 某某留言板 发布时间 2005/05/{day} 13:45:40 by 某人 〓</p><h4>第{day}日的回帖标题</h4>"
        for day in (17, 18)
    )
    page = facts(f"<p>主帖的话</p>{posts}")
    assert page.published_at is not None
    assert page.published_at.day == 17


@pytest.mark.parametrize(
    "crumb",
    [
        "<div>当前位置：首页 - 政务公开 - 法定报告</div>",
        "<div>本页位置：<a>首页</a> → <a>政务公开</a> → <a>法定报告</a></div>",
        "<nav class='bread'><a>首页</a><a>政务公开</a><a>法定报告</a></nav>",
    ],
)
def test_breadcrumbs_with_other_marks(crumb: str) -> None:
    html = f"<title>{TITLE}</title><body>{crumb}<h1>{TITLE}</h1><div>{BODY}</div>"
    assert facts(html).column == "法定报告"


def test_a_moment_of_another_zone_is_given_in_chinas() -> None:
    html = (
        '<script type="application/ld+json">{"@type": "NewsArticle", "headline": "' + TITLE + '",'
        '"datePublished": "2024-06-10T23:30:00Z", "author": {"@type": "Person", "name": "江心"}}</script>'
    )
    page = facts(standard(html))
    assert page.published_at == datetime(2024, 6, 11, 7, 30, tzinfo=CHINA)
    assert page.author == "江心"
