"""Files that a page offers: by link, through a download servlet, or written by its script.

What counts is offered *by this article*: links inside the body, and in a list of attachments beside it.  Left out:
navigation, footers, other articles' files in lists of related pages, images, copies of the page itself.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from itertools import islice
from urllib.parse import parse_qs, unquote, urljoin, urlsplit

from lxml import html as lxml_html
from lxml.etree import ParserError
from lxml.html import HtmlElement

from cleaners.pages.lines import fold
from cleaners.pages.page import Attachment
from cleaners.pages.tree import PageTree

_EXTENSIONS = "pdf|docx?|xlsx?|wps|wpt|et|dps|ofd|ceb|rtf|pptx?|zip|rar|7z|csv|txt|odt|ods"
_FILE_NAME = re.compile(rf"\.(?:{_EXTENSIONS})$", re.I)
_EXTENSION = re.compile(rf"\.(?:{_EXTENSIONS})\b")
_SERVLET = re.compile(
    r"mod=attachment|attachment\.jspx?|downfile\.jsp|download\.jsp|downloadattach|/file-?download|/download\?|document/download|getfile|fileDownload|attachdown",
    re.I,
)
_LIST_CLASS = re.compile(
    r"(?:^|[-_\s])(?:fj\w*|\w*_fj|attach\w*|appendix|annex|\w*attachment\w*|file_?list|fujian|\w?att(?:l|nm))(?:$|[-_\s])",
    re.I,
)
_LIST_HEADING = re.compile(
    r"^\W*(?:相关|本文)?(?:附件(?:\s*(?:Attachments?|Annex(?:es)?))?|附件下载|附件列表|文件下载|原件下载|原文下载|相关下载|文件附件)\W*$"
)
_HAN = re.compile(r"[\u4e00-\u9fff]")
_LONGEST_HEADING, _FEW_INSIDE, _LOOKED_AT = 20, 3, 200
_LINE_TAGS = frozenset({"p", "div", "td", "li", "span"})
_LABEL = re.compile(r"^\W*(?:相关)?附\s*件(?:下载)?\s*\d{0,2}\s*[:：【\[（(.]")
#: 附：, 附件1： right before a link.
_LABEL_BEFORE = re.compile(r"附\s*(?:件|表)?\s*\d{0,2}\s*[:：.、]?\s*$")
_OTHER_PART = re.compile(
    r"(?:^|[-_\s])(?:foot\w*|nav\w*|header|menu|sidebar|copyright|bottom|related?|xgxx\w*|xgwj|xgwz|tuijian|recommend\w*|links?)(?:$|[-_\s\d])",
    re.I,
)
_OWN_COPY = re.compile(
    r"^\W*(?:下载|查看|打印)?\s*(?:pdf|word|ofd|图片|文字|文本|doc|全文)\s*(?:版|版下载|格式|下载)?\W*$", re.I
)
_APPENDIX = re.compile(r"(?:appendix|fujian|fjlist|attach\w{0,20})\s*=\s*(['\"])")
_APPENDIX_NAMES = ("appendix", "fujian", "fjlist", "attach")
_LONGEST_APPENDIX, _MOST_APPENDICES = 20_000, 20
#: onclick="downfile('/upload/2024/bmb.doc')"
_WRITTEN = re.compile(rf"['\"]([^'\"<>\s]{{1,400}}\.(?:{_EXTENSIONS}))['\"]", re.I)
_NO_FILE = ("javascript:", "mailto:", "data:", "#")
_POINTING = ("a", "iframe", "embed", "object")
_VIEWER = re.compile(r"[?&](?:file|url)=([^&]+)", re.I)


def find_attachments(tree: PageTree, body: HtmlElement | None, url: str | None) -> list[Attachment]:
    """The article's files in page order, each once; the name is the link's text (else the file's name), the address
    absolute where the page's own is known.  ``body`` is the element of the text, if it was found."""
    base = _base(tree.root, url)
    inside = set(body.iter(*_POINTING)) if body is not None else set()
    found: dict[str, Attachment] = {}
    for link in tree.root.iter(*_POINTING):
        address = _address(link)
        if not _is_file(link, address):
            continue
        if not (_inside(link, body) if link in inside else _offered(link, body is None)):
            continue
        _add(found, _name(link, address), _absolute(base, address))
    for link in _script_links(tree.root):
        address = _address(link)
        if _is_file(link, address):
            _add(found, _name(link, address), _absolute(base, address))
    return list(found.values())


def _add(found: dict[str, Attachment], name: str, address: str) -> None:
    if _OWN_COPY.match(name):
        return
    key = unquote(address).split("#")[0]
    had = found.get(key)
    # A link may name what a viewer showed as 8b7a6c5d.pdf before.
    if had is None or (_HAN.search(name) and not _HAN.search(had.name)):
        found[key] = Attachment(name, address if had is None else had.url)


def _base(root: HtmlElement, url: str | None) -> str:
    declared = next((base.get("href") for base in root.iter("base") if base.get("href")), None)
    return _absolute(url or "", declared.strip()) if declared else url or ""


def _absolute(base: str, address: str) -> str:
    """The address seen from ``base``; as it stands where one of them is no address at all."""
    try:
        return urljoin(base, address)
    except ValueError:
        return address


def _address(link: HtmlElement) -> str:
    """Where the element points; a PDF viewer's own address is unwrapped."""
    if link.tag == "a":
        address: str = (link.get("href") or "").strip()
        if not address or address.startswith("#") or address[:11].lower() == "javascript:":
            written = _WRITTEN.search(f"{address} {link.get('onclick') or ''}")
            return written[1] if written else ""
        return address
    address = link.get("src") or link.get("data") or ""
    viewer = _VIEWER.search(address)
    if viewer and "viewer" in address:
        address = unquote(viewer[1])
    return address.strip()


def _may_be_file(address: str) -> bool:
    """A cheap look at an address in small letters: most addresses of a page end here."""
    return (
        "down" in address
        or "attach" in address
        or "getfile" in address
        or _EXTENSION.search(address) is not None
    )


def _is_file(link: HtmlElement, address: str) -> bool:
    """By the extension in the path or in a query value; of a servlet also in the link's text."""
    lowered = address.lower()
    if not _may_be_file(lowered) or lowered.startswith(_NO_FILE):
        return False
    try:
        parts = urlsplit(address)
    except ValueError:
        return False
    if _FILE_NAME.search(unquote(parts.path)):
        return True
    values = [value for values in parse_qs(parts.query).values() for value in values]
    if link.tag != "a":
        return any(_FILE_NAME.search(value) for value in values)
    if any(_FILE_NAME.search(value) for value in values):
        return True
    if not _SERVLET.search(address):
        return False
    return bool(parts.query) and not re.search(r"\.(?:html?|png|jpe?g|gif)$", parts.path, re.I)


def _inside(link: HtmlElement, body: HtmlElement | None) -> bool:
    """In the body, but not in a box of related pages that stands in it."""
    for node in link.iterancestors():
        if node is body:
            break
        if _OTHER_PART.search(f"{node.get('class', '')} {node.get('id', '')}"):
            return False
    return True


def _offered(link: HtmlElement, body_unknown: bool) -> bool:
    """Outside the body only what stands in a list of attachments (by its class or its heading) is the article's."""
    listed = _LABEL_BEFORE.search(_text_before(link)) is not None or _headed(link)
    for node in link.iterancestors():
        names = f"{node.get('class', '')} {node.get('id', '')}"
        if node.tag in ("footer", "nav", "header") or _OTHER_PART.search(names):
            return False
        if _LIST_CLASS.search(names) or _headed(node) or _labelled(node) or _heads(node):
            listed = True
        if node.tag == "body":
            break
    return listed or (body_unknown and bool(link.xpath("ancestor::p")))


def _text_before(link: HtmlElement) -> str:
    """The text that runs into the link, in its own element."""
    previous, parent = link.getprevious(), link.getparent()
    before = previous.tail if previous is not None else parent.text if parent is not None else None
    return before or ""


def _headed(node: HtmlElement) -> bool:
    """Does a heading such as 附件： or 相关附件 stand right before the element?"""
    previous = node.getprevious()
    if previous is None or not isinstance(previous.tag, str):
        return False
    return _is_heading(previous)


def _heads(node: HtmlElement) -> bool:
    """Does the element begin with such a heading?  ``<div><p><strong>附件下载:</strong></p><span><a href=…>``"""
    first = next((child for child in node if isinstance(child.tag, str)), None)
    if first is None or (node.text or "").strip() or node.tag not in _LINE_TAGS or first.tag == "a":
        return False
    return _is_heading(first)


def _is_heading(node: HtmlElement) -> bool:
    if len(node) > _FEW_INSIDE:
        return False
    said = ""
    for text in node.itertext():  # of a long box only its beginning: every link asks for those around it
        said += text[:_LOOKED_AT]
        if len(fold(said)) > _LONGEST_HEADING:
            return False
    return bool(_LIST_HEADING.match(fold(said)))


def _labelled(node: HtmlElement) -> bool:
    """Does the element's own text begin with the word?  ``<p>附件【<a href=…>报名表.doc</a>】``"""
    return bool(node.text) and node.tag in _LINE_TAGS and _LABEL.match(node.text) is not None


def _name(link: HtmlElement, address: str) -> str:
    text = fold(link.text_content()) if link.tag == "a" else ""
    name = text or fold(link.get("title") or link.get("download") or "")
    if name:
        return name
    return _file_name(address)


def _file_name(address: str) -> str:
    """The file's name in its address: in the path, or in the value that a servlet is given."""
    try:
        parts = urlsplit(address)
    except ValueError:
        return address
    values = [
        value for values in parse_qs(parts.query).values() for value in values if _FILE_NAME.search(value)
    ]
    return unquote((values[0] if values else parts.path).rsplit("/", 1)[-1])


def _script_links(root: HtmlElement) -> Iterator[HtmlElement]:
    """``var file_appendix='<a href="./P0….xls">….xls</a>'`` of a TRS template."""
    scripts = (script.text or "" for script in root.iter("script"))
    found = (
        match
        for source in scripts
        if "<a" in source and any(name in source for name in _APPENDIX_NAMES)
        for match in _APPENDIX.finditer(source)
    )
    for match in islice(found, _MOST_APPENDICES):
        start, quote = match.end(), match[1]
        written = match.string[start : start + _LONGEST_APPENDIX].split("\n", 1)[0]
        written = written.replace("\\" + quote, "\x00").split(quote + ";", 1)[0]
        if "<a" not in written:
            continue
        try:
            markup = written.replace("\x00", quote).replace("\\/", "/")
            fragment = lxml_html.fragment_fromstring(markup, create_parent="div")
        except (ParserError, ValueError):
            continue
        yield from fragment.iter("a")
