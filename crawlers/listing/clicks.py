"""Addresses that stand where a browser's script finds them: in handlers, in attributes, in a script per row.

    <li onclick="window.open('/xzcf/detail/1.html')">
    <a href="javascript:void(0)" onclick="queryArticleByCondition(this,'/c12894/index_2.html')">下一页</a>
    <li><script>var str_1 = "./202012/t1.html"; var str_3 = "关于…的通告"; … document.write(…)</script><span>2020-12-17

What would have to be computed (``openwin('123')``) is not guessed.
"""

from __future__ import annotations

import html
import re

from lxml import etree

_QUOTED = re.compile(r"(?P<quote>['\"])(?P<text>[^'\"\\<>\s]{2,500})(?P=quote)")
#: A path or a page: ``'/detail/1'``, ``'list_2.htm'``, ``'view.jsp?id=3'``; no word, no name of a function.
_ADDRESS = re.compile(
    r"(?:https?:/)?/[\w.~%-].*|(?:\.{1,2}/)*[\w./%-]+\.(?:s?html?|jhtml|jsp|aspx?|php|do|pdf|docx?)(?:[?#]\S*)?",
    re.I,
)
#: ``selectPage('http://www.example.com:80/','2')``: a folder, and what its function makes an address of.
_MORE = re.compile(r"\s*,\s*['\"\w]")
_ATTRIBUTES = ("data-href", "data-url", "data-link", "tagname")
_SCRIPT, _SCRIPT_END = re.compile(r"<script\b[^>]{0,500}>", re.I), re.compile(r"</script\s{0,20}>", re.I)
_ASSIGNED = re.compile(r"\bvar\s+\w+\s*=\s*(?P<quote>['\"])(?P<text>[^\n]{0,500}?)(?P=quote)\s*;")
_DAY = re.compile(r"(?:19|20)\d\d[-/.]\d{1,2}[-/.]\d{1,2}(?: \d\d:\d\d(?::\d\d)?)?")
_HAN_TITLE = re.compile(r"[\u4e00-\u9fff]{4}")
_LONGEST_SCRIPT = 3000


def clicked_address(element: etree._Element) -> str | None:
    """The address that a click on the element leads to, as it is written there; ``None`` where none is."""
    for name in _ATTRIBUTES:
        value = (element.get(name) or "").strip()
        if _ADDRESS.fullmatch(value):
            return value
    handler = element.get("onclick") or ""
    href = element.get("href") or ""
    if href[:11].lower() == "javascript:":
        handler = f"{href} {handler}"
    for match in _QUOTED.finditer(handler):
        computed = match["text"].endswith("/") and _MORE.match(handler, match.end()) is not None
        if _ADDRESS.fullmatch(match["text"]) and not computed:
            return match["text"]
    return None


def write_rows(text: str) -> str:
    """The page with the links in place that a small script writes at each row: one that assigns an address and a title
    and calls ``document.write`` (Guizhou, 2020).  Linear in the page: 20,000 scripts that are never closed are no more
    than as many words."""
    if "document.write" not in text:
        return text
    parts: list[str] = []
    at = 0
    begun = list(_SCRIPT.finditer(text))
    place = 0
    for end in _SCRIPT_END.finditer(text):
        start = None
        while place < len(begun) and begun[place].start() < end.start():
            start = begun[place]  # the last one that was begun before this end
            place += 1
        row = _row(text[start.end() : end.start()]) if start is not None else None
        if start is not None and row is not None:
            parts += (text[at : start.start()], row)
            at = end.end()
    parts.append(text[at:])
    return "".join(parts)


def _row(script: str) -> str | None:
    """The link and the day that the script writes; ``None`` where it is no such script."""
    if len(script) > _LONGEST_SCRIPT or "document.write" not in script:
        return None
    values = [found["text"].strip() for found in _ASSIGNED.finditer(script)]
    address = next((value for value in values if _ADDRESS.fullmatch(value)), None)
    title = max((value for value in values if _HAN_TITLE.search(value)), key=len, default=None)
    if address is None or title is None:
        return None
    day = next((value for value in values if _DAY.fullmatch(value)), "")
    return f'<a href="{html.escape(address)}">{html.escape(html.unescape(title))}</a><i>{day}</i>'
