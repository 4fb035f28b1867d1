"""Ways of publishing that the sample site does not show: further slices, forms, answers that are no list."""

from __future__ import annotations

import json
from collections.abc import Callable

import pytest

from crawlers.job import PassReport
from crawlers.source_parts import HanwebUnit
from crawlers.spiders.hanweb_proxy import read_total, read_unit
from crawlers.spiders.json_list import filled
from crawlers.spiders.static_list import numbered
from models import Outcome
from tests.crawlers.conftest import a_source
from tests.crawlers.site import Answer, Site, page, rows

Crawl = Callable[..., PassReport]


def records(listed: list[tuple[str, str, str]], total: int) -> str:
    inner = "".join(
        f'<record><![CDATA[<li><a href="{href}" title="{title}">{title}</a><b>{day}</b></li>]]></record>'
        for href, title, day in listed
    )
    return f"<datastore><totalrecord>{total}</totalrecord><recordset>{inner}</recordset></datastore>"


@pytest.mark.slow
def test_hanweb_asks_the_proxy_for_further_records(site: Site, crawl: Crawl) -> None:
    listed = rows(20, 1, "/art/")
    for href, title, _ in listed:
        site.answers[href] = page(title)
    script = 'var webid=12;var unitid="6021";var columnid=77;var perpage=4;'
    site.answers["/col/col77/index.html"] = Answer(
        f'<html><meta charset="utf-8"><script type="text/xml">{records(listed[:4], 20)}</script>'
        f"<script>{script}</script></html>".encode(),
        headers={"Content-Type": "text/html"},
    )
    slices = [records(listed[:12], 20), records(listed[12:], 20)]
    xml = {"Content-Type": "text/xml"}
    site.answers["/module/web/jpage/dataproxy.jsp"] = lambda: Answer(slices.pop(0).encode(), headers=xml)
    source = a_source(
        site,
        family="hanweb_proxy",
        columns=[{"name": "通知公告", "url": f"{site.base}/col/col77/index.html"}],
    )
    report = crawl(source, first_pages=5)
    assert report.new_articles == 20
    posts = [path for method, path, _ in site.asked if method == "POST"]
    assert [path.split("?")[1] for path in posts] == [
        "startrecord=1&endrecord=12&perpage=4",
        "startrecord=13&endrecord=24&perpage=4",
    ]


@pytest.mark.slow
def test_a_json_list_by_form_and_a_shell_that_is_no_list(site: Site, crawl: Crawl) -> None:
    listed = rows(6, 1, "/content/")
    for href, title, _ in listed:
        site.answers[href] = page(title)

    def answer(part: list[tuple[str, str, str]]) -> Answer:
        found = [
            {"source": {"title": title, "pubDate": day, "urls": json.dumps({"common": href})}}
            for href, title, day in part
        ]
        return Answer(
            json.dumps({"data": {"results": found}}).encode(), headers={"Content-Type": "application/json"}
        )

    pages = [answer(listed[:3]), answer(listed[3:]), answer([])]
    site.answers["/queryList"] = lambda: pages.pop(0) if pages else Answer(b'{"code":200,"data":null}')
    source = a_source(
        site,
        family="json_list",
        columns=[{"name": "通知公告", "url": f"{site.base}/list.html", "values": {"channel": "c14"}}],
        request={
            "method": "POST",
            "url": f"{site.base}/queryList",
            "form": {"current": "{page}", "channelCode[]": "{channel}"},
        },
        fields={
            "rows": "data.results",
            "url": "source.urls.common",
            "title": "source.title",
            "date": "source.pubDate",
        },
    )
    assert crawl(source, first_pages=9).new_articles == 6
    later = crawl(source, day=1)
    assert later.outcome is Outcome.FAILED
    assert "answers without 'data.results'" in str(later.error)


def test_what_the_proxy_is_told() -> None:
    text = '<script>var webid=12;var unitid="6021";var webname="临江";var perpage=20;</script>'
    url = "https://wjw.example.cn/col/col1688/index.html"
    unit = read_unit(text, url, url, HanwebUnit(path="/module/jpage/dataproxy.jsp"))
    assert unit == {
        "columnid": "1688",
        "unitid": "6021",
        "webid": "12",
        "webname": "临江",
        "perpage": "20",
        "proxy": "https://wjw.example.cn/module/jpage/dataproxy.jsp",
    }
    assert read_unit("<html></html>", url, url, HanwebUnit()) is None
    assert read_total("<totalrecord>756</totalrecord>") == 756


def test_addresses_of_further_pages() -> None:
    assert numbered("https://a.cn/tzgg/", "index_{n}.html", 1) == "https://a.cn/tzgg/index_1.html"
    assert numbered("https://a.cn/tzgg/list.shtml", "list_{n}.shtml", 2) == "https://a.cn/tzgg/list_2.shtml"
    assert numbered("https://a.cn/c?id=7&page=1", "&page={n}", 2) == "https://a.cn/c?id=7&page=2"
    assert numbered("https://a.cn/x?page=1", "?page={n}", 2) == "https://a.cn/x?page=2"
    assert filled("p={page}&q={q}", {"page": "2"}) == "p=2&q={q}"
