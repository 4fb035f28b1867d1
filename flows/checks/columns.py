"""Where a site's lists are, seen from one of its pages: by the names of such columns, and by the page's folder."""

from __future__ import annotations

import re
from urllib.parse import urldefrag, urljoin, urlsplit

from lxml import etree, html

from cleaners.errors import UndecodableError
from cleaners.pages.decode import decode
from crawlers.spiders.gkmlpt import categories

#: At most so many columns are looked at.
MOST = 6
_WORDS = (
    "通知公告|公告公示|公示公告|通告公告|通知公示|文件通知|工作通知|通知|公告|公示|政策文件|规范性文件|其他文件|法规文件|政策法规|政策解读|解读"
    "|政策|工作动态|工作要闻|卫健要闻|健康要闻|卫生健康要闻|要闻动态|新闻发布|疫情信息|疫情通报"
)
_COLUMN = re.compile(rf"^(?:最新)?(?:{_WORDS})$")
_ARTICLE = re.compile(r"/t?20\d{6}|/20\d{4}/|_\d{4,}\.|post_\d|/art/|content_\d|/[0-9a-f]{32}\.|/info/\d")
_LIST = re.compile(r"(?:/|/(?:index|list|common_list|nav_list|zwgklist)\w*\.\w{3,5}|/col\d+/index\.html)$")
_LONGEST_NAME = 14


def find_columns(body: bytes, url: str) -> list[tuple[str, str]]:
    """Name and address of likely lists that the page links to, on its own host: those above it in its path first.

    ``<a href="/tzgg/">通知公告</a>`` on the home page is one; so is ``<a href="../">工作部署</a>`` on an article below.
    """
    try:
        text = decode(body)
    except UndecodableError:
        return []
    try:
        root = html.fromstring(text.encode("utf-8", "replace"), parser=html.HTMLParser(encoding="utf-8"))
    except (etree.LxmlError, ValueError):
        return []
    here = urlsplit(url)
    above: dict[str, str] = {}
    named: dict[str, str] = {}
    for link in root.iter("a"):
        name = "".join("".join(str(t) for t in link.itertext()).split())
        target = _absolute(link.get("href"), url)
        parts = urlsplit(target)
        if not name or len(name) > _LONGEST_NAME or parts.netloc != here.netloc:
            continue
        if parts.path in ("", "/") or _ARTICLE.search(parts.path) or target == url:
            continue
        folder = parts.path.rpartition("/")[0] + "/"
        if folder != "/" and here.path.startswith(folder) and _LIST.search(parts.path):
            above.setdefault(target, name)
        elif _COLUMN.match(name):
            named.setdefault(target, name)
    nearest = sorted(above, key=lambda target: -len(urlsplit(target).path))
    found = [(above[target], target) for target in nearest] + [
        (n, t) for t, n in named.items() if t not in above
    ]
    return _each_once(found)[:MOST]


def platform_columns(body: bytes) -> list[tuple[str, str]]:
    """Name and number of the categories of a gkmlpt page that hold documents and notices."""
    try:
        found = categories(decode(body))
    except UndecodableError:
        return []
    return _each_once([(name, number) for name, number in found if _COLUMN.match(name) and name != "政策"])[
        :MOST
    ]


def _absolute(href: str | None, url: str) -> str:
    try:
        target = urldefrag(urljoin(url, (href or "").strip())).url
        return target if urlsplit(target).scheme in ("http", "https") else ""
    except ValueError:
        return ""


def _each_once(found: list[tuple[str, str]]) -> list[tuple[str, str]]:
    names: dict[str, str] = {}
    for name, target in found:
        names.setdefault(name, target)
    return list(names.items())
