"""The address behind an ``href``, as a browser would join it.

Nearly all links of a list are plain ones; they are joined by hand, which costs a third of ``urljoin`` and gives the
same (``tests/crawlers/listing/test_addresses.py``).
"""

from __future__ import annotations

import re
from functools import lru_cache
from urllib.parse import urljoin, urlsplit

_NO_PAGE = re.compile(
    r"^\s*(?:javascript|mailto|tel|data|about|file|weixin|tencent|whatsapp)\s*:", re.IGNORECASE
)
_PART = r"(?!\.{1,2}(?:/|$|\?))[\w.~!$&'()*+,=@%-]*"
#: https://wjw.example.gov.cn/art/2026/1/8/art_1.html?a=1
_PLAIN_WHOLE = re.compile(r"https?://[a-z0-9.-]+(?::\d{1,5})?(?:/[\w.~!$&'()*+,=@%/-]*)?(?:\?[^#\s]+)?", re.A)
#: /art/2026/1/8/art_1.html
_PLAIN_ROOTED = re.compile(rf"(?:/(?=[^/]){_PART})+/?(?:\?[^#\s]+)?", re.A)
#: ./202601/t20260108_1.html, 202601/t20260108_1.html
_PLAIN_BELOW = re.compile(rf"(?:\./)?(?=[^./?])({_PART}(?:/(?=[^/]){_PART})*/?(?:\?[^#\s]+)?)", re.A)


def absolute(href: str, url: str) -> str | None:
    """The http(s) address behind an ``href`` of the page at ``url``; ``None`` for scripts, anchors and mail.

    >>> absolute("./202601/t20260108_1.html", "https://wjw.example.gov.cn/tzgg/index.html")
    'https://wjw.example.gov.cn/tzgg/202601/t20260108_1.html'
    """
    href = href.strip()
    if _PLAIN_WHOLE.fullmatch(href):
        return href
    base = _base(url)
    if base is not None:
        origin, folder = base
        if _PLAIN_ROOTED.fullmatch(href):
            return origin + href
        below = _PLAIN_BELOW.fullmatch(href)
        if below:
            return folder + below[1]
    href = href.replace("\n", "").replace("\r", "").replace("\t", "")
    if not href or href.startswith("#") or _NO_PAGE.match(href):
        return None
    try:
        joined = urljoin(url, href.replace("\\", "/"))
        parts = urlsplit(joined)
    except ValueError:
        return None
    if parts.scheme not in ("http", "https") or not parts.netloc:
        return None
    return joined


@lru_cache(maxsize=64)
def _base(url: str) -> tuple[str, str] | None:
    """Origin and folder of a plain address, ``None`` of any other: ``https://a.cn/b/c.html`` has ``https://a.cn/b/``."""
    if not _PLAIN_WHOLE.fullmatch(url) or "/./" in url or "/../" in url:
        return None
    parts = urlsplit(url)
    origin = f"{parts.scheme}://{parts.netloc}"
    return origin, f"{origin}{parts.path[: parts.path.rfind('/') + 1] or '/'}"
