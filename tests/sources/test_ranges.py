"""Each way of publishing, crawled for real over the same sixty days: the stop rule, what is new, a range of days.

Thirty rows, one a day, ten to a page, then one more.  How pages are named and asked for is the only difference.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Sequence
from datetime import datetime
from typing import Any
from urllib.parse import urlencode

import pytest

from cleaners.dates import CHINA
from crawlers.job import PassReport
from crawlers.source import Source
from models import Outcome
from tests.crawlers.conftest import a_source
from tests.crawlers.site import Answer, Site, listing, page, rows

Crawl = Callable[..., PassReport]
Listed = Sequence[tuple[str, str, str]]
#: Writes the pages of a column on the site; the names under which it is asked for them, the first page first.
Write = Callable[[Site, Sequence[Listed]], list[str]]

KEY = "e5eb2abb5014415399847ba2bb99b31f"
JSON = {"Content-Type": "application/json"}
XML = {"Content-Type": "application/xml"}
SHELL = "/tzgg/index.html"


def as_json(value: Any) -> Answer:
    return Answer(json.dumps(value).encode(), headers=JSON)


def as_page(inner: str) -> Answer:
    html = f'<!DOCTYPE html><html><head><meta charset="utf-8"></head><body>{inner}</body></html>'
    return Answer(html.encode(), headers={"Content-Type": "text/html"})


def seconds(day: str) -> int:
    return int(datetime.fromisoformat(day).replace(tzinfo=CHINA).timestamp())


# ---- the ways -------------------------------------------------------------------------------------------------------


def counted_down(site: Site, pages: Sequence[Listed]) -> list[str]:
    """VSB: ``tzgg.htm``, then ``tzgg/3.htm`` of four pages, ``tzgg/2.htm``, ``tzgg/1.htm``."""
    names = ["/xw/tzgg.htm", *(f"/xw/tzgg/{len(pages) - n}.htm" for n in range(1, len(pages)))]
    for n, listed in enumerate(pages):
        last = n == len(pages) - 1
        down = "" if last else f'<span class="p_next"><a href="{names[n + 1]}" class="Next">下页</a></span>'
        site.answers[names[n]] = listing(list(listed), f'<div class="pb_sys_common">{down}</div>')
    return names


def counted_down_in_silence(site: Site, pages: Sequence[Listed]) -> list[str]:
    """The same where no page says which is the next; the first one links to all of them by their numbers."""
    names = counted_down(site, pages)
    numbers = "".join(f'<a href="{name}">{n}</a> ' for n, name in enumerate(names[1:], start=2))
    for n, listed in enumerate(pages):
        site.answers[names[n]] = listing(list(listed), f"<p>{numbers}</p>" if n == 0 else "")
    return names


def hanweb_query(site: Site, pages: Sequence[Listed]) -> list[str]:
    call = 'loadPageData({current:1,unitid:"9",webSiteCode:["wjw"],channelCode:["tzgg"],perPage:10})'
    site.answers[SHELL] = as_page(f'<div id="9"></div><script>{call}</script>')
    said = {"pageSize": "10", "webSiteCode[]": "wjw", "channelCode[]": "tzgg", "unitid": "9"}
    names = [f"/queryList#{urlencode({'current': str(n), **said})}" for n in range(1, len(pages) + 1)]
    for name, listed in zip(names, pages, strict=True):
        found = [
            {"source": {"title": t, "pubDate": f"{d} 10:00", "urls": json.dumps({"pc": h})}}
            for h, t, d in listed
        ]
        site.answers[name] = as_json({"data": {"results": found}})
    return names


def channel_search(site: Site, pages: Sequence[Listed]) -> list[str]:
    site.answers[SHELL] = as_page(
        f'<meta name="channelId" content="{KEY}"><input id="pageSize" value="10"><ul id="body"></ul>'
    )
    template = f"/common/search/{KEY}?_isAgg=false&_isJson=false&_pageSize=10&_template=index&page="
    names = [f"{template}{n}" for n in range(1, len(pages) + 1)]
    for name, listed in zip(names, pages, strict=True):
        items = "".join(f'<li><a href="{h}">{t}</a><div class="date">{d}</div></li>' for h, t, d in listed)
        site.answers[name] = Answer(
            f'<ul id="body">{items}</ul>'.encode(), headers={"Content-Type": "text/html"}
        )
    return names


def gkmlpt(site: Site, pages: Sequence[Listed]) -> list[str]:
    names = [f"/gkmlpt/api/all/557?page={n}&sid=200035" for n in range(1, len(pages) + 1)]
    for name, listed in zip(names, pages, strict=True):
        found = [{"title": t, "url": h, "display_publish_time": seconds(d)} for h, t, d in listed]
        site.answers[name] = as_json({"articles": found})
    site.answers["/gkmlpt/api/all/557"] = as_json({"articles": []})  # past the end
    return names


def json_list(site: Site, pages: Sequence[Listed]) -> list[str]:
    names = [f"/api/list?p={n}" for n in range(1, len(pages) + 1)]
    for name, listed in zip(names, pages, strict=True):
        site.answers[name] = as_json({"rows": [{"t": t, "u": h, "d": d} for h, t, d in listed]})
    site.answers["/api/list"] = as_json({"rows": []})
    return names


def feed(site: Site, pages: Sequence[Listed]) -> list[str]:
    """Atom in pages (RFC 5005)."""
    names = ["/feed.xml", *(f"/feed.xml?page={n}" for n in range(2, len(pages) + 1))]
    for n, listed in enumerate(pages):
        entries = "".join(
            f'<entry><title>{t}</title><link href="{site.base}{h}"/><updated>{d}T10:00:00+08:00</updated></entry>'
            for h, t, d in listed
        )
        further = f'<link rel="next" href="{site.base}{names[n + 1]}"/>' if n + 1 < len(pages) else ""
        site.answers[names[n]] = Answer(
            f'<feed xmlns="http://www.w3.org/2005/Atom"><title>t</title>{further}{entries}</feed>'.encode(),
            headers=XML,
        )
    return names


def sitemap(site: Site, pages: Sequence[Listed]) -> list[str]:
    """An index of sitemaps, each as young as its youngest address."""
    names = [f"/sitemap{n}.xml" for n in range(len(pages), 0, -1)]
    wrap = '<?xml version="1.0"?><{0} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{1}</{0}>'

    def entries(tag: str, found: Sequence[tuple[str, str]]) -> str:
        return "".join(
            f"<{tag}><loc>{site.base}{url}</loc><lastmod>{day}T08:00:00+08:00</lastmod></{tag}>"
            for url, day in found
        )

    index = entries("sitemap", [(name, part[0][2]) for name, part in zip(names, pages, strict=True)])
    site.answers["/sitemap.xml"] = Answer(wrap.format("sitemapindex", index).encode(), headers=XML)
    for name, listed in zip(names, pages, strict=True):
        urls = entries("url", [(href, day) for href, _, day in listed])
        site.answers[name] = Answer(wrap.format("urlset", urls).encode(), headers=XML)
    return names


#: How the site is written, the column's own page, and what the source's file says.
WAYS: dict[str, tuple[Write, str, dict[str, Any]]] = {
    "count-down": (counted_down, "/xw/tzgg.htm", {"pagination": {"count": "down"}}),
    "count-down-unsaid": (
        counted_down_in_silence,
        "/xw/tzgg.htm",
        {"pagination": {"page": "{stem}/{n}.htm", "count": "down"}},
    ),
    "hanweb_query": (hanweb_query, SHELL, {"family": "hanweb_query"}),
    "channel_search": (channel_search, SHELL, {"family": "channel_search"}),
    "gkmlpt": (gkmlpt, "/gkmlpt/index#557", {"family": "gkmlpt"}),
    "json_list": (
        json_list,
        "/api/list",
        {
            "family": "json_list",
            "request": {"url": "{base}/api/list?p={page}"},
            "fields": {"rows": "rows", "url": "u", "title": "t", "date": "d"},
        },
    ),
    "feed": (feed, "/feed.xml", {"family": "feed"}),
    "sitemap": (sitemap, "/sitemap.xml", {"family": "sitemap"}),
}


def the_source(site: Site, way: str) -> Source:
    _, path, said = WAYS[way]
    column: dict[str, Any] = {"name": "通知公告", "url": site.base + path}
    if way == "gkmlpt":
        column["values"] = {"category": "557", "sid": "200035"}
    if "request" in said:
        said = said | {"request": {"url": said["request"]["url"].replace("{base}", site.base)}}
    return a_source(site, columns=[column], **said)


def in_tens(listed: Listed) -> list[Listed]:
    return [listed[start : start + 10] for start in range(0, len(listed), 10)]


class Column:
    """The column of the source as it stands on the site."""

    def __init__(self, site: Site, way: str) -> None:
        self.site, self.way, self.names = site, way, []

    def show(self, newest: int) -> None:
        """The column has rows ``newest`` down to 1."""
        listed = rows(newest, 1, "/art/")
        for href, title, _ in listed:
            self.site.answers[href] = page(title)
        self.names = WAYS[self.way][0](self.site, in_tens(listed))

    def pages(self) -> list[int]:
        """The list pages that were asked for since the last look, in order."""
        asked = [self.names.index(name) + 1 for name in self.site.found if name in self.names]
        self.site.found.clear()
        self.site.asked.clear()
        return asked

    def articles(self) -> list[int]:
        """The days of the articles that were asked for since the last look."""
        return [int(path.rpartition("/t202603")[2][:2]) for path in self.site.paths() if "/art/" in path]


@pytest.mark.slow
@pytest.mark.parametrize("way", WAYS)
def test_a_column_is_read_until_it_is_known_and_a_range_to_its_days(
    site: Site, crawl: Crawl, way: str
) -> None:
    source, column = the_source(site, way), Column(site, way)
    column.show(30)
    first = crawl(source, first_pages=1)
    assert (first.new_articles, first.warnings) == (10, ())
    assert column.articles() == list(range(30, 20, -1))
    assert column.pages() == [1]

    assert crawl(source, day=1).outcome is Outcome.UNCHANGED
    assert (column.articles(), column.pages()) == ([], [1])

    column.show(31)  # every row moves down by one, and there is a page more
    third = crawl(source, day=2)
    assert (third.outcome, third.new_articles, third.warnings) == (Outcome.NEW, 1, ())
    assert (column.articles(), column.pages()) == ([31], [1])

    # Page 3 has rows 11 to 2, none of them as young: page 4 is not asked for.
    ranged = crawl(source, day=3, since="2026-03-12", until="2026-03-25", backfill=True)
    assert (ranged.new_articles, ranged.warnings) == (9, ())
    assert (column.articles(), column.pages()) == (list(range(20, 11, -1)), [1, 2, 3])

    whole = crawl(source, day=4, since="2026-01-01", until="2026-03-30", backfill=True)
    assert (whole.new_articles, whole.warnings) == (11, ())
    assert (column.articles(), column.pages()) == (list(range(11, 0, -1)), [1, 2, 3, 4])


@pytest.mark.slow
def test_a_count_that_begins_with_the_page_itself_is_noticed(site: Site, crawl: Crawl) -> None:
    """``tzgg/3.htm`` of three pages is the first page under another name: page 2 is ``tzgg/2.htm``."""
    listed = rows(30, 1, "/art/")
    for href, title, _ in listed:
        site.answers[href] = page(title)
    numbers = "".join(f'<a href="tzgg/{n}.htm">{n}</a> ' for n in (3, 2, 1))
    for name, part in zip(("tzgg", "tzgg/3", "tzgg/2", "tzgg/1"), (0, 0, 1, 2), strict=True):
        site.answers[f"/xw/{name}.htm"] = listing(listed[10 * part :][:10], numbers if name == "tzgg" else "")
    report = crawl(the_source(site, "count-down-unsaid"), first_pages=9)
    assert report.new_articles == 30
    assert [warning["rule"] for warning in report.warnings] == ["pagination"]
