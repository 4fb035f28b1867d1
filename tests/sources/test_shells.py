"""Lists whose page is a shell: the query that it names, its pages, and what is no answer."""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any

import pytest

from cleaners.dates import CHINA
from crawlers.job import PassReport
from crawlers.source_parts import Column
from crawlers.spiders.channel_search import read_channel
from crawlers.spiders.gkmlpt import categories, platform_of, read_platform
from models import Outcome
from tests.crawlers.conftest import a_source
from tests.crawlers.site import Answer, Site, page, rows

Crawl = Callable[..., PassReport]
Listed = Sequence[tuple[str, str, str]]
KEY = "e5eb2abb5014415399847ba2bb99b31f"
HTML = {"Content-Type": "text/html; charset=utf-8"}


def items(listed: Listed) -> str:
    return "".join(f'<li><a href="{h}" title="{t}">{t}</a><span>{d}</span></li>' for h, t, d in listed)


def as_html(head: str, body: str) -> Answer:
    return Answer(
        f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>".encode(), headers=HTML
    )


def as_json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), headers={"Content-Type": "application/json"})


def write_articles(site: Site, listed: Listed) -> None:
    for href, title, _ in listed:
        site.answers[href] = page(title)


def in_turn(answers: list[Answer], last: Answer) -> Callable[[], Answer]:
    """The answers one after the other, then ``last`` for ever."""
    return lambda: answers.pop(0) if answers else last


def asked(site: Site, path: str) -> list[str]:
    return [address.partition("?")[2] for address in site.paths() if address.startswith(path)]


# ---- channel-code sites: the key of the channel, rows in a comment, a search that answers a fragment ----------------


def fragment(listed: Listed) -> Answer:
    inner = "".join(
        f'<li><div class="title"><a href="{h}">{t}</a></div><div class="date">{d}</div></li>'
        for h, t, d in listed
    )
    return Answer(f'<ul id="body">{inner}</ul>'.encode(), headers=HTML)


@pytest.mark.slow
def test_a_channel_is_read_from_its_comment_and_its_search(site: Site, crawl: Crawl) -> None:
    listed = rows(18, 1, "/wsjk/c113453/")
    write_articles(site, listed)
    pager = "<script>createPageHTML('page_div',3,1,'list','shtml',18);</script>"
    site.answers["/wsjk/c113453/list.shtml"] = as_html(
        f'<meta name="channelId" content="{KEY}">',
        f'<input id="pageSize" type="hidden" value="8"><ul class="x"><!-- {items(listed[:8])}{pager} --></ul>',
    )
    found = [fragment(listed[8:16]), fragment(listed[16:])]
    site.answers[f"/common/search/{KEY}"] = in_turn(found, fragment([]))
    source = a_source(
        site,
        family="channel_search",
        columns=[{"name": "通知公告", "url": f"{site.base}/wsjk/c113453/list.shtml"}],
    )
    report = crawl(source, first_pages=9)
    assert (report.new_articles, report.warnings) == (18, ())
    called = asked(site, "/common/search/")
    assert [query.rpartition("=")[2] for query in called] == ["2", "3", "4"]
    assert "_pageSize=8" in called[0]
    site.asked.clear()
    assert crawl(source, day=1).outcome is Outcome.UNCHANGED
    assert site.paths() == ["/wsjk/c113453/list.shtml"]


@pytest.mark.slow
def test_a_channel_without_rows_is_searched_from_page_1_and_without_a_key_numbered(
    site: Site, crawl: Crawl
) -> None:
    listed = rows(6, 1, "/a/")
    write_articles(site, listed)
    answer = {"data": {"results": [{"title": t, "url": h, "publishedTimeStr": d} for h, t, d in listed[:3]]}}
    site.answers["/shell/list.shtml"] = as_html(
        f'<meta content="{KEY}" name="channelId"/>', "<ul id=body></ul>"
    )
    site.answers[f"/api/{KEY}"] = as_json(answer)
    site.write(list(listed[3:]), "/plain/list.shtml")
    site.write([], "/plain/list_2.shtml")
    source = a_source(
        site,
        family="channel_search",
        pagination={"page": "list_{n}.shtml", "first": 2},
        request={"url": f"{site.base}/api/{{channel}}?page={{page}}"},
        columns=[
            {"name": "通知公告", "url": f"{site.base}/shell/list.shtml"},
            {"name": "政策文件", "url": f"{site.base}/plain/list.shtml"},
        ],
    )
    assert crawl(source).new_articles == 6
    assert asked(site, "/api/")[0] == "page=1"
    assert "/plain/list_2.shtml" in site.paths()


def test_the_key_of_a_channel() -> None:
    assert read_channel(f"<meta name='channelId' content='{KEY}'>") == {"channel": KEY, "size": "20"}
    assert read_channel('<meta name="code" content="c110634">') is None


# ---- gkmlpt: the tree of categories, JSON with times in seconds -----------------------------------------------------


def seconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=CHINA).timestamp())


def articles(listed: Listed) -> Answer:
    found = [
        {"id": n, "title": t, "url": h, "display_publish_time": seconds(d)}
        for n, (h, t, d) in enumerate(listed)
    ]
    return as_json({"classify": {"id": 557}, "articles": found})


