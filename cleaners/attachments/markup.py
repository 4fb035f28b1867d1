"""Files that are markup or plain text under another name: Word's and Excel's "save as web page", and .txt."""

from __future__ import annotations

import re

from lxml import etree

from cleaners.attachments.legible import is_legible

_OFFICE = re.compile(
    rb"urn:schemas-microsoft-com:(?:office|vml)|ProgId\s+content=[\"']?(?:Word|Excel)", re.IGNORECASE
)
_ROWS = frozenset(("p", "div", "tr", "br", "h1", "h2", "h3", "h4", "h5", "h6", "li"))
_CHARSETS = ("utf-8", "gb18030")


def office_html_text(data: bytes) -> str | None:
    """The text of a document that an office program saved as HTML; ``None`` for any other page.

    A page that is not of an office program is what a site answers in place of a file that is gone.
    """
    if not _OFFICE.search(data[:4096]):
        return None
    text = _decoded(data)
    if text is None:
        return None
    root = etree.fromstring(text.encode(), parser=etree.HTMLParser(encoding="utf-8", remove_comments=True))
    if root is None:
        return None
    etree.strip_elements(root, "script", "style", "head", "xml", with_tail=False)
    for element in root.iter(etree.Element):
        if element.tag in _ROWS:
            element.tail = "\n" + (element.tail or "")
        elif element.tag in ("td", "th"):
            element.tail = "\t"
    return "".join(str(part) for part in root.itertext())


def plain_text(data: bytes) -> str | None:
    """A text file in UTF-8, UTF-16 or GB18030; ``None`` for anything binary."""
    text = _decoded(data)
    return text if text is not None and is_legible(text) else None


def _decoded(data: bytes) -> str | None:
    if data.startswith((b"\xff\xfe", b"\xfe\xff")):
        return data.decode("utf-16", "replace")
    if b"\x00" in data[:65536]:
        return None
    for charset in _CHARSETS:
        try:
            return data.decode(charset)
        except UnicodeDecodeError:
            continue
    return None
