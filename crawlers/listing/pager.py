"""The address of the next page: the link that says so, else what the page's own pager script would write."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from lxml import etree

from crawlers.listing.addresses import absolute
from crawlers.listing.clicks import clicked_address
from crawlers.listing.rows import squeeze

_SAYS_NEXT = re.compile(
    r"^[\s\[(（【<>《»›]*(?:下一?页|下一?頁|后一?页|next(?:\s*page)?|neste|nästa|older posts?)[\s\])）】>》»›→]*$",
    re.IGNORECASE,
)
_LONGEST_SAYING = 40
_ARROW = re.compile(r"^[>›→»＞▶►]$")
_PAGER = re.compile(r"page|paging|pagination|fenye|pgbtn|\bpg\b|hode", re.IGNORECASE)
_NEXT_CLASS = re.compile(r"(?:^|[\s_-])next(?:$|[\s_-]|page)|nextpage|nxt", re.IGNORECASE)
_OFF = re.compile(r"(?:^|[\s_-])(?:disabled?|none|noclick|unclick|gr[ae]y)(?:$|[\s_-])", re.IGNORECASE)
_ARTICLE_STEP = re.compile(r"[上下]一[篇条]")

_NUMBER = r"\s*['\"]?(\d+)['\"]?\s*,"
_WORD = r"\s*['\"]([\w./-]+)['\"]\s*"
#: ``createPageHTML(13, 0, "index", "html")``: TRS counts pages from 0 and writes ``index_1`` for the second.
_TRS_CALL = re.compile(rf"createPageHTML\w*\({_NUMBER}{_NUMBER}{_WORD},{_WORD}", re.IGNORECASE)
#: ``createPageHTML('page_div', 42, 1, 'list', 'shtml', 1000)``: counts from 1, writes ``list_2`` for the second.
_CHANNEL_CALL = re.compile(rf"createPageHTML\w*\({_WORD},{_NUMBER}{_NUMBER}{_WORD},{_WORD}", re.IGNORECASE)
#: ``Pager({size:25, current:0, prefix:'index',suffix:'htm'})`` of 中国政府采购网: pages from 0, ``index_1`` the second.
_PAGER_CALL = re.compile(
    r"\bPager\(\{\s*size\s*:\s*(\d+)\s*,\s*current\s*:\s*(\d+)\s*,\s*prefix\s*:\s*['\"]([\w./-]+)['\"]\s*,"
    r"\s*suffix\s*:\s*['\"](\w+)['\"]"
)
#: TRS templates that inline the function: ``var countPage = 29``, ``href=\"index"+"_" + nextPage + "."+"shtml\"``.
_COUNT = re.compile(r"\bcountPage\s*=\s*['\"]?(\d+)")
_CURRENT = re.compile(r"\bcurrentPage\s*=\s*['\"]?(\d+)")
_INLINED = re.compile(
    r"([\w-]+)\\?[\"']?\s*\+?\s*[\"']_[\"']\s*\+\s*nextPage\s*\+\s*[\"']\.[\"']?\s*\+?\s*[\"']?(\w+)"
)
_NUMBERED = re.compile(r"\bvar\s+(\w+)\s*=\s*['\"]?(\d+)['\"]?\s*;")
_NAMED_CALL = re.compile(r"createPageHTML\w*\([^()]{1,200}", re.IGNORECASE)
_NAME = re.compile(r"(?<=[(,\s])[A-Za-z_]\w*(?=\s*,)")
_SWITCHED_OFF = re.compile(r"/\*.*?\*/|^[ \t]*//[^\n]*", re.DOTALL | re.MULTILINE)


def next_page(root: etree._Element | None, raw: str, url: str) -> str | None:
    """The absolute address of the next page, or ``None``: no link is guessed by counting."""
    if root is not None:
        found = _linked(root, url)
        if found:
            return found
    return _scripted(raw, url)


def _linked(root: etree._Element, url: str) -> str | None:
    arrow: str | None = None
    for link in root.iter("a"):
        href = link.get("href")
        if not href and not link.get("onclick"):
            continue
        if len(link) == 0 and len(link.text or "") > _LONGEST_SAYING:
            continue  # a title: most links of a page
        written = squeeze("".join(str(t) for t in link.itertext()))
        text = written or _pictured(link)
        label = squeeze(link.get("title") or link.get("aria-label") or "")
        says = bool(_SAYS_NEXT.match(text)) or (not text and bool(_SAYS_NEXT.match(label)))
        arrowed = bool(_ARROW.match(text)) and _in_pager(link)
        classed = bool(_NEXT_CLASS.search(link.get("class") or "")) and _in_pager(link) and len(text) <= 6
        rel = (link.get("rel") or "").lower() == "next"
        if not (says or arrowed or classed or rel):
            continue
        plain = absolute(href, url) if href else None
        target = plain or absolute(clicked_address(link) or "", url)
        if target and not (written and plain) and urlsplit(target).netloc != urlsplit(url).netloc:
            continue  # a picture or a handler that leads to another site is no pager's
        if not target or _same(target, url) or _OFF.search(link.get("class") or ""):
            continue
        if _is_article_step(link):
            continue
        if says or rel:
            return target
        arrow = arrow or target
    if arrow:
        return arrow
    for link in root.iter("link"):
        if (link.get("rel") or "").lower() == "next" and link.get("href"):
            target = absolute(str(link.get("href")), url)
            if target and not _same(target, url):
                return target
    return None


def _pictured(link: etree._Element) -> str:
    """What a button says that is a picture."""
    return squeeze(next((picture.get("alt") or "" for picture in link.iter("img")), ""))


def _same(a: str, b: str) -> bool:
    return a.split("#")[0].rstrip("/") == b.split("#")[0].rstrip("/")


def _in_pager(link: etree._Element) -> bool:
    element: etree._Element | None = link
    for _ in range(4):
        if element is None:
            return False
        if _PAGER.search(f"{element.get('class') or ''} {element.get('id') or ''}"):
            return True
        element = element.getparent()
    return False


def _is_article_step(link: etree._Element) -> bool:
    """Whether 下一页 steps through articles: its neighbourhood says 上一篇 or 下一篇."""
    parent = link.getparent()
    return parent is not None and bool(_ARTICLE_STEP.search("".join(str(t) for t in parent.itertext())[:200]))


def _with_numbers(code: str) -> str:
    """``createPageHTML(countPage, currentPage, …)`` with the numbers that ``var countPage = 6;`` gave the names."""
    given = {match[1]: match[2] for match in _NUMBERED.finditer(code)}
    if not given:
        return code
    return _NAMED_CALL.sub(lambda call: _NAME.sub(lambda name: given.get(name[0], name[0]), call[0]), code)


def _scripted(raw: str, url: str) -> str | None:
    """What the page's own pager script would write for the next page."""
    if "createPageHTML" in raw:
        code = _with_numbers(_SWITCHED_OFF.sub("", raw))
        channel = _CHANNEL_CALL.search(code)
        if channel:
            total, current = int(channel[2]), int(channel[3])
            return absolute(f"{channel[4]}_{current + 1}.{channel[5]}", url) if current < total else None
        trs = _TRS_CALL.search(code)
        if trs:
            total, current = int(trs[1]), int(trs[2])
            return absolute(f"{trs[3]}_{current + 1}.{trs[4]}", url) if current + 1 < total else None
    if "Pager(" in raw and (pager := _PAGER_CALL.search(raw)):
        current = int(pager[2])
        if f"{pager[3]}(" in raw:
            return None  # the prefix is a function of the page, not a file
        return absolute(f"{pager[3]}_{current + 1}.{pager[4]}", url) if current + 1 < int(pager[1]) else None
    if "nextPage" not in raw or "countPage" not in raw:
        return None
    count, inlined = _COUNT.search(raw), _INLINED.search(raw)
    if not count or not inlined:
        return None
    said = _CURRENT.search(raw)
    current = int(said[1]) if said else 0
    return absolute(f"{inlined[1]}_{current + 1}.{inlined[2]}", url) if current + 1 < int(count[1]) else None