CONFIG = """<script>window._CONFIG = { ACTION: 'index', SID: '200035',
 TREE: [{"id":556,"name":"政策","children":[{"id":557,"name":"规范性文件","children":[]}]},
  {"id":562,"name":"工作动态"}],
 };</script>"""


@pytest.mark.slow
def test_a_category_of_the_disclosure_platform(site: Site, crawl: Crawl) -> None:
    listed = rows(12, 1, "/gkmlpt/content/1/")
    write_articles(site, listed)
    site.answers["/gkmlpt/index"] = as_html(CONFIG, '<div id="app"></div>')
    site.answers["/gkmlpt/api/all/557"] = in_turn([articles(listed[:6]), articles(listed[6:])], articles([]))
    source = a_source(
        site, family="gkmlpt", columns=[{"name": "规范性文件", "url": f"{site.base}/gkmlpt/index"}]
    )
    assert crawl(source, first_pages=9).new_articles == 12
    assert asked(site, "/gkmlpt/api/") == [f"page={n}&sid=200035" for n in (1, 2, 3)]


@pytest.mark.slow
def test_a_category_whose_numbers_are_written_down_costs_one_request(site: Site, crawl: Crawl) -> None:
    listed = rows(4, 1, "/gkmlpt/content/1/")
    write_articles(site, listed)
    site.answers["/gkmlpt/api/all/557"] = articles(listed)
    column = {
        "name": "规范性文件",
        "url": f"{site.base}/gkmlpt/index#557",
        "values": {"category": "557", "sid": "200035"},
    }
    source = a_source(site, family="gkmlpt", columns=[column])
    assert crawl(source, first_pages=1).new_articles == 4
    site.asked.clear()
    assert crawl(source, day=1).outcome is Outcome.UNCHANGED
    assert site.paths() == ["/gkmlpt/api/all/557?page=1&sid=200035"]
    site.answers["/gkmlpt/api/all/557"] = Answer(b'{"message":"Server Error"}')
    broken = crawl(source, day=2)
    assert broken.outcome is Outcome.FAILED
    assert "answers without 'articles'" in str(broken.error)


@pytest.mark.slow
def test_a_category_that_the_tree_does_not_have_is_named_with_those_it_has(site: Site, crawl: Crawl) -> None:
    site.answers["/gkmlpt/index"] = as_html(CONFIG, "")
    source = a_source(site, family="gkmlpt", columns=[{"name": "公报", "url": f"{site.base}/gkmlpt/index"}])
    report = crawl(source)
    assert report.outcome is Outcome.FAILED
    assert "no category '公报'; the tree has 政策、规范性文件、工作动态" in str(report.error)


def test_what_the_platform_says() -> None:
    assert categories(CONFIG) == [("政策", "556"), ("规范性文件", "557"), ("工作动态", "562")]
    column = Column(name="公报", url="https://www.example.gov.cn/hjj/gkmlpt/index#21023")
    assert read_platform(CONFIG, column) == {"category": "21023", "sid": "200035", "size": "100"}
    assert read_platform("<html></html>", column) is None
    assert platform_of(column.url) == "https://www.example.gov.cn/hjj"
    assert categories("TREE: [{broken") == []


# ---- Hanweb's later lists -------------------------------------------------------------------------------------------

CALL = (
    '<script>loadPageData({current:1,unitid:"9",webSiteCode:["wjw"],channelCode:["tzgg"],perPage:5})</script>'
)


def results(listed: Listed) -> Answer:
    found = [
        {"source": {"title": t, "pubDate": f"{d} 10:00", "urls": json.dumps({"pc": h})}} for h, t, d in listed
    ]
    return as_json({"data": {"results": found}})


@pytest.mark.slow
@pytest.mark.parametrize(("shown", "called"), [(0, 4), (5, 3), (3, 4)])
def test_an_empty_a_whole_and_a_short_shell_lose_no_row(
    site: Site, crawl: Crawl, shown: int, called: int
) -> None:
    listed = rows(12, 1, "/content/")
    write_articles(site, listed)
    site.answers["/jkyw/index.html"] = as_html(
        "", f'<div id="9"><ul>{items(listed[:shown])}</ul></div>{CALL}'
    )
    found = [results(listed[:5]), results(listed[5:10]), results(listed[10:])][1 if shown == 5 else 0 :]
    site.answers["/queryList"] = in_turn(found, results([]))
    source = a_source(
        site, family="hanweb_query", columns=[{"name": "健康要闻", "url": f"{site.base}/jkyw/index.html"}]
    )
    assert crawl(source, first_pages=9).new_articles == 12
    assert len(asked(site, "/queryList")) == called


@pytest.mark.slow
def test_an_answer_that_is_none_has_failed(site: Site, crawl: Crawl) -> None:
    site.answers["/jkyw/index.html"] = as_html("", CALL)
    site.answers["/queryList"] = as_json({"code": 200, "data": None})
    source = a_source(
        site, family="hanweb_query", columns=[{"name": "健康要闻", "url": f"{site.base}/jkyw/index.html"}]
    )
    report = crawl(source)
    assert report.outcome is Outcome.FAILED
    assert "answers without 'data.results'" in str(report.error)
