"""From the text of an answer to the trees in which links are looked for.

The page itself, records in CDATA (Hanweb's data proxy), and lists that stand in a comment.  Rows in script JSON are
read by ``scripts``; bytes are decoded by ``cleaners.pages.decode`` before anything here is called.
"""

from __future__ import annotations

import re

from lxml import etree

from crawlers.listing.clicks import write_rows

_RECORD = re.compile(r"<record>\s*(?:<!\[CDATA\[)?(.*?)(?:\]\]>)?\s*</record>", re.DOTALL | re.IGNORECASE)
_CDATA = re.compile(r"<!\[CDATA\[(.*?)\]\]>", re.DOTALL)
_COMMENT = re.compile(r"<!--(.*?)-->", re.DOTALL)
_DECLARATION = re.compile(r"^\s*<\?xml[^>]*\?>", re.IGNORECASE)
#: XML 1.0 forbids these; libxml2 stops at NUL.
_CONTROLS = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f]")

#: What a reader of rows never sees.  ``noscript`` repeats lazy pictures and their links.
_UNSEEN = ("script", "style", "noscript", "template", "svg", "object", "iframe")

#: A comment with fewer links than this is a line that somebody switched off, not a list.
_LINKS_IN_A_COMMENT = 3


def parse(text: str) -> etree._Element | None:
    """The tree of a page without scripts, styles and comments; ``None`` where there is no markup at all."""
    text = write_rows(_CONTROLS.sub("", _DECLARATION.sub("", text)))
    if "<" not in text:
        return None
    parser = etree.HTMLParser(encoding="utf-8", remove_comments=True, remove_pis=True, huge_tree=True)
    try:
        root = etree.fromstring(text.encode("utf-8", "replace"), parser=parser)
    except (etree.XMLSyntaxError, ValueError):
        return None
    if root is None:
        return None
    etree.strip_elements(root, *_UNSEEN, with_tail=False)
    return root


def records(text: str) -> etree._Element | None:
    """The records of an XML data store, each an HTML fragment, as one tree; ``None`` where there are none.

    ``<record><![CDATA[<li><a href="/art/1.html">…</a><b>2025-01-02</b></li>]]></record>`` becomes one ``div`` of
    class ``record``.  Hanweb writes them into an answer of its own and into a script of the column's first page.
    """
    if "<record" not in text:
        return None
    found = [_CDATA.sub(r"\1", match[1]) for match in _RECORD.finditer(text)]
    found = [fragment for fragment in found if "<a" in fragment.lower()]
    if not found:
        return None
    return parse(
        "<div>" + "".join(f'<div class="record">{_shut(fragment)}</div>' for fragment in found) + "</div>"
    )


def _shut(fragment: str) -> str:
    # A table row outside a table would lose its cells in an HTML parser; a stray end tag would close our own element.
    return re.sub(r"<(/?)(?:tr|td|th|tbody|table)\b", r"<\1span", fragment, flags=re.IGNORECASE)


def comments(text: str) -> list[etree._Element]:
    """Trees of the comments that hold a list.

    Gansu's channel pages fill the visible list by script and leave the first page's rows in a comment.
    """
    trees = []
    for match in _COMMENT.finditer(text):
        if match[1].lower().count("<a ") >= _LINKS_IN_A_COMMENT:
            tree = parse(f"<div>{match[1]}</div>")
            if tree is not None:
                trees.append(tree)
    return trees


def scripts(text: str) -> list[str]:
    """The bodies of the page's own scripts, in page order."""
    return [
        m[1] for m in re.finditer(r"<script\b[^>]*>(.*?)</script", text, re.DOTALL | re.IGNORECASE) if m[1]
    ]
