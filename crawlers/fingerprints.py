"""Which way of publishing (建站系统) an answer shows by itself: for a look, never for a pass.

Each rule quotes what it saw.  A family that is written down in a source's file is not changed by this; an operator is
told when the two disagree.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from urllib.parse import urlsplit

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.source import Family
from crawlers.spiders.channel_search import read_channel
from crawlers.spiders.gkmlpt import platform_of
from crawlers.spiders.hanweb_query import read_query
from crawlers.spiders.sitemap import read_sitemap


@dataclass(frozen=True, slots=True)
class Fingerprint:
    """A family, the product behind it where one is known, and the piece of the answer that says so."""

    family: Family
    product: str
    evidence: str


_CHANNEL_PAGER = re.compile(r"createPageHTML\w*\(\s*['\"]\w+['\"]\s*,\s*\d+[^)]*\)", re.IGNORECASE)
_TRS_PAGER = re.compile(r"createPageHTML\w*\(\s*['\"]?\d+[^)]*\)", re.IGNORECASE)
_SITEMAP_BYTES = 20 * 2**20
_TEXT = 400_000  # characters in which a mark would stand


def read_family(body: bytes, url: str) -> Fingerprint | None:
    """The family of the answer; ``None`` where nothing marks it, which a plain numbered list does not either."""
    try:
        text = decode(body)[:_TEXT] if body[:2] != b"\x1f\x8b" else ""
    except UndecodableError:
        return None
    for rule in _RULES:
        found = rule(text, body, url)
        if found is not None:
            return found
    return None


def _feed(text: str, body: bytes, url: str) -> Fingerprint | None:
    head = text[:2000].lstrip().lower()
    for mark, name in (
        ("<rss", "RSS"),
        ("<feed", "Atom"),
        ("<rdf", "RSS 1.0"),
        ("jsonfeed.org", "JSON Feed"),
    ):
        if mark in head and "<html" not in head:
            return Fingerprint(Family.FEED, name, mark)
    return None


def _sitemap(text: str, body: bytes, url: str) -> Fingerprint | None:
    if not text or "<urlset" in text[:3000] or "<sitemapindex" in text[:3000]:
        kind, entries = read_sitemap(body, _SITEMAP_BYTES)
        if kind in ("urlset", "sitemapindex"):
            return Fingerprint(Family.SITEMAP, "sitemaps.org", f"<{kind}> 有 {len(entries)} 个地址")
    return None


def _json(text: str, body: bytes, url: str) -> Fingerprint | None:
    if text.lstrip()[:1] not in ("{", "["):
        return None
    try:
        json.loads(text)
    except (ValueError, RecursionError):
        if len(text) < _TEXT:
            return None
    return Fingerprint(Family.JSON_LIST, "JSON", text.lstrip()[:40])


def _wechat(text: str, body: bytes, url: str) -> Fingerprint | None:
    if urlsplit(url).hostname == "mp.weixin.qq.com" or 'id="js_content"' in text:
        return Fingerprint(Family.SINGLE_PAGE, "微信公众号文章", "js_content")
    return None


def _gkmlpt(text: str, body: bytes, url: str) -> Fingerprint | None:
    if "/gkmlpt" in url and "window._CONFIG" in text and re.search(r"\bSID\s*:", text):
        return Fingerprint(Family.GKMLPT, "政府信息公开平台 gkmlpt", f"window._CONFIG，{platform_of(url)}")
    return None


def _hanweb_query(text: str, body: bytes, url: str) -> Fingerprint | None:
    found = read_query(text) if "loadPageData" in text or "queryList" in text else None
    if found:
        return Fingerprint(Family.HANWEB_QUERY, "大汉 queryList", f"channelCode {found['channelCode[]']}")
    return None


def _hanweb_proxy(text: str, body: bytes, url: str) -> Fingerprint | None:
    for mark in ("dataproxy.jsp", "<datastore"):
        if mark in text:
            return Fingerprint(Family.HANWEB_PROXY, "大汉 jcms", mark)
    return None


def _channel(text: str, body: bytes, url: str) -> Fingerprint | None:
    found = read_channel(text)
    if found and re.search(r"/c\d{6}/|list\w*\.shtml", urlsplit(url).path):
        return Fingerprint(Family.CHANNEL_SEARCH, "栏目编码站点", f"meta channelId {found['channel']}")
    return None


def _numbered(text: str, body: bytes, url: str) -> Fingerprint | None:
    if (urlsplit(url).hostname or "").endswith("nhc.gov.cn"):
        return Fingerprint(Family.NHC_CHANNEL, "国家卫生健康委栏目", urlsplit(url).hostname or "")
    for mark, product in ((_CHANNEL_PAGER, "编号列表（从 1 数）"), (_TRS_PAGER, "拓尔思 TRS")):
        found = mark.search(text)
        if found:
            return Fingerprint(Family.STATIC_LIST, product, found[0][:80])
    for piece, product in (
        ("TRS_Editor", "拓尔思 TRS"),
        ("ls-newslist", "龙讯 lonsun"),
        ("vsbcontent", "博达 VSB"),
    ):
        if piece in text:
            return Fingerprint(Family.STATIC_LIST, product, piece)
    return None


_RULES: tuple[Callable[[str, bytes, str], Fingerprint | None], ...] = (
    _feed,
    _sitemap,
    _json,
    _wechat,
    _gkmlpt,
    _hanweb_query,
    _hanweb_proxy,
    _channel,
    _numbered,
)
