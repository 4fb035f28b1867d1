"""Rows of JSON answers by field maps, and of feeds."""

from __future__ import annotations

import json
from datetime import date

import pytest

from crawlers.listing import JsonFields, ListPage, read_feed, read_json_list

URL = "https://www.example.gov.cn/queryList?current=1"


def test_nested_json_in_strings_and_alternative_paths() -> None:
    answer = {
        "data": {
            "results": [
                {
                    "source": {
                        "title": "<em>健康</em>促进通知",
                        "pubDate": "2025-01-02 09:30",
                        "urls": '{"pc":"/a.html"}',
                    }
                },
                {
                    "source": {
                        "title": "关于疾控工作的意见",
                        "pubDate": "2025-01-01",
                        "urls": '{"common":"/b.html"}',
                    }
                },
                {"source": {"title": "没有地址的一条"}},
            ]
        }
    }
    fields = JsonFields("data.results", "source.title", "source.urls.common|source.urls.pc", "source.pubDate")
    rows = read_json_list(json.dumps(answer, ensure_ascii=False).encode(), URL, fields).rows
    assert [(r.url, r.title, r.published_on) for r in rows] == [
        ("https://www.example.gov.cn/a.html", "健康促进通知", date(2025, 1, 2)),
        ("https://www.example.gov.cn/b.html", "关于疾控工作的意见", date(2025, 1, 1)),
    ]


@pytest.mark.parametrize(
    ("stamp", "day"),
    [
        (1735833600, date(2025, 1, 3)),  # 2025-01-02T16:00Z is midnight of the next day in China
        ("1735833600000", date(2025, 1, 3)),
        ("20250103", date(2025, 1, 3)),
        ("2025年1月3日", date(2025, 1, 3)),
        (0, None),
        (True, None),
        ("近日", None),
    ],
)
def test_dates_in_seconds_milliseconds_or_words(stamp: object, day: date | None) -> None:
    answer = json.dumps(
        {"articles": [{"title": "公告", "url": "post_1.html", "display_publish_time": stamp}]}
    )
    rows = read_json_list(answer, URL, JsonFields("articles", date="display_publish_time")).rows
    assert [row.published_on for row in rows] == [day]


def test_a_callback_and_a_star_are_understood() -> None:
    answer = (
        'jQuery12({"catMap":{"bumenfile":{"listVO":[{"title":"通知","url":"/n"}]},"other":{"listVO":[]}}});'
    )
    page = read_json_list(answer, URL, JsonFields("catMap.*.listVO"))
    assert [row.url for row in page.rows] == ["https://www.example.gov.cn/n"]


@pytest.mark.parametrize("answer", ["", "<html></html>", "[]", "{}", "null", '{"data": "x"}', "[" * 100_000])
def test_what_is_no_such_answer_gives_no_rows(answer: str) -> None:
    assert read_json_list(answer, URL, JsonFields("data.results")) == ListPage()


RSS = """<?xml version="1.0" encoding="GBK"?>
<rss version="2.0"><channel><title>要闻</title>
<item><title><![CDATA[关于<b>托育</b>服务的意见]]></title><link>/a/1.html</link>
<pubDate>Thu, 02 Jan 2025 17:30:00 GMT</pubDate></item>
<item><title>年度统计公报</title><link>https://other.example/2.html</link><pubDate>2025-01-01 08:00</pubDate></item>
</channel></rss>"""
ATOM = """<feed xmlns="http://www.w3.org/2005/Atom"><title>x</title><link rel="next" href="/feed?page=2"/>
<entry><title>解读</title><id>urn:1</id><link href="/e/1"/><updated>2025-01-02T20:00:00Z</updated></entry></feed>"""


def test_rss_in_a_chinese_charset() -> None:
    rows = read_feed(RSS.encode("gbk"), "https://www.example.gov.cn/rss.xml").rows
    assert [(r.url, r.title, r.published_on) for r in rows] == [
        ("https://www.example.gov.cn/a/1.html", "关于托育服务的意见", date(2025, 1, 3)),
        ("https://other.example/2.html", "年度统计公报", date(2025, 1, 1)),
    ]


def test_atom_with_a_next_page() -> None:
    page = read_feed(ATOM, "https://www.example.gov.cn/feed")
    assert page.next_url == "https://www.example.gov.cn/feed?page=2"
    assert [(r.title, r.published_on) for r in page.rows] == [("解读", date(2025, 1, 3))]


def test_json_feed() -> None:
    feed = {
        "version": "https://jsonfeed.org/version/1.1",
        "next_url": "/feed2.json",
        "items": [
            {"id": "1", "url": "/1", "title": "一则公告", "date_published": "2025-01-02T10:00:00+08:00"}
        ],
    }
    page = read_feed(json.dumps(feed), "https://www.example.org/feed.json")
    assert page.next_url == "https://www.example.org/feed2.json"
    assert [(r.url, r.published_on) for r in page.rows] == [("https://www.example.org/1", date(2025, 1, 2))]


def test_entities_are_not_expanded() -> None:
    bomb = (
        '<?xml version="1.0"?><!DOCTYPE r [<!ENTITY a "哈哈哈哈"><!ENTITY b "&a;&a;&a;">'
        '<!ENTITY f SYSTEM "file:///etc/passwd">]>'
        "<rss><channel><item><title>头&b;&f;尾</title><link>/1</link></item></channel></rss>"
    )
    titles = [row.title for row in read_feed(bomb, "https://www.example.org/f").rows]
    assert len(titles) == 1
    assert titles[0].startswith("头")
    assert "哈" not in titles[0]
    assert "root:" not in titles[0]


@pytest.mark.parametrize("data", [b"", b"<html><body>404</body></html>", b"{}", b"{", "不是订阅".encode()])
def test_what_is_no_feed_gives_no_rows(data: bytes) -> None:
    assert read_feed(data, "https://www.example.org/f").rows == []
