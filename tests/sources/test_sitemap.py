"""Sitemaps: plain, packed, an index of them; what is none; queries of a column that is one."""

from __future__ import annotations

import gzip
from collections.abc import Callable, Sequence

import pytest

from crawlers.job import PassReport
from crawlers.spiders.sitemap import read_sitemap
from models import Outcome
from tests.crawlers.conftest import a_source
from tests.crawlers.site import Answer, Site, page, rows

Crawl = Callable[..., PassReport]
XML = {"Content-Type": "application/xml"}


def sitemap(site: Site, listed: Sequence[tuple[str, str, str]], kind: str = "urlset") -> bytes:
    tag = "url" if kind == "urlset" else "sitemap"
    inner = "".join(
        f"<{tag}><loc>{site.base}{href}</loc><lastmod>{day}T08:00:00+08:00</lastmod></{tag}>"
        for href, _, day in listed
    )
    return (
        f'<?xml version="1.0"?><{kind} xmlns="http://www.sitemaps.org/schemas/sitemap/0.9">{inner}</{kind}>'
    ).encode()


@pytest.mark.slow
def test_the_youngest_sitemap_of_an_index_first_and_only_the_columns_addresses(
    site: Site, crawl: Crawl
) -> None:
    listed = rows(9, 1)
    for href, title, _ in listed:
        site.answers[href] = page(title)
    index = [("/old.xml", "", "2026-03-04"), ("/new.xml.gz", "", "2026-03-09")]
    site.answers["/sitemap.xml"] = Answer(sitemap(site, index, "sitemapindex"), headers=XML)
    others = [("/about/index.html", "", "2026-03-31")]
    packed = gzip.compress(sitemap(site, [*others, *reversed(listed[:5])]))
    site.answers["/new.xml.gz"] = Answer(packed, headers={"Content-Type": "application/gzip"})
    site.answers["/old.xml"] = Answer(sitemap(site, listed[5:]), headers=XML)
    column = {"name": "站点地图", "url": f"{site.base}/sitemap.xml", "values": {"path": "/tzgg/"}}
    source = a_source(site, family="sitemap", columns=[column])
    report = crawl(source)
    assert (report.new_articles, report.warnings) == (9, ())
    assert site.paths()[:2] == ["/sitemap.xml", "/new.xml.gz"]
    assert "/about/index.html" not in site.paths()
    assert crawl(source, day=1).outcome is Outcome.UNCHANGED


@pytest.mark.slow
def test_a_page_is_no_sitemap(site: Site, crawl: Crawl) -> None:
    site.answers["/sitemap.xml"] = page("网站地图")
    source = a_source(
        site, family="sitemap", columns=[{"name": "站点地图", "url": f"{site.base}/sitemap.xml"}]
    )
    report = crawl(source)
    assert report.outcome is Outcome.FAILED
    assert "is no sitemap" in str(report.error)


def test_what_is_no_sitemap_and_a_bomb_have_no_addresses() -> None:
    assert read_sitemap(b"", 100) == ("", {})
    assert read_sitemap(b"{}", 100) == ("", {})
    assert read_sitemap(gzip.compress(b"<urlset>" + b" " * 10**6), 1000) == ("", {})
    evil = b'<!DOCTYPE u [<!ENTITY e SYSTEM "file:///etc/passwd">]><urlset><url><loc>&e;</loc></url></urlset>'
    assert read_sitemap(evil, 1000) == ("urlset", {})


@pytest.mark.slow
def test_a_column_that_is_a_query_counts_in_a_parameter(site: Site, crawl: Crawl) -> None:
    site.write(rows(20, 11), "/web/col")
    source = a_source(
        site,
        pagination={"page": "&page={n}", "first": 2},
        columns=[{"name": "疫情专题", "url": f"{site.base}/web/col?id=7&cn=xxgzbd"}],
    )
    assert crawl(source).new_articles == 10
    lists = [path for path in site.paths() if path.startswith("/web/col")]
    assert lists[:2] == ["/web/col?id=7&cn=xxgzbd", "/web/col?id=7&cn=xxgzbd&page=2"]
